// SPDX-License-Identifier: Apache-2.0
#include "detail/of_rule.hpp"

#include <algorithm>
#include <commonweal/core/agents.hpp>
#include <commonweal/core/detail/binder.hpp>
#include <commonweal/core/error.hpp>

namespace commonweal::core::detail {

Population& Binder::population(std::string_view kind) const {
    if (kind.empty() || kind == population_->kind()) return *population_;
    if (!agents_) throw Error("rule " + rule_ + ": no kind '" + std::string(kind) + "' is in reach");
    return of_rule(rule_, [&]() -> Population& { return agents_->at(kind); });
}

Binder::Place Binder::place(std::string_view kind, std::string_view column, ColumnType type, Touch::How how) {
    Population& of_kind = population(kind);
    const Population::Slot& slot =
        of_rule(rule_, [&]() -> const Population::Slot& { return of_kind.find(column, type); });
    for (const Touch& touch : access_.touches) {
        if (touch.population != &of_kind || touch.column != slot.name) continue;
        if (touch.how == Touch::How::writes || how == Touch::How::writes) {
            throw Error("rule " + rule_ + ": lists column '" + slot.name +
                        "' twice and writes it; what is written can be read: list it once");
        }
    }
    access_.touches.push_back({&of_kind, slot.name, how});
    return {&of_kind, slot};
}

const Ties& Binder::ties(std::string_view layer) const {
    return of_rule(rule_, [&]() -> const Ties& { return layers_->ties(layer); });
}

EventQueue* Binder::queue(std::string_view rule) {
    access_.plans.emplace_back(rule);
    return queues_ ? &queues_->queue(population_->kind(), rule) : nullptr;
}

}  // namespace commonweal::core::detail
