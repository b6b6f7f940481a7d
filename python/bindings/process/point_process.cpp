// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/point_process.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::PointStart point_start(const py::dict& given) {
    process::PointStart start;
    Initial initial(given);
    initial.number("warm_up", start.warm_up);
    initial.finish();
    return start;
}

process::Dataset count_points(const process::PointProcess& process, const py::dict& given,
                              const process::Experiment& experiment) {
    const process::PointStart start = point_start(given);
    return unlocked([&] { return process::simulate(process, start, experiment); });
}

process::Dataset list_points(const process::PointProcess& process, const py::dict& given,
                             const process::Experiment& experiment) {
    const process::PointStart start = point_start(given);
    return unlocked([&] { return process::events(process, start, experiment); });
}

}  // namespace

void bind_point_process(py::module_& module) {
    bind_parameters<process::PointProcess>(module, "PointProcess")
        .def("simulate", &count_points)
        .def("events", &list_points)
        .def("background_count", &process::background_count)
        .def("mean_count", &process::mean_count)
        .def("mean_rate", &process::mean_rate)
        .def("count_variance", &process::count_variance);
    module.def("omori_count", [](double rate, double offset, double power, double from, double to) {
        return process::omori_count({.aftershocks = rate, .aftershock_offset = offset, .aftershock_power = power}, from,
                                    to);
    });
    module.def("gutenberg_richter_scale", &process::gutenberg_richter_scale);
    module.def("cascade", [](const std::vector<double>& chances, const std::vector<double>& delays,
                             const std::vector<std::uint32_t>& first, const process::Experiment& experiment) {
        return unlocked([&] { return process::cascade({.chances = chances, .delays = delays}, first, experiment); });
    });
    module.def("expected_cascade", [](const std::vector<double>& chances, const std::vector<std::uint32_t>& first) {
        const std::vector<double> delays(chances.size(), 0.0);
        return process::expected_cascade({.chances = chances, .delays = delays}, first);
    });
}

}  // namespace commonweal::python
