// SPDX-License-Identifier: Apache-2.0
#include "io/detail/files.hpp"

#include <commonweal/core/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace commonweal::io::detail {

namespace {

/// Owns a file descriptor.
class Descriptor {
public:
    Descriptor(const std::filesystem::path& path, int flags, const char* action)
        : value_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
        if (value_ < 0) fail_at(path, action);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { ::close(value_); }
    int get() const noexcept { return value_; }

private:
    int value_;
};

void write_part(const std::filesystem::path& path, int file, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail_at(path, "write");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

}  // namespace

void fail_at(const std::filesystem::path& path, const std::string& action) {
    throw core::Error("cannot " + action + ' ' + path.string() + ": " + std::strerror(errno));
}

std::vector<std::byte> read_file(const std::filesystem::path& path) {
    const Descriptor file(path, O_RDONLY, "read");
    struct stat facts {};
    if (::fstat(file.get(), &facts) != 0) fail_at(path, "read");
    if (!S_ISREG(facts.st_mode)) throw core::Error("cannot read " + path.string() + ": it is not a file");
    std::vector<std::byte> bytes(static_cast<std::size_t>(facts.st_size));
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail_at(path, "read");
        if (got == 0) bytes.resize(done);
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

void write_file_atomically(const std::filesystem::path& path, std::initializer_list<std::span<const std::byte>> parts) {
    const PartialFile partial(partial_name(path));
    {
        const Descriptor file(partial.path(), O_WRONLY | O_CREAT | O_TRUNC, "write");
        for (const std::span<const std::byte> part : parts) write_part(path, file.get(), part);
        if (::fsync(file.get()) != 0) fail_at(path, "write");
    }
    rename_durably(partial.path(), path);
}

void make_folder(const std::filesystem::path& path) {
    if (::mkdir(path.c_str(), 0777) == 0) return;
    if (errno != EEXIST || !std::filesystem::is_directory(path)) fail_at(path, "make");
}

void sync_path(const std::filesystem::path& path) {
    const Descriptor file(path, O_RDONLY, "write");
    if (::fsync(file.get()) != 0) fail_at(path, "write");
}

void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0) fail_at(to, "write");
    const std::filesystem::path folder = to.parent_path();
    sync_path(folder.empty() ? std::filesystem::path(".") : folder);
}

std::filesystem::path partial_name(const std::filesystem::path& path) {
    std::filesystem::path partial = path;
    partial += ".partial";
    return partial;
}

PartialFile::~PartialFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

}  // namespace commonweal::io::detail
