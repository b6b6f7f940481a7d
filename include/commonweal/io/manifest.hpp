// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace commonweal::io {

enum class RunState : std::uint8_t {
    running,      ///< Or killed, where no process holds the folder's lock.
    interrupted,  ///< Stopped on request, with a checkpoint of that moment.
    failed,       ///< Ended by an error.
    complete,     ///< The results are there and whole.
};

/// A file that the run read.
struct InputFile {
    std::string path;    ///< As the scenario names it.
    std::string sha256;  ///< Of its contents.

    bool operator==(const InputFile&) const = default;
};

/// What a run was made from, and what belongs to the run but not to its results: clocks, threads, compiler.
struct Manifest {
    RunState state = RunState::running;
    std::string scenario;       ///< Text of the scenario file.
    std::string configuration;  ///< Text of the configuration in effect, every default and override included.
    std::vector<InputFile> inputs;
    std::vector<std::string> profiles{};  ///< Of the scenario that were taken, in their order.
    std::string version;                  ///< Of the library.
    std::string compiler;                 ///< That the library was built with.
    std::uint64_t seed = 0;
    std::uint64_t replicate = 0;
    int threads = 1;
    std::string started;                 ///< ISO 8601, UTC.
    std::string ended;                   ///< ISO 8601, UTC; empty while the run goes on.
    std::string results_sha256;          ///< Empty until the run is complete.
    std::uint32_t checkpoint_every = 0;  ///< h between two, for a resume to keep; 0: only when stopped.
    std::string error{};                 ///< Why the run failed; else empty.

    bool operator==(const Manifest&) const = default;
};

/// Name and version of the compiler that built the library.
std::string compiler_name();

/// The present time, ISO 8601, UTC, to the second.
std::string time_now();

/// JSON; the file has either its old contents or all of the new ones.
void write_manifest(const std::filesystem::path& file, const Manifest& manifest);

/// Throws core::Error where the file is missing, is not JSON, or lacks a member.
Manifest read_manifest(const std::filesystem::path& file);

}  // namespace commonweal::io
