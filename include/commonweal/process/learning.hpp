// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <optional>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// How March's model is read.
enum class LearningForm : std::uint8_t {
    /// As his program does (Christensen 2015): who is in doubt acts by chance, the code compares what people have
    /// achieved, and people give up a wrong belief before they take the code's.
    as_programmed,
    /// As the text says: the code compares what people know, and people take the code's belief at once.
    as_written,
};

/// An organisation learns from those of its people who know more than its code, and they learn from the code (March
/// 1991, doi:10.1287/orsc.2.1.71).
struct Learning {
    LearningForm form = LearningForm::as_programmed;
    /// Things that one can be right or wrong about, 1 to 64. [S]
    std::uint32_t dimensions = 30;
    /// Chance in a period that somebody takes a step to the code's belief about one thing, in [0, 1]. [A]
    double socialisation = 0.1;
    /// The code keeps a belief with the chance (1 - code_learning)^k, where k more of the superior think otherwise than
    /// do not, in [0, 1]. [A]
    double code_learning = 0.5;
    /// Chance in a period that somebody is replaced by a newcomer, in [0, 1]. [A]
    double turnover = 0.0;
    /// Chance in a period that the truth about one thing becomes its opposite, in [0, 1]. [A]
    double turbulence = 0.0;
};

/// What somebody, or the code, believes: about which things rightly and wrongly, a bit for each; nothing about others.
struct Beliefs {
    std::uint64_t right = 0;
    std::uint64_t wrong = 0;

    std::uint64_t held() const { return right | wrong; }
    /// Things right less things wrong.
    int score() const { return std::popcount(right) - std::popcount(wrong); }
    friend bool operator==(const Beliefs&, const Beliefs&) = default;
};

/// Where the code believes something else than a person.
constexpr std::uint64_t disagreement(const Beliefs& own, const Beliefs& code) {
    return (code.right & ~own.right) | (code.wrong & ~own.wrong);
}

/// A person's beliefs after a step to the code's where `heeded` has a bit.
constexpr Beliefs socialised(LearningForm form, Beliefs own, const Beliefs& code, std::uint64_t heeded) {
    const std::uint64_t differ = disagreement(own, code) & heeded;
    // What contradicts the code is given up first; as written it is replaced at once.
    const std::uint64_t taken = form == LearningForm::as_written ? differ : differ & ~(own.right | own.wrong);
    own.right = (own.right & ~differ) | (code.right & taken);
    own.wrong = (own.wrong & ~differ) | (code.wrong & taken);
    return own;
}

/// Chance that the code changes to what a majority of `lead` among the superior believes.
double code_change_chance(const Learning& learning, std::uint32_t lead);

struct LearningStart {
    /// Of each person, each in [0, 1]; without it that of the parameters.
    std::optional<AgentValues> socialisation{};
};

/// Organisations of `size` people, who begin with beliefs right, wrong and none by equal chances, and a code that
/// believes nothing. Without turnover and turbulence a run lasts, without an `until`, until nothing can change
/// (100,000 periods at most), else 100 periods. Over replicate and time (periods): code and people (mean), things
/// right less things wrong as a share of all, code_right and people_right (shares right), and agreement (share of
/// people's beliefs that are the code's). Over replicate and agent: score, at the end. Over replicate: periods until
/// nothing could change (NaN if it still can). Throws ConfigError with everything that is wrong.
Dataset simulate(const Learning& learning, const LearningStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Learning& process);

}  // namespace commonweal::process
