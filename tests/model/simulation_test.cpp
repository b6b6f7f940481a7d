// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/model/simulation.hpp>

#include <cmath>
#include <cstring>
#include <map>
#include <numeric>

using namespace commonweal;
using core::RecordTable;
using model::Simulation;

namespace {

std::vector<std::byte> bytes_of(const RecordTable& table) {
    std::vector<std::byte> all;
    for (std::size_t k = 0; k < table.schema().columns.size(); ++k) {
        const auto bytes = table.bytes(k);
        all.insert(all.end(), bytes.begin(), bytes.end());
        for (const std::string& text : table.texts(k)) {
            const auto letters = std::as_bytes(std::span(text));
            all.insert(all.end(), letters.begin(), letters.end());
        }
    }
    return all;
}

/// Everything that a run gives out, from its present hour to the end.
std::vector<std::vector<std::byte>> finish(Simulation& simulation) {
    while (simulation.hour() < simulation.hours()) simulation.step();
    std::vector<std::vector<std::byte>> all;
    for (const RecordTable& table : simulation.records()) all.push_back(bytes_of(table));
    for (const RecordTable& table : simulation.final_tables()) all.push_back(bytes_of(table));
    return all;
}

std::vector<std::vector<std::byte>> run(unsigned threads, core::Seed seed) {
    core::Workers workers(threads);
    Simulation simulation(full_district({"time.duration=12 d"}), seed, workers);
    return finish(simulation);
}

const RecordTable& table(const std::vector<RecordTable>& tables, std::string_view name) {
    for (const RecordTable& one : tables) {
        if (one.schema().name == name) return one;
    }
    throw core::Error("no table " + std::string(name));
}

/// Mean hour, over the communities, at which each phase is first entered; communities that never enter do not count.
std::map<int, double> phase_starts(const Simulation& simulation, const RecordTable& series, core::Tick from) {
    const auto phase = series.values(series.field<std::uint8_t>("phase"));
    const std::size_t communities = simulation.district().communities.size();
    std::map<int, double> sums;
    std::map<int, double> counts;
    for (std::size_t c = 0; c < communities; ++c) {
        int reached = 0;
        for (std::size_t hour = from; hour < series.rows(); ++hour) {
            const int now = phase[hour * communities + c];
            if (now != reached + 1) continue;
            reached = now;
            sums[now] += static_cast<double>(hour);
            counts[now] += 1.0;
        }
    }
    for (auto& [phase_number, sum] : sums) sum /= counts[phase_number];
    return sums;
}

}  // namespace

TEST(Simulation, the_scenario_for_comparisons_bit_by_bit_has_something_of_everything) {
    model::Scenario scenario = full_district();
    core::ParameterTable parameters;
    describe(parameters, scenario);
    for (const core::Parameter& row : parameters.rows()) {
        if (const auto* list = std::get_if<core::List>(&row.target)) {
            EXPECT_GT(list->size(), 0u) << row.path;
        }
    }
    EXPECT_GT(scenario.residents.newcomers, 0);
}

TEST(Simulation, results_have_the_same_bits_on_any_number_of_threads_and_others_for_another_seed) {
    const auto expected = run(1, {.value = 4});
    for (const unsigned threads : {2u, 3u, 4u, 8u}) EXPECT_EQ(run(threads, {.value = 4}), expected) << threads;
    EXPECT_NE(run(1, {.value = 5}), expected);
    EXPECT_NE(run(1, {.value = 4, .replicate = 1}), expected);
}

TEST(Simulation, a_state_saved_at_any_hour_goes_on_to_the_same_end) {
    core::Workers workers(2);
    const model::Scenario scenario = full_district({"time.duration=12 d"});
    Simulation whole(scenario, {.value = 4}, workers);
    const auto expected = finish(whole);
    for (const core::Tick stop : {0u, 9u, 12u, 17u, 100u, 144u + 17u, 170u, 200u, 287u}) {
        Simulation first(scenario, {.value = 4}, workers);
        while (first.hour() < stop) first.step();
        core::StateWriter writer;
        first.save(writer);
        Simulation second(scenario, {.value = 4}, workers);
        core::StateReader reader(writer.bytes());
        second.load(reader);
        reader.finish();
        for (std::size_t k = 0; k < 2; ++k) second.records()[k].append(first.records()[k]);
        EXPECT_EQ(finish(second), expected) << stop;
    }
}

TEST(Simulation, a_resident_whom_nobody_knows_changes_no_other_resident_by_a_bit) {
    core::Workers workers(2);
    // The stranger never asks for anything, so that the queues stay as they are too.
    const auto end = [&](std::vector<std::string> changes) {
        changes.push_back("time.duration=12 d");
        changes.push_back("requests.everyday_rate=0 / h");
        changes.push_back("requests.outage_rate=0 / h");
        changes.push_back("requests.care_rate=0 / h");
        changes.push_back("residents.ground_floor_share=0");
        Simulation simulation(small_district(changes), {.value = 9}, workers);
        finish(simulation);
        return simulation.final_tables();
    };
    const auto without = end({});
    const auto with = end({"residents.newcomers=1"});
    for (const char* column : {"informed_hour", "protected_hour"}) {
        const RecordTable& a = table(without, "residents");
        const RecordTable& b = table(with, "residents");
        const auto left = a.values(a.field<std::uint32_t>(column));
        const auto right = b.values(b.field<std::uint32_t>(column));
        ASSERT_EQ(right.size(), left.size() + 1);
        EXPECT_TRUE(std::equal(left.begin(), left.end(), right.begin())) << column;
    }
}

TEST(Simulation, a_policy_that_never_acts_changes_nothing) {
    core::Workers workers(1);
    const auto end = [&](const std::vector<std::string>& changes) {
        std::vector<std::string> all{"time.duration=10 d"};
        all.insert(all.end(), changes.begin(), changes.end());
        Simulation simulation(small_district(all), {.value = 2}, workers);
        return finish(simulation);
    };
    // Crews that come a year late never come.
    EXPECT_EQ(end({"lifelines.mutual_aid_lag=8000 h"}),
              end({"lifelines.mutual_aid_lag=8000 h", "lifelines.mutual_aid_crews_per_100k=400"}));
}

TEST(Simulation, moving_the_storm_by_28_days_moves_the_mean_phase_boundaries_by_28_days) {
    constexpr int seeds = 32;
    constexpr double shift = 28.0 * 24.0;
    core::Workers workers(2);
    std::map<int, std::vector<double>> differences;
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        std::map<int, double> starts[2];
        for (int moved = 0; moved < 2; ++moved) {
            const double days = 28.0 * moved;
            const core::Tick from = static_cast<core::Tick>(24.0 * (5.0 + days));
            Simulation simulation(small_district({"time.duration=" + std::to_string(20 + 28 * moved) + " d",
                                                  "storm.shift=" + std::to_string(28 * moved) + " d"}),
                                  {.value = seed}, workers);
            while (simulation.hour() < simulation.hours()) simulation.step();
            starts[moved] = phase_starts(simulation, simulation.records()[0], from);
        }
        for (const auto& [phase, hour] : starts[0]) differences[phase].push_back(starts[1].at(phase) - hour);
    }
    ASSERT_EQ(differences.size(), 4u);
    for (const auto& [phase, values] : differences) {
        ASSERT_EQ(values.size(), static_cast<std::size_t>(seeds));
        double mean = 0.0, variance = 0.0;
        for (const double value : values) mean += value / seeds;
        for (const double value : values) variance += (value - mean) * (value - mean) / (seeds - 1);
        EXPECT_LE(std::abs(mean - shift), 4.0 * std::sqrt(variance / seeds)) << "phase " << phase << ' ' << mean;
        EXPECT_LT(std::sqrt(variance / seeds), 12.0) << "too uncertain to tell";
    }
}

TEST(Simulation, tickets_people_and_shares_are_conserved_and_aggregates_follow_from_the_rows) {
    core::Workers workers(2);
    Simulation simulation(small_district({"residents.count=20000", "time.duration=20 d"}), {.value = 6}, workers);
    while (simulation.hour() < simulation.hours()) simulation.step();
    const RecordTable& series = simulation.records()[0];
    const auto tables = simulation.final_tables();
    const RecordTable& requests = table(tables, "requests");
    std::uint64_t created = 0;
    for (const std::uint32_t count : series.values(series.field<std::uint32_t>("requests_created"))) created += count;
    EXPECT_EQ(created, requests.rows());
    std::size_t open = 0, abandoned = 0;
    for (const std::uint8_t state : requests.values(requests.field<std::uint8_t>("state"))) {
        open += state < 2;
        abandoned += state == 3;
    }
    const auto last_sum = [&](const char* name) {
        const auto field = series.field<std::uint32_t>(name);
        const auto values = series.values(field).last(series.width(field.column()));
        return std::accumulate(values.begin(), values.end(), std::size_t{0});
    };
    EXPECT_EQ(last_sum("requests_open"), open);
    EXPECT_EQ(last_sum("requests_abandoned"), abandoned);
    for (const char* name : {"function", "perceived_function", "informed", "protected", "powered"}) {
        for (const float value : series.values(series.field<float>(name))) ASSERT_TRUE(value >= 0.0f && value <= 1.0f);
    }
    const RecordTable& residents = table(tables, "residents");
    std::size_t informed = 0;
    for (const std::uint32_t hour : residents.values(residents.field<std::uint32_t>("informed_hour"))) {
        informed += hour != 0xFFFFFFFFu;
    }
    const auto shares_field = series.field<float>("informed");
    const auto shares = series.values(shares_field).last(series.width(shares_field.column()));
    double people = 0.0;
    for (std::uint32_t c = 0; c < simulation.district().communities.size(); ++c) {
        const auto& begin = simulation.district().communities.residents;
        people += static_cast<double>(shares[c]) * (begin[c + 1] - begin[c]);
    }
    EXPECT_NEAR(people, static_cast<double>(informed), 0.1);
}

TEST(Simulation, members_that_a_program_set_out_of_range_are_refused) {
    core::Workers workers(1);
    model::Scenario scenario = small_district();
    scenario.lifelines.travel = -2.0;
    scenario.requests.rescue_work = core::Distribution::constant(-1.0);
    scenario.residents.count = 50;
    scenario.storm.drains_blocked = 65.0;
    scenario.warnings = {{.issued = scenario.storm.start, .in_force = -1.0}};
    try {
        const Simulation simulation(scenario, {.value = 1}, workers);
        FAIL();
    } catch (const core::ConfigError& error) {
        std::string paths;
        for (const core::Mistake& mistake : error.mistakes()) paths += mistake.path + " " + mistake.value + "; ";
        EXPECT_EQ(paths,
                  "residents.count 50; storm.drains_blocked 65; warnings[0].in_force -1; lifelines.travel -2; "
                  "requests.rescue_work \"-1 h\"; ");
    }
}

TEST(Simulation, stepping_past_the_end_is_refused) {
    core::Workers workers(1);
    Simulation simulation(small_district({"time.start=2021-07-20T16:00", "time.duration=1 h"}), {.value = 1}, workers);
    simulation.step();
    EXPECT_THROW(simulation.step(), core::Error);
}
