// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/service_desk.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/service_queue_run.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace {

using detail::DeskSetting;
using detail::DeskStaff;
using detail::DeskTicket;
using detail::DeskTotals;

/// What one run can count.
constexpr double most_tickets = 1e9;
constexpr double desk_hours = 1000.0;
constexpr std::array work_spreads{std::pair<std::string_view, WorkSpread>{"exponential", WorkSpread::exponential},
                                  std::pair<std::string_view, WorkSpread>{"constant", WorkSpread::constant},
                                  std::pair<std::string_view, WorkSpread>{"erlang", WorkSpread::erlang},
                                  std::pair<std::string_view, WorkSpread>{"lognormal", WorkSpread::lognormal}};

double desk_joint_share(const ServiceDesk& desk) {
    const bool whistle = desk.joint_route == JointRoute::whistle;
    return std::max(desk.joint_share, whistle ? desk.false_whistle_chance : 0.0);
}

/// What no formula here takes.
void check_desk_line(detail::ExperimentCheck& check, const ServiceDesk& desk) {
    constexpr const char* rule = "there is no closed form here but for one desk and no joint tickets; simulate()";
    check.parameters(desk);
    check.that(desk.desks == 1, "desks", std::to_string(desk.desks), rule);
    check.that(desk_joint_share(desk) <= 0.0, "joint_share", core::number_text(desk_joint_share(desk)), rule);
    check.that(desk.escalation_wait <= 0.0, "escalation_wait", core::number_text(desk.escalation_wait),
               "there is no closed form here with escalation; simulate()");
}

void check_desk_exponential(detail::ExperimentCheck& check, const ServiceDesk& desk) {
    check.that(desk.work_spread == WorkSpread::exponential, "work_spread",
               std::string(work_spreads[static_cast<std::size_t>(desk.work_spread)].first),
               "must be exponential in this formula");
}

void check_desk_stable(detail::ExperimentCheck& check, const ServiceDesk& desk) {
    check.that(desk.abandon_rate <= 0.0, "abandon_rate", core::number_text(desk.abandon_rate),
               "must be 0 in this formula; erlang_a has patience");
    const double load = desk.arrival_rate * desk.work_mean;
    check.that(load < desk.servers, "arrival_rate * work_mean", core::number_text(load),
               "must be below the number of servers, " + std::to_string(desk.servers) +
                   ", or the line grows for ever; simulate() shows how");
}

void check_desk_classes(detail::ExperimentCheck& check, const std::vector<double>& classes) {
    check.that(!classes.empty() && classes.size() <= 16, "classes", std::to_string(classes.size()) + " weights",
               "must be one weight for each of 1 to 16 classes");
    for (const double weight : classes) check.number("classes", weight, {.low = 0.0, .high = 1e6});
    const double sum = std::accumulate(classes.begin(), classes.end(), 0.0);
    check.that(sum > 0.0, "classes", core::number_text(sum), "must not all be 0");
}

void check_desk(const ServiceDesk& desk, const ServiceStart& start, const Experiment& experiment) {
    Experiment of_staff = experiment;
    of_staff.size = std::max<core::Index>(1, desk.servers);
    detail::ExperimentCheck check(of_staff);
    check.parameters(desk);
    check.that(desk_joint_share(desk) <= 0.0 || desk.parts <= desk.desks, "parts", std::to_string(desk.parts),
               "must be at most the number of desks, " + std::to_string(desk.desks));
    check_desk_classes(check, start.classes);
    check.values("speed", start.speed, {.low = 0.01, .high = 100.0});
    check.values("skill", start.skill, {.low = 0.01, .high = 1.0});
    const double until = experiment.until.value_or(desk_hours);
    check.number("warm_up", start.warm_up, {.low = 0.0, .high = until});
    check.that(!(until * desk.arrival_rate > most_tickets), "until", core::number_text(until),
               "must be at most " + core::number_text(most_tickets) + " tickets long");
    check.finish();
}

DeskSetting desk_setting(const ServiceDesk& desk, const ServiceStart& start, const Experiment& experiment) {
    DeskSetting setting{.desk = desk,
                        .class_ends = {},
                        .records = {},
                        .warm_up = start.warm_up,
                        .until = experiment.until.value_or(desk_hours)};
    const double all = std::accumulate(start.classes.begin(), start.classes.end(), 0.0);
    double sum = 0.0;
    for (const double weight : start.classes) setting.class_ends.push_back((sum += weight) / all);
    // What rounding leaves belongs to the last class that there is.
    for (std::size_t k = start.classes.size(); k-- > 0;) {
        setting.class_ends[k] = 1.0;
        if (start.classes[k] > 0.0) break;
    }
    setting.records = detail::record_times(setting.until, experiment.every.value_or(setting.until / 100.0));
    return setting;
}

std::vector<double> desk_staff_values(const AgentValues& values, std::uint32_t servers, core::Seed seed,
                                      std::string_view name) {
    if (!values.given.empty()) return values.given;
    std::vector<double> all;
    for (std::uint32_t server = 0; server < servers; ++server) {
        core::Stream draws(seed, core::StreamId::of("service_staff", name), {.agent = server});
        all.push_back(values.drawn.draw(draws));
    }
    return all;
}

/// The fastest first; of those as fast the best.
DeskStaff desk_staff(const ServiceStart& start, std::uint32_t servers, core::Seed seed) {
    const std::vector<double> speed = desk_staff_values(start.speed, servers, seed, "speed");
    const std::vector<double> skill = desk_staff_values(start.skill, servers, seed, "skill");
    std::vector<std::size_t> order(servers);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (speed[a] != speed[b]) return speed[a] > speed[b];
        return skill[a] != skill[b] ? skill[a] > skill[b] : a < b;
    });
    DeskStaff staff;
    for (const std::size_t server : order) {
        staff.speed.push_back(speed[server]);
        staff.skill.push_back(skill[server]);
    }
    return staff;
}

double desk_mean(double sum, double count) {
    return count > 0.0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

/// Every replicate on all threads; `tickets` has a place for each of them, or none.
std::vector<DeskTotals> run_all_desks(const DeskSetting& setting, const ServiceStart& start,
                                      const Experiment& experiment, std::vector<std::vector<DeskTicket>>* tickets) {
    std::vector<DeskTotals> all(experiment.replicates);
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        const DeskStaff staff = desk_staff(start, setting.desk.servers, seed);
        all[replicate] = run_desks(setting, staff, seed, tickets ? &(*tickets)[replicate] : nullptr);
    });
    return all;
}

using DeskClassSums = DeskTotals::OfClass;

struct DeskClassNumber {
    const char* name;
    const char* unit;
    const char* meaning;
    double (*value)(const DeskClassSums&);
};
constexpr std::array desk_class_numbers{
    DeskClassNumber{"tickets", "1", "Tickets made", [](const DeskClassSums& sums) { return sums.tickets; }},
    DeskClassNumber{"closed", "1", "Share of tickets that were closed",
                    [](const DeskClassSums& sums) { return desk_mean(sums.closed, sums.tickets); }},
    DeskClassNumber{"abandoned", "1", "Share of tickets that gave up",
                    [](const DeskClassSums& sums) { return desk_mean(sums.tickets - sums.closed, sums.tickets); }},
    DeskClassNumber{"duration", "h", "Mean time from making to the end of the last part, of those closed",
                    [](const DeskClassSums& sums) { return desk_mean(sums.time, sums.closed); }},
    DeskClassNumber{"parts", "1", "Pieces of work that came to a desk",
                    [](const DeskClassSums& sums) { return sums.parts; }},
    DeskClassNumber{"wait", "h", "Mean time in line of a piece of work",
                    [](const DeskClassSums& sums) { return desk_mean(sums.wait, sums.parts); }},
    DeskClassNumber{"waited", "1", "Share of pieces of work that had to wait",
                    [](const DeskClassSums& sums) { return desk_mean(sums.waited, sums.parts); }}};

void add_desk_classes(Dataset& dataset, const std::vector<DeskTotals>& all) {
    for (const DeskClassNumber& number : desk_class_numbers) {
        std::vector<double> values;
        for (const DeskTotals& totals : all) {
            for (const DeskClassSums& sums : totals.classes) values.push_back(number.value(sums));
        }
        dataset.variables.push_back(
            {number.name, number.unit, number.meaning, {"replicate", "rank"}, std::move(values)});
    }
}

void add_desk_numbers(Dataset& dataset, const DeskSetting& setting, const std::vector<DeskTotals>& all) {
    const double window = setting.until - setting.warm_up;
    const double staff = static_cast<double>(setting.desk.desks) * setting.desk.servers;
    const auto add = [&](const char* name, const char* unit, const char* meaning, auto value) {
        std::vector<double> values;
        for (const DeskTotals& totals : all) values.push_back(value(totals));
        dataset.variables.push_back({name, unit, meaning, {"replicate"}, std::move(values)});
    };
    add("queue_length", "1", "Mean number in line from warm-up to the last arrival",
        [=](const DeskTotals& totals) { return desk_mean(totals.window_waiting, window); });
    add("utilisation", "1", "Share of staff at work, on average over the same time",
        [=](const DeskTotals& totals) { return desk_mean(totals.window_serving, window * staff); });
    add("waiting_hours", "h", "Hours in line from empty to empty, all together",
        [](const DeskTotals& totals) { return totals.waiting_hours; });
    add("serving_hours", "h", "Hours of work from empty to empty, all together",
        [](const DeskTotals& totals) { return totals.serving_hours; });
    add("joint_time", "h", "Mean time from making to the end of the last part, of joint tickets closed",
        [](const DeskTotals& totals) { return desk_mean(totals.joint_time, totals.joint_closed); });
    add("route_time", "h", "Mean time until a part of a joint ticket is at its department",
        [](const DeskTotals& totals) { return desk_mean(totals.route_time, totals.routed); });
}

void add_desk_lines(Dataset& dataset, const DeskSetting& setting, const std::vector<DeskTotals>& all) {
    dataset.dimensions.push_back({"time", "h", setting.records});
    std::vector<double> waiting;
    std::vector<double> serving;
    for (const DeskTotals& totals : all) {
        waiting.insert(waiting.end(), totals.waiting.begin(), totals.waiting.end());
        serving.insert(serving.end(), totals.serving.begin(), totals.serving.end());
    }
    dataset.variables.push_back({"waiting", "1", "Number in line", {"replicate", "time"}, std::move(waiting)});
    dataset.variables.push_back({"serving", "1", "Number being served", {"replicate", "time"}, std::move(serving)});
}

}  // namespace

double work_variation_of(const ServiceDesk& desk) {
    switch (desk.work_spread) {
        case WorkSpread::constant:
            return 0.0;
        case WorkSpread::erlang:
            return 1.0 / std::sqrt(static_cast<double>(desk.work_phases));
        case WorkSpread::lognormal:
            return desk.work_variation;
        case WorkSpread::exponential:
            break;
    }
    return 1.0;
}

MultiServer multi_server(const ServiceDesk& desk) {
    detail::ExperimentCheck check(Experiment{});
    check_desk_line(check, desk);
    check_desk_exponential(check, desk);
    check.finish();
    return {.servers = desk.servers, .arrival_rate = desk.arrival_rate, .service_rate = 1.0 / desk.work_mean};
}

MultiServer patient_multi_server(const ServiceDesk& desk) {
    detail::ExperimentCheck check(Experiment{});
    check_desk_line(check, desk);
    check_desk_exponential(check, desk);
    check_desk_stable(check, desk);
    check.finish();
    return multi_server(desk);
}

SingleServer single_server(const ServiceDesk& desk) {
    detail::ExperimentCheck check(Experiment{});
    check_desk_line(check, desk);
    check.that(desk.servers == 1, "servers", std::to_string(desk.servers), "must be 1 in this formula");
    check_desk_stable(check, desk);
    check.finish();
    return {.arrival_rate = desk.arrival_rate,
            .service_mean = desk.work_mean,
            .service_variation = work_variation_of(desk)};
}

double joint_job_mean(const ServiceDesk& desk) {
    detail::ExperimentCheck check(Experiment{});
    check.parameters(desk);
    check_desk_exponential(check, desk);
    check.finish();
    return joint_job_mean(desk.parts, desk.work_mean);
}

Dataset simulate(const ServiceDesk& desk, const ServiceStart& start, const Experiment& experiment) {
    check_desk(desk, start, experiment);
    const DeskSetting setting = desk_setting(desk, start, experiment);
    const std::vector<DeskTotals> all = run_all_desks(setting, start, experiment, nullptr);
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", all.size()), detail::counted("rank", start.classes.size())};
    add_desk_classes(dataset, all);
    add_desk_numbers(dataset, setting, all);
    add_desk_lines(dataset, setting, all);
    return dataset;
}

Dataset tickets(const ServiceDesk& desk, const ServiceStart& start, const Experiment& experiment) {
    check_desk(desk, start, experiment);
    const DeskSetting setting = desk_setting(desk, start, experiment);
    std::vector<std::vector<DeskTicket>> made(experiment.replicates);
    run_all_desks(setting, start, experiment, &made);
    std::size_t most = 0;
    for (const auto& each : made) most = std::max(most, each.size());
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", made.size()), detail::counted("ticket", most)};
    const auto add = [&](const char* name, const char* unit, const char* meaning, double DeskTicket::*number) {
        std::vector<double> values(made.size() * most, none);
        for (std::size_t replicate = 0; replicate < made.size(); ++replicate) {
            std::transform(made[replicate].begin(), made[replicate].end(),
                           values.begin() + static_cast<std::ptrdiff_t>(replicate * most),
                           [number](const DeskTicket& ticket) { return ticket.*number; });
        }
        dataset.variables.push_back({name, unit, meaning, {"replicate", "ticket"}, std::move(values)});
    };
    add("made", "h", "When it was made", &DeskTicket::made);
    add("rank", "1", "Its class", &DeskTicket::rank);
    add("work", "h", "Work of all its parts, of a person of speed 1", &DeskTicket::work);
    add("patience", "h", "What it would have waited; infinite where it never waited", &DeskTicket::patience);
    add("wait", "h", "Time in line of all its parts", &DeskTicket::wait);
    add("duration", "h", "From its making to the end of its last part", &DeskTicket::time);
    return dataset;
}

namespace {

void describe_whistle(core::ParameterTable& table, ServiceDesk& process) {
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning, double high = 1.0) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = high});
    };
    const auto hours = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "h", .low = 0, .high = 10'000});
    };
    static constexpr std::array joint_routes{
        std::pair<std::string_view, JointRoute>{"hierarchy", JointRoute::hierarchy},
        std::pair<std::string_view, JointRoute>{"whistle", JointRoute::whistle}};
    table.choice(process.joint_route, joint_routes,
                 {.key = "joint_route",
                  .meaning = "How a joint ticket gets to its departments: by the levels, or by the whistle"});
    hours(process.whistle_wait, "whistle_wait", "The whistle is blown for a joint ticket that is not there after it");
    table.add(process.whistle_class, {.key = "whistle_class",
                                      .meaning = "The whistle is blown for the classes from 0 to this one",
                                      .low = 0,
                                      .high = 15});
    table.add(process.report_time, {.key = "report_time",
                                    .meaning = "A department that comes is there within it; others are called again",
                                    .unit = "h",
                                    .low = 0,
                                    .high = 10'000,
                                    .low_open = true});
    table.add(process.compliance, {.key = "compliance",
                                   .meaning = "Log-odds that a department comes, without all that follows",
                                   .low = -50,
                                   .high = 50});
    share(process.evaluation_effect, "evaluation_effect", "Their rise where coming has full weight in evaluation", 50);
    share(process.evaluation, "evaluation", "Weight of coming in the evaluation of departments");
    share(process.attention_effect, "attention_effect", "Their rise by full attention of leaders", 50);
    share(process.attention, "attention", "Attention of leaders");
    share(process.load_effect, "load_effect", "Their fall by each ticket that a member of its staff has or will get",
          50);
    share(process.false_whistle_chance, "false_whistle_chance",
          "Chance that the whistle is blown for an ordinary ticket, in vain");
    hours(process.false_whistle_work, "false_whistle_work", "Work that this makes for each of its departments");
}

void describe_joint(core::ParameterTable& table, ServiceDesk& process) {
    const auto hours = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "h", .low = 0, .high = 10'000});
    };
    hours(process.escalation_wait, "escalation_wait", "Wait in line after which a ticket climbs a class; 0: never");
    table.add(process.joint_share,
              {.key = "joint_share", .meaning = "Share of tickets that need several departments", .low = 0, .high = 1});
    table.add(process.parts, {.key = "parts",
                              .meaning = "Departments that a joint ticket needs, not more than there are desks",
                              .low = 1,
                              .high = 64});
    table.add(process.levels, {.key = "levels",
                               .meaning = "Levels that a joint ticket passes on its way; 1: it is there at once",
                               .low = 1,
                               .high = 20});
    hours(process.cycle, "cycle", "Time from one round of a level to the next, in which it passes tickets on");
    table.add(process.misroute_chance,
              {.key = "misroute_chance",
               .meaning = "Chance that a part ends at the wrong department and goes the whole way again",
               .low = 0,
               .high = 0.9});
}

}  // namespace

void describe(core::ParameterTable& table, ServiceDesk& process) {
    const auto count = [&table](std::uint32_t& value, std::string_view key, std::string_view meaning, double high) {
        table.add(value, {.key = key, .meaning = meaning, .low = 1, .high = high});
    };
    table.add(process.arrival_rate, {.key = "arrival_rate",
                                     .meaning = "Tickets that are made, for all desks together",
                                     .unit = "1 / h",
                                     .low = 0,
                                     .high = 1e6,
                                     .low_open = true});
    count(process.desks, "desks", "Desks (departments), each with its own staff and line", 64);
    count(process.servers, "servers", "People on duty at each desk", 10'000);
    table.add(process.work_mean, {.key = "work_mean",
                                  .meaning = "Mean work of a ticket, or of each part of a joint one",
                                  .unit = "h",
                                  .low = 0,
                                  .high = 10'000,
                                  .low_open = true});
    table.choice(process.work_spread, work_spreads, {.key = "work_spread", .meaning = "How this work is spread"});
    count(process.work_phases, "work_phases", "Phases of an Erlang distribution of work", 100);
    table.add(process.work_variation, {.key = "work_variation",
                                       .meaning = "Standard deviation over mean of a lognormal distribution of work",
                                       .low = 0,
                                       .high = 10,
                                       .low_open = true});
    table.add(process.abandon_rate, {.key = "abandon_rate",
                                     .meaning = "Rate at which those who wait give up",
                                     .unit = "1 / h",
                                     .low = 0,
                                     .high = 1000});
    describe_joint(table, process);
    describe_whistle(table, process);
}

}  // namespace commonweal::process
