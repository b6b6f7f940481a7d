// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/run.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>

/// Runs a scenario into a folder, or goes on with the run that is there, and prints the SHA-256 of its results: for
/// comparison between builds of the library, and for runs that are killed.
int main(int count, char** arguments) {
    using namespace commonweal;
    if (count < 4) {
        std::fputs("usage: run_flood SCENARIO OUT CHECKPOINT_EVERY [PATH=VALUE]...\n", stderr);
        return 2;
    }
    try {
        io::RunOptions options{.scenario = arguments[1], .threads = 2, .out = arguments[2]};
        options.checkpoint_every = static_cast<core::Tick>(std::strtoul(arguments[3], nullptr, 10));
        for (int i = 4; i < count; ++i) options.read.overrides.push_back(io::parse_override(arguments[i]));
        const bool is_there = std::filesystem::exists(options.out);
        const io::RunSummary summary = is_there ? io::resume_run(options.out, 2) : io::run_scenario(options);
        std::printf("results.h5 %s\n", summary.results_sha256.c_str());
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
