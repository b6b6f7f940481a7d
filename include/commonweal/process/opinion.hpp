// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/layers.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace commonweal::core {
class Graph;
class ParameterTable;
}  // namespace commonweal::core

namespace commonweal::process {

/// Opinions become averages of those that people listen to, as far as people are susceptible (Friedkin and Johnsen
/// 1990, doi:10.1080/0022250X.1990.9990069); with susceptibility 1 the model of DeGroot 1974
/// (doi:10.1080/01621459.1974.10480137). Time is in rounds, in each of which everybody hears everybody they are tied
/// to.
struct FriedkinJohnsen {
    /// Weight of what one hears against one's first opinion, in [0, 1]. .6 to .9 in groups of a laboratory. [L]
    double susceptibility = 0.7;
    /// Weight of one's own opinion in what one hears, in [0, 1]; ties share the rest by their `weight`. [A]
    double self_weight = 0.0;
};

enum class ConfidenceModel : std::uint8_t {
    deffuant,           ///< two who meet move towards each other (Deffuant, Neau, Amblard and Weisbuch 2000)
    hegselmann_krause,  ///< everybody takes the mean of all who are near (Hegselmann and Krause 2002)
};

/// People listen only to those whose opinion is near their own. Opinions are in [0, 1]. In the model of Deffuant
/// (doi:10.1142/S0219525900000078) everybody seeks one meeting a round in the mean.
struct BoundedConfidence {
    ConfidenceModel model = ConfidenceModel::deffuant;
    /// Opinions further apart than this are not listened to, in (0, 1]. Agreement from about .27 on in the model of
    /// Deffuant, from about .2 on in that of Hegselmann and Krause. [L]
    double confidence = 0.2;
    /// Part of the difference that each of two who meet moves, in (0, .5]; model of Deffuant only. [L]
    double convergence = 0.5;
};

/// A choice between two, -1 and 1, that pays more the more others make it (Brock and Durlauf 2001,
/// doi:10.1111/1467-937X.00168). Everybody reviews the choice once a round in the mean.
struct BrockDurlauf {
    /// How strictly the better choice is made, in [0, 100]; 0 for at random. [A]
    double rationality = 1.0;
    /// Half of what 1 pays more than -1 by itself, in [-100, 100]. [A]
    double private_gain = 0.0;
    /// What the mean choice of others adds to that, in [-100, 100]. [A]
    double social_gain = 1.2;
};

namespace columns {
inline constexpr core::Column<float> opinion{"opinion"};
inline constexpr core::Column<float> first_opinion{"first_opinion"};                    ///< what one holds on to
inline constexpr core::Column<float> opinion_susceptibility{"opinion_susceptibility"};  ///< in [0, 1]
inline constexpr core::Column<float> opinion_self_weight{"opinion_self_weight"};        ///< in [0, 1]
inline constexpr core::Column<std::uint8_t> speaks{"speaks"};                           ///< 1 for everybody
inline constexpr core::Column<std::int32_t> choice{"choice"};                           ///< -1 or 1
inline constexpr core::Column<float> tie_weight{"weight"};                              ///< of edges, at least 0
}  // namespace columns

/// What somebody thinks after a part `step` of a round. The mean of speaks among those one is tied to is 1,
/// or 0 if there is nobody: then one hears oneself.
struct OpinionStep {
    float step = 1.0f;  ///< Length of a tick, rounds, in (0, 1].

    float next(float own, float first, float susceptibility, float self_weight, float others, float speaks) const {
        const float heard = others + (1.0f - speaks) * own;
        const float listened = self_weight * own + (1.0f - self_weight) * heard;
        return own + step * (susceptibility * listened + (1.0f - susceptibility) * first - own);
    }
};

/// Everybody hears the mean of those they are tied to.
struct AverageOpinions : OpinionStep {
    static constexpr std::string_view name = "average_opinions";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses =
        core::write(columns::opinion) | core::read(columns::first_opinion) |
        core::read(columns::opinion_susceptibility) | core::read(columns::opinion_self_weight) |
        core::neighbour_mean(layer, columns::opinion) | core::neighbour_mean(layer, columns::speaks);

    void operator()(float& own, float first, float susceptibility, float self_weight, float others,
                    float speaks) const {
        own = next(own, first, susceptibility, self_weight, others, speaks);
    }
};

/// The same, each tie by its `weight`.
struct AverageWeightedOpinions : OpinionStep {
    static constexpr std::string_view name = "average_weighted_opinions";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write(columns::opinion) | core::read(columns::first_opinion) |
                                 core::read(columns::opinion_susceptibility) |
                                 core::read(columns::opinion_self_weight) |
                                 core::neighbour_mean(layer, columns::opinion, columns::tie_weight) |
                                 core::neighbour_mean(layer, columns::speaks, columns::tie_weight);

    void operator()(float& own, float first, float susceptibility, float self_weight, float others,
                    float speaks) const {
        own = next(own, first, susceptibility, self_weight, others, speaks);
    }
};

/// Two who meet and are near move towards each other, one pair after the other in an order by chance. Opinions that are
/// multiples of 2^-24 stay so, and then their sum does not change by a bit. The one row that waits is a tick.
struct MeetInPairs {
    static constexpr std::string_view name = "meet_in_pairs";
    static constexpr core::Form form = core::Form::event;
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write_all(columns::opinion) | core::ties(layer);

    BoundedConfidence process{};
    double step = 1.0;  ///< Length of a tick, rounds.

    void operator()(core::Turn& turn, core::ColumnView<float> opinions, const core::Ties& ties) const;
};

/// Everybody moves at once to the mean of all who are near, oneself included. The one row that waits is a round.
struct JoinTheNear {
    static constexpr std::string_view name = "join_the_near";
    static constexpr core::Form form = core::Form::event;
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write_all(columns::opinion) | core::ties(layer);

    BoundedConfidence process{};
    double step = 1.0;  ///< Length of a tick, rounds, in (0, 1].

    void operator()(core::Turn& turn, core::ColumnView<float> opinions, const core::Ties& ties) const;
};

/// Chance to choose 1 where the mean choice of others is `mean`, 0 for nobody.
inline float choice_chance(const BrockDurlauf& process, float mean) {
    const double gain = process.private_gain + process.social_gain * static_cast<double>(mean);
    return static_cast<float>(core::math::logistic(2.0 * process.rationality * gain));
}

struct ReviewChoice {
    static constexpr std::string_view name = "review_choice";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses =
        core::write(columns::choice) | core::neighbour_mean(layer, columns::choice) | core::uniforms<2>();

    BrockDurlauf process{};
    float review_chance = chance_of(1.0f, 1.0f);  ///< In a tick, in [0, 1].

    void operator()(std::int32_t& own, float others, float reviews, float chooses) const {
        const std::int32_t chosen = chooses < choice_chance(process, others) ? 1 : -1;
        own = reviews < review_chance ? chosen : own;
    }
};

/// What people think at first, how much they listen and to themselves; without the latter two all as the parameters
/// say.
struct OpinionStart {
    AgentValues opinion{.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})};
    std::optional<AgentValues> susceptibility{};
    std::optional<AgentValues> self_weight{};
};

/// Mean, standard deviation, lowest and highest opinion over replicate and time (rounds), 100 rounds if not told, and
/// the last opinions over replicate and agent. Ties with an edge column `weight` count by it. Each throws ConfigError
/// with everything that is wrong.
Dataset simulate(const FriedkinJohnsen& process, const OpinionStart& start, const Experiment& experiment);
/// The same and the number of clusters, until no two who listen to each other differ by more than .001. Opinions at
/// the start are rounded to multiples of 2^-24.
Dataset simulate(const BoundedConfidence& process, const OpinionStart& start, const Experiment& experiment);

struct ChoiceStart {
    double mean_choice = 0.0;  ///< In [-1, 1]: each chooses 1 with chance (1 + mean_choice) / 2.
};

/// Mean choice over replicate and time, 100 rounds if not told.
Dataset simulate(const BrockDurlauf& process, const ChoiceStart& start, const Experiment& experiment);

/// Where opinions end, (I - L W)^-1 (I - L) x, of one number for all or one for each. Whoever listens to nobody keeps
/// theirs. Throws Error for values that are drawn, and where some listen, in the end, only to those of
/// susceptibility 1.
std::vector<double> equilibrium(const FriedkinJohnsen& process, const OpinionStart& start, const core::Graph& graph);

/// What each one's first opinion counts in the opinion that all of susceptibility 1 come to share; adds up to 1. Throws
/// Error where they do not: two groups that listen to nobody else.
std::vector<double> social_influence(const FriedkinJohnsen& process, const OpinionStart& start,
                                     const core::Graph& graph);

/// The mean choices m = tanh(rationality (private_gain + social_gain m)), ascending; of three, that in the middle is
/// not stable.
std::vector<double> equilibria(const BrockDurlauf& process);

struct ClusterSize {
    double gap = 0.05;          ///< Neighbouring opinions further apart are of two clusters.
    double least_share = 0.05;  ///< Smaller clusters are not counted.
};
std::size_t count_clusters(std::span<const double> opinions, const ClusterSize& size);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, FriedkinJohnsen& process);
void describe(core::ParameterTable& table, BoundedConfidence& process);
void describe(core::ParameterTable& table, BrockDurlauf& process);

}  // namespace commonweal::process
