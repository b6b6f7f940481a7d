// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/detail/sweep_plan.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/random.hpp>
#include <cstring>
#include <type_traits>
#include <utility>

namespace commonweal::core::detail {

namespace {

bool contains(const std::vector<std::size_t>& list, std::size_t value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

void add_once(std::vector<std::size_t>& list, std::size_t value) {
    if (!contains(list, value)) list.push_back(value);
}

template <class T>
float sum_over(std::span<const Index> neighbours, const std::byte* first, std::size_t stride) {
    float sum = 0.0f;
    for (const Index neighbour : neighbours) {
        T value;
        std::memcpy(&value, first + neighbour * stride, sizeof(T));
        sum += static_cast<float>(value);
    }
    return sum;
}

float sum_over(std::span<const Index> neighbours, ColumnType type, const std::byte* first, std::size_t stride) {
    switch (type) {
        case ColumnType::f32:
            return sum_over<float>(neighbours, first, stride);
        case ColumnType::i32:
            return sum_over<std::int32_t>(neighbours, first, stride);
        case ColumnType::u32:
            return sum_over<std::uint32_t>(neighbours, first, stride);
        case ColumnType::u16:
            return sum_over<std::uint16_t>(neighbours, first, stride);
        case ColumnType::u8:
            return sum_over<std::uint8_t>(neighbours, first, stride);
    }
    return 0.0f;
}

bool is_float_row(const Population& population, std::size_t row) {
    const auto slots = population.slots();
    return std::all_of(slots.begin(), slots.end(), [row](const Population::Slot& slot) {
        return !slot.packed || slot.store != row || slot.type == ColumnType::f32;
    });
}

/// The rows of a block as kernels take them: starts of 32 bits into targets.
class BlockRows {
public:
    BlockRows(const Ties& ties, Block block) {
        const Graph& graph = *ties.graph;
        if (ties.changes && ties.changes->any_changed(block.first, block.count)) {
            copy(*ties.changes, block);
        } else if (graph.is_wide()) {
            const std::uint64_t first = graph.first_arc(block.first);
            for (Index i = 0; i <= block.count; ++i) {
                own_starts_[i] = static_cast<std::uint32_t>(graph.first_arc(block.first + i) - first);
            }
            starts_ = own_starts_.data();
            targets_ = graph.targets().data() + first;
        } else {
            starts_ = graph.starts().data() + block.first;
            targets_ = graph.targets().data();
        }
    }
    BlockRows(const BlockRows&) = delete;
    BlockRows& operator=(const BlockRows&) = delete;

    const std::uint32_t* starts() const { return starts_; }
    const Index* targets() const { return targets_; }

private:
    void copy(const Overlay& changes, Block block) {
        own_starts_[0] = 0;
        for (Index i = 0; i < block.count; ++i) {
            const auto row = changes.neighbours(block.first + i);
            own_targets_.insert(own_targets_.end(), row.begin(), row.end());
            own_starts_[i + 1] = static_cast<std::uint32_t>(own_targets_.size());
        }
        starts_ = own_starts_.data();
        targets_ = own_targets_.data();
    }

    const std::uint32_t* starts_ = nullptr;
    const Index* targets_ = nullptr;
    std::array<std::uint32_t, Block::capacity + 1> own_starts_;
    std::vector<Index> own_targets_;
};

void copy_strided(const std::byte* from, std::size_t from_stride, std::byte* to, std::size_t to_stride,
                  std::size_t bytes, std::size_t count) {
    const auto copy = [&](auto size) {
        for (std::size_t i = 0; i < count; ++i) std::memcpy(to + i * to_stride, from + i * from_stride, size);
    };
    if (bytes == 4) return copy(std::integral_constant<std::size_t, 4>{});
    if (bytes == 2) return copy(std::integral_constant<std::size_t, 2>{});
    copy(std::integral_constant<std::size_t, 1>{});
}

const float* floats(const std::byte* bytes) { return reinterpret_cast<const float*>(bytes); }
float* floats(std::byte* bytes) { return reinterpret_cast<float*>(bytes); }

}  // namespace

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
    const Population::Slot& slot = population_->find(column, type);
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
    if (written && slot.packed) add_once(written_rows_, slot.store);
    return own->slot;
}

std::size_t SweepPlan::add_neighbours(std::string_view layer, std::string_view column, ColumnType type,
                                      Gathering gathering) {
    const Ties& found = ties(layer);
    const Population::Slot& slot = population_seen(found).find(column, type);
    if (!slot.packed) {
        throw Error("rule " + rule_ + ": column '" + slot.name +
                    "' is gathered from neighbours; put it into a packed row");
    }
    see(found, slot);
    const auto same = [&](const Gather& gather) {
        return gather.ties == &found && gather.gathering == gathering && gather.column.name == slot.name;
    };
    const auto gather = std::find_if(gathers_.begin(), gathers_.end(), same);
    if (gather != gathers_.end()) return gather->slot;
    gathers_.push_back({take_slots(1), slot, &found, gathering});
    return gathers_.back().slot;
}

void SweepPlan::see(const Ties& ties, const Population::Slot& column) {
    const Population& population = population_seen(ties);
    seen_.push_back({&population, column, rule_});
    if (&population == population_ && column.packed) add_once(gathered_rows_, column.store);
}

const Ties& SweepPlan::ties(std::string_view layer) const {
    const Ties& ties = layers_->ties(layer);
    if (ties.graph->size() != population_->size()) {
        throw Error("rule " + rule_ + ": the layer has " + std::to_string(ties.graph->size()) +
                    " agents, but there are " + std::to_string(population_->size()) + " of kind " +
                    population_->kind());
    }
    if (ties.graph->target_size() != population_seen(ties).size()) {
        throw Error("rule " + rule_ + ": the layer '" + std::string(layer) +
                    "' leads to another kind; add it to the layers together with that population");
    }
    return ties;
}

std::size_t SweepPlan::add_uniforms(std::size_t count) {
    const std::size_t first = take_slots(count);
    uniforms_.push_back({StreamId::of(population_->kind(), rule_).value(), first, count});
    return first;
}

const Population::Slot& SweepPlan::neighbour_column(const Ties& ties, std::string_view column, ColumnType type) {
    const Population::Slot& slot = population_seen(ties).find(column, type);
    see(ties, slot);
    return slot;
}

void SweepPlan::finish_binding() {
    for (const Seen& seen : seen_) {
        const auto same = [&](const Own& own) { return own.written && own.column.name == seen.column.name; };
        if (seen.population == population_ && !seen.column.packed && std::any_of(own_.begin(), own_.end(), same)) {
            throw Error("rule " + seen.rule + ": writes column '" + seen.column.name +
                        "' and sees the neighbours' values of it; put it into a packed row");
        }
    }
    for (const std::size_t row : written_rows_) {
        double_buffered_.push_back(contains(gathered_rows_, row));
        if (double_buffered_.back()) population_->next_row(row);
    }
    bind_gathers();
    bind_whole_rows();
}

/// Members of one row of floats over one layer are gathered in a single pass; each distinct slot once.
void SweepPlan::bind_gathers() {
    for (const Gather& gather : gathers_) {
        if (!is_float_row(population_seen(*gather.ties), gather.column.store)) continue;
        const std::size_t member = gather.column.offset / sizeof(float);
        const auto fits = [&](const RowGather& pass) {
            return pass.row == gather.column.store && pass.ties == gather.ties && pass.gathering == gather.gathering &&
                   pass.slot[member] == no_slot;
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
    for (std::size_t row = 0; row < population_->row_count(); ++row) {
        WholeRow whole{row, {no_slot, no_slot, no_slot, no_slot}, true};
        for (const Own& own : own_) {
            if (!own.column.packed || own.column.store != row || own.column.type != ColumnType::f32) continue;
            whole.slot[own.column.offset / sizeof(float)] = own.slot;
            whole.all_written = whole.all_written && own.written;
        }
        if (std::count(whole.slot.begin(), whole.slot.end(), no_slot) == 0) whole_rows_.push_back(whole);
    }
}

bool SweepPlan::in_whole_row(const Own& own) const {
    return own.column.packed && std::any_of(whole_rows_.begin(), whole_rows_.end(), [&](const WholeRow& whole) {
               return whole.row == own.column.store && whole.slot[own.column.offset / sizeof(float)] == own.slot;
           });
}

void SweepPlan::prepare(BlockFrame& frame, Block block, PhiloxKey key, std::uint32_t tick) const {
    for (std::size_t k = 0; k < slots_; ++k) frame.slot[k] = frame.scratch[k];
    load_own(frame, block);
    gather(frame, block);
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
        const std::byte* rows = population_->present_row(whole.row) + block.first * Population::row_bytes;
        kernels_->unpack_rows(floats(rows), block.count, members);
    }
    for (const Own& own : own_) {
        std::byte* first = population_->storage(own.column) + block.first * own.column.stride;
        if (!own.column.packed) {
            frame.slot[own.slot] = first;
        } else if (!in_whole_row(own)) {
            const std::size_t bytes = bytes_of(own.column.type);
            copy_strided(first, Population::row_bytes, frame.slot[own.slot], bytes, bytes, block.count);
        }
    }
}

void SweepPlan::gather(BlockFrame& frame, Block block) const {
    alignas(64) float unused[Block::capacity];
    for (const RowGather& pass : row_gathers_) {
        float* out[4];
        for (std::size_t k = 0; k < 4; ++k) {
            out[k] = pass.slot[k] == no_slot ? unused : floats(frame.slot[pass.slot[k]]);
        }
        const std::byte* rows = population_seen(*pass.ties).present_row(pass.row);
        const BlockRows of_block(*pass.ties, block);
        kernels_->gather_rows(floats(rows), of_block.starts(), of_block.targets(), block.count, pass.gathering, out);
    }
    for (const Gather& member : gathers_) {
        if (!is_float_row(population_seen(*member.ties), member.column.store))
            gather_member(frame.slot[member.slot], member, block);
    }
}

void SweepPlan::gather_member(std::byte* target, const Gather& gather, Block block) const {
    const std::byte* first = population_seen(*gather.ties).storage(gather.column);
    for (Index i = 0; i < block.count; ++i) {
        const auto neighbours = gather.ties->neighbours(block.first + i);
        const float sum = sum_over(neighbours, gather.column.type, first, gather.column.stride);
        const bool divides = gather.gathering == Gathering::mean && !neighbours.empty();
        floats(target)[i] = sum / (divides ? static_cast<float>(neighbours.size()) : 1.0f);
    }
}

std::byte* SweepPlan::row_target(std::size_t row) const {
    for (std::size_t k = 0; k < written_rows_.size(); ++k) {
        if (written_rows_[k] == row && double_buffered_[k]) return population_->next_row(row);
    }
    return population_->present_row(row);
}

void SweepPlan::store(BlockFrame& frame, Block block) const {
    const std::size_t first_byte = block.first * Population::row_bytes;
    const auto wholly_written = [&](std::size_t row) {
        return std::any_of(whole_rows_.begin(), whole_rows_.end(),
                           [row](const WholeRow& whole) { return whole.row == row && whole.all_written; });
    };
    for (std::size_t k = 0; k < written_rows_.size(); ++k) {
        const std::size_t row = written_rows_[k];
        if (!double_buffered_[k] || wholly_written(row)) continue;
        std::memcpy(population_->next_row(row) + first_byte, population_->present_row(row) + first_byte,
                    block.count * Population::row_bytes);
    }
    for (const WholeRow& whole : whole_rows_) {
        if (!whole.all_written) continue;
        const float* members[4];
        for (std::size_t k = 0; k < 4; ++k) members[k] = floats(frame.slot[whole.slot[k]]);
        kernels_->pack_rows(members, block.count, floats(row_target(whole.row) + first_byte));
    }
    for (const Own& own : own_) {
        if (!own.written || !own.column.packed || (in_whole_row(own) && wholly_written(own.column.store))) continue;
        std::byte* first = row_target(own.column.store) + own.column.offset + first_byte;
        const std::size_t bytes = bytes_of(own.column.type);
        copy_strided(frame.slot[own.slot], bytes, first, Population::row_bytes, bytes, block.count);
    }
}

void SweepPlan::commit(std::span<const Block> blocks, bool all) const {
    for (std::size_t k = 0; k < written_rows_.size(); ++k) {
        if (double_buffered_[k]) population_->commit(written_rows_[k], blocks, all);
    }
}

}  // namespace commonweal::core::detail
