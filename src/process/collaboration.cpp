// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/collaboration.hpp>
#include <commonweal/process/inequality.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace {

using core::Index;
using core::StreamId;
using core::Tick;

constexpr std::string_view member_of_forum = "member";

/// What is recorded of a meeting, in the order of the variables.
using MeetingRecord = std::array<double, 8>;

double spread_of(const std::vector<double>& views) {
    double sum = 0.0;
    for (const double view : views) sum += view;
    const double mean = sum / static_cast<double>(views.size());
    double squares = 0.0;
    for (const double view : views) squares += (view - mean) * (view - mean);
    return std::sqrt(squares / static_cast<double>(views.size()));
}

/// One forum.
class Forum {
public:
    Forum(const Collaboration& rules, const CollaborationStart& start, Index size, core::Seed seed)
        : rules_(rules),
          seed_(seed),
          size_(size),
          power_(size),
          load_(size),
          views_(size),
          incentive_(size, rules.incentive),
          online_(size),
          trust_(std::size_t{size} * size, 0.5 + 0.4 * start.prehistory),
          commitment_(size),
          standing_(size),
          present_(size),
          hope_(start.hope) {
        double users = 0.0;
        for (Index i = 0; i < size; ++i) {
            core::Stream draws(seed, StreamId::of(member_of_forum, "begin"), {.agent = i});
            views_[i] = draws.normal();
            online_[i] = draws.chance(rules.online_share);
            users += online_[i] ? 1.0 : 0.0;
            power_[i] = start.power.given.empty() ? start.power.drawn.draw(draws) : start.power.given[i];
            load_[i] = start.load.given.empty() ? start.load.drawn.draw(draws) : start.load.given[i];
        }
        online_now_ = users / static_cast<double>(size);
        first_spread_ = spread_of(views_);
        take_places();
        commit(0);
    }

    MeetingRecord meet(Tick meeting) {
        double won = 0.0;
        double came = 0.0;
        if (alive_) {
            call(meeting);
            for (const bool one : present_) came += one ? 1.0 : 0.0;
            came /= static_cast<double>(size_);
            if (came >= rules_.quorum && came > 0.0) {
                won = work(meeting);
                failed_calls_ = 0;
            } else {
                hope_ *= 0.9;
                for (double& commitment : commitment_) commitment *= 0.9;
                alive_ = ++failed_calls_ < rules_.last_calls;
            }
        }
        return record(came, won);
    }

private:
    double mandate(Tick meeting) const { return meeting < rules_.mandate_meetings ? rules_.mandate : 0.0; }
    double trust_in_others(Index i) const {
        double sum = 0.0;
        for (Index j = 0; j < size_; ++j) sum += j == i ? 0.0 : trust_[std::size_t{i} * size_ + j];
        return sum / static_cast<double>(size_ - 1);
    }
    double understanding() const {
        return first_spread_ > 0.0 ? std::max(0.0, 1.0 - spread_of(views_) / first_spread_) : 1.0;
    }
    Outlook outlook(Index i, Tick meeting) const {
        return {.incentive = incentive_[i],
                .trust = trust_in_others(i),
                .hope = hope_,
                .load = load_[i],
                .mandate = mandate(meeting)};
    }
    /// Power as shares, and what it makes of each.
    void take_places() {
        asymmetry_ = gini(power_);
        double sum = 0.0;
        for (const double power : power_) sum += power;
        for (Index i = 0; i < size_; ++i) {
            power_[i] = sum > 0.0 ? power_[i] / sum : 1.0 / static_cast<double>(size_);
            const double to_mean = power_[i] * static_cast<double>(size_);
            standing_[i] = {.weak = std::max(0.0, 1.0 - to_mean),
                            .strong = std::min(1.0, std::max(0.0, to_mean - 1.0)),
                            .held_down = asymmetry_ * (1.0 - rules_.leadership)};
        }
    }
    /// Who comes.
    void call(Tick meeting) {
        for (Index i = 0; i < size_; ++i) {
            core::Stream draws(seed_, StreamId::of(member_of_forum, "attend"), {.agent = i, .tick = meeting});
            present_[i] = draws.chance(attendance_chance(rules_, standing_[i], outlook(i, meeting), online_now_));
        }
    }
    double work(Tick meeting) {
        keep_promises(meeting);
        double won = 0.0;
        if (rules_.loop == CollaborationLoop::action_first) won = act(meeting);
        understand();
        commit(meeting);
        if (rules_.loop == CollaborationLoop::consensus_first) won = act(meeting);
        hope_ += rules_.expectation_rate * (won - hope_);
        return won;
    }
    void keep_promises(Tick meeting) {
        const double gain =
            rules_.trust_gain * (1.0 + rules_.leadership) * (1.0 + 0.5 * rules_.digital_scenes * online_now_);
        const double loss = rules_.trust_loss * (1.0 - 0.5 * rules_.leadership);
        for (Index j = 0; j < size_; ++j) {
            if (!present_[j]) continue;
            core::Stream draws(seed_, StreamId::of(member_of_forum, "promise"), {.agent = j, .tick = meeting});
            const bool kept = draws.chance(promise_chance(rules_, standing_[j], commitment_[j], load_[j]));
            for (Index i = 0; i < size_; ++i) {
                double& trust = trust_[std::size_t{i} * size_ + j];
                if (present_[i] && i != j) trust += kept ? gain * (1.0 - trust) : -loss * trust;
            }
        }
    }
    /// How far somebody takes part in the talk.
    double voice(Index i) const {
        const double sharing = rules_.digital_sharing * online_now_;
        const double talk = rules_.dialogue + (1.0 - rules_.dialogue) * 0.5 * sharing;
        const double functions = 0.25 * (rules_.digital_sharing + rules_.digital_scenes + rules_.digital_monitoring +
                                         rules_.digital_communication);
        const double heard = online_[i] ? 1.0 : 1.0 - rules_.offline_loss * functions;
        return talk * rules_.inclusiveness * (0.5 + 0.5 * rules_.leadership) *
               (1.0 - standing_[i].held_down * standing_[i].weak) * heard;
    }
    /// Views move to the common one, in which voice and, as far as power is unequal, power count.
    void understand() {
        double voices = 0.0;
        double powers = 0.0;
        double by_voice = 0.0;
        double by_power = 0.0;
        for (Index i = 0; i < size_; ++i) {
            if (!present_[i]) continue;
            const double own = voice(i);
            voices += own;
            by_voice += own * views_[i];
            powers += power_[i];
            by_power += power_[i] * views_[i];
        }
        if (voices <= 0.0 || powers <= 0.0) return;
        const double common = (1.0 - asymmetry_) * by_voice / voices + asymmetry_ * by_power / powers;
        const double rate = rules_.understanding_rate * (1.0 + 0.5 * rules_.digital_communication * online_now_);
        for (Index i = 0; i < size_; ++i) {
            if (!present_[i]) continue;
            views_[i] += std::min(1.0, rate * voice(i) * trust_in_others(i)) * (common - views_[i]);
        }
    }
    void commit(Tick meeting) {
        const double shared = understanding();
        for (Index i = 0; i < size_; ++i) {
            commitment_[i] = commitment_of(rules_, standing_[i], outlook(i, meeting), shared, online_now_);
        }
    }
    /// Whether there is a small win, which all present take as a sign.
    double act(Tick meeting) {
        double effort = 0.0;
        for (Index i = 0; i < size_; ++i) {
            if (present_[i]) effort += power_[i] * commitment_[i] * (1.0 - 0.6 * load_[i]);
        }
        core::Stream draws(seed_, StreamId::of(member_of_forum, "win"), {.agent = 0, .tick = meeting});
        const bool won = draws.chance(win_chance(rules_, effort, understanding(), online_now_));
        for (Index i = 0; i < size_; ++i) {
            if (!present_[i]) continue;
            incentive_[i] = std::clamp(incentive_[i] + (won ? 0.02 : -0.03), 0.0, 1.0);
            for (Index j = 0; j < size_; ++j) {
                double& trust = trust_[std::size_t{i} * size_ + j];
                if (present_[j] && j != i) trust += won ? 0.015 * (1.0 - trust) : -0.03 * trust;
            }
        }
        return won ? 1.0 : 0.0;
    }
    MeetingRecord record(double came, double won) const {
        double trust = 0.0;
        double commitment = 0.0;
        for (Index i = 0; i < size_; ++i) {
            trust += trust_in_others(i) / static_cast<double>(size_);
            commitment += commitment_[i] / static_cast<double>(size_);
        }
        const double shared = understanding();
        const double gain = alive_ ? rules_.capacity_gain * commitment * shared : 0.0;
        return {came, trust, commitment, shared, won, hope_, 1.0 + gain, alive_ ? 1.0 : 0.0};
    }

    const Collaboration& rules_;
    core::Seed seed_;
    Index size_;
    std::vector<double> power_;  ///< shares
    std::vector<double> load_;
    std::vector<double> views_;
    std::vector<double> incentive_;
    std::vector<bool> online_;
    std::vector<double> trust_;  ///< of i in j at i * size + j
    std::vector<double> commitment_;
    std::vector<Standing> standing_;
    std::vector<bool> present_;
    double hope_;
    double online_now_ = 0.0;
    double first_spread_ = 0.0;
    double asymmetry_ = 0.0;
    std::uint32_t failed_calls_ = 0;
    bool alive_ = true;
};

Dataset empty_meetings(std::size_t replicates, std::size_t meetings) {
    const std::vector<std::string> over{"replicate", "meeting"};
    const std::vector<double> none(replicates * meetings);
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", replicates), detail::counted("meeting", meetings)};
    dataset.variables = {{"attendance", "1", "Share of members who come", over, none},
                         {"trust", "1", "Mean trust of members in each other", over, none},
                         {"commitment", "1", "Mean commitment", over, none},
                         {"understanding", "1", "1 less the spread of views over that at the start", over, none},
                         {"win", "1", "Whether there is a small win", over, none},
                         {"hope", "1", "Chance of a success that members expect", over, none},
                         {"capacity", "1", "Joint capacity, 1 without a forum", over, none},
                         {"alive", "1", "Whether meetings are called", over, none}};
    return dataset;
}

void describe_forum_loop(core::ParameterTable& table, Collaboration& process) {
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning, double high = 1.0) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = high});
    };
    share(process.dialogue, "dialogue", "Chance that present members talk with each other");
    share(process.trust_gain, "trust_gain", "Share of what is lacking in trust that a kept promise brings", 0.5);
    share(process.trust_loss, "trust_loss", "Share of trust that a broken promise costs");
    share(process.understanding_rate, "understanding_rate",
          "Share of the way to the common view in a meeting, at full trust and leadership");
    share(process.win_rate, "win_rate", "Rate of small wins at full commitment and understanding", 20.0);
    share(process.expectation_rate, "expectation_rate", "Weight of the last meeting in what members expect");
    share(process.quorum, "quorum", "Share of members who must come");
    table.add(process.last_calls, {.key = "last_calls",
                                   .meaning = "Meetings in a row without a quorum after which none is called",
                                   .low = 1,
                                   .high = 1000});
    share(process.capacity_gain, "capacity_gain",
          "What full commitment and understanding add to the members' joint capacity", 10.0);
}

void describe_digital_functions(core::ParameterTable& table, Collaboration& process) {
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1});
    };
    share(process.digital_sharing, "digital_sharing", "Digital sharing of information: dialogue, less cost of coming");
    share(process.digital_scenes, "digital_scenes", "Digital scenes of contact: trust");
    share(process.digital_monitoring, "digital_monitoring", "Digital monitoring: action");
    share(process.digital_communication, "digital_communication", "Digital communication: understanding");
    share(process.online_share, "online_share", "Share of members who use what is digital");
    share(process.offline_loss, "offline_loss", "Share of voice that those off line lose to functions at their full");
}

}  // namespace

Dataset simulate(const Collaboration& forum, const CollaborationStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(forum);
    check.that(experiment.is_mixed(), "graph", "ties", "must be left out: all members of a forum meet");
    check.number("size", check.size(), {.low = 2.0, .high = 500.0});
    // What is drawn may have no upper end.
    constexpr double unbounded = std::numeric_limits<double>::infinity();
    check.values("power", start.power, {.low = 0.0, .high = start.power.given.empty() ? unbounded : 1e6});
    check.values("load", start.load, {.low = 0.0, .high = 1.0});
    check.number("prehistory", start.prehistory, {.low = -1.0, .high = 1.0});
    check.number("hope", start.hope, {.low = 0.0, .high = 1.0});
    check.number("until", experiment.until.value_or(24.0), {.low = 1.0, .high = 1e6});
    check.finish();
    const auto meetings = static_cast<Tick>(experiment.until.value_or(24.0));
    Dataset dataset = empty_meetings(experiment.replicates, meetings);
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        Forum members(forum, start, experiment.size, {experiment.seed, static_cast<std::uint32_t>(replicate)});
        for (Tick meeting = 0; meeting < meetings; ++meeting) {
            const MeetingRecord record = members.meet(meeting);
            for (std::size_t v = 0; v < record.size(); ++v) {
                dataset.variables[v].values[replicate * meetings + meeting] = record[v];
            }
        }
    });
    return dataset;
}

void describe(core::ParameterTable& table, Collaboration& process) {
    static constexpr std::array loops{
        std::pair<std::string_view, CollaborationLoop>{"consensus_first", CollaborationLoop::consensus_first},
        std::pair<std::string_view, CollaborationLoop>{"action_first", CollaborationLoop::action_first}};
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning, double high = 1.0) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = high});
    };
    table.choice(process.loop, loops,
                 {.key = "loop",
                  .meaning = "Whether members seek a common view before they act, or act first",
                  .evidence = core::Evidence::literature,
                  .source = "Ansell and Gash 2008"});
    share(process.incentive, "incentive", "What members gain from a success at the start");
    share(process.outside_value, "outside_value", "What members can have elsewhere");
    share(process.leadership, "leadership", "Facilitative leadership");
    share(process.inclusiveness, "inclusiveness", "How far all who are concerned are let in");
    share(process.transparency, "transparency", "How far all see what is done");
    share(process.mandate, "mandate", "Pressure from above to take part, in the unit of the incentive", 2.0);
    table.add(process.mandate_meetings,
              {.key = "mandate_meetings", .meaning = "Meetings that it lasts", .low = 0, .high = 1'000'000});
    describe_forum_loop(table, process);
    describe_digital_functions(table, process);
}

}  // namespace commonweal::process
