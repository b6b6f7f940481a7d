// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/layers.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Who stops telling when two who tell meet.
enum class RumourModel : std::uint8_t {
    maki_thompson,  ///< the one who told (Maki and Thompson 1973)
    daley_kendall,  ///< both (Daley and Kendall 1965, doi:10.1093/imamat/1.1.42)
};

/// A rumour goes from mouth to mouth until those who tell it meet too many who know it; a correction may follow it.
/// On networks: Moreno, Nekovee and Pacheco 2004 (doi:10.1103/PhysRevE.69.066130); k failed tellings: k-stifling.
struct Rumour {
    RumourModel model = RumourModel::maki_thompson;
    /// Contacts of one who tells, with anybody of the crowd or a neighbour, 1 / d, in (0, 1000]. Face to face .5 to 3,
    /// online 2 to 15. [A]
    double contact_rate = 5.0;
    /// Chance that somebody told for the first time begins to tell, in [0, 1]. [A]
    double spread_chance = 1.0;
    /// Chance that telling somebody who knows counts as a failure, in [0, 1]. [A]
    double stifle_chance = 0.6;
    /// Failures after which somebody stops, 1 to 255. [L]
    std::uint32_t failures = 1;
    /// Rate at which somebody who tells forgets to, 1 / d, in [0, 100]. [A]
    double forget_rate = 0.2;
    /// When the correction is out, d from the start, in [0, 1000]. [A]
    double correction_delay = 0.5;
    /// Rate at which the correction reaches and convinces one who tells the rumour, 1 / d, in [0, 100]: reach of the
    /// channel times trust in the sender. 0: there is none. [A]
    double correction_rate = 0.0;
    /// Contacts of one who tells the truth, 1 / d, in [0, 1000]; 0: those corrected keep still. [A]
    double truth_contact_rate = 0.0;
    /// Chance that somebody who is told the truth believes it, in [0, 1]. [A]
    double truth_chance = 1.0;
};

enum class RumourState : std::uint8_t {
    ignorant,      ///< knows neither
    spreader,      ///< tells the rumour
    stifler,       ///< knows the rumour and tells it no more
    truth_teller,  ///< knows better, and says so
    corrected,     ///< knows better, and keeps still
};

/// Chance that a rumour is taken up, for Rumour::spread_chance and the like, in [0, 1]: it grows with the importance of
/// the matter and with how little is known for certain (Allport and Postman 1947), and falls with trust in the
/// authorities, all in [0, 1]; `distrust_effect` is in [0, 1000]. Throws ConfigError for what is out of range.
double credulity(double importance, double ambiguity, double trust, double distrust_effect = 1.0);

namespace columns {
inline constexpr core::Column<std::uint8_t> rumour{"rumour"};                    ///< a RumourState
inline constexpr core::Column<std::uint8_t> rumour_failures{"rumour_failures"};  ///< tellings that have failed
inline constexpr core::Column<float> rumour_credulity{"rumour_credulity"};       ///< factor to spread_chance, in [0, 1]
}  // namespace columns

/// The rumour as a rule, over the ties of one layer. A row is one contact, or something that befalls one who tells.
struct SpreadRumour {
    static constexpr std::string_view name = "spread_rumour";
    static constexpr core::Form form = core::Form::event;
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write_all(columns::rumour) | core::write_all(columns::rumour_failures) |
                                 core::read_all(columns::rumour_credulity) | core::ties(layer);
    /// What a row is about.
    enum What : std::uint32_t { begins, contact, forgets, is_corrected, tells_truth };

    Rumour rumour{};
    double step = 1.0 / 24.0;  ///< Length of a tick, d.

    void operator()(core::Turn& turn, core::ColumnView<std::uint8_t> state, core::ColumnView<std::uint8_t> failures,
                    core::ColumnView<const float> credulity, const core::Ties& ties) const;

private:
    struct Minds;
    void tell(core::Turn& turn, Minds& minds, const core::Ties& ties) const;
    void tell_truth(core::Turn& turn, Minds& minds, const core::Ties& ties) const;
    void take_up(core::Turn& turn, Minds& minds, core::Index person, core::Stream& draws) const;
    void correct(core::Turn& turn, Minds& minds, core::Index person, core::Stream& draws) const;
    void count_failure(Minds& minds, core::Index person, core::Stream& draws) const;
    core::Tick wait(double rate, core::Stream& draws) const;
};

/// Who knows what at the start; all others are ignorant.
struct RumourStart {
    Starters spreader{.count = 1};
    Starters corrected{.count = 0};  ///< Warned of the rumour beforehand.
    AgentValues credulity{.drawn =
                              core::Distribution::constant(1)};  ///< Each one's factor to spread_chance, in [0, 1].
};

/// Shares ignorant, spreader, stifler, truth_teller and corrected over replicate and time (d). Throws ConfigError with
/// everything that is wrong.
Dataset simulate(const Rumour& rumour, const RumourStart& start, const Experiment& experiment);

/// Shares of a crowd at the start; the rest are stiflers.
struct RumourShares {
    double ignorant = 1.0;
    double spreader = 0.0;
};

/// The rumour's course where everybody meets everybody and there are infinitely many: shares ignorant, spreader and
/// stifler every `every` days until `until`. Without a correction; throws Error otherwise, and ConfigError for shares
/// and times that are none.
Dataset mean_field(const Rumour& rumour, const RumourShares& start, double until, double every);

/// Share that never hears of it where everybody meets everybody, from `start` or, with no spreader in it, from very
/// few. Sudbury 1985 (doi:10.2307/3213787) for .203. Throws Error if anybody forgets or is corrected, and
/// ConfigError for shares that are none.
double final_ignorant_share(const Rumour& rumour, const RumourShares& start = {});

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Rumour& process);

}  // namespace commonweal::process
