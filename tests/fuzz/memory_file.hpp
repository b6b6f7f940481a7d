// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>

namespace fuzz {

/// A file that lies in memory and has a path: what a reader of files is fed with, thousands of times a second.
class MemoryFile {
public:
    explicit MemoryFile(std::span<const std::uint8_t> content = {}) : descriptor_(memfd_create("fuzz", 0)) {
        if (descriptor_ < 0) std::abort();
        for (std::size_t done = 0; done < content.size();) {
            const ssize_t written = write(descriptor_, content.data() + done, content.size() - done);
            if (written <= 0) std::abort();
            done += static_cast<std::size_t>(written);
        }
    }
    ~MemoryFile() { close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

private:
    int descriptor_;
};

}  // namespace fuzz
