// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/distribution.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace commonweal::core;

namespace village {

enum class Mode { slow, fast };
constexpr std::array<std::pair<std::string_view, Mode>, 2> mode_names{{{"slow", Mode::slow}, {"fast", Mode::fast}}};

struct Pump {
    double power = 20.0;
};

struct Village {
    double delay = 1.5;
    std::int64_t count = 3;
    int floors = 2;
    std::uint32_t seed = 7;
    bool wet = false;
    std::string name = "Up \"hill\"";
    DateTime start{60};
    Series rain{{0.5, 3.0}};
    std::vector<std::string> tags{"a", "b"};
    Mode mode = Mode::slow;
    Pump main;
    std::vector<Pump> pumps;
};

void describe(ParameterTable& table, Pump& pump) {
    table.add(pump.power, {.key = "power", .meaning = "Power", .unit = "kW", .low = 0, .high = 100});
}

void describe(ParameterTable& table, Village& village) {
    table.add(village.delay, {.key = "delay", .meaning = "Delay", .unit = "h", .low = 0, .low_open = true});
    table.add(village.count, {.key = "count", .meaning = "Count"});
    table.add(village.floors, {.key = "floors", .meaning = "Floors", .high = 9, .high_open = true});
    table.add(village.seed, {.key = "seed", .meaning = "Seed"});
    table.add(village.wet, {.key = "wet", .meaning = "Wet"});
    table.add(village.name, {.key = "name", .meaning = "Name"});
    table.add(village.start, {.key = "start", .meaning = "Start"});
    table.add(village.rain, {.key = "rain", .meaning = "Rain", .unit = "mm / h"});
    table.add(village.tags, {.key = "tags", .meaning = "Tags"});
    table.choice(village.mode, mode_names, {.key = "mode", .meaning = "Mode"});
    table.group("main", "Main pump", village.main);
    table.list("pump", "Further pumps", village.pumps);
}

}  // namespace village

namespace {

class ParameterTest : public testing::Test {
protected:
    ParameterTest() { describe(table, village); }

    std::string text(std::string_view path) const { return table.text(table.find(path).value()); }
    std::string mistake(std::string_view path, std::string_view value) {
        try {
            table.set(path, value);
        } catch (const ConfigError& error) {
            return error.what();
        }
        return "no mistake";
    }

    village::Village village{.pumps = {{1.0}, {2.0}}};
    ParameterTable table;
};

}  // namespace

TEST_F(ParameterTest, values_are_written_as_toml_with_their_units) {
    EXPECT_EQ(text("delay"), "\"1.5 h\"");
    EXPECT_EQ(text("count"), "3");
    EXPECT_EQ(text("wet"), "false");
    EXPECT_EQ(text("name"), R"("Up \"hill\"")");
    EXPECT_EQ(text("start"), "\"1970-01-01T01:00\"");
    EXPECT_EQ(text("rain"), R"({ unit = "mm / h", values = [0.5, 3] })");
    EXPECT_EQ(text("tags"), R"(["a", "b"])");
    EXPECT_EQ(text("mode"), "\"slow\"");
    EXPECT_EQ(text("main.power"), "\"20 kW\"");
    EXPECT_EQ(text("pump[1].power"), "\"2 kW\"");
}

TEST_F(ParameterTest, every_path_reaches_the_member_of_the_same_name) {
    table.set("delay", "2 d");
    table.set("count", "-4");
    table.set("floors", "1");
    table.set("seed", "4294967295");
    table.set("wet", "true");
    table.set("name", "42");
    table.set("start", "1970-01-02");
    table.set("mode", "fast");
    table.set("main.power", "0.05 MW");
    table.set("pump[1].power", "5 kW");
    EXPECT_EQ(village.delay, 48.0);
    EXPECT_EQ(village.count, -4);
    EXPECT_EQ(village.floors, 1);
    EXPECT_EQ(village.seed, 4294967295u);
    EXPECT_TRUE(village.wet);
    EXPECT_EQ(village.name, "42");
    EXPECT_EQ(village.start.minutes, 24 * 60);
    EXPECT_EQ(village.mode, village::Mode::fast);
    EXPECT_EQ(village.main.power, 50.0);
    EXPECT_EQ(village.pumps[1].power, 5.0);
}

TEST_F(ParameterTest, a_wrong_setting_is_refused_and_changes_nothing) {
    EXPECT_EQ(mistake("delay", "0 h"), "delay is 0 h; must be above 0 h.");
    EXPECT_EQ(mistake("delay", "2"),
              "delay is 2; must be a time, above 0 h, such as \"1.5 h\", its unit is missing. Did you mean \"2 h\"?");
    EXPECT_EQ(mistake("floors", "9"), "floors is 9; must be at least -2,147,483,648 and below 9.");
    EXPECT_EQ(mistake("seed", "-1"), "seed is -1; must be between 0 and 4,294,967,295. Did you mean 1?");
    EXPECT_EQ(mistake("seed", "4294967296"), "seed is 4294967296; must be between 0 and 4,294,967,295.");
    EXPECT_EQ(mistake("pump[2].power", "1 kW"), "pump[2].power is 1 kW; must name one of 2 elements, counted from 0.");
    EXPECT_EQ(mistake("dealy", "1 h"), "dealy is 1 h; must be a known key. Did you mean delay?");
    EXPECT_EQ(village.delay, 1.5);
    EXPECT_EQ(village.floors, 2);
    EXPECT_EQ(village.seed, 7u);
}

TEST_F(ParameterTest, ranges_read_as_sentences) {
    EXPECT_EQ(table.find("main.power")->range_text(), "between 0 kW and 100 kW");
    EXPECT_EQ(table.find("delay")->range_text(), "above 0 h");
    EXPECT_EQ(table.find("count")->range_text(), "");
    EXPECT_FALSE(table.find("delay")->allows(0.0));
    EXPECT_FALSE(table.find("delay")->allows(std::numeric_limits<double>::quiet_NaN()));
}

TEST(Parameter, ranges_hold_numbers_that_people_can_read) {
    std::int64_t people = 5000;
    double way = 1.0;
    double speck = 1e-9;
    ParameterTable table;
    table.add(people, {.key = "people", .meaning = "People", .low = 5000, .high = 20'000'000});
    table.add(way, {.key = "way", .meaning = "Way", .unit = "km", .low = -300'000, .high = 1e6});
    table.add(speck, {.key = "speck", .meaning = "Speck", .unit = "1 / h", .low = 1e-9, .high = 1e300});
    EXPECT_EQ(table.find("people")->range_text(), "between 5,000 and 20,000,000");
    EXPECT_EQ(table.find("way")->range_text(), "between -300,000 km and 1,000,000 km");
    EXPECT_EQ(table.find("speck")->range_text(), "between 1e-09 / h and 1e+300 / h");
}

TEST_F(ParameterTest, lists_all_paths_including_those_of_elements) {
    const std::vector<std::string> expected{"delay", "count", "floors", "seed",       "wet",  "name",        "start",
                                            "rain",  "tags",  "mode",   "main.power", "pump", "pump[].power"};
    EXPECT_EQ(table.paths(), expected);
    EXPECT_TRUE(table.has_group("main"));
    EXPECT_FALSE(table.find("main"));
}

TEST_F(ParameterTest, two_parameters_of_one_name_are_our_error) {
    double other = 0.0;
    EXPECT_THROW(table.add(other, {.key = "delay", .meaning = "Again"}), Error);
    EXPECT_THROW(table.add(other, {.key = "odd", .meaning = "Odd", .unit = "cubit"}), Error);
}

namespace {

class DrawnParameter : public testing::Test {
protected:
    DrawnParameter() {
        table.add(wait, {.key = "wait", .meaning = "Wait", .unit = "h", .low = 0.0, .low_open = true});
        table.add(share, {.key = "share", .meaning = "Share", .low = 0.0, .high = 1.0});
    }

    std::string mistake(std::string_view path, std::string_view value) {
        try {
            table.set(path, value);
        } catch (const ConfigError& error) {
            return error.what();
        }
        return "no mistake";
    }

    Distribution wait = Distribution::exponential({.mean = 36.0});
    Distribution share = Distribution::constant(2.0);
    ParameterTable table;
};

}  // namespace

TEST_F(DrawnParameter, is_read_and_written_as_toml) {
    EXPECT_EQ(table.find("wait")->kind(), "distribution");
    EXPECT_EQ(table.text(*table.find("wait")), "\"exponential(mean=36 h)\"");
    table.set("wait", "lognormal(median=3 d, sigma=0.5)");
    EXPECT_EQ(wait, Distribution::lognormal({.median = 72.0, .sigma = 0.5}));
    table.set("wait", "2 d");
    EXPECT_EQ(table.text(*table.find("wait")), "\"48 h\"");
    for (const std::string_view plain : {"1", "0.25", "-0.0", "1e-7"}) {
        table.set("share", plain);
        table.set("share", table.text(*table.find("share")));
        EXPECT_EQ(share, Distribution::constant(std::stod(std::string(plain))));
    }
    table.set("share", "25 %");
    EXPECT_EQ(table.text(*table.find("share")), "0.25");
    table.set("share", "beta(a=2, b=5)");
    EXPECT_EQ(table.text(*table.find("share")), "\"beta(a=2, b=5)\"");
}

TEST_F(DrawnParameter, stays_in_its_range_with_every_draw) {
    EXPECT_EQ(
        mistake("wait", "normal(mean=2 h, sd=1 h)"),
        "wait is normal(mean=2 h, sd=1 h); must stay above 0 h. Did you mean \"normal(mean=2 h, sd=1 h, min=0 h)\"?");
    EXPECT_EQ(mistake("wait", "0 h"), "wait is 0 h; must be above 0 h.");
    EXPECT_EQ(mistake("wait", "uniform(low=-2 h, high=-1 h)"),
              "wait is uniform(low=-2 h, high=-1 h); must stay above 0 h.");
    EXPECT_EQ(mistake("share", "exponential(mean=0.2)"),
              "share is exponential(mean=0.2); must stay between 0 and 1. "
              "Did you mean \"exponential(mean=0.2, max=1)\"?");
    EXPECT_EQ(mistake("share", "1.5"), "share is 1.5; must be between 0 and 1. Did you mean \"1.5 %\"?");
    EXPECT_EQ(wait, Distribution::exponential({.mean = 36.0}));
    EXPECT_EQ(share, Distribution::constant(2.0));
    table.set("wait", "uniform(low=0 h, high=1 h)");  // no draw reaches the end
    table.set("share", "uniform(low=0, high=1)");
}

TEST_F(DrawnParameter, is_told_what_a_distribution_is) {
    EXPECT_EQ(
        mistake("wait", "true"),
        "wait is true; must be a time such as \"1 h\" or a distribution such as \"exponential(mean=1 h)\", above 0 h.");
    EXPECT_EQ(mistake("wait", "3"),
              "wait is 3; must be a time, above 0 h, such as \"1 h\", its unit is missing. Did you mean \"3 h\"?");
    EXPECT_EQ(
        mistake("wait", "gama(mean=3 h, shape=2)"),
        "wait is gama(mean=3 h, shape=2); must be of a known kind, constant, uniform, triangular, normal, lognormal, "
        "exponential, gamma, weibull, beta or loguniform, not 'gama'. Did you mean gamma?");
    EXPECT_EQ(mistake("share", "nan"), "share is nan; must be a finite number, between 0 and 1.");
}
