// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/opinion.hpp>

#include "process/detail/bounded_confidence.hpp"
#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/graph.hpp>
#include <string>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

using detail::hears;
using detail::opinion_grain;

/// Opinions that differ by less are one.
constexpr double same_opinion = 0.001;

/// Calls visit(neighbour) for each of the ties of somebody, joined layers included.
template <class Visit>
void for_neighbours(const core::Ties& ties, Index person, Visit&& visit) {
    for (const Index other : ties.neighbours(person)) visit(other);
    for (const core::Ties* part : ties.joined) {
        for (const Index other : part->neighbours(person)) visit(other);
    }
}

/// The mean of those near each, where everybody meets everybody: windows on the sorted opinions.
std::vector<double> near_means_of_all(const BoundedConfidence& process, core::ColumnView<float> opinions) {
    std::vector<std::pair<float, Index>> sorted;
    for (Index row = 0; row < opinions.size(); ++row) sorted.emplace_back(opinions[row], row);
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> sums{0.0};
    for (const auto& [opinion, row] : sorted) sums.push_back(sums.back() + static_cast<double>(opinion));
    std::vector<double> means(sorted.size());
    std::size_t first = 0;
    std::size_t last = 0;
    for (const auto& [opinion, row] : sorted) {
        while (!hears(process, opinion, sorted[first].first)) ++first;
        while (last < sorted.size() && (sorted[last].first <= opinion || hears(process, opinion, sorted[last].first)))
            ++last;
        means[row] = (sums[last] - sums[first]) / static_cast<double>(last - first);
    }
    return means;
}

std::vector<double> near_means_of_ties(const BoundedConfidence& process, core::ColumnView<float> opinions,
                                       const core::Ties& ties) {
    std::vector<double> means;
    for (Index row = 0; row < opinions.size(); ++row) {
        double sum = opinions[row];
        double count = 1.0;
        for_neighbours(ties, row, [&](Index other) {
            if (!hears(process, opinions[row], opinions[other])) return;
            sum += static_cast<double>(opinions[other]);
            count += 1.0;
        });
        means.push_back(sum / count);
    }
    return means;
}

/// Whether no two who listen to each other differ by much.
bool is_settled(const BoundedConfidence& process, core::ColumnView<const float> opinions, const core::Ties& ties) {
    const auto differ = [&](float a, float b) {
        return hears(process, a, b) && std::abs(static_cast<double>(a) - static_cast<double>(b)) > same_opinion;
    };
    if (!ties.mixed) {
        for (Index row = 0; row < opinions.size(); ++row) {
            bool at_rest = true;
            for_neighbours(ties, row,
                           [&](Index other) { at_rest = at_rest && !differ(opinions[row], opinions[other]); });
            if (!at_rest) return false;
        }
        return true;
    }
    std::vector<float> sorted;
    for (Index row = 0; row < opinions.size(); ++row) sorted.push_back(opinions[row]);
    std::sort(sorted.begin(), sorted.end());
    float lowest = sorted.front();
    for (std::size_t k = 1; k < sorted.size(); ++k) {
        if (!hears(process, sorted[k - 1], sorted[k])) lowest = sorted[k];
        if (differ(lowest, sorted[k]) || static_cast<double>(sorted[k] - lowest) > process.confidence) return false;
    }
    return true;
}

std::vector<double> opinions_of(const core::Agents& agents) {
    const auto values = agents.at(detail::people).values(columns::opinion);
    return {values.begin(), values.end()};
}

double mean_opinion(const std::vector<double>& opinions) {
    double sum = 0.0;
    for (const double opinion : opinions) sum += opinion;
    return sum / static_cast<double>(opinions.size());
}

double opinion_deviation(const std::vector<double>& opinions) {
    const double mean = mean_opinion(opinions);
    double squares = 0.0;
    for (const double opinion : opinions) squares += (opinion - mean) * (opinion - mean);
    return std::sqrt(squares / static_cast<double>(opinions.size()));
}

template <class Measure>
core::Observer of_opinions(Measure measure) {
    return [measure](const core::Agents& agents, core::Workers&) {
        return static_cast<double>(measure(opinions_of(agents)));
    };
}

std::vector<detail::Recorded> opinion_records() {
    using Values = std::vector<double>;
    return {{"mean", "1", "Mean opinion", of_opinions(mean_opinion)},
            {"standard_deviation", "1", "Standard deviation of opinions", of_opinions(opinion_deviation)},
            {"lowest", "1", "Lowest opinion",
             of_opinions([](const Values& all) { return *std::min_element(all.begin(), all.end()); })},
            {"highest", "1", "Highest opinion",
             of_opinions([](const Values& all) { return *std::max_element(all.begin(), all.end()); })}};
}

constexpr std::array last_opinions{detail::Kept{columns::opinion, "opinion", "1", "Opinion at the end"}};

bool has_weights(const core::Graph& graph) {
    const auto named = graph.columns().columns();
    return std::any_of(named.begin(), named.end(),
                       [](const auto& one) { return one.name == columns::tie_weight.name; });
}

/// A round is taken in parts, but never more than one at once.
void refuse_long_steps(detail::ExperimentCheck& check, const Experiment& experiment) {
    if (experiment.step && *experiment.step > 1.0) check.number("step", *experiment.step, {.low = 0.0, .high = 1.0});
}

void refuse_weights(detail::ExperimentCheck& check, const Experiment& experiment) {
    for (const auto& graph : experiment.graphs) {
        if (!has_weights(*graph)) continue;
        for (const float weight : graph->values(columns::tie_weight)) {
            if (weight >= 0.0f) continue;
            check.that(false, "graph", "weight " + std::to_string(weight), "weights must be at least 0");
            break;
        }
    }
}

AgentValues or_all(const std::optional<AgentValues>& values, double all) {
    return values.value_or(AgentValues{.drawn = core::Distribution::constant(all), .given = {}});
}

}  // namespace

void JoinTheNear::operator()(core::Turn& turn, core::ColumnView<float> opinions, const core::Ties& ties) const {
    turn.plan(turn.agent, turn.now + 1);
    const std::vector<double> means =
        ties.mixed ? near_means_of_all(process, opinions) : near_means_of_ties(process, opinions, ties);
    for (Index row = 0; row < opinions.size(); ++row) {
        const auto own = static_cast<double>(opinions[row]);
        opinions[row] = static_cast<float>(own + step * (means[row] - own));
    }
}

Dataset simulate(const FriedkinJohnsen& process, const OpinionStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.values("opinion", start.opinion, {.low = -1e6, .high = 1e6});
    if (start.susceptibility) check.values("susceptibility", *start.susceptibility, {.low = 0.0, .high = 1.0});
    if (start.self_weight) check.values("self_weight", *start.self_weight, {.low = 0.0, .high = 1.0});
    refuse_long_steps(check, experiment);
    refuse_weights(check, experiment);
    check.finish();
    const AgentValues susceptibility = or_all(start.susceptibility, process.susceptibility);
    const AgentValues self_weight = or_all(start.self_weight, process.self_weight);
    const detail::Course course{.unit = "1", .longest = 100.0};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        const core::Seed seed = simulation.seed();
        crowd.add(columns::speaks, std::uint8_t{1});
        const std::vector<double> opinion = detail::drawn(start.opinion, crowd, seed, "opinion");
        detail::add_column(crowd, columns::opinion, opinion);
        detail::add_column(crowd, columns::first_opinion, opinion);
        detail::add_column(crowd, columns::opinion_susceptibility,
                           detail::drawn(susceptibility, crowd, seed, "susceptibility"));
        detail::add_column(crowd, columns::opinion_self_weight, detail::drawn(self_weight, crowd, seed, "self_weight"));
        const OpinionStep step{static_cast<float>(experiment.step.value_or(course.step))};
        const core::Ties& ties = simulation.layers(detail::people).ties(detail::contacts.name);
        if (ties.graph && has_weights(*ties.graph)) {
            simulation.add(AverageWeightedOpinions{step}, detail::people);
        } else {
            simulation.add(AverageOpinions{step}, detail::people);
        }
    };
    return detail::run_replicates(experiment, course, opinion_records(), build, last_opinions);
}

Dataset simulate(const BoundedConfidence& process, const OpinionStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.values("opinion", start.opinion, {.low = 0.0, .high = 1.0});
    check.that(!start.susceptibility && !start.self_weight, "initial", "susceptibility or self_weight",
               "must be left out where confidence is bounded");
    refuse_long_steps(check, experiment);
    check.finish();
    const auto over = [process](core::Simulation& simulation) {
        const core::Population& crowd = simulation.population(detail::people);
        return is_settled(process, crowd.column(columns::opinion),
                          simulation.layers(detail::people).ties(detail::contacts.name));
    };
    const detail::Course course{.unit = "1", .every = 5.0, .over = over};
    std::vector<detail::Recorded> records = opinion_records();
    records.push_back({"clusters", "1", "Groups of a twentieth of all or more that do not listen to each other",
                       of_opinions([gap = process.confidence](const std::vector<double>& all) {
                           return count_clusters(all, {.gap = gap});
                       })});
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        std::vector<double> opinion = detail::drawn(start.opinion, crowd, simulation.seed(), "opinion");
        for (double& one : opinion) one = std::floor(one / opinion_grain + 0.5) * opinion_grain;
        detail::add_column(crowd, columns::opinion, opinion);
        const double step = experiment.step.value_or(course.step);
        if (process.model == ConfidenceModel::deffuant) {
            simulation.add(MeetInPairs{.process = process, .step = step}, detail::people);
            simulation.queue(detail::people, MeetInPairs::name).plan(0, 0);
        } else {
            simulation.add(JoinTheNear{.process = process, .step = step}, detail::people);
            simulation.queue(detail::people, JoinTheNear::name).plan(0, 0);
        }
    };
    return detail::run_replicates(experiment, course, records, build, last_opinions);
}

Dataset simulate(const BrockDurlauf& process, const ChoiceStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.number("mean_choice", start.mean_choice, {.low = -1.0, .high = 1.0});
    check.finish();
    const detail::Course course{.unit = "1", .longest = 100.0};
    const std::array records{detail::Recorded{"mean_choice", "1", "Mean choice",
                                              core::observe_mean(std::string(detail::people), columns::choice)}};
    return detail::run_replicates(
        experiment, course, records, [&](core::Simulation& simulation, core::Population& crowd) {
            crowd.add(columns::choice, std::int32_t{-1});
            constexpr core::StreamId stream = core::StreamId::of(detail::people, "first_choice");
            for (Index row = 0; row < crowd.size(); ++row) {
                core::Stream draws(simulation.seed(), stream, {.agent = crowd.ids()[row]});
                if (draws.chance(0.5 + 0.5 * start.mean_choice)) crowd.values(columns::choice)[row] = 1;
            }
            const auto step = static_cast<float>(experiment.step.value_or(course.step));
            simulation.add(ReviewChoice{.process = process, .review_chance = chance_of(1.0f, step)}, detail::people);
        });
}

std::vector<double> equilibria(const BrockDurlauf& process) {
    const double strength = process.rationality * process.social_gain;
    const auto excess = [&](double mean) {
        const double gain = process.private_gain + process.social_gain * mean;
        return 2.0 * math::logistic(2.0 * process.rationality * gain) - 1.0 - mean;
    };
    std::vector<double> ends{-1.0};
    if (strength > 1.0) {
        // Where the slope of tanh is that of the diagonal.
        const double slope = std::sqrt(1.0 - 1.0 / strength);
        const double at = 0.5 * math::log((1.0 + slope) / (1.0 - slope)) / process.rationality;
        for (const double bend : {-at, at}) {
            const double mean = (bend - process.private_gain) / process.social_gain;
            if (mean > -1.0 && mean < 1.0) ends.push_back(mean);
        }
    }
    ends.push_back(1.0);
    std::vector<double> found;
    for (std::size_t k = 1; k < ends.size(); ++k) {
        const double sign = excess(ends[k - 1]) <= 0.0 ? 1.0 : -1.0;
        if (sign * excess(ends[k - 1]) > 0.0 || sign * excess(ends[k]) < 0.0) continue;
        const double root = detail::root([&](double mean) { return sign * excess(mean); }, ends[k - 1], ends[k]);
        if (found.empty() || root - found.back() > 1e-9) found.push_back(root);
    }
    return found;
}

std::size_t count_clusters(std::span<const double> opinions, const ClusterSize& size) {
    std::vector<double> sorted(opinions.begin(), opinions.end());
    std::sort(sorted.begin(), sorted.end());
    const double least = size.least_share * static_cast<double>(sorted.size());
    std::size_t clusters = 0;
    std::size_t first = 0;
    for (std::size_t k = 1; k <= sorted.size(); ++k) {
        if (k < sorted.size() && sorted[k] - sorted[k - 1] <= size.gap) continue;
        clusters += static_cast<double>(k - first) >= least ? 1 : 0;
        first = k;
    }
    return clusters;
}

void describe(core::ParameterTable& table, FriedkinJohnsen& process) {
    table.add(process.susceptibility, {.key = "susceptibility",
                                       .meaning = "Weight of what one hears against one's first opinion; 1 for DeGroot",
                                       .low = 0,
                                       .high = 1,
                                       .evidence = core::Evidence::literature,
                                       .source = "Friedkin and Johnsen: .6 to .9 in groups of a laboratory"});
    table.add(process.self_weight, {.key = "self_weight",
                                    .meaning = "Weight of one's own opinion in what one hears; ties share the rest",
                                    .low = 0,
                                    .high = 1});
}

void describe(core::ParameterTable& table, BoundedConfidence& process) {
    static constexpr std::array models{
        std::pair<std::string_view, ConfidenceModel>{"deffuant", ConfidenceModel::deffuant},
        std::pair<std::string_view, ConfidenceModel>{"hegselmann_krause", ConfidenceModel::hegselmann_krause}};
    table.choice(
        process.model, models,
        {.key = "model",
         .meaning = "Whether two who meet move towards each other, or everybody to the mean of all who are near",
         .evidence = core::Evidence::literature,
         .source = "Deffuant and others 2000; Hegselmann and Krause 2002"});
    table.add(process.confidence, {.key = "confidence",
                                   .meaning = "Opinions further apart are not listened to",
                                   .low = 0,
                                   .high = 1,
                                   .low_open = true,
                                   .evidence = core::Evidence::literature,
                                   .source = "Deffuant and others 2000: .2 leaves two groups"});
    table.add(process.convergence, {.key = "convergence",
                                    .meaning = "Part of the difference that each of two who meet moves; Deffuant only",
                                    .low = 0,
                                    .high = 0.5,
                                    .low_open = true,
                                    .evidence = core::Evidence::literature,
                                    .source = "Deffuant and others 2000"});
}

void describe(core::ParameterTable& table, BrockDurlauf& process) {
    table.add(process.rationality, {.key = "rationality",
                                    .meaning = "How strictly the better choice is made; 0 for at random",
                                    .low = 0,
                                    .high = 100});
    table.add(process.private_gain, {.key = "private_gain",
                                     .meaning = "Half of what the choice 1 pays more than -1 by itself",
                                     .low = -100,
                                     .high = 100});
    table.add(process.social_gain,
              {.key = "social_gain", .meaning = "What the mean choice of others adds to it", .low = -100, .high = 100});
}

}  // namespace commonweal::process
