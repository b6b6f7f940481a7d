// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <commonweal/core/graph_generate.hpp>
#include <limits>

#include "core/detail/generate.hpp"

namespace commonweal::core {

namespace {

using detail::value_text;

void refuse(const BipartiteMembership& model) {
    detail::ParameterFaults faults("bipartite membership");
    faults.require(model.mean_memberships >= 0.0 && model.mean_memberships <= 1000.0, "mean_memberships",
                   value_text(model.mean_memberships), "in [0, 1000]");
    faults.require_each(std::span(model.attraction), "attraction", "finite and not below 0",
                        [](double a) { return a >= 0.0 && a < detail::infinity<double>; });
    const auto count = model.attraction.size();
    faults.require(count <= std::numeric_limits<Index>::max(), "the number of attractions", std::to_string(count),
                   "below 2^32");
    const bool any = std::any_of(model.attraction.begin(), model.attraction.end(), [](double a) { return a != 0.0; });
    faults.require(any, "the largest attraction", count > 0 ? "0" : "missing", "above 0");
    faults.refuse();
}

/// Finds organisations in proportion to their attractions, from a table of where to begin (Chen and Asau 1974, AIIE
/// Transactions 6, 163-166).
class Attractions {
public:
    explicit Attractions(std::span<const double> attraction) : cells_(std::bit_ceil(attraction.size())) {
        const double most = *std::max_element(attraction.begin(), attraction.end());
        double sum = 0.0;  // of shares of the largest, which cannot overflow
        for (const double a : attraction) {
            sum += a / most;
            sums_.push_back(sum);
        }
        last_ = static_cast<Index>(std::lower_bound(sums_.begin(), sums_.end(), sum) - sums_.begin());
        Index place = 0;
        for (std::size_t cell = 0; cell < cells_; ++cell) {
            place = from(place, static_cast<double>(cell) / static_cast<double>(cells_));
            begin_.push_back(place);
        }
    }

    /// The organisation at a share of the sum, in [0, 1); one without attraction is nowhere.
    Index at(double share) const {
        const auto cell = static_cast<std::int64_t>(share * static_cast<double>(cells_));
        return from(begin_[static_cast<std::size_t>(cell)], share);
    }

private:
    Index from(Index place, double share) const {
        while (place < last_ && sums_[place] <= share * sums_.back()) ++place;
        return place;
    }

    std::size_t cells_;
    std::vector<double> sums_;
    std::vector<Index> begin_;
    Index last_ = 0;  ///< of those with attraction; takes what rounding leaves over
};

}  // namespace

Graph generate(const BipartiteMembership& model, Index size, Layer layer, Seed seed, Workers& workers) {
    refuse(model);
    const Attractions attractions(model.attraction);
    const StreamId count_stream = StreamId::of(layer.name, "membership_count");
    const detail::RowDraws draws(layer, "membership", seed);
    const auto make_row = [&](Index v, std::vector<Edge>& edges) {
        const std::uint64_t count = Stream(seed, count_stream, {.agent = v}).poisson(model.mean_memberships);
        for (std::uint32_t k = 0; k < count; k += 2) {
            const auto words = draws(v, k / 2);
            edges.emplace_back(v, attractions.at(to_unit_double(words[0], words[1])));
            if (k + 1 < count) edges.emplace_back(v, attractions.at(to_unit_double(words[2], words[3])));
        }
    };
    const auto parts = detail::make_edges(size, model.mean_memberships, workers, make_row);
    return Graph::bipartite_parts(size, static_cast<Index>(model.attraction.size()), parts,
                                  {.untidy = Untidy::drop, .workers = &workers});
}

}  // namespace commonweal::core
