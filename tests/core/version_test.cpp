// SPDX-License-Identifier: Apache-2.0
#include "places.hpp"

#include <gtest/gtest.h>
#include <commonweal/core/version.hpp>

#include <fstream>
#include <string>

TEST(Version, is_the_one_that_the_citation_file_names) {
    std::ifstream file(project_root() + "/CITATION.cff");
    const std::string key = "version: ";
    std::string line;
    while (std::getline(file, line) && !line.starts_with(key)) continue;
    ASSERT_TRUE(file);
    EXPECT_EQ(line.substr(key.size()), commonweal::core::version());
}
