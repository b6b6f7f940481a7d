// SPDX-License-Identifier: Apache-2.0
#include "detail/copy_strided.hpp"
#include "detail/gather.hpp"
#include "detail/of_rule.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/detail/sweep_plan.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/random.hpp>
#include <cstring>
#include <type_traits>
#include <utility>

namespace commonweal::core::detail {

namespace {

void add_once(std::vector<std::size_t>& list, std::size_t value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

bool is_float_row(const Population& population, std::size_t store) {
    const auto slots = population.slots();
    return std::all_of(slots.begin(), slots.end(), [store](const Population::Slot& slot) {
        return slot.store != store || (slot.packed && slot.type == ColumnType::f32);
    });
}

const float* floats(const std::byte* bytes) { return reinterpret_cast<const float*>(bytes); }
float* floats(std::byte* bytes) { return reinterpret_cast<float*>(bytes); }

}  // namespace

SweepPlan::SweepPlan(Population& population) : population_(&population), kernels_(&best_kernels()) {}

std::span<const SweepPlan::Own> SweepPlan::own() const { return own_; }
std::span<const SweepPlan::Seen> SweepPlan::seen() const { return seen_; }

void SweepPlan::begin_rule(std::string_view rule, const Layers& layers) {
    rule_ = rule;
    ++rule_number_;
    layers_ = &layers;
}

std::size_t SweepPlan::take_slots(std::size_t count) {
    if (slots_ + count > BlockFrame::slot_limit) {
        throw Error("rule " + rule_ + ": more than " + std::to_string(BlockFrame::slot_limit) + " arguments");
    }
    slots_ += count;
    return slots_ - count;
}

std::size_t SweepPlan::add_read(std::string_view column, ColumnType type) { return add_own(column, type, false); }

std::size_t SweepPlan::add_write(std::string_view column, ColumnType type) { return add_own(column, type, true); }

std::size_t SweepPlan::add_own(std::string_view column, ColumnType type, bool written) {
    const Population::Slot& slot = column_of(*population_, column, type);
    const auto same = [&](const Own& own) { return own.column.name == slot.name; };
    auto own = std::find_if(own_.begin(), own_.end(), same);
    if (own == own_.end()) {
        own = own_.insert(own, {take_slots(1), slot, false, 0});
    } else if (own->rule == rule_number_ && (written || own->written)) {
        throw Error("rule " + rule_ + ": " + (written && own->written ? "writes" : "reads and writes") + " column '" +
                    slot.name + (written && own->written ? "' twice" : "'; a written value can be read: list it once"));
    }
    own->rule = rule_number_;
    own->written = own->written || written;
    if (written && !this->written(slot.store)) written_.push_back({slot.store, slot.packed, false});
    return own->slot;
}

const Population::Slot& SweepPlan::column_of(const Population& population, std::string_view column,
                                             ColumnType type) const {
    return of_rule(rule_, [&]() -> const Population::Slot& { return population.find(column, type); });
}

/// Refuses an edge column that is not there, of another type than weights have, or infinite somewhere: a mean would not
/// be a number.
void SweepPlan::refuse_unweighted(const Ties& ties, std::string_view weight) const {
    const auto ask = [&](const Ties& part) {
        const std::string named = "rule " + rule_ + ": edge column '" + std::string(weight) + "' ";
        for (const EdgeColumns::Named& column : part.graph->columns().columns()) {
            if (column.name == weight && column.type != ColumnType::f32) {
                throw Error(named + "is " + std::string(name_of(column.type)) + "; a weight must be f32");
            }
        }
        const auto weights = of_rule(rule_, [&] { return part.graph->values(Column<float>{weight}); });
        const auto wrong = std::find_if(weights.begin(), weights.end(), [](float one) { return std::isinf(one); });
        if (wrong == weights.end()) return;
        const auto arc = static_cast<std::size_t>(wrong - weights.begin());
        throw Error(named + "is infinite on a tie to row " + std::to_string(part.graph->targets()[arc]) +
                    "; a weight must be finite");
    };
    if (ties.joined.empty()) ask(ties);
    for (const Ties* part : ties.joined) ask(*part);
}

std::size_t SweepPlan::add_neighbours(std::string_view layer, std::string_view column, ColumnType type,
                                      Gathering gathering, std::string_view weight) {
    const Ties& found = ties(layer);
    const Population::Slot& slot = column_of(population_seen(found), column, type);
    if (found.mixed && !weight.empty()) {
        throw Error("rule " + rule_ + ": the layer '" + std::string(layer) + "' has no edge column '" +
                    std::string(weight) + "': everybody meets everybody in it");
    }
    if (!weight.empty()) refuse_unweighted(found, weight);
    see(found, slot);
    const auto same = [&](const Gather& gather) {
        return gather.ties == &found && gather.gathering == gathering && gather.column.name == slot.name &&
               gather.weight == weight;
    };
    const auto gather = std::find_if(gathers_.begin(), gathers_.end(), same);
    if (gather != gathers_.end()) return gather->slot;
    gathers_.push_back({take_slots(1), slot, &found, gathering, std::string(weight)});
    return gathers_.back().slot;
}

void SweepPlan::see(const Ties& ties, const Population::Slot& column) {
    const Population& population = population_seen(ties);
    seen_.push_back({&population, column, rule_});
    if (&population == population_) add_once(seen_stores_, column.store);
}

const Ties& SweepPlan::ties(std::string_view layer) const {
    const Ties& ties = of_rule(rule_, [&]() -> const Ties& { return layers_->ties(layer); });
    const auto check = [&](const Ties& part) {
        const Index size = part.mixed ? part.crowd : part.graph->size();
        if (size != population_->size()) {
            throw Error("rule " + rule_ + ": the layer has " + std::to_string(size) + " agents, but there are " +
                        std::to_string(population_->size()) + " of kind " + population_->kind());
        }
        if (!part.mixed && part.graph->target_size() != population_seen(part).size()) {
            throw Error("rule " + rule_ + ": the layer '" + std::string(layer) +
                        "' leads to another kind; add it to the layers together with that population");
        }
    };
    if (ties.joined.empty()) check(ties);
    for (const Ties* part : ties.joined) check(*part);
    return ties;
}

std::size_t SweepPlan::add_uniforms(std::size_t count) {
    const std::size_t first = take_slots(count);
    uniforms_.push_back({StreamId::of(population_->kind(), rule_).value(), first, count});
    return first;
}

const Population::Slot& SweepPlan::neighbour_column(const Ties& ties, std::string_view column, ColumnType type) {
    if (ties.mixed) {
        throw Error("rule " + rule_ +
                    ": visits each neighbour in a layer in which everybody meets everybody; use a sum or a mean");
    }
    const Population::Slot& slot = column_of(population_seen(ties), column, type);
    see(ties, slot);
    return slot;
}

void SweepPlan::finish_binding() {
    for (Written& written : written_) {
        written.doubled = std::find(seen_stores_.begin(), seen_stores_.end(), written.store) != seen_stores_.end();
        if (written.doubled) population_->next(written.store);
    }
    bind_gathers();
    bind_whole_rows();
}

/// Members of one row of floats over one layer are gathered in a single pass; each distinct slot once.
void SweepPlan::bind_gathers() {
    for (const Gather& gather : gathers_) {
        if (!in_row_gather(gather)) continue;
        const std::size_t member = gather.column.offset / sizeof(float);
        const auto fits = [&](const RowGather& pass) {
            return pass.store == gather.column.store && pass.ties == gather.ties &&
                   pass.gathering == gather.gathering && pass.slot[member] == no_slot;
        };
        auto pass = std::find_if(row_gathers_.begin(), row_gathers_.end(), fits);
        if (pass == row_gathers_.end()) {
            constexpr std::array none{no_slot, no_slot, no_slot, no_slot};
            row_gathers_.push_back({gather.column.store, gather.ties, gather.gathering, none});
            pass = row_gathers_.end() - 1;
        }
        pass->slot[member] = gather.slot;
    }
}

/// A row of four floats that the rule uses whole is unpacked, and packed, in one pass.
void SweepPlan::bind_whole_rows() {
    for (std::size_t store = 0; store < population_->store_count(); ++store) {
        WholeRow whole{store, {no_slot, no_slot, no_slot, no_slot}, true};
        for (const Own& own : own_) {
            if (!own.column.packed || own.column.store != store || own.column.type != ColumnType::f32) continue;
            whole.slot[own.column.offset / sizeof(float)] = own.slot;
            whole.all_written = whole.all_written && own.written;
        }
        if (std::count(whole.slot.begin(), whole.slot.end(), no_slot) == 0) whole_rows_.push_back(whole);
    }
}

bool SweepPlan::in_whole_row(const Own& own) const {
    return own.column.packed && std::any_of(whole_rows_.begin(), whole_rows_.end(), [&](const WholeRow& whole) {
               return whole.store == own.column.store && whole.slot[own.column.offset / sizeof(float)] == own.slot;
           });
}

std::vector<double> SweepPlan::crowd_totals(Workers& workers) const {
    std::vector<double> totals;
    for (const Gather& gather : gathers_) {
        if (!gather.ties->mixed) continue;
        totals.resize(gathers_.size());
        const auto at = static_cast<std::size_t>(&gather - gathers_.data());
        totals[at] = column_total(workers, *population_, seen(gather));
    }
    return totals;
}

SeenColumn SweepPlan::seen(const Gather& gather) const {
    return {gather.column.type, gather.column.stride, population_seen(*gather.ties).storage(gather.column)};
}

void SweepPlan::prepare(BlockFrame& frame, Block block, PhiloxKey key, std::uint32_t tick,
                        std::span<const double> crowd_totals) const {
    for (std::size_t k = 0; k < slots_; ++k) frame.slot[k] = frame.scratch[k];
    load_own(frame, block);
    gather(frame, block, crowd_totals);
    draw(frame, block, key, tick);
}

void SweepPlan::draw(BlockFrame& frame, Block block, PhiloxKey key, std::uint32_t tick) const {
    alignas(64) float unused[3][Block::capacity];
    const AgentId* ids = population_->ids().data() + block.first;
    for (const Uniforms& uniforms : uniforms_) {
        for (std::size_t first = 0; first < uniforms.count; first += 4) {
            float* out[4];
            for (std::size_t k = 0; k < 4; ++k) {
                const bool wanted = first + k < uniforms.count;
                out[k] = wanted ? floats(frame.slot[uniforms.first_slot + first + k]) : unused[k - 1];
            }
            const std::uint32_t stream_and_block = uniforms.stream << 8 | static_cast<std::uint32_t>(first / 4);
            kernels_->fill_uniforms(key, tick, stream_and_block, ids, block.count, out);
        }
    }
}

void SweepPlan::load_own(BlockFrame& frame, Block block) const {
    for (const WholeRow& whole : whole_rows_) {
        float* members[4];
        for (std::size_t k = 0; k < 4; ++k) members[k] = floats(frame.slot[whole.slot[k]]);
        const std::byte* rows = population_->present(whole.store) + block.first * Population::row_bytes;
        kernels_->unpack_rows(floats(rows), block.count, members);
    }
    for (const Own& own : own_) {
        const std::byte* first = population_->storage(own.column) + block.first * own.column.stride;
        const std::size_t bytes = bytes_of(own.column.type);
        if (!own.column.packed) {
            frame.slot[own.slot] = target(own.column.store) + block.first * bytes;
            if (frame.slot[own.slot] != first) std::memcpy(frame.slot[own.slot], first, block.count * bytes);
        } else if (!in_whole_row(own)) {
            copy_strided(first, Population::row_bytes, frame.slot[own.slot], bytes, bytes, block.count);
        }
    }
}

bool SweepPlan::in_row_gather(const Gather& gather) const {
    return !gather.ties->mixed && gather.weight.empty() &&
           is_float_row(population_seen(*gather.ties), gather.column.store);
}

void SweepPlan::gather(BlockFrame& frame, Block block, std::span<const double> crowd_totals) const {
    alignas(64) float unused[Block::capacity];
    for (const RowGather& pass : row_gathers_) {
        float* out[4];
        for (std::size_t k = 0; k < 4; ++k) {
            out[k] = pass.slot[k] == no_slot ? unused : floats(frame.slot[pass.slot[k]]);
        }
        const std::byte* rows = population_seen(*pass.ties).present(pass.store);
        gather_rows(*kernels_, *pass.ties, block, rows, pass.gathering, out);
    }
    for (const Gather& gather : gathers_) {
        if (in_row_gather(gather)) continue;
        float* const out = floats(frame.slot[gather.slot]);
        if (gather.ties->mixed) {
            const Crowd crowd{gather.ties->crowd, crowd_totals[static_cast<std::size_t>(&gather - gathers_.data())]};
            gather_crowd(crowd, block, seen(gather), gather.gathering, out);
        } else {
            gather_column(*gather.ties, block, seen(gather), gather.gathering, gather.weight, out);
        }
    }
}

const SweepPlan::Written* SweepPlan::written(std::size_t store) const {
    const auto found =
        std::find_if(written_.begin(), written_.end(), [store](const Written& one) { return one.store == store; });
    return found == written_.end() ? nullptr : &*found;
}

/// Where the sweep's results go.
std::byte* SweepPlan::target(std::size_t store) const {
    const Written* const found = written(store);
    return found && found->doubled ? population_->next(store) : population_->present(store);
}

bool SweepPlan::wholly_written(std::size_t store) const {
    return std::any_of(whole_rows_.begin(), whole_rows_.end(),
                       [store](const WholeRow& whole) { return whole.store == store && whole.all_written; });
}

void SweepPlan::store(BlockFrame& frame, Block block) const {
    const std::size_t first_byte = block.first * Population::row_bytes;
    for (const WholeRow& whole : whole_rows_) {
        if (!whole.all_written) continue;
        const float* members[4];
        for (std::size_t k = 0; k < 4; ++k) members[k] = floats(frame.slot[whole.slot[k]]);
        kernels_->pack_rows(members, block.count, floats(target(whole.store) + first_byte));
    }
    for (const Written& row : written_) {
        if (row.doubled && row.packed && !wholly_written(row.store)) {
            std::memcpy(target(row.store) + first_byte, population_->present(row.store) + first_byte,
                        block.count * Population::row_bytes);
        }
    }
    for (const Own& own : own_) {
        if (!own.written || !own.column.packed || (in_whole_row(own) && wholly_written(own.column.store))) continue;
        std::byte* first = target(own.column.store) + own.column.offset + first_byte;
        const std::size_t bytes = bytes_of(own.column.type);
        copy_strided(frame.slot[own.slot], bytes, first, Population::row_bytes, bytes, block.count);
    }
}

void SweepPlan::commit(std::span<const Block> blocks, bool all) const {
    for (const Written& written : written_) {
        if (written.doubled) population_->commit(written.store, blocks, all);
    }
}

}  // namespace commonweal::core::detail
