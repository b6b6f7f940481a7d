// SPDX-License-Identifier: Apache-2.0
#include "detail/gather.hpp"

#include <algorithm>
#include <array>
#include <commonweal/core/column.hpp>
#include <commonweal/core/reduce.hpp>
#include <cstring>
#include <vector>

namespace commonweal::core::detail {

namespace {

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

/// What the neighbours' values add up to, and what a mean divides by.
struct Total {
    float sum = 0.0f;
    float weight = 0.0f;
};

template <class T>
struct Values {
    const std::byte* first;
    std::size_t stride;
    float operator[](Index row) const {
        T value;
        std::memcpy(&value, first + row * stride, sizeof(T));
        return static_cast<float>(value);
    }
    [[gnu::always_inline]] void prefetch(Index row) const { __builtin_prefetch(first + row * stride); }
};

template <class T>
void add_plain(const Ties& ties, Block block, Values<T> values, Total* totals) {
    const BlockRows rows(ties, block);
    const std::uint32_t* starts = rows.starts();
    const Index* targets = rows.targets();
    // Neighbours are scattered over memory; what later ones need is fetched while these are added.
    constexpr std::uint32_t ahead = 48;
    const std::uint32_t last = starts[block.count];
    for (Index i = 0; i < block.count; ++i) {
        float sum = totals[i].sum;
        for (std::uint32_t arc = starts[i]; arc < starts[i + 1]; ++arc) {
            values.prefetch(targets[std::min(arc + ahead, last - 1)]);
            sum += values[targets[arc]];
        }
        totals[i].sum = sum;
        totals[i].weight += static_cast<float>(static_cast<std::int32_t>(starts[i + 1] - starts[i]));
    }
}

template <class T>
void add_weighted(const Ties& ties, Block block, Values<T> values, Column<float> weight, Total* totals) {
    const auto weights = ties.graph->values(weight);
    const auto add = [&](Total& total, Index neighbour, float of_tie) {
        total.sum += of_tie * values[neighbour];
        total.weight += of_tie;
    };
    for (Index i = 0; i < block.count; ++i) {
        const Index v = block.first + i;
        const auto neighbours = ties.neighbours(v);
        const bool changed = ties.changes && ties.changes->changed(v);
        const std::uint64_t first = ties.graph->first_arc(v);
        for (std::size_t k = 0; k < neighbours.size(); ++k) {
            const Index to = neighbours[k];
            add(totals[i], to, changed ? ties.changes->value(weight, Edge{v, to}) : weights[first + k]);
        }
    }
}

template <class T>
void gather_typed(const Ties& ties, Block block, const SeenColumn& column, Gathering gathering, std::string_view weight,
                  float* out) {
    std::array<Total, Block::capacity> totals{};
    const Values<T> values{column.first, column.stride};
    const auto add = [&](const Ties& part) {
        if (weight.empty()) return add_plain(part, block, values, totals.data());
        add_weighted(part, block, values, Column<float>{weight}, totals.data());
    };
    if (ties.joined.empty()) add(ties);
    for (const Ties* part : ties.joined) add(*part);
    for (Index i = 0; i < block.count; ++i) {
        const bool divides = gathering == Gathering::mean && totals[i].weight > 0.0f;
        out[i] = divides ? totals[i].sum / totals[i].weight : totals[i].sum;
    }
}

/// Calls work(T{}) with the type of a column.
template <class Work>
decltype(auto) of_type(ColumnType type, Work&& work) {
    switch (type) {
        case ColumnType::i32:
            return work(std::int32_t{});
        case ColumnType::u32:
            return work(std::uint32_t{});
        case ColumnType::u16:
            return work(std::uint16_t{});
        case ColumnType::u8:
            return work(std::uint8_t{});
        case ColumnType::f32:
            break;
    }
    return work(float{});
}

}  // namespace

void gather_rows(const Kernels& kernels, const Ties& ties, Block block, const std::byte* rows, Gathering gathering,
                 float* const* out) {
    const auto* floats = reinterpret_cast<const float*>(rows);
    if (ties.joined.empty()) {
        const BlockRows of_block(ties, block);
        return kernels.gather_rows(floats, of_block.starts(), of_block.targets(), block.count, gathering, out);
    }
    alignas(64) float part_out[4][Block::capacity];
    float* const part_members[4] = {part_out[0], part_out[1], part_out[2], part_out[3]};
    std::array<std::uint64_t, Block::capacity> degrees{};
    for (std::size_t k = 0; k < 4; ++k) std::fill_n(out[k], block.count, 0.0f);
    for (const Ties* part : ties.joined) {
        const BlockRows of_block(*part, block);
        const std::uint32_t* starts = of_block.starts();
        kernels.gather_rows(floats, starts, of_block.targets(), block.count, Gathering::sum, part_members);
        for (std::size_t k = 0; k < 4; ++k) {
            for (Index i = 0; i < block.count; ++i) out[k][i] += part_out[k][i];
        }
        for (Index i = 0; i < block.count; ++i) degrees[i] += starts[i + 1] - starts[i];
    }
    if (gathering == Gathering::sum) return;
    for (std::size_t k = 0; k < 4; ++k) {
        for (Index i = 0; i < block.count; ++i) {
            out[k][i] /= static_cast<float>(static_cast<std::int32_t>(std::max(degrees[i], std::uint64_t{1})));
        }
    }
}

void gather_column(const Ties& ties, Block block, const SeenColumn& column, Gathering gathering,
                   std::string_view weight, float* out) {
    of_type(column.type,
            [&](auto value) { gather_typed<decltype(value)>(ties, block, column, gathering, weight, out); });
}

double column_total(Workers& workers, const Population& population, const SeenColumn& column) {
    return of_type(column.type, [&](auto value) {
        const ColumnView<const decltype(value)> view(column.first, column.stride, population.size());
        return column_sum(workers, population.blocks(), view);
    });
}

void gather_crowd(const Crowd& crowd, Block block, const SeenColumn& column, Gathering gathering, float* out) {
    const bool divides = gathering == Gathering::mean && crowd.size > 1;
    const double others = divides ? static_cast<double>(crowd.size - 1) : 1.0;
    of_type(column.type, [&](auto value) {
        const Values<decltype(value)> values{column.first, column.stride};
        for (Index i = 0; i < block.count; ++i) {
            const double own = values[block.first + i];
            out[i] = crowd.size > 1 ? static_cast<float>((crowd.total - own) / others) : 0.0f;
        }
    });
}

}  // namespace commonweal::core::detail
