// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/point_process.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/text.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

namespace commonweal::process {

namespace {

constexpr std::size_t most_kinds = 32;

/// Solves x (1 - chances) = first by elimination. A table in which nothing goes on for ever has positive pivots all the
/// way, and needs no exchange of rows; of another one the solution is empty.
std::vector<double> solved_cascade(const std::vector<double>& chances, const std::vector<double>& first) {
    const std::size_t kinds = first.size();
    std::vector<double> left(kinds * kinds);
    for (std::size_t row = 0; row < kinds; ++row) {
        // Transposed: the totals stand on the left of the table.
        for (std::size_t column = 0; column < kinds; ++column) {
            left[row * kinds + column] = (row == column ? 1.0 : 0.0) - chances[column * kinds + row];
        }
    }
    std::vector<double> total = first;
    for (std::size_t pivot = 0; pivot < kinds; ++pivot) {
        if (!(left[pivot * kinds + pivot] > 1e-12)) return {};
        for (std::size_t row = 0; row < kinds; ++row) {
            if (row == pivot) continue;
            const double factor = left[row * kinds + pivot] / left[pivot * kinds + pivot];
            for (std::size_t k = pivot; k < kinds; ++k) left[row * kinds + k] -= factor * left[pivot * kinds + k];
            total[row] -= factor * total[pivot];
        }
    }
    for (std::size_t row = 0; row < kinds; ++row) total[row] /= left[row * kinds + row];
    return total;
}

void check_triggers(detail::ExperimentCheck& check, const TriggerTable& table,
                    const std::vector<std::uint32_t>& first) {
    const std::size_t kinds = first.size();
    check.that(kinds >= 1 && kinds <= most_kinds, "first", std::to_string(kinds) + " kinds",
               "must be from 1 to " + std::to_string(most_kinds) + " kinds");
    const std::string square = "must be " + std::to_string(kinds) + " rows of " + std::to_string(kinds);
    check.that(table.chances.size() == kinds * kinds, "chances", std::to_string(table.chances.size()) + " values",
               square);
    check.that(table.delays.size() == kinds * kinds, "delays", std::to_string(table.delays.size()) + " values", square);
    for (const double chance : table.chances) check.number("chances", chance, {.low = 0.0, .high = 1.0});
    for (const double delay : table.delays) check.number("delays", delay, {.low = 0.0, .high = 1e9});
}

/// One replicate: events wait on a stack, since only their times and how many there are matter.
void run_cascade(const TriggerTable& table, const std::vector<std::uint32_t>& first, double until, core::Seed seed,
                 double* total, double* first_time) {
    struct Waiting {
        double time;
        std::uint32_t kind;
    };
    constexpr core::StreamId stream = core::StreamId::of("point_process", "cascade");
    const auto kinds = static_cast<std::uint32_t>(first.size());
    std::vector<Waiting> waiting;
    for (std::uint32_t kind = 0; kind < kinds; ++kind) waiting.insert(waiting.end(), first[kind], {0.0, kind});
    for (core::AgentId number = 0; !waiting.empty(); ++number) {
        const Waiting event = waiting.back();
        waiting.pop_back();
        total[event.kind] += 1.0;
        if (!(first_time[event.kind] <= event.time)) first_time[event.kind] = event.time;
        core::Stream draws(seed, stream, {.agent = number});
        for (std::uint32_t kind = 0; kind < kinds; ++kind) {
            const std::size_t place = event.kind * kinds + kind;
            if (!draws.chance(table.chances[place])) continue;
            const double time = event.time - table.delays[place] * core::math::log(draws.open_uniform());
            if (time <= until) waiting.push_back({time, kind});
        }
    }
}

}  // namespace

std::vector<double> expected_cascade(const TriggerTable& table, const std::vector<std::uint32_t>& first) {
    detail::ExperimentCheck check({});
    check_triggers(check, table, first);
    check.finish();
    std::vector<double> total = solved_cascade(table.chances, {first.begin(), first.end()});
    check.that(!total.empty(), "chances", "the table", "must not let each event set off one or more for ever");
    check.finish();
    return total;
}

Dataset cascade(const TriggerTable& table, const std::vector<std::uint32_t>& first, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_triggers(check, table, first);
    check.that(experiment.is_mixed(), "graph", "a graph", "must be left out: events happen in one place");
    check.finish();
    // Refuses what would go on for ever.
    expected_cascade(table, first);
    const double until = experiment.until.value_or(std::numeric_limits<double>::infinity());
    const std::size_t kinds = first.size();
    std::vector<double> total(experiment.replicates * kinds, 0.0);
    std::vector<double> first_time(experiment.replicates * kinds, std::numeric_limits<double>::quiet_NaN());
    core::Workers workers(experiment.threads);
    workers.for_each(experiment.replicates, [&](std::size_t replicate) {
        run_cascade(table, first, until, {.value = experiment.seed, .replicate = static_cast<std::uint32_t>(replicate)},
                    total.data() + replicate * kinds, first_time.data() + replicate * kinds);
    });
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", experiment.replicates), detail::counted("kind", kinds)};
    dataset.variables = {{"total", "1", "Events, those at first included", {"replicate", "kind"}, std::move(total)},
                         {"first_time", "d", "When the first one comes", {"replicate", "kind"}, std::move(first_time)}};
    return dataset;
}

}  // namespace commonweal::process
