// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/stock.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_stock(const process::Stock& stock, const py::dict& initially,
                                const process::Experiment& experiment) {
    process::StockStart start;
    double first = stock.level;
    process::AgentValues demand;
    Initial initial(initially);
    initial.number("stock", first);
    initial.values("demand", demand);
    initial.number("cut_start", start.cut_start);
    initial.number("cut_length", start.cut_length);
    initial.finish();
    start.stock = first;
    if (initially.contains("demand")) start.demand = demand;
    return unlocked([&] { return process::simulate(stock, start, experiment); });
}

py::dict stock_long_run(const process::Stock& stock) {
    const process::StockLongRun found = process::long_run(stock);
    py::dict named;
    named["on_hand"] = found.on_hand;
    named["owed"] = found.owed;
    named["ready"] = found.ready;
    named["fill_rate"] = found.fill_rate;
    named["orders"] = found.orders;
    named["cost"] = found.cost;
    return named;
}

double newsvendor_quantity(const std::string& demand, double shortage_cost, double surplus_cost) {
    core::DistributionReading reading = core::Distribution::parse(demand, "");
    for (core::Mistake& mistake : reading.mistakes) {
        mistake.file = "keyword";
        mistake.path = "demand";
    }
    if (!reading.value) throw core::ConfigError(std::move(reading.mistakes));
    return process::newsvendor(*reading.value, {.shortage = shortage_cost, .surplus = surplus_cost});
}

}  // namespace

void bind_stock(py::module_& module) {
    bind_parameters<process::Stock>(module, "Stock").def("simulate", &simulate_stock).def("long_run", &stock_long_run);
    module.def("newsvendor", &newsvendor_quantity);
}

}  // namespace commonweal::python
