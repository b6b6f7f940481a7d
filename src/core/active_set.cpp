// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/active_set.hpp>
#include <commonweal/core/error.hpp>
#include <string>

namespace commonweal::core {

namespace {

bool earlier(const Block& a, const Block& b) { return a.first < b.first; }

}  // namespace

ActiveSet::ActiveSet(const Population& population) : population_(&population) {}

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

}  // namespace commonweal::core
