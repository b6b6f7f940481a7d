// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/learning.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;
using core::StreamId;
using core::Tick;

constexpr std::string_view learners = "organisation";
constexpr Tick longest_learning = 100'000;

/// What is recorded at a time, in the order of the variables.
using LearningRecord = std::array<double, 5>;

/// One organisation. What is right is counted against the truth as it is now.
class Organisation {
public:
    Organisation(const Learning& learning, const LearningStart& start, Index size, core::Seed seed)
        : learning_(learning),
          seed_(seed),
          all_(~std::uint64_t{0} >> (64 - learning.dimensions)),
          people_(size),
          acts_(size),
          heed_(size, static_cast<float>(learning.socialisation)) {
        for (Index i = 0; i < size; ++i) {
            core::Stream draws(seed, StreamId::of(learners, "begin"), {.agent = i});
            people_[i] = newcomer(draws);
            if (!start.socialisation) continue;
            const AgentValues& given = *start.socialisation;
            heed_[i] = static_cast<float>(given.given.empty() ? given.drawn.draw(draws) : given.given[i]);
        }
        for (std::uint32_t lead = 0; lead <= size; ++lead) change_.push_back(code_change_chance(learning, lead));
    }

    void step(Tick period) {
        change_truth(period);
        replace_people(period);
        act(period);
        // The code and its people learn from how the others were at the start of the period.
        const Beliefs code = code_;
        learn(period);
        if (code.held() == 0) return;
        for (Index i = 0; i < people_.size(); ++i) {
            const std::uint64_t differ = disagreement(people_[i], code);
            if (differ == 0) continue;
            core::Stream draws(seed_, StreamId::of(learners, "socialise"), {.agent = i, .tick = period});
            people_[i] = socialised(learning_.form, people_[i], code, heeded(draws, differ, heed_[i]));
        }
    }

    /// Whether neither the code nor people can change any more.
    bool is_settled() const {
        if (learning_.turnover > 0.0 || learning_.turbulence > 0.0) return false;
        for (Index i = 0; i < people_.size(); ++i) {
            if (heed_[i] > 0.0f && disagreement(people_[i], code_) != 0) return false;
        }
        if (learning_.code_learning <= 0.0) return true;
        if (learning_.form == LearningForm::as_written) return !code_can_change(people_);
        return std::none_of(people_.begin(), people_.end(), [this](const Beliefs& own) {
            return own.score() + std::popcount(all_ & ~own.held()) > code_.score();
        });
    }

    LearningRecord record() const {
        double score = 0.0;
        double right = 0.0;
        double agreed = 0.0;
        for (const Beliefs& own : people_) {
            score += own.score();
            right += std::popcount(own.right);
            agreed += std::popcount(all_ & ~((own.right ^ code_.right) | (own.wrong ^ code_.wrong)));
        }
        const double things = learning_.dimensions;
        const double beliefs = things * static_cast<double>(people_.size());
        return {code_.score() / things, score / beliefs, std::popcount(code_.right) / things, right / beliefs,
                agreed / beliefs};
    }
    double score(Index person) const { return people_[person].score() / static_cast<double>(learning_.dimensions); }

private:
    Beliefs newcomer(core::Stream& draws) const {
        Beliefs beliefs;
        for (std::uint32_t thing = 0; thing < learning_.dimensions; ++thing) {
            const std::uint32_t drawn = draws.below(3);
            beliefs.right |= std::uint64_t{drawn == 1} << thing;
            beliefs.wrong |= std::uint64_t{drawn == 2} << thing;
        }
        return beliefs;
    }
    /// Of these bits, each by itself with a chance.
    static std::uint64_t heeded(core::Stream& draws, std::uint64_t bits, float chance) {
        std::uint64_t kept = 0;
        for (; bits != 0; bits &= bits - 1) {
            const std::uint64_t lowest = bits & -bits;
            kept |= draws.uniform_float() < chance ? lowest : 0;
        }
        return kept;
    }
    void change_truth(Tick period) {
        if (learning_.turbulence <= 0.0) return;
        core::Stream draws(seed_, StreamId::of(learners, "turbulence"), {.agent = 0, .tick = period});
        const std::uint64_t turned = heeded(draws, all_, static_cast<float>(learning_.turbulence));
        const auto turn = [turned](Beliefs& beliefs) {
            const std::uint64_t swapped = (beliefs.right ^ beliefs.wrong) & turned;
            beliefs.right ^= swapped;
            beliefs.wrong ^= swapped;
        };
        turn(code_);
        for (Beliefs& own : people_) turn(own);
    }
    void replace_people(Tick period) {
        if (learning_.turnover <= 0.0) return;
        for (Index i = 0; i < people_.size(); ++i) {
            core::Stream draws(seed_, StreamId::of(learners, "turnover"), {.agent = i, .tick = period});
            if (draws.chance(learning_.turnover)) people_[i] = newcomer(draws);
        }
    }
    /// What people do: as they believe, and where they believe nothing, as programmed, by the toss of a coin.
    void act(Tick period) {
        acts_ = people_;
        if (learning_.form == LearningForm::as_written) return;
        for (Index i = 0; i < people_.size(); ++i) {
            const std::uint64_t doubt = all_ & ~acts_[i].held();
            if (doubt == 0) continue;
            core::Stream draws(seed_, StreamId::of(learners, "act"), {.agent = i, .tick = period});
            const std::uint64_t coins = std::uint64_t{draws.bits()} << 32 | draws.bits();
            acts_[i].right |= doubt & coins;
            acts_[i].wrong |= doubt & ~coins;
        }
    }
    bool is_superior(const Beliefs& acts) const {
        if (learning_.form == LearningForm::as_programmed) return acts.score() > code_.score();
        return std::popcount(acts.right) > std::popcount(code_.right);
    }
    /// Of the superior, how many more are right than wrong about each thing.
    std::array<std::int32_t, 64> votes(const std::vector<Beliefs>& acts) const {
        std::array<std::int32_t, 64> leads{};
        for (const Beliefs& each : acts) {
            if (!is_superior(each)) continue;
            for (std::uint32_t thing = 0; thing < learning_.dimensions; ++thing) {
                leads[thing] += static_cast<std::int32_t>(each.right >> thing & 1u) -
                                static_cast<std::int32_t>(each.wrong >> thing & 1u);
            }
        }
        return leads;
    }
    /// Things about which a majority of the superior believes something else than the code.
    std::uint64_t challenged(const std::array<std::int32_t, 64>& leads) const {
        std::uint64_t things = 0;
        for (std::uint32_t thing = 0; thing < learning_.dimensions; ++thing) {
            const std::uint64_t bit = std::uint64_t{1} << thing;
            const bool differs =
                (leads[thing] > 0 && (code_.right & bit) == 0) || (leads[thing] < 0 && (code_.wrong & bit) == 0);
            things |= differs ? bit : 0;
        }
        return things;
    }
    bool code_can_change(const std::vector<Beliefs>& acts) const { return challenged(votes(acts)) != 0; }
    void learn(Tick period) {
        const std::array<std::int32_t, 64> leads = votes(acts_);
        core::Stream draws(seed_, StreamId::of(learners, "learn"), {.agent = 0, .tick = period});
        for (std::uint64_t open = challenged(leads); open != 0; open &= open - 1) {
            const std::int32_t lead = leads[static_cast<std::size_t>(std::countr_zero(open))];
            if (!draws.chance(change_[static_cast<std::size_t>(std::abs(lead))])) continue;
            const std::uint64_t bit = open & -open;
            code_.right = lead > 0 ? code_.right | bit : code_.right & ~bit;
            code_.wrong = lead < 0 ? code_.wrong | bit : code_.wrong & ~bit;
        }
    }

    const Learning& learning_;
    core::Seed seed_;
    std::uint64_t all_;  ///< a bit for each thing
    Beliefs code_;
    std::vector<Beliefs> people_;
    std::vector<Beliefs> acts_;
    std::vector<float> heed_;
    std::vector<double> change_;  ///< chances by the lead of the majority
};

/// What an organisation has left.
struct LearningCourse {
    std::vector<LearningRecord> records;
    std::vector<double> scores;
    double periods = std::numeric_limits<double>::quiet_NaN();
};

LearningCourse run_organisation(Organisation& organisation, Index size, Tick last, Tick every) {
    LearningCourse course;
    course.records.push_back(organisation.record());
    Tick period = 0;
    bool settled = organisation.is_settled();
    while (!settled && period < last) {
        organisation.step(period++);
        settled = organisation.is_settled();
        if (period % every == 0 || settled || period == last) course.records.push_back(organisation.record());
    }
    if (settled) course.periods = period;
    for (Index i = 0; i < size; ++i) course.scores.push_back(organisation.score(i));
    return course;
}

Dataset learning_results(const std::vector<LearningCourse>& all, Index size, Tick every, std::optional<Tick> last) {
    std::size_t records = last ? 1 + (std::size_t{*last} + every - 1) / every : 1;
    for (const LearningCourse& course : all) records = std::max(records, course.records.size());
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", all.size()), {"time", "1", {}}, detail::counted("agent", size)};
    for (std::size_t k = 0; k < records; ++k) {
        const double time = static_cast<double>(every) * static_cast<double>(k);
        dataset.dimensions[1].values.push_back(last ? std::min<double>(*last, time) : time);
    }
    const std::vector<std::string> over{"replicate", "time"};
    dataset.variables = {
        {"code", "1", "Things the code is right less wrong about, a share of all", over, {}},
        {"people", "1", "The same of people, mean", over, {}},
        {"code_right", "1", "Share of things that the code is right about", over, {}},
        {"people_right", "1", "The same of people, mean", over, {}},
        {"agreement", "1", "Share of people's beliefs that are the code's", over, {}},
        {"score", "1", "Things right less wrong at the end, a share of all", {"replicate", "agent"}, {}},
        {"periods", "1", "Periods until nothing could change", {"replicate"}, {}}};
    for (const LearningCourse& course : all) {
        for (std::size_t k = 0; k < records; ++k) {
            const LearningRecord& record = course.records[std::min(k, course.records.size() - 1)];
            for (std::size_t v = 0; v < record.size(); ++v) dataset.variables[v].values.push_back(record[v]);
        }
        auto& scores = dataset.variables[5].values;
        scores.insert(scores.end(), course.scores.begin(), course.scores.end());
        dataset.variables[6].values.push_back(course.periods);
    }
    return dataset;
}

}  // namespace

double code_change_chance(const Learning& learning, std::uint32_t lead) {
    return 1.0 - math::pow(1.0 - learning.code_learning, static_cast<double>(lead));
}

Dataset simulate(const Learning& learning, const LearningStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(learning);
    check.that(experiment.is_mixed(), "graph", "ties", "must be left out: people learn from the code alone");
    if (start.socialisation) check.values("socialisation", *start.socialisation, {.low = 0.0, .high = 1.0});
    check.number("until", experiment.until.value_or(1.0), {.low = 1.0, .high = 4e9});
    check.number("every", experiment.every.value_or(1.0), {.low = 1.0, .high = 4e9});
    check.finish();
    const bool ends = learning.turnover <= 0.0 && learning.turbulence <= 0.0;
    const auto last = static_cast<Tick>(experiment.until.value_or(ends ? longest_learning : 100.0));
    const auto every =
        static_cast<Tick>(experiment.every.value_or(std::ceil(ends && !experiment.until ? 10.0 : last / 100.0)));
    std::vector<LearningCourse> all(experiment.replicates);
    core::Workers(experiment.threads).for_each(all.size(), [&](std::size_t replicate) {
        Organisation organisation(learning, start, experiment.size,
                                  {experiment.seed, static_cast<std::uint32_t>(replicate)});
        all[replicate] = run_organisation(organisation, experiment.size, last, every);
    });
    const bool open_ended = ends && !experiment.until;
    return learning_results(all, experiment.size, every, open_ended ? std::nullopt : std::optional<Tick>(last));
}

void describe(core::ParameterTable& table, Learning& process) {
    static constexpr std::array forms{
        std::pair<std::string_view, LearningForm>{"as_programmed", LearningForm::as_programmed},
        std::pair<std::string_view, LearningForm>{"as_written", LearningForm::as_written}};
    const auto chance = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1});
    };
    table.choice(process.form, forms,
                 {.key = "form",
                  .meaning = "March's model as his program has it, or as his text says",
                  .evidence = core::Evidence::sourced,
                  .source = "March 1991; Christensen 2015"});
    table.add(process.dimensions, {.key = "dimensions",
                                   .meaning = "Things that one can be right or wrong about",
                                   .low = 1,
                                   .high = 64,
                                   .evidence = core::Evidence::sourced,
                                   .source = "March 1991"});
    chance(process.socialisation, "socialisation",
           "Chance in a period that somebody takes a step to the code's belief about one thing");
    chance(process.code_learning, "code_learning",
           "The code keeps a belief with 1 less this to the power of the superior's majority against it");
    chance(process.turnover, "turnover", "Chance in a period that somebody is replaced by a newcomer");
    chance(process.turbulence, "turbulence", "Chance in a period that the truth about one thing becomes its opposite");
}

}  // namespace commonweal::process
