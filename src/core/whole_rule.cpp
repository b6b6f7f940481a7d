// SPDX-License-Identifier: Apache-2.0
#include "detail/copy_strided.hpp"

#include <commonweal/core/detail/any_rule.hpp>
#include <commonweal/core/detail/huge_pages.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/whole_rule.hpp>
#include <cstring>
#include <exception>

namespace commonweal::core::detail {

namespace {

/// The pass of a rule on whole columns: the engine's part over blocks on all threads, then one call.
class WholePass final : public Pass {
public:
    WholePass(const WholeRule& rule, Binder& binder);
    void run(const Moment& moment) const override;
    bool undo() const override;

private:
    using Floats = HugeVector<float>;
    /// What a written column was before the call.
    struct Backup {
        Binder::Place place;
        HugeVector<std::byte> values;

        void keep(Block block);
        void restore();
    };

    void bind_neighbours(Binder& binder);
    void prepare(const Moment& moment) const;

    const WholeRule& rule_;
    Population& population_;
    SweepPlan plan_;
    std::vector<Binder::Place> columns_;
    std::vector<std::size_t> slots_;  ///< of the neighbours, then of the draws
    // What a run fills; a pass runs once at a time.
    mutable std::vector<Floats> made_;
    mutable std::vector<Backup> backups_;
};

void WholePass::Backup::keep(Block block) {
    const std::size_t bytes = bytes_of(place.slot.type);
    const std::byte* first = place.population->storage(place.slot) + block.first * place.slot.stride;
    copy_strided(first, place.slot.stride, values.data() + block.first * bytes, bytes, bytes, block.count);
}

void WholePass::Backup::restore() {
    const std::size_t bytes = bytes_of(place.slot.type);
    copy_strided(values.data(), bytes, place.population->storage(place.slot), place.slot.stride, bytes,
                 place.population->size());
}

WholePass::WholePass(const WholeRule& rule, Binder& binder)
    : rule_(rule), population_(binder.population()), plan_(binder.population()) {
    names_.push_back(rule.name);
    for (const WholeRule::Own& own : rule.columns) {
        const ColumnType type = population_.find(own.column).type;
        columns_.push_back(binder.place({}, own.column, type, own.written ? Touch::How::writes : Touch::How::reads));
        if (own.written) backups_.push_back({columns_.back(), {}});
    }
    bind_neighbours(binder);
}

void WholePass::bind_neighbours(Binder& binder) {
    plan_.begin_rule(rule_.name, binder.layers());
    for (const WholeRule::Neighbours& asked : rule_.neighbours) {
        const Population& seen = plan_.population_seen(plan_.ties(asked.layer));
        const Gathering gathering = asked.mean ? Gathering::mean : Gathering::sum;
        const ColumnType type = seen.find(asked.column).type;
        slots_.push_back(plan_.add_neighbours(asked.layer, asked.column, type, gathering, asked.weight));
    }
    if (rule_.draws > 0) {
        const std::size_t first = plan_.add_uniforms(rule_.draws);
        for (std::size_t k = 0; k < rule_.draws; ++k) slots_.push_back(first + k);
    }
    plan_.finish_binding();
    for (const SweepPlan::Seen& seen : plan_.seen()) {
        binder.access().touches.push_back({seen.population, seen.column.name, Touch::How::sees});
    }
}

void WholePass::run(const Moment& moment) const {
    prepare(moment);
    std::vector<WholeRule::Values> values;
    for (const Binder::Place& place : columns_) {
        values.push_back({place.slot.type, population_.storage(place.slot), place.slot.stride});
    }
    const std::vector<std::span<const float>> made(made_.begin(), made_.end());
    const std::size_t sums = rule_.neighbours.size();
    try {
        rule_.apply({moment.now, population_, values, std::span(made).first(sums), std::span(made).subspan(sums)});
    } catch (const std::exception& thrown) {
        undo();
        throw Error("rule " + rule_.name + ": at tick " + std::to_string(moment.now) + ", for all agents of kind " +
                    population_.kind() + ": " + thrown.what());
    }
}

bool WholePass::undo() const {
    for (Backup& backup : backups_) backup.restore();
    return true;
}

void WholePass::prepare(const Moment& moment) const {
    made_.resize(slots_.size());
    for (Floats& made : made_) made.resize(population_.size());
    for (Backup& backup : backups_) backup.values.resize(population_.size() * bytes_of(backup.place.slot.type));
    const PhiloxKey key{moment.seed.value, moment.seed.replicate};
    const auto blocks = population_.blocks();
    moment.workers.for_each(blocks.size(), [&](std::size_t k) {
        const Block block = blocks[k];
        for (Backup& backup : backups_) backup.keep(block);
        if (slots_.empty()) return;
        BlockFrame frame;
        plan_.prepare(frame, block, key, moment.now);
        for (std::size_t made = 0; made < slots_.size(); ++made) {
            std::memcpy(made_[made].data() + block.first, frame.slot[slots_[made]], block.count * sizeof(float));
        }
    });
}

}  // namespace

std::unique_ptr<const Pass> AnyWholeRule::bind(Binder& binder, const ActiveSet* active) const {
    if (active) {
        throw Error("rule " + rule.name + ": a rule on whole columns runs for all agents and has no active set");
    }
    return std::make_unique<WholePass>(rule, binder);
}

}  // namespace commonweal::core::detail
