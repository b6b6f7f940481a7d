// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph_generate.hpp>

#include "core/detail/generate.hpp"

namespace commonweal::core {

namespace {

using detail::value_text;

void refuse(const Lattice& model, Index size) {
    detail::ParameterFaults faults("lattice");
    faults.require(model.width > 0, "width", value_text(model.width), "at least 1");
    if (model.width > 0) {
        const Index height = size / model.width;
        faults.require(size % model.width == 0, "the number of agents", value_text(size),
                       "a multiple of the width, " + value_text(model.width));
        faults.require(!model.periodic || model.width >= 3, "width", value_text(model.width),
                       "at least 3 where the lattice is periodic");
        faults.require(!model.periodic || size == 0 || height >= 3, "the height", value_text(height),
                       "at least 3 where the lattice is periodic");
    }
    faults.refuse();
}

class LatticeTies {
public:
    LatticeTies(const Lattice& model, Index size) : model_(model), height_(size / model.width) {}

    /// To the agents beside and below, so that each tie is made once.
    void operator()(Index v, std::vector<Edge>& edges) const {
        add(v, 1, 0, edges);
        add(v, 0, 1, edges);
        if (!model_.diagonal) return;
        add(v, 1, 1, edges);
        add(v, -1, 1, edges);
    }

private:
    void add(Index v, int right, int down, std::vector<Edge>& edges) const {
        const std::int64_t width = model_.width;
        std::int64_t x = v % width + right;
        std::int64_t y = v / width + down;
        if (model_.periodic) {
            x = (x + width) % width;
            y = y % height_;
        }
        if (x < 0 || x >= width || y >= height_) return;
        edges.emplace_back(v, static_cast<Index>(y * width + x));
    }

    Lattice model_;
    std::int64_t height_;
};

}  // namespace

Graph generate(const Complete&, Index size, Layer, Seed, Workers& workers) {
    const auto parts = detail::make_edges(size, 0.5 * size, workers, [](Index v, std::vector<Edge>& edges) {
        for (Index u = 0; u < v; ++u) edges.emplace_back(v, u);
    });
    return Graph::undirected_parts(size, parts, {.workers = &workers});
}

Graph generate(const Lattice& model, Index size, Layer, Seed, Workers& workers) {
    refuse(model, size);
    const auto parts = detail::make_edges(size, model.diagonal ? 4.0 : 2.0, workers, LatticeTies(model, size));
    return Graph::undirected_parts(size, parts, {.workers = &workers});
}

Graph generate(const Cliques& model, Index size, Layer, Seed, Workers& workers) {
    const auto starts = detail::group_starts(model.sizes);
    detail::ParameterFaults faults("cliques");
    faults.require(starts.back() == size, "the sum of sizes", std::to_string(starts.back()),
                   "the number of agents, " + value_text(size));
    faults.refuse();
    const auto parts = detail::make_edges(size, 1.0, workers, [&](Index v, std::vector<Edge>& edges) {
        const std::uint64_t start = *(std::upper_bound(starts.begin(), starts.end(), v) - 1);
        for (auto u = static_cast<Index>(start); u < v; ++u) edges.emplace_back(v, u);
    });
    return Graph::undirected_parts(size, parts, {.workers = &workers});
}

}  // namespace commonweal::core
