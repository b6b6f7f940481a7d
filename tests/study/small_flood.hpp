// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/date_time.hpp>
#include <commonweal/model/scenario.hpp>

/// A district of 5,000 people and 64 hours, in which all that a flood sets going begins.
inline commonweal::model::Scenario small_flood() {
    using commonweal::core::DateTime;
    commonweal::model::Scenario scenario;
    scenario.title = "A small flood";
    scenario.time.start = DateTime::parse("2021-07-19T00:00").value();
    scenario.time.duration = 64.0;
    scenario.district.least_communities = 4;
    scenario.district.residents_per_community = 1000.0;
    scenario.residents.count = 5000;
    scenario.storm.start = DateTime::parse("2021-07-19T10:00").value();
    scenario.storm.rain.values = {5.0, 20.0, 60.0, 150.0, 200.0, 80.0, 20.0, 5.0};
    scenario.warnings = {{.issued = DateTime::parse("2021-07-19T08:00").value()}};
    scenario.orders = {{.issued = DateTime::parse("2021-07-19T12:00").value(), .level = 1}};
    return scenario;
}
