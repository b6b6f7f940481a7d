// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/model/scenario.hpp>
#include <commonweal/model/social_layers.hpp>

#include <pybind11/pybind11.h>

#include <string>

namespace commonweal::python {

/// The class of core::Error in Python.
pybind11::object error_class();

/// A text for Python. Names of files need not be UTF-8; what is not stands as a replacement character.
pybind11::str to_python(const std::string& text);

/// Every row of a table, with the defaults that another one of the same struct holds.
pybind11::list rows_of(const core::ParameterTable& table, const core::ParameterTable& unchanged);

/// Every parameter of the scenario, elements of lists one by one.
pybind11::list parameters_of(model::Scenario& scenario);
pybind11::list parameters_of(model::CityPlan& plan);

void bind_core(pybind11::module_& module);
void bind_model(pybind11::module_& module);
void bind_city(pybind11::module_& module);
void bind_io(pybind11::module_& module);
void bind_about(pybind11::module_& module);
void bind_clock(pybind11::module_& module);
void bind_distribution(pybind11::module_& module);
void bind_math(pybind11::module_& module);
void bind_process(pybind11::module_& module);
void bind_population(pybind11::module_& module);
void bind_active_set(pybind11::module_& module);
void bind_simulation(pybind11::module_& module);

}  // namespace commonweal::python
