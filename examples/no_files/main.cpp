// SPDX-License-Identifier: Apache-2.0
//   a scenario made in the program -- run on one thread -- series in memory
// No file is read or written, no thread is started, and nothing of Python is near: for a larger program that has its
// own.
#include <commonweal/core/parallel.hpp>
#include <commonweal/model/simulation.hpp>
#include <commonweal/study/memory_sink.hpp>
#include <commonweal/study/run.hpp>

#include <algorithm>
#include <cstdint>
#include <iostream>

using namespace commonweal;

// scenario
model::Scenario night_of_rain() {
    const auto date = [](std::string_view text) { return core::DateTime::parse(text).value(); };
    model::Scenario scenario;
    scenario.title = "A night of rain";
    scenario.time.start = date("2021-07-19T00:00");
    scenario.time.duration = 96.0;  // h
    scenario.district.least_communities = 4;
    scenario.district.residents_per_community = 1000.0;
    scenario.residents.count = 5000;
    scenario.storm.start = date("2021-07-19T18:00");
    scenario.storm.rain.values = {10, 30, 60, 150, 200, 60, 30, 10};  // mm / h
    scenario.warnings = {{.issued = date("2021-07-19T15:00"), .in_force = 12.0}};
    scenario.orders = {{.issued = date("2021-07-19T20:00"), .level = 1}};
    return scenario;
}
// end scenario

int main() {
    // run
    core::Workers workers(1);
    model::Simulation district(night_of_rain(), {.value = 1, .replicate = 0}, workers);
    study::MemorySink output;
    study::run(district, output);
    // end run

    // read
    const core::RecordTable& series = output.table("series");
    float rain = 0.0f;
    for (const float hour : series.values(series.field<float>("rain"))) rain += hour;
    const auto dark = series.values(series.field<std::uint32_t>("households_without_power"));
    const auto worst = std::ranges::max_element(dark);
    std::cout << series.rows() << " hours with " << rain << " mm of rain\n"
              << "without power at the worst: " << *worst << " households, in hour " << worst - dark.begin() << '\n'
              << "without power at the end: " << dark.back() << '\n'
              << output.table("requests").rows() << " requests for help\n";
    // end read
}
