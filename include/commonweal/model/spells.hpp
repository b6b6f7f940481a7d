// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/expression.hpp>
#include <commonweal/core/record.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/model/series_condition.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace commonweal::model {

/// Things of a list that begin and end in a run, by dates or conditions over the hourly series: which hold, hour by
/// hour.
class Spells {
public:
    /// Mistakes in the texts of one of them, told at `path` with ".start" and ".end".
    static std::vector<core::Mistake> mistakes(const std::string& start, const std::string& end,
                                               const core::Vocabulary& vocabulary, const std::string& path);

    /// Adds one. Without a text for its end, it ends when what starts it does not hold.
    void add(const std::string& start, const std::string& end, const core::Vocabulary& vocabulary);

    /// Looks at the conditions at the end of the last of `hours_run` hours, whose row of the series is the newest. What
    /// they turn on or off counts from the next hour on. Without a series, at the very beginning, what compares one is
    /// false.
    void look(const core::RecordTable* series, core::Tick hours_run);

    std::span<const std::uint8_t> in_force() const { return in_force_; }  ///< 1 or 0 of each, from the next hour on.
    /// Those that the last look turned.
    std::span<const std::uint32_t> changed_now() const { return changed_now_; }

    /// Lists the state once, for saving (const Self) and loading alike.
    template <class Self, class With>
    static void exchange(Self& self, With& with) {
        with(self.in_force_, self.changed_now_);
        for (auto& each : self.conditions_) {
            SeriesCondition::exchange(each.start, with);
            if (each.end) SeriesCondition::exchange(*each.end, with);
        }
    }

private:
    struct Conditions {
        SeriesCondition start;
        std::optional<SeriesCondition> end;
    };

    std::vector<Conditions> conditions_;
    std::vector<std::uint8_t> in_force_;
    std::vector<std::uint32_t> changed_now_;
};

}  // namespace commonweal::model
