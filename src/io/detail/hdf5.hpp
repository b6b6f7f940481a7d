// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/record.hpp>
#include <commonweal/study/sink.hpp>

#include <filesystem>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <hdf5.h>

namespace commonweal::io::detail {

/// While one lives, HDF5 prints nothing and no other thread of ours is inside HDF5 (not every build of it has locks).
class Library {
public:
    Library();
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

private:
    std::unique_lock<std::recursive_mutex> lock_;
    H5E_auto2_t print_ = nullptr;
    void* print_data_ = nullptr;
};

/// What HDF5 could not do; `in_file` adds the path.
class Hdf5Failure : public core::Error {
    using core::Error::Error;
};

/// Throws Hdf5Failure with the reasons on HDF5's error stack.
[[noreturn]] void fail(const std::string& doing);

template <class Result>
Result check(Result result, const char* doing) {
    if (result < 0) fail(doing);
    return result;
}

/// Runs `work` inside HDF5; whatever fails there becomes one Error that names the file.
template <class Work>
decltype(auto) in_file(const std::filesystem::path& path, const char* action, Work&& work) {
    const Library library;
    try {
        return work();
    } catch (const Hdf5Failure& failure) {
        throw core::Error("cannot " + std::string(action) + " " + path.string() + ": " + failure.what());
    }
}

/// Owns one HDF5 identifier.
class Handle {
public:
    using Close = herr_t (*)(hid_t);

    Handle() noexcept = default;
    Handle(hid_t id, Close closer, const char* doing) : id_(check(id, doing)), close_(closer) {}
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(close_, other.close_);
        return *this;
    }
    ~Handle() {
        if (id_ >= 0) close_(id_);
    }

    hid_t get() const noexcept { return id_; }
    explicit operator bool() const noexcept { return id_ >= 0; }
    /// Closes and tells of failures, which the destructor cannot.
    void close(const char* doing) {
        if (id_ >= 0) check(close_(std::exchange(id_, H5I_INVALID_HID)), doing);
    }

private:
    hid_t id_ = H5I_INVALID_HID;
    Close close_ = nullptr;
};

enum class Format { journal, results };

Handle create_file(const std::filesystem::path& path, Format format);
/// A journal may be read while its writer runs, and after it was killed.
Handle open_journal(const std::filesystem::path& path);
/// The same where nobody else uses the file: it may also be one whose repair was killed.
Handle open_own_journal(const std::filesystem::path& path);
/// Marks a file whose writer was killed as closed; never to be called on a file that is being written.
void clear_status_flags(const std::filesystem::path& path);
/// Waits until everything flushed so far is on the disk.
void sync_file(hid_t file);

Handle create_group(hid_t parent, const std::string& name);
Handle open_group(hid_t parent, const std::string& name);
Handle open_dataset(hid_t parent, const std::string& name);

/// In files and in memory alike: core/state.hpp compiles on little-endian machines only.
Handle value_type(core::ValueType type);

void write_attribute(hid_t object, const std::string& name, const std::string& text);
void write_attribute(hid_t object, const std::string& name, std::span<const std::string> texts);
void write_attribute(hid_t object, const study::Attribute& attribute);
/// Whole numbers stored as `type`.
void write_attribute(hid_t object, const std::string& name, std::span<const std::int64_t> values, core::ValueType type);

}  // namespace commonweal::io::detail
