// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/crew_restoration.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/place_values.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <cstddef>
#include <functional>
#include <numeric>
#include <queue>
#include <string_view>
#include <utility>

namespace commonweal::process {
namespace {

constexpr double not_yet = std::numeric_limits<double>::infinity();

bool goes_before(const RepairJobs& jobs, std::uint32_t a, std::uint32_t b) {
    if (jobs.priority[a] != jobs.priority[b]) return jobs.priority[a] < jobs.priority[b];
    if (jobs.customers[a] != jobs.customers[b]) return jobs.customers[a] > jobs.customers[b];
    if (jobs.reported[a] != jobs.reported[b]) return jobs.reported[a] < jobs.reported[b];
    return jobs.id[a] < jobs.id[b];
}

/// Rows that a crew could go to now; the first `wanted` of them are the most important, in order.
std::vector<std::uint32_t> most_important(const RepairJobs& jobs, double hour, std::size_t wanted) {
    std::vector<std::uint32_t> candidates;
    for (const std::uint32_t row : jobs.waiting) {
        if (jobs.reported[row] <= hour && jobs.ready[row] <= hour) candidates.push_back(row);
    }
    const auto last = candidates.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, candidates.size()));
    std::partial_sort(candidates.begin(), last, candidates.end(),
                      [&jobs](std::uint32_t a, std::uint32_t b) { return goes_before(jobs, a, b); });
    candidates.erase(last, candidates.end());
    return candidates;
}

double known_and_possible(const RepairJobs& jobs, std::uint32_t row) {
    return std::max(jobs.reported[row], jobs.ready[row]);
}

RepairJobs drawn_jobs(const CrewStart& start, std::size_t size, core::Seed seed) {
    const auto values = [&](const AgentValues& from, std::string_view name) {
        return detail::place_values(from, size, seed, "repair", name);
    };
    const std::vector<double> customers = values(start.customers, "customers");
    const std::vector<double> work = values(start.work, "work");
    const std::vector<double> priority = values(start.priority, "priority");
    const std::vector<double> detour = values(start.detour, "detour");
    const std::vector<double> reported = values(start.reported, "reported");
    const std::vector<double> ready = values(start.ready, "ready");
    RepairJobs jobs;
    for (std::size_t k = 0; k < size; ++k) {
        jobs.add({.id = static_cast<std::uint32_t>(k),
                  .priority = static_cast<std::uint8_t>(priority[k]),
                  .customers = static_cast<std::uint32_t>(std::min(std::round(customers[k]), 4e9)),
                  .work = work[k],
                  .detour = detour[k],
                  .reported = reported[k],
                  .ready = ready[k]});
    }
    return jobs;
}

void check_crews(detail::ExperimentCheck& check, const CrewRestoration& process, const CrewStart& start) {
    check.parameters(process);
    check.values("customers", start.customers, {.low = 0.0, .high = start.customers.given.empty() ? not_yet : 1e9});
    check.values("work", start.work, {.low = 0.0, .high = start.work.given.empty() ? not_yet : 1e5});
    check.values("priority", start.priority, {.low = 0.0, .high = 255.0});
    check.values("detour", start.detour, {.low = 0.0, .high = not_yet});
    check.values("reported", start.reported, {.low = 0.0, .high = not_yet});
    check.values("ready", start.ready, {.low = 0.0, .high = not_yet});
    check.number("call_hour", start.call_hour, {.low = 0.0, .high = 1e6});
    check.finish();
}

/// Numbers of one replicate, from its repairs.
struct CrewRecord {
    double last_done = 0.0;
    double mean_outage = 0.0;
    std::vector<double> restored;  ///< at each record
    std::vector<double> open;
};

CrewRecord record_of(const RepairJobs& jobs, const std::vector<double>& records) {
    CrewRecord found;
    found.restored.assign(records.size(), 0.0);
    found.open.assign(records.size(), 0.0);
    const double customers = std::accumulate(jobs.customers.begin(), jobs.customers.end(), 0.0);
    for (std::size_t row = 0; row < jobs.size(); ++row) {
        found.last_done = std::max(found.last_done, jobs.ended[row]);
        if (jobs.customers[row] > 0) found.mean_outage += jobs.customers[row] / customers * jobs.ended[row];
        const auto first = std::lower_bound(records.begin(), records.end(), jobs.ended[row]) - records.begin();
        if (static_cast<std::size_t>(first) == records.size()) continue;
        found.restored[static_cast<std::size_t>(first)] += jobs.customers[row];
        found.open[static_cast<std::size_t>(first)] += 1.0;
    }
    double back = 0.0;
    auto left = static_cast<double>(jobs.size());
    for (std::size_t record = 0; record < records.size(); ++record) {
        back += found.restored[record];
        left -= found.open[record];
        found.restored[record] = customers > 0.0 ? back / customers : 1.0;
        found.open[record] = left;
    }
    return found;
}

/// When the last of the repairs that are ever done is done, h.
double last_of_all(const std::vector<RepairJobs>& all) {
    double last = 0.0;
    for (const RepairJobs& jobs : all) {
        for (const double ended : jobs.ended) last = ended < not_yet ? std::max(last, ended) : last;
    }
    return last > 0.0 ? last : 1.0;
}

Dataset crew_dataset(const std::vector<RepairJobs>& all, const std::vector<double>& records) {
    Dataset dataset;
    dataset.dimensions = {
        detail::counted("replicate", all.size()), {"time", "h", records}, detail::counted("agent", all.front().size())};
    dataset.variables = {
        {"restored", "1", "Share of customers that are back", {"replicate", "time"}, {}},
        {"open", "1", "Repairs that are not done", {"replicate", "time"}, {}},
        {"last_done", "h", "When the last repair is done", {"replicate"}, {}},
        {"mean_outage", "h", "Mean time of a customer without", {"replicate"}, {}},
        {"done", "h", "When the repair is done", {"replicate", "agent"}, {}},
    };
    const auto append = [&dataset](std::size_t variable, const std::vector<double>& values) {
        std::vector<double>& to = dataset.variables[variable].values;
        to.insert(to.end(), values.begin(), values.end());
    };
    for (const RepairJobs& jobs : all) {
        const CrewRecord found = record_of(jobs, records);
        append(0, found.restored);
        append(1, found.open);
        append(2, {found.last_done});
        append(3, {found.mean_outage});
        append(4, jobs.ended);
    }
    return dataset;
}

}  // namespace

std::uint32_t RepairJobs::add(const RepairJob& job) {
    const auto row = static_cast<std::uint32_t>(id.size());
    id.push_back(job.id);
    place.push_back(job.place);
    kind.push_back(job.kind);
    priority.push_back(job.priority);
    customers.push_back(job.customers);
    work.push_back(job.work);
    detour.push_back(job.detour);
    reported.push_back(job.reported);
    ready.push_back(job.ready);
    started.push_back(not_yet);
    ended.push_back(not_yet);
    waiting.push_back(row);
    return row;
}

Crews make_crews(const CrewRestoration& process, double call_hour) {
    Crews crews;
    crews.free_from.assign(process.crews, 0.0);
    crews.free_from.insert(crews.free_from.end(), process.mutual_aid_crews, call_hour + process.mutual_aid_lag);
    return crews;
}

std::size_t dispatch(const CrewRestoration& process, RepairJobs& jobs, Crews& crews, double hour) {
    const auto is_free = [hour](double free_from) { return free_from <= hour; };
    const auto free = std::count_if(crews.free_from.begin(), crews.free_from.end(), is_free);
    if (free == 0 || jobs.waiting.empty()) return 0;
    const auto chosen = most_important(jobs, hour, static_cast<std::size_t>(free));
    auto crew = crews.free_from.begin();
    for (const std::uint32_t row : chosen) {
        crew = std::find_if(crew, crews.free_from.end(), is_free);
        jobs.started[row] = hour;
        jobs.ended[row] = hour + process.travel + jobs.detour[row] + jobs.work[row];
        *crew++ = jobs.ended[row];
    }
    std::erase_if(jobs.waiting, [&jobs](std::uint32_t row) { return jobs.started[row] < not_yet; });
    return chosen.size();
}

void repair_all(const CrewRestoration& process, RepairJobs& jobs, const Crews& crews) {
    std::vector<std::uint32_t> to_come = jobs.waiting;
    std::sort(to_come.begin(), to_come.end(), [&jobs](std::uint32_t a, std::uint32_t b) {
        const double first = known_and_possible(jobs, a);
        const double second = known_and_possible(jobs, b);
        return first != second ? first < second : a < b;
    });
    const auto after = [&jobs](std::uint32_t a, std::uint32_t b) { return goes_before(jobs, b, a); };
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, decltype(after)> open(after);
    std::priority_queue<double, std::vector<double>, std::greater<>> free(std::greater<>{}, crews.free_from);
    std::size_t next = 0;
    double hour = 0.0;
    while (!free.empty() && (next < to_come.size() || !open.empty())) {
        hour = std::max(hour, free.top());
        if (open.empty()) hour = std::max(hour, known_and_possible(jobs, to_come[next]));
        if (!(hour < not_yet)) break;
        for (; next < to_come.size() && known_and_possible(jobs, to_come[next]) <= hour; ++next) {
            open.push(to_come[next]);
        }
        const std::uint32_t row = open.top();
        open.pop();
        free.pop();
        jobs.started[row] = hour;
        jobs.ended[row] = hour + process.travel + jobs.detour[row] + jobs.work[row];
        free.push(jobs.ended[row]);
    }
    std::erase_if(jobs.waiting, [&jobs](std::uint32_t row) { return jobs.started[row] < not_yet; });
}

MakespanBounds makespan_bounds(const CrewRestoration& process, std::span<const double> work) {
    if (process.crews == 0) throw core::Error("makespan_bounds: there are no crews");
    double sum = 0.0;
    double longest = 0.0;
    for (const double each : work) {
        sum += each + process.travel;
        longest = std::max(longest, each + process.travel);
    }
    const double shared = sum / process.crews;
    return {.low = std::max(longest, shared), .high = shared + longest * (1.0 - 1.0 / process.crews)};
}

Dataset simulate(const CrewRestoration& process, const CrewStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_crews(check, process, start);
    std::vector<RepairJobs> all(experiment.replicates);
    core::Workers(experiment.threads).for_each(all.size(), [&](std::size_t replicate) {
        all[replicate] = drawn_jobs(start, check.size(), {experiment.seed, static_cast<std::uint32_t>(replicate)});
        repair_all(process, all[replicate], make_crews(process, start.call_hour));
    });
    const double until = experiment.until.value_or(last_of_all(all));
    return crew_dataset(all, detail::record_times(until, experiment.every.value_or(until / 100.0)));
}

std::size_t open_jobs(const RepairJobs& jobs, double hour) {
    return static_cast<std::size_t>(
        std::count_if(jobs.ended.begin(), jobs.ended.end(), [hour](double ended) { return ended > hour; }));
}

std::uint64_t customers_restored(const RepairJobs& jobs, double hour) {
    std::uint64_t restored = 0;
    for (std::size_t row = 0; row < jobs.size(); ++row) restored += jobs.ended[row] <= hour ? jobs.customers[row] : 0;
    return restored;
}

void describe(core::ParameterTable& table, CrewRestoration& process) {
    table.add(process.crews, {.key = "crews", .meaning = "Repair crews of the own utility", .low = 0, .high = 10000});
    table.add(process.mutual_aid_crews,
              {.key = "mutual_aid_crews", .meaning = "Repair crews sent by others", .low = 0, .high = 10000});
    table.add(process.mutual_aid_lag, {.key = "mutual_aid_lag",
                                       .meaning = "From the call for help to the first job of the crews sent",
                                       .unit = "h",
                                       .low = 0,
                                       .high = 720});
    table.add(process.travel,
              {.key = "travel", .meaning = "Way of a crew to any job", .unit = "h", .low = 0, .high = 24});
}

}  // namespace commonweal::process
