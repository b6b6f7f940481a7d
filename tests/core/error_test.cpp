// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>

using commonweal::core::ConfigError;
using commonweal::core::Mistake;

TEST(Error, a_mistake_reads_as_one_line_with_place_value_rule_and_nearest_name) {
    const Mistake mistake{.file = "town.toml",
                          .line = 22,
                          .column = 1,
                          .path = "warning.recovery",
                          .rule = "must be above 0 / h",
                          .value = "-7",
                          .suggestion = "7"};
    EXPECT_EQ(mistake.text(), "town.toml:22:1: warning.recovery is -7; must be above 0 / h. Did you mean 7?");
}

TEST(Error, a_config_error_tells_every_mistake_at_once) {
    const ConfigError error({{.path = "a", .rule = "is missing"}, {.path = "b", .rule = "is missing"}});
    EXPECT_EQ(error.mistakes().size(), 2u);
    EXPECT_STREQ(error.what(), "a is missing.\nb is missing.");
}

TEST(Error, a_mistake_about_a_whole_file_names_no_path) {
    const Mistake mistake{.file = "town.toml", .rule = "does not exist"};
    EXPECT_EQ(mistake.text(), "town.toml: does not exist.");
}
