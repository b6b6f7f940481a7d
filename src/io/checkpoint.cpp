// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/checkpoint.hpp>

#include <commonweal/core/state.hpp>

#include "io/detail/files.hpp"
#include "io/detail/sha256.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

namespace commonweal::io {

using core::Error;
using study::Committed;

namespace {

// The line ends show a file that was carried as text.
constexpr std::array<char, 8> magic{'c', 'w', 'c', 'k', 'p', 't', '\r', '\n'};
constexpr std::uint32_t format = 1;

struct Preamble {
    std::array<char, 8> magic{};
    std::uint32_t format = 0;
    std::uint32_t header_size = 0;
    std::uint64_t state_size = 0;
};
static_assert(core::has_no_padding<Preamble>);

/// The file is whole and not of this run: every other file in its folder will be so too.
class MismatchedCheckpoint : public Error {
    using Error::Error;
};

template <class Failure>
[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& problem) {
    throw Failure("cannot resume from " + file.string() + ": " + problem);
}

std::vector<std::byte> header_bytes(const Committed& committed, const CheckpointIdentity& identity) {
    core::StateWriter writer;
    writer.section("checkpoint", [&] {
        writer.text(identity.version);
        writer.text(identity.configuration);
        writer.text(identity.build);
        writer.value(committed.hour);
        writer.values(committed.rows);
    });
    return writer.take();
}

Checkpoint read_header(std::span<const std::byte> bytes) {
    Checkpoint checkpoint;
    core::StateReader reader(bytes);
    reader.section("checkpoint", [&] {
        checkpoint.identity.version = reader.text();
        checkpoint.identity.configuration = reader.text();
        checkpoint.identity.build = reader.text();
        reader.value(checkpoint.committed.hour);
        reader.values(checkpoint.committed.rows);
    });
    reader.finish();
    return checkpoint;
}

Checkpoint parse(const std::filesystem::path& file, std::span<const std::byte> bytes) {
    Preamble preamble;
    if (bytes.size() < sizeof(preamble)) refuse<Error>(file, "it is cut short");
    std::memcpy(&preamble, bytes.data(), sizeof(preamble));
    if (preamble.magic != magic) refuse<Error>(file, "it is not a checkpoint");
    if (preamble.format != format) refuse<Error>(file, "its format is not known to this version");
    std::span<const std::byte> rest = bytes.subspan(sizeof(preamble));
    const std::size_t digest_size = std::tuple_size_v<detail::Digest>;
    if (rest.size() < digest_size + preamble.header_size ||
        rest.size() - digest_size - preamble.header_size < preamble.state_size)
        refuse<Error>(file, "it is cut short");
    detail::Sha256 hash;
    hash.add(bytes.first(bytes.size() - digest_size));
    const detail::Digest digest = hash.finish();
    if (rest.size() != digest_size + preamble.header_size + preamble.state_size ||
        std::memcmp(digest.data(), bytes.last(digest_size).data(), digest_size) != 0)
        refuse<Error>(file, "it is damaged: its checksum differs");
    Checkpoint checkpoint = read_header(rest.first(preamble.header_size));
    rest = rest.subspan(preamble.header_size, static_cast<std::size_t>(preamble.state_size));
    checkpoint.state.assign(rest.begin(), rest.end());
    return checkpoint;
}

void check_identity(const std::filesystem::path& file, const CheckpointIdentity& found,
                    const CheckpointIdentity& wanted) {
    if (found.version != wanted.version)
        refuse<MismatchedCheckpoint>(file, "commonweal " + found.version + " wrote it and this is " + wanted.version +
                                               "; resume with the version that wrote it");
    if (found.build != wanted.build)
        refuse<MismatchedCheckpoint>(file, "another build of commonweal " + found.version + " wrote it");
    if (found.configuration != wanted.configuration)
        refuse<MismatchedCheckpoint>(file, "it belongs to a run with another configuration");
}

/// The hour in "hour_000123.ckpt"; nothing for other names.
std::optional<core::Tick> hour_of(const std::filesystem::path& file) {
    constexpr std::string_view start = "hour_";
    const std::string stem = file.stem().string();
    if (file.extension() != ".ckpt" || !stem.starts_with(start)) return std::nullopt;
    core::Tick hour = 0;
    const auto [end, error] = std::from_chars(stem.data() + start.size(), stem.data() + stem.size(), hour);
    if (error != std::errc() || end != stem.data() + stem.size()) return std::nullopt;
    return hour;
}

}  // namespace

std::filesystem::path write_checkpoint(const std::filesystem::path& folder, const Committed& committed,
                                       std::span<const std::byte> state, const CheckpointIdentity& identity) {
    detail::make_folder(folder);
    const std::vector<std::byte> header = header_bytes(committed, identity);
    const Preamble preamble{.magic = magic,
                            .format = format,
                            .header_size = static_cast<std::uint32_t>(header.size()),
                            .state_size = state.size()};
    const auto start = std::as_bytes(std::span(&preamble, 1));
    detail::Sha256 hash;
    for (const auto part : {start, std::span<const std::byte>(header), state}) hash.add(part);
    const detail::Digest digest = hash.finish();
    char name[32];
    std::snprintf(name, sizeof(name), "hour_%06u.ckpt", committed.hour);
    std::filesystem::path file = folder / name;
    detail::write_file_atomically(file, {start, header, state, digest});
    return file;
}

Checkpoint read_checkpoint(const std::filesystem::path& file, const CheckpointIdentity& identity) {
    Checkpoint checkpoint = parse(file, detail::read_file(file));
    check_identity(file, checkpoint.identity, identity);
    return checkpoint;
}

std::vector<std::filesystem::path> list_checkpoints(const std::filesystem::path& folder) {
    std::vector<std::pair<core::Tick, std::filesystem::path>> found;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (const auto hour = hour_of(entry.path())) found.emplace_back(*hour, entry.path());
    std::sort(found.begin(), found.end());
    std::vector<std::filesystem::path> files;
    for (auto& [hour, file] : found) files.push_back(std::move(file));
    return files;
}

LatestCheckpoint latest_checkpoint(const std::filesystem::path& folder, const CheckpointIdentity& identity,
                                   const std::function<void(const Checkpoint&)>& use) {
    LatestCheckpoint latest;
    std::vector<std::filesystem::path> files = list_checkpoints(folder);
    for (; !files.empty(); files.pop_back()) {
        const std::filesystem::path& file = files.back();
        try {
            Checkpoint checkpoint = parse(file, detail::read_file(file));
            check_identity(file, checkpoint.identity, identity);
            if (use) use(checkpoint);
            latest.checkpoint = std::move(checkpoint);
            return latest;
        } catch (const MismatchedCheckpoint&) {
            throw;
        } catch (const Error& error) {
            latest.skipped.emplace_back(error.what());
        }
    }
    return latest;
}

void keep_last_checkpoints(const std::filesystem::path& folder, std::size_t count) {
    std::vector<std::filesystem::path> files = list_checkpoints(folder);
    files.resize(files.size() - std::min(count, files.size()));
    for (const auto& file : files) std::filesystem::remove(file);
}

}  // namespace commonweal::io
