// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/inoperability.hpp>

#include "arrays.hpp"
#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_sectors(const process::Inoperability& process, const py::dict& initially,
                                  const process::Experiment& experiment) {
    process::InoperabilityStart start;
    process::AgentValues recovery_time;
    Initial initial(initially);
    initial.list("interdependency", start.interdependency);
    initial.values("perturbation", start.perturbation);
    initial.values("inoperability", start.inoperability);
    initial.values("output", start.output);
    initial.values("recovery_time", recovery_time);
    initial.finish();
    if (initially.contains("recovery_time")) start.recovery_time = recovery_time;
    return unlocked([&] { return process::simulate(process, start, experiment); });
}

}  // namespace

void bind_inoperability(py::module_& module) {
    bind_parameters<process::Inoperability>(module, "Inoperability")
        .def("simulate", &simulate_sectors)
        .def("static_inoperability",
             [](const process::Inoperability& process, const std::vector<double>& matrix,
                const std::vector<double>& perturbation) {
                 return given(process::static_inoperability(process.limit, matrix, perturbation));
             })
        .def("resilience_coefficient", &process::resilience_coefficient)
        .def("even_interdependency", [](const process::Inoperability& process, std::size_t sectors) {
            return given(process::even_interdependency(process, sectors));
        });
    module.def("interdependency_from", [](const std::vector<double>& technical, const std::vector<double>& output) {
        return given(process::interdependency_from(technical, output));
    });
    module.def("interdependency_indices", [](const std::vector<double>& matrix) {
        process::InterdependencyIndices found = process::interdependency_indices(matrix);
        py::dict named;
        named["dependency"] = given(std::move(found.dependency));
        named["influence"] = given(std::move(found.influence));
        named["overall_dependency"] = given(std::move(found.overall_dependency));
        named["overall_influence"] = given(std::move(found.overall_influence));
        return named;
    });
}

}  // namespace commonweal::python
