// SPDX-License-Identifier: Apache-2.0
#include "detail/fused_sweep.hpp"

#include <commonweal/core/error.hpp>
#include <exception>

namespace commonweal::core::detail {

RuleAccess access_of(const BlockRule& rule, std::string_view name, Population& population, const Layers& layers) {
    SweepPlan plan(population);
    plan.begin_rule(name, layers);
    rule.bind(plan);
    plan.finish_binding();
    RuleAccess access;
    access.slots = plan.slots();
    for (const SweepPlan::Own& own : plan.own()) {
        const auto how = own.written ? Touch::How::writes : Touch::How::reads;
        access.touches.push_back({&population, own.column.name, how});
    }
    for (const SweepPlan::Seen& seen : plan.seen()) {
        access.touches.push_back({seen.population, seen.column.name, Touch::How::sees});
    }
    return access;
}

FusedSweep::FusedSweep(Population& population, const ActiveSet* active) : plan_(population), active_(active) {}

void FusedSweep::add(const BlockRule& rule, std::string_view name, const Layers& layers) {
    plan_.begin_rule(name, layers);
    loops_.push_back(rule.bind(plan_));
    names_.emplace_back(name);
}

void FusedSweep::finish() { plan_.finish_binding(); }

void FusedSweep::run(const Moment& moment) const {
    const PhiloxKey key{moment.seed.value, moment.seed.replicate};
    const auto blocks = active_ ? active_->blocks() : plan_.population().blocks();
    const std::vector<double> crowd_totals = plan_.crowd_totals(moment.workers);
    moment.workers.for_each(blocks.size(), [&](std::size_t k) { run_block(blocks[k], key, moment.now, crowd_totals); });
    plan_.commit(blocks, active_ == nullptr);
}

void FusedSweep::run_block(Block block, PhiloxKey key, Tick tick, std::span<const double> crowd_totals) const {
    BlockFrame frame;
    plan_.prepare(frame, block, key, tick, crowd_totals);
    for (std::size_t k = 0; k < loops_.size(); ++k) {
        try {
            loops_[k]->apply(frame, block);
        } catch (const std::exception& thrown) {
            throw Error("rule " + names_[k] + ": at tick " + std::to_string(tick) + ", in the block of " +
                        std::to_string(block.count) + " agents of kind " + plan_.population().kind() + " from row " +
                        std::to_string(block.first) + ": " + thrown.what());
        }
    }
    plan_.store(frame, block);
}

}  // namespace commonweal::core::detail
