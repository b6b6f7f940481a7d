// SPDX-License-Identifier: Apache-2.0
#include "core/detail/compress.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <vector>

namespace commonweal::core::detail {

namespace {

using Parts = std::span<const std::span<const Edge>>;

struct PlainArc {
    Index row;
    Index target;
    friend bool operator<(const PlainArc& a, const PlainArc& b) { return a.target < b.target; }
};
struct NumberedArc {
    Index row;
    Index target;
    std::uint64_t edge;
    friend bool operator<(const NumberedArc& a, const NumberedArc& b) {
        return a.target != b.target ? a.target < b.target : a.edge < b.edge;
    }
};

/// A number for each block of rows; that of the block last asked for is kept in a register, since neighbours in a list
/// mostly ask for the same.
class BlockNumbers {
public:
    BlockNumbers(std::uint64_t* numbers, int shift) : numbers_(numbers), shift_(shift), number_(numbers[0]) {}
    ~BlockNumbers() { numbers_[block_] = number_; }
    BlockNumbers(const BlockNumbers&) = delete;
    BlockNumbers& operator=(const BlockNumbers&) = delete;

    std::uint64_t& of(Index row) {
        const Index block = row >> shift_;
        if (block != block_) {
            numbers_[block_] = number_;
            number_ = numbers_[block];
            block_ = block;
        }
        return number_;
    }

private:
    std::uint64_t* numbers_;
    int shift_;
    Index block_ = 0;
    std::uint64_t number_;
};

template <class Arc>
class Compressor {
public:
    Compressor(Parts parts, const ArcRules& rules, Workers& workers)
        : parts_(parts), rules_(rules), workers_(workers), shift_(choose_shift()) {
        blocks_ = (std::size_t{rules.size} >> shift_) + 1;
    }

    Compressed run() {
        count();
        Compressed rows;
        rows.found_untidy = untidy_;
        if (untidy_) return rows;
        place_parts();
        scatter();
        rows.starts.assign(std::size_t{rules_.size} + 1, 0);
        std::vector<std::uint64_t> kept(blocks_);
        workers_.for_each(blocks_, [&](std::size_t block) { kept[block] = sort_block(block, rows.starts); });
        rows.found_untidy = untidy_;
        if (!untidy_) join(kept, rows);
        return rows;
    }

private:
    /// Blocks of rows with some 2^16 arcs.
    int choose_shift() const {
        std::uint64_t edges = 0;
        for (const auto& part : parts_) edges += part.size();
        const std::uint64_t wanted_blocks = std::clamp<std::uint64_t>((edges << int{rules_.both_ways}) >> 16, 1, 4096);
        const std::uint64_t rows = std::max<std::uint64_t>(rules_.size / wanted_blocks, 1);
        return static_cast<int>(std::bit_width(rows));
    }

    /// Calls visit(row, target, edge, number) for each arc of a part, with the number of the row's block among those of
    /// the part; the arcs that turn edges round come after the others.
    template <class Visit>
    void for_each_arc(std::size_t part, Visit visit) {
        BlockNumbers numbers(places_.data() + part * blocks_, shift_);
        std::uint64_t edge = first_edge_[part];
        for (const auto& [from, to] : parts_[part]) {
            if (from != to || rules_.loops) visit(from, to, edge, numbers.of(from));
            ++edge;
        }
        if (!rules_.both_ways) return;
        edge = first_edge_[part];
        for (const auto& [from, to] : parts_[part]) {
            if (from != to || rules_.loops) visit(to, from, edge, numbers.of(to));
            ++edge;
        }
    }

    bool is_untidy(std::span<const Edge> edges) const {
        const bool refuse_loops = !rules_.loops && rules_.untidy == Untidy::refuse;
        bool untidy = false;
        for (const auto& [from, to] : edges) {
            untidy |= from >= rules_.size || to >= rules_.target_size || (refuse_loops && from == to);
        }
        return untidy;
    }

    /// How many arcs of each part fall into each block.
    void count() {
        first_edge_.resize(parts_.size());
        std::uint64_t edges = 0;
        for (std::size_t part = 0; part < parts_.size(); ++part) {
            first_edge_[part] = edges;
            edges += parts_[part].size();
        }
        places_.assign(parts_.size() * blocks_, 0);
        workers_.for_each(parts_.size(), [&](std::size_t part) {
            if (is_untidy(parts_[part])) untidy_ = true;
            if (untidy_) return;
            for_each_arc(part, [](Index, Index, std::uint64_t, std::uint64_t& number) { ++number; });
        });
    }

    /// Where the arcs of each part go within each block: parts in their order, so that edges keep theirs.
    void place_parts() {
        std::uint64_t arcs = 0;
        block_first_.resize(blocks_ + 1);
        for (std::size_t block = 0; block < blocks_; ++block) {
            block_first_[block] = arcs;
            for (std::size_t part = 0; part < parts_.size(); ++part) {
                std::uint64_t& place = places_[part * blocks_ + block];
                const std::uint64_t here = place;
                place = arcs;
                arcs += here;
            }
        }
        block_first_[blocks_] = arcs;
        arcs_.resize(arcs);
    }

    void scatter() {
        workers_.for_each(parts_.size(), [&](std::size_t part) {
            for_each_arc(part, [&](Index row, Index target, std::uint64_t edge, std::uint64_t& place) {
                Arc& arc = arcs_[place++];
                arc.row = row;
                arc.target = target;
                if constexpr (std::is_same_v<Arc, NumberedArc>) arc.edge = edge;
            });
        });
    }

    /// Sorts the arcs of one block by row and target and leaves out the repeated; writes the rows' lengths to
    /// `starts[row + 1]` and returns how many arcs are left, at the front of the block.
    std::uint64_t sort_block(std::size_t block, HugeVector<std::uint64_t>& starts) {
        const std::span<Arc> arcs(arcs_.data() + block_first_[block], block_first_[block + 1] - block_first_[block]);
        const Index first_row = static_cast<Index>(block << shift_);
        const Index rows = std::min<Index>(Index{1} << shift_, rules_.size - std::min(rules_.size, first_row));
        std::vector<std::uint32_t> next(std::size_t{rows} + 1, 0);
        for (const Arc& arc : arcs) ++next[arc.row - first_row + 1];
        for (Index row = 0; row < rows; ++row) next[row + 1] += next[row];
        const std::vector<std::uint32_t> begin = next;
        UnsetHugeVector<Arc> sorted(arcs.size());
        for (const Arc& arc : arcs) sorted[next[arc.row - first_row]++] = arc;
        Arc* kept = arcs.data();
        for (Index row = 0; row < rows; ++row) {
            const std::span<Arc> tidy = make_tidy({sorted.data() + begin[row], begin[row + 1] - begin[row]});
            starts[std::size_t{first_row} + row + 1] = tidy.size();
            kept = std::copy(tidy.begin(), tidy.end(), kept);
        }
        return static_cast<std::uint64_t>(kept - arcs.data());
    }

    /// One row in ascending order of targets, without the repeated.
    std::span<Arc> make_tidy(std::span<Arc> row) {
        const auto not_below = [](const Arc& a, const Arc& b) { return a.target >= b.target; };
        const bool is_tidy = std::adjacent_find(row.begin(), row.end(), not_below) == row.end();
        if (is_tidy) return row;  // most rows, where the edges were listed in order
        std::sort(row.begin(), row.end());
        const auto equal = [](const Arc& a, const Arc& b) { return a.target == b.target; };
        const auto last = std::unique(row.begin(), row.end(), equal);
        if (last != row.end() && rules_.untidy == Untidy::refuse) untidy_ = true;
        return row.first(static_cast<std::size_t>(last - row.begin()));
    }

    void join(const std::vector<std::uint64_t>& kept, Compressed& rows) {
        std::vector<std::uint64_t> first(blocks_ + 1, 0);
        for (std::size_t block = 0; block < blocks_; ++block) first[block + 1] = first[block] + kept[block];
        rows.targets.resize(first[blocks_]);
        if constexpr (std::is_same_v<Arc, NumberedArc>) rows.edge_of_arc.resize(first[blocks_]);
        workers_.for_each(blocks_, [&](std::size_t block) {
            const Arc* const arcs = arcs_.data() + block_first_[block];
            for (std::uint64_t k = 0; k < kept[block]; ++k) {
                rows.targets[first[block] + k] = arcs[k].target;
                if constexpr (std::is_same_v<Arc, NumberedArc>) rows.edge_of_arc[first[block] + k] = arcs[k].edge;
            }
            const std::uint64_t first_row = std::uint64_t{block} << shift_;
            const std::uint64_t last_row =
                std::min<std::uint64_t>(first_row + (std::uint64_t{1} << shift_), rules_.size);
            std::uint64_t start = first[block];
            for (std::uint64_t row = first_row; row < last_row; ++row) start = rows.starts[row + 1] += start;
        });
    }

    Parts parts_;
    ArcRules rules_;
    Workers& workers_;
    int shift_;
    std::size_t blocks_ = 0;
    std::atomic<bool> untidy_ = false;
    std::vector<std::uint64_t> first_edge_;
    std::vector<std::uint64_t> places_;  ///< of part p in block b at p * blocks + b: a count, then the next place
    std::vector<std::uint64_t> block_first_;
    UnsetHugeVector<Arc> arcs_;
};

}  // namespace

Compressed compress(Parts parts, const ArcRules& rules, Workers& workers) {
    return Compressor<PlainArc>(parts, rules, workers).run();
}

Compressed compress_with_order(Parts parts, const ArcRules& rules, Workers& workers) {
    return Compressor<NumberedArc>(parts, rules, workers).run();
}

}  // namespace commonweal::core::detail
