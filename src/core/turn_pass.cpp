// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/detail/pass.hpp>
#include <commonweal/core/error.hpp>
#include <exception>

namespace commonweal::core::detail {

TurnPass::TurnPass(Binder& binder, Form form, const ActiveSet* active)
    : population_(&binder.population()),
      stream_(StreamId::of(binder.population().kind(), binder.rule())),
      queue_(form == Form::event ? binder.own_queue() : nullptr),
      active_(active) {
    names_.push_back(binder.rule());
}

void TurnPass::run(const Moment& moment) const {
    Turn turn({*population_, moment.seed, stream_, queue_, moment.log, names_.front()}, moment.now);
    if (!queue_) return call_named(turn, all_in_order());
    // Rows planned for this tick while they are handled come in a further round.
    for (auto rows = queue_->take(moment.now); !rows.empty(); rows = queue_->take(moment.now)) call_named(turn, rows);
    queue_->close(moment.now);
}

std::vector<Event> TurnPass::all_in_order() const {
    std::vector<Event> rows;
    for (const Block& block : active_ ? active_->blocks() : population_->blocks()) {
        for (Index i = 0; i < block.count; ++i) rows.push_back({.agent = block.first + i});
    }
    const auto ids = population_->ids();
    const auto by_id = [ids](const Event& a, const Event& b) { return ids[a.agent] < ids[b.agent]; };
    if (!std::is_sorted(rows.begin(), rows.end(), by_id)) std::sort(rows.begin(), rows.end(), by_id);
    return rows;
}

void TurnPass::call_named(Turn& turn, std::span<const Event> rows) const {
    try {
        call(turn, rows);
    } catch (const std::exception& thrown) {
        throw Error("rule " + names_.front() + ": at tick " + std::to_string(turn.now) + ", at the agent of kind " +
                    population_->kind() + " with id " + std::to_string(turn.id()) + ": " + thrown.what());
    }
}

}  // namespace commonweal::core::detail
