// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/version.hpp>

#include "bindings.hpp"

namespace commonweal::python {

void bind_core(pybind11::module_& module) { module.attr("__version__") = core::version(); }

}  // namespace commonweal::python
