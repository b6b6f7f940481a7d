// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/scenario.hpp>

#include <string_view>
#include <utility>

namespace commonweal::model {

namespace {

using core::Evidence;
using core::ParameterTable;

constexpr double one_year = 8766.0;

}  // namespace

void describe(ParameterTable& table, TimeSpan& plan) {
    table.add(plan.start, {.key = "start",
                           .meaning = "First hour of the run, local time, on the hour",
                           .evidence = Evidence::sourced,
                           .source = "the event",
                           .required = true});
    table.add(plan.duration, {.key = "duration",
                              .meaning = "How long the run is, in whole hours",
                              .unit = "h",
                              .low = 1.0,
                              .high = 10.0 * one_year});
    table.add(plan.utc_offset, {.key = "utc_offset",
                                .meaning = "Local time minus UTC",
                                .unit = "h",
                                .low = -12.0,
                                .high = 14.0,
                                .evidence = Evidence::sourced,
                                .source = "time zone of China"});
}

void describe(ParameterTable& table, DistrictPlan& plan) {
    table.add(plan.subdistricts,
              {.key = "subdistricts", .meaning = "Subdistricts, each with a substation", .low = 1, .high = 100});
    table.add(
        plan.least_communities,
        {.key = "least_communities", .meaning = "Fewest communities, however few residents", .low = 1, .high = 1000});
    table.add(plan.residents_per_community, {.key = "residents_per_community",
                                             .meaning = "Residents of a community, where there are enough",
                                             .low = 100.0,
                                             .high = 50'000.0,
                                             .source = "20 committees per 100,000 residents, range 10 to 50"});
    table.add(
        plan.cells_per_community_side,
        {.key = "cells_per_community_side",
         .meaning = "A community is a square of this many grid cells a side",
         .low = 1,
         .high = 20,
         .evidence = Evidence::computed,
         .source = "9 cells of about 550 residents; Zhengzhou 2025: 1,293 per community grid, 218 per micro grid"});
    table.add(plan.density, {.key = "density", .meaning = "Residents per km2", .low = 100.0, .high = 100'000.0});
    table.add(plan.slope,
              {.key = "slope", .meaning = "Fall of the ground towards the outlet, m per m", .low = 0.0, .high = 0.1});
    table.add(plan.roughness, {.key = "roughness",
                               .meaning = "Standard deviation of the ground around the slope",
                               .unit = "m",
                               .low = 0.0,
                               .high = 20.0});
    table.add(plan.uneven_communities,
              {.key = "uneven_communities", .meaning = "Relative spread of community sizes", .low = 0.0, .high = 0.9});
}

void describe(ParameterTable& table, ResidentPlan& plan) {
    table.add(plan.count, {.key = "count", .meaning = "Registered residents", .low = 5'000, .high = 20'000'000});
    table.add(plan.newcomers, {.key = "newcomers",
                               .meaning = "Unregistered people besides, alone and without ties",
                               .low = 0,
                               .high = 1'000'000});
    table.add(plan.household_size_shares,
              {.key = "household_size_shares",
               .meaning = "Relative number of households of 1, 2, … persons",
               .low = 0.0,
               .evidence = Evidence::sourced,
               .source = "Fujian Statistical Yearbook 2021, table 3-6, proxy for Zhengzhou"});
    table.add(plan.elderly_share, {.key = "elderly_share",
                                   .meaning = "Share of residents of 65 years and older",
                                   .low = 0.0,
                                   .high = 1.0,
                                   .evidence = Evidence::computed,
                                   .source = "Zhengzhou 2020, from the dependency ratios of 2021 and "
                                             "their change (Zhengzhou Statistics Bureau)"});
    table.add(plan.child_share, {.key = "child_share",
                                 .meaning = "Share of residents below 15 years",
                                 .low = 0.0,
                                 .high = 0.9,
                                 .evidence = Evidence::computed,
                                 .source = "Zhengzhou 2020, from the dependency ratios of 2021 and "
                                           "their change (Zhengzhou Statistics Bureau)"});
    table.add(plan.online_share, {.key = "online_share",
                                  .meaning = "Share of residents who are online",
                                  .low = 0.0,
                                  .high = 1.0,
                                  .evidence = Evidence::sourced,
                                  .source = "CNNIC report 48, June 2021"});
    table.add(plan.elderly_online_share, {.key = "elderly_online_share",
                                          .meaning = "Share of elderly residents who are online",
                                          .low = 0.0,
                                          .high = 1.0,
                                          .evidence = Evidence::sourced,
                                          .source = "CNNIC report 49, December 2021, aged 60 and older"});
    table.add(plan.ground_floor_share,
              {.key = "ground_floor_share", .meaning = "Share of homes on a ground floor", .low = 0.0, .high = 1.0});
    table.add(plan.households_per_building,
              {.key = "households_per_building", .meaning = "Homes that share a building", .low = 1, .high = 1000});
    table.add(
        plan.building_ties,
        {.key = "building_ties", .meaning = "Mean ties to people of the same building", .low = 0.0, .high = 50.0});
    table.add(
        plan.community_ties,
        {.key = "community_ties", .meaning = "Mean ties to people of the same community", .low = 0.0, .high = 50.0});
    table.add(
        plan.distant_ties,
        {.key = "distant_ties", .meaning = "Mean ties to people anywhere in the district", .low = 0.0, .high = 50.0});
}

void describe(ParameterTable& table, Storm& plan) {
    table.add(plan.start, {.key = "start", .meaning = "First hour of the rain series, local time", .required = true});
    table.add(plan.shift, {.key = "shift",
                           .meaning = "Moves rain, warnings and orders to a later time",
                           .unit = "h",
                           .low = -one_year,
                           .high = one_year});
    table.add(plan.rain, {.key = "rain",
                          .meaning = "Rain of each hour where it is strongest",
                          .unit = "mm / h",
                          .low = 0.0,
                          .high = 500.0,
                          .evidence = Evidence::sourced,
                          .source = "the scenario's README",
                          .required = true});
    table.add(plan.weakest_share,
              {.key = "weakest_share",
               .meaning = "Rain of the driest cell over that of the wettest",
               .low = 0.0,
               .high = 1.0,
               .evidence = Evidence::computed,
               .source = "198.3 of 624.1 mm between six urban sites, J. Meteorol. Res. 38(3) 2024"});
    table.add(plan.drains_blocked, {.key = "drains_blocked",
                                    .meaning = "Share of the drains that is blocked",
                                    .low = 0.0,
                                    .high = 1.0,
                                    .live = true});
    table.add(plan.drains_blocked_without_power, {.key = "drains_blocked_without_power",
                                                  .meaning = "The same where pumps have no power",
                                                  .low = 0.0,
                                                  .high = 1.0,
                                                  .live = true});
}

void describe(ParameterTable& table, OfficialWarning& plan) {
    table.add(plan.issued, {.key = "issued", .meaning = "When the warning is published, local time", .required = true});
    table.add(plan.in_force, {.key = "in_force",
                              .meaning = "How long it is in force",
                              .unit = "h",
                              .low = 0.0,
                              .high = 1000.0,
                              .low_open = true});
}

void describe(ParameterTable& table, Order& plan) {
    table.add(plan.issued, {.key = "issued", .meaning = "When the order is given, local time", .required = true});
    table.add(plan.level, {.key = "level",
                           .meaning = "Level of response, 1 the highest; 0 ends it",
                           .low = 0,
                           .high = 4,
                           .required = true});
}

void describe(ParameterTable& table, AwarenessPlan& plan) {
    table.add(plan.alarming_depth, {.key = "alarming_depth",
                                    .meaning = "Water in the street that alarms everybody",
                                    .unit = "m",
                                    .low = 0.0,
                                    .high = 5.0,
                                    .low_open = true,
                                    .live = true});
    table.add(plan.alarming_rain, {.key = "alarming_rain",
                                   .meaning = "Rain that alarms everybody",
                                   .unit = "mm / h",
                                   .low = 0.0,
                                   .high = 500.0,
                                   .low_open = true,
                                   .live = true});
    table.add(plan.online_reach, {.key = "online_reach",
                                  .meaning = "Share of broadcasts that reach somebody online",
                                  .low = 0.0,
                                  .high = 1.0,
                                  .live = true});
    table.add(
        plan.offline_reach,
        {.key = "offline_reach", .meaning = "The same for everybody else", .low = 0.0, .high = 1.0, .live = true});
    table.add(plan.trust_low,
              {.key = "trust_low", .meaning = "Lowest trust in those who warn", .low = 0.0, .high = 1.0});
    table.add(plan.trust_high,
              {.key = "trust_high", .meaning = "Highest trust in those who warn", .low = 0.0, .high = 1.0});
    table.add(plan.ground_floor_impact,
              {.key = "ground_floor_impact", .meaning = "Harm that ground floors expect", .low = 0.0, .high = 1.0});
    table.add(plan.upper_floor_impact,
              {.key = "upper_floor_impact", .meaning = "Harm that upper floors expect", .low = 0.0, .high = 1.0});
    table.add(plan.attention, {.key = "attention",
                               .meaning = "How long an ended warning is still passed on",
                               .unit = "h",
                               .low = 0.0,
                               .high = 1000.0});
    table.add(plan.saved_by_protection, {.key = "saved_by_protection",
                                         .meaning = "Share of the damage that protective action saves",
                                         .low = 0.0,
                                         .high = 1.0});
}

void describe(ParameterTable& table, LifelinePlan& plan) {
    const auto depth = [&](double& value, std::string_view key, std::string_view meaning) {
        table.add(
            value,
            {.key = key, .meaning = meaning, .unit = "m", .low = 0.0, .high = 20.0, .low_open = true, .live = true});
    };
    const auto hours = [&](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "h", .low = 0.0, .high = 10'000.0});
    };
    const auto work = [&](core::Distribution& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "h", .low = 0.0, .live = true});
    };
    depth(plan.switchgear_median, "switchgear_median", "Water at which half of the cells' switch rooms fail");
    depth(plan.feeder_median, "feeder_median", "Mean water of a community at which half of the feeders fail");
    depth(plan.substation_median, "substation_median", "Water at which half of the substations fail");
    table.add(plan.dispersion, {.key = "dispersion",
                                .meaning = "Log standard deviation of these depths",
                                .low = 0.0,
                                .high = 3.0,
                                .low_open = true,
                                .live = true});
    work(plan.switchgear_work, "switchgear_work", "Work of one crew on a switch room");
    work(plan.feeder_work, "feeder_work", "Work of one crew on a feeder");
    work(plan.substation_work, "substation_work", "Work of one crew on a substation");
    depth(plan.dry_depth, "dry_depth", "Water below which a crew can work");
    table.add(plan.crews_per_100k, {.key = "crews_per_100k",
                                    .meaning = "Crews of the utility per 100,000 residents",
                                    .low = 0.0,
                                    .high = 1000.0,
                                    .evidence = Evidence::computed,
                                    .source = "3,600 local repair staff, crews of 5, 12.6 M residents, 23 Jul 2021"});
    table.add(plan.mutual_aid_crews_per_100k,
              {.key = "mutual_aid_crews_per_100k",
               .meaning = "Crews sent by others per 100,000 residents",
               .low = 0.0,
               .high = 1000.0,
               .evidence = Evidence::computed,
               .source = "10,000 technicians from 24 provinces, crews of 5, 12.6 M residents, 23 Jul 2021"});
    hours(plan.mutual_aid_lag, "mutual_aid_lag", "From the order of level 1 to the first job of mutual aid");
    hours(plan.travel, "travel", "Way of a crew to any job");
    table.add(plan.telecom_battery, {.key = "telecom_battery",
                                     .meaning = "How long a telecom site lives on its battery",
                                     .unit = "h",
                                     .low = 0.0,
                                     .high = 720.0,
                                     .source = "4 (2 to 8) h"});
}

void describe(ParameterTable& table, RequestPlan& plan) {
    const auto rate = [&](double& value, std::string_view key, std::string_view meaning, std::string_view source = "") {
        table.add(value, {.key = key,
                          .meaning = meaning,
                          .unit = "1 / h",
                          .low = 0.0,
                          .high = 60.0,
                          .source = source,
                          .live = key != "everyday_rate"});
    };
    const auto hours = [&](double& value, std::string_view key, std::string_view meaning) {
        table.add(
            value,
            {.key = key, .meaning = meaning, .unit = "h", .low = 0.0, .high = 1000.0, .low_open = true, .live = true});
    };
    const auto work = [&](core::Distribution& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "h", .low = 0.0, .low_open = true, .live = true});
    };
    rate(plan.everyday_rate, "everyday_rate", "Everyday requests of one resident to the community", "one a year");
    rate(plan.outage_rate, "outage_rate", "Requests of one household without power");
    rate(plan.flooded_rate, "flooded_rate", "Requests of one household with water indoors");
    rate(plan.rescue_rate, "rescue_rate", "Calls for rescue of one household in deep water that has not acted");
    rate(plan.care_rate, "care_rate", "Requests of elderly people alone without power");
    table.add(plan.rescue_depth, {.key = "rescue_depth",
                                  .meaning = "Water indoors from which people need rescue",
                                  .unit = "m",
                                  .low = 0.0,
                                  .high = 5.0,
                                  .live = true});
    work(plan.everyday_work, "everyday_work", "Work on an everyday request");
    work(plan.outage_work, "outage_work", "Work on a request about power");
    work(plan.drainage_work, "drainage_work", "Work on a request about water indoors");
    work(plan.rescue_work, "rescue_work", "Work on a rescue");
    work(plan.care_work, "care_work", "Work on care for elderly people");
    hours(plan.patience, "patience", "How long people wait before they give up, rescue excepted");
    hours(plan.deadline, "deadline", "Time within which requests are promised to be served");
}

void describe(ParameterTable& table, OfficePlan& plan) {
    const auto hours = [&](double& value, std::string_view key, std::string_view meaning, double low, double high) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "h", .low = low, .high = high, .live = true});
    };
    table.add(plan.staff_per_10k, {.key = "staff_per_10k",
                                   .meaning = "Community staff per 10,000 registered residents",
                                   .low = 0.0,
                                   .high = 1000.0,
                                   .low_open = true,
                                   .evidence = Evidence::literature,
                                   .source = "planning target 18 by 2025",
                                   .live = true});
    hours(plan.calm_shift_start, "calm_shift_start", "Hour of the day at which the calm shift begins", 0.0, 23.0);
    hours(plan.calm_shift, "calm_shift", "Length of the calm shift", 1.0, 24.0);
    table.add(plan.emergency_duty, {.key = "emergency_duty",
                                    .meaning = "Share of the staff on duty at any hour in response",
                                    .low = 0.0,
                                    .high = 1.0,
                                    .low_open = true,
                                    .live = true});
    hours(plan.calm_report_cycle, "calm_report_cycle", "Time between two reports of a grid worker in calm, whole days",
          24.0, 720.0);
    hours(plan.emergency_report_cycle, "emergency_report_cycle", "The same in response, whole hours", 1.0, 24.0);
    hours(plan.report_delay, "report_delay", "Mean way of a report while telecom works", 0.0, 720.0);
    hours(plan.report_delay_without_telecom, "report_delay_without_telecom", "The same without telecom", 0.0, 720.0);
    table.add(plan.report_error, {.key = "report_error",
                                  .meaning = "Chance that a statement of a report is wrong",
                                  .low = 0.0,
                                  .high = 0.5,
                                  .live = true});
    table.add(plan.response_level, {.key = "response_level",
                                    .meaning = "Orders of this level or higher begin response",
                                    .low = 0,
                                    .high = 4,
                                    .live = true});
}

void describe(ParameterTable& table, PhasePlan& plan) {
    const auto share = [&](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0.0, .high = 1.0, .live = true});
    };
    const auto hours = [&](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "h", .low = 0.0, .high = one_year, .live = true});
    };
    share(plan.onset, "onset", "Perceived function below which response begins");
    hours(plan.quiet, "quiet", "Time without worsening or warning that ends resistance");
    share(plan.recovering, "recovering", "Share of the lost function regained that begins recovery");
    hours(plan.recovering_hold, "recovering_hold", "How long it must hold");
    share(plan.regained, "regained", "Perceived function that counts as regained");
    hours(plan.regained_hold, "regained_hold", "How long it must hold");
    hours(plan.review, "review", "Time of review and innovation before calm");
}

void describe(ParameterTable& table, Shock& plan) {
    static constexpr std::pair<std::string_view, ShockKind> kinds[] = {
        {"switchgear_failure", ShockKind::switchgear_failure},
        {"feeder_failure", ShockKind::feeder_failure},
        {"substation_failure", ShockKind::substation_failure}};
    table.add(plan.name, {.key = "name", .meaning = "What it is called", .required = true});
    table.choice(
        plan.kind, kinds,
        {.key = "kind", .meaning = "What fails: equipment of cells, communities or subdistricts", .required = true});
    table.add(plan.start, {.key = "start",
                           .meaning = "A date, or a condition over the hourly series; it strikes once",
                           .required = true,
                           .example = "\"2021-07-20T16:00\""});
    table.add(plan.share, {.key = "share", .meaning = "Chance of each to fail", .low = 0.0, .high = 1.0});
}

void describe(ParameterTable& table, Metric& plan) {
    table.add(plan.name, {.key = "name", .meaning = "What it is called, as a variable is", .required = true});
    table.add(plan.value, {.key = "value",
                           .meaning = "A formula over the hourly series",
                           .required = true,
                           .example = "\"requests_open.sum\""});
    table.add(plan.unit, {.key = "unit", .meaning = "Unit of the value, which the formula must measure"});
    table.add(plan.meaning, {.key = "meaning", .meaning = "A phrase for tables and plots; if empty, the formula"});
}

void describe(ParameterTable& table, Intervention& plan) {
    table.add(plan.name, {.key = "name", .meaning = "What it is called", .required = true});
    table.add(plan.start,
              {.key = "start", .meaning = "A date, or a condition over the hourly series, from which it is in force"});
    table.add(plan.end,
              {.key = "end", .meaning = "The same for its end; if empty, it ends when what starts it does not hold"});
    table.add(plan.set, {.key = "set",
                         .meaning = "The values of parameters while it is in force",
                         .required = true,
                         .example = "{ offices.emergency_duty = 0.9 }"});
}

void describe(ParameterTable& table, Scenario& scenario) {
    table.add(scenario.title, {.key = "title", .meaning = "Name of the scenario", .required = true});
    table.add(scenario.question, {.key = "question", .meaning = "What the scenario is to answer"});
    table.group("time", "When the run happens", scenario.time);
    table.group("district", "The place", scenario.district);
    table.group("residents", "The people", scenario.residents);
    table.list("agents", "Groups of residents who differ from the others", scenario.agents);
    table.list("layers", "Further ties among residents", scenario.layers);
    table.list("organisations", "People besides the offices' staff who serve requests", scenario.organisations);
    table.group("storm", "The rain", scenario.storm);
    table.group("rain_depth", "From rain to standing water", scenario.rain_depth);
    table.list("warnings", "Official warnings to the public", scenario.warnings);
    table.list("orders", "Orders of the city to its offices", scenario.orders);
    table.group("warning", "How a warning spreads", scenario.warning);
    table.group("protective_action", "How people decide to protect themselves", scenario.protective_action);
    table.group("awareness", "What people notice", scenario.awareness);
    table.group("lifelines", "Power and telecom", scenario.lifelines);
    table.group("requests", "What people ask of their community", scenario.requests);
    table.group("offices", "Community offices", scenario.offices);
    table.group("phases", "When offices think that another phase has begun", scenario.phases);
    table.group("resilience", "How the series of function are read", scenario.resilience);
    table.list("shocks", "What happens besides the storm", scenario.shocks);
    table.list("metrics", "Numbers to be recorded each hour besides the series", scenario.metrics);
    table.list("interventions", "Policies and failures that change parameters for a while", scenario.interventions);
}

}  // namespace commonweal::model
