// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/manifest.hpp>

#include "synthetic_run.hpp"

#include <gtest/gtest.h>

#include <ctime>

using namespace commonweal;
using synthetic::TemporaryFolder;

TEST(Manifest, comes_back_as_it_was_written) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "manifest.json";
    for (const io::RunState state : {io::RunState::running, io::RunState::interrupted, io::RunState::complete}) {
        const io::Manifest manifest{.state = state,
                                    .scenario = "title = \"\xe4\xba\xac\"\n[run]\n",
                                    .configuration = "[run]\nseed = 7\n",
                                    .inputs = {{.path = "rain.csv", .sha256 = "ab"}},
                                    .profiles = {"small", "dry"},
                                    .version = "0.1.0",
                                    .compiler = io::compiler_name(),
                                    .seed = 18446744073709551615u,
                                    .replicate = 3,
                                    .threads = 2,
                                    .started = "2026-01-02T03:04:05Z",
                                    .ended = "",
                                    .results_sha256 = "cd"};
        io::write_manifest(file, manifest);
        EXPECT_EQ(io::read_manifest(file), manifest);
    }
    EXPECT_NE(synthetic::contents(file).find("\"state\": \"complete\""), std::string::npos);
}

TEST(Manifest, that_cannot_be_read_is_an_error_that_names_the_file) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "manifest.json";
    for (const char* text : {"", "{", "[]", "{\"state\": 3}", "\x80\x81"}) {
        synthetic::overwrite(file, text);
        try {
            io::read_manifest(file);
            ADD_FAILURE() << text;
        } catch (const core::Error& error) {
            EXPECT_NE(std::string(error.what()).find(file.string()), std::string::npos);
        }
    }
    EXPECT_THROW(io::read_manifest(folder.path() / "none"), core::Error);
}

TEST(Manifest, a_scenario_in_another_encoding_is_recorded_all_the_same) {
    const TemporaryFolder folder;
    io::write_manifest(folder.path() / "manifest.json", {.scenario = "\xff town"});
    EXPECT_NE(io::read_manifest(folder.path() / "manifest.json").scenario.find(" town"), std::string::npos);
}

TEST(Manifest, times_are_iso_8601_in_utc) {
    const std::string now = io::time_now();
    std::tm parts{};
    const char* end = strptime(now.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    ASSERT_TRUE(end != nullptr && *end == '\0') << now;
    EXPECT_NEAR(static_cast<double>(timegm(&parts)), static_cast<double>(std::time(nullptr)), 5.0);
}
