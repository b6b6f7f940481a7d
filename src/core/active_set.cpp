// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/active_set.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/state.hpp>
#include <string>
#include <utility>

namespace commonweal::core {

namespace {

bool earlier(const Block& a, const Block& b) { return a.first < b.first; }

}  // namespace

ActiveSet::ActiveSet(const Population& population) : population_(&population) {}

ActiveSet::ActiveSet(const ActiveSet& other, const Population& population)
    : population_(&population), blocks_(other.blocks_) {}

void ActiveSet::clear() { blocks_.clear(); }

void ActiveSet::add_all() { blocks_.assign(population_->blocks().begin(), population_->blocks().end()); }

void ActiveSet::add_segment(std::size_t segment) {
    if (segment >= population_->segments().size()) {
        throw Error("active set: segment " + std::to_string(segment) + " of " +
                    std::to_string(population_->segments().size()) + " of kind " + population_->kind());
    }
    const auto added = population_->blocks(segment);
    if (added.empty()) return;
    const auto at = std::lower_bound(blocks_.begin(), blocks_.end(), added.front(), earlier);
    const auto last = std::upper_bound(at, blocks_.end(), added.back(), earlier);
    blocks_.insert(blocks_.erase(at, last), added.begin(), added.end());
}

void ActiveSet::add_agent(Index row) {
    if (row >= population_->size()) {
        throw Error("active set: row " + std::to_string(row) + " of " + std::to_string(population_->size()) +
                    " agents of kind " + population_->kind());
    }
    const auto blocks = population_->blocks();
    const Block& block = *(std::upper_bound(blocks.begin(), blocks.end(), Block{row, 0}, earlier) - 1);
    const auto at = std::lower_bound(blocks_.begin(), blocks_.end(), block, earlier);
    if (at == blocks_.end() || at->first != block.first) blocks_.insert(at, block);
}

void ActiveSet::save(StateWriter& writer) const {
    std::vector<Index> rows;
    for (const Block& block : blocks_) rows.push_back(block.first);
    writer.section("active set", [&] { writer.values(rows); });
}

void ActiveSet::load(StateReader& reader) {
    std::vector<Index> rows;
    reader.section("active set", [&] { reader.values(rows); });
    ActiveSet loaded(*population_);
    for (const Index row : rows) {
        loaded.add_agent(row);
        if (loaded.blocks_.back().first != row)
            throw Error("active set: in the state a block starts at row " + std::to_string(row));
    }
    blocks_ = std::move(loaded.blocks_);
}

std::span<const Block> ActiveSet::blocks() const { return blocks_; }

}  // namespace commonweal::core
