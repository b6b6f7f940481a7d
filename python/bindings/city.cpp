// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/city_cache.hpp>
#include <commonweal/io/parameter_reference.hpp>
#include <commonweal/io/toml_reader.hpp>

#include "arrays.hpp"
#include "bindings.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <optional>
#include <string_view>
#include <utility>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

model::CityPlan plan_of(const Settings& settings) {
    model::CityPlan plan;
    core::ParameterTable table;
    describe(table, plan);
    std::vector<io::Override> overrides;
    for (const auto& [path, value] : settings) overrides.push_back({.path = path, .value = value});
    io::read_toml_text("schema = 1", "set", table, {.overrides = overrides, .check = [&] { return mistakes(plan); }});
    return plan;
}

std::shared_ptr<io::TiedCity> make_city(const Settings& settings, std::uint32_t seed, std::uint32_t replicate,
                                        unsigned threads, const std::optional<std::filesystem::path>& cache) {
    const model::CityPlan plan = plan_of(settings);
    const py::gil_scoped_release release;
    core::Workers workers(threads);
    const core::Seed key{.value = seed, .replicate = replicate};
    if (cache) return std::make_shared<io::TiedCity>(io::cached_city(plan, key, *cache, workers));
    auto made = std::make_shared<io::TiedCity>();
    made->city = synthesise(plan.people, key, workers);
    made->layers = tie(made->city, plan.social, key, workers);
    return made;
}

/// Columns by kind and name, each a view of the city's own memory.
py::dict columns_of(const py::object& self) {
    py::dict kinds;
    model::visit_columns(self.cast<const io::TiedCity&>().city,
                         [&](const char* kind, const char* name, const auto& column) {
                             if (!kinds.contains(kind)) kinds[kind] = py::dict();
                             kinds[kind][name] = view(std::span(column), self);
                         });
    return kinds;
}

/// The layers by name; a graph keeps its city.
py::dict layers_of(const std::shared_ptr<io::TiedCity>& tied) {
    py::dict layers;
    model::SocialLayers& all = tied->layers;
    const std::pair<const char*, core::Graph*> named[] = {{"household", &all.household},
                                                          {"building", &all.building},
                                                          {"kin_and_friends", &all.kin_and_friends},
                                                          {"work_and_school", &all.work_and_school},
                                                          {"membership", &all.membership},
                                                          {"online", &all.online},
                                                          {"associations", &all.associations}};
    for (const auto& [name, graph] : named) layers[name] = std::shared_ptr<core::Graph>(tied, graph);
    return layers;
}

template <std::size_t size>
std::vector<std::string> texts(const std::array<std::string_view, size>& names) {
    return {names.begin(), names.end()};
}

py::dict names_of_codes() {
    py::dict names;
    names["sex"] = std::vector<std::string>{"male", "female"};
    names["role"] = texts(model::role_names);
    names["activity"] = texts(model::activity_names);
    names["type"] = texts(model::household_type_names);
    names["tenure"] = texts(model::tenure_names);
    names["registration"] = texts(model::registration_names);
    names["kind"] = texts(model::organisation_kind_names);
    return names;
}

py::list norms() {
    py::list rows;
    for (const model::LayerNorm& norm : model::layer_norms())
        rows.append(
            py::make_tuple(std::string(norm.name), norm.degree, std::pair(norm.lowest_degree, norm.highest_degree),
                           std::pair(norm.lowest_clustering, norm.highest_clustering),
                           std::pair(norm.lowest_assortativity, norm.highest_assortativity),
                           std::string(core::evidence_name(norm.evidence)), to_python(std::string(norm.source))));
    return rows;
}

using Found = std::vector<std::tuple<std::string, int, int, std::string, std::string, std::string, std::string>>;

/// Raises ConfigError for mistakes in files: each with file, line, path, rule, value and suggestion.
void refuse_files(const Found& found) {
    std::vector<core::Mistake> mistakes;
    for (const auto& [file, line, column, path, rule, value, suggestion] : found)
        mistakes.push_back({.file = file,
                            .line = line,
                            .column = column,
                            .path = path,
                            .rule = rule,
                            .value = value,
                            .suggestion = suggestion});
    throw core::ConfigError(std::move(mistakes));
}

}  // namespace

void bind_city(py::module_& module) {
    py::class_<io::TiedCity, std::shared_ptr<io::TiedCity>>(module, "City")
        .def_property_readonly("columns", &columns_of)
        .def_property_readonly("layers", &layers_of)
        .def_readonly("from_cache", &io::TiedCity::from_cache)
        .def_property_readonly("fitting_rounds", [](const io::TiedCity& tied) { return tied.city.fitting_rounds; })
        .def_property_readonly("fitting_deviation",
                               [](const io::TiedCity& tied) { return tied.city.fitting_deviation; });
    module.def("make_city", &make_city, py::arg("settings"), py::kw_only(), py::arg("seed"), py::arg("replicate"),
               py::arg("threads"), py::arg("cache"));
    module.def("city_parameters", [](const Settings& settings) {
        model::CityPlan plan = plan_of(settings);
        return parameters_of(plan);
    });
    module.def("city_reference", [] {
        model::CityPlan plan;
        core::ParameterTable table;
        describe(table, plan);
        return to_python(io::parameter_reference_markdown(table));
    });
    module.attr("code_names") = names_of_codes();
    module.def("layer_norms", &norms);
    module.def("refuse_files", &refuse_files);
}

}  // namespace commonweal::python
