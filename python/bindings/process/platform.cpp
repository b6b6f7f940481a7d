// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/process/platform.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_platforms(const process::Platform& platform, const py::dict& given,
                                    const process::Experiment& experiment) {
    process::PlatformStart start;
    Initial initial(given);
    initial.values("stage", start.stage);
    initial.values("coverage", start.coverage);
    initial.values("link", start.link);
    initial.values("count", start.count);
    initial.values("compatible", start.compatible);
    initial.values("rules", start.rules);
    initial.values("staff_training", start.staff_training);
    initial.values("resident_training", start.resident_training);
    initial.values("online", start.online);
    initial.values("backup", start.backup);
    initial.values("staff_use", start.staff_use);
    initial.values("resident_use", start.resident_use);
    initial.values("trust", start.trust);
    initial.finish();
    return unlocked([&] { return process::simulate(platform, start, experiment); });
}

process::PlatformStage platform_stage(double stage) {
    if (!(stage >= 0.0 && stage <= 3.0)) {
        throw core::ConfigError({{.file = "keyword",
                                  .path = "initial.stage",
                                  .rule = "must be between 0 and 3",
                                  .value = core::number_text(stage)}});
    }
    return static_cast<process::PlatformStage>(stage + 0.5);
}

process::PlatformInUse<double> platform_in_use(Initial& initial) {
    constexpr Initial::Range share{.low = 0.0, .high = 1.0};
    process::PlatformInUse<double> platform{.coverage = 0.3, .link = 0.3, .staff_use = 0.2};
    double stage = 1.0;
    initial.number("stage", stage);
    initial.number("coverage", platform.coverage, share);
    initial.number("link", platform.link, share);
    initial.number("up", platform.up, share);
    initial.number("staff_use", platform.staff_use, share);
    platform.stage = platform_stage(stage);
    return platform;
}

process::Dataset platform_mean_field(const process::Platform& platform, const py::dict& given, double until,
                                     double every) {
    process::PlatformSetting setting;
    Initial initial(given);
    double stage = 1.0;
    initial.number("stage", stage);
    initial.number("rules", setting.rules);
    initial.number("staff_training", setting.staff_training);
    initial.number("resident_training", setting.resident_training);
    initial.number("backup", setting.backup);
    initial.number("staff_use", setting.staff_use);
    initial.number("resident_use", setting.resident_use);
    initial.number("trust", setting.trust);
    initial.finish();
    setting.stage = platform_stage(stage);
    return process::mean_field(platform, setting, until, every);
}

py::tuple platform_factors(const process::Platform& platform, const py::dict& given) {
    Initial initial(given);
    const process::PlatformInUse<double> in_use = platform_in_use(initial);
    process::PlatformBurden<double> burden{.count = 3.0, .compatible = 0.5};
    initial.number("count", burden.count, {.low = 0.0, .high = 1000.0});
    initial.number("compatible", burden.compatible, {.low = 0.0, .high = 1.0});
    initial.finish();
    return py::make_tuple(process::platform_detection(in_use), process::platform_dispatch(platform, in_use),
                          process::visits_left(platform, in_use, burden));
}

}  // namespace

void bind_platform(py::module_& module) {
    bind_parameters<process::Platform>(module, "Platform")
        .def("simulate", &simulate_platforms)
        .def("mean_field", &platform_mean_field)
        .def("factors", &platform_factors)
        .def("availability", &process::availability)
        .def("voice_shift", &process::voice_shift<double>);
}

}  // namespace commonweal::python
