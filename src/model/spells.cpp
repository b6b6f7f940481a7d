// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/spells.hpp>

#include <utility>

namespace commonweal::model {

std::vector<core::Mistake> Spells::mistakes(const std::string& start, const std::string& end,
                                            const core::Vocabulary& vocabulary, const std::string& path) {
    std::vector<core::Mistake> found = SeriesCondition::mistakes(start, vocabulary, path + ".start");
    if (end.empty()) return found;
    for (core::Mistake& mistake : SeriesCondition::mistakes(end, vocabulary, path + ".end"))
        found.push_back(std::move(mistake));
    return found;
}

void Spells::add(const std::string& start, const std::string& end, const core::Vocabulary& vocabulary) {
    Conditions conditions{.start = SeriesCondition(start, vocabulary), .end = {}};
    if (!end.empty()) conditions.end = SeriesCondition(end, vocabulary);
    conditions_.push_back(std::move(conditions));
    in_force_.push_back(0);
}

void Spells::look(const core::RecordTable* series, core::Tick hours_run) {
    changed_now_.clear();
    for (std::uint32_t k = 0; k < conditions_.size(); ++k) {
        const bool starts = conditions_[k].start.look(series, hours_run);
        const bool ends = conditions_[k].end ? conditions_[k].end->look(series, hours_run) : !starts;
        const bool was = in_force_[k] != 0;
        const bool is = was ? !ends : starts && !(conditions_[k].end && ends);
        if (is == was) continue;
        in_force_[k] = is;
        changed_now_.push_back(k);
    }
}

}  // namespace commonweal::model
