// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/panic_buying.hpp>

#include "process/emotional.hpp"
#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_panic_buying(const process::PanicBuying& buying, const py::dict& given,
                                       const process::Experiment& experiment) {
    process::PanicBuyingStart start;
    process::AgentValues stock;
    Initial initial(given);
    take_emotion(initial, start.emotion);
    initial.values("stock", stock);
    initial.values("reserve", start.reserve);
    initial.finish();
    if (given.contains("stock")) start.stock = stock;
    return unlocked([&] { return process::simulate(buying, start, experiment); });
}

}  // namespace

void bind_panic_buying(py::module_& module) {
    bind_parameters<process::PanicBuying>(module, "PanicBuying")
        .def("simulate", &simulate_panic_buying)
        .def("target_stock", [](const process::PanicBuying& buying, double panic, double reserve) {
            return process::target_stock(buying, static_cast<float>(panic), static_cast<float>(reserve));
        });
}

}  // namespace commonweal::python
