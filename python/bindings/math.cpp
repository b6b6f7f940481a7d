// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/math.hpp>

#include "arrays.hpp"
#include "bindings.hpp"

#include <vector>

namespace commonweal::python {

namespace py = pybind11;

namespace {

namespace math = core::math;

/// One number for each of an array, in its shape.
template <class T, class Function>
py::array_t<T> mapped(const Array<T>& values, Function function) {
    py::array_t<T> results(std::vector<py::ssize_t>(values.shape(), values.shape() + values.ndim()));
    const T* const from = values.data();
    T* const to = results.mutable_data();
    const auto size = static_cast<std::size_t>(values.size());
    const py::gil_scoped_release release;
    for (std::size_t k = 0; k < size; ++k) to[k] = function(from[k]);
    return results;
}

template <class T>
py::array_t<T> power(const Array<T>& bases, const Array<T>& exponents) {
    py::array_t<T> results(std::vector<py::ssize_t>(bases.shape(), bases.shape() + bases.ndim()));
    const T* const base = bases.data();
    const T* const exponent = exponents.data();
    T* const to = results.mutable_data();
    const auto size = static_cast<std::size_t>(bases.size());
    const py::gil_scoped_release release;
    for (std::size_t k = 0; k < size; ++k) to[k] = math::pow(base[k], exponent[k]);
    return results;
}

template <class T>
void bind_functions(py::module_& module) {
    const auto values = py::arg("values").noconvert();
    module.def(
        "exp", [](const Array<T>& of) { return mapped(of, [](T x) { return math::exp(x); }); }, values);
    module.def(
        "expm1", [](const Array<T>& of) { return mapped(of, [](T x) { return math::expm1(x); }); }, values);
    module.def(
        "log", [](const Array<T>& of) { return mapped(of, [](T x) { return math::log(x); }); }, values);
    module.def(
        "log1p", [](const Array<T>& of) { return mapped(of, [](T x) { return math::log1p(x); }); }, values);
    module.def("power", &power<T>, py::arg("bases").noconvert(), py::arg("exponents").noconvert());
}

}  // namespace

void bind_math(py::module_& module) {
    bind_functions<float>(module);
    bind_functions<double>(module);
}

}  // namespace commonweal::python
