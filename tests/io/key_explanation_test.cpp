// SPDX-License-Identifier: Apache-2.0
#include "sample_town.hpp"

#include <commonweal/io/key_explanation.hpp>
#include <commonweal/io/toml_reader.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using commonweal::io::KeyExplanation;

std::vector<KeyExplanation> explained() {
    sample::Town town;
    commonweal::core::ParameterTable table;
    describe(table, town);
    return commonweal::io::explain_keys(table);
}

KeyExplanation explained(const std::string& path) {
    for (const KeyExplanation& key : explained()) {
        if (key.path == path) return key;
    }
    return {};
}

}  // namespace

TEST(KeyExplanation, has_every_path_of_the_table_once_and_the_keys_of_the_language) {
    sample::Town town;
    commonweal::core::ParameterTable table;
    describe(table, town);
    std::vector<std::string> expected = table.paths(), found;
    for (const std::string path : {"schema", "extends", "profiles", "warning", "warning.broadcast", "shock[].station"})
        expected.push_back(path);
    for (const KeyExplanation& key : explained()) found.push_back(key.path);
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, expected);
}

TEST(KeyExplanation, tells_all_of_a_number) {
    const KeyExplanation rate = explained("warning.rate");
    EXPECT_EQ(rate.kind, "number");
    EXPECT_EQ(rate.meaning, "Rate of passing a warning on");
    EXPECT_EQ(rate.unit, "1 / d");
    EXPECT_EQ(rate.allowed, "above 0 / d");
    EXPECT_EQ(rate.default_text, "\"0.2 / d\"");
    EXPECT_EQ(rate.evidence, "sourced");
    EXPECT_EQ(rate.source, "Rogers 1991");
    EXPECT_EQ(rate.example, "warning.rate = \"0.2 / d\"");
    EXPECT_FALSE(rate.required);
}

TEST(KeyExplanation, names_choices_and_gives_no_default_or_evidence_to_what_is_required) {
    EXPECT_EQ(explained("order").allowed, "arrival or severity");
    const KeyExplanation start = explained("start");
    EXPECT_TRUE(start.required);
    EXPECT_EQ(start.default_text + start.evidence, "");
    EXPECT_EQ(start.example, "start = \"2021-07-20T16:00\"");
}

TEST(KeyExplanation, tells_what_tables_and_lists_hold) {
    EXPECT_EQ(explained("warning").kind, "table");
    EXPECT_EQ(explained("warning").holds,
              (std::vector<std::string>{"warning.broadcast", "warning.rate", "warning.sirens"}));
    const KeyExplanation shock = explained("shock");
    EXPECT_EQ(shock.kind, "list");
    EXPECT_EQ(shock.holds,
              (std::vector<std::string>{"shock[].station", "shock[].start", "shock[].depth", "shock[].gauge"}));
    EXPECT_EQ(explained("shock[].station").holds,
              (std::vector<std::string>{"shock[].station.name", "shock[].station.height"}));
    EXPECT_TRUE(explained("title").holds.empty());
}

TEST(KeyExplanation, writes_elements_of_lists_under_their_headers) {
    EXPECT_EQ(explained("warning.broadcast").example, "[warning.broadcast]");
    EXPECT_EQ(explained("shock").example,
              "[[shock]]\nstart = \"2021-07-20T16:00\"\ndepth = \"1 m\"\nstation.name = \"gauge\"\nstation.height = "
              "\"1.5 m\"");
    EXPECT_EQ(explained("shock[].station").example, "[[shock]]\n[shock.station]");
    EXPECT_EQ(explained("shock[].station.name").example, "[[shock]]\nstation.name = \"gauge\"");
    EXPECT_EQ(explained("shock[].gauge[].height").example, "[[shock]]\n[[shock.gauge]]\nheight = \"1.5 m\"");
}

/// The example of every key is read without a mistake but those of keys that it lacks.
TEST(KeyExplanation, gives_examples_that_the_reader_takes) {
    for (const KeyExplanation& key : explained()) {
        if (key.path == "extends" || key.path == "profiles") continue;
        sample::Town town;
        commonweal::core::ParameterTable table;
        describe(table, town);
        const std::string text = (key.path == "schema" ? "" : "schema = 1\n") + key.example + '\n';
        try {
            commonweal::io::read_toml_text(text, "example.toml", table);
        } catch (const commonweal::core::ConfigError& error) {
            for (const auto& mistake : error.mistakes())
                EXPECT_TRUE(mistake.rule.starts_with("is missing")) << text << error.what();
        }
    }
}
