// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/four_resiliences.hpp>
#include <commonweal/process/inequality.hpp>
#include <commonweal/process/recovery_curve.hpp>
#include <commonweal/process/resilience.hpp>
#include <commonweal/process/tail.hpp>

#include "arrays.hpp"
#include "process/process.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_recovery(const process::RecoveryCurve& curve, const py::dict& given,
                                   const process::Resilience& reading, const process::Experiment& experiment) {
    process::RecoveryStart start;
    Initial initial(given);
    const auto values = [&](const char* name, std::optional<process::AgentValues>& values) {
        if (given.contains(name)) initial.values(name, values.emplace());
    };
    values("drop", start.drop);
    values("plateau", start.plateau);
    values("duration", start.duration);
    initial.finish();
    return unlocked([&] { return process::simulate(curve, start, reading, experiment); });
}

/// One row of measures for each series; series lie one after the other.
std::vector<std::vector<double>> read_series(const process::Resilience& reading, const Array<double>& series,
                                             std::size_t length, double step) {
    std::vector<std::vector<double>> rows;
    const std::span<const double> all = span_of(series);
    for (std::size_t first = 0; first + length <= all.size(); first += length) {
        const auto read = process::resilience(reading, all.subspan(first, length), step);
        rows.push_back(
            {read.loss, read.normalised, read.robustness, read.time_to_low, read.time_regained, read.rapidity});
    }
    return rows;
}

process::LinkovMatrix linkov(const Array<double>& scores, const std::vector<std::uint8_t>& stages) {
    std::vector<process::ResilienceStage> read;
    for (const std::uint8_t stage : stages) read.push_back(static_cast<process::ResilienceStage>(stage));
    return process::linkov_matrix(span_of(scores), read);
}

void bind_inequality(py::module_& module) {
    module.def("gini", [](const Array<double>& amounts) { return process::gini(span_of(amounts)); });
    module.def("theil", [](const Array<double>& amounts) { return process::theil(span_of(amounts)); });
    module.def("theil_parts", [](const Array<double>& amounts, const Array<std::uint32_t>& groups) {
        const auto parts = process::theil_parts(span_of(amounts), span_of(groups));
        return py::make_tuple(parts.between, parts.within);
    });
    module.def("atkinson", [](const Array<double>& amounts, double aversion) {
        return process::atkinson(span_of(amounts), aversion);
    });
    module.def("jain_index", [](const Array<double>& amounts) { return process::jain_index(span_of(amounts)); });
    module.def("concentration_index", [](const Array<double>& amounts, const Array<double>& rank) {
        return process::concentration_index(span_of(amounts), span_of(rank));
    });
    module.def("low_to_high_ratio", [](const Array<double>& amounts, const Array<double>& rank, double share) {
        return process::low_to_high_ratio(span_of(amounts), span_of(rank), share);
    });
}

void bind_tail(py::module_& module) {
    module.def("worst_mean", [](const Array<double>& values, double share, bool high) {
        return process::worst_mean(span_of(values), share, high ? process::WorstEnd::high : process::WorstEnd::low);
    });
    module.def("counted_chance", [](std::uint64_t happened, std::uint64_t runs) {
        const auto counted = process::counted_chance(happened, runs);
        return py::make_tuple(counted.chance, counted.low, counted.high);
    });
    module.def("hill_exponent", [](const Array<double>& values, std::uint64_t count) {
        return process::hill_exponent(span_of(values), count);
    });
}

void bind_four_resiliences(py::module_& module) {
    module.def("subject_resilience", [](const core::Graph& graph, const Array<std::uint8_t>& active) {
        return process::subject_resilience(graph, span_of(active));
    });
    module.def("spatial_resilience", &process::spatial_resilience);
    module.def("technical_resilience", &process::technical_resilience);
    module.def("psychological_resilience", [](const Array<float>& distress, double before, double now) {
        return process::psychological_resilience(span_of(distress), before, now);
    });
    module.def("digital_empowerment", &process::digital_empowerment);
}

}  // namespace

void bind_metrics(py::module_& module) {
    bind_parameters<process::RecoveryCurve>(module, "RecoveryCurve")
        .def("simulate", &simulate_recovery)
        .def("function_after",
             [](const process::RecoveryCurve& curve, const Array<double>& days) {
                 std::vector<double> functions;
                 for (const double day : span_of(days)) functions.push_back(process::function_after(curve, day));
                 return given(std::move(functions));
             })
        .def("loss",
             [](const process::RecoveryCurve& curve, double until) { return process::recovery_loss(curve, until); });
    bind_parameters<process::Resilience>(module, "Resilience")
        .def("read", &read_series)
        .def("collapsed", [](const process::Resilience& reading, const Array<double>& function, std::size_t dimensions,
                             double step) { return process::collapsed(reading, span_of(function), dimensions, step); });
    module.def("redundancy", [](const Array<double>& capacities, double need) {
        return process::redundancy(span_of(capacities), need);
    });
    module.def("resourcefulness", [](const Array<double>& deployed, const Array<double>& needed) {
        return process::resourcefulness(span_of(deployed), span_of(needed));
    });
    module.def("linkov_matrix", &linkov);
    bind_inequality(module);
    bind_tail(module);
    bind_four_resiliences(module);
}

}  // namespace commonweal::python
