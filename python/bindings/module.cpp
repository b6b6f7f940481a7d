// SPDX-License-Identifier: Apache-2.0
#include "bindings.hpp"

PYBIND11_MODULE(_core, module) {
    commonweal::python::bind_core(module);
    commonweal::python::bind_model(module);
    commonweal::python::bind_io(module);
}
