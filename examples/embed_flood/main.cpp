// SPDX-License-Identifier: Apache-2.0
// Runs a scenario inside a C++ program and keeps its output in memory: no files, no Python.
#include <commonweal/commonweal.hpp>

#include <algorithm>
#include <cstdint>
#include <iostream>

int main(int count, char** words) try {
    if (count != 2) {
        std::cerr << "usage: embed_flood SCENARIO\n";
        return 2;
    }
    const commonweal::io::Override small{.path = "residents.count", .value = "5000"};
    commonweal::model::Scenario scenario = commonweal::io::load_scenario(words[1], {&small, 1});
    scenario.lifelines.travel = 2.0;  // h; every parameter is a plain member.

    commonweal::core::Workers workers;
    commonweal::model::Simulation district(scenario, {.value = 1, .replicate = 0}, workers);
    commonweal::study::MemorySink output;
    commonweal::study::run(district, output);

    const auto& series = output.table("series");
    const auto dark = series.values(series.field<std::uint32_t>("households_without_power"));
    std::cout << "households without power, at the worst: " << *std::max_element(dark.begin(), dark.end()) << '\n';
} catch (const commonweal::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
