// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/version.hpp>

#include "bindings.hpp"

#include <pybind11/gil_safe_call_once.h>
#include <pybind11/stl.h>

#include <exception>
#include <vector>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using Stored = py::gil_safe_call_once_and_store<py::object>;

PYBIND11_CONSTINIT Stored error_type;
PYBIND11_CONSTINIT Stored config_error_type;

py::object make_exception(const char* name, const char* meaning, py::handle base) {
    PyObject* const made = PyErr_NewExceptionWithDoc(name, meaning, base.ptr(), nullptr);
    if (!made) throw py::error_already_set();
    return py::reinterpret_steal<py::object>(made);
}

void raise_config_error(const core::ConfigError& error) {
    py::object raised = config_error_type.get_stored()(to_python(error.what()));
    py::list mistakes;
    for (const core::Mistake& mistake : error.mistakes()) mistakes.append(mistake);
    raised.attr("mistakes") = mistakes;
    PyErr_SetObject(config_error_type.get_stored().ptr(), raised.ptr());
}

void translate(std::exception_ptr thrown) {
    try {
        if (thrown) std::rethrow_exception(thrown);
    } catch (const core::ConfigError& error) {
        raise_config_error(error);
    } catch (const core::Error& error) {
        PyErr_SetObject(error_type.get_stored().ptr(), to_python(error.what()).ptr());
    }
}

template <std::string core::Mistake::*member>
py::str text_of(const core::Mistake& mistake) {
    return to_python(mistake.*member);
}

void bind_mistake(py::module_& module) {
    py::class_<core::Mistake>(module, "Mistake",
                              "One thing that is wrong with a configuration, and what would be right.")
        .def_property_readonly("file", text_of<&core::Mistake::file>,
                               "Path as it was given; ``keyword`` or empty where there is no file.")
        .def_readonly("line", &core::Mistake::line, "From 1; 0 where there is no file.")
        .def_readonly("column", &core::Mistake::column, "From 1, in bytes; 0 where there is no file.")
        .def_readonly("length", &core::Mistake::length, "Bytes on this line that are meant; 0 where nothing is there.")
        .def_property_readonly("path", text_of<&core::Mistake::path>,
                               "Dotted path of the key; empty for the file itself.")
        .def_property_readonly("rule", text_of<&core::Mistake::rule>, "What must hold.")
        .def_property_readonly("value", text_of<&core::Mistake::value>,
                               "What was found, as written; empty where nothing was.")
        .def_property_readonly("suggestion", text_of<&core::Mistake::suggestion>,
                               "Nearest right name or value; empty where none is near.")
        .def_property_readonly("marked", text_of<&core::Mistake::marked>,
                               "The line of the file, and a line with a caret below; empty where there is none.")
        .def("__str__", [](const core::Mistake& mistake) { return to_python(mistake.text()); })
        .def("__repr__", [](const core::Mistake& mistake) { return to_python("<Mistake: " + mistake.text() + '>'); });
}

}  // namespace

py::object error_class() { return error_type.get_stored(); }

py::str to_python(const std::string& text) {
    PyObject* const decoded = PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
    if (!decoded) throw py::error_already_set();
    return py::reinterpret_steal<py::str>(decoded);
}

void bind_core(py::module_& module) {
    module.attr("__version__") = core::version();
    bind_mistake(module);
    module.attr("Mistake").attr("__module__") = "commonweal";
    error_type.call_once_and_store_result([] {
        return make_exception("commonweal.Error", "What commonweal cannot do, in a sentence that says why.",
                              PyExc_Exception);
    });
    config_error_type.call_once_and_store_result([] {
        return make_exception(
            "commonweal.ConfigError",
            "Everything that is wrong with a configuration, a line for each mistake and below it\n"
            "that of the file, with a caret.\n\n"
            "``mistakes`` is the list of them, each a Mistake with file, line, column, length, path,\n"
            "rule, value, suggestion and marked.",
            error_type.get_stored());
    });
    module.attr("Error") = error_type.get_stored();
    module.attr("ConfigError") = config_error_type.get_stored();
    module.def(
        "refuse_keyword",
        [](const std::string& name, const std::string& value, const std::string& rule) {
            throw core::ConfigError({{.file = "keyword", .path = name, .rule = rule, .value = value}});
        },
        py::arg("name"), py::kw_only(), py::arg("value"), py::arg("rule"));
    module.def("nearest", [](const std::string& word, const std::vector<std::string>& names) {
        return core::nearest(word, names);
    });
    py::register_local_exception_translator(translate);
}

}  // namespace commonweal::python
