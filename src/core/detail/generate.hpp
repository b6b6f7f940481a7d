// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/column.hpp>
#include <commonweal/core/detail/philox.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the generators of graphs share.
namespace commonweal::core::detail {

using EdgeParts = std::vector<std::vector<Edge>>;

/// Runs of rows that are worked on at a time. They depend on the number of rows alone, and are few enough for the
/// counts that are kept of each.
class RowParts {
public:
    explicit RowParts(std::uint64_t rows) : rows_(rows), length_(std::max((rows + most - 1) / most, fewest_rows)) {}

    std::size_t count() const { return static_cast<std::size_t>((rows_ + length_ - 1) / length_); }
    std::uint64_t first(std::size_t part) const { return part * length_; }
    std::uint64_t last(std::size_t part) const { return std::min(first(part) + length_, rows_); }

private:
    static constexpr std::uint64_t most = 256;
    static constexpr std::uint64_t fewest_rows = 256;
    std::uint64_t rows_;
    std::uint64_t length_;
};

/// Calls make_row(row, edges) for each row, on any thread; it appends the row's edges.
template <class Row, class MakeRow>
EdgeParts make_edges(Row rows, double edges_per_row, Workers& workers, MakeRow make_row) {
    const RowParts runs(rows);
    EdgeParts parts(runs.count());
    workers.for_each(parts.size(), [&](std::size_t part) {
        std::vector<Edge> edges;  // not in its place yet: the heads of neighbouring parts share a cache line
        const auto length = static_cast<double>(runs.last(part) - runs.first(part));
        edges.reserve(static_cast<std::size_t>(length * edges_per_row));
        for (std::uint64_t row = runs.first(part); row < runs.last(part); ++row) {
            make_row(static_cast<Row>(row), edges);
        }
        parts[part] = std::move(edges);
    });
    return parts;
}

/// The draws of one model for one layer.
class RowDraws {
public:
    RowDraws(Layer layer, std::string_view model, Seed seed)
        : stream_(StreamId::of(layer.name, model).value() << 8), key_{seed.value, seed.replicate} {}

    /// Four independent uniform words: the row's own, told apart by two numbers of its choice.
    PhiloxCounter operator()(std::uint32_t row, std::uint32_t draw, std::uint32_t range = 0) const {
        return philox4x32({row, draw, range, stream_}, key_);
    }

private:
    std::uint32_t stream_;
    PhiloxKey key_;
};

/// One of `count` places, each with the same probability up to count / 2^53; count from 1 to 2^53.
inline std::uint64_t place_below(std::uint64_t count, std::uint32_t high, std::uint32_t low) {
    const double place = to_unit_double(high, low) * static_cast<double>(static_cast<std::int64_t>(count));
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(place));
}

/// Whether each of many pairs is tied, with one probability in [0, 1] and independently, at the price of the ties
/// alone: the pairs between two ties are a geometric number (Batagelj and Brandes 2005,
/// doi:10.1103/PhysRevE.71.036113).
class PairChances {
public:
    explicit PairChances(double probability) : per_log_(1.0 / math::log1p(-probability)) {}

    /// Calls tie(k) in ascending order for those k below `count` that are tied.
    template <class Tie>
    void for_each_tie(Index count, const RowDraws& draws, Index row, std::uint32_t range, Tie tie) const {
        if (count == 0 || never()) return;
        Index place = 0;
        for (std::uint32_t draw = 0;; ++draw) {
            const PhiloxCounter words = draws(row, draw, range);
            for (std::size_t word = 0; word < 4; word += 2) {
                // Infinite for the smallest probabilities, so it is compared before it becomes a whole number.
                const double jump = math::log(to_open_unit_double(words[word], words[word + 1])) * per_log_;
                if (!(jump < static_cast<double>(count - place))) return;
                place += static_cast<Index>(static_cast<std::int64_t>(jump));
                tie(place++);
            }
        }
    }

private:
    bool never() const { return per_log_ == -infinity<double>; }

    double per_log_;  ///< 0 for probability 1, minus infinity for 0
};

/// What is wrong with the parameters of a model, all of it in one sentence.
class ParameterFaults {
public:
    /// The model's name begins the sentence.
    explicit ParameterFaults(std::string model) : text_(std::move(model) + ": ") {}

    /// Notes "name is value, but must be rule" if it does not hold.
    void require(bool holds, std::string_view name, const std::string& value, std::string_view rule);
    /// The same for the elements of a list: notes the first for which it does not hold, and how many there are.
    template <class T, class Holds>
    void require_each(std::span<const T> values, std::string_view name, std::string_view rule, Holds holds);
    /// Throws Error if anything was noted.
    void refuse() const;

private:
    void require_none(std::size_t failed, const std::string& name, const std::string& value, std::string_view rule);

    std::string text_;
    bool any_ = false;
};

/// As messages show a parameter's value.
std::string value_text(double value);
std::string value_text(std::uint32_t value);

/// Where each group of consecutive agents begins, and at last where the last one ends.
std::vector<std::uint64_t> group_starts(std::span<const Index> sizes);

template <class T, class Holds>
void ParameterFaults::require_each(std::span<const T> values, std::string_view name, std::string_view rule,
                                   Holds holds) {
    std::size_t failed = 0;
    std::size_t first = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (!holds(values[k]) && failed++ == 0) first = k;
    }
    if (failed == 0) return;
    require_none(failed, std::string(name) + '[' + std::to_string(first) + ']', value_text(values[first]), rule);
}

}  // namespace commonweal::core::detail
