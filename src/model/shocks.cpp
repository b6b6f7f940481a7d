// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/shocks.hpp>

#include <string>
#include <utility>

namespace commonweal::model {

std::vector<core::Mistake> shock_mistakes(const Scenario& scenario) {
    std::vector<core::Mistake> found;
    if (scenario.shocks.empty()) return found;
    const core::Vocabulary vocabulary = condition_vocabulary(scenario);
    for (std::size_t k = 0; k < scenario.shocks.size(); ++k) {
        const std::string path = "shocks[" + std::to_string(k) + "].start";
        for (core::Mistake& mistake : SeriesCondition::mistakes(scenario.shocks[k].start, vocabulary, path))
            found.push_back(std::move(mistake));
    }
    return found;
}

Shocks::Shocks(const Scenario& scenario) : over_(scenario.shocks.size(), 0) {
    const core::Vocabulary vocabulary = condition_vocabulary(scenario);
    for (const Shock& shock : scenario.shocks) starts_.emplace_back(shock.start, vocabulary);
    look(nullptr, 0);
}

void Shocks::look(const core::RecordTable* series, core::Tick hours_run) {
    striking_.clear();
    for (std::uint32_t k = 0; k < starts_.size(); ++k) {
        const bool holds = starts_[k].look(series, hours_run);
        if (over_[k] || !holds) continue;
        over_[k] = 1;
        striking_.push_back(k);
    }
}

void Shocks::look(const core::RecordTable& series, core::Tick hour) { look(&series, hour + 1); }

}  // namespace commonweal::model
