// SPDX-License-Identifier: Apache-2.0
#include "sample_town.hpp"

#include <commonweal/io/parameter_reference.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

TEST(ParameterReference, is_one_table_row_for_each_path) {
    sample::Town town;
    commonweal::core::ParameterTable table;
    describe(table, town);
    const std::string text = commonweal::io::parameter_reference_markdown(table);
    EXPECT_TRUE(text.starts_with("| path | meaning | default | range | unit | evidence | source |\n| --- |"));
    for (const std::string& path : table.paths())
        EXPECT_NE(text.find("\n| `" + path + "` | "), std::string::npos) << path;
    EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), table.paths().size() + 2);
    EXPECT_NE(text.find("\n| `warning.rate` | Rate of passing a warning on | `\"0.2 / d\"` | above 0 / d | 1 / d | "
                        "sourced | Rogers 1991 |\n"),
              std::string::npos);
    EXPECT_NE(text.find("\n| `order` | Who is served first | `\"arrival\"` | `arrival`, `severity` |"),
              std::string::npos);
    EXPECT_NE(text.find("\n| `start` | First hour | required |"), std::string::npos);
    EXPECT_NE(text.find("Share \\| residents reached"), std::string::npos);
}
