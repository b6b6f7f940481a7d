// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/version.hpp>
#include <commonweal/io/libraries.hpp>
#include <commonweal/io/manifest.hpp>

#include "bindings.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

py::dict build_info() {
    py::dict info;
    info["compiler"] = io::compiler_name();
    info["instruction_set"] = core::instruction_set();
    info["thread_library"] = core::thread_library();
    info["threads"] = core::Workers().threads();
    py::list libraries;
    for (const io::LibraryVersion& library : io::libraries())
        libraries.append(py::make_tuple(library.name, library.built_with, library.running));
    info["libraries"] = libraries;
    return info;
}

}  // namespace

void bind_about(py::module_& module) { module.def("build_info", &build_info); }

}  // namespace commonweal::python
