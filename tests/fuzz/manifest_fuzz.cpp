// SPDX-License-Identifier: Apache-2.0
// Any bytes either read as the manifest of a run, which then writes and reads back the same, or give an Error.
#include "fuzz/memory_file.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/io/manifest.hpp>

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace io = commonweal::io;
    const fuzz::MemoryFile file({data, size});
    io::Manifest manifest;
    try {
        manifest = io::read_manifest(file.path());
    } catch (const commonweal::core::Error&) {
        return 0;
    }
    const auto again = std::filesystem::temp_directory_path() / ("manifest_fuzz_" + std::to_string(getpid()) + ".json");
    io::write_manifest(again, manifest);
    if (!(io::read_manifest(again) == manifest)) std::abort();
    return 0;
}
