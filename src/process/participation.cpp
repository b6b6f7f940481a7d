// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/participation.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/participants.hpp"
#include "process/detail/replicates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <commonweal/core/text.hpp>
#include <limits>
#include <numeric>
#include <string_view>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;
using core::Stream;
using core::Tick;

constexpr float not_eligible = std::numeric_limits<float>::infinity();

bool meets_chance_to_be_eligible(double chance, core::AgentId id, core::Seed seed) {
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "eligible");
    return chance >= 1.0 || Stream(seed, stream, {.agent = id, .tick = 1}).uniform() < chance;
}

/// Those who act tell it, and those who need nobody consider it.
void plan_cascade(core::EventQueue& queue, const core::Population& crowd) {
    const auto acting = crowd.values(columns::participation);
    const auto needed = crowd.values(columns::participation_needed);
    for (Index row = 0; row < crowd.size(); ++row) {
        if (acting[row]) {
            queue.plan(row, 0, SpreadParticipation::tells);
        } else if (needed[row] <= 0.0f) {
            queue.plan(row, 0, SpreadParticipation::considers);
        }
    }
}

bool nobody_else_joins(const core::Population& crowd, const Participate& rule) {
    const auto acting = crowd.values(columns::participation);
    const auto needed = crowd.values(columns::participation_needed);
    const auto tasks = crowd.values(columns::participation_tasks);
    const auto others = std::count(acting.begin(), acting.end(), 1);
    const double all = std::max(1.0, static_cast<double>(crowd.size()) - 1.0);
    const auto share = static_cast<float>(static_cast<double>(others) / all);
    for (Index row = 0; row < crowd.size(); ++row) {
        if (!acting[row] && rule.chance(needed[row], tasks[row], share) > 0.0f) return false;
    }
    return true;
}

detail::Course course_of_participation(const Participation& participation, const Experiment& experiment) {
    const bool always = participation.opportunity == Opportunity::always;
    const double rate = participation.task_rate + participation.ask_rate;
    detail::Course course{.step = always || rate < 0.05 ? 1.0 : 0.05 / rate,
                          .every = always || rate < 0.001 ? 1.0 : 1.0 / rate};
    if (!experiment.is_mixed()) {
        course.over = [](core::Simulation& simulation) {
            return simulation.queue(detail::people, SpreadParticipation::name).size() == 0;
        };
        return course;
    }
    const Participate rule{.participation = participation, .step = experiment.step.value_or(course.step)};
    course.over = [rule](core::Simulation& simulation) {
        return nobody_else_joins(simulation.population(detail::people), rule);
    };
    return course;
}

constexpr double sqrt_two_pi = 2.5066282746310002;

/// Chance of at most so many.
double poisson_chance_up_to(std::size_t most, double mean) {
    double sum = 0.0;
    for (std::size_t k = 0; k <= most; ++k) {
        const auto number = static_cast<double>(k);
        sum += math::exp(number * math::log(mean) - mean - math::lgamma(number + 1.0));
    }
    return sum;
}

/// The chance that each number from 0 to n of n neighbours act, for chances that are equal and independent.
void binomial_chances(std::size_t n, double chance, std::vector<double>& chances) {
    chances.assign(n + 1, 0.0);
    if (chance <= 0.0 || chance >= 1.0) {
        chances[chance <= 0.0 ? 0 : n] = 1.0;
        return;
    }
    const auto all = static_cast<double>(n);
    const double ways = math::lgamma(all + 1.0);
    for (std::size_t k = 0; k <= n; ++k) {
        const auto some = static_cast<double>(k);
        const double log_ways = ways - math::lgamma(some + 1.0) - math::lgamma(all - some + 1.0);
        chances[k] = math::exp(log_ways + some * math::log(chance) + (all - some) * math::log1p(-chance));
    }
}

/// Share of those with `known` neighbours who act when `acting` of them do.
double ready_share(const Participation& participation, const core::Distribution& threshold, std::size_t acting,
                   std::size_t known) {
    const bool by_number = participation.measure == ThresholdMeasure::number;
    const double reached = by_number || acting == 0 ? static_cast<double>(acting)
                                                    : static_cast<double>(acting) / static_cast<double>(known);
    return threshold.cdf(reached + threshold_slack);
}

void check_degrees(detail::ExperimentCheck& check, const Participation& participation,
                   std::span<const double> degrees) {
    check.parameters(participation);
    check.that(degrees.size() <= 5'001, "degrees", std::to_string(degrees.size()) + " shares",
               "must end at 5,000 neighbours or before");
    for (const double share : degrees) check.number("degrees", share, {.low = 0.0, .high = 1e18});
    const double ends = degrees.empty() ? 0.0 : std::accumulate(degrees.begin() + 1, degrees.end(), 0.0);
    check.that(!(ends <= 0.0), "degrees", "of nobody", "somebody must have a neighbour");
}

/// Divided by their sum.
std::vector<double> degree_shares(std::span<const double> degrees) {
    std::vector<double> shares(degrees.begin(), degrees.end());
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) share /= sum;
    return shares;
}

double mean_degree_of(const std::vector<double>& shares) {
    double mean = 0.0;
    for (std::size_t k = 0; k < shares.size(); ++k) mean += static_cast<double>(k) * shares[k];
    return mean;
}

/// What the recursion of Gleeson and Cahalane needs of each degree: who is ready, by how many neighbours act.
class CascadeRecursion {
public:
    CascadeRecursion(const Participation& participation, std::vector<double> degrees,
                     const core::Distribution& threshold)
        : degrees_(std::move(degrees)), mean_(mean_degree_of(degrees_)) {
        for (std::size_t k = 0; k < degrees_.size(); ++k) {
            for (std::size_t m = 0; m <= k; ++m) ready_.push_back(ready_share(participation, threshold, m, k));
        }
    }

    /// Share ready at the end of a tie, of whose other neighbours `acting` act.
    double along_a_tie(double acting) {
        return sum(acting, 1, [this](std::size_t k) { return static_cast<double>(k) * degrees_[k] / mean_; });
    }
    /// Share ready of all.
    double anywhere(double acting) {
        return sum(acting, 0, [this](std::size_t k) { return degrees_[k]; });
    }

private:
    template <class Weight>
    double sum(double acting, std::size_t left_out, Weight&& weight) {
        double total = 0.0;
        for (std::size_t k = left_out; k < degrees_.size(); ++k) {
            if (degrees_[k] <= 0.0) continue;
            binomial_chances(k - left_out, acting, chances_);
            const double* ready = ready_.data() + k * (k + 1) / 2;
            total += weight(k) * std::inner_product(chances_.begin(), chances_.end(), ready, 0.0);
        }
        return total;
    }

    std::vector<double> degrees_;
    double mean_;
    std::vector<double> ready_;
    std::vector<double> chances_;
};

}  // namespace

void detail::add_participants(core::Population& crowd, const core::Ties& ties, const Participation& participation,
                              const ParticipationStart& start, core::Seed seed) {
    crowd.add(columns::participation, std::uint8_t{0});
    crowd.add(columns::participation_needed, not_eligible);
    const std::vector<double> thresholds = drawn(start.threshold, crowd, seed, "threshold");
    const std::vector<double> eligible = drawn(start.eligible, crowd, seed, "eligible");
    const std::vector<double> organisers = drawn(start.organiser, crowd, seed, "organiser");
    add_column(crowd, columns::participation_tasks, drawn(start.tasks, crowd, seed, "tasks"));
    const auto needed = crowd.values(columns::participation_needed);
    for (Index row = 0; row < crowd.size(); ++row) {
        if (!meets_chance_to_be_eligible(eligible[row], crowd.ids()[row], seed)) continue;
        needed[row] = share_needed(participation, thresholds[row], organisers[row], ties.degree(row));
    }
    for (const Index row : chosen(start.acting, crowd.size(), seed)) {
        crowd.values(columns::participation)[row] = 1;
    }
}

float share_needed(const Participation& participation, double threshold, double contact, std::uint64_t neighbours) {
    const double lowered = threshold - participation.organiser_effect * contact - threshold_slack;
    if (neighbours == 0) return lowered <= 0.0 ? -0.5f : 0.5f;
    const auto known = static_cast<double>(neighbours);
    const double number = participation.measure == ThresholdMeasure::number ? lowered : lowered * known;
    return static_cast<float>((std::ceil(number) - 0.5) / known);
}

/// The columns that the rule works on.
struct SpreadParticipation::People {
    core::ColumnView<std::uint8_t> acting;
    core::ColumnView<std::uint32_t> neighbours;
    core::ColumnView<const float> needed;
    core::ColumnView<const float> tasks;
};

void SpreadParticipation::operator()(core::Turn& turn, core::ColumnView<std::uint8_t> acting,
                                     core::ColumnView<std::uint32_t> neighbours, core::ColumnView<const float> needed,
                                     core::ColumnView<const float> tasks, const core::Ties& ties) const {
    const People people{acting, neighbours, needed, tasks};
    if (turn.what == tells) {
        if (ties.joined.empty()) return tell(turn, people, ties, 0);
        for (std::size_t part = 0; part < ties.joined.size(); ++part) tell(turn, people, ties, part);
    } else if (!acting[turn.agent]) {
        if (turn.what == begins) return begin(turn, people, turn.agent);
        consider(turn, people, turn.agent, joining_rate(participation, tasks[turn.agent], 0.0f), turn.draws());
    }
}

void SpreadParticipation::tell(core::Turn& turn, const People& people, const core::Ties& ties, std::size_t part) const {
    const core::Ties& told = ties.joined.empty() ? ties : *ties.joined[part];
    for (const Index other : told.neighbours(turn.agent)) {
        if (people.acting[other]) continue;
        const auto acting = static_cast<float>(++people.neighbours[other]);
        const auto known = static_cast<float>(ties.degree(other));
        const float enough = people.needed[other] * known;
        if (acting < enough) continue;
        if (participation.opportunity == Opportunity::always) {
            begin(turn, people, other);
            continue;
        }
        // Whoever acts asks by themselves: who was ready before is asked by one more.
        const bool was_ready = acting - 1.0f >= enough;
        const float rate = was_ready ? joining_rate(participation, 0.0f, 1.0f / known)
                                     : joining_rate(participation, people.tasks[other], acting / known);
        Stream draws = turn.draws_with(other);
        for (std::size_t earlier = 0; earlier < part; ++earlier) draws.bits();
        consider(turn, people, other, rate, draws);
    }
}

void SpreadParticipation::consider(core::Turn& turn, const People& people, Index person, float rate,
                                   Stream draws) const {
    if (participation.opportunity == Opportunity::always) return begin(turn, people, person);
    const double wait = -math::log(static_cast<double>(core::to_open_unit_float(draws.bits()))) / (rate * step);
    if (wait < 1.0) return begin(turn, people, person);
    const double left = static_cast<double>(std::numeric_limits<Tick>::max() - turn.now);
    if (wait < left) turn.plan(person, turn.now + static_cast<Tick>(wait), begins);
}

void SpreadParticipation::begin(core::Turn& turn, const People& people, Index person) const {
    people.acting[person] = 1;
    turn.plan(person, turn.now + 1, tells);
}

Dataset simulate(const Participation& participation, const ParticipationStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(participation);
    check.starters("acting", start.acting);
    check.values("threshold", start.threshold, {});
    check.values("eligible", start.eligible, {.low = 0.0, .high = 1.0});
    check.values("organiser", start.organiser, {.low = 0.0, .high = 1.0});
    check.values("tasks", start.tasks, {.low = 0.0, .high = 1.0});
    check.finish();
    const detail::Course course = course_of_participation(participation, experiment);
    const double step = experiment.step.value_or(course.step);
    const std::vector<detail::Recorded> recorded{
        {"acting", "1", "Share of people who act", detail::share_of(columns::participation, 1)}};
    return detail::run_replicates(
        experiment, course, recorded, [&](core::Simulation& simulation, core::Population& crowd) {
            const core::Ties& ties = simulation.layers(detail::people).ties(detail::contacts.name);
            detail::add_participants(crowd, ties, participation, start, simulation.seed());
            if (ties.mixed) {
                simulation.add(Participate{.participation = participation, .step = step}, detail::people);
                return;
            }
            crowd.add(columns::participation_neighbours, std::uint32_t{0});
            simulation.add(SpreadParticipation{.participation = participation, .step = step}, detail::people);
            plan_cascade(simulation.queue(detail::people, SpreadParticipation::name), crowd);
        });
}

double equilibrium(const NormalThresholds& thresholds, const ParticipationShares& shares) {
    detail::ExperimentCheck check({});
    check.that(std::isfinite(thresholds.mean), "mean", core::number_text(thresholds.mean), "must be a finite number");
    check.that(std::isfinite(thresholds.sd) && thresholds.sd > 0.0, "sd", core::number_text(thresholds.sd),
               "must be above 0");
    check.number("eligible", shares.eligible, {.low = 0.0, .high = 1.0});
    check.number("acting", shares.acting, {.low = 0.0, .high = shares.eligible});
    check.finish();
    const double followers = shares.eligible - shares.acting;
    const auto excess = [&](double acting) {
        return acting - shares.acting - followers * math::normal_cdf((acting - thresholds.mean) / thresholds.sd);
    };
    // What follows grows faster than what it follows only between two shares around the mean: below them lies the first
    // balance, if there is one, above them the last.
    const double steepness = followers / (thresholds.sd * sqrt_two_pi);
    const double reach = steepness > 1.0 ? thresholds.sd * std::sqrt(2.0 * math::log(steepness)) : 0.0;
    const double low = std::min(thresholds.mean - reach, shares.eligible);
    if (low > shares.acting && excess(low) >= 0.0) return detail::root(excess, shares.acting, low);
    const double high = std::clamp(thresholds.mean + reach, shares.acting, shares.eligible);
    return detail::root(excess, steepness > 1.0 ? high : shares.acting, shares.eligible);
}

double critical_sd(double mean) {
    detail::ExperimentCheck check({});
    check.that(mean > 0.0 && mean < 0.5, "mean", core::number_text(mean), "must be above 0 and below 0.5");
    check.finish();
    const auto density = [](double z) { return math::exp(-0.5 * z * z) / sqrt_two_pi; };
    // The distribution touches the diagonal z standard deviations below the mean, at the share normal_cdf(-z).
    const auto beyond = [&](double z) { return mean - math::normal_cdf(-z) - z * density(z); };
    return density(detail::root(beyond, 0.0, 40.0));
}

std::optional<CascadeWindow> cascade_window(double threshold) {
    detail::ExperimentCheck check({});
    check.number("threshold", threshold, {.low = 0.001, .high = 1.0});
    check.finish();
    const auto vulnerable = static_cast<std::size_t>(1.0 / (threshold - threshold_slack));
    if (vulnerable < 2) return std::nullopt;
    const std::size_t others = vulnerable - 2;
    const auto number = static_cast<double>(others);
    const auto branching = [&](double mean) { return mean * poisson_chance_up_to(others, mean); };
    const auto falling = [&](double mean) {
        const double chance = math::exp(number * math::log(mean) - mean - math::lgamma(number + 1.0));
        return mean * chance - poisson_chance_up_to(others, mean);
    };
    const double peak = detail::root(falling, 1e-9, number + 2.0);
    if (branching(peak) <= 1.0) return std::nullopt;
    const auto above_one = [&](double mean) { return branching(mean) - 1.0; };
    const auto below_one = [&](double mean) { return 1.0 - branching(mean); };
    return CascadeWindow{.low = detail::root(above_one, 1e-9, peak),
                         .high = detail::root(below_one, peak, 10.0 * (number + 10.0))};
}

std::vector<double> poisson_degrees(double mean_degree) {
    detail::ExperimentCheck check({});
    check.that(mean_degree > 0.0 && mean_degree <= 4e3, "mean_degree", core::number_text(mean_degree),
               "must be above 0 and at most 4000");
    check.finish();
    std::vector<double> shares;
    const double last = mean_degree + 10.0 * std::sqrt(mean_degree) + 20.0;  // beyond it is less than 1e-17
    for (double k = 0.0; k <= last; k += 1.0) {
        shares.push_back(math::exp(k * math::log(mean_degree) - mean_degree - math::lgamma(k + 1.0)));
    }
    return shares;
}

double cascade_branching(const Participation& participation, std::span<const double> degrees,
                         const core::Distribution& threshold) {
    detail::ExperimentCheck check({});
    check_degrees(check, participation, degrees);
    check.finish();
    const std::vector<double> shares = degree_shares(degrees);
    double pairs = 0.0;
    for (std::size_t k = 1; k < shares.size(); ++k) {
        const auto known = static_cast<double>(k);
        pairs += known * (known - 1.0) * shares[k] * ready_share(participation, threshold, 1, k);
    }
    return pairs / mean_degree_of(shares);
}

double cascade_size(const Participation& participation, std::span<const double> degrees,
                    const core::Distribution& threshold, double seeds) {
    detail::ExperimentCheck check({});
    check_degrees(check, participation, degrees);
    check.that(seeds > 0.0 && seeds <= 1.0, "seeds", core::number_text(seeds), "must be above 0 and at most 1");
    check.finish();
    CascadeRecursion recursion(participation, degree_shares(degrees), threshold);
    double acting = seeds;
    for (int round = 0; round < 100'000; ++round) {
        const double next = seeds + (1.0 - seeds) * recursion.along_a_tie(acting);
        const bool settled = next - acting <= 1e-14 * next;
        acting = std::min(1.0, next);
        if (settled) break;
    }
    return seeds + (1.0 - seeds) * recursion.anywhere(acting);
}

void describe(core::ParameterTable& table, Participation& process) {
    static constexpr std::array measures{
        std::pair<std::string_view, ThresholdMeasure>{"share", ThresholdMeasure::share},
        std::pair<std::string_view, ThresholdMeasure>{"number", ThresholdMeasure::number}};
    static constexpr std::array opportunities{
        std::pair<std::string_view, Opportunity>{"always", Opportunity::always},
        std::pair<std::string_view, Opportunity>{"by_chance", Opportunity::by_chance}};
    table.choice(process.measure, measures,
                 {.key = "measure",
                  .meaning = "What a threshold is compared with: the share of neighbours who act, or their number",
                  .evidence = core::Evidence::literature,
                  .source = "Granovetter 1978; Watts 2002; Centola and Macy 2007"});
    table.choice(
        process.opportunity, opportunities,
        {.key = "opportunity",
         .meaning = "When somebody begins whose threshold is reached: at the next tick, or when asked or at the "
                    "sight of a task"});
    table.add(process.task_rate, {.key = "task_rate",
                                  .meaning = "By chance: rate at which somebody who can see all tasks comes upon one",
                                  .unit = "1 / d",
                                  .low = 0,
                                  .high = 1000});
    table.add(process.ask_rate, {.key = "ask_rate",
                                 .meaning = "By chance: rate at which somebody whose neighbours all act is asked",
                                 .unit = "1 / d",
                                 .low = 0,
                                 .high = 1000});
    table.add(
        process.organiser_effect,
        {.key = "organiser_effect",
         .meaning = "By how much an organiser's contact lowers a threshold, in its own measure; shares by .1 to .2",
         .low = 0,
         .high = 10});
}

}  // namespace commonweal::process
