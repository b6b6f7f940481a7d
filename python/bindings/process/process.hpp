// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>

#include "bindings.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>
#include <utility>
#include <vector>

namespace commonweal::python {

using Keywords = std::vector<std::pair<std::string, pybind11::object>>;

/// Gives parameters by name what a user wrote: numbers in the unit of the table, or texts with a unit. Throws
/// ConfigError with all mistakes.
void configure(core::ParameterTable& table, const Keywords& keywords);
/// The value of a number, count, truth value or choice.
pybind11::object value_of(const core::ParameterTable& table, const std::string& name);
/// What a mechanism starts from, as a user wrote it: each name is asked for once, and finish() refuses the others.
class Initial {
public:
    explicit Initial(const pybind11::dict& given) : given_(given) {}

    /// A whole number, or rows.
    void starters(const char* name, process::Starters& starters);
    /// A number, a text such as "normal(mean=0.35, sd=0.15)", or one number for each agent.
    void values(const char* name, process::AgentValues& values);
    /// One number each, where neither a single number nor a distribution says anything.
    void list(const char* name, std::vector<double>& values);
    /// Rows of agents, where their number alone says nothing.
    void rows(const char* name, std::vector<core::Index>& rows);
    void number(const char* name, double& value);
    struct Range {
        double low;
        double high;
    };
    void number(const char* name, double& value, Range range);
    /// Throws ConfigError with all mistakes.
    void finish() const;

private:
    pybind11::object take(const char* name);
    void refuse(const char* name, const pybind11::object& value, const std::string& rule);

    pybind11::dict given_;
    std::vector<std::string> asked_;
    std::vector<core::Mistake> mistakes_;
};

/// The class of a mechanism's parameters.
template <core::Described P>
pybind11::class_<P> bind_parameters(pybind11::module_& module, const char* name) {
    return pybind11::class_<P>(module, name)
        .def(pybind11::init<>())
        .def("configure",
             [](P& parameters, const Keywords& keywords) {
                 core::ParameterTable table;
                 describe(table, parameters);
                 configure(table, keywords);
             })
        .def("value",
             [](P& parameters, const std::string& parameter) {
                 core::ParameterTable table;
                 describe(table, parameters);
                 return value_of(table, parameter);
             })
        .def("rows",
             [](P& parameters) {
                 P unchanged;
                 core::ParameterTable table;
                 core::ParameterTable defaults;
                 describe(table, parameters);
                 describe(defaults, unchanged);
                 return rows_of(table, defaults);
             })
        .def("copy", [](const P& parameters) { return P(parameters); });
}

/// Runs without Python's lock.
template <class Work>
process::Dataset unlocked(Work&& work) {
    const pybind11::gil_scoped_release release;
    return work();
}

}  // namespace commonweal::python
