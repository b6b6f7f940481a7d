// SPDX-License-Identifier: Apache-2.0
#include "sample_town.hpp"

#include <commonweal/io/json_schema.hpp>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

namespace {

using Json = nlohmann::json;

Json schema_of(sample::Town town = {}) {
    commonweal::core::ParameterTable table;
    describe(table, town);
    return Json::parse(commonweal::io::json_schema(table, {.title = "Town"}));
}

/// The schema of a key: a step into properties for each dot, into items for each pair of brackets.
Json at(const Json& schema, const std::string& path) {
    std::string pointer = "/properties/";
    for (std::size_t k = 0; k < path.size(); ++k) {
        if (path[k] == '[') {
            pointer += "/items";
            ++k;
        } else {
            pointer += path[k] == '.' ? "/properties/" : std::string(1, path[k]);
        }
    }
    return schema.value(Json::json_pointer(pointer), Json());
}

Json at(const std::string& path) { return at(schema_of(), path); }

bool takes(const Json& schema, const std::string& text) {
    return std::regex_search(text, std::regex(schema.at("pattern").get<std::string>()));
}

}  // namespace

TEST(JsonSchema, is_draft_7_with_a_title_and_nothing_unknown_allowed) {
    const Json schema = schema_of();
    EXPECT_EQ(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    EXPECT_EQ(schema["title"], "Town");
    for (const std::string object : {"", "/properties/warning", "/properties/warning/properties/broadcast",
                                     "/properties/shock/items", "/properties/shock/items/properties/station",
                                     "/properties/rain", "/properties/profiles/additionalProperties"}) {
        const Json& found = schema.at(Json::json_pointer(object));
        EXPECT_EQ(found["type"], "object") << object;
        EXPECT_EQ(found["additionalProperties"], false) << object;
    }
}

TEST(JsonSchema, has_every_path_of_the_table_with_its_meaning) {
    sample::Town town;
    commonweal::core::ParameterTable table;
    describe(table, town);
    const std::vector<std::string> paths = table.paths();
    EXPECT_EQ(paths.size(), 22u);
    for (const std::string& path : paths) EXPECT_GT(at(path).value("description", "").size(), 5u) << path;
    EXPECT_EQ(at("warning")["description"], "How warnings travel.");
    EXPECT_EQ(at("warning.rate")["description"],
              "Rate of passing a warning on. Default `\"0.2 / d\"`; above 0 / d; sourced (Rogers 1991). In `1 / d` or "
              "another unit that measures a rate.");
}

TEST(JsonSchema, knows_the_types) {
    EXPECT_EQ(at("title")["type"], "string");
    EXPECT_EQ(at("crews")["type"], "integer");
    EXPECT_EQ(at("warning.broadcast.reach")["type"], (Json{"number", "string"}));
    EXPECT_EQ(at("warning.broadcast.delay")["type"], "string");
    EXPECT_EQ(at("warning.sirens")["type"], "boolean");
    EXPECT_EQ(at("start")["type"], "string");
    EXPECT_EQ(at("order")["enum"], (Json{"arrival", "severity"}));
    EXPECT_EQ(at("districts")["items"]["type"], "string");
    EXPECT_EQ(at("weights")["items"], (Json{{"type", "number"}, {"minimum", 0}}));
    EXPECT_EQ(at("shock")["type"], "array");
    EXPECT_EQ(at("shock[].gauge")["items"]["type"], "object");
}

TEST(JsonSchema, bounds_numbers_by_their_range_and_their_type) {
    EXPECT_EQ(at("crews")["minimum"], 1);
    EXPECT_EQ(at("crews")["maximum"], 50);
    EXPECT_EQ(at("seed")["minimum"], 0);
    EXPECT_EQ(at("seed")["maximum"], 4'294'967'295);
    EXPECT_EQ(at("households")["minimum"], 1);
    EXPECT_FALSE(at("households").contains("maximum"));
    EXPECT_EQ(at("warning.broadcast.reach")["maximum"], 1);
    EXPECT_FALSE(at("warning.broadcast.delay").contains("minimum"));
}

TEST(JsonSchema, says_which_bounds_are_open) {
    double share = 0.5;
    commonweal::core::ParameterTable table;
    table.add(share, {.key = "share", .meaning = "Share", .low = 0, .high = 1.5, .low_open = true, .high_open = true});
    const Json found = at(Json::parse(commonweal::io::json_schema(table)), "share");
    EXPECT_EQ(found["exclusiveMinimum"], 0);
    EXPECT_EQ(found["exclusiveMaximum"], 1.5);
    EXPECT_FALSE(found.contains("minimum") || found.contains("maximum"));
}

TEST(JsonSchema, takes_quantities_in_every_unit_that_measures_the_right_thing) {
    const Json delay = at("warning.broadcast.delay");
    for (const std::string text : {"90 min", "0.5h", " +1.5e2  s ", ".5 d", "2. wk", "1 a", "-0 h", "0 h", "3 h / %"})
        EXPECT_TRUE(takes(delay, text)) << text;
    for (const std::string text : {"90", "90 m", "90 minutes", "-90 min", "soon", "", "h", "1,000 h", "1.2.3 h", "h 3",
                                   "3 h / d", "3 / h", "e5 h", "0x10 h", "5 H", "1 h 30 min"})
        EXPECT_FALSE(takes(delay, text)) << text;
    const Json rate = at("warning.rate");
    for (const std::string text : {"6 / d", "6/d", "6 / h", "20 % / d"}) EXPECT_TRUE(takes(rate, text)) << text;
    for (const std::string text : {"6 d", "6", "6 1 / d", "-6 / d", "6 / m", "6 d / d"})
        EXPECT_FALSE(takes(rate, text)) << text;
    EXPECT_TRUE(takes(at("shock[].gauge[].height"), "-3 m"));
    const Json reach = at("warning.broadcast.reach");
    for (const std::string text : {"65 %", "3 mm / m"}) EXPECT_TRUE(takes(reach, text)) << text;
    for (const std::string text : {"65", "3 m", "3 m / m", "-5 %"}) EXPECT_FALSE(takes(reach, text)) << text;
}

TEST(JsonSchema, takes_dates_of_the_calendar) {
    const Json date = at("start");
    for (const std::string text : {"2021-07-17", "2021-07-17T16:00", "2021-07-17 16:00", "2021-12-31T23:59:00"})
        EXPECT_TRUE(takes(date, text)) << text;
    for (const std::string text : {"2021-13-17", "2021-7-17", "2021-07-32", "2021-07-17T24:00", "2021-07-17T16:00:30",
                                   "2021-07-17T16:00Z", "16:00:00", "today"})
        EXPECT_FALSE(takes(date, text)) << text;
}

TEST(JsonSchema, takes_series_with_their_unit) {
    const Json rain = at("rain");
    EXPECT_EQ(rain["required"], (Json{"unit", "values"}));
    for (const std::string text : {"mm / h", "mm/d", " cm / wk "})
        EXPECT_TRUE(takes(rain["properties"]["unit"], text)) << text;
    for (const std::string text : {"mm", "h / mm", "3 mm / h", "", "/ h"})
        EXPECT_FALSE(takes(rain["properties"]["unit"], text)) << text;
    EXPECT_EQ(rain["properties"]["values"]["items"]["minimum"], 0);
    EXPECT_FALSE(rain["properties"]["values"]["items"].contains("maximum"));
    EXPECT_EQ(rain["if"]["properties"]["unit"]["const"], "mm / h");
    EXPECT_EQ(rain["then"]["properties"]["values"]["items"]["maximum"], 500);
}

TEST(JsonSchema, gives_defaults_and_examples_as_toml_holds_them) {
    EXPECT_EQ(at("title")["default"], "Town");
    EXPECT_EQ(at("households")["default"], 40'000);
    EXPECT_EQ(at("warning.rate")["default"], "0.2 / d");
    EXPECT_EQ(at("warning.rate")["examples"], (Json{"0.2 / d"}));
    EXPECT_EQ(at("warning.sirens")["default"], true);
    EXPECT_EQ(at("order")["default"], "arrival");
    EXPECT_EQ(at("districts")["default"], (Json{"north", "south"}));
    EXPECT_EQ(at("rain")["default"], (Json{{"unit", "mm / h"}, {"values", {0, 12.5}}}));
    EXPECT_EQ(at("shock")["default"], Json::array());
    EXPECT_FALSE(at("start").contains("default"));
    EXPECT_EQ(at("start")["examples"], (Json{"2021-07-20T16:00"}));
}

TEST(JsonSchema, gives_the_elements_that_a_list_has_by_default) {
    sample::Town town;
    town.shocks.resize(1);
    town.shocks[0].gauges.resize(1);
    const Json list = at(schema_of(town), "shock");
    ASSERT_EQ(list["default"].size(), 1u);
    EXPECT_EQ(list["default"][0]["station"], (Json{{"name", "gauge"}, {"height", "1.5 m"}}));
    EXPECT_EQ(list["default"][0]["gauge"][0]["height"], "1.5 m");
    EXPECT_TRUE(std::string(list["description"]).ends_with("tables `[[shock]]`, 1 unless given."));
}

TEST(JsonSchema, requires_what_has_no_default_unless_another_file_may_give_it) {
    const Json schema = schema_of();
    EXPECT_EQ(schema["required"], (Json{"schema"}));
    EXPECT_EQ(schema["properties"]["schema"]["const"], 1);
    EXPECT_EQ(schema["if"], (Json{{"required", {"extends"}}}));
    EXPECT_EQ(schema["else"], (Json{{"required", {"start", "end"}}}));
    EXPECT_EQ(at("shock")["items"]["required"], (Json{"start"}));
    EXPECT_FALSE(at("shock[].station").contains("required"));
}

TEST(JsonSchema, requires_a_table_whose_key_is_required) {
    sample::Shock shock;
    commonweal::core::ParameterTable table;
    table.group("storm", "The storm", shock);
    const Json schema = Json::parse(commonweal::io::json_schema(table));
    EXPECT_EQ(schema["else"], (Json{{"required", {"storm"}}, {"properties", {{"storm", {{"required", {"start"}}}}}}}));
}

TEST(JsonSchema, lets_profiles_say_what_the_file_may_say) {
    const Json profile = schema_of()["properties"]["profiles"]["additionalProperties"];
    EXPECT_EQ(profile["properties"].size(), 12u);
    EXPECT_EQ(profile["properties"]["warning"], (Json{{"$ref", "#/properties/warning"}}));
    EXPECT_FALSE(profile.contains("required"));
    EXPECT_FALSE(profile["properties"].contains("schema") || profile["properties"].contains("profiles"));
    EXPECT_EQ(at("extends")["type"], (Json{"string", "array"}));
}
