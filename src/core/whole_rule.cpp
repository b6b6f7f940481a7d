// SPDX-License-Identifier: Apache-2.0
#include "detail/any_whole_rule.hpp"
#include "detail/copy_aside.hpp"
#include "detail/copy_strided.hpp"
#include "detail/of_rule.hpp"

#include <algorithm>
#include <commonweal/core/detail/huge_pages.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/whole_rule.hpp>
#include <cstring>
#include <exception>

namespace commonweal::core {

Index WholeRule::Call::row(std::size_t agent) const {
    if (agent >= agents) {
        throw Error("agent " + std::to_string(agent) + " of a call for " + std::to_string(agents) + " agents");
    }
    const auto later = [](std::size_t sought, const Part& part) { return sought < part.first; };
    const Part& part = *(std::upper_bound(parts.begin(), parts.end(), agent, later) - 1);
    return part.rows.first + (static_cast<Index>(agent) - part.first);
}

void WholeRule::Call::log(std::size_t agent, std::uint32_t what, double value) const {
    const AgentId id = population.ids()[row(agent)];
    if (logged) logged->push_back({.tick = now, .agent = id, .what = what, .value = value});
}

}  // namespace commonweal::core

namespace commonweal::core::detail {

namespace {

using Part = WholeRule::Part;

/// A part alone is copied in less time than a thread takes to fetch the next.
constexpr std::size_t parts_copied_together = 64;

/// A column's values for the agents of a call. Memory is that of all agents, so that it never moves: what a rule has
/// kept of it stays readable.
struct ColumnCopy {
    Binder::Place place;
    UnsetHugeVector<std::byte> values{};

    void make_room();
    void take(const Part& part);
    void take_aside(const Part& part);
    void put_back(const Part& part) const;
};

void ColumnCopy::make_room() { values.resize(place.population->size() * bytes_of(place.slot.type)); }

void ColumnCopy::take(const Part& part) {
    const std::size_t bytes = bytes_of(place.slot.type);
    const std::byte* first = place.population->storage(place.slot) + part.rows.first * place.slot.stride;
    copy_strided(first, place.slot.stride, values.data() + part.first * bytes, bytes, bytes, part.rows.count);
}

/// As take, of values that are read again only if the call fails.
void ColumnCopy::take_aside(const Part& part) {
    const std::size_t bytes = bytes_of(place.slot.type);
    if (place.slot.stride != bytes) return take(part);
    const std::byte* first = place.population->storage(place.slot) + part.rows.first * bytes;
    copy_aside(first, values.data() + part.first * bytes, part.rows.count * bytes);
}

void ColumnCopy::put_back(const Part& part) const {
    const std::size_t bytes = bytes_of(place.slot.type);
    std::byte* first = place.population->storage(place.slot) + part.rows.first * place.slot.stride;
    copy_strided(values.data() + part.first * bytes, bytes, first, place.slot.stride, bytes, part.rows.count);
}

std::vector<Part> one_after_the_other(std::span<const Block> blocks) {
    std::vector<Part> parts;
    Index first = 0;
    for (const Block& block : blocks) {
        parts.push_back({block, first});
        first += block.count;
    }
    return parts;
}

/// The pass of a rule on whole columns: the engine's part over blocks on all threads, then one call. Without an active
/// set the call is given the columns themselves, else copies of what the set has of them.
class WholePass final : public Pass {
public:
    WholePass(const WholeRule& rule, Binder& binder, const ActiveSet* active);
    void run(const Moment& moment) const override;
    bool undo() const override;

private:
    using Floats = UnsetHugeVector<float>;

    void bind_columns(Binder& binder);
    void bind_neighbours(Binder& binder);
    void prepare(const Moment& moment) const;
    void copy(std::size_t first, std::size_t last) const;
    void gather(const Part& part, const Moment& moment, std::span<const double> crowd_totals) const;
    void call(const Moment& moment) const;
    void write_back(Workers& workers) const;
    void write_log(EventLog& log) const;
    Index agents() const { return parts_.empty() ? 0 : parts_.back().first + parts_.back().rows.count; }

    const WholeRule& rule_;
    Population& population_;
    const ActiveSet* active_;
    SweepPlan plan_;
    std::vector<Binder::Place> columns_;
    std::vector<std::size_t> slots_;  ///< of the neighbours, then of the draws
    // What a run fills; a pass runs once at a time.
    mutable std::vector<Part> parts_;
    mutable std::vector<Floats> made_;
    mutable std::vector<ColumnCopy> copies_;   ///< that the call is given, with an active set
    mutable std::vector<ColumnCopy> backups_;  ///< of written columns, from before the call
    mutable bool has_backups_ = false;
    mutable std::vector<EventRow> logged_;
};

WholePass::WholePass(const WholeRule& rule, Binder& binder, const ActiveSet* active)
    : rule_(rule), population_(binder.population()), active_(active), plan_(binder.population()) {
    names_.push_back(rule.name);
    bind_columns(binder);
    bind_neighbours(binder);
    if (!active_) parts_ = one_after_the_other(population_.blocks());
}

void WholePass::bind_columns(Binder& binder) {
    for (const WholeRule::Own& own : rule_.columns) {
        const ColumnType type = of_rule(rule_.name, [&] { return population_.find(own.column).type; });
        columns_.push_back(binder.place({}, own.column, type, own.written ? Touch::How::writes : Touch::How::reads));
        if (own.written) backups_.push_back({columns_.back()});
        if (active_) copies_.push_back({columns_.back()});
    }
}

void WholePass::bind_neighbours(Binder& binder) {
    plan_.begin_rule(rule_.name, binder.layers());
    for (const WholeRule::Neighbours& asked : rule_.neighbours) {
        const Population& seen = plan_.population_seen(plan_.ties(asked.layer));
        const Gathering gathering = asked.mean ? Gathering::mean : Gathering::sum;
        const ColumnType type = of_rule(rule_.name, [&] { return seen.find(asked.column).type; });
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
    has_backups_ = false;
    if (active_) parts_ = one_after_the_other(active_->blocks());
    if (active_ && parts_.empty()) return;
    prepare(moment);
    has_backups_ = true;
    try {
        call(moment);
        if (active_) write_back(moment.workers);
        if (!logged_.empty()) write_log(*moment.log);
    } catch (const std::exception& thrown) {
        const std::string whom = active_ ? std::to_string(agents()) + " active" : "all";
        throw Error("rule " + rule_.name + ": at tick " + std::to_string(moment.now) + ", for " + whom +
                    " agents of kind " + population_.kind() + ": " + thrown.what());
    }
}

bool WholePass::undo() const {
    if (!has_backups_) return true;
    for (const ColumnCopy& backup : backups_) {
        for (const Part& part : parts_) backup.put_back(part);
    }
    has_backups_ = false;
    return true;
}

void WholePass::prepare(const Moment& moment) const {
    made_.resize(slots_.size());
    for (Floats& made : made_) made.resize(population_.size());
    for (ColumnCopy& copy : copies_) copy.make_room();
    for (ColumnCopy& backup : backups_) backup.make_room();
    const std::size_t tasks = (parts_.size() + parts_copied_together - 1) / parts_copied_together;
    moment.workers.for_each(tasks, [&](std::size_t task) {
        const std::size_t first = task * parts_copied_together;
        copy(first, std::min(first + parts_copied_together, parts_.size()));
    });
    if (slots_.empty()) return;
    const std::vector<double> crowd_totals = plan_.crowd_totals(moment.workers);
    moment.workers.for_each(parts_.size(), [&](std::size_t k) { gather(parts_[k], moment, crowd_totals); });
}

void WholePass::copy(std::size_t first, std::size_t last) const {
    for (ColumnCopy& each : copies_) {
        for (std::size_t k = first; k < last; ++k) each.take(parts_[k]);
    }
    if (backups_.empty()) return;
    for (std::size_t k = first; k < last;) {
        Part run = parts_[k];
        for (++k; k < last && parts_[k].rows.first == run.rows.first + run.rows.count; ++k) {
            run.rows.count += parts_[k].rows.count;
        }
        for (ColumnCopy& each : backups_) each.take_aside(run);
    }
}

void WholePass::gather(const Part& part, const Moment& moment, std::span<const double> crowd_totals) const {
    BlockFrame frame;
    plan_.prepare(frame, part.rows, {moment.seed.value, moment.seed.replicate}, moment.now, crowd_totals);
    for (std::size_t made = 0; made < slots_.size(); ++made) {
        std::memcpy(made_[made].data() + part.first, frame.slot[slots_[made]], part.rows.count * sizeof(float));
    }
}

void WholePass::call(const Moment& moment) const {
    std::vector<WholeRule::Values> values;
    for (const Binder::Place& place : columns_) {
        values.push_back({place.slot.type, population_.storage(place.slot), place.slot.stride});
    }
    for (std::size_t k = 0; k < copies_.size(); ++k) {
        values[k].first = copies_[k].values.data();
        values[k].stride = bytes_of(values[k].type);
    }
    std::vector<std::span<const float>> made;
    for (const Floats& floats : made_) made.emplace_back(floats.data(), agents());
    const std::size_t sums = rule_.neighbours.size();
    logged_.clear();
    rule_.apply({.now = moment.now,
                 .population = population_,
                 .agents = agents(),
                 .parts = parts_,
                 .columns = values,
                 .neighbours = std::span(made).first(sums),
                 .draws = std::span(made).subspan(sums),
                 .logged = moment.log ? &logged_ : nullptr});
}

void WholePass::write_back(Workers& workers) const {
    workers.for_each(parts_.size(), [&](std::size_t k) {
        for (std::size_t column = 0; column < copies_.size(); ++column) {
            if (rule_.columns[column].written) copies_[column].put_back(parts_[k]);
        }
    });
}

void WholePass::write_log(EventLog& log) const {
    const std::uint16_t number = log.rule(rule_.name);
    for (EventRow& row : logged_) {
        row.rule = number;
        log.append(row);
    }
}

}  // namespace

std::unique_ptr<const Pass> AnyWholeRule::bind(Binder& binder, const ActiveSet* active) const {
    return std::make_unique<WholePass>(rule, binder, active);
}

}  // namespace commonweal::core::detail
