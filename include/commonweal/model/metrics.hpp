// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/formula.hpp>
#include <commonweal/core/record.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/model/scenario.hpp>

#include <vector>

namespace commonweal::model {

/// Mistakes in the metrics of a scenario.
std::vector<core::Mistake> metric_mistakes(const Scenario& scenario);

/// The metrics of a scenario: columns of the hourly series, of f64, without dimensions.
class Metrics {
public:
    /// Throws core::ConfigError with metric_mistakes().
    explicit Metrics(const Scenario& scenario);

    const std::vector<core::RecordColumn>& columns() const { return columns_; }

    /// Fills the metrics of the newest row of the series, whose other columns are filled, at the end of an hour. A
    /// metric may speak of those before it.
    void record(core::RecordTable& series, core::Tick hour) const;

private:
    std::vector<core::RecordColumn> columns_;
    std::vector<core::Formula> formulas_;
};

}  // namespace commonweal::model
