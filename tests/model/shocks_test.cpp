// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/state.hpp>
#include <commonweal/model/shocks.hpp>
#include <commonweal/model/simulation.hpp>

#include "small_district.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace commonweal;
using core::RecordTable;
using model::Scenario;
using model::Shock;
using model::ShockKind;
using model::Simulation;

namespace shocks_test {

Scenario with(std::vector<Shock> shocks) {
    Scenario scenario = small_district({"time.duration=8 d"});
    scenario.shocks = std::move(shocks);
    return scenario;
}

/// Every substation, on the third day.
Shock blackout(std::string start = "2021-07-16T10:00") {
    return {.name = "blackout", .kind = ShockKind::substation_failure, .start = std::move(start)};
}

void finish(Simulation& simulation) {
    while (simulation.hour() < simulation.hours()) simulation.step();
}

std::vector<std::byte> bytes(const Simulation& simulation, const RecordTable& table) {
    std::vector<std::byte> all;
    for (std::size_t k = 0; k < table.schema().columns.size(); ++k)
        all.insert(all.end(), table.bytes(k).begin(), table.bytes(k).end());
    EXPECT_EQ(simulation.hour(), simulation.hours());
    return all;
}

std::vector<std::uint32_t> hours_of_strikes(Simulation& simulation) {
    const RecordTable& events = std::as_const(simulation.records()[1]);
    const auto hours = events.values(events.field<std::uint32_t>("hour"));
    const auto rules = events.values(events.text_field("rule"));
    std::vector<std::uint32_t> found;
    for (std::size_t k = 0; k < events.rows(); ++k)
        if (rules[k] == "shocks") found.push_back(hours[k]);
    return found;
}

TEST(Shocks, a_blackout_leaves_all_homes_without_power_in_the_hour_of_its_date) {
    core::Workers workers(2);
    Simulation simulation(with({blackout()}), {.value = 4}, workers);
    finish(simulation);
    const RecordTable& series = std::as_const(simulation.records()[0]);
    const auto powered = series.values(series.field<float>("powered"));
    const std::size_t cells = powered.size() / series.rows();
    const auto homes_with_power = [&](std::size_t hour) {
        return std::count(powered.begin() + static_cast<std::ptrdiff_t>(hour * cells),
                          powered.begin() + static_cast<std::ptrdiff_t>((hour + 1) * cells), 1.0f);
    };
    EXPECT_EQ(homes_with_power(57), static_cast<std::ptrdiff_t>(cells));
    EXPECT_EQ(homes_with_power(58), 0);  // 16 July, 10:00, is 58 hours after the start
    EXPECT_EQ(hours_of_strikes(simulation), (std::vector<std::uint32_t>{58}));
}

TEST(Shocks, strike_once_when_their_condition_first_holds) {
    core::Workers workers(2);
    Simulation simulation(with({blackout("households_without_power > 0"), blackout("hour >= 0 h")}), {.value = 4},
                          workers);
    finish(simulation);
    const auto hours = hours_of_strikes(simulation);
    // The second leaves homes without power in hour 0, which the first sees at its end.
    EXPECT_EQ(hours, (std::vector<std::uint32_t>{0, 1}));
}

TEST(Shocks, one_that_never_strikes_changes_no_bit) {
    core::Workers workers(2);
    Simulation plain(with({}), {.value = 4}, workers),
        other(with({blackout("depth.max > 19 m")}), {.value = 4}, workers);
    finish(plain);
    finish(other);
    for (const std::size_t k : {0u, 1u})
        EXPECT_EQ(bytes(plain, plain.records()[k]), bytes(other, other.records()[k])) << k;
}

TEST(Shocks, what_has_struck_is_saved_and_does_not_strike_again) {
    core::Workers workers(2);
    const Scenario scenario = with({blackout(), blackout("depth.max > 0.1 m for 2 h")});
    Simulation whole(scenario, {.value = 4}, workers);
    finish(whole);
    ASSERT_EQ(hours_of_strikes(whole).size(), 2u);
    for (const core::Tick stop : {57u, 58u, 59u, 120u}) {
        Simulation first(scenario, {.value = 4}, workers);
        while (first.hour() < stop) first.step();
        core::StateWriter writer;
        first.save(writer);
        Simulation second(scenario, {.value = 4}, workers);
        core::StateReader reader(writer.bytes());
        second.load(reader);
        reader.finish();
        second.records() = first.records();
        finish(second);
        EXPECT_EQ(bytes(second, second.records()[0]), bytes(whole, whole.records()[0])) << stop;
        EXPECT_EQ(hours_of_strikes(second), hours_of_strikes(whole)) << stop;
    }
}

TEST(Shocks, starts_are_checked) {
    const auto found = model::mistakes(with({blackout("depth.maxx > 1 m"), blackout("")}));
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].text(), "shocks[0].start is depth.maxx; must be a known name. Did you mean depth.max?");
    EXPECT_EQ(found[1].path, "shocks[1].start");
    core::Workers workers(1);
    EXPECT_THROW(Simulation(with({blackout("depth")}), {}, workers), core::ConfigError);
}

}  // namespace shocks_test
