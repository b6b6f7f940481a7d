// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/io/toml_writer.hpp>
#include <commonweal/model/interventions.hpp>
#include <commonweal/model/simulation.hpp>

#include "begun.hpp"
#include "small_district.hpp"

#include <fstream>
#include <string>
#include <utility>
#include <vector>

using namespace commonweal;
using core::RecordTable;
using model::Intervention;
using model::Scenario;
using model::Simulation;

namespace interventions_test {

/// Rain falls from hour 92 on, most of it around hour 160.
Scenario with(std::vector<Intervention> interventions, const std::string& duration = "10 d") {
    Scenario scenario = small_district({"time.duration=" + duration});
    scenario.interventions = std::move(interventions);
    return scenario;
}

Intervention intervention(std::string start, std::string end, core::Settings set) {
    return {.name = "test", .start = std::move(start), .end = std::move(end), .set = std::move(set)};
}

const core::Settings more_staff{{{"offices.staff_per_10k", "540"}}};

template <class T>
std::vector<T> series(Simulation& simulation, std::string_view name) {
    while (simulation.hour() < simulation.hours()) simulation.step();
    const RecordTable& table = simulation.records()[0];
    const auto values = table.values(table.field<T>(name));
    return {values.begin(), values.end()};
}

template <class T>
std::vector<T> series(const Scenario& scenario, std::string_view name) {
    core::Workers workers(2);
    Simulation simulation(scenario, {.value = 4}, workers);
    return series<T>(simulation, name);
}

struct Turn {
    std::uint32_t hour;
    std::string kind;
    bool operator==(const Turn&) const = default;
};

std::vector<Turn> turns(const Scenario& scenario) {
    core::Workers workers(2);
    Simulation simulation(scenario, {.value = 4}, workers);
    while (simulation.hour() < simulation.hours()) simulation.step();
    const RecordTable& events = simulation.records()[1];
    const auto hours = events.values(events.field<std::uint32_t>("hour"));
    const auto rules = events.values(events.text_field("rule"));
    const auto kinds = events.values(events.text_field("kind"));
    std::vector<Turn> found;
    for (std::size_t k = 0; k < events.rows(); ++k) {
        if (rules[k] == "interventions") found.push_back({hours[k], kinds[k]});
    }
    return found;
}

std::string mistakes_of(const Intervention& each) {
    std::string text;
    for (const core::Mistake& mistake : model::mistakes(with({each}))) text += mistake.text() + '\n';
    return text;
}

std::vector<std::byte> bytes(const RecordTable& table) {
    std::vector<std::byte> all;
    for (std::size_t k = 0; k < table.schema().columns.size(); ++k)
        all.insert(all.end(), table.bytes(k).begin(), table.bytes(k).end());
    return all;
}

TEST(Interventions, one_that_never_begins_changes_no_bit) {
    core::Workers workers(2);
    const auto end = [&](const Scenario& scenario) {
        Simulation simulation(scenario, {.value = 4}, workers);
        while (simulation.hour() < simulation.hours()) simulation.step();
        return std::pair(bytes(simulation.records()[0]), bytes(simulation.records()[1]));
    };
    EXPECT_EQ(end(with({intervention("depth.max > 19 m", "", more_staff)})), end(with({})));
}

TEST(Interventions, values_count_from_a_date_up_to_another) {
    const auto usual = series<std::uint32_t>(with({}, "8 d"), "staff_on_duty");
    const Scenario scenario = with({intervention("2021-07-16", "2021-07-18T00:00", more_staff)}, "8 d");
    const auto more = series<std::uint32_t>(scenario, "staff_on_duty");
    const std::size_t communities = usual.size() / (8 * 24);
    // At noon all staff are on duty in calm: of 5,000 residents 270, each community's share rounded.
    const auto at_noon = [&](const std::vector<std::uint32_t>& staff, std::size_t day) {
        std::uint32_t sum = 0;
        for (std::size_t c = 0; c < communities; ++c) sum += staff[(day * 24 + 12) * communities + c];
        return sum;
    };
    EXPECT_EQ(at_noon(more, 1), at_noon(usual, 1));
    EXPECT_NEAR(at_noon(more, 2), 270.0, 0.5 * static_cast<double>(communities));
    EXPECT_LT(at_noon(usual, 2), 30u);
    EXPECT_EQ(at_noon(more, 3), at_noon(more, 2));
    EXPECT_EQ(at_noon(more, 4), at_noon(usual, 4));
    EXPECT_EQ(turns(scenario), (std::vector<Turn>{{48, "started"}, {96, "ended"}}));
}

TEST(Interventions, more_staff_serve_from_the_hour_on_in_which_the_intervention_starts) {
    Scenario scenario = with({intervention("2021-07-14T12:00", "", more_staff)});
    scenario.requests.everyday_rate = 0.05;
    core::Workers workers(2);
    Simulation simulation(scenario, {.value = 4}, workers);
    while (simulation.hour() < 14) simulation.step();
    const auto begun = begun_by_hour(simulation);
    EXPECT_EQ(turns(scenario).front(), (Turn{12, "started"}));
    EXPECT_GT(begun[12], 2 * begun[11]);
    EXPECT_LT(begun[11], 2 * begun[10]);
}

TEST(Interventions, a_condition_turns_one_on_and_off_an_hour_after_the_series_says_so) {
    const Scenario scenario = with({intervention("response_level == 1 for 3 h", "", more_staff)});
    const auto level = series<std::uint8_t>(scenario, "response_level");
    std::uint32_t first = 0;
    while (level[first] != 1) ++first;
    std::uint32_t last = first;
    while (level[last] == 1) ++last;
    // The third hour in a row is first + 2; what its end turns on counts from the next hour on.
    EXPECT_EQ(turns(scenario), (std::vector<Turn>{{first + 3, "started"}, {last + 1, "ended"}}));
}

TEST(Interventions, one_in_force_from_the_first_hour_is_a_scenario_that_says_so_itself) {
    const Scenario always = with({intervention("hour >= 0 h", "", {{{"storm.drains_blocked", "0.8"}}})});
    Scenario said = with({});
    said.storm.drains_blocked = 0.8;
    EXPECT_EQ(series<float>(always, "depth"), series<float>(said, "depth"));
    EXPECT_NE(series<float>(with({}), "depth"), series<float>(said, "depth"));
}

TEST(Interventions, of_two_that_set_one_parameter_the_later_in_the_list_holds) {
    const Scenario scenario = with({intervention("hour >= 0 h", "", {{{"storm.drains_blocked", "0.1"}}}),
                                    intervention("hour >= 0 h", "", {{{"storm.drains_blocked", "0.9"}}})});
    const model::Interventions interventions(scenario);
    EXPECT_EQ(interventions.in_effect().storm.drains_blocked, 0.9);
}

TEST(Interventions, what_is_remembered_survives_saving_and_loading_at_any_hour) {
    core::Workers workers(2);
    const Scenario scenario =
        with({intervention("depth.max > 0.2 m for 5 h", "depth.max < 0.1 m for 7 h",
                           {{{"offices.staff_per_10k", "54"}, {"warning.broadcast_rate", "1 / h"}}}),
              intervention("2021-07-19", "", {{{"phases.onset", "0.99"}}})});
    ASSERT_GE(turns(scenario).size(), 2u);
    struct Stop {
        core::Tick hour;
        core::StateWriter state;
        std::vector<RecordTable> records;
    };
    Simulation whole(scenario, {.value = 4}, workers);
    std::vector<Stop> stops;
    while (whole.hour() < whole.hours()) {
        const core::Tick hour = whole.hour();
        if ((hour >= 118 && hour <= 126) || (hour >= 160 && hour < 200 && hour % 3 == 0)) {
            stops.push_back({.hour = hour, .state = {}, .records = whole.records()});
            whole.save(stops.back().state);
        }
        whole.step();
    }
    for (const Stop& stop : stops) {
        Simulation second(scenario, {.value = 4}, workers);
        core::StateReader reader(stop.state.bytes());
        second.load(reader);
        reader.finish();
        second.records() = stop.records;
        while (second.hour() < second.hours()) second.step();
        for (std::size_t k = 0; k < 2; ++k)
            ASSERT_EQ(bytes(second.records()[k]), bytes(whole.records()[k])) << "stopped after " << stop.hour;
    }
}

TEST(Interventions, conditions_are_checked_with_the_nearest_name) {
    EXPECT_EQ(mistakes_of(intervention("depth.maxx > 1 m", "", more_staff)),
              "interventions[0].start is depth.maxx; must be a known name. Did you mean depth.max?\n");
    EXPECT_NE(mistakes_of(intervention("depth.max > 1 h", "", more_staff)).find("interventions[0].start"),
              std::string::npos);
    EXPECT_NE(mistakes_of(intervention("2021-07-19", "depth", more_staff)).find("interventions[0].end"),
              std::string::npos);
}

TEST(Interventions, only_parameters_that_may_change_are_set_to_values_that_are_right) {
    EXPECT_EQ(mistakes_of(intervention("2021-07-19", "", {})), "interventions[0].set must hold a value.\n");
    EXPECT_EQ(mistakes_of(intervention("2021-07-19", "", {{{"offices.stuff_per_10k", "3"}}})),
              "interventions[0].set.offices.stuff_per_10k must be a known parameter. Did you mean "
              "offices.staff_per_10k?\n");
    EXPECT_NE(mistakes_of(intervention("2021-07-19", "", {{{"residents.count", "5000"}}}))
                  .find("must be a parameter that may change while a run goes on"),
              std::string::npos);
    EXPECT_NE(mistakes_of(intervention("2021-07-19", "", {{{"offices.emergency_duty", "1.5"}}}))
                  .find("interventions[0].set.offices.emergency_duty is 1.5; must be above 0 and at most 1"),
              std::string::npos);
}

TEST(Interventions, rules_between_parameters_hold_for_what_is_set) {
    EXPECT_EQ(
        mistakes_of(intervention("2021-07-19", "", {{{"offices.emergency_report_cycle", "90 min"}}})),
        "interventions[0].set.offices.emergency_report_cycle is 90 min; must be whole hours. Did you mean \"2 h\"?\n");
    Scenario wrong = with({intervention("2021-07-19", "", more_staff)});
    wrong.storm.shift = 0.5;
    EXPECT_EQ(model::mistakes(wrong).size(), 1u) << "what is wrong anyway is told once";
}

TEST(Interventions, files_name_parameters_by_dotted_or_quoted_keys_and_write_them_back) {
    const std::string head =
        "schema = 1\nextends = \"" + std::string(project_root()) + "/scenarios/zhengzhou_720/scenario.toml\"\n";
    Scenario scenario;
    core::ParameterTable table;
    describe(table, scenario);
    const std::string text =
        "[[interventions]]\nname = \"Surge\"\nstart = \"response_level == 1\"\n"
        "set = { offices.emergency_duty = 0.9, \"requests.patience\" = \"48 h\" }\n";
    const std::string file = testing::TempDir() + "interventions_test.toml";
    std::ofstream(file) << head << text;
    io::read_toml(file, table, {}, [&] { return mistakes(scenario); });
    const core::Settings expected{{{"offices.emergency_duty", "0.9"}, {"requests.patience", "48 h"}}};
    ASSERT_EQ(scenario.interventions.size(), 1u);
    EXPECT_EQ(scenario.interventions[0].set, expected);

    Scenario again;
    core::ParameterTable second;
    describe(second, again);
    io::read_toml_text(io::write_toml(table), "again.toml", second);
    EXPECT_EQ(again.interventions.at(0).set, expected);
    EXPECT_EQ(again.interventions.at(0).start, "response_level == 1");

    std::ofstream(file) << head << "[[interventions]]\nname = \"Surge\"\nstart = \"response_level == 1\"\n"
                        << "set.offices.emergency_duty = 7\n";
    try {
        io::read_toml(file, table, {}, [&] { return mistakes(scenario); });
        ADD_FAILURE() << "no mistake";
    } catch (const core::ConfigError& error) {
        EXPECT_EQ(std::string(error.what()),
                  file +
                      ":6:30: interventions[0].set.offices.emergency_duty is 7; must be above 0 and at most 1. Did you "
                      "mean \"7 %\"?\n"
                      "    6 | set.offices.emergency_duty = 7\n"
                      "      |                              ^");
    }
}

}  // namespace interventions_test
