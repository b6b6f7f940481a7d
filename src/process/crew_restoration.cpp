// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/parameter.hpp>
#include <commonweal/process/crew_restoration.hpp>

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
