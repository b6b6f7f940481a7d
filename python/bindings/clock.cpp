// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/calendar.hpp>
#include <commonweal/core/clock.hpp>
#include <commonweal/core/quantity.hpp>

#include "bindings.hpp"
#include "engine.hpp"

#include <pybind11/stl.h>

#include <cstdint>
#include <memory>
#include <optional>

namespace commonweal::python {

namespace py = pybind11;

using core::Calendar;
using core::Clock;
using core::DateTime;
using core::Tick;

namespace {

void bind_calendar(py::module_& module) {
    py::class_<Calendar>(module, "Calendar")
        .def(py::init<const Clock&>(), py::arg("clock"))
        .def(
            "add_holidays",
            [](Calendar& calendar, std::int64_t first, std::int64_t last) {
                calendar.add_holidays(DateTime{first}, DateTime{last});
            },
            py::arg("first"), py::arg("last"))
        .def(
            "add_working_day", [](Calendar& calendar, std::int64_t day) { calendar.add_working_day(DateTime{day}); },
            py::arg("day"))
        .def("weekday", [](const Calendar& calendar, Tick tick) { return static_cast<int>(calendar.weekday(tick)); })
        .def("is_weekend", &Calendar::is_weekend)
        .def("is_holiday", &Calendar::is_holiday)
        .def("is_working_day", &Calendar::is_working_day)
        .def("working_days", [](const Calendar& calendar) { return Condition{calendar.on_working_days()}; })
        .def("days_off", [](const Calendar& calendar) { return Condition{calendar.on_days_off()}; })
        .def("on",
             [](const Calendar& calendar, int day) { return Condition{calendar.on(static_cast<core::Weekday>(day))}; });
}

}  // namespace

void bind_clock(py::module_& module) {
    py::class_<Clock>(module, "Clock")
        .def(py::init([](std::int64_t start, std::int64_t minutes_per_tick) {
                 const Clock clock{DateTime{start}, minutes_per_tick};
                 clock.check();
                 return clock;
             }),
             py::arg("start"), py::arg("minutes_per_tick"))
        .def_property_readonly("minutes_per_tick", [](const Clock& clock) { return clock.minutes_per_tick; })
        .def("minutes_at", [](const Clock& clock, Tick tick) { return clock.at(tick).minutes; })
        .def("text_at", [](const Clock& clock, Tick tick) { return clock.at(tick).text(); })
        .def("tick_of", [](const Clock& clock, std::int64_t moment) { return clock.tick_of(DateTime{moment}); })
        .def("ticks", &Clock::ticks);
    py::class_<Condition>(module, "Condition").def("__call__", [](const Condition& condition, Tick tick) {
        return condition.holds(tick);
    });
    bind_calendar(module);
    module.def("read_date", [](const std::string& text) -> std::optional<std::int64_t> {
        const std::optional<DateTime> read = DateTime::parse(text);
        return read ? std::optional(read->minutes) : std::nullopt;
    });
    module.def("read_quantity", [](const std::string& text, const std::string& unit) {
        const core::QuantityReading read = core::read_quantity(text, unit);
        return py::make_tuple(read.value, to_python(read.reason), to_python(read.suggestion));
    });
}

}  // namespace commonweal::python
