// SPDX-License-Identifier: Apache-2.0
#include "places.hpp"

#include <commonweal/core/parallel.hpp>
#include <commonweal/core/version.hpp>
#include <commonweal/io/hash.hpp>
#include <commonweal/io/run.hpp>
#include <commonweal/io/run_folder.hpp>
#include <commonweal/io/toml_writer.hpp>
#include <commonweal/study/memory_sink.hpp>

#include "../study/small_flood.hpp"
#include "synthetic_run.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <hdf5.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>

using namespace commonweal;
using synthetic::contents;
using synthetic::overwrite;
using synthetic::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

std::string configuration(model::Scenario scenario) {
    core::ParameterTable table;
    model::describe(table, scenario);
    return io::write_toml(table);
}

bool stop_never(const io::RunProgress&) { return true; }

template <class Work>
std::string problem_of(Work&& work) {
    try {
        work();
    } catch (const core::Error& error) {
        return error.what();
    }
    return "";
}

/// A place with a scenario file in it, and runs of that scenario.
class FolderRun : public testing::Test {
protected:
    FolderRun() { overwrite(scenario_, configuration(small_flood())); }

    fs::path in(const std::string& name) const { return place_.path() / name; }

    io::RunOptions options(const std::string& name) const {
        return {.scenario = scenario_, .seed = {1, 0}, .threads = 2, .out = in(name), .checkpoint_every = 10};
    }

    std::string results(const std::string& name) const { return contents(in(name) / "results.h5"); }

    /// The bytes that every run must end with.
    std::string expected() const {
        EXPECT_EQ(io::run_scenario(options("uninterrupted")).end, io::RunEnd::complete);
        return results("uninterrupted");
    }

    io::RunSummary stop_at(core::Tick hour, const std::string& name) const {
        io::RunOptions stopped = options(name);
        stopped.progress = [hour](const io::RunProgress& now) { return now.hour != hour; };
        return io::run_scenario(stopped);
    }

    TemporaryFolder place_;
    fs::path scenario_ = place_.path() / "scenario.toml";
};

}  // namespace

TEST_F(FolderRun, gives_the_same_bytes_on_any_number_of_threads) {
    const std::string bytes = expected();
    ASSERT_FALSE(bytes.empty());
    for (const unsigned threads : {1u, 3u, 4u, 8u}) {
        io::RunOptions other = options("threads" + std::to_string(threads));
        other.threads = threads;
        EXPECT_EQ(io::run_scenario(other).results_sha256, io::sha256(bytes)) << threads;
    }
}

TEST_F(FolderRun, gives_other_bytes_for_another_seed_or_replicate) {
    const std::string bytes = expected();
    for (const core::Seed seed : {core::Seed{2, 0}, core::Seed{1, 1}}) {
        io::RunOptions other = options("seed" + std::to_string(seed.value));
        other.seed = seed;
        EXPECT_NE(io::run_scenario(other).results_sha256, io::sha256(bytes));
    }
}

TEST_F(FolderRun, leaves_the_results_and_a_manifest_that_tells_how_they_were_made) {
    const io::RunSummary summary = io::run_scenario(options("one"));
    EXPECT_EQ(summary.end, io::RunEnd::complete);
    EXPECT_EQ(summary.hour, 64u);
    EXPECT_EQ(summary.hours, 64u);
    EXPECT_EQ(summary.resumed_at, 0u);
    EXPECT_EQ(summary.folder, in("one"));
    const io::Manifest manifest = io::read_manifest(in("one") / "manifest.json");
    EXPECT_EQ(manifest.state, io::RunState::complete);
    EXPECT_EQ(manifest.results_sha256, io::sha256(results("one")));
    EXPECT_EQ(manifest.results_sha256, summary.results_sha256);
    EXPECT_EQ(manifest.scenario, contents(scenario_));
    EXPECT_EQ(manifest.configuration, configuration(small_flood()));
    EXPECT_EQ(manifest.inputs, (std::vector<io::InputFile>{{scenario_.string(), io::sha256(contents(scenario_))}}));
    EXPECT_EQ(manifest.version, core::version());
    EXPECT_EQ(manifest.seed, 1u);
    EXPECT_EQ(manifest.threads, 2);
    EXPECT_LE(manifest.started, manifest.ended);
    EXPECT_EQ(manifest.error, "");
    EXPECT_FALSE(fs::exists(in("one") / "journal.h5"));
    EXPECT_FALSE(fs::exists(in("one") / "checkpoints"));
}

TEST_F(FolderRun, is_described_by_every_file_that_was_read_and_the_profiles_taken) {
    const std::string text = "schema = 1\nextends = \"scenario.toml\"\n[profiles.short]\ntime.duration = \"15 h\"\n";
    overwrite(place_.path() / "short.toml", text);
    io::RunOptions shorter = options("one");
    shorter.scenario = place_.path() / "short.toml";
    shorter.read.profiles = {"short"};
    EXPECT_EQ(io::run_scenario(shorter).hours, 15u);
    const io::Manifest manifest = io::read_manifest(in("one") / "manifest.json");
    EXPECT_EQ(manifest.scenario, text);
    EXPECT_EQ(manifest.profiles, std::vector<std::string>{"short"});
    EXPECT_EQ(manifest.inputs, (std::vector<io::InputFile>{{scenario_.string(), io::sha256(contents(scenario_))},
                                                           {shorter.scenario, io::sha256(text)}}));
    EXPECT_EQ(io::profiles_of(shorter.scenario), manifest.profiles);
    EXPECT_EQ(io::resume_run(in("one")).end, io::RunEnd::complete);
}

TEST_F(FolderRun, is_described_by_the_overrides_too) {
    io::RunOptions shorter = options("one");
    shorter.read.overrides = {{"time.duration", "15 h"}};
    EXPECT_EQ(io::run_scenario(shorter).hours, 15u);
    EXPECT_NE(io::read_manifest(in("one") / "manifest.json").configuration.find("duration = \"15 h\""),
              std::string::npos);
}

TEST_F(FolderRun, resumed_from_any_of_its_checkpoints_gives_the_uninterrupted_bytes) {
    const std::string bytes = expected();
    io::RunOptions copied = options("copied");
    // What a copy of the folder holds at an hour is what a kill at that hour leaves.
    copied.checkpoint_every = 3;
    copied.progress = [&](const io::RunProgress& now) {
        if (now.hour % 3 == 1) fs::copy(in("copied"), in("at" + std::to_string(now.hour)), fs::copy_options::recursive);
        return true;
    };
    io::run_scenario(copied);
    for (core::Tick hour = 4; hour < 64; hour += 3) {
        const std::string name = "at" + std::to_string(hour);
        const io::RunSummary summary = io::resume_run(in(name), 1 + hour % 4, stop_never);
        EXPECT_EQ(summary.resumed_at, hour - 1);
        EXPECT_EQ(summary.skipped, std::vector<std::string>());
        EXPECT_TRUE(results(name) == bytes) << name;
    }
}

TEST_F(FolderRun, killed_at_any_moment_and_resumed_gives_the_uninterrupted_bytes) {
    using namespace std::chrono;
    const std::string bytes = expected();
    const auto spawn = [&](const std::string& name) {
        const std::string out = in(name).string(), scenario = scenario_.string();
        const std::string program = run_flood_program();
        std::vector<const char*> words{program.c_str(), scenario.c_str(), out.c_str(), "10", nullptr};
        pid_t child = 0;
        const int failed = posix_spawn(&child, words[0], nullptr, nullptr, const_cast<char**>(words.data()), environ);
        EXPECT_EQ(failed, 0);
        while (!fs::exists(in(name)) && waitpid(child, nullptr, WNOHANG) == 0) std::this_thread::yield();
        return child;
    };
    const pid_t whole = spawn("whole");
    const auto start = steady_clock::now();
    waitpid(whole, nullptr, 0);
    std::uniform_int_distribution<std::int64_t> moment(0, (steady_clock::now() - start) / microseconds(1));
    ASSERT_TRUE(results("whole") == bytes);
    const char* wanted = std::getenv("COMMONWEAL_KILLS");
    std::mt19937 random(std::random_device{}());
    for (int i = 0, kills = wanted ? std::atoi(wanted) : 4; i < kills; ++i) {
        const std::string name = "kill" + std::to_string(i);
        const pid_t child = spawn(name);
        const microseconds delay(moment(random));
        std::this_thread::sleep_for(delay);
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        const io::RunSummary summary = io::resume_run(in(name), 2, stop_never);
        EXPECT_EQ(summary.skipped, std::vector<std::string>());
        ASSERT_TRUE(results(name) == bytes) << "killed after " << delay.count() << " us";
    }
}

TEST_F(FolderRun, stopped_by_its_caller_looks_unfinished_and_goes_on_from_the_hour_it_was_stopped_at) {
    const std::string bytes = expected();
    const io::RunSummary stopped = stop_at(23, "one");
    EXPECT_EQ(stopped.end, io::RunEnd::stopped);
    EXPECT_EQ(stopped.hour, 23u);
    EXPECT_EQ(stopped.results_sha256, "");
    EXPECT_FALSE(fs::exists(in("one") / "results.h5"));
    EXPECT_EQ(io::read_manifest(in("one") / "manifest.json").state, io::RunState::interrupted);
    std::vector<core::Tick> hours;
    const io::RunSummary resumed = io::resume_run(in("one"), 2, [&](const io::RunProgress& now) {
        hours.push_back(now.hour);
        return true;
    });
    EXPECT_EQ(resumed.resumed_at, 23u);
    EXPECT_EQ(hours.front(), 24u);
    EXPECT_TRUE(results("one") == bytes);
}

TEST_F(FolderRun, that_was_never_to_make_checkpoints_makes_one_when_it_is_stopped) {
    io::RunOptions never = options("one");
    never.checkpoint_every = 0;
    never.progress = [](const io::RunProgress& now) { return now.hour != 35; };
    io::run_scenario(never);
    EXPECT_EQ(io::list_checkpoints(in("one") / "checkpoints").size(), 1u);
    EXPECT_EQ(io::resume_run(in("one")).resumed_at, 35u);
}

TEST_F(FolderRun, passes_over_damaged_checkpoints) {
    const std::string bytes = expected();
    for (const std::size_t damaged : {1u, 2u}) {
        const std::string name = "damaged" + std::to_string(damaged);
        stop_at(35, name);
        const std::vector<fs::path> files = io::list_checkpoints(in(name) / "checkpoints");
        ASSERT_EQ(files.size(), 2u);
        for (std::size_t i = files.size() - damaged; i < files.size(); ++i) overwrite(files[i], "lost");
        const io::RunSummary summary = io::resume_run(in(name));
        EXPECT_EQ(summary.resumed_at, damaged == 1 ? 30u : 0u);
        EXPECT_EQ(summary.skipped.size(), damaged);
        EXPECT_TRUE(results(name) == bytes);
    }
}

TEST_F(FolderRun, goes_on_with_the_scenario_it_began_with) {
    const std::string bytes = expected();
    stop_at(20, "one");
    model::Scenario other = small_flood();
    other.residents.count += 100;
    overwrite(scenario_, configuration(other));
    io::resume_run(in("one"));
    EXPECT_TRUE(results("one") == bytes);
}

TEST_F(FolderRun, that_is_complete_is_left_as_it_is) {
    const std::string bytes = expected();
    const std::string manifest = contents(in("uninterrupted") / "manifest.json");
    const io::RunSummary summary = io::resume_run(
        in("uninterrupted"), 2, [](const io::RunProgress&) -> bool { throw std::logic_error("nothing is to be run"); });
    EXPECT_EQ(summary.end, io::RunEnd::complete);
    EXPECT_EQ(summary.resumed_at, summary.hours);
    EXPECT_EQ(summary.results_sha256, io::sha256(bytes));
    EXPECT_EQ(contents(in("uninterrupted") / "manifest.json"), manifest);
}

TEST_F(FolderRun, that_is_complete_makes_lost_results_again_and_touches_no_changed_ones) {
    const std::string bytes = expected();
    const fs::path file = in("uninterrupted") / "results.h5";
    overwrite(file, "mine");
    EXPECT_NE(problem_of([&] { io::resume_run(in("uninterrupted")); }).find("has changed since"), std::string::npos);
    EXPECT_EQ(contents(file), "mine");
    fs::remove(file);
    EXPECT_EQ(io::resume_run(in("uninterrupted")).resumed_at, 0u);
    EXPECT_TRUE(contents(file) == bytes);
}

TEST_F(FolderRun, into_a_folder_that_is_there_needs_force) {
    io::run_scenario(options("one"));
    const std::string first = results("one");
    io::RunOptions second = options("one");
    second.seed = {2, 0};
    EXPECT_EQ(problem_of([&] { io::run_scenario(second); }),
              "cannot write the run into " + in("one").string() + ": it exists already");
    EXPECT_TRUE(results("one") == first);
    second.force = true;
    EXPECT_EQ(io::run_scenario(second).end, io::RunEnd::complete);
    EXPECT_FALSE(results("one") == first);
}

TEST_F(FolderRun, of_another_version_is_refused) {
    stop_at(20, "one");
    io::Manifest manifest = io::read_manifest(in("one") / "manifest.json");
    manifest.version = "9.8.7";
    io::write_manifest(in("one") / "manifest.json", manifest);
    const std::string problem = problem_of([&] { io::resume_run(in("one")); });
    EXPECT_NE(problem.find("commonweal 9.8.7 began it and this is "), std::string::npos) << problem;
    EXPECT_EQ(contents(in("one") / "manifest.json").find("\"running\""), std::string::npos);
}

TEST_F(FolderRun, is_written_by_one_at_a_time) {
    io::RunOptions busy = options("one");
    std::string problem;
    busy.progress = [&](const io::RunProgress& now) {
        if (now.hour == 5) problem = problem_of([&] { io::resume_run(in("one")); });
        return true;
    };
    EXPECT_EQ(io::run_scenario(busy).end, io::RunEnd::complete);
    EXPECT_EQ(problem, "cannot use " + in("one").string() + ": another process is writing this run");
}

TEST_F(FolderRun, that_fails_records_why_and_can_be_resumed) {
    const std::string bytes = expected();
    io::RunOptions failing = options("one");
    failing.progress = [](const io::RunProgress& now) -> bool {
        return now.hour < 30 ? true : throw std::runtime_error("the lights went out");
    };
    EXPECT_THROW(io::run_scenario(failing), std::runtime_error);
    const io::Manifest manifest = io::read_manifest(in("one") / "manifest.json");
    EXPECT_EQ(manifest.state, io::RunState::failed);
    EXPECT_EQ(manifest.error, "the lights went out");
    EXPECT_FALSE(fs::exists(in("one") / "results.h5"));
    EXPECT_EQ(io::resume_run(in("one")).resumed_at, 20u);
    EXPECT_TRUE(results("one") == bytes);
    EXPECT_EQ(io::read_manifest(in("one") / "manifest.json").error, "");
}

TEST_F(FolderRun, with_mistakes_in_its_scenario_makes_no_folder) {
    io::RunOptions wrong = options("one");
    wrong.read.overrides = {{"residents.cuont", "3000"}, {"time.duration", "-5 h"}};
    try {
        io::run_scenario(wrong);
        FAIL();
    } catch (const core::ConfigError& error) {
        EXPECT_EQ(error.mistakes().size(), 2u) << error.what();
    }
    EXPECT_FALSE(fs::exists(in("one")));
}

TEST_F(FolderRun, holds_what_the_same_run_writes_into_memory) {
    io::run_scenario(options("one"));
    study::MemorySink memory;
    core::Workers workers(1);
    model::Simulation simulation(small_flood(), {1, 0}, workers);
    study::run(simulation, memory);
    const core::RecordTable& series = memory.table("series");
    const hid_t file = H5Fopen((in("one") / "results.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    std::size_t compared = 0;
    for (std::size_t i = 0; i < series.schema().columns.size(); ++i) {
        const core::RecordColumn& column = series.schema().columns[i];
        if (column.type != core::ValueType::f32) continue;
        const auto bytes = series.bytes(i);
        std::vector<std::byte> read(bytes.size());
        ASSERT_EQ(series.rows() * series.width(i) * sizeof(float), read.size());
        EXPECT_GE(H5LTread_dataset_float(file, column.name.c_str(), reinterpret_cast<float*>(read.data())), 0);
        EXPECT_TRUE(std::ranges::equal(read, bytes)) << column.name;
        ++compared;
    }
    H5Fclose(file);
    EXPECT_GT(compared, 3u);
}

TEST_F(FolderRun, on_a_full_disk_is_one_clear_error_and_can_be_resumed_when_there_is_room) {
    const std::string done = "results.h5 " + io::sha256(expected()) + '\n';
    const fs::path said = in("said");
    fs::create_directory(in("disk"));
    std::set<std::string> full;
    for (int kib = 24; full.count("results.h5") == 0; kib += 24) {
        ASSERT_LT(kib, 4000) << "the disk was never full when the results were written";
        // A small disk of this process alone, which needs no rights where name spaces for users are allowed.
        const std::string flood = "'" + run_flood_program() + "' scenario.toml disk/run 0";
        const std::string commands = "cd '" + place_.path().string() +
                                     "' && mount -t tmpfs -o size=" + std::to_string(kib) +
                                     "k tmpfs disk || exit 77; " + flood + " >said 2>&1; echo \\$? >>said; " +
                                     "ls disk/run >>said; mount -o remount,size=64m disk; " + flood + " >>said 2>&1";
        const int status = std::system(("unshare -Urm sh -c \"" + commands + "\" 2>/dev/null").c_str());
        if (!fs::exists(said)) GTEST_SKIP() << "no disk can be mounted here: status " << WEXITSTATUS(status);
        const std::string text = contents(said);
        const std::string problem = text.substr(0, text.find('\n'));
        ASSERT_TRUE(problem.starts_with("cannot write ") && problem.ends_with(": No space left on device")) << text;
        EXPECT_TRUE(text.substr(problem.size()).starts_with("\n1\n")) << text;
        EXPECT_EQ(text.find("results.h5\n"), std::string::npos) << text;
        EXPECT_TRUE(text.ends_with(done)) << text;
        full.insert(fs::path(problem.substr(0, problem.rfind(':'))).filename());
    }
    EXPECT_EQ(full.count("journal.h5"), 1u);
}

TEST(LoadScenario, takes_the_file_or_its_folder) {
    const TemporaryFolder place;
    overwrite(place.path() / "scenario.toml", configuration(small_flood()));
    const io::ReadOptions options{.overrides = {{"residents.count", "6000"}}};
    for (const fs::path& path : {place.path(), place.path() / "scenario.toml"}) {
        const model::Scenario loaded = io::load_scenario(path, options);
        EXPECT_EQ(loaded.title, "A small flood");
        EXPECT_EQ(loaded.residents.count, 6000);
        EXPECT_EQ(loaded.storm.rain, small_flood().storm.rain);
    }
}

TEST(LoadScenario, names_the_file_that_is_missing) {
    const TemporaryFolder place;
    EXPECT_NE(problem_of([&] { io::load_scenario(place.path()); }).find("scenario.toml"), std::string::npos);
    EXPECT_NE(problem_of([&] { io::load_scenario(place.path() / "none.toml"); }).find("none.toml"), std::string::npos);
}
