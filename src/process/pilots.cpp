// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/pilots.hpp>

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
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::StreamId;

constexpr std::string_view pilot = "pilot";
constexpr double pilots_no_number = std::numeric_limits<double>::quiet_NaN();

/// Logarithm of the Beta function.
double log_beta(double a, double b) { return math::lgamma(a) + math::lgamma(b) - math::lgamma(a + b); }

void refuse_empty_record(const PilotRecord& record) {
    if (record.successes >= 1 && record.failures >= 1) return;
    throw core::Error("pilots: successes and failures must be at least 1, those of the prior included");
}

/// Logarithms of the middles of equal cells of [0, 1], and of what they lack to 1.
template <std::size_t cells>
struct CellLogs {
    CellLogs() {
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const double x = (static_cast<double>(cell) + 0.5) / static_cast<double>(cells);
            of_x[cell] = math::log(x);
            of_rest[cell] = math::log1p(-x);
        }
    }
    std::array<double, cells> of_x{};
    std::array<double, cells> of_rest{};
};

/// Beta densities on equal cells of [0, 1], and what they say together.
class BetaGrid {
public:
    /// For each the chance that it is the greatest of all, and above `level`.
    std::vector<double> best(std::span<const PilotRecord> all, double level) {
        fill(all);
        std::vector<double> chances(all.size(), 0.0);
        // Below the first cell of the one that begins highest nobody is the best.
        const auto first = std::max(highest_first_, static_cast<std::size_t>(level * static_cast<double>(cells)));
        for (std::size_t cell = first; cell < cells; ++cell) {
            const double above = std::min(1.0, static_cast<double>(cell + 1) - level * static_cast<double>(cells));
            // Of the others, those before and those after; no division, for a chance to be below may be 0.
            double before = 1.0;
            for (std::size_t k = 0; k < all.size(); ++k) {
                products_[k] = before;
                before *= below_[k * cells + cell];
            }
            double after = above;
            for (std::size_t k = all.size(); k-- > 0;) {
                chances[k] += mass_[k * cells + cell] * products_[k] * after;
                after *= below_[k * cells + cell];
            }
        }
        return chances;
    }

private:
    static constexpr std::size_t cells = 1024;

    void fill(std::span<const PilotRecord> all) {
        known_.resize(all.size(), PilotRecord{0, 0});
        firsts_.resize(all.size());
        mass_.resize(all.size() * cells);
        below_.resize(all.size() * cells);
        products_.resize(all.size());
        for (std::size_t k = 0; k < all.size(); ++k) {
            if (known_[k].successes == all[k].successes && known_[k].failures == all[k].failures) continue;
            known_[k] = all[k];
            firsts_[k] = fill_one(all[k], &mass_[k * cells], &below_[k * cells]);
        }
        highest_first_ = *std::max_element(firsts_.begin(), firsts_.end());
    }
    /// Chances to lie in a cell, and below its middle; gives the first cell that counts. Beyond ten standard deviations
    /// from the mode nothing does.
    std::size_t fill_one(const PilotRecord& record, double* mass, double* below) const {
        static const CellLogs<cells> logs;
        const double a = record.successes - 1.0;
        const double b = record.failures - 1.0;
        const double mode = a + b > 0.0 ? a / (a + b) : 0.5;
        const double wide = 10.0 * std::sqrt((mode * (1.0 - mode) + 1.0 / (a + b + 1.0)) / (a + b + 1.0));
        const auto cell_of = [](double x) { return static_cast<std::size_t>(x * static_cast<double>(cells)); };
        const std::size_t first = cell_of(std::max(0.0, mode - wide));
        const std::size_t end = std::min(cells, cell_of(std::min(1.0, mode + wide)) + 1);
        // As high as the density is at its mode: where one of the logarithms is infinite, its factor is 0.
        const double top = (a > 0.0 ? a * math::log(mode) : 0.0) + (b > 0.0 ? b * math::log1p(-mode) : 0.0);
        std::fill(mass, mass + cells, 0.0);
        for (std::size_t cell = first; cell < end; ++cell) {
            mass[cell] = math::exp(a * logs.of_x[cell] + b * logs.of_rest[cell] - top);
        }
        double sum = 0.0;
        for (std::size_t cell = first; cell < end; ++cell) sum += mass[cell];
        for (std::size_t cell = first; cell < end; ++cell) mass[cell] /= sum;
        double before = 0.0;
        for (std::size_t cell = 0; cell < cells; ++cell) {
            // The rule of the trapezium with its correction by the slope (Euler and Maclaurin).
            const double slope = (cell + 1 < cells ? mass[cell + 1] : mass[cell]) - mass[cell > 0 ? cell - 1 : 0];
            below[cell] = std::max(0.0, before + 0.5 * mass[cell] - slope / 24.0);
            before += mass[cell];
        }
        return first;
    }

    std::vector<double> mass_;
    std::vector<double> below_;
    std::vector<double> products_;
    std::vector<PilotRecord> known_;  ///< what the cells are of
    std::vector<std::size_t> firsts_;
    std::size_t highest_first_ = 0;
};

std::vector<double> best_of(BetaGrid& grid, std::span<const PilotRecord> all, double level) {
    if (all.size() == 1) return {chance_above(all.front(), level)};
    return grid.best(all, level);
}

/// A candidate in one replicate.
struct Candidate {
    double chance = 0.0;  ///< of success, which nobody knows
    std::uint32_t trials = 0;
    std::uint32_t successes = 0;
    PilotOutcome outcome = PilotOutcome::refused;

    PilotRecord record(const Pilots& pilots) const {
        return {pilots.prior_successes + successes, pilots.prior_failures + trials - successes};
    }
};

/// One community and its candidates.
class Trying {
public:
    Trying(const Pilots& pilots, core::Seed seed) : pilots_(pilots), seed_(seed), candidates_(pilots.candidates) {
        const auto prior = core::Distribution::beta(
            {.a = static_cast<double>(pilots.prior_successes), .b = static_cast<double>(pilots.prior_failures)});
        const double allowed = approval_chance(pilots);
        for (std::uint32_t k = 0; k < pilots.candidates; ++k) {
            core::Stream draws(seed, StreamId::of(pilot, "candidate"), {.agent = k});
            candidates_[k].chance = prior.draw(draws);
            if (!draws.chance(allowed)) continue;
            candidates_[k].outcome = PilotOutcome::undecided;
            running_.push_back(k);
        }
        allowed_ = running_.size();
    }

    /// Tries until something is rolled out, no pilot runs any more, or trials or periods are used up.
    void run(core::Tick longest) {
        while (periods_ < longest && !running_.empty() && left() > 0 && !chosen_) {
            share_trials(std::min(pilots_.batch, left()));
            ++periods_;
            stop_hopeless();
            choose();
        }
        if (chosen_) roll_out();
    }

    const std::vector<Candidate>& candidates() const { return candidates_; }
    std::size_t allowed() const { return allowed_; }
    bool in_use() const { return chosen_ && candidates_[*chosen_].outcome == PilotOutcome::rolled_out; }
    core::Tick periods() const { return periods_; }
    double success() const { return in_use() ? success_at_scale_ : pilots_.present; }
    double promised() const {
        if (!chosen_) return pilots_no_number;
        const PilotRecord record = candidates_[*chosen_].record(pilots_);
        return static_cast<double>(record.successes) / (static_cast<double>(record.successes) + record.failures);
    }

private:
    std::uint32_t left() const { return pilots_.budget - used_; }
    std::vector<PilotRecord> records() const {
        std::vector<PilotRecord> all;
        for (const std::uint32_t k : running_) all.push_back(candidates_[k].record(pilots_));
        return all;
    }
    void share_trials(std::uint32_t trials) {
        std::vector<std::uint32_t> shares(running_.size(), 0);
        if (pilots_.allocation == TrialAllocation::equal) {
            for (std::uint32_t k = 0; k < trials; ++k) ++shares[(used_ + k) % shares.size()];
        } else if (pilots_.allocation == TrialAllocation::greedy) {
            shares[greatest_mean()] = trials;
        } else {
            const std::vector<double> best = best_of(grid_, records(), 0.0);
            for (std::uint32_t k = 0; k < trials; ++k) {
                core::Stream draws(seed_, StreamId::of(pilot, "allocation"), {.agent = used_ + k});
                ++shares[draws.categorical(best)];
            }
        }
        for (std::size_t place = 0; place < shares.size(); ++place) {
            Candidate& candidate = candidates_[running_[place]];
            core::Stream draws(seed_, StreamId::of(pilot, "trials"), {.agent = running_[place], .tick = periods_});
            candidate.trials += shares[place];
            candidate.successes += draws.binomial(shares[place], candidate.chance);
        }
        used_ += trials;
    }
    std::size_t greatest_mean() const {
        std::size_t greatest = 0;
        double most = -1.0;
        for (std::size_t place = 0; place < running_.size(); ++place) {
            const PilotRecord record = candidates_[running_[place]].record(pilots_);
            const double mean = record.successes / (static_cast<double>(record.successes) + record.failures);
            if (mean > most) greatest = place;
            most = std::max(most, mean);
        }
        return greatest;
    }
    void stop_hopeless() {
        std::erase_if(running_, [this](std::uint32_t k) {
            Candidate& candidate = candidates_[k];
            const bool hopeless = chance_above(candidate.record(pilots_), pilots_.present) < pilots_.stop_chance;
            if (hopeless) candidate.outcome = PilotOutcome::stopped;
            return hopeless;
        });
    }
    void choose() {
        if (running_.empty()) return;
        const std::vector<double> best = best_of(grid_, records(), pilots_.present);
        const auto greatest = std::max_element(best.begin(), best.end());
        if (*greatest >= pilots_.adopt_chance) chosen_ = running_[static_cast<std::size_t>(greatest - best.begin())];
    }
    void roll_out() {
        Candidate& candidate = candidates_[*chosen_];
        core::Stream draws(seed_, StreamId::of(pilot, "scale"), {.agent = *chosen_});
        success_at_scale_ = candidate.chance * (1.0 - pilots_.scale_loss * draws.uniform());
        const bool back = draws.chance(pilots_.withdraw_chance) && success_at_scale_ < pilots_.present;
        candidate.outcome = back ? PilotOutcome::taken_back : PilotOutcome::rolled_out;
    }

    const Pilots& pilots_;
    core::Seed seed_;
    BetaGrid grid_;
    std::vector<Candidate> candidates_;
    std::vector<std::uint32_t> running_;
    std::size_t allowed_ = 0;
    std::uint32_t used_ = 0;
    core::Tick periods_ = 0;
    std::optional<std::uint32_t> chosen_;
    double success_at_scale_ = 0.0;
};

Dataset empty_pilots(std::size_t replicates, std::size_t candidates) {
    const std::vector<std::string> each{"replicate", "candidate"};
    const std::vector<std::string> all{"replicate"};
    const std::vector<double> of_each(replicates * candidates);
    const std::vector<double> of_all(replicates);
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", replicates), detail::counted("candidate", candidates)};
    dataset.variables = {
        {"chance", "1", "Chance of success in the pilot, which nobody knows", each, of_each},
        {"trials", "1", "Trials of the candidate", each, of_each},
        {"successes", "1", "Trials that succeeded", each, of_each},
        {"outcome", "1", "0 refused, 1 stopped, 2 undecided, 3 rolled out, 4 taken back", each, of_each},
        {"allowed", "1", "Pilots that were allowed", all, of_all},
        {"failed", "1", "Pilots that were allowed and whose practice is not in use in the end", all, of_all},
        {"periods", "1", "Periods until the decision, or the end", all, of_all},
        {"success", "1", "Chance of success of the practice in use in the end", all, of_all},
        {"promised", "1", "Chance of success that the pilot led to expect of what was rolled out", all, of_all}};
    return dataset;
}

void describe_pilot_gate(core::ParameterTable& table, Pilots& process) {
    table.add(process.autonomy,
              {.key = "autonomy", .meaning = "How far one may decide for oneself", .low = 0, .high = 1});
    table.add(process.risk_tolerance,
              {.key = "risk_tolerance", .meaning = "How far those above bear risks", .low = 0, .high = 1});
    table.add(process.approval_slope,
              {.key = "approval_slope",
               .meaning = "What autonomy or tolerance adds to the log odds that a pilot is allowed",
               .low = 0,
               .high = 20});
    table.add(process.penalty, {.key = "penalty",
                                .meaning = "What the fear of a failure that is certain takes from these log odds",
                                .low = 0,
                                .high = 20});
}

void describe_pilot_trials(core::ParameterTable& table, Pilots& process) {
    static constexpr std::array ways{
        std::pair<std::string_view, TrialAllocation>{"equal", TrialAllocation::equal},
        std::pair<std::string_view, TrialAllocation>{"greedy", TrialAllocation::greedy},
        std::pair<std::string_view, TrialAllocation>{"thompson", TrialAllocation::thompson}};
    table.choice(
        process.allocation, ways,
        {.key = "allocation",
         .meaning = "To which pilots trials go: all in turn, what looks best, or each by the chance that it is "
                    "the best"});
    table.add(process.budget, {.key = "budget", .meaning = "Trials in all", .low = 0, .high = 1'000'000});
    table.add(process.batch, {.key = "batch",
                              .meaning = "Trials in a period, after which one looks at the results",
                              .low = 1,
                              .high = 100'000});
    table.add(process.adopt_chance, {.key = "adopt_chance",
                                     .meaning = "A practice is rolled out from this chance on that it is the best",
                                     .low = 0.5,
                                     .high = 1});
    table.add(process.stop_chance,
              {.key = "stop_chance",
               .meaning = "A pilot is stopped below this chance that it is better than what there is",
               .low = 0,
               .high = 0.5});
}

}  // namespace

double chance_better(const PilotRecord& one, const PilotRecord& other) {
    refuse_empty_record(one);
    refuse_empty_record(other);
    const double a = other.successes;
    const double b = other.failures;
    const double failures = one.failures;
    double sum = 0.0;
    for (std::uint32_t k = 0; k < one.successes; ++k) {
        sum += math::exp(log_beta(a + k, b + failures) - math::log(failures + k) - log_beta(1.0 + k, failures) -
                         log_beta(a, b));
    }
    return std::min(1.0, sum);
}

double chance_above(const PilotRecord& record, double level) {
    refuse_empty_record(record);
    if (level <= 0.0) return 1.0;
    if (level >= 1.0) return 0.0;
    const auto known = core::Distribution::beta(
        {.a = static_cast<double>(record.successes), .b = static_cast<double>(record.failures)});
    return 1.0 - known.cdf(level);
}

std::vector<double> chances_best(std::span<const PilotRecord> all, double level) {
    for (const PilotRecord& record : all) refuse_empty_record(record);
    if (all.empty()) return {};
    BetaGrid grid;
    return best_of(grid, all, std::clamp(level, 0.0, 1.0));
}

double approval_chance(const Pilots& pilots) {
    const double better = chance_above({pilots.prior_successes, pilots.prior_failures}, pilots.present);
    return math::logistic(pilots.approval_slope * (pilots.autonomy + pilots.risk_tolerance - 1.0) -
                          pilots.penalty * (1.0 - better));
}

double pilot_size(const PilotComparison& comparison) {
    const auto inside = [](double chance) { return chance > 0.0 && chance < 1.0; };
    const double p = comparison.present;
    const double q = comparison.candidate;
    if (!inside(p) || !inside(q) || !inside(comparison.error) || !inside(comparison.power) || p == q) {
        throw core::Error("pilot_size: chances must be between 0 and 1, and the two practices must differ");
    }
    const double mean = 0.5 * (p + q);
    const double alike = math::normal_quantile(1.0 - 0.5 * comparison.error) * std::sqrt(2.0 * mean * (1.0 - mean));
    const double apart = math::normal_quantile(comparison.power) * std::sqrt(p * (1.0 - p) + q * (1.0 - q));
    const double root = (alike + apart) / (p - q);
    return root * root;
}

Dataset simulate(const Pilots& pilots, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(pilots);
    check.number("until", experiment.until.value_or(1.0), {.low = 1.0, .high = 4e9});
    check.finish();
    const auto longest = static_cast<core::Tick>(experiment.until.value_or(4e9));
    Dataset dataset = empty_pilots(experiment.replicates, pilots.candidates);
    const auto values = [&](std::size_t variable) { return dataset.variables[variable].values.data(); };
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        Trying trying(pilots, {experiment.seed, static_cast<std::uint32_t>(replicate)});
        trying.run(longest);
        for (std::size_t k = 0; k < pilots.candidates; ++k) {
            const Candidate& candidate = trying.candidates()[k];
            const std::size_t place = replicate * pilots.candidates + k;
            values(0)[place] = candidate.chance;
            values(1)[place] = candidate.trials;
            values(2)[place] = candidate.successes;
            values(3)[place] = static_cast<double>(candidate.outcome);
        }
        values(4)[replicate] = static_cast<double>(trying.allowed());
        values(5)[replicate] = static_cast<double>(trying.allowed()) - (trying.in_use() ? 1.0 : 0.0);
        values(6)[replicate] = trying.periods();
        values(7)[replicate] = trying.success();
        values(8)[replicate] = trying.promised();
    });
    return dataset;
}

void describe(core::ParameterTable& table, Pilots& process) {
    table.add(process.candidates, {.key = "candidates", .meaning = "Practices to try", .low = 1, .high = 100});
    table.add(process.prior_successes,
              {.key = "prior_successes",
               .meaning = "Known before: successes plus 1, of a Beta distribution from which chances are drawn",
               .low = 1,
               .high = 1000});
    table.add(process.prior_failures,
              {.key = "prior_failures", .meaning = "The same of failures", .low = 1, .high = 1000});
    table.add(process.present,
              {.key = "present", .meaning = "Chance that the practice in use succeeds", .low = 0, .high = 1});
    describe_pilot_gate(table, process);
    describe_pilot_trials(table, process);
    table.add(process.scale_loss,
              {.key = "scale_loss",
               .meaning = "Largest share of its success that a practice loses at scale, uniform from 0",
               .low = 0,
               .high = 1});
    table.add(process.withdraw_chance,
              {.key = "withdraw_chance",
               .meaning = "Chance that a practice is taken back that does worse at scale than what it replaced",
               .low = 0,
               .high = 1});
}

}  // namespace commonweal::process
