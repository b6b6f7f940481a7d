// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/io/checkpoint.hpp>
#include <commonweal/io/journal.hpp>
#include <commonweal/io/manifest.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace commonweal::io {

/// What to do where the folder of a new run is there already.
enum class IfExists : std::uint8_t { refuse, replace };

/// Where a run may go on.
struct ResumePoint {
    std::optional<Checkpoint> checkpoint;  ///< None: from the first hour.
    std::vector<std::string> skipped;      ///< Why later checkpoints were passed over.
};

/// The folder of one run. While an object of this class lives, no other process can write into the folder.
class RunFolder {
public:
    /// Makes the folder, with its manifest in it from the first moment, so that a run whose folder exists can be
    /// resumed. `IfExists::replace` removes an older run, and nothing else than a run. Throws core::Error.
    static RunFolder create(const std::filesystem::path& path, IfExists if_exists, const Manifest& manifest);

    /// Throws core::Error where there is no run, or where another process is writing it.
    static RunFolder open(const std::filesystem::path& path);

    RunFolder(RunFolder&& other) noexcept;
    RunFolder& operator=(RunFolder&& other) noexcept;
    ~RunFolder();

    const std::filesystem::path& path() const noexcept { return path_; }
    std::filesystem::path manifest_file() const { return path_ / "manifest.json"; }
    std::filesystem::path checkpoints() const { return path_ / "checkpoints"; }
    JournalFiles files() const { return {.journal = path_ / "journal.h5", .results = path_ / "results.h5"}; }

    Manifest manifest() const { return read_manifest(manifest_file()); }
    void write_manifest(const Manifest& manifest) const { io::write_manifest(manifest_file(), manifest); }

    /// Removes what only a run that has not ended needs: the journal and the checkpoints. Leaves what it cannot remove.
    void remove_scaffolding() const noexcept;

    /// The latest checkpoint that is whole and whose rows the journal holds undamaged. A run can always start over,
    /// since it would write the same; one of another version or configuration throws core::Error.
    ResumePoint resume_point(const study::OutputDescription& description, const CheckpointIdentity& identity) const;

private:
    RunFolder(std::filesystem::path path, int lock) noexcept;

    std::filesystem::path path_;
    int lock_ = -1;
};

}  // namespace commonweal::io
