// SPDX-License-Identifier: Apache-2.0
// Every key and table of a shipped scenario, spoilt in turn, is named by a mistake in its line.
#include <places.hpp>

#include <commonweal/core/error.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/io/toml_reader.hpp>
#include <commonweal/model/scenario.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace io = commonweal::io;
namespace model = commonweal::model;
using commonweal::core::ConfigError;
using commonweal::core::Mistake;
using commonweal::core::Parameter;
using commonweal::core::ParameterTable;
using commonweal::core::Series;

std::string shipped_text() {
    std::ifstream stream(project_root() + "/scenarios/zhengzhou_720/scenario.toml", std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// A key or the header of a table.
struct Written {
    std::string path;
    int line;
    std::size_t name_begin, name_end;    ///< Of the key's or the last header's own letters.
    std::size_t value_begin, value_end;  ///< Empty for headers.
};

/// Behind the value that starts at `begin`, be it an array over many lines.
std::size_t end_of_value(const std::string& text, std::size_t begin) {
    if (text[begin] != '[') return text.find('\n', begin);
    return text.find(']', begin) + 1;
}

/// Understands as much TOML as the scenario has, without asking the library.
std::vector<Written> written_in(const std::string& text) {
    std::vector<Written> found;
    std::map<std::string, int> elements;
    std::string table;
    int line = 1;
    for (std::size_t begin = 0; begin < text.size(); ++line) {
        std::size_t end = text.find('\n', begin);
        const std::string whole = text.substr(begin, end - begin);
        const std::size_t equals = whole.find(" = ");
        if (whole.starts_with('[')) {
            const std::size_t brackets = whole.find_first_not_of('[');
            const std::string name = whole.substr(brackets, whole.find(']') - brackets);
            table = brackets == 2 ? name + '[' + std::to_string(elements[name]++) + ']' : name;
            const std::size_t name_end = begin + brackets + name.size();
            const std::size_t name_begin = begin + brackets + name.rfind('.') + 1;
            found.push_back({brackets == 2 ? name : table, line, name_begin, name_end, 0, 0});
        } else if (!whole.starts_with('#') && !whole.starts_with(' ') && equals != std::string::npos) {
            const std::string key = whole.substr(0, equals);
            const std::size_t value = begin + equals + 3;
            end = end_of_value(text, value);
            found.push_back({(table.empty() ? "" : table + '.') + key, line, begin, begin + equals, value, end});
            const std::string taken = text.substr(begin, end - begin);
            line += static_cast<int>(std::count(taken.begin(), taken.end(), '\n'));
            end = text.find('\n', end);
        }
        begin = end + 1;
    }
    return found;
}

std::vector<Mistake> mistakes_of(const std::string& text) {
    model::Scenario scenario;
    ParameterTable table;
    describe(table, scenario);
    try {
        io::read_toml_text(text, "scenario.toml", table, {.check = [&] { return mistakes(scenario); }});
    } catch (const ConfigError& error) {
        return error.mistakes();
    }
    return {};
}

/// Whether a mistake in the line names the path or a part of it, and shows the line.
testing::AssertionResult names(const std::string& text, const std::string& path, int line) {
    std::string told;
    for (const Mistake& mistake : mistakes_of(text)) {
        told += mistake.text() + '\n' + mistake.marked + '\n';
        const std::string rest = mistake.path.starts_with(path) ? mistake.path.substr(path.size()) : "?";
        const bool is_named = rest.empty() || rest.front() == '.' || rest.front() == '[';
        if (is_named && mistake.line == line && !mistake.marked.empty()) return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << path << " is not named in line " << line << ", but:\n" << told;
}

std::string replaced(std::string text, std::size_t begin, std::size_t end, const std::string& with) {
    return text.replace(begin, end - begin, with);
}

/// A slip in the middle of the last part of the name.
std::string misspelt(std::string name) { return name.insert(name.size() / 2, "q"); }

/// Numbers beyond the range of a parameter, as a file writes them.
std::vector<std::string> out_of_range(const Parameter& row) {
    std::vector<std::string> values;
    const bool is_series = std::holds_alternative<Series*>(row.target);
    const bool is_plain = row.field.unit.empty();
    for (const double number : {row.low() - 1.0, row.high() + 1.0}) {
        if (!std::isfinite(number)) continue;
        const std::string plain = commonweal::core::number_text(number);
        if (is_series) {
            values.push_back('[' + plain + ']');
        } else {
            values.push_back(
                is_plain ? plain : commonweal::core::quoted(commonweal::core::quantity_text(number, row.field.unit)));
        }
    }
    return values;
}

}  // namespace

TEST(ScenarioMutation, the_shipped_scenario_has_no_mistake_and_all_its_keys_are_found) {
    const std::string text = shipped_text();
    EXPECT_TRUE(mistakes_of(text).empty());
    const std::vector<Written> all = written_in(text);
    const auto equals = [](const std::string& whole) {
        std::size_t count = 0;
        for (std::size_t at = 0; (at = whole.find(" = ", at)) != std::string::npos; ++at) ++count;
        return count;
    };
    const auto keys = std::count_if(all.begin(), all.end(), [](const Written& each) { return each.value_end > 0; });
    EXPECT_EQ(static_cast<std::size_t>(keys), equals(text));
    EXPECT_GE(all.size() - static_cast<std::size_t>(keys), 15u);
}

TEST(ScenarioMutation, a_misspelt_key_or_table_is_named_in_its_line_with_the_right_one) {
    const std::string text = shipped_text();
    for (const Written& each : written_in(text)) {
        const std::string right = text.substr(each.name_begin, each.name_end - each.name_begin);
        const std::string wrong = misspelt(right);
        const std::vector<Mistake> found = mistakes_of(replaced(text, each.name_begin, each.name_end, wrong));
        const auto is_it = [&](const Mistake& mistake) {
            return mistake.line == each.line && !mistake.marked.empty() && mistake.path.ends_with(wrong) &&
                   mistake.suggestion.ends_with(right);
        };
        EXPECT_TRUE(std::any_of(found.begin(), found.end(), is_it)) << each.path << " in " << each.line;
    }
}

TEST(ScenarioMutation, a_value_of_a_wrong_type_is_named_in_its_line) {
    const std::string text = shipped_text();
    for (const Written& each : written_in(text)) {
        if (each.value_end == 0) continue;
        for (const std::string wrong : {"[[[1]]]", "{ nonsense = 1 }", "07:32:00", "-inf", "true"})
            EXPECT_TRUE(names(replaced(text, each.value_begin, each.value_end, wrong), each.path, each.line)) << wrong;
    }
}

TEST(ScenarioMutation, a_value_out_of_range_is_named_in_its_line) {
    const std::string text = shipped_text();
    model::Scenario scenario;
    ParameterTable table;
    describe(table, scenario);
    io::read_toml_text(text, "scenario.toml", table);
    int ranges = 0;
    for (const Written& each : written_in(text)) {
        const std::string path = each.path == "storm.rain.values" ? "storm.rain" : each.path;
        const std::optional<Parameter> row = each.value_end == 0 ? std::nullopt : table.find(path);
        if (!row) continue;
        for (const std::string& wrong : out_of_range(*row)) {
            ++ranges;
            EXPECT_TRUE(names(replaced(text, each.value_begin, each.value_end, wrong), each.path, each.line)) << wrong;
        }
    }
    EXPECT_GE(ranges, 35);
}
