// SPDX-License-Identifier: Apache-2.0
//   scenario -- district, hour by hour -- series while it runs -- state -- the same hours again
// Steps a scenario inside a C++ program, stops when something happens, and goes on from there twice.
#include <commonweal/commonweal.hpp>

#include <algorithm>
#include <cstdint>
#include <iostream>

using namespace commonweal;

// read
std::uint32_t households_in_the_dark(Simulation& district) {
    const RecordTable& series = district.records().front();  // a row for each hour that was run
    return series.values(series.field<std::uint32_t>("households_without_power")).back();
}
// end read

DateTime date_of(const Simulation& district) {
    return {.minutes = district.scenario().time.start.minutes + 60 * district.hour()};
}

std::uint32_t worst_of_two_days(Simulation& district) {
    std::uint32_t worst = 0;
    for (int hour = 0; hour < 48; ++hour) {
        district.step();
        worst = std::max(worst, households_in_the_dark(district));
        for (RecordTable& table : district.records()) table.clear();  // they grow until somebody clears them
    }
    return worst;
}

int main(int count, char** words) try {
    if (count != 2) {
        std::cerr << "usage: step_scenario SCENARIO\n";
        return 2;
    }
    // describe
    Scenario scenario = load_scenario(words[1], {.overrides = {{.path = "residents.count", .value = "5000"}}});
    scenario.lifelines.travel = 2.0;  // h; every parameter is a plain member
    // end describe

    // step
    Workers workers;
    Simulation district(scenario, {.value = 1, .replicate = 0}, workers);
    do district.step();
    while (households_in_the_dark(district) == 0 && district.hour() < district.hours());
    std::cout << "power fails first before " << date_of(district).text() << ", in " << households_in_the_dark(district)
              << " households\n";
    // end step

    // state
    const auto state = study::save(district);
    std::cout << "two days later, at the worst: " << worst_of_two_days(district) << '\n';

    Simulation again(scenario, {.value = 1, .replicate = 0}, workers);
    study::load(again, state);
    std::cout << "once more from the state of hour " << again.hour() << ": " << worst_of_two_days(again) << '\n';
    // end state
} catch (const Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
