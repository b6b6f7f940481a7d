// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/detail/philox.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <string>
#include <vector>

namespace commonweal::core {

namespace {

void refuse(const SmallWorld& model, Index size) {
    if (model.degree % 2 != 0 || (size > 0 && model.degree >= size)) {
        throw Error("small world: the degree is " + std::to_string(model.degree) +
                    "; it must be even and below the number of agents, " + std::to_string(size));
    }
    if (!(model.rewiring >= 0.0 && model.rewiring <= 1.0)) {
        throw Error("small world: the rewiring probability is " + std::to_string(model.rewiring) +
                    "; it must be in [0, 1]");
    }
}

}  // namespace

Graph generate(const SmallWorld& model, Index size, Layer layer, Seed seed, Workers& workers) {
    refuse(model, size);
    const std::uint32_t stream = StreamId::of(layer.name, "small_world").value() << 8;
    const double threshold = model.rewiring * 0x1p32;
    std::vector<Edge> edges;
    edges.reserve(std::size_t{size} * (model.degree / 2));
    for (Index v = 0; v < size; ++v) {
        for (Index step = 1; step <= model.degree / 2; ++step) {
            Index other = static_cast<Index>((std::uint64_t{v} + step) % size);
            const auto words = detail::philox4x32({v, step, 0, stream}, {seed.value, seed.replicate});
            if (words[0] < threshold) other = static_cast<Index>(std::uint64_t{words[1]} * size >> 32);
            edges.emplace_back(v, other);
        }
    }
    return Graph::undirected(size, edges, {.untidy = Untidy::drop, .workers = &workers});
}

}  // namespace commonweal::core
