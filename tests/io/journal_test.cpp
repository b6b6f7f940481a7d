// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/journal.hpp>

#include "synthetic_run.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <hdf5.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

/// Of the leak sanitizer, where there is one.
extern "C" void __lsan_disable() __attribute__((weak));
extern "C" void __lsan_enable() __attribute__((weak));

using namespace commonweal;
using synthetic::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

/// HDF5 itself leaks where it gives up on a damaged file.
struct LeaksOfOthers {
    LeaksOfOthers() {
        H5garbage_collect();  // or it leaks what it was given before
        if (__lsan_disable) __lsan_disable();
    }
    ~LeaksOfOthers() {
        if (__lsan_enable) __lsan_enable();
    }
    LeaksOfOthers(const LeaksOfOthers&) = delete;
    LeaksOfOthers& operator=(const LeaksOfOthers&) = delete;
};

/// Goes on with a killed run, as a resume does: from the latest checkpoint, or over again where there is none.
std::uint32_t resume(const fs::path& folder) {
    const io::LatestCheckpoint latest =
        io::latest_checkpoint(folder / "checkpoints", synthetic::identity, [&](const io::Checkpoint& checkpoint) {
            io::check_journal(folder / "journal.h5", synthetic::description(), checkpoint.committed);
        });
    if (!latest.checkpoint) {
        synthetic::whole_run(folder);
        return 0;
    }
    io::Journal journal = io::Journal::resume(synthetic::files_in(folder), latest.checkpoint->committed);
    synthetic::run(journal, synthetic::restore(latest.checkpoint->state), folder / "checkpoints");
    return latest.checkpoint->committed.hour;
}

/// Runs `work` in a child process that is killed after `delay`; tells whether
/// the kill came before its end.
template <class Work>
bool killed(std::chrono::microseconds delay, Work&& work) {
    const pid_t child = fork();
    if (child == 0) {
        work();
        _exit(0);
    }
    std::this_thread::sleep_for(delay);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

/// What `write` throws when no file may grow beyond `limit` bytes, as on a full disk; empty where it throws nothing.
/// In a process of its own, which ends as a program does, so that a crash on the way out is seen as well.
template <class Write>
std::string error_with_file_limit(rlim_t limit, const fs::path& folder, Write&& write) {
    const fs::path report = folder / "report.txt";
    const pid_t child = fork();
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        const int output = ::open(report.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
        const rlimit small{.rlim_cur = limit, .rlim_max = limit};
        setrlimit(RLIMIT_FSIZE, &small);
        std::string problem;
        try {
            write();
        } catch (const core::Error& error) {
            problem = error.what();
        }
        const bool reported = ::write(output, problem.data(), problem.size()) == static_cast<ssize_t>(problem.size());
        std::exit(reported ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "the process crashed at a limit of " << limit;
    return synthetic::contents(report);
}

core::RecordTable rows_of_series(std::size_t rows) {
    const study::OutputDescription about = synthetic::description();
    core::RecordTable series(about.tables[0], about.dimensions);
    series.append(rows);
    return series;
}

}  // namespace

TEST(Journal, a_run_killed_at_any_moment_and_resumed_gives_the_uninterrupted_bytes) {
    using namespace std::chrono;
    microseconds took = std::chrono::hours(1);
    std::string expected;
    for (int i = 0; i < 3; ++i) {
        const TemporaryFolder whole;
        const auto start = steady_clock::now();
        expected = synthetic::whole_run(whole.path());
        took = std::min(took, duration_cast<microseconds>(steady_clock::now() - start));
    }
    const char* wanted = std::getenv("COMMONWEAL_KILLS");
    const int kills = wanted == nullptr ? 10 : std::atoi(wanted);
    std::mt19937 random(20210720);
    std::uniform_int_distribution<std::int64_t> moment(1, took.count());
    int hits = 0;
    for (int i = 0; i < kills; ++i) {
        const TemporaryFolder folder;
        hits += killed(microseconds(moment(random)), [&] { synthetic::whole_run(folder.path()); });
        // The resumed run is killed too: it must leave what the next one needs.
        hits += killed(microseconds(moment(random)), [&] { resume(folder.path()); });
        // Somebody may look at the killed run in between.
        if (fs::exists(folder.path() / "journal.h5")) io::repair_journal(folder.path() / "journal.h5");
        resume(folder.path());
        ASSERT_TRUE(synthetic::contents(folder.path() / "results.h5") == expected) << "after kill " << i;
    }
    EXPECT_GT(hits, 0);
}

TEST(Journal, a_run_resumed_from_any_of_its_checkpoints_gives_the_uninterrupted_bytes) {
    const TemporaryFolder folder;
    const std::string expected = synthetic::whole_run(folder.path());
    const std::vector<fs::path> checkpoints = io::list_checkpoints(folder.path() / "checkpoints");
    ASSERT_EQ(checkpoints.size(), 5u);
    for (auto file = checkpoints.rbegin(); file != checkpoints.rend(); ++file) {
        const io::Checkpoint checkpoint = io::read_checkpoint(*file, synthetic::identity);
        io::Journal journal = io::Journal::resume(synthetic::files_in(folder.path()), checkpoint.committed);
        synthetic::run(journal, synthetic::restore(checkpoint.state), {});
        EXPECT_TRUE(synthetic::contents(folder.path() / "results.h5") == expected) << *file;
    }
}

TEST(Journal, tells_its_committed_rows_while_its_writer_lives_and_after_it_was_killed) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "journal.h5";
    const pid_t writer = fork();
    if (writer == 0) {
        io::Journal journal(synthetic::files_in(folder.path()));
        journal.begin(synthetic::description());
        journal.append(rows_of_series(100));
        journal.commit(100);
        journal.append(rows_of_series(70));
        raise(SIGSTOP);
    }
    int status = 0;
    waitpid(writer, &status, WUNTRACED);
    ASSERT_TRUE(WIFSTOPPED(status));
    const io::JournalStatus expected{.hour = 100, .tables = {{"series", 100}, {"events", 0}}};
    EXPECT_EQ(io::read_journal_status(file), expected);
    kill(writer, SIGKILL);
    waitpid(writer, &status, 0);
    EXPECT_EQ(io::read_journal_status(file), expected);
    H5E_BEGIN_TRY { EXPECT_LT(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), 0); }
    H5E_END_TRY
    EXPECT_EQ(io::repair_journal(file), expected);
    const hid_t repaired = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    EXPECT_GE(repaired, 0);
    H5Fclose(repaired);
}

TEST(Journal, whose_repair_was_killed_can_still_be_resumed) {
    const TemporaryFolder folder;
    const std::string expected = synthetic::whole_run(folder.path());
    const fs::path file = folder.path() / "journal.h5";
    const pid_t repairer = fork();
    if (repairer == 0) {
        H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
        raise(SIGKILL);
    }
    waitpid(repairer, nullptr, 0);
    EXPECT_THROW(io::read_journal_status(file), core::Error);
    EXPECT_EQ(resume(folder.path()), 150u);
    EXPECT_TRUE(synthetic::contents(folder.path() / "results.h5") == expected);
}

TEST(Journal, damage_to_committed_rows_is_found) {
    const TemporaryFolder folder;
    synthetic::whole_run(folder.path());
    const fs::path file = folder.path() / "journal.h5";
    const study::OutputDescription about = synthetic::description();
    const auto committed =
        io::read_checkpoint(io::list_checkpoints(folder.path() / "checkpoints").back(), synthetic::identity).committed;
    EXPECT_NO_THROW(io::check_journal(file, about, committed));
    // One bit of the first value of the first chunk of the rain, found in the file by its bytes.
    synthetic::Town town;
    core::RecordTable series(about.tables[0], about.dimensions), events(about.tables[1], about.dimensions);
    for (int hour = 0; hour < 3; ++hour) synthetic::step(town, series, events);
    const auto rain = series.bytes(2);
    std::string bytes = synthetic::contents(file);
    const std::size_t place = bytes.find(std::string(reinterpret_cast<const char*>(rain.data()), rain.size()));
    ASSERT_NE(place, std::string::npos);
    bytes[place + 1] = static_cast<char>(bytes[place + 1] ^ 1);
    synthetic::overwrite(file, bytes);
    EXPECT_THROW(io::check_journal(file, about, committed), core::Error);
}

TEST(Journal, refuses_tables_that_were_not_declared_before_the_first_hour) {
    const TemporaryFolder folder;
    io::Journal journal(synthetic::files_in(folder.path()));
    journal.begin(synthetic::description());
    EXPECT_THROW(journal.append(core::RecordTable({.name = "late", .row_dimension = "row", .columns = {}}, {})),
                 core::Error);
    EXPECT_THROW(journal.begin(synthetic::description()), core::Error);
}

TEST(Journal, refuses_a_description_that_contradicts_itself) {
    const TemporaryFolder folder;
    const auto refused = [&](auto change) {
        study::OutputDescription about = synthetic::description();
        change(about);
        io::Journal journal(synthetic::files_in(folder.path()));
        EXPECT_THROW(journal.begin(about), core::Error);
        EXPECT_TRUE(fs::is_empty(folder.path()));
    };
    refused([](study::OutputDescription& about) { about.tables[1].row_dimension = "time"; });
    refused([](study::OutputDescription& about) { about.tables[1].row_dimension = "community"; });
    refused([](study::OutputDescription& about) { about.tables[1].name = "series"; });
    refused([](study::OutputDescription& about) { about.tables[0].columns[0].name = "community"; });
}

TEST(Journal, goes_on_only_from_rows_that_are_there) {
    const TemporaryFolder folder;
    synthetic::whole_run(folder.path());
    const std::string before = synthetic::contents(folder.path() / "journal.h5");
    for (const std::vector<std::uint64_t>& rows : {std::vector<std::uint64_t>{151, 0}, {1}, {1, 2, 3}}) {
        io::Journal journal = io::Journal::resume(synthetic::files_in(folder.path()), {.hour = 151, .rows = rows});
        EXPECT_THROW(journal.begin(synthetic::description()), core::Error);
    }
    EXPECT_TRUE(synthetic::contents(folder.path() / "journal.h5") == before);
}

TEST(Journal, a_full_disk_is_one_clear_error_and_the_run_can_be_resumed_when_there_is_room) {
    const TemporaryFolder whole;
    const std::string expected = synthetic::whole_run(whole.path());
    const auto journal_size = fs::file_size(whole.path() / "journal.h5");
    const auto results_size = fs::file_size(whole.path() / "results.h5");
    for (rlim_t limit : {rlim_t{2000}, rlim_t{12000}, journal_size / 2, journal_size - 1000, results_size - 1000}) {
        const TemporaryFolder folder;
        const std::string problem =
            error_with_file_limit(limit, folder.path(), [&] { synthetic::whole_run(folder.path()); });
        const char* name = limit < journal_size ? "journal.h5" : "results.h5";
        EXPECT_EQ(problem, "cannot write " + (folder.path() / name).string() + ": File too large") << limit;
        EXPECT_FALSE(fs::exists(folder.path() / "results.h5"));
        EXPECT_FALSE(fs::exists(folder.path() / "results.h5.partial"));
        resume(folder.path());
        EXPECT_TRUE(synthetic::contents(folder.path() / "results.h5") == expected) << limit;
    }
}

TEST(Journal, a_folder_that_is_missing_is_one_clear_error) {
    io::Journal journal({.journal = "/nowhere/journal.h5", .results = "/nowhere/results.h5"});
    try {
        journal.begin(synthetic::description());
        FAIL();
    } catch (const core::Error& error) {
        EXPECT_STREQ(error.what(), "cannot write /nowhere/journal.h5: No such file or directory");
    }
}

TEST(Journal, whose_head_is_damaged_is_told_of_at_once) {
    const TemporaryFolder folder;
    synthetic::whole_run(folder.path());
    const fs::path journal = folder.path() / "journal.h5";
    const std::string sound = synthetic::contents(journal);
    const auto before = std::chrono::steady_clock::now();
    for (const std::size_t place : {20u, 44u, 60u, 100u, 200u}) {
        std::string damaged = sound;
        damaged.at(place) ^= 1;
        synthetic::overwrite(journal, damaged);
        const LeaksOfOthers not_ours;
        EXPECT_THROW(io::read_journal_status(journal), core::Error) << place;
    }
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
}

TEST(Journal, random_bytes_are_no_journal) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "journal.h5";
    synthetic::overwrite(file, std::string(5000, 'x'));
    EXPECT_THROW(io::read_journal_status(file), core::Error);
    EXPECT_THROW(io::repair_journal(file), core::Error);
    EXPECT_THROW(io::read_journal_status(folder.path()), core::Error);
}

TEST(Journal, replicates_in_one_process_do_not_disturb_each_other) {
    const TemporaryFolder alone;
    const std::string expected = synthetic::whole_run(alone.path());
    std::array<TemporaryFolder, 3> folders;
    std::array<std::string, 3> results;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < folders.size(); ++i)
        threads.emplace_back([&, i] { results[i] = synthetic::whole_run(folders[i].path()); });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& result : results) EXPECT_TRUE(result == expected);
}
