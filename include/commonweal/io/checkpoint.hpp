// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/study/sink.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace commonweal::io {

/// What must be equal for a run to go on from a checkpoint.
struct CheckpointIdentity {
    std::string version;        ///< Of the library.
    std::string configuration;  ///< Hash of everything that decides the run, the seed included.
    std::string build;          ///< Hash of the sources where versions are not enough; may be empty.

    bool operator==(const CheckpointIdentity&) const = default;
};

/// The whole state of a run after `committed.hour` hours, and what its journal held then.
struct Checkpoint {
    CheckpointIdentity identity;
    study::Committed committed;
    std::vector<std::byte> state;
};

/// Writes `hour_000123.ckpt` into the folder, which is made where it is missing. The file is complete and on the disk
/// before it has its name. Commit the journal first: `committed` is what that returned.
std::filesystem::path write_checkpoint(const std::filesystem::path& folder, const study::Committed& committed,
                                       std::span<const std::byte> state, const CheckpointIdentity& identity);

/// Throws core::Error, in one sentence, where the file is cut short, damaged, or of another version or configuration.
Checkpoint read_checkpoint(const std::filesystem::path& file, const CheckpointIdentity& identity);

/// The checkpoints of a folder, earliest hour first; none where there is no folder.
std::vector<std::filesystem::path> list_checkpoints(const std::filesystem::path& folder);

struct LatestCheckpoint {
    std::optional<Checkpoint> checkpoint;
    std::vector<std::string> skipped;  ///< Why each later file was passed over.
};

/// The latest checkpoint that is whole and that `use` does not refuse by throwing core::Error. One of another version
/// or configuration throws, since going further back would not help.
LatestCheckpoint latest_checkpoint(const std::filesystem::path& folder, const CheckpointIdentity& identity,
                                   const std::function<void(const Checkpoint&)>& use = {});

/// Removes all but the last `count` checkpoints.
void keep_last_checkpoints(const std::filesystem::path& folder, std::size_t count);

}  // namespace commonweal::io
