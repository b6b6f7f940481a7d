// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/expression.hpp>
#include <commonweal/core/record.hpp>
#include <commonweal/model/scenario.hpp>

#include <cstddef>
#include <string>

namespace commonweal::model {

/// What formulas and conditions may speak of: each hourly series, and of those with a value for each community, cell
/// and the like the mean, smallest, largest and sum, such as "depth.max"; and the first `metrics` metrics of the
/// scenario, as far as they have a name and a unit.
core::Vocabulary series_vocabulary(const Scenario& scenario, std::size_t metrics);

/// What a name of the vocabulary means for the newest row of the series.
double series_value(const core::RecordTable& series, const std::string& name);

}  // namespace commonweal::model
