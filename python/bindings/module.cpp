// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"
#include "bindings.hpp"

PYBIND11_MODULE(_core, module) {
    commonweal::python::bind_core(module);
    commonweal::python::bind_process(module);
    commonweal::python::bind_model(module);
    commonweal::python::bind_io(module);
    commonweal::python::bind_about(module);
    commonweal::python::bind_graph(module);
    commonweal::python::bind_overlay(module);
    commonweal::python::bind_graph_generate(module);
    commonweal::python::bind_graph_measures(module);
    commonweal::python::bind_numbering(module);
    commonweal::python::bind_edge_list(module);
    commonweal::python::bind_city(module);
    commonweal::python::bind_clock(module);
    commonweal::python::bind_distribution(module);
    commonweal::python::bind_math(module);
    commonweal::python::bind_active_set(module);
    commonweal::python::bind_simulation(module);
    commonweal::python::bind_population(module);
}
