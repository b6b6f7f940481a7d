// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/responsibility.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <cstddef>
#include <functional>
#include <limits>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

constexpr std::string_view task_kind = "task";

/// The load of an office, the owner being number 0.
double load_of(std::span<const double> loads, std::size_t unit) { return loads.empty() ? 0.0 : loads[unit]; }

void check_loads(const Responsibility& process, std::span<const double> loads) {
    if (loads.empty() || loads.size() == process.units) return;
    throw core::Error("responsibility: there are " + std::to_string(loads.size()) + " loads; there are " +
                      std::to_string(process.units) + " offices");
}

double handed_on_chance(const Responsibility& process) {
    return process.units > 1 ? process.pass_chance * (1.0 - process.accountability) : 0.0;
}

double makeup_hazard(const Responsibility& process) { return process.makeup_rate * process.makeup_capacity; }

/// One replicate: tasks come up in order; what is accepted later waits in a queue of its own until then.
class Offices {
public:
    enum Of : std::uint8_t { arises, accepted, done, claims, handovers, taker, wasted };
    static constexpr std::size_t numbers = 7;
    using Places = std::array<double*, numbers>;

    Offices(const Responsibility& process, const ResponsibilityStart& start, core::Seed seed, const Places& at)
        : process_(process), seed_(seed), at_(at), free_(process.units, start.work), claims_(process.units) {}

    void run(std::size_t tasks) {
        double now = 0.0;
        for (std::size_t task = 0; task < tasks; ++task) {
            core::Stream draws = draws_of(task, core::StreamId::of(task_kind, "arises"));
            now += draws.exponential({.mean = 1.0 / process_.task_rate});
            accept_until(now);
            at_[arises][task] = now;
            offer(task, now);
        }
        accept_until(std::numeric_limits<double>::infinity());
    }

private:
    /// A task that an office accepts at a later time.
    struct Accepted {
        double when;
        std::size_t task;
        std::size_t unit;
        double work;
        bool operator>(const Accepted& other) const {
            return when > other.when || (when == other.when && task > other.task);
        }
    };

    core::Stream draws_of(std::size_t task, core::StreamId stream) const {
        return {seed_, stream, {.agent = static_cast<core::AgentId>(task)}};
    }

    void accept_until(double now) {
        while (!waiting_.empty() && waiting_.top().when <= now) {
            const Accepted next = waiting_.top();
            waiting_.pop();
            free_[next.unit] = std::max(free_[next.unit], next.when) + next.work;
            at_[done][next.task] = free_[next.unit];
        }
    }

    void offer(std::size_t task, double now) {
        core::Stream draws = draws_of(task, core::StreamId::of(task_kind, "offered"));
        const std::size_t owner = draws.below(process_.units);
        const double work = draws.exponential({.mean = process_.handling});
        std::size_t count = 0;
        for (std::size_t unit = 0; unit < free_.size(); ++unit) {
            const double load = std::max(0.0, free_[unit] - now) / process_.full_load;
            if (draws.chance(claim_chance(process_, {.owner = unit == owner, .load = load}))) claims_[count++] = unit;
        }
        at_[claims][task] = static_cast<double>(count);
        at_[handovers][task] = at_[wasted][task] = 0.0;
        if (count == 0) return leave_open({now, task, owner, work}, draws);
        const auto last = claims_.begin() + static_cast<std::ptrdiff_t>(count);
        const bool owned = std::find(claims_.begin(), last, owner) != last;
        const std::size_t taken = owned ? owner : claims_[draws.below(static_cast<std::uint32_t>(count))];
        waste(task, now, {claims_.data(), count}, taken);
        const double later = static_cast<double>(count - 1) * process_.joint_delay;
        hand_on({now + later, task, taken, work}, owner, draws);
    }

    void waste(std::size_t task, double now, std::span<const std::size_t> claimants, std::size_t taken) {
        for (const std::size_t unit : claimants) {
            if (unit == taken) continue;
            free_[unit] = std::max(free_[unit], now) + process_.triage;
            at_[wasted][task] += process_.triage;
        }
    }

    /// From one office to another until one accepts.
    void hand_on(Accepted task, std::size_t owner, core::Stream& draws) {
        const double chance = handed_on_chance(process_);
        std::size_t times = 0;
        while (times < most_handovers && draws.chance(chance)) {
            // Anybody but who has it.
            const std::size_t next = draws.below(process_.units - 1);
            task.unit = next + (next >= task.unit ? 1 : 0);
            ++times;
        }
        task.when += static_cast<double>(times) * process_.handover;
        at_[handovers][task.task] = static_cast<double>(times);
        accept(task, task.unit == owner ? TaskTaker::owner : TaskTaker::other);
    }

    void leave_open(Accepted task, core::Stream& draws) {
        const auto wait = [&draws](double rate) {
            return rate > 0.0 ? draws.exponential({.mean = 1.0 / rate}) : std::numeric_limits<double>::infinity();
        };
        const double whistle = wait(process_.whistle_rate);
        const double makeup = wait(makeup_hazard(process_));
        const double seen = std::min({whistle, makeup, process_.escalation});
        task.when += seen;
        if (seen == process_.escalation) return accept(task, TaskTaker::escalation);
        if (seen == whistle) return accept(task, TaskTaker::whistle);
        at_[accepted][task.task] = task.when;
        at_[done][task.task] = task.when + task.work;
        at_[taker][task.task] = static_cast<double>(TaskTaker::community);
    }

    void accept(const Accepted& task, TaskTaker by) {
        at_[accepted][task.task] = task.when;
        at_[taker][task.task] = static_cast<double>(by);
        waiting_.push(task);
    }

    /// So many draws a stream has; of 7 million tasks handed on with the highest chance, one is handed on more often.
    static constexpr std::size_t most_handovers = 150;

    const Responsibility& process_;
    core::Seed seed_;
    Places at_;
    std::vector<double> free_;  ///< when each office has done what it has accepted, d
    std::vector<std::size_t> claims_;
    std::priority_queue<Accepted, std::vector<Accepted>, std::greater<>> waiting_;
};

}  // namespace

double gap_chance(const Responsibility& process, std::span<const double> loads) {
    check_loads(process, loads);
    double gap = 1.0;
    for (std::size_t unit = 0; unit < process.units; ++unit) {
        gap *= 1.0 - claim_chance(process, {.owner = unit == 0, .load = load_of(loads, unit)});
    }
    return gap;
}

double extra_claims(const Responsibility& process, std::span<const double> loads) {
    double claims = 0.0;
    const double gap = gap_chance(process, loads);
    for (std::size_t unit = 0; unit < process.units; ++unit) {
        claims += claim_chance(process, {.owner = unit == 0, .load = load_of(loads, unit)});
    }
    return claims - (1.0 - gap);
}

double joint_chance(const Responsibility& process, std::uint32_t owners) {
    return math::pow(claim_chance(process, {.owner = true}), static_cast<double>(owners));
}

double mean_handovers(const Responsibility& process) {
    const double chance = handed_on_chance(process);
    return chance / (1.0 - chance);
}

double gap_delay(const Responsibility& process) {
    const double rate = process.whistle_rate + makeup_hazard(process);
    return rate > 0.0 ? -math::expm1(-rate * process.escalation) / rate : process.escalation;
}

double makeup_share(const Responsibility& process) { return makeup_hazard(process) * gap_delay(process); }

Dataset simulate(const Responsibility& process, const ResponsibilityStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.number("work", start.work, {.low = 0.0, .high = 1e6});
    check.finish();
    const std::size_t tasks = experiment.size;
    const std::vector<std::string> over{"replicate", "task"};
    const std::vector<double> none(tasks * experiment.replicates);
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", experiment.replicates), detail::counted("task", tasks)};
    dataset.variables = {{"arises", "d", "When the task comes up", over, none},
                         {"accepted", "d", "When somebody accepts it", over, none},
                         {"done", "d", "When it is done", over, none},
                         {"claims", "1", "Offices that claim it", over, none},
                         {"handovers", "1", "Times that it is handed on", over, none},
                         {"taker", "1", "Who does it, and why", over, none},
                         {"wasted", "d", "Work of those who claim it in vain", over, none}};
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        Offices::Places at{};
        for (std::size_t v = 0; v < at.size(); ++v) at[v] = &dataset.variables[v].values[replicate * tasks];
        Offices(process, start, {experiment.seed, static_cast<std::uint32_t>(replicate)}, at).run(tasks);
    });
    return dataset;
}

namespace {

struct ResponsibilityRange {
    double low = 0.0;
    double high = 1.0;
    std::string_view unit = "";
    bool low_open = false;
};

void describe_gaps(core::ParameterTable& table, Responsibility& process) {
    const auto add = [&table](double& value, std::string_view key, std::string_view meaning, ResponsibilityRange is) {
        table.add(
            value,
            {.key = key, .meaning = meaning, .unit = is.unit, .low = is.low, .high = is.high, .low_open = is.low_open});
    };
    add(process.task_rate, "task_rate", "Tasks that come up", {.high = 1e6, .unit = "1 / d", .low_open = true});
    add(process.handling, "handling", "Mean time that an office works on a task, one after the other",
        {.high = 1000.0, .unit = "d", .low_open = true});
    add(process.whistle_rate, "whistle_rate", "Rate at which somebody blows the whistle for a task that nobody claims",
        {.high = 1000.0, .unit = "1 / d"});
    add(process.escalation, "escalation", "After this time such a task is given out from above",
        {.low = 0.01, .high = 1e6, .unit = "d"});
    add(process.makeup_rate, "makeup_rate",
        "Rate at which residents or an organisation with a capacity of 1 do it themselves",
        {.high = 1000.0, .unit = "1 / d"});
    add(process.makeup_capacity, "makeup_capacity", "What they are capable of, as a multiple", {.high = 100.0});
}

}  // namespace

void describe(core::ParameterTable& table, Responsibility& process) {
    const auto add = [&table](double& value, std::string_view key, std::string_view meaning,
                              ResponsibilityRange is = {}) {
        table.add(value, {.key = key, .meaning = meaning, .unit = is.unit, .low = is.low, .high = is.high});
    };
    table.add(process.units, {.key = "units",
                              .meaning = "Offices that might take a task; each task has one that ought to",
                              .low = 1,
                              .high = 64});
    add(process.clarity, "clarity", "How clear the bounds are: at 1 everybody knows whose a task is, at 0 nobody does");
    add(process.blame, "blame", "By how much an office with its hands full is less likely to claim a task",
        {.high = 10.0});
    add(process.full_load, "full_load", "Work with which an office has its hands full",
        {.low = 0.01, .high = 1000.0, .unit = "d"});
    add(process.accountability, "accountability",
        "How far offices answer for what they refuse and hand on: at 1 they do neither");
    add(process.pass_chance, "pass_chance", "Chance that whoever has a task hands it on rather than accept it",
        {.high = 0.9});
    add(process.handover, "handover", "Time that handing a task on takes", {.high = 1000.0, .unit = "d"});
    add(process.triage, "triage", "Work that looking into a task costs an office that claims it in vain",
        {.high = 100.0, .unit = "d"});
    add(process.joint_delay, "joint_delay", "Time until each further office that claims a task has been talked to",
        {.high = 1000.0, .unit = "d"});
    describe_gaps(table, process);
}

}  // namespace commonweal::process
