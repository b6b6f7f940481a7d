// SPDX-License-Identifier: Apache-2.0
//   scenario from a file -- district
// The first program of the tutorial, which control_room builds on.
// begin
#include <commonweal/commonweal.hpp>

#include <iostream>

using namespace commonweal;

int main() try {
    const Scenario scenario = load_scenario("town.toml");
    Workers workers;
    Simulation district(scenario, {.value = 1, .replicate = 0}, workers);
    std::cout << scenario.title << ": " << district.hours() << " hours\n";
} catch (const Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
