// SPDX-License-Identifier: Apache-2.0
#include "places.hpp"

#include <gtest/gtest.h>
#include <commonweal/core/version.hpp>

#include <fstream>
#include <iterator>
#include <regex>
#include <string>

TEST(Version, is_the_one_that_the_citation_file_names) {
    std::ifstream file(project_root() + "/CITATION.cff");
    const std::string key = "version: ";
    std::string line;
    while (std::getline(file, line) && !line.starts_with(key)) continue;
    ASSERT_TRUE(file);
    EXPECT_EQ(line.substr(key.size()), commonweal::core::version());
}

#if defined(__x86_64__)
TEST(Version, names_an_instruction_set_that_the_processor_has) {
    std::ifstream file("/proc/cpuinfo");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    if (text.empty()) GTEST_SKIP() << "the system does not tell what its processors can do";
    const auto has = [&text](const char* flag) { return std::regex_search(text, std::regex(flag)); };
    const char* level = has("\\bavx512vl\\b") ? "v4" : has("\\bavx2\\b") ? "v3" : "baseline";
    EXPECT_EQ(commonweal::core::instruction_set(), level);
}
#endif

TEST(Version, names_what_the_threads_come_from) {
    EXPECT_TRUE(std::regex_match(commonweal::core::thread_library(), std::regex(R"(oneTBB \d+\.\d+.*|std::thread)")));
}
