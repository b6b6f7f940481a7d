// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

namespace commonweal::python {

void bind_core(pybind11::module_& module);

}  // namespace commonweal::python
