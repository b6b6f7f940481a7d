// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::io::detail {

/// Throws core::Error "cannot <action> <path>: <the system's reason for the last failed call>".
[[noreturn]] void fail_at(const std::filesystem::path& path, const std::string& action);

/// Bytes of the whole file.
std::vector<std::byte> read_file(const std::filesystem::path& path);

/// The file has either its old contents or all of the new ones, whatever happens meanwhile.
void write_file_atomically(const std::filesystem::path& path, std::initializer_list<std::span<const std::byte>> parts);

/// Makes a folder whose parent is there; nothing happens where it is there already.
void make_folder(const std::filesystem::path& path);

/// Waits until a file, or the names in a folder, are on the disk.
void sync_path(const std::filesystem::path& path);

/// Gives a file or folder that is on the disk its final name.
void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// The name under which `path` is written until it is complete.
std::filesystem::path partial_name(const std::filesystem::path& path);

/// A file that is being written; what is left under this name at the end is removed.
class PartialFile {
public:
    explicit PartialFile(std::filesystem::path path) : path_(std::move(path)) {}
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;
    ~PartialFile();
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace commonweal::io::detail
