// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/rain_depth.hpp>

#include "arrays.hpp"
#include "process/process.hpp"

#include <map>
#include <string>
#include <vector>

namespace commonweal::python {

namespace py = pybind11;

namespace {

/// The numbers of a storm by name; what is left out stays as it is.
process::RainStorm storm_of(const std::map<std::string, std::vector<double>>& numbers,
                            const Array<std::uint32_t>& links, double rain_step) {
    process::RainStorm storm;
    const auto take = [&numbers](const char* name, std::vector<double>& values) {
        const auto found = numbers.find(name);
        if (found != numbers.end()) values = found->second;
    };
    take("ground", storm.ground);
    take("area", storm.area);
    take("outlet", storm.outlet);
    take("rain", storm.rain);
    take("weight", storm.weight);
    take("blocked", storm.blocked);
    take("depth", storm.depth);
    const auto ends = span_of(links);
    for (std::size_t k = 0; k + 1 < ends.size(); k += 2) storm.links.emplace_back(ends[k], ends[k + 1]);
    storm.rain_step = rain_step;
    return storm;
}

process::Dataset simulate_storm(const process::RainDepth& rain,
                                const std::map<std::string, std::vector<double>>& numbers,
                                const Array<std::uint32_t>& links, double rain_step,
                                const process::Experiment& experiment) {
    const process::RainStorm storm = storm_of(numbers, links, rain_step);
    return unlocked([&] { return process::simulate(rain, storm, experiment); });
}

double steady_water(const process::RainDepth& rain, double rate, double blocked, double area, double outlet) {
    return process::steady_depth(rain, {.rain = rate, .blocked = blocked, .area = area, .outlet = outlet});
}

}  // namespace

void bind_rain_depth(py::module_& module) {
    bind_parameters<process::RainDepth>(module, "RainDepth")
        .def("simulate", &simulate_storm)
        .def("stage", [](const process::RainDepth& rain, double area,
                         double volume) { return process::stage(rain, area, volume); })
        .def("volume_at", [](const process::RainDepth& rain, double area,
                             double depth) { return process::volume_at(rain, area, depth); })
        .def("wet_share", [](const process::RainDepth& rain, double depth) { return process::wet_share(rain, depth); })
        .def("steady_depth", &steady_water);
}

}  // namespace commonweal::python
