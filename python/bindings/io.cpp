// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/journal.hpp>
#include <commonweal/io/json_schema.hpp>
#include <commonweal/io/key_explanation.hpp>
#include <commonweal/io/parameter_reference.hpp>
#include <commonweal/io/run.hpp>
#include <commonweal/io/run_folder.hpp>

#include "bindings.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace commonweal::python {

namespace py = pybind11;
namespace fs = std::filesystem;

namespace {

using Overrides = std::vector<std::pair<std::string, std::string>>;

std::vector<io::Override> to_overrides(const Overrides& pairs) {
    std::vector<io::Override> overrides;
    for (const auto& [path, value] : pairs) overrides.push_back({.path = path, .value = value});
    return overrides;
}

/// What a run calls each hour: looks for Ctrl-C and tells Python how far it is, often enough for a person and at least
/// at every twentieth of the run, however quick it is. An exception of Python's stops the run, which writes its
/// checkpoint, and is raised when that is done.
class Reporter {
public:
    explicit Reporter(py::object progress) : progress_(std::move(progress)) {}

    bool operator()(const io::RunProgress& progress) {
        const auto now = std::chrono::steady_clock::now();
        if (now < next_ && progress.hour < next_hour_ && progress.hour < progress.hours) return true;
        next_ = now + std::chrono::milliseconds(20);
        next_hour_ = progress.hour + std::max<core::Tick>(1, progress.hours / 20);
        const py::gil_scoped_acquire lock;
        try {
            return report(progress);
        } catch (py::error_already_set& error) {
            raised_.emplace(std::move(error));
            return false;
        }
    }

    void raise() {
        if (raised_) throw py::error_already_set(*raised_);
    }

private:
    bool report(const io::RunProgress& progress) const {
        if (PyErr_CheckSignals() != 0) throw py::error_already_set();
        if (progress_.is_none()) return true;
        const py::object answer = progress_(progress.hour, progress.hours);
        return answer.is_none() || answer.cast<bool>();
    }

    py::object progress_;
    std::chrono::steady_clock::time_point next_{};
    core::Tick next_hour_ = 0;
    std::optional<py::error_already_set> raised_;
};

/// Runs without Python's lock, so that its other threads go on.
template <class Work>
io::RunSummary unlocked(const py::object& progress, Work&& work) {
    Reporter reporter(progress);
    io::RunSummary summary;
    {
        const py::gil_scoped_release release;
        summary = work([&reporter](const io::RunProgress& now) { return reporter(now); });
    }
    reporter.raise();
    return summary;
}

py::list read_parameters(const fs::path& scenario, const io::ReadOptions& options) {
    model::Scenario loaded = io::load_scenario(scenario, options);
    return parameters_of(loaded);
}

py::tuple repair_journal(const fs::path& folder) {
    const io::RunFolder held = io::RunFolder::open(folder);
    const io::JournalStatus status = io::repair_journal(held.files().journal);
    py::dict rows;
    for (const io::CommittedTable& table : status.tables) rows[to_python(table.name)] = table.rows;
    return py::make_tuple(status.hour, rows);
}

/// Hands on what a function makes of the table of a scenario that nobody changed.
template <auto make>
auto of_default_scenario() {
    model::Scenario scenario;
    core::ParameterTable table;
    describe(table, scenario);
    return make(table);
}

void bind_documentation(py::module_& module) {
    py::class_<io::KeyExplanation>(module, "KeyExplanation")
        .def_readonly("path", &io::KeyExplanation::path)
        .def_readonly("kind", &io::KeyExplanation::kind)
        .def_readonly("meaning", &io::KeyExplanation::meaning)
        .def_readonly("unit", &io::KeyExplanation::unit)
        .def_readonly("allowed", &io::KeyExplanation::allowed)
        .def_readonly("default_text", &io::KeyExplanation::default_text)
        .def_readonly("evidence", &io::KeyExplanation::evidence)
        .def_readonly("source", &io::KeyExplanation::source)
        .def_readonly("example", &io::KeyExplanation::example)
        .def_readonly("required", &io::KeyExplanation::required)
        .def_readonly("live", &io::KeyExplanation::live)
        .def_readonly("holds", &io::KeyExplanation::holds);
    module.def("explain_keys", &of_default_scenario<&io::explain_keys>);
    module.def("parameter_reference", &of_default_scenario<&io::parameter_reference_markdown>);
    module.def("json_schema",
               &of_default_scenario<[](const core::ParameterTable& table) { return io::json_schema(table); }>);
}

}  // namespace

void bind_io(py::module_& module) {
    py::class_<io::RunSummary>(module, "RunSummary")
        .def_property_readonly("complete",
                               [](const io::RunSummary& summary) { return summary.end == io::RunEnd::complete; })
        .def_property_readonly("folder", [](const io::RunSummary& summary) { return fs::path(summary.folder); })
        .def_readonly("hour", &io::RunSummary::hour)
        .def_readonly("hours", &io::RunSummary::hours)
        .def_readonly("results_sha256", &io::RunSummary::results_sha256)
        .def_readonly("resumed_at", &io::RunSummary::resumed_at)
        .def_readonly("skipped", &io::RunSummary::skipped);

    module.attr("kept_checkpoints") = io::kept_checkpoints;
    module.attr("usual_checkpoint_every") = io::usual_checkpoint_every;
    module.def("parse_override", [](const std::string& text) {
        const io::Override parsed = io::parse_override(text);
        return py::make_tuple(to_python(parsed.path), to_python(parsed.value));
    });
    py::class_<io::ReadOptions>(module, "ReadOptions")
        .def(py::init([](std::vector<std::string> profiles, const Overrides& overrides, const fs::path& library) {
                 return io::ReadOptions{
                     .profiles = std::move(profiles), .overrides = to_overrides(overrides), .library = library};
             }),
             py::kw_only(), py::arg("profiles"), py::arg("overrides"), py::arg("library"));
    module.def("read_parameters", &read_parameters, py::arg("scenario"), py::arg("options"));
    module.def(
        "profiles_of",
        [](const fs::path& scenario, const io::ReadOptions& options) { return io::profiles_of(scenario, options); },
        py::arg("scenario"), py::arg("options"));
    module.def(
        "run",
        [](const fs::path& scenario, const io::ReadOptions& read, std::uint32_t seed, std::uint32_t replicate,
           unsigned threads, const fs::path& out, bool force, core::Tick checkpoint_every, const py::object& progress) {
            io::RunOptions options{.scenario = scenario,
                                   .read = read,
                                   .seed = {.value = seed, .replicate = replicate},
                                   .threads = threads,
                                   .out = out,
                                   .force = force,
                                   .checkpoint_every = checkpoint_every,
                                   .progress = {}};
            return unlocked(progress, [&](auto report) {
                options.progress = std::move(report);
                return io::run_scenario(options);
            });
        },
        py::arg("scenario"), py::arg("options"), py::kw_only(), py::arg("seed"), py::arg("replicate"),
        py::arg("threads"), py::arg("out"), py::arg("force"), py::arg("checkpoint_every"), py::arg("progress"));
    module.def(
        "resume",
        [](const fs::path& folder, unsigned threads, const py::object& progress) {
            return unlocked(progress, [&](auto report) { return io::resume_run(folder, threads, std::move(report)); });
        },
        py::arg("folder"), py::kw_only(), py::arg("threads"), py::arg("progress"));
    bind_documentation(module);
    module.def("repair_journal", &repair_journal, py::arg("folder"));
}

}  // namespace commonweal::python
