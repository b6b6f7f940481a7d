// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/distribution.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/text.hpp>

#include "arrays.hpp"
#include "bindings.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::python {

namespace py = pybind11;

using core::Distribution;

namespace {

Distribution read_distribution(const std::string& text, const std::string& unit) {
    core::convert(0.0, unit, unit);  // refuses an unknown unit
    core::DistributionReading reading = Distribution::parse(text, unit);
    for (core::Mistake& mistake : reading.mistakes) {
        mistake.path = "distribution";
        mistake.value = core::excerpt(text);
    }
    if (!reading.value) throw core::ConfigError(std::move(reading.mistakes));
    return *reading.value;
}

template <class Function>
py::array_t<double> mapped(const Array<double>& values, Function function) {
    py::array_t<double> results(std::vector<py::ssize_t>(values.shape(), values.shape() + values.ndim()));
    const double* const from = values.data();
    double* const to = results.mutable_data();
    const auto size = static_cast<std::size_t>(values.size());
    const py::gil_scoped_release release;
    for (std::size_t k = 0; k < size; ++k) to[k] = function(from[k]);
    return results;
}

/// Draw k is that of agent k in tick 0.
py::array_t<double> draws(const Distribution& distribution, std::uint32_t seed, core::AgentId count) {
    constexpr auto stream_id = core::StreamId::of("distribution", "draw");
    std::vector<double> values(count);
    {
        const py::gil_scoped_release release;
        for (core::AgentId k = 0; k < count; ++k) {
            core::Stream stream({.value = seed}, stream_id, {.agent = k});
            values[k] = distribution.draw(stream);
        }
    }
    return given(std::move(values));
}

}  // namespace

void bind_distribution(py::module_& module) {
    py::class_<Distribution>(module, "Distribution")
        .def(py::init(&read_distribution), py::arg("text"), py::arg("unit"))
        .def_property_readonly("kind",
                               [](const Distribution& distribution) { return std::string(distribution.kind_name()); })
        .def_property_readonly("support",
                               [](const Distribution& distribution) {
                                   const auto [low, high] = distribution.support();
                                   return py::make_tuple(low, high);
                               })
        .def("text", [](const Distribution& distribution,
                        const std::string& unit) { return to_python(distribution.text(unit)); })
        .def("mean", &Distribution::mean)
        .def(
            "quantile",
            [](const Distribution& distribution, const Array<double>& p) {
                return mapped(p, [&distribution](double at) { return distribution.quantile(at); });
            },
            py::arg("p").noconvert())
        .def(
            "cdf",
            [](const Distribution& distribution, const Array<double>& x) {
                return mapped(x, [&distribution](double at) { return distribution.cdf(at); });
            },
            py::arg("x").noconvert())
        .def("draw", &draws, py::kw_only(), py::arg("seed"), py::arg("count"))
        .def("equals", [](const Distribution& one, const Distribution& other) { return one == other; });
}

}  // namespace commonweal::python
