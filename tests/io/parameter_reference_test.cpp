// SPDX-License-Identifier: Apache-2.0
#include "sample_town.hpp"

#include <commonweal/io/parameter_reference.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

std::string reference_of(sample::Town town) {
    commonweal::core::ParameterTable table;
    describe(table, town);
    return commonweal::io::parameter_reference_markdown(table);
}

/// How often `part` stands in `text`.
std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST(ParameterReference, defines_each_path_once) {
    sample::Town town;
    commonweal::core::ParameterTable table;
    describe(table, town);
    const std::string text = reference_of({});
    std::size_t lists = 0;
    for (const std::string& path : table.paths()) {
        if (path == "shock" || path == "shock[].gauge") {
            ++lists;
        } else {
            EXPECT_EQ(count(text, "\n`" + path + "`{#param-"), 1u) << path;
        }
    }
    EXPECT_EQ(count(text, "\n: "), table.paths().size() - lists);
}

TEST(ParameterReference, gives_no_two_paths_one_anchor) {
    const std::string text = reference_of({});
    for (std::size_t at = text.find("{#"); at != std::string::npos; at = text.find("{#", at + 1))
        EXPECT_EQ(count(text, text.substr(at, text.find('}', at) + 1 - at)), 1u) << text.substr(at, 40);
}

TEST(ParameterReference, says_meaning_default_range_evidence_and_source) {
    const std::string text = reference_of({});
    EXPECT_TRUE(
        holds(text, ": Rate of passing a warning on. Default `\"0.2 / d\"`; above 0 / d; sourced (Rogers 1991).\n"));
    EXPECT_TRUE(holds(text, ": Who is served first. Default `\"arrival\"`; `arrival` or `severity`; assumed.\n"));
    EXPECT_TRUE(holds(text, ": Names the random numbers. Default `1`; between 0 and 4,294,967,295; assumed.\n"));
}

TEST(ParameterReference, gives_evidence_of_defaults_that_are_numbers) {
    const std::string text = reference_of({});
    EXPECT_TRUE(holds(text, "`start`{#param-start}\n: First hour. Required.\n"));
    EXPECT_TRUE(holds(text, "`title`{#param-title}\n: What the town is called. Default `\"Town\"`.\n"));
}

TEST(ParameterReference, has_a_section_for_each_group_and_list) {
    const std::string text = reference_of({});
    EXPECT_TRUE(text.starts_with("## At the top\n\nPaths without a dot.\n\n`title`{#param-title}\n: "));
    EXPECT_TRUE(holds(text, "\n\n## warning\n\nHow warnings travel.\n\n`warning.rate`{#param-warning-rate}\n: "));
    EXPECT_TRUE(holds(text,
                      "\n\n## shock\n\nWhat happens to the town: any number of tables `[[shock]]`, none unless given."
                      "\n\n`shock[].start`{#param-shock-start}\n: "));
    EXPECT_TRUE(holds(text,
                      "any number of tables `[[shock.gauge]]`, none unless given.\n\n`shock[].gauge[].name`"
                      "{#param-shock-gauge-name}\n: "));
    EXPECT_EQ(count(text, "## "), 6u);
    EXPECT_TRUE(holds(reference_of({.shocks = {{}, {}}}), "tables `[[shock]]`, 2 unless given."));
}

TEST(ParameterReference, rounds_a_default_to_six_digits_and_says_so) {
    sample::Town town;
    town.warning.rate = 1.0 / 8766.0;
    town.warning.broadcast.reach = 2.0 / 3.0;
    const std::string text = reference_of(town);
    EXPECT_TRUE(holds(text, "warning on. Default about 0.000114077 / d; above"));
    EXPECT_TRUE(holds(text, "reached. Default about 0.666667; between"));
}
