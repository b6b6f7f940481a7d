// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/depth_damage.hpp>

#include "arrays.hpp"
#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_depth_damage(const process::DepthDamage& damage, const py::dict& initially,
                                       const process::Experiment& experiment) {
    process::DepthDamageStart start;
    Initial initial(initially);
    initial.values("depth", start.depth);
    initial.values("value", start.value);
    initial.values("saved", start.saved);
    initial.finish();
    return unlocked([&] { return process::simulate(damage, start, experiment); });
}

/// The share of each depth.
template <class Share>
py::array_t<double> damage_shares(const Array<double>& depth, Share&& share) {
    std::vector<double> shares;
    for (const double metres : span_of(depth)) shares.push_back(share(metres));
    return given(std::move(shares));
}

py::array_t<double> curve_shares(const process::DepthDamage& damage, const Array<double>& depth) {
    return damage_shares(depth, [&](double metres) { return process::damage_share(damage, metres); });
}

py::array_t<double> mean_shares(const process::DepthDamage& damage, const Array<double>& depth) {
    return damage_shares(depth, [&](double metres) { return process::expected_share(damage, metres); });
}

py::dict damage_curves() {
    py::dict named;
    for (std::size_t k = 0; k < process::damage_curve_count; ++k) {
        const process::DamagePoints& points = process::damage_points(static_cast<process::DamageCurve>(k));
        named[py::str(std::string(points.name))] = py::make_tuple(
            given(std::vector<double>(points.depth.begin(), points.depth.end())),
            given(std::vector<double>(points.share.begin(), points.share.end())), py::str(std::string(points.source)));
    }
    return named;
}

}  // namespace

void bind_depth_damage(py::module_& module) {
    bind_parameters<process::DepthDamage>(module, "DepthDamage")
        .def("simulate", &simulate_depth_damage)
        .def("damage_share", &curve_shares)
        .def("expected_share", &mean_shares);
    module.def("damage_curves", &damage_curves);
}

}  // namespace commonweal::python
