// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/run_folder.hpp>

#include "synthetic_run.hpp"

#include <gtest/gtest.h>

#include <iterator>

using namespace commonweal;
using io::IfExists;
using io::RunFolder;
using synthetic::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

std::string problem_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const core::Error& error) {
        return error.what();
    }
    return "";
}

std::ptrdiff_t entries(const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

}  // namespace

TEST(RunFolder, has_its_manifest_from_the_first_moment_and_leaves_nothing_beside_it) {
    const TemporaryFolder place;
    const RunFolder folder = RunFolder::create(place.path() / "runs" / "one", IfExists::refuse, {.seed = 5});
    EXPECT_EQ(folder.manifest().seed, 5u);
    EXPECT_EQ(folder.files().journal, folder.path() / "journal.h5");
    EXPECT_TRUE(fs::is_directory(folder.checkpoints()));
    EXPECT_EQ(entries(place.path() / "runs"), 1);
}

TEST(RunFolder, that_exists_is_refused_and_left_alone) {
    const TemporaryFolder place;
    const fs::path path = place.path() / "one";
    { const RunFolder first = RunFolder::create(path, IfExists::refuse, {.seed = 5}); }
    EXPECT_EQ(problem_of([&] { RunFolder::create(path, IfExists::refuse, {.seed = 6}); }),
              "cannot write the run into " + path.string() + ": it exists already");
    EXPECT_EQ(RunFolder::open(path).manifest().seed, 5u);
    EXPECT_EQ(entries(place.path()), 1);
}

TEST(RunFolder, an_older_run_is_replaced_when_asked_for) {
    const TemporaryFolder place;
    const fs::path path = place.path() / "one";
    {
        const RunFolder first = RunFolder::create(path, IfExists::refuse, {.seed = 5});
        synthetic::overwrite(first.files().results, "old");
    }
    const RunFolder second = RunFolder::create(path.string() + "/", IfExists::replace, {.seed = 6});
    EXPECT_EQ(second.manifest().seed, 6u);
    EXPECT_FALSE(fs::exists(second.files().results));
    EXPECT_EQ(entries(place.path()), 1);
}

TEST(RunFolder, nothing_but_a_run_is_ever_replaced) {
    const TemporaryFolder place;
    const fs::path homework = place.path() / "homework", file = place.path() / "file", site = place.path() / "site";
    fs::create_directory(homework);
    synthetic::overwrite(homework / "essay.txt", "mine");
    synthetic::overwrite(file, "mine");
    fs::create_directory(site);
    synthetic::overwrite(site / "manifest.json", "{\"name\": \"a web page\"}");
    for (const fs::path& path : {homework, file, site})
        EXPECT_NE(problem_of([&] { RunFolder::create(path, IfExists::replace, {}); }), "") << path;
    EXPECT_EQ(synthetic::contents(homework / "essay.txt"), "mine");
    EXPECT_EQ(synthetic::contents(file), "mine");
    EXPECT_EQ(entries(site), 1);
    EXPECT_EQ(entries(place.path()), 3);
}

TEST(RunFolder, an_empty_folder_may_be_replaced) {
    const TemporaryFolder place;
    fs::create_directory(place.path() / "one");
    EXPECT_NO_THROW(RunFolder::create(place.path() / "one", IfExists::replace, {}));
}

TEST(RunFolder, is_written_by_one_at_a_time) {
    const TemporaryFolder place;
    const fs::path path = place.path() / "one";
    {
        const RunFolder first = RunFolder::create(path, IfExists::refuse, {});
        const std::string expected = "cannot use " + path.string() + ": another process is writing this run";
        EXPECT_EQ(problem_of([&] { RunFolder::open(path); }), expected);
        EXPECT_EQ(problem_of([&] { RunFolder::create(path, IfExists::replace, {}); }), expected);
    }
    EXPECT_NO_THROW(RunFolder::open(path));
}

TEST(RunFolder, a_folder_without_a_run_cannot_be_opened) {
    const TemporaryFolder place;
    EXPECT_EQ(problem_of([&] { RunFolder::open(place.path()); }),
              "there is no run in " + place.path().string() + ": it has no manifest.json");
    EXPECT_NE(problem_of([&] { RunFolder::open(place.path() / "none"); }), "");
    EXPECT_EQ(entries(place.path()), 0);
}

TEST(RunFolder, goes_on_from_the_latest_checkpoint_whose_rows_the_journal_holds) {
    const TemporaryFolder place;
    const RunFolder folder = RunFolder::create(place.path() / "one", IfExists::refuse, {});
    const auto point = [&] { return folder.resume_point(synthetic::description(), synthetic::identity); };
    EXPECT_FALSE(point().checkpoint);
    synthetic::whole_run(folder.path());
    ASSERT_TRUE(point().checkpoint);
    EXPECT_EQ(point().checkpoint->committed.hour, 150u);
    io::write_checkpoint(folder.checkpoints(), {.hour = 160, .rows = {160, 400}}, {}, synthetic::identity);
    EXPECT_EQ(point().checkpoint->committed.hour, 150u);
    EXPECT_EQ(point().skipped.size(), 1u);
    synthetic::overwrite(folder.files().journal, "lost");
    EXPECT_FALSE(point().checkpoint);
    EXPECT_EQ(point().skipped.size(), 6u);
}
