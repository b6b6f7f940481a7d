// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/diffusion.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_diffusion(const process::Diffusion& diffusion, const py::dict& initially,
                                    const process::Experiment& experiment) {
    process::DiffusionStart start;
    Initial initial(initially);
    initial.starters("adopted", start.adopted);
    initial.values("readiness", start.readiness);
    initial.finish();
    return unlocked([&] { return process::simulate(diffusion, start, experiment); });
}

process::Dataset diffusion_mean_field(const process::Diffusion& diffusion, const py::dict& initially, double until,
                                      double every) {
    double adopted = 0.0;
    Initial initial(initially);
    initial.number("adopted", adopted);
    initial.finish();
    return process::mean_field(diffusion, adopted, until, every);
}

}  // namespace

void bind_diffusion(py::module_& module) {
    bind_parameters<process::Diffusion>(module, "Diffusion")
        .def("simulate", &simulate_diffusion)
        .def("mean_field", &diffusion_mean_field)
        .def("adopted_share", &process::adopted_share)
        .def("peak_time", &process::peak_time)
        .def("peak_rate", &process::peak_rate);
}

}  // namespace commonweal::python
