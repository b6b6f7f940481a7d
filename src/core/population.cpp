// SPDX-License-Identifier: Apache-2.0
#include "detail/did_you_mean.hpp"

#include <algorithm>
#include <commonweal/core/error.hpp>
#include <commonweal/core/population.hpp>
#include <cstring>
#include <numeric>
#include <utility>

namespace commonweal::core {

namespace {

void refuse_repeated(const std::string& kind, std::span<const AgentId> ids) {
    std::vector<AgentId> sorted(ids.begin(), ids.end());
    if (!std::is_sorted(sorted.begin(), sorted.end())) std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end()) throw Error(kind + ": two agents have the id " + std::to_string(*twice));
    if (!sorted.empty() && sorted.back() == nobody) {
        throw Error(kind + ": the id " + std::to_string(nobody) + " means nobody; no agent can have it");
    }
}

}  // namespace

Population::Store::Store(std::size_t size, std::size_t bytes_of_agent)
    : stride(bytes_of_agent), present(size * bytes_of_agent) {}
Population::Store::Store(const Store& other) : stride(other.stride), present(other.present) {}
Population::Store::Store(Store&&) noexcept = default;
Population::Store& Population::Store::operator=(Store&&) noexcept = default;
Population::Store::~Store() = default;

Population::Population(std::string kind, std::vector<AgentId> ids) : kind_(std::move(kind)), ids_(std::move(ids)) {
    lay_out(std::array{size()});
}

Population::Population(std::string kind, std::vector<AgentId> ids, std::span<const Index> segment_sizes)
    : kind_(std::move(kind)), ids_(std::move(ids)) {
    lay_out(segment_sizes);
}

Population Population::numbered(std::string kind, Index size) {
    std::vector<AgentId> ids(size);
    std::iota(ids.begin(), ids.end(), AgentId{0});
    return Population(std::move(kind), std::move(ids));
}

void Population::lay_out(std::span<const Index> segment_sizes) {
    refuse_repeated(kind_, ids_);
    Index first = 0;
    for (const Index count : segment_sizes) {
        segments_.push_back({first, count});
        first_block_.push_back(blocks_.size());
        for (Index done = 0; done < count; done += Block::capacity) {
            blocks_.push_back({first + done, std::min(Block::capacity, count - done)});
        }
        first += count;
    }
    first_block_.push_back(blocks_.size());
    if (first != size()) {
        throw Error(kind_ + ": the segments hold " + std::to_string(first) + " agents, but there are " +
                    std::to_string(size()));
    }
}

std::span<const Block> Population::blocks(std::size_t segment) const {
    return std::span(blocks_).subspan(first_block_[segment], first_block_[segment + 1] - first_block_[segment]);
}

const Population::Slot& Population::find(std::string_view name) const {
    const auto found = std::find_if(slots_.begin(), slots_.end(), [&](const Slot& slot) { return slot.name == name; });
    if (found != slots_.end()) return *found;
    std::vector<std::string> names;
    for (const Slot& slot : slots_) names.push_back(slot.name);
    const std::string near = detail::did_you_mean(name, names);
    throw Error(kind_ + ": no column '" + std::string(name) + "'" + (near.empty() ? detail::there_are(names) : near));
}

const Population::Slot& Population::find(std::string_view name, ColumnType type) const {
    const Slot& slot = find(name);
    if (slot.type != type) throw Error(kind_ + ": column '" + slot.name + "'" + detail::is_not(slot.type, type));
    return slot;
}

const Population::Slot& Population::find_unpacked(std::string_view name, ColumnType type) const {
    const Slot& slot = find(name, type);
    if (slot.packed) throw Error(kind_ + ": column '" + slot.name + "' is packed; use column() for it");
    return slot;
}

std::byte* Population::next(std::size_t store) {
    Store& doubled = stores_[store];
    if (doubled.next.empty()) doubled.next = doubled.present;
    return doubled.next.data();
}

void Population::commit(std::size_t store, std::span<const Block> blocks, bool all) {
    Store& doubled = stores_[store];
    if (all) {
        doubled.present.swap(doubled.next);
        return;
    }
    for (const Block& block : blocks) {
        const std::size_t first = block.first * doubled.stride;
        std::memcpy(doubled.present.data() + first, doubled.next.data() + first, block.count * doubled.stride);
    }
}

void Population::save(StateWriter& writer) const {
    writer.section(kind_, [&] {
        for (const Store& store : stores_) writer.values(std::span<const std::byte>(store.present));
    });
}

void Population::load(StateReader& reader) {
    reader.section(kind_, [&] {
        for (Store& store : stores_) reader.values(std::span<std::byte>(store.present));
    });
}

void Population::refuse_taken(std::string_view name) const {
    for (const Slot& slot : slots_) {
        if (slot.name == name) throw Error(kind_ + ": there is a column '" + slot.name + "' already");
    }
}

void Population::add(std::string_view name, ColumnType type) {
    refuse_taken(name);
    slots_.push_back({std::string(name), type, false, stores_.size(), 0, bytes_of(type)});
    stores_.emplace_back(size(), bytes_of(type));
}

void Population::add_row(std::span<const Member> columns) {
    std::size_t offset = 0;
    for (const Member& member : columns) {
        refuse_taken(member.name);
        const std::size_t bytes = bytes_of(member.type);
        offset = (offset + bytes - 1) / bytes * bytes;
        if (offset + bytes > row_bytes) {
            throw Error(kind_ + ": column '" + std::string(member.name) +
                        "' does not fit into a packed row of 16 bytes");
        }
        slots_.push_back({std::string(member.name), member.type, true, stores_.size(), offset, row_bytes});
        offset += bytes;
    }
    stores_.emplace_back(size(), row_bytes);
}

std::span<const Segment> Population::segments() const { return segments_; }
std::span<const Block> Population::blocks() const { return blocks_; }
std::span<const Population::Slot> Population::slots() const { return slots_; }

}  // namespace commonweal::core
