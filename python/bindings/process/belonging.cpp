// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/belonging.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_belonging(const process::Belonging& place, const py::dict& given,
                                    const process::Experiment& experiment) {
    process::BelongingStart start;
    Initial initial(given);
    initial.values("contact", start.contact);
    initial.values("owner", start.owner);
    initial.values("elder", start.elder);
    initial.values("online", start.online);
    initial.values("status", start.status);
    initial.values("belonging", start.belonging);
    initial.values("spirit", start.spirit);
    initial.values("seen", start.seen);
    initial.values("tie", start.tie);
    initial.values("threat", start.threat);
    initial.values("threat_days", start.threat_days);
    initial.finish();
    return unlocked([&] { return process::simulate(place, start, experiment); });
}

process::BelongingSetting belonging_setting(const py::dict& given) {
    process::BelongingSetting setting;
    Initial initial(given);
    initial.number("contact", setting.contact);
    initial.number("owner", setting.owner);
    initial.number("belonging", setting.mind.belonging);
    initial.number("spirit", setting.mind.spirit);
    initial.number("seen", setting.mind.seen);
    initial.number("tie", setting.mind.tie);
    initial.number("threat", setting.mind.threat);
    initial.number("threat_days", setting.mind.threat_left);
    initial.finish();
    return setting;
}

std::pair<double, double> representation(const process::Belonging& place, const py::dict& given) {
    process::RepresentationSetting setting;
    Initial initial(given);
    initial.number("status", setting.status);
    initial.number("owner", setting.others.owner);
    initial.number("elder", setting.others.elder);
    initial.number("online", setting.others.online);
    initial.number("belonging", setting.belonging);
    initial.number("cooperation", setting.cooperation);
    initial.finish();
    const process::Representation found = process::representation(place, setting);
    return {found.presence, found.voice};
}

}  // namespace

void bind_belonging(py::module_& module) {
    bind_parameters<process::Belonging>(module, "Belonging")
        .def("simulate", &simulate_belonging)
        .def("mean_field",
             [](const process::Belonging& place, const py::dict& given, double until, double every) {
                 return process::mean_field(place, belonging_setting(given), until, every);
             })
        .def("steady_state",
             [](const process::Belonging& place, const py::dict& given) {
                 return process::steady_state(place, belonging_setting(given));
             })
        .def("representation", &representation);
}

}  // namespace commonweal::python
