// SPDX-License-Identifier: Apache-2.0
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>
#include <cstddef>
#include <utility>

namespace commonweal::process::detail {

namespace {

constexpr double most_records = 1e6;

}  // namespace

TimeCurves::TimeCurves(std::string unit, const std::vector<Curve>& curves) {
    dataset_.dimensions = {{"time", std::move(unit), {}}};
    for (const Curve& curve : curves) {
        dataset_.variables.push_back({curve.name, curve.unit, curve.meaning, {"time"}, {}});
    }
}

void TimeCurves::add(double time, const std::vector<double>& values) {
    dataset_.dimensions.front().values.push_back(time);
    for (std::size_t k = 0; k < dataset_.variables.size(); ++k) dataset_.variables[k].values.push_back(values.at(k));
}

std::vector<double> record_times(double until, double every) {
    if (!(until / every <= most_records)) {
        throw core::ConfigError({{.file = "keyword",
                                  .path = "every",
                                  .rule = "must be at least a millionth of until, " + core::number_text(until),
                                  .value = core::number_text(every)}});
    }
    // A last step that is a step but for rounding is no further record.
    const auto last = static_cast<std::size_t>(std::ceil(until / every - 1e-9));
    std::vector<double> times;
    times.reserve(last + 1);
    for (std::size_t record = 0; record <= last; ++record) {
        times.push_back(std::min(until, every * static_cast<double>(record)));
    }
    return times;
}

}  // namespace commonweal::process::detail
