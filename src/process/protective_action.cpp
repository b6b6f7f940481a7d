// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/protective_action.hpp>

#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

/// What people perceive and can do: names, columns and places in a situation, in one order.
struct Aspect {
    const char* name;
    core::Column<float> column;
    AgentValues ActionSituation::*values;
};

constexpr std::array aspects{
    Aspect{"warned", columns::warned, &ActionSituation::warned},
    Aspect{"trust", columns::warning_trust, &ActionSituation::trust},
    Aspect{"environmental", columns::danger_seen, &ActionSituation::environmental},
    Aspect{"experience", columns::experience, &ActionSituation::experience},
    Aspect{"expected_impact", columns::expected_impact, &ActionSituation::expected_impact},
    Aspect{"self_efficacy", columns::self_efficacy, &ActionSituation::self_efficacy},
    Aspect{"response_efficacy", columns::response_efficacy, &ActionSituation::response_efficacy},
    Aspect{"cost", columns::action_cost, &ActionSituation::cost},
    Aspect{"mobility", columns::mobility, &ActionSituation::mobility},
};
using Aspects = std::array<double, aspects.size()>;

void check_action(detail::ExperimentCheck& check, const ProtectiveAction& action, const ActionSituation& situation) {
    check.parameters(action);
    const double weights =
        action.official + action.environmental + action.social + action.experience + action.expected_impact;
    check.that(!(std::abs(weights - 1.0) > 1e-9), "official + environmental + social + experience + expected_impact",
               core::number_text(std::round(1e6 * weights) / 1e6), "must be 1");
    for (const Aspect& aspect : aspects) check.values(aspect.name, situation.*aspect.values, {.low = 0.0, .high = 1.0});
}

void check_delay(detail::ExperimentCheck& check, const std::optional<AgentValues>& delay) {
    if (delay) check.values("delay", *delay, {.low = 0.0});
}

/// Of a struct of the closed forms: as many people as a list names.
Index listed(const ActionSituation& situation, const std::optional<AgentValues>& delay = {}) {
    for (const Aspect& aspect : aspects) {
        const std::size_t given = (situation.*aspect.values).given.size();
        if (given > 0) return static_cast<Index>(given);
    }
    return delay && !delay->given.empty() ? static_cast<Index>(delay->given.size()) : 1;
}

void check_shares(const ProtectiveAction& action, const ActionShares& start, const Experiment& times) {
    Experiment experiment = times;
    experiment.size = listed(start.situation, start.delay);
    detail::ExperimentCheck check(experiment);
    check_action(check, action, start.situation);
    check_delay(check, start.delay);
    check.number("acting", start.acting, {.low = 0.0, .high = 1.0});
    check.finish();
}

/// Log-odds of acting where no neighbour does.
double log_odds(const ProtectiveAction& action, const Aspects& person) {
    const auto [warned, trust, environmental, experience, impact, self, response, cost, mobility] = person;
    const double risk = action.official * warned * trust + action.environmental * environmental +
                        action.experience * experience + action.expected_impact * impact;
    return action.base + action.risk_effect * risk + action.self_efficacy_effect * self +
           action.response_efficacy_effect * response - action.cost_effect * cost + action.mobility_effect * mobility;
}

/// What share of a crowd would act, by what share does.
class Readiness {
public:
    Readiness(const ProtectiveAction& action, const ActionSituation& situation)
        : pull_(action.risk_effect * action.social) {
        std::vector<double> odds;
        if (all_alike(situation)) {
            odds = {log_odds(action, person(situation, 0))};
        } else {
            const std::size_t people = listed(situation);
            const std::size_t rounds = drawn(situation) ? (points + people - 1) / people : 1;
            for (std::size_t k = 0; k < people * rounds; ++k) odds.push_back(log_odds(action, person(situation, k)));
        }
        group(odds);
    }

    /// The share and its derivative.
    struct Ready {
        double share;
        double slope;
    };
    Ready at(double social) const {
        Ready found{0.0, 0.0};
        for (const Group& group : groups_) {
            const double share = math::logistic(group.odds + pull_ * social);
            found.share += group.share * share;
            found.slope += group.share * share * (1.0 - share) * pull_;
        }
        return found;
    }
    /// No second derivative is larger: that of the logistic curve is at most sqrt(3) / 18.
    double curvature() const { return std::sqrt(3.0) / 18.0 * pull_ * pull_; }

private:
    static constexpr std::size_t points = 16'384;
    /// Of the log-odds, so that a list of a million is not gone through again and again.
    static constexpr std::size_t most_groups = 512;
    struct Group {
        double odds;
        double share;
    };

    static bool all_alike(const ActionSituation& situation) {
        return std::all_of(aspects.begin(), aspects.end(), [&](const Aspect& aspect) {
            const AgentValues& values = situation.*aspect.values;
            return values.given.empty() && values.drawn.is_constant();
        });
    }
    static bool drawn(const ActionSituation& situation) {
        return std::any_of(aspects.begin(), aspects.end(), [&](const Aspect& aspect) {
            const AgentValues& values = situation.*aspect.values;
            return values.given.empty() && !values.drawn.is_constant();
        });
    }
    /// The additive sequence of Roberts, whose points fill a cube of any dimension evenly.
    static Aspects person(const ActionSituation& situation, std::size_t number) {
        constexpr double ratio = 1.0757660660868371;  // root of x^(9 + 1) = x + 1
        Aspects values{};
        double step = 1.0;
        for (std::size_t k = 0; k < aspects.size(); ++k) {
            step /= ratio;
            const AgentValues& own = situation.*aspects[k].values;
            const double place = 0.5 + step * static_cast<double>(number);
            values[k] = own.given.empty() ? own.drawn.quantile(place - std::floor(place))
                                          : own.given[number % own.given.size()];
        }
        return values;
    }
    void group(std::vector<double>& odds) {
        std::sort(odds.begin(), odds.end());
        const std::size_t parts = std::min(odds.size(), most_groups);
        for (std::size_t part = 0; part < parts; ++part) {
            const std::size_t first = part * odds.size() / parts;
            const std::size_t last = (part + 1) * odds.size() / parts;
            double sum = 0.0;
            for (std::size_t k = first; k < last; ++k) sum += odds[k];
            const auto count = static_cast<double>(last - first);
            groups_.push_back({sum / count, count / static_cast<double>(odds.size())});
        }
    }

    double pull_;
    std::vector<Group> groups_;
};

/// The next root of acting + (1 - acting) ready(s) - s from `from` on, where it does not change its sign before: steps
/// that its curvature lets be taken without passing one. Beyond 1 if there is none.
double next_balance(const Readiness& ready, double acting, double from) {
    const double bend = std::max(1e-300, (1.0 - acting) * ready.curvature());
    double share = from;
    double side = 0.0;
    for (int round = 0; round < 100'000 && share <= 1.0; ++round) {
        const Readiness::Ready found = ready.at(share);
        const double excess = acting + (1.0 - acting) * found.share - share;
        if (side == 0.0) side = excess < 0.0 ? -1.0 : 1.0;
        const double off = side * excess;
        if (off <= 1e-14) break;
        const double slope = side * ((1.0 - acting) * found.slope - 1.0);
        // The root of off + slope d - bend d^2 / 2, as a quotient of numbers of one sign.
        const double root = std::sqrt(slope * slope + 2.0 * bend * off);
        share += slope < 0.0 ? 2.0 * off / (root - slope) : (slope + root) / bend;
    }
    return share;
}

/// Chance that somebody who has decided has set out after so many hours.
class Delay {
public:
    Delay(const ProtectiveAction& action, const std::optional<AgentValues>& delay) : rate_(action.setting_out_rate) {
        if (!delay) return;
        drawn_ = delay->drawn;
        given_ = delay->given;
        std::sort(given_.begin(), given_.end());
        by_rate_ = false;
    }
    double passed(double hours) const {
        if (by_rate_) return chance_of(rate_, hours);
        if (given_.empty()) return drawn_.cdf(hours);
        const auto over = std::upper_bound(given_.begin(), given_.end(), hours) - given_.begin();
        return static_cast<double>(over) / static_cast<double>(given_.size());
    }
    /// What half of people take; never 0.
    double median() const {
        double half = 1.0;
        if (by_rate_) half = 0.7 / std::max(rate_, 0.001);
        if (!by_rate_) half = given_.empty() ? drawn_.quantile(0.5) : given_[given_.size() / 2];
        return std::max(half, 0.001);
    }

private:
    double rate_;
    bool by_rate_ = true;
    core::Distribution drawn_;
    std::vector<double> given_;
};

/// A crowd of infinitely many, part by part of time: those who decided in each part set out as their delays end.
class Mobilisation {
public:
    Mobilisation(Readiness ready, Delay delay, double acting, double part)
        : ready_(std::move(ready)), delay_(std::move(delay)), acting_(acting), part_(part), share_(acting) {}

    /// The share acting, at the start and then one part later each time.
    double next() {
        const std::size_t now = decided_.size();
        const double passed = delay_.passed(part_ * static_cast<double>(now));
        ending_.push_back(passed - passed_);
        passed_ = passed;
        // By trapezoids over when people decided; the last of it is being decided now.
        double out = now > 0 ? 0.5 * ending_[1] * decided_[now - 1] : 0.0;
        for (std::size_t back = 2; back <= now; ++back) {
            out += 0.5 * ending_[back] * (decided_[now - back] + decided_[now - back + 1]);
        }
        const double own = ending_[0] + (now > 0 ? 0.5 * ending_[1] : 0.0);
        double deciding = 0.0;
        for (int round = 0; round < 1000; ++round) {
            deciding = ready_.at(share_).share;
            const double share = acting_ + (1.0 - acting_) * (out + own * deciding);
            const bool settled = std::abs(share - share_) < 1e-13;
            share_ = share;
            if (settled) break;
        }
        decided_.push_back(deciding);
        return share_;
    }

private:
    Readiness ready_;
    Delay delay_;
    double acting_;
    double part_;
    double share_;
    double passed_ = 0.0;
    std::vector<double> ending_;   ///< shares of delays that end in the parts, first those of no time at all
    std::vector<double> decided_;  ///< shares that have decided
};

/// Exponential with the rate; nobody ever sets out where it is 0.
std::vector<double> delays(const ProtectiveAction& action, const std::optional<AgentValues>& delay,
                           const core::Population& crowd, core::Seed seed) {
    constexpr std::string_view stream = "preparation";
    if (delay) return detail::drawn(*delay, crowd, seed, stream);
    const double rate = action.setting_out_rate;
    if (rate <= 0.0) return std::vector<double>(crowd.size(), std::numeric_limits<double>::infinity());
    return detail::drawn({.drawn = core::Distribution::exponential({.mean = 1.0 / rate}), .given = {}}, crowd, seed,
                         stream);
}

void add_deciders(const ProtectiveAction& action, const ActionStart& start, core::Population& crowd, core::Seed seed) {
    for (const Aspect& aspect : aspects) {
        const AgentValues& values = start.situation.*aspect.values;
        detail::add_column(crowd, aspect.column, detail::drawn(values, crowd, seed, aspect.column.name));
    }
    const AgentValues uniform{.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0}), .given = {}};
    detail::add_column(crowd, columns::reluctance, detail::drawn(uniform, crowd, seed, columns::reluctance.name));
    detail::add_column(crowd, columns::preparation, delays(action, start.delay, crowd, seed));
    for (const auto column : {columns::acting, columns::action_hour, columns::action_readiness}) {
        crowd.add(column, 0.0f);
    }
    for (const Index row : detail::chosen(start.acting, crowd.size(), seed)) crowd.values(columns::acting)[row] = 1.0f;
}

/// Whether nobody prepares and nobody has set out in the last tick, which others may have seen and not yet followed.
bool all_have_decided(const core::Simulation& simulation, double step) {
    if (simulation.now() == 0) return false;
    const core::Population& crowd = simulation.agents().at(detail::people);
    const auto acting = crowd.values(columns::acting);
    const auto hour = crowd.values(columns::action_hour);
    const auto ready = crowd.values(columns::action_readiness);
    const auto reluctance = crowd.values(columns::reluctance);
    const auto preparation = crowd.values(columns::preparation);
    const double last = step * (static_cast<double>(simulation.now()) - 1.5);
    for (Index row = 0; row < crowd.size(); ++row) {
        if (acting[row] > 0.5f ? static_cast<double>(hour[row]) > last && hour[row] > 0.0f
                               : reluctance[row] < ready[row] && std::isfinite(preparation[row])) {
            return false;
        }
    }
    return true;
}

core::Observer share_preparing() {
    return [](const core::Agents& agents, core::Workers&) {
        const core::Population& crowd = agents.at(detail::people);
        const auto acting = crowd.values(columns::acting);
        const auto ready = crowd.values(columns::action_readiness);
        const auto reluctance = crowd.values(columns::reluctance);
        std::size_t preparing = 0;
        for (Index row = 0; row < crowd.size(); ++row) {
            preparing += acting[row] < 0.5f && reluctance[row] < ready[row] ? 1 : 0;
        }
        return static_cast<double>(preparing) / static_cast<double>(crowd.size());
    };
}

}  // namespace

Dataset simulate(const ProtectiveAction& action, const ActionStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_action(check, action, start.situation);
    check.starters("acting", start.acting);
    check_delay(check, start.delay);
    check.finish();
    const double median = Delay(action, start.delay).median();
    const double step = experiment.step.value_or(0.05 * median);
    const detail::Course course{
        .unit = "h", .step = step, .every = 0.1 * median, .over = [step](core::Simulation& simulation) {
            return all_have_decided(simulation, step);
        }};
    const std::array recorded{
        detail::Recorded{"acting", "1", "Share of people who have set out",
                         core::observe_mean(std::string(detail::people), columns::acting)},
        detail::Recorded{"preparing", "1", "Share of people who have decided and not yet set out", share_preparing()}};
    const std::array kept{detail::Kept{columns::action_hour, "hour", "h", "When somebody set out"},
                          detail::Kept{columns::acting, "has_set_out", "1", "Whether somebody has set out"}};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_deciders(action, start, crowd, simulation.seed());
        simulation.add(SetOut{.action = action, .step = static_cast<float>(step)}, detail::people);
    };
    Dataset dataset = detail::run_replicates(experiment, course, recorded, build, kept);
    const auto set_out = std::prev(dataset.variables.end());
    const auto hour = std::prev(set_out);
    for (std::size_t k = 0; k < hour->values.size(); ++k) {
        if (set_out->values[k] < 0.5) hour->values[k] = std::numeric_limits<double>::quiet_NaN();
    }
    dataset.variables.erase(set_out);
    return dataset;
}

double ready_share(const ProtectiveAction& action, const ActionSituation& situation, double social) {
    detail::ExperimentCheck check({.size = listed(situation)});
    check_action(check, action, situation);
    check.number("acting", social, {.low = 0.0, .high = 1.0});
    check.finish();
    return Readiness(action, situation).at(social).share;
}

Dataset mean_field(const ProtectiveAction& action, const ActionShares& start, double until, double every) {
    check_shares(action, start, {.until = until, .every = every});
    const Delay delay(action, start.delay);
    // A whole number of parts to a record; at most so many in all, for the work grows with their square.
    const double apart = std::min(every, until);
    const double wanted = std::min(std::ceil(apart / (0.02 * delay.median())), std::ceil(20'000.0 * (apart / until)));
    const auto parts = static_cast<std::size_t>(std::max(1.0, wanted));
    const double part = apart / static_cast<double>(parts);
    const std::vector<double> times = detail::record_times(until, apart);
    detail::TimeCurves curves("h", {{"acting", "1", "Share of people who have set out"}});
    Mobilisation crowd(Readiness(action, start.situation), delay, start.acting, part);
    double before = 0.0;
    for (std::size_t k = 0; k <= (times.size() - 1) * parts; ++k) {
        const double share = crowd.next();
        const double beyond = part * static_cast<double>(k) - until;
        if (beyond > 0.0) {  // the last record lies within this part
            curves.add(until, {share - (share - before) * beyond / part});
            break;
        }
        if (k % parts == 0) curves.add(times[k / parts], {share});
        before = share;
    }
    return std::move(curves).take();
}

std::vector<double> equilibria(const ProtectiveAction& action, const ActionShares& start) {
    check_shares(action, start, {});
    const Readiness ready(action, start.situation);
    std::vector<double> found;
    for (double from = start.acting; from <= 1.0;) {
        const double share = next_balance(ready, start.acting, from);
        if (share > 1.0) break;
        if (found.empty() || share - found.back() > 1e-6) found.push_back(share);
        from = share + 1e-7;
    }
    return found;
}

double final_share(const ProtectiveAction& action, const ActionShares& start) {
    check_shares(action, start, {});
    if (!start.delay && action.setting_out_rate <= 0.0) return start.acting;
    return std::min(1.0, next_balance(Readiness(action, start.situation), start.acting, start.acting));
}

void describe(core::ParameterTable& table, ProtectiveAction& process) {
    table.add(process.official, {.key = "official",
                                 .meaning = "Weight of a trusted official warning",
                                 .low = 0,
                                 .high = 1,
                                 .source = "order after Huang, Lindell and Prater 2016"});
    table.add(process.environmental, {.key = "environmental",
                                      .meaning = "Weight of water and rain that one sees",
                                      .low = 0,
                                      .high = 1,
                                      .source = "order after Huang, Lindell and Prater 2016"});
    table.add(process.social, {.key = "social",
                               .meaning = "Weight of neighbours who act",
                               .low = 0,
                               .high = 1,
                               .source = "order after Huang, Lindell and Prater 2016"});
    table.add(process.experience, {.key = "experience",
                                   .meaning = "Weight of past experience or a known risk area",
                                   .low = 0,
                                   .high = 1,
                                   .source = "order after Huang, Lindell and Prater 2016"});
    table.add(process.expected_impact, {.key = "expected_impact",
                                        .meaning = "Weight of the harm expected for oneself",
                                        .low = 0,
                                        .high = 1,
                                        .source = "order after Huang, Lindell and Prater 2016"});
    table.add(process.base, {.key = "base",
                             .meaning = "Log-odds of acting at no risk and without means",
                             .low = -10,
                             .high = 10,
                             .source = "set by two evacuation anchors"});
    table.add(process.risk_effect, {.key = "risk_effect",
                                    .meaning = "Log-odds from no to full perceived risk",
                                    .low = 0,
                                    .high = 20,
                                    .source = "set by two evacuation anchors"});
    table.add(process.self_efficacy_effect, {.key = "self_efficacy_effect",
                                             .meaning = "Log-odds from no to full belief in being able to act",
                                             .low = 0,
                                             .high = 5});
    table.add(process.response_efficacy_effect, {.key = "response_efficacy_effect",
                                                 .meaning = "Log-odds from no to full belief that acting helps",
                                                 .low = 0,
                                                 .high = 5});
    table.add(process.cost_effect,
              {.key = "cost_effect", .meaning = "Log-odds lost from no to full cost of acting", .low = 0, .high = 5});
    table.add(process.mobility_effect,
              {.key = "mobility_effect", .meaning = "Log-odds from no to full mobility", .low = 0, .high = 5});
    table.add(process.setting_out_rate, {.key = "setting_out_rate",
                                         .meaning = "Rate at which somebody who has decided to act sets out",
                                         .unit = "1 / h",
                                         .low = 0,
                                         .high = 60});
}

}  // namespace commonweal::process
