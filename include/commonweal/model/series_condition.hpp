// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/expression.hpp>
#include <commonweal/core/record.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/model/scenario.hpp>

#include <string>
#include <vector>

namespace commonweal::model {

/// What conditions may speak of: each hourly series, and of those with a value for each community, cell and the like
/// the mean, smallest, largest and sum, such as "depth.max"; metrics; besides these the time of the scenario.
core::Vocabulary condition_vocabulary(const Scenario& scenario);

/// When something begins or ends in a run: a date, from which on it holds, or a condition over the hourly series.
class SeriesCondition {
public:
    /// Mistakes in a text, told at `path`.
    static std::vector<core::Mistake> mistakes(const std::string& text, const core::Vocabulary& vocabulary,
                                               const std::string& path);

    /// Throws core::ConfigError with the mistakes.
    SeriesCondition(const std::string& text, const core::Vocabulary& vocabulary);

    /// Whether it holds at the end of an hour, whose row of the series is the newest; to be asked once at each. Without
    /// a series, at the very beginning, what compares one is false.
    bool look(const core::RecordTable* series, core::Tick hours_run);

    /// Lists the state once, for saving (const Self) and loading alike.
    template <class Self, class With>
    static void exchange(Self& self, With& with) {
        with(self.held_);
    }

private:
    core::Expression expression_;
    std::vector<core::Tick> held_;
};

}  // namespace commonweal::model
