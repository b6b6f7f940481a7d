// SPDX-License-Identifier: Apache-2.0
// Any bytes either read as a checkpoint or give an Error.
#include "fuzz/memory_file.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/io/checkpoint.hpp>

#include "io/detail/sha256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

/// A first byte 's' has the checksum of what follows put behind it, so that what lies behind the checksum is reached.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace io = commonweal::io;
    if (size == 0) return 0;
    std::vector<std::uint8_t> bytes(data + 1, data + size);
    if (data[0] == 's') {
        io::detail::Sha256 hash;
        hash.add(std::as_bytes(std::span(bytes)));
        for (const std::byte each : hash.finish()) bytes.push_back(static_cast<std::uint8_t>(each));
    }
    const fuzz::MemoryFile file(bytes);
    try {
        const io::Checkpoint read = io::read_checkpoint(file.path(), {.version = "0.1.0", .configuration = "c"});
        if (read.identity.version != "0.1.0" || read.state.size() > size) std::abort();
    } catch (const commonweal::core::Error&) {
        return 0;
    }
    return 0;
}
