// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/record.hpp>
#include <commonweal/model/community_function.hpp>
#include <commonweal/model/district.hpp>
#include <commonweal/model/flood.hpp>
#include <commonweal/model/interventions.hpp>
#include <commonweal/model/lifelines.hpp>
#include <commonweal/model/metrics.hpp>
#include <commonweal/model/offices.hpp>
#include <commonweal/model/organisations.hpp>
#include <commonweal/model/people.hpp>
#include <commonweal/model/reports.hpp>
#include <commonweal/model/requests.hpp>
#include <commonweal/model/shocks.hpp>
#include <commonweal/model/timeline.hpp>

#include <vector>

namespace commonweal::model {

/// Views of everything that is worth recording.
struct Observed {
    const Scenario& scenario;
    const District& district;
    const Timeline& timeline;
    const Flood& flood;
    const Lifelines& lifelines;
    const People& people;
    const Requests& requests;
    const Reports& reports;
    const Offices& offices;
    const Organisations& organisations;
    const Interventions& interventions;
    const Metrics& metrics;
    const Shocks& shocks;
};

/// The columns of the table "series" but those of metrics. Groups of residents and organisations have some where the
/// scenario has any.
std::vector<core::RecordColumn> series_columns(const Scenario& scenario);

/// The axes of the records.
std::vector<core::Dimension> record_dimensions(const Scenario& scenario, const District& district);

/// The empty tables "series" and "events".
std::vector<core::RecordTable> record_tables(const Scenario& scenario, std::span<const core::Dimension> dimensions,
                                             const Metrics& metrics);

/// Adds the rows of one hour.
void record_series(core::RecordTable& series, const Observed& observed, core::Tick hour);
void record_events(core::RecordTable& events, const Observed& observed, core::Tick hour);

/// The function of each community and dimension, hour by hour: what the measures of resilience are computed from.
using FunctionHistory = std::vector<float>;

/// Tables of things as they stand after `hours` hours.
std::vector<core::RecordTable> things(const Observed& observed, const FunctionHistory& history, core::Tick hours);

}  // namespace commonweal::model
