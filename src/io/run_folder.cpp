// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/run_folder.hpp>

#include "io/detail/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace commonweal::io {

namespace fs = std::filesystem;
using core::Error;

namespace {

constexpr const char* lock_name = "lock";

/// A descriptor that holds the folder for this object alone, until it is closed or the process ends.
int take_lock(const fs::path& folder) {
    const fs::path file = folder / lock_name;
    const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (lock < 0) detail::fail_at(file, "write");
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
    const bool taken = errno == EWOULDBLOCK;
    const int reason = errno;
    ::close(lock);
    errno = reason;
    if (!taken) detail::fail_at(file, "lock");
    throw Error("cannot use " + folder.string() + ": another process is writing this run");
}

fs::path without_trailing_slash(const fs::path& path) {
    const fs::path normal = fs::absolute(path).lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
}

fs::path sibling(const fs::path& path, const std::string& ending) {
    return path.parent_path() / ('.' + path.filename().string() + '.' + std::to_string(::getpid()) + ending);
}

bool is_empty_folder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error) && fs::is_empty(path, error) && !error;
}

/// Removes a folder that is being built when building it fails.
class Scaffold {
public:
    explicit Scaffold(fs::path path) : path_(std::move(path)) { detail::make_folder(path_); }
    Scaffold(const Scaffold&) = delete;
    Scaffold& operator=(const Scaffold&) = delete;
    ~Scaffold() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    const fs::path& path() const noexcept { return path_; }

private:
    fs::path path_;
};

/// Moves an older run out of the way; throws where something else than a run stands there.
fs::path set_aside(const fs::path& path) {
    if (!fs::exists(path / "manifest.json"))
        throw Error("cannot replace " + path.string() + ": it is not the folder of a run");
    const RunFolder old = RunFolder::open(path);
    fs::path aside = sibling(path, ".old");
    detail::rename_durably(path, aside);
    return aside;
}

}  // namespace

RunFolder::RunFolder(fs::path path, int lock) noexcept : path_(std::move(path)), lock_(lock) {}

RunFolder::RunFolder(RunFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

RunFolder& RunFolder::operator=(RunFolder&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(lock_, other.lock_);
    return *this;
}

RunFolder::~RunFolder() {
    if (lock_ >= 0) ::close(lock_);
}

RunFolder RunFolder::create(const fs::path& path, IfExists if_exists, const Manifest& manifest) {
    const fs::path target = without_trailing_slash(path);
    const bool there = fs::symlink_status(target).type() != fs::file_type::not_found;
    if (there && if_exists == IfExists::refuse)
        throw Error("cannot write the run into " + path.string() + ": it exists already");
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (error) throw Error("cannot make " + target.parent_path().string() + ": " + error.message());
    const Scaffold scaffold(sibling(target, ".partial"));
    io::write_manifest(scaffold.path() / "manifest.json", manifest);
    detail::make_folder(scaffold.path() / "checkpoints");
    RunFolder folder(target, take_lock(scaffold.path()));
    detail::sync_path(scaffold.path());
    const fs::path aside = there && !is_empty_folder(target) ? set_aside(target) : fs::path();
    detail::rename_durably(scaffold.path(), target);
    if (!aside.empty()) fs::remove_all(aside);
    return folder;
}

RunFolder RunFolder::open(const fs::path& path) {
    const fs::path target = without_trailing_slash(path);
    if (!fs::exists(target / "manifest.json"))
        throw Error("there is no run in " + path.string() + ": it has no manifest.json");
    read_manifest(target / "manifest.json");
    return RunFolder(target, take_lock(target));
}

void RunFolder::remove_scaffolding() const noexcept {
    std::error_code ignored;
    fs::remove_all(checkpoints(), ignored);
    fs::remove(files().journal, ignored);
}

ResumePoint RunFolder::resume_point(const study::OutputDescription& description,
                                    const CheckpointIdentity& identity) const {
    LatestCheckpoint latest = latest_checkpoint(checkpoints(), identity, [&](const Checkpoint& checkpoint) {
        check_journal(files().journal, description, checkpoint.committed);
    });
    return {.checkpoint = std::move(latest.checkpoint), .skipped = std::move(latest.skipped)};
}

}  // namespace commonweal::io
