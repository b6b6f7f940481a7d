// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/service_desk.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

using process::ServiceDesk;

process::ServiceStart service_start(const py::dict& given) {
    process::ServiceStart start;
    Initial initial(given);
    initial.list("classes", start.classes);
    initial.values("speed", start.speed);
    initial.values("skill", start.skill);
    initial.number("warm_up", start.warm_up);
    initial.finish();
    return start;
}

}  // namespace

void bind_service_queue(py::module_& module) {
    bind_parameters<ServiceDesk>(module, "ServiceDesk")
        .def("simulate",
             [](const ServiceDesk& desk, const py::dict& given, const process::Experiment& experiment) {
                 const process::ServiceStart start = service_start(given);
                 return unlocked([&] { return process::simulate(desk, start, experiment); });
             })
        .def("tickets",
             [](const ServiceDesk& desk, const py::dict& given, const process::Experiment& experiment) {
                 const process::ServiceStart start = service_start(given);
                 return unlocked([&] { return process::tickets(desk, start, experiment); });
             })
        .def("compliance_chance", &process::compliance_chance)
        .def("erlang_b", [](const ServiceDesk& desk) { return process::erlang_b(process::multi_server(desk)); })
        .def("erlang_c", [](const ServiceDesk& desk) { return process::erlang_c(process::patient_multi_server(desk)); })
        .def("erlang_a",
             [](const ServiceDesk& desk) {
                 const process::MultiServer queue =
                     desk.abandon_rate > 0.0 ? process::multi_server(desk) : process::patient_multi_server(desk);
                 const process::ErlangA found = process::erlang_a(queue, desk.abandon_rate);
                 return py::make_tuple(found.wait_chance, found.abandon_chance, found.mean_wait);
             })
        .def("mean_wait",
             [](const ServiceDesk& desk) { return process::mean_wait(process::patient_multi_server(desk)); })
        .def("pollaczek_khinchine_wait",
             [](const ServiceDesk& desk) { return process::pollaczek_khinchine_wait(process::single_server(desk)); })
        .def("cobham_waits",
             [](const ServiceDesk& desk, const std::vector<double>& classes) {
                 if (desk.servers == 1) return process::cobham_waits(process::single_server(desk), classes);
                 return process::cobham_waits(process::patient_multi_server(desk), classes);
             })
        .def("joint_job_mean", [](const ServiceDesk& desk) { return process::joint_job_mean(desk); });
}

}  // namespace commonweal::python
