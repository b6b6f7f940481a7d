// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/simulation.hpp>

#include "model/exchange.hpp"
#include "model/recorder.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/core/range_check.hpp>

#include <utility>

namespace commonweal::model {

namespace {

Scenario checked(Scenario scenario) {
    std::vector<core::Mistake> found = core::out_of_range(scenario);
    // What is out of range is told once, and rules between parameters only where their parameters are right.
    if (found.empty()) found = mistakes(scenario);
    if (!found.empty()) throw core::ConfigError(std::move(found));
    return scenario;
}

}  // namespace

/// All that a run consists of. The order of the members is the order of building.
struct Simulation::Parts {
    Parts(Scenario with_scenario, core::Seed with_seed, core::Workers& with_workers)
        : given(checked(std::move(with_scenario))),
          metrics(given),
          shocks(given),
          interventions(given),
          scenario(interventions.in_effect()),
          seed(with_seed),
          workers(&with_workers),
          district(build_district(scenario, seed)),
          timeline(scenario),
          flood(scenario, district),
          lifelines(scenario, district, seed),
          people(scenario, district, seed),
          organisations(given, district),
          requests(scenario, district, organisations, seed, timeline.hours),
          reports(scenario, district, seed),
          offices(scenario, district),
          dimensions(record_dimensions(scenario, district)),
          records(record_tables(scenario, dimensions, metrics)) {}

    Observed observed() const {
        return {scenario, district, timeline,      flood,         lifelines, people, requests,
                reports,  offices,  organisations, interventions, metrics,   shocks};
    }

    void step() {
        call_to_duty();
        flood.step(static_cast<double>(timeline.rain[hour]), lifelines.powered());
        lifelines.step(flood, timeline.level[hour], hour, failures());
        people.step(*workers, timeline, flood, lifelines.telecom(), hour);
        requests.step(flood, lifelines.powered(), people, hour);
        tell_utility();
        reports.step(flood, lifelines.powered(), lifelines.telecom(), offices.in_response(), timeline.hour_of_day(hour),
                     hour);
        offices.step(timeline, reports, hour);
        record_series(records[0], observed(), hour);
        record_events(records[1], observed(), hour);
        shocks.look(records[0], hour);
        intervene();
        const auto function = records[0].last(records[0].field<float>("function"));
        history.insert(history.end(), function.begin(), function.end());
        ++hour;
    }

    /// Who works in this hour, by its own time of day and by what was decided up to the end of the hour before.
    void call_to_duty() {
        const std::uint32_t hour_of_day = timeline.hour_of_day(hour);
        offices.call_to_duty(hour_of_day);
        organisations.call_to_duty(offices.in_response(), hour_of_day);
        requests.set_staff(offices.on_duty(), organisations.on_duty(), hour);
    }

    std::vector<Lifelines::Failure> failures() const {
        std::vector<Lifelines::Failure> found;
        for (const std::uint32_t k : shocks.striking()) {
            const Shock& shock = given.shocks[k];
            found.push_back({static_cast<ComponentKind>(shock.kind), shock.share, k});
        }
        return found;
    }

    /// Organisations come and leave, and what begins or ends changes the scenario that all parts look into.
    void intervene() {
        organisations.look(records[0], hour);
        interventions.look(records[0], hour);
        if (!interventions.changed_now().empty()) take_effect();
    }

    void take_effect() {
        scenario = interventions.in_effect();
        offices.appoint();
    }

    /// The utility learns of a dark cell from its residents' requests and from the office's belief.
    void tell_utility() {
        for (const std::uint32_t row : requests.created_now()) {
            if (requests.kinds()[row] != RequestKind::power) continue;
            lifelines.report_outage(district.households.cell[requests.households()[row]], hour);
        }
        for (std::uint32_t cell = 0; cell < district.cells.size(); ++cell) {
            if (!reports.believes_powered(cell)) lifelines.report_outage(cell, hour);
        }
    }

    Scenario given;
    Metrics metrics;
    Shocks shocks;
    Interventions interventions;
    Scenario scenario;  ///< As the interventions in force make it.
    core::Seed seed;
    core::Workers* workers;
    District district;
    Timeline timeline;
    Flood flood;
    Lifelines lifelines;
    People people;
    Organisations organisations;
    Requests requests;
    Reports reports;
    Offices offices;
    std::vector<core::Dimension> dimensions;
    std::vector<core::RecordTable> records;
    FunctionHistory history;
    core::Tick hour = 0;
};

Simulation::Simulation(Scenario scenario, core::Seed seed, core::Workers& workers)
    : parts_(std::make_unique<Parts>(std::move(scenario), seed, workers)) {}

Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;

const Scenario& Simulation::scenario() const { return parts_->given; }
const District& Simulation::district() const { return parts_->district; }
core::Seed Simulation::seed() const { return parts_->seed; }
core::Tick Simulation::hour() const { return parts_->hour; }
core::Tick Simulation::hours() const { return parts_->timeline.hours; }
const std::vector<core::Dimension>& Simulation::dimensions() const { return parts_->dimensions; }
std::vector<core::RecordTable>& Simulation::records() { return parts_->records; }

void Simulation::step() {
    if (hour() == hours())
        throw core::Error("simulation: the last of " + std::to_string(hours()) + " hours has been run");
    parts_->step();
}

std::vector<core::RecordTable> Simulation::final_tables() const {
    return things(parts_->observed(), parts_->history, parts_->hour);
}

void Simulation::save(core::StateWriter& writer) const {
    Saver save(writer);
    const auto section = [&](std::string_view tag, const auto& part) {
        writer.section(tag, [&] { part.exchange(part, save); });
    };
    writer.section("simulation", [&] { save(parts_->hour, parts_->history); });
    section("flood", parts_->flood);
    section("lifelines", parts_->lifelines);
    writer.section("people", [&] { parts_->people.save(writer); });
    parts_->requests.save(writer);
    section("reports", parts_->reports);
    section("offices", parts_->offices);
    section("organisations", parts_->organisations);
    section("shocks", parts_->shocks);
    section("interventions", parts_->interventions);
}

void Simulation::load(core::StateReader& reader) {
    Loader load(reader);
    const auto section = [&](std::string_view tag, auto& part) {
        reader.section(tag, [&] { part.exchange(part, load); });
    };
    reader.section("simulation", [&] { load(parts_->hour, parts_->history); });
    section("flood", parts_->flood);
    section("lifelines", parts_->lifelines);
    reader.section("people", [&] { parts_->people.load(reader); });
    parts_->requests.load(reader);
    section("reports", parts_->reports);
    section("offices", parts_->offices);
    section("organisations", parts_->organisations);
    section("shocks", parts_->shocks);
    section("interventions", parts_->interventions);
    parts_->take_effect();
}

}  // namespace commonweal::model
