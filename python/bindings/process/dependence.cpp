// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/dependence.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::ReserveShares reserve_shares(const std::vector<double>& shares, const std::string& name) {
    process::ReserveShares all{};
    if (shares.size() != all.size()) {
        throw core::ConfigError({{.file = "keyword",
                                  .path = "initial." + name,
                                  .rule = "must be " + std::to_string(all.size()) + " shares",
                                  .value = std::to_string(shares.size()) + " shares"}});
    }
    std::copy(shares.begin(), shares.end(), all.begin());
    return all;
}

process::Dataset simulate_dependence(const process::Dependence& dependence, const py::dict& initially,
                                     const process::Experiment& experiment) {
    process::DependenceStart start;
    std::vector<double> goods;
    std::vector<double> hazards;
    Initial initial(initially);
    initial.values("reserve", start.reserve);
    initial.values("aid_expected", start.aid_expected);
    initial.values("means", start.means);
    initial.values("access", start.access);
    initial.list("goods", goods);
    initial.list("hazards", hazards);
    initial.finish();
    if (!goods.empty()) start.goods = reserve_shares(goods, "goods");
    if (!hazards.empty()) start.hazards = reserve_shares(hazards, "hazards");
    return unlocked([&] { return process::simulate(dependence, start, experiment); });
}

py::dict dependence_long_run(const process::Dependence& dependence, double useful) {
    const process::DependenceLongRun found = process::long_run(dependence, useful);
    py::dict named;
    named["reserve"] = found.reserve;
    named["aid_expected"] = found.aid_expected;
    named["effort"] = found.effort;
    named["met_by_reserve"] = found.met_by_reserve;
    named["unmet"] = found.unmet;
    return named;
}

process::Dataset dependence_mean_field(const process::Dependence& dependence, const py::dict& initially, double useful,
                                       double until, double every) {
    process::DependenceLongRun start;
    Initial initial(initially);
    initial.number("reserve", start.reserve);
    initial.number("aid_expected", start.aid_expected);
    initial.finish();
    return process::mean_field(dependence, start, useful, until, every);
}

}  // namespace

void bind_dependence(py::module_& module) {
    bind_parameters<process::Dependence>(module, "Dependence")
        .def("simulate", &simulate_dependence)
        .def("long_run", &dependence_long_run)
        .def("mean_field", &dependence_mean_field);
    module.def("useful_shares", [](const std::vector<double>& goods) {
        const process::ReserveShares useful = process::useful_shares(reserve_shares(goods, "goods"));
        return std::vector<double>(useful.begin(), useful.end());
    });
}

}  // namespace commonweal::python
