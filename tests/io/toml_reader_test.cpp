// SPDX-License-Identifier: Apache-2.0
#include "sample_town.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/io/toml_reader.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace io = commonweal::io;
using commonweal::core::ConfigError;
using commonweal::core::DateTime;
using commonweal::core::Mistake;
using commonweal::core::ParameterTable;

namespace {

/// The required keys, in lines 1 to 3.
const std::string opening = "schema = 1\nstart = \"2021-07-17\"\nend = \"2021-08-20\"\n";

sample::Town read(std::string_view text, const std::vector<io::Override>& overrides = {}) {
    sample::Town town;
    ParameterTable table;
    describe(table, town);
    io::read_toml_text(text, "town.toml", table, {.overrides = overrides});
    return town;
}

/// A line for each mistake, without those of the file.
std::string texts_of(const ConfigError& error) {
    std::string text;
    for (const Mistake& mistake : error.mistakes()) text += (text.empty() ? "" : "\n") + mistake.text();
    return text;
}

std::string mistakes(std::string_view text, const std::vector<io::Override>& overrides = {}) {
    try {
        read(text, overrides);
    } catch (const ConfigError& error) {
        return texts_of(error);
    }
    return "no mistake";
}

/// What is wrong with the fourth line of an otherwise right file.
std::string mistake(const std::string& line) { return mistakes(opening + line + '\n'); }

}  // namespace

TEST(TomlReader, every_key_reaches_its_member_in_the_unit_of_the_member) {
    const sample::Town town = read(sample::complete_text);
    EXPECT_EQ(town.title, "River Town");
    EXPECT_EQ(town.seed, 2024u);
    EXPECT_EQ(town.crews, 6);
    EXPECT_EQ(town.households, 35'000);
    EXPECT_EQ(town.start, DateTime::parse("2021-07-17"));
    EXPECT_EQ(town.end, DateTime::parse("2021-08-20"));
    EXPECT_EQ(town.order, sample::Order::severity);
    EXPECT_EQ(town.districts, (std::vector<std::string>{"east", "west"}));
    EXPECT_EQ(town.rain.values, (std::vector<double>{0.0, 1.0, 20.0}));
    EXPECT_EQ(town.weights.values, (std::vector<double>{0.25, 0.75}));
    EXPECT_EQ(town.warning,
              (sample::Warning{.rate = 12.0, .sirens = false, .broadcast = {.delay = 1.5, .reach = 0.65}}));
    ASSERT_EQ(town.shocks.size(), 2u);
    EXPECT_EQ(town.shocks[0].depth, 1.5);
    EXPECT_EQ(town.shocks[0].station, (sample::Gauge{.name = "weir", .height = 2.0}));
    EXPECT_EQ(town.shocks[1].start, DateTime::parse("2021-08-01T06:30"));
    EXPECT_EQ(town.shocks[1].gauges, (std::vector<sample::Gauge>{{.name = "mill"}, {.height = -3.0}}));
}

TEST(TomlReader, what_a_file_leaves_out_keeps_its_default) {
    sample::Town expected;
    expected.start = *DateTime::parse("2021-07-17");
    expected.end = *DateTime::parse("2021-08-20");
    EXPECT_EQ(read(opening), expected);
}

TEST(TomlReader, reports_all_mistakes_at_once_in_the_order_of_the_file) {
    const std::string text =
        "schema = 1\n"
        "titel = \"River Town\"\n"
        "start = \"2021-13-17\"\n"
        "[warning]\n"
        "rate = \"3 m\"\n"
        "[warning.broadcast]\n"
        "reach = 65\n"
        "delay = 90\n"
        "[[shock]]\n"
        "depth = \"12 m\"\n"
        "[shocks]\n";
    EXPECT_EQ(
        mistakes(text, {{"crews", "none"}}),
        "town.toml:1:1: end is missing; must be a local date such as \"2021-07-20T16:00\".\n"
        "town.toml:2:1: titel is \"River Town\"; must be a known key. Did you mean title?\n"
        "town.toml:3:9: start is \"2021-13-17\"; must be a local date such as \"2021-07-20T16:00\".\n"
        "town.toml:5:8: warning.rate is \"3 m\"; must be a rate, above 0 / d, such as \"0.2 / d\", not a length.\n"
        "town.toml:7:9: warning.broadcast.reach is 65; must be between 0 and 1. Did you mean \"65 %\"?\n"
        "town.toml:8:9: warning.broadcast.delay is 90; must be a time, at least 0 h, such as \"0.5 h\", its unit is "
        "missing. Did you mean \"90 h\"?\n"
        "town.toml:9:1: shock[0].start is missing; must be a local date such as \"2021-07-20T16:00\".\n"
        "town.toml:10:9: shock[0].depth is \"12 m\"; must be between 0 m and 10 m.\n"
        "town.toml:11:2: shocks is not a known table. Did you mean shock?\n"
        "crews is none; must be a whole number, between 1 and 50.");
}

TEST(TomlReader, an_unknown_key_is_told_with_the_nearest_right_one) {
    EXPECT_EQ(mistake("crew = 3"), "town.toml:4:1: crew is 3; must be a known key. Did you mean crews?");
    EXPECT_EQ(mistake("warning.braodcast.reach = 1"),
              "town.toml:4:9: warning.braodcast is not a known table. Did you mean warning.broadcast?");
    EXPECT_EQ(mistake("reach = 0.5"),
              "town.toml:4:1: reach is 0.5; must be a known key. Did you mean warning.broadcast.reach?");
    EXPECT_EQ(mistake("depth = \"1 m\""),
              "town.toml:4:1: depth is \"1 m\"; must be a known key. Did you mean shock[].depth?");
    EXPECT_EQ(mistake("zebra = 1"),
              "town.toml:4:1: zebra is 1; must be a known key; there are schema, extends, profiles, title, seed, "
              "crews, households, start, end, order, districts, rain, weights, shock, warning.");
    EXPECT_EQ(mistake("\"warning.rate\" = \"1 / d\""),
              "town.toml:4:1: \"warning.rate\" is \"1 / d\"; must be a known key. Did you mean warning.rate?");
    EXPECT_EQ(mistake("\"\\u001b[2J\" = 1"),
              "town.toml:4:1: \"\\\\u001b[2J\" is 1; must be a known key; there are schema, extends, profiles, title, "
              "seed, crews, households, start, end, order, districts, rain, weights, shock, warning.");
}

TEST(TomlReader, a_value_of_the_wrong_type_is_told_with_the_right_one) {
    EXPECT_EQ(mistake("title = 3"), "town.toml:4:9: title is 3; must be a text in quotes.");
    EXPECT_EQ(mistake("crews = 3.0"), "town.toml:4:9: crews is 3.0; must be a whole number, between 1 and 50.");
    EXPECT_EQ(
        mistake("crews = \"3\""),
        "town.toml:4:9: crews is \"3\"; must be a whole number, between 1 and 50, without quotes. Did you mean 3?");
    EXPECT_EQ(mistake("warning.sirens = \"yes\""), "town.toml:4:18: warning.sirens is \"yes\"; must be true or false.");
    EXPECT_EQ(mistake("warning.broadcast.reach = true"),
              "town.toml:4:27: warning.broadcast.reach is true; must be a number, between 0 and 1.");
    EXPECT_EQ(mistake("warning.broadcast.delay = [1]"),
              "town.toml:4:27: warning.broadcast.delay is [1]; must be a time, at least 0 h, such as \"0.5 h\".");
    EXPECT_EQ(mistake("order = 2"), "town.toml:4:9: order is 2; must be \"arrival\" or \"severity\".");
    EXPECT_EQ(mistake("warning = 3"), "town.toml:4:11: warning is 3; must be a table, [warning].");
    EXPECT_EQ(mistake("shock = 3"), "town.toml:4:9: shock is 3; must be an array of tables, [[shock]].");
    EXPECT_EQ(mistake("[shock]\ndepth = \"1 m\""),
              "town.toml:4:2: shock is a table; must be an array of tables, [[shock]].");
    EXPECT_EQ(mistake("[[warning]]"), "town.toml:4:3: warning is an array; must be a table, [warning].");
    EXPECT_EQ(mistake("[seed]"),
              "town.toml:4:2: seed is a table; must be a whole number, between 0 and 4,294,967,295.");
    EXPECT_EQ(mistake("shock = [{ start = \"2021-01-01\", gauge = 3 }]"),
              "town.toml:4:42: shock[0].gauge is 3; must be an array of tables, [[shock.gauge]].");
}

TEST(TomlReader, a_wrong_unit_is_told_with_the_right_one) {
    EXPECT_EQ(mistake("warning.broadcast.delay = \"3 days\""),
              "town.toml:4:27: warning.broadcast.delay is \"3 days\"; must be a time, at least 0 h, such as \"0.5 h\", "
              "'days' is not a known unit. Did you mean \"3 d\"?");
    EXPECT_EQ(mistake("warning.broadcast.delay = \"soon\""),
              "town.toml:4:27: warning.broadcast.delay is \"soon\"; must be a time, at least 0 h, such as \"0.5 h\".");
    EXPECT_EQ(mistake("warning.broadcast.reach = \"3 h\""),
              "town.toml:4:27: warning.broadcast.reach is \"3 h\"; must be a number, between 0 and 1, not a time.");
    EXPECT_EQ(mistake("crews = \"3 m\""),
              "town.toml:4:9: crews is \"3 m\"; must be a whole number, between 1 and 50, not a length.");
}

TEST(TomlReader, numbers_out_of_range_are_told_with_what_was_probably_meant) {
    EXPECT_EQ(mistake("warning.rate = \"-7 / d\""),
              "town.toml:4:16: warning.rate is \"-7 / d\"; must be above 0 / d. Did you mean \"7 / d\"?");
    EXPECT_EQ(mistake("seed = -1"), "town.toml:4:8: seed is -1; must be between 0 and 4,294,967,295. Did you mean 1?");
    EXPECT_EQ(mistake("seed = 4_294_967_296"),
              "town.toml:4:8: seed is 4_294_967_296; must be between 0 and 4,294,967,295.");
    EXPECT_EQ(mistake("households = 9223372036854775808"),
              "town.toml:4:33: this is not valid TOML: '9223372036854775808' is not representable in 64 bits.");
    EXPECT_EQ(mistake("warning.broadcast.reach = nan"),
              "town.toml:4:27: warning.broadcast.reach is nan; must be a finite number, between 0 and 1.");
    EXPECT_EQ(mistake("warning.broadcast.delay = inf"),
              "town.toml:4:27: warning.broadcast.delay is inf; must be a time, at least 0 h, such as \"0.5 h\".");
}

TEST(TomlReader, choices_and_dates_are_told_with_what_is_allowed) {
    EXPECT_EQ(mistake("order = \"severty\""),
              "town.toml:4:9: order is \"severty\"; must be \"arrival\" or \"severity\". Did you mean \"severity\"?");
    for (const std::string date : {"\"2021-02-30\"", "2021-07-20T16:00:30", "2021-07-20T16:00:00Z", "16:00:00", "3"})
        EXPECT_EQ(mistake("shock = [{ start = " + date + " }]"),
                  "town.toml:4:20: shock[0].start is " + date + "; must be a local date such as \"2021-07-20T16:00\".");
}

TEST(TomlReader, a_wrong_element_is_told_with_its_position) {
    EXPECT_EQ(mistake("districts = [\"east\", 3]"), "town.toml:4:22: districts[1] is 3; must be a text in quotes.");
    EXPECT_EQ(mistake("weights = [0.5,\n  \"x\", -1]"),
              "town.toml:5:3: weights[1] is \"x\"; must be a number, at least 0.\n"
              "town.toml:5:8: weights[2] is -1; must be at least 0. Did you mean 1?");
    EXPECT_EQ(mistake("rain = { unit = \"m / h\", values = [0, 0.6] }"),
              "town.toml:4:39: rain.values[1] is 0.6; must be between 0 mm / h and 500 mm / h.");
    EXPECT_EQ(mistake("shock = [1]"), "town.toml:4:10: shock[0] is 1; must be a table such as { key = \"value\" }.");
}

TEST(TomlReader, a_thousand_wrong_elements_are_counted_not_listed) {
    std::string line = "weights = [";
    for (int k = 0; k < 1000; ++k) line += "-1,";
    const std::string text = mistake(line + "]");
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n') + 1, 10);
    EXPECT_TRUE(text.ends_with("must be at least 0 (and 990 more elements are wrong). Did you mean 1?")) << text;
}

TEST(TomlReader, a_series_says_its_unit) {
    EXPECT_EQ(
        mistake("rain = [1, 2]"),
        "town.toml:4:8: rain is [1, 2]; must be written with its unit, { unit = \"mm / h\", values = [0, 1.5] }.");
    EXPECT_EQ(mistake("rain = { values = [1] }"),
              "town.toml:4:8: rain is { values = [1] }; must be written with its unit, { unit = \"mm / h\", values = "
              "[0, 1.5] }.");
    EXPECT_EQ(mistake("rain = { unit = \"m\", values = [1] }"),
              "town.toml:4:17: rain.unit is \"m\"; must be the unit of a length per time such as \"mm / h\", not of a "
              "length.");
    EXPECT_EQ(mistake("rain = { unit = 3, value = [1] }"),
              "town.toml:4:17: rain.unit is 3; must be the unit of a length per time such as \"mm / h\".\n"
              "town.toml:4:20: rain.value is [1]; must be a known key, unit or values. Did you mean values?");
    EXPECT_EQ(mistake("rain = { unit = \"mm / h\", values = 1 }"),
              "town.toml:4:36: rain.values is 1; must be an array of numbers.");
    EXPECT_EQ(mistake("weights = 1"), "town.toml:4:11: weights is 1; must be an array of numbers such as [0, 1.5].");
}

TEST(TomlReader, what_is_no_toml_is_told_with_its_place) {
    EXPECT_EQ(mistake("crews = 1\ncrews = 2"),
              "town.toml:5:9: this is not valid TOML: 'crews' is there already, and may stand once.");
    EXPECT_EQ(mistake("warning.rate = 0.2 / d  # per day"),
              "town.toml:4:20: this is not valid TOML: expected the end of the line, for texts and quantities stand in "
              "quotes, saw '/'. Did you mean \"0.2 / d\"?");
    EXPECT_TRUE(mistake("order = severity").ends_with(" Did you mean \"severity\"?")) << mistake("order = severity");
    EXPECT_TRUE(mistake("title = \"open").starts_with("town.toml:4:")) << mistake("title = \"open");
}

// toml++ 3.3 has undefined behaviour on these, which the sanitizers would report.
TEST(TomlReader, letters_beyond_ascii_outside_quotes_are_no_toml) {
    for (const std::string line : {"caf\u00e9 = 1", "\u00e9 = 1", "title = \u6c34", "x = [\ufefe]", "crews = 3 \u1680"})
        EXPECT_TRUE(mistake(line).starts_with("town.toml:4:")) << mistake(line);
}

TEST(TomlReader, columns_count_bytes) {
    EXPECT_EQ(mistake("shock = [{ start = \"2021-01-01\", station = { name = \"\u6c34\", height = 1 } }]"),
              "town.toml:4:69: shock[0].station.height is 1; must be a length such as \"1.5 m\", its unit is missing. "
              "Did you mean \"1 m\"?");
}

TEST(TomlReader, another_version_of_the_language_is_one_clear_sentence) {
    EXPECT_EQ(mistakes("schema = 2\nnovel = 3\n"),
              "town.toml:1:10: schema is 2; must be 1, the only version of the language that this commonweal reads.");
    EXPECT_EQ(mistakes(opening.substr(11)), "town.toml:1:1: schema is missing; the file must say schema = 1.");
    EXPECT_EQ(mistakes("schema = \"1\"" + opening.substr(10)), "town.toml:1:10: schema is \"1\"; must be 1.");
}

TEST(TomlReader, overrides_are_stronger_than_the_file_and_need_no_quotes) {
    const sample::Town town = read(sample::complete_text, {{"warning.rate", "2.4 / d"},
                                                           {"title", "42"},
                                                           {"order", "arrival"},
                                                           {"crews", "1_0"},
                                                           {"start", "2021-07-18"},
                                                           {"warning.broadcast.reach", "\"50 %\""},
                                                           {"districts", "[\"only\"]"},
                                                           {"rain", "{ unit = \"mm / h\", values = [7] }"},
                                                           {"shock[1].depth", "2 m"},
                                                           {"shock[0].gauge", "[{ name = \"new\" }]"}});
    EXPECT_EQ(town.warning.rate, 2.4);
    EXPECT_EQ(town.title, "42");
    EXPECT_EQ(town.order, sample::Order::arrival);
    EXPECT_EQ(town.crews, 10);
    EXPECT_EQ(town.start, DateTime::parse("2021-07-18"));
    EXPECT_EQ(town.warning.broadcast.reach, 0.5);
    EXPECT_EQ(town.districts, std::vector<std::string>{"only"});
    EXPECT_EQ(town.rain.values, std::vector<double>{7.0});
    EXPECT_EQ(town.shocks[1].depth, 2.0);
    EXPECT_EQ(town.shocks[0].gauges, (std::vector<sample::Gauge>{{.name = "new"}}));
}

TEST(TomlReader, an_override_can_give_what_the_file_lacks_and_take_what_it_gave) {
    EXPECT_EQ(mistakes("schema = 1\n", {{"start", "2021-07-17"}, {"end", "2021-07-18"}}), "no mistake");
    EXPECT_EQ(mistakes(sample::complete_text, {{"shock", "[{ depth = \"1 m\" }]"}}),
              "shock[0].start is missing; must be a local date such as \"2021-07-20T16:00\".");
}

TEST(TomlReader, wrong_overrides_are_told_like_wrong_files) {
    EXPECT_EQ(mistakes(opening, {{"waring.rate", "1 / d"},
                                 {"crews", "1\nseed = 3"},
                                 {"warning.broadcast.delay", "nan"},
                                 {"shock[0].depth", "1 m"},
                                 {"districts", "[1]"},
                                 {"title", "\xff"},
                                 {"", "3"}}),
              "waring.rate is 1 / d; must be a known key. Did you mean warning.rate?\n"
              "crews is 1...; must be a whole number, between 1 and 50.\n"
              "warning.broadcast.delay is nan; must be a time, at least 0 h, such as \"0.5 h\".\n"
              "shock[0].depth is 1 m; must name one of 0 elements, counted from 0.\n"
              "districts[0] is 1; must be a text in quotes.\n"
              "path and value must be valid UTF-8.\n"
              "this is 3; must be a known key; there are schema, extends, profiles, title, seed, crews, households, "
              "start, end, order, districts, rain, weights, shock, warning.");
}

TEST(TomlReader, an_override_is_split_at_its_first_equals_sign) {
    EXPECT_EQ(io::parse_override("title=a=b").path, "title");
    EXPECT_EQ(io::parse_override("title=a=b").value, "a=b");
    EXPECT_EQ(io::parse_override("title=").value, "");
    EXPECT_EQ(mistakes(sample::complete_text, {io::parse_override("crews=none")}),
              "--set: crews is none; must be a whole number, between 1 and 50.");
    EXPECT_THROW(io::parse_override("title"), ConfigError);
    EXPECT_THROW(io::parse_override("=3"), ConfigError);
}

TEST(TomlReader, rules_between_parameters_are_told_where_the_path_was_written) {
    sample::Town town;
    ParameterTable table;
    describe(table, town);
    const auto check = [&town] {
        std::vector<Mistake> wrong;
        if (town.end < town.start)
            wrong.push_back({.path = "end", .rule = "must lie after start", .value = town.end.text()});
        wrong.push_back({.path = "warning.broadcast.delay", .rule = "must fit", .value = {}});
        return wrong;
    };
    try {
        io::read_toml_text("schema = 1\nstart = 2021-07-17\n  end = 2021-07-16\n[warning]\n", "town.toml", table,
                           {.check = check});
        FAIL() << "no mistake";
    } catch (const ConfigError& error) {
        EXPECT_EQ(texts_of(error),
                  "town.toml:3:9: end is 2021-07-16T00:00; must lie after start.\n"
                  "town.toml:4:2: warning.broadcast.delay is \"0.5 h\", its default; must fit.");
    }
}

TEST(TomlReader, bytes_that_are_no_text_are_refused_with_their_place) {
    EXPECT_EQ(mistake(std::string("title = \"a\0b\"", 13)), "town.toml:4:11: a zero byte is not text.");
    EXPECT_EQ(mistake("title = \"caf\xe9\""), "town.toml:4:13: byte 0xe9 is not valid UTF-8; save the file as UTF-8.");
    EXPECT_EQ(mistakes("\xef\xbb\xbf" + opening), "no mistake");
}

TEST(TomlReader, texts_that_would_exhaust_the_parser_are_refused) {
    const std::string deep = " may stand at most 64 levels deep.";
    for (const std::string& text : {"x = " + std::string(100'000, '['), "x = " + std::string(65, '{'),
                                    "x = [" + std::string(70, '\n') + std::string(64, '[')})
        EXPECT_TRUE(mistakes(text).ends_with(deep)) << mistakes(text);
    std::string dotted = "a";
    for (int k = 0; k < 100'000; ++k) dotted += ".a";
    EXPECT_TRUE(mistakes(dotted + " = 1").ends_with(deep));
    EXPECT_TRUE(mistakes('[' + dotted + ']').ends_with(deep));
    std::string alternating = "x = ";
    for (int k = 0; k < 40; ++k) alternating += "{ a.a = [\n";
    EXPECT_TRUE(mistakes(alternating).ends_with(deep));
    EXPECT_EQ(mistake("title = \"" + std::string(100, '[') + "\" # " + std::string(100, '[')), "no mistake");
    EXPECT_EQ(mistakes(std::string(io::toml_most_bytes + 1, '#')),
              "town.toml: is too large for a configuration; at most 4 MiB are read.");
}

TEST(TomlReader, a_line_of_a_million_letters_is_read_in_time) {
    std::string line = "districts = [";
    while (line.size() < io::toml_most_bytes - 1000) line += "\"\u00e9\",";
    EXPECT_EQ(mistake(line + "]"), "no mistake");
}

namespace {

std::string file_mistake(const std::filesystem::path& file) {
    sample::Town town;
    ParameterTable table;
    describe(table, town);
    try {
        io::read_toml(file, table);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "no mistake";
}

class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "commonweal_XXXXXX").string();
        if (!mkdtemp(name.data())) throw commonweal::core::Error("no temporary folder");
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace

TEST(TomlReader, what_is_no_readable_file_is_one_clear_error) {
    const Folder folder;
    const std::filesystem::path file = folder.path() / "scenario.toml";
    EXPECT_EQ(file_mistake(file), file.string() + ": does not exist.");
    EXPECT_EQ(file_mistake(folder.path()), folder.path().string() + ": is a directory; give the file.");
    std::ofstream(file) << sample::complete_text;
    EXPECT_EQ(file_mistake(file), "no mistake");
    EXPECT_EQ(file_mistake(folder.path()),
              folder.path().string() + ": is a directory; give the file. Did you mean " + file.string() + "?");
    EXPECT_EQ(file_mistake("/proc/self/mem"), "/proc/self/mem: cannot be read: Input/output error.");
    EXPECT_EQ(file_mistake("/dev/zero"), "/dev/zero: is too large for a configuration; at most 4 MiB are read.");
}

namespace {

/// Lines "key = value" of the complete configuration with the path that each belongs to.
struct Line {
    std::string table, key, value;
    std::size_t begin, end;
};

std::vector<Line> lines_of(const std::string& text) {
    std::vector<Line> lines;
    std::string table;
    int shock = -1, gauge = -1;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        const std::string line = text.substr(begin, end - begin);
        if (line == "[[shock]]") table = "shock[" + std::to_string(++shock) + "].", gauge = -1;
        if (line == "[[shock.gauge]]")
            table = "shock[" + std::to_string(shock) + "].gauge[" + std::to_string(++gauge) + "].";
        if (line.starts_with('[') && !line.starts_with("[[")) table = line.substr(1, line.size() - 2) + '.';
        const std::size_t equals = line.find(" = ");
        if (equals != std::string::npos && !line.starts_with("schema"))
            lines.push_back({table, line.substr(0, equals), line.substr(equals + 3), begin, end});
        begin = end + 1;
    }
    return lines;
}

std::string with_line(const Line& line, const std::string& replacement) {
    std::string text(sample::complete_text);
    return text.replace(line.begin, line.end - line.begin, replacement);
}

/// Whether one of the mistakes names the path, or an element or member of it.
bool names(const std::string& text, const std::string& path) {
    return text.find(": " + path + " is ") != std::string::npos || text.find(": " + path + '[') != std::string::npos ||
           text.find(": " + path + '.') != std::string::npos;
}

}  // namespace

TEST(TomlReader, every_key_that_is_misspelt_or_of_a_wrong_type_is_named) {
    const std::vector<Line> lines = lines_of(std::string(sample::complete_text));
    ASSERT_EQ(lines.size(), 20u);
    for (const Line& line : lines) {
        const std::string path = line.table + line.key;
        const std::string misspelt = mistakes(with_line(line, line.key + "q = " + line.value));
        EXPECT_TRUE(names(misspelt, path + 'q')) << misspelt;
        EXPECT_NE(misspelt.find("Did you mean "), std::string::npos) << misspelt;
        for (const std::string wrong : {"[[[1]]]", "{ nonsense = 1 }", "07:32:00", "-inf"}) {
            const std::string text = mistakes(with_line(line, line.key + " = " + wrong));
            EXPECT_TRUE(names(text, path)) << path << " = " << wrong << ": " << text;
        }
    }
}

TEST(TomlReader, every_quantity_in_a_wrong_unit_or_out_of_range_is_named) {
    sample::Town town;
    ParameterTable table;
    describe(table, town);
    io::read_toml_text(sample::complete_text, "town.toml", table);
    int quantities = 0, ranges = 0;
    for (const Line& line : lines_of(std::string(sample::complete_text))) {
        const std::string path = line.table + line.key;
        const auto row = table.find(path);
        if (!row || (row->kind() != "number" && row->kind() != "whole number")) continue;
        ++quantities;
        const std::string unit = mistakes(with_line(line, line.key + " = \"1 km2\""));
        EXPECT_TRUE(names(unit, path)) << path << ": " << unit;
        const std::string suffix =
            std::string(row->field.unit.starts_with("1 ") ? row->field.unit.substr(2) : row->field.unit);
        const auto quantity = [&](const std::string& number) {
            return suffix.empty() ? number : '"' + number + ' ' + suffix + '"';
        };
        for (const std::string number : {"-1000000", "1000000000000"}) {
            if (row->allows(std::stod(number))) continue;
            ++ranges;
            const std::string range = mistakes(with_line(line, line.key + " = " + quantity(number)));
            EXPECT_TRUE(names(range, path)) << path << ": " << range;
        }
    }
    EXPECT_EQ(quantities, 8);
    EXPECT_EQ(ranges, 11);
}

TEST(TomlReader, every_missing_required_key_is_named) {
    int required = 0;
    for (const Line& line : lines_of(std::string(sample::complete_text))) {
        const std::string path = line.table + line.key;
        const std::string text = mistakes(with_line(line, ""));
        const bool expected = line.key == "start" || line.key == "end";
        required += expected ? 1 : 0;
        EXPECT_EQ(text.find(": " + path + " is missing; ") != std::string::npos, expected) << path << ": " << text;
    }
    EXPECT_EQ(required, 4);
}

TEST(TomlReader, random_bytes_give_mistakes_and_never_a_crash) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& bytes) {
        RC_ASSERT(mistakes(std::string(bytes.begin(), bytes.end())) != "no mistake");
    }));
}

TEST(TomlReader, a_file_with_some_bytes_changed_reads_or_gives_mistakes_with_places) {
    EXPECT_TRUE(rc::check([] {
        std::string text(sample::complete_text);
        for (int k = *rc::gen::inRange(1, 4); k > 0; --k) {
            const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
            text[at] = static_cast<char>(*rc::gen::inRange(0, 256));
        }
        const std::string found = mistakes(text);
        RC_ASSERT(found == "no mistake" || found.starts_with("town.toml:"));
    }));
}

namespace {

/// Files that extend each other, and what comes of reading one of them.
class Files {
public:
    void add(const std::string& name, const std::string& text) {
        std::filesystem::create_directories((folder_.path() / name).parent_path());
        std::ofstream(folder_.path() / name) << "schema = 1\n" << text;
    }
    io::ReadSources read(const std::string& name, std::vector<std::string> profiles = {}) {
        town = {};
        ParameterTable table;
        describe(table, town);
        const std::string library = library_.empty() ? "" : (folder_.path() / library_).string();
        return io::read_toml(folder_.path() / name, table, {.profiles = std::move(profiles), .library = library});
    }
    /// From now on scenarios of this folder may be extended by name.
    void keep_library(const std::string& folder) { library_ = folder; }
    /// Without the folder's name.
    std::string mistakes(const std::string& name, std::vector<std::string> profiles = {}) {
        try {
            read(name, std::move(profiles));
        } catch (const ConfigError& error) {
            std::string text = texts_of(error);
            const std::string folder = folder_.path().string() + '/';
            for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
                text.erase(at, folder.size());
            return text;
        }
        return "no mistake";
    }

    sample::Town town;

private:
    Folder folder_;
    std::string library_;
};

const std::string dates = "start = 2021-07-17\nend = 2021-08-20\n";

}  // namespace

TEST(TomlReader, a_file_takes_what_it_extends_and_replaces_what_it_says_itself) {
    Files files;
    files.add("base/scenario.toml",
              dates +
                  "title = \"Base\"\ncrews = 6\n[warning]\nrate = \"2 / d\"\nsirens = false\n[[shock]]\n"
                  "start = 2021-07-18\n[[shock]]\nstart = 2021-07-19\n");
    files.add("rain.toml", "rain = { unit = \"mm / h\", values = [7] }\ncrews = 7\n");
    files.add("town.toml",
              "extends = [\"base\", \"rain.toml\"]\ntitle = \"Town\"\n[warning]\nsirens = true\n[[shock]]\n"
              "start = 2021-07-20\n");
    const io::ReadSources sources = files.read("town.toml");
    EXPECT_EQ(files.town.title, "Town");
    EXPECT_EQ(files.town.crews, 7);
    EXPECT_EQ(files.town.rain.values, std::vector<double>{7.0});
    EXPECT_EQ(files.town.warning.rate, 2.0);
    EXPECT_TRUE(files.town.warning.sirens);
    ASSERT_EQ(files.town.shocks.size(), 1u);
    EXPECT_EQ(files.town.shocks[0].start, DateTime::parse("2021-07-20"));
    ASSERT_EQ(sources.files.size(), 3u);
    EXPECT_TRUE(sources.files[0].name.ends_with("base/scenario.toml"));
    EXPECT_TRUE(sources.files[2].text.starts_with("schema = 1\nextends"));
}

TEST(TomlReader, a_file_extended_by_several_ways_is_read_once_before_all_of_them) {
    Files files;
    files.add("common.toml", dates + "crews = 1\n");
    files.add("left.toml", "extends = \"common.toml\"\ncrews = 2\n");
    files.add("right.toml", "extends = \"./common.toml\"\n");
    files.add("town.toml", "extends = [\"left.toml\", \"right.toml\"]\n");
    EXPECT_EQ(files.read("town.toml").files.size(), 4u);
    EXPECT_EQ(files.town.crews, 2);
}

TEST(TomlReader, mistakes_of_all_files_are_told_each_in_its_own_file) {
    Files files;
    files.add("base.toml", dates + "crews = -1\n[warning]\nrate = \"0 / d\"\n");
    files.add("town.toml", "extends = \"base.toml\"\ncrew = 2\n");
    EXPECT_EQ(files.mistakes("town.toml"),
              "base.toml:4:9: crews is -1; must be between 1 and 50. Did you mean 1?\n"
              "base.toml:6:8: warning.rate is \"0 / d\"; must be above 0 / d.\n"
              "town.toml:3:1: crew is 2; must be a known key. Did you mean crews?");
}

TEST(TomlReader, a_scenario_of_the_library_is_extended_by_its_name) {
    Files files;
    files.add("kept/base_town/scenario.toml", dates + "crews = 7\n");
    files.add("mine/town.toml", "extends = \"base_town\"\n");
    EXPECT_EQ(
        files.mistakes("mine/town.toml"),
        "mine/town.toml:2:11: extends is \"base_town\"; must name a file that exists; there is no mine/base_town.");
    files.keep_library("kept");
    EXPECT_EQ(files.read("mine/town.toml").files.size(), 2u);
    EXPECT_EQ(files.town.crews, 7);
    files.add("mine/base_town", dates + "crews = 8\n");
    files.read("mine/town.toml");
    EXPECT_EQ(files.town.crews, 8) << "what lies beside the file comes first";
}

TEST(TomlReader, a_library_is_asked_for_names_only_and_tells_the_nearest) {
    Files files;
    files.keep_library("kept");
    files.add("kept/base_town/scenario.toml", dates);
    files.add("kept/other.toml", dates);
    files.add("mine/near.toml", "extends = \"bas_town\"\n");
    EXPECT_EQ(
        files.mistakes("mine/near.toml"),
        "mine/near.toml:2:11: extends is \"bas_town\"; must name a file that exists; there is no mine/bas_town. Did "
        "you mean \"base_town\"?");
    files.add("mine/path.toml", "extends = \"x/base_town\"\n");
    EXPECT_NE(files.mistakes("mine/path.toml").find("must name a file that exists"), std::string::npos);
    files.add("mine/up.toml", "extends = \"..\"\n");
    EXPECT_NE(files.mistakes("mine/up.toml").find("must name a file that exists"), std::string::npos);
    files.add("mine/file.toml", "extends = \"other\"\n");
    EXPECT_NE(files.mistakes("mine/file.toml").find("must name a file that exists"), std::string::npos);
}

TEST(TomlReader, what_is_missing_is_missing_in_the_file_that_was_asked_for) {
    Files files;
    files.add("base.toml", "start = 2021-07-17\n");
    files.add("town.toml", "extends = \"base.toml\"\n");
    EXPECT_TRUE(files.mistakes("town.toml").starts_with("town.toml:1:1: end is missing; "));
}

TEST(TomlReader, an_extended_file_must_exist_and_lead_nowhere_back) {
    Files files;
    files.add("one.toml", "extends = \"two.toml\"\n" + dates);
    files.add("two.toml", "extends = \"one.toml\"\n");
    EXPECT_EQ(files.mistakes("one.toml"), "two.toml:2:11: extends is \"one.toml\"; must not lead back to one.toml.");
    files.add("self.toml", "extends = \"../" + std::string("x/../") + "self.toml\"\n" + dates);
    EXPECT_NE(files.mistakes("self.toml").find("extends is"), std::string::npos);
    files.add("lost.toml", "extends = [\"none.toml\"]\n" + dates);
    EXPECT_EQ(files.mistakes("lost.toml"),
              "lost.toml:2:12: extends is \"none.toml\"; must name a file that exists; there is no none.toml. Did you "
              "mean \"one.toml\"?");
    files.add("number.toml", "extends = 3\n" + dates);
    EXPECT_EQ(files.mistakes("number.toml"),
              "number.toml:2:11: extends is 3; must be a file's name in quotes, or an array of such names.");
    files.add("typing.toml", "extend = \"one.toml\"\n" + dates);
    EXPECT_EQ(files.mistakes("typing.toml"),
              "typing.toml:2:1: extend is \"one.toml\"; must be a known key. Did you mean extends?");
    EXPECT_EQ(mistake("extends = \"one.toml\""), "town.toml:4:11: extends is \"one.toml\"; must stand in a file.");
}

TEST(TomlReader, an_extended_file_that_is_no_toml_or_of_another_schema_is_told_alone) {
    Files files;
    files.add("broken.toml", "crews = \n");
    files.add("town.toml", "extends = \"broken.toml\"\n");
    EXPECT_TRUE(files.mistakes("town.toml").starts_with("broken.toml:2:")) << files.mistakes("town.toml");
    EXPECT_EQ(files.mistakes("town.toml").find('\n'), std::string::npos);
}

TEST(TomlReader, profiles_that_are_taken_replace_values_in_the_order_of_the_call) {
    Files files;
    files.add("base.toml", dates + "crews = 1\n[profiles.small]\ncrews = 2\nwarning.rate = \"3 / d\"\n");
    files.add("town.toml",
              "extends = \"base.toml\"\n[profiles.small]\ncrews = 3\n[profiles.large]\ncrews = 4\n"
              "[[profiles.large.shock]]\nstart = 2021-07-18\n");
    EXPECT_EQ(files.read("town.toml").profiles, (std::vector<std::string>{"small", "large"}));
    EXPECT_EQ(files.town.crews, 1);
    files.read("town.toml", {"small"});
    EXPECT_EQ(files.town.crews, 3);
    EXPECT_EQ(files.town.warning.rate, 3.0);
    files.read("town.toml", {"small", "large"});
    EXPECT_EQ(files.town.crews, 4);
    EXPECT_EQ(files.town.warning.rate, 3.0);
    EXPECT_EQ(files.town.shocks.size(), 1u);
}

TEST(TomlReader, a_profile_that_is_not_taken_is_checked_and_changes_nothing) {
    Files files;
    files.add("town.toml", dates +
                               "[profiles.small]\ncrews = -2\ncrew = 3\norder = \"severe\"\n[[profiles.small.shock]]\n"
                               "depth = \"-1 m\"\nstation.heights = \"2 m\"\n");
    const std::string found = files.mistakes("town.toml");
    EXPECT_EQ(found,
              "town.toml:5:9: profiles.small.crews is -2; must be between 1 and 50. Did you mean 2?\n"
              "town.toml:6:1: profiles.small.crew is 3; must be a known key. Did you mean crews?\n"
              "town.toml:7:9: profiles.small.order is \"severe\"; must be \"arrival\" or \"severity\".\n"
              "town.toml:9:9: profiles.small.shock[0].depth is \"-1 m\"; must be between 0 m and 10 m. Did you mean "
              "\"1 m\"?\n"
              "town.toml:10:9: profiles.small.shock[0].station.heights is \"2 m\"; must be a known key. Did you mean "
              "shock[0].station.height?");
    EXPECT_EQ(files.town, [] {
        sample::Town untouched;
        untouched.start = *DateTime::parse("2021-07-17");
        untouched.end = *DateTime::parse("2021-08-20");
        return untouched;
    }());
}

TEST(TomlReader, an_unknown_profile_is_named_with_the_nearest_one) {
    Files files;
    files.add("town.toml", dates + "[profiles.small]\ncrews = 2\n");
    EXPECT_EQ(files.mistakes("town.toml", {"smalls"}),
              "profile is \"smalls\"; must be a profile of the file: small. Did you mean small?");
    files.add("plain.toml", dates);
    EXPECT_EQ(files.mistakes("plain.toml", {"small"}),
              "profile is \"small\"; must be left out: the file has no profiles.");
    files.add("odd.toml", dates + "profiles = 3\n");
    EXPECT_EQ(files.mistakes("odd.toml"), "odd.toml:4:12: profiles is 3; must be a table of named tables.");
    files.add("flat.toml", dates + "[profiles]\nsmall = 3\n");
    EXPECT_EQ(files.mistakes("flat.toml"), "flat.toml:5:9: profiles.small is 3; must be a table, [profiles.small].");
}
