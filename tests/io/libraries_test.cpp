// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/libraries.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

using namespace commonweal;

TEST(Libraries, are_named_once_with_versions_that_are_numbers) {
    const auto found = io::libraries();
    for (const char* name : {"Boost", "HDF5", "OpenSSL", "nlohmann_json", "toml++"}) {
        const auto is_it = [name](const io::LibraryVersion& library) { return library.name == name; };
        EXPECT_EQ(std::ranges::count_if(found, is_it), 1) << name;
    }
    const std::regex version(R"((OpenSSL )?\d+\.\d+\.\d+.*)");
    for (const io::LibraryVersion& library : found) {
        EXPECT_TRUE(std::regex_match(library.built_with, version)) << library.name << ' ' << library.built_with;
        EXPECT_TRUE(library.running.empty() || std::regex_match(library.running, version)) << library.running;
    }
}

TEST(Libraries, that_write_results_run_in_the_series_they_were_built_with) {
    for (const io::LibraryVersion& library : io::libraries()) {
        if (library.name != "HDF5") continue;
        const auto series = [](const std::string& version) { return version.substr(0, version.rfind('.')); };
        EXPECT_EQ(series(library.running), series(library.built_with));
    }
}
