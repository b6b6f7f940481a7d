// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process::detail {

/// A number over time.
struct Curve {
    std::string name;
    std::string unit;
    std::string meaning;
};

/// Fills a Dataset over time record by record: what the equations of a mechanism say.
class TimeCurves {
public:
    /// \param unit Of time.
    TimeCurves(std::string unit, const std::vector<Curve>& curves);
    /// \param values One for each curve, in their order.
    void add(double time, const std::vector<double>& values);
    Dataset take() && { return std::move(dataset_); }

private:
    Dataset dataset_;
};

/// 0, every, 2 every, ... until. Throws ConfigError for more than a million of them.
std::vector<double> record_times(double until, double every);

}  // namespace commonweal::process::detail
