// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/checkpoint.hpp>

#include "synthetic_run.hpp"

#include <gtest/gtest.h>

using namespace commonweal;
using synthetic::identity;
using synthetic::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

std::vector<std::byte> state_of(std::size_t size) {
    std::vector<std::byte> state(size);
    for (std::size_t i = 0; i < size; ++i) state[i] = static_cast<std::byte>(i * 7);
    return state;
}

fs::path write(const TemporaryFolder& folder, core::Tick hour) {
    return io::write_checkpoint(folder.path() / "checkpoints", {.hour = hour, .rows = {hour, 3}}, state_of(hour),
                                identity);
}

std::string refusal(const fs::path& file, const io::CheckpointIdentity& wanted = identity) {
    try {
        io::read_checkpoint(file, wanted);
    } catch (const core::Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST(Checkpoint, comes_back_as_it_was_written) {
    const TemporaryFolder folder;
    const fs::path file = write(folder, 123);
    EXPECT_EQ(file.filename(), "hour_000123.ckpt");
    const io::Checkpoint checkpoint = io::read_checkpoint(file, identity);
    EXPECT_EQ(checkpoint.identity, identity);
    EXPECT_EQ(checkpoint.committed, (study::Committed{.hour = 123, .rows = {123, 3}}));
    EXPECT_EQ(checkpoint.state, state_of(123));
}

TEST(Checkpoint, with_any_byte_changed_is_refused) {
    const TemporaryFolder folder;
    const fs::path file = write(folder, 100);
    const std::string whole = synthetic::contents(file);
    for (std::size_t place = 0; place < whole.size(); ++place) {
        std::string changed = whole;
        changed[place] = static_cast<char>(changed[place] ^ 16);
        synthetic::overwrite(file, changed);
        EXPECT_NE(refusal(file), "") << "byte " << place;
    }
}

TEST(Checkpoint, cut_anywhere_or_lengthened_is_refused) {
    const TemporaryFolder folder;
    const fs::path file = write(folder, 100);
    const std::string whole = synthetic::contents(file);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        synthetic::overwrite(file, whole.substr(0, size));
        EXPECT_EQ(refusal(file), "cannot resume from " + file.string() + ": it is cut short");
    }
    synthetic::overwrite(file, whole + "x");
    EXPECT_EQ(refusal(file), "cannot resume from " + file.string() + ": it is damaged: its checksum differs");
}

TEST(Checkpoint, of_something_else_is_refused_in_one_sentence) {
    const TemporaryFolder folder;
    const fs::path file = write(folder, 100);
    const std::string start = "cannot resume from " + file.string() + ": ";
    EXPECT_EQ(refusal(file, {.version = "1.3.0", .configuration = "seed 1"}),
              start + "commonweal 1.2.3 wrote it and this is 1.3.0; resume with the version that wrote it");
    EXPECT_EQ(refusal(file, {.version = "1.2.3", .configuration = "seed 2"}),
              start + "it belongs to a run with another configuration");
    EXPECT_EQ(refusal(file, {.version = "1.2.3", .configuration = "seed 1", .build = "b"}),
              start + "another build of commonweal 1.2.3 wrote it");
    synthetic::overwrite(file, std::string(1000, 'x'));
    EXPECT_EQ(refusal(file), start + "it is not a checkpoint");
    EXPECT_NE(refusal(folder.path()), "");
    EXPECT_NE(refusal(folder.path() / "none"), "");
}

TEST(Checkpoint, the_latest_whole_one_is_found_and_the_broken_ones_are_named) {
    const TemporaryFolder folder;
    for (const core::Tick hour : {20u, 1000000u, 300u}) write(folder, hour);
    const std::vector<fs::path> files = io::list_checkpoints(folder.path() / "checkpoints");
    synthetic::overwrite(files[2], synthetic::contents(files[2]).substr(0, 200));
    const io::LatestCheckpoint latest = io::latest_checkpoint(folder.path() / "checkpoints", identity);
    ASSERT_TRUE(latest.checkpoint);
    EXPECT_EQ(latest.checkpoint->committed.hour, 300u);
    ASSERT_EQ(latest.skipped.size(), 1u);
    EXPECT_EQ(latest.skipped[0], "cannot resume from " + files[2].string() + ": it is cut short");
}

TEST(Checkpoint, one_that_cannot_be_used_gives_way_to_an_earlier_one) {
    const TemporaryFolder folder;
    for (const core::Tick hour : {20u, 300u}) write(folder, hour);
    const auto use = [](const io::Checkpoint& checkpoint) {
        if (checkpoint.committed.hour == 300) throw core::Error("its rows are lost");
    };
    const io::LatestCheckpoint latest = io::latest_checkpoint(folder.path() / "checkpoints", identity, use);
    ASSERT_TRUE(latest.checkpoint);
    EXPECT_EQ(latest.checkpoint->committed.hour, 20u);
    EXPECT_EQ(latest.skipped, std::vector<std::string>{"its rows are lost"});
}

TEST(Checkpoint, of_another_version_stops_the_search) {
    const TemporaryFolder folder;
    write(folder, 20);
    EXPECT_THROW(io::latest_checkpoint(folder.path() / "checkpoints", {.version = "2.0.0"}), core::Error);
}

TEST(Checkpoint, none_is_found_where_there_is_none) {
    const TemporaryFolder folder;
    EXPECT_FALSE(io::latest_checkpoint(folder.path() / "checkpoints", identity).checkpoint);
    synthetic::overwrite(folder.path() / "hour_x.ckpt", "");
    synthetic::overwrite(folder.path() / "hour_000001.ckpt.partial", "");
    EXPECT_TRUE(io::list_checkpoints(folder.path()).empty());
}

TEST(Checkpoint, only_the_last_are_kept) {
    const TemporaryFolder folder;
    for (const core::Tick hour : {10u, 20u, 30u, 40u}) write(folder, hour);
    io::keep_last_checkpoints(folder.path() / "checkpoints", 2);
    const std::vector<fs::path> files = io::list_checkpoints(folder.path() / "checkpoints");
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files[0].filename(), "hour_000030.ckpt");
    io::keep_last_checkpoints(folder.path() / "checkpoints", 5);
    EXPECT_EQ(io::list_checkpoints(folder.path() / "checkpoints").size(), 2u);
}
