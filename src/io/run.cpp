// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/run.hpp>

#include <commonweal/core/error.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/version.hpp>
#include <commonweal/io/hash.hpp>
#include <commonweal/io/run_folder.hpp>
#include <commonweal/io/toml_writer.hpp>
#include <commonweal/model/simulation.hpp>

#include "io/detail/files.hpp"

#include <exception>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace commonweal::io {

namespace fs = std::filesystem;
using core::Error;

namespace {

fs::path scenario_file(const fs::path& scenario) {
    std::error_code ignored;
    return fs::is_directory(scenario, ignored) ? scenario / "scenario.toml" : scenario;
}

/// A scenario, and what it was read from.
struct LoadedScenario {
    model::Scenario scenario;
    ReadSources sources;
};

LoadedScenario load(const fs::path& scenario, const ReadOptions& options) {
    LoadedScenario loaded;
    core::ParameterTable table;
    model::describe(table, loaded.scenario);
    loaded.sources = read_toml(scenario_file(scenario).string(), table, options,
                               [&loaded] { return model::mistakes(loaded.scenario); });
    return loaded;
}

std::string configuration_text(model::Scenario scenario) {
    core::ParameterTable table;
    model::describe(table, scenario);
    return write_toml(table);
}

model::Scenario configured_scenario(const Manifest& manifest, const fs::path& manifest_file) {
    model::Scenario scenario;
    core::ParameterTable table;
    model::describe(table, scenario);
    read_toml_text(manifest.configuration, manifest_file.string() + " (configuration)", table,
                   {.check = [&] { return model::mistakes(scenario); }});
    return scenario;
}

core::Seed seed_of(const Manifest& manifest) {
    return {static_cast<std::uint32_t>(manifest.seed), static_cast<std::uint32_t>(manifest.replicate)};
}

CheckpointIdentity identity_of(const Manifest& manifest) {
    const std::string seeds = std::to_string(manifest.seed) + ' ' + std::to_string(manifest.replicate);
    return {.version = manifest.version, .configuration = sha256(seeds + '\n' + manifest.configuration), .build = {}};
}

/// One run in its folder, from wherever it stands there.
class FolderRun {
public:
    FolderRun(const RunFolder& folder, Manifest manifest) : folder_(folder), manifest_(std::move(manifest)) {}

    RunSummary go_on(const model::Scenario& scenario, core::Workers& workers,
                     const std::function<bool(const RunProgress&)>& progress) {
        try {
            model::Simulation simulation(scenario, seed_of(manifest_), workers);
            RunSummary summary = run(simulation, progress);
            finish(summary);
            return summary;
        } catch (const std::exception& error) {
            record_failure(error.what());
            throw;
        } catch (...) {
            record_failure("unknown");
            throw;
        }
    }

private:
    RunSummary run(model::Simulation& simulation, const std::function<bool(const RunProgress&)>& progress) {
        const CheckpointIdentity identity = identity_of(manifest_);
        Journal journal(folder_.files());
        ResumePoint point = folder_.resume_point(study::describe_output(simulation), identity);
        if (point.checkpoint) {
            study::load(simulation, point.checkpoint->state);
            journal = Journal::resume(folder_.files(), std::move(point.checkpoint->committed));
            point.checkpoint.reset();
        }
        RunSummary summary{
            .folder = folder_.path().string(), .hours = simulation.hours(), .results_sha256 = {}, .skipped = {}};
        summary.resumed_at = simulation.hour();
        summary.skipped = std::move(point.skipped);
        study::RunControl control{.checkpoint_every = manifest_.checkpoint_every, .progress = progress};
        control.checkpoint = [&](core::Tick, std::span<const std::byte> state, const study::Committed& committed) {
            write_checkpoint(folder_.checkpoints(), committed, state, identity);
            keep_last_checkpoints(folder_.checkpoints(), kept_checkpoints);
        };
        summary.end = study::run(simulation, journal, control);
        summary.hour = simulation.hour();
        return summary;
    }

    void finish(RunSummary& summary) {
        manifest_.ended = time_now();
        if (summary.end == RunEnd::complete) {
            summary.results_sha256 = sha256_of_file(folder_.files().results);
            manifest_.state = RunState::complete;
            manifest_.results_sha256 = summary.results_sha256;
        } else {
            manifest_.state = RunState::interrupted;
        }
        folder_.write_manifest(manifest_);
        if (summary.end == RunEnd::complete) folder_.remove_scaffolding();
    }

    /// What made the run fail may keep the manifest from being written, too; the first reason is the one to tell.
    void record_failure(const std::string& reason) noexcept try {
        manifest_.state = RunState::failed;
        manifest_.ended = time_now();
        manifest_.error = reason;
        folder_.write_manifest(manifest_);
    } catch (const std::exception&) {
    }

    const RunFolder& folder_;
    Manifest manifest_;
};

Manifest new_manifest(const RunOptions& options, const LoadedScenario& loaded, unsigned threads) {
    Manifest manifest;
    manifest.scenario = loaded.sources.files.back().text;
    manifest.configuration = configuration_text(loaded.scenario);
    for (const ReadSources::File& file : loaded.sources.files)
        manifest.inputs.push_back({.path = file.name, .sha256 = sha256(file.text)});
    manifest.profiles = options.read.profiles;
    manifest.version = core::version();
    manifest.compiler = compiler_name();
    manifest.seed = options.seed.value;
    manifest.replicate = options.seed.replicate;
    manifest.threads = static_cast<int>(threads);
    manifest.started = time_now();
    manifest.checkpoint_every = options.checkpoint_every;
    return manifest;
}

/// Nothing where the results have to be written, again or at last.
std::optional<RunSummary> complete_run(const RunFolder& folder, const Manifest& manifest, core::Tick hours) {
    const fs::path results = folder.files().results;
    if (manifest.state != RunState::complete || !fs::exists(results)) return std::nullopt;
    if (sha256_of_file(results) != manifest.results_sha256)
        throw Error("cannot resume " + folder.path().string() +
                    ": the run was complete, and results.h5 has changed since; remove it to have it made again");
    folder.remove_scaffolding();
    RunSummary summary{.end = RunEnd::complete,
                       .folder = folder.path().string(),
                       .hour = hours,
                       .hours = hours,
                       .results_sha256 = manifest.results_sha256,
                       .skipped = {}};
    summary.resumed_at = hours;
    return summary;
}

void check_version(const RunFolder& folder, const Manifest& manifest) {
    const std::string ours(core::version());
    if (manifest.version != ours)
        throw Error("cannot resume " + folder.path().string() + ": commonweal " + manifest.version +
                    " began it and this is " + ours + "; resume with that version, or run the scenario anew");
}

}  // namespace

model::Scenario load_scenario(const std::string& scenario, const ReadOptions& options) {
    return load(scenario, options).scenario;
}

std::vector<std::string> profiles_of(const std::string& scenario, const ReadOptions& options) {
    return load(scenario, options).sources.profiles;
}

RunSummary run_scenario(const RunOptions& options) {
    const LoadedScenario loaded = load(options.scenario, options.read);
    core::Workers workers(options.threads);
    Manifest manifest = new_manifest(options, loaded, workers.threads());
    const IfExists if_exists = options.force ? IfExists::replace : IfExists::refuse;
    const RunFolder folder = RunFolder::create(options.out, if_exists, manifest);
    return FolderRun(folder, std::move(manifest)).go_on(loaded.scenario, workers, options.progress);
}

RunSummary resume_run(const std::string& path, unsigned threads,
                      const std::function<bool(const RunProgress&)>& progress) {
    const RunFolder folder = RunFolder::open(path);
    Manifest manifest = folder.manifest();
    check_version(folder, manifest);
    const model::Scenario scenario = configured_scenario(manifest, folder.manifest_file());
    if (auto complete = complete_run(folder, manifest, static_cast<core::Tick>(scenario.time.duration)))
        return *std::move(complete);
    core::Workers workers(threads);
    manifest.state = RunState::running;
    manifest.threads = static_cast<int>(workers.threads());
    manifest.ended.clear();
    manifest.error.clear();
    manifest.results_sha256.clear();
    folder.write_manifest(manifest);
    return FolderRun(folder, std::move(manifest)).go_on(scenario, workers, progress);
}

}  // namespace commonweal::io
