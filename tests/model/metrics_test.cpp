// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/model/metrics.hpp>
#include <commonweal/model/simulation.hpp>

#include "small_district.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

using namespace commonweal;
using core::RecordTable;
using model::Metric;
using model::Scenario;
using model::Simulation;

namespace metrics_test {

Scenario with(std::vector<Metric> metrics) {
    Scenario scenario = small_district({"time.duration=8 d"});
    scenario.metrics = std::move(metrics);
    return scenario;
}

Simulation run(const Scenario& scenario, core::Workers& workers) {
    Simulation simulation(scenario, {.value = 4}, workers);
    while (simulation.hour() < simulation.hours()) simulation.step();
    return simulation;
}

template <class T>
std::vector<T> column(Simulation& simulation, std::string_view name) {
    const RecordTable& series = std::as_const(simulation.records()[0]);
    const auto values = series.values(series.field<T>(name));
    return {values.begin(), values.end()};
}

std::string mistakes_of(Metric metric) {
    std::string text;
    for (const core::Mistake& mistake : model::mistakes(with({std::move(metric)}))) text += mistake.text() + '\n';
    return text;
}

TEST(Metrics, are_computed_from_the_series_of_the_hour) {
    core::Workers workers(2);
    Simulation simulation = run(with({{.name = "worst_depth", .value = "depth.max", .unit = "cm"},
                                      {.name = "load", .value = "requests_open.sum / max(staff_on_duty.sum, 1)"},
                                      {.name = "double_load", .value = "2 * load"},
                                      {.name = "day", .value = "hour", .unit = "d"}}),
                                workers);
    const auto depth = column<float>(simulation, "depth");
    const auto open = column<std::uint32_t>(simulation, "requests_open");
    const auto staff = column<std::uint32_t>(simulation, "staff_on_duty");
    const auto worst = column<double>(simulation, "worst_depth"), load = column<double>(simulation, "load"),
               twice = column<double>(simulation, "double_load"), day = column<double>(simulation, "day");
    ASSERT_EQ(worst.size(), 192u);
    double deepest = 0.0;
    for (std::size_t hour = 0; hour < worst.size(); ++hour) {
        const std::size_t cells = depth.size() / worst.size(), offices = open.size() / worst.size();
        const auto row = depth.begin() + static_cast<std::ptrdiff_t>(hour * cells);
        EXPECT_DOUBLE_EQ(worst[hour], 100.0 * *std::max_element(row, row + static_cast<std::ptrdiff_t>(cells)));
        std::uint32_t open_sum = 0, staff_sum = 0;
        for (std::size_t k = 0; k < offices; ++k) {
            open_sum += open[hour * offices + k];
            staff_sum += staff[hour * offices + k];
        }
        EXPECT_DOUBLE_EQ(load[hour], static_cast<double>(open_sum) / std::max(staff_sum, 1u));
        EXPECT_EQ(twice[hour], 2.0 * load[hour]);
        EXPECT_DOUBLE_EQ(day[hour] * 24.0, static_cast<double>(hour) + 1.0);
        deepest = std::max(deepest, worst[hour]);
    }
    EXPECT_GT(deepest, 10.0);
}

TEST(Metrics, change_nothing_else) {
    core::Workers workers(2);
    Simulation plain = run(with({}), workers);
    Simulation more = run(with({{.name = "worst_depth", .value = "depth.max", .unit = "m"}}), workers);
    const auto& columns = plain.records()[0].schema().columns;
    for (std::size_t k = 0; k < columns.size(); ++k) {
        const auto one = std::as_const(plain.records()[0]).bytes(k), other = std::as_const(more.records()[0]).bytes(k);
        EXPECT_TRUE(std::equal(one.begin(), one.end(), other.begin(), other.end())) << columns[k].name;
    }
    ASSERT_EQ(more.records()[0].schema().columns.size(), columns.size() + 1);
    const core::RecordColumn& metric = more.records()[0].schema().columns.back();
    EXPECT_EQ(metric.unit, "m");
    EXPECT_EQ(metric.meaning, "depth.max");
}

TEST(Metrics, serve_conditions_of_interventions) {
    Scenario scenario = with({{.name = "wet", .value = "depth.max", .unit = "m"}});
    scenario.interventions = {
        {.name = "surge", .start = "wet > 0.2 m", .end = {}, .set = {{{"offices.staff_per_10k", "540"}}}}};
    core::Workers workers(2);
    Simulation simulation = run(scenario, workers);
    const auto wet = column<double>(simulation, "wet");
    const RecordTable& events = std::as_const(simulation.records()[1]);
    const auto rules = events.values(events.text_field("rule"));
    const auto at = std::find(rules.begin(), rules.end(), "interventions") - rules.begin();
    ASSERT_LT(static_cast<std::size_t>(at), rules.size());
    const auto hours = events.values(events.field<std::uint32_t>("hour"));
    const auto first = std::find_if(wet.begin(), wet.end(), [](double depth) { return depth > 0.2; }) - wet.begin();
    EXPECT_EQ(hours[static_cast<std::size_t>(at)], first + 1);
}

TEST(Metrics, names_units_and_formulas_are_checked) {
    EXPECT_EQ(mistakes_of({.name = "Load", .value = "1"}),
              "metrics[0].name is \"Load\"; must be a name of small letters, digits and '_', and neither a unit nor a "
              "word of formulas.\n");
    EXPECT_EQ(mistakes_of({.name = "rain", .value = "1"}),
              "metrics[0].name is \"rain\"; must be a name that nothing else in the results has.\n");
    EXPECT_EQ(mistakes_of({.name = "load", .value = "1", .unit = "metres"}),
              "metrics[0].unit is \"metres\"; must be a known unit. Did you mean m?\n");
    EXPECT_EQ(mistakes_of({.name = "load", .value = "requests_open"}),
              "metrics[0].value is requests_open; must be a known name. Did you mean requests_open.min?\n");
    const std::string itself = mistakes_of({.name = "load", .value = "load + 1"});
    EXPECT_TRUE(itself.starts_with("metrics[0].value is load; must be one of rain, ")) << itself;
    EXPECT_THROW(model::Metrics(with({{.name = "", .value = ""}})), core::ConfigError);
}

TEST(Metrics, nothing_in_the_results_can_be_hidden_by_one) {
    core::Workers workers(1);
    Simulation simulation = run(with({}), workers);
    std::vector<std::string> names{"time"};
    for (const core::Dimension& dimension : simulation.dimensions()) names.push_back(dimension.name);
    for (const auto& tables : {simulation.records(), simulation.final_tables()})
        for (const RecordTable& table : tables) names.push_back(table.schema().name);
    for (const core::RecordColumn& each : simulation.records()[0].schema().columns) names.push_back(each.name);
    EXPECT_GT(names.size(), 30u);
    for (const std::string& name : names) EXPECT_NE(mistakes_of({.name = name, .value = "1"}), "") << name;
    std::vector<Metric> twice(2, {.name = "load", .value = "1"});
    EXPECT_EQ(model::mistakes(with(twice)).size(), 1u);
}

}  // namespace metrics_test
