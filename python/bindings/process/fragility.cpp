// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/fragility.hpp>

#include "arrays.hpp"
#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

using process::ComponentDamage;
using process::Fragility;

void refuse_curves(const std::string& name, const std::string& value, const std::string& rule) {
    throw core::ConfigError({{.file = "keyword", .path = name, .rule = rule, .value = value}});
}

/// The curves that a user gives in place of the table's row; the row where none are given.
Fragility curves_of(const ComponentDamage& process, const std::vector<double>& median,
                    const std::vector<double>& dispersion) {
    Fragility curves = process::fragility_row(process.component).fragility;
    if (median.empty() && dispersion.empty()) return curves;
    for (const auto& [name, given] : {std::pair{"median", &median}, std::pair{"dispersion", &dispersion}}) {
        if (given->size() != curves.size()) {
            refuse_curves(name, std::to_string(given->size()) + " numbers",
                          "must be 4 numbers: slight, moderate, extensive, complete");
        }
    }
    for (std::size_t k = 0; k < curves.size(); ++k) {
        curves[k] = {.median = median[k], .dispersion = dispersion[k]};
        if (!(median[k] > 0.0)) refuse_curves("median", std::to_string(median[k]), "must be above 0");
        if (!(dispersion[k] > 0.0)) refuse_curves("dispersion", std::to_string(dispersion[k]), "must be above 0");
    }
    return curves;
}

process::Dataset simulate_damage(const ComponentDamage& process, const py::dict& initially,
                                 const process::Experiment& experiment) {
    process::DamageStart start;
    std::vector<double> median;
    std::vector<double> dispersion;
    Initial initial(initially);
    initial.values("intensity", start.intensity);
    initial.list("median", median);
    initial.list("dispersion", dispersion);
    initial.finish();
    if (!median.empty() || !dispersion.empty()) {
        start.fragility = curves_of(process, median, dispersion);
    }
    return unlocked([&] { return process::simulate(process, start, experiment); });
}

py::array_t<double> damage_chances(const ComponentDamage& process, const std::vector<double>& intensity,
                                   const std::vector<double>& median, const std::vector<double>& dispersion) {
    const Fragility curves = curves_of(process, median, dispersion);
    std::vector<double> chances;
    chances.reserve(intensity.size() * process::damage_state_count);
    for (const double each : intensity) {
        const auto states = process::expected_states(process, curves, each);
        chances.insert(chances.end(), states.begin(), states.end());
    }
    return given(std::move(chances));
}

py::list fragility_rows() {
    py::list rows;
    for (std::size_t k = 0; k < process::fragile_component_count; ++k) {
        const process::FragilityRow& row = process::fragility_row(static_cast<process::FragileComponent>(k));
        std::vector<double> median;
        std::vector<double> dispersion;
        for (const process::FragilityCurve& curve : row.fragility) {
            median.push_back(curve.median);
            dispersion.push_back(curve.dispersion);
        }
        rows.append(py::make_tuple(std::string(row.name), median, dispersion, std::string(row.source),
                                   std::string(1, row.evidence)));
    }
    return rows;
}

}  // namespace

void bind_fragility(py::module_& module) {
    bind_parameters<ComponentDamage>(module, "ComponentDamage")
        .def("simulate", &simulate_damage)
        .def("damage_chances", &damage_chances);
    module.def("exceedance", [](const std::vector<double>& intensity, double median, double dispersion) {
        if (!(median > 0.0)) refuse_curves("median", std::to_string(median), "must be above 0");
        if (!(dispersion > 0.0)) refuse_curves("dispersion", std::to_string(dispersion), "must be above 0");
        std::vector<double> chances;
        chances.reserve(intensity.size());
        for (const double each : intensity) {
            chances.push_back(process::exceedance({.median = median, .dispersion = dispersion}, each));
        }
        return given(std::move(chances));
    });
    module.def("fragility_rows", &fragility_rows);
}

}  // namespace commonweal::python
