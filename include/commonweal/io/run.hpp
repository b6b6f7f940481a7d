// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/random.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/io/toml_reader.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/study/run.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace commonweal::io {

using RunProgress = study::Progress;
using RunEnd = study::RunEnd;

/// How many checkpoints a run keeps: a second one, should the disk have damaged the last.
inline constexpr std::size_t kept_checkpoints = 2;

/// h from one checkpoint to the next, where nothing else is said.
inline constexpr core::Tick usual_checkpoint_every = 240;

/// A run to be made.
struct RunOptions {
    std::string scenario;                                  ///< scenario.toml, or a folder that holds one.
    ReadOptions read{};                                    ///< What is taken of it, and changed in it.
    core::Seed seed{1, 0};                                 ///< What tells this run's chances from another's.
    unsigned threads = 0;                                  ///< 0: one per processor. The results do not depend on it.
    std::string out;                                       ///< Folder of the run, to be made.
    bool force = false;                                    ///< Replace the older run that stands there.
    core::Tick checkpoint_every = usual_checkpoint_every;  ///< h; 0: only when the run is stopped.
    /// Called after each hour, on the calling thread. False stops the run with a checkpoint; an exception is recorded
    /// in the manifest and goes on.
    std::function<bool(const RunProgress&)> progress{};
};

/// What came of a run.
struct RunSummary {
    RunEnd end = RunEnd::stopped;
    std::string folder;
    core::Tick hour = 0;         ///< Hours that have been run.
    core::Tick hours = 0;        ///< In all.
    std::string results_sha256;  ///< Of results.h5; empty where the run was stopped.
    core::Tick resumed_at = 0;   ///< The hour this call began with; equal to `hours` where nothing was left to do.
    std::vector<std::string> skipped;  ///< Checkpoints that were of no use, and why.
};

/// Reads a scenario and checks it. `scenario` is the file or a folder that holds scenario.toml.
/// \throws ConfigError with every mistake of file and overrides.
model::Scenario load_scenario(const std::string& scenario, const ReadOptions& options = {});

/// Names of the profiles that a scenario has. Throws core::ConfigError as load_scenario does.
std::vector<std::string> profiles_of(const std::string& scenario, const ReadOptions& options = {});

/// Runs a scenario into a new folder, from which `resume_run` can go on whatever happens meanwhile.
/// \throws ConfigError before the folder is made; Error where it cannot be made, or is there already, or the run fails.
RunSummary run_scenario(const RunOptions& options);

/// Goes on with a run that was stopped, failed or was killed, from its latest sound checkpoint or else from its first
/// hour. What was in effect then is in effect now: the scenario file is not read again. A complete run is left as it
/// is. \throws Error where there is no run, another process is writing it, or another version of the library began it.
RunSummary resume_run(const std::string& folder, unsigned threads = 0,
                      const std::function<bool(const RunProgress&)>& progress = {});

}  // namespace commonweal::io
