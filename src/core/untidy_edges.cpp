// SPDX-License-Identifier: Apache-2.0
#include "core/detail/untidy_edges.hpp"

#include <algorithm>
#include <vector>

namespace commonweal::core::detail {

namespace {

constexpr std::size_t most_edges_told = 5;

std::string examples(const std::vector<Edge>& edges) {
    std::string text;
    for (std::size_t k = 0; k < std::min(edges.size(), most_edges_told); ++k) {
        text += (k ? ", (" : " (") + std::to_string(edges[k].first) + ", " + std::to_string(edges[k].second) + ')';
    }
    return edges.size() > most_edges_told ? text + ", …" : text;
}

void add_kind(std::string& text, const std::vector<Edge>& edges, const std::string& one, const std::string& many) {
    if (edges.empty()) return;
    text += (text.empty() ? "" : "; ") + std::to_string(edges.size()) +
            (edges.size() == 1 ? " edge " + one : " edges " + many) + ':' + examples(edges);
}

std::string outside(const ArcRules& rules) {
    const std::string size = std::to_string(rules.size);
    if (!rules.loops) return "an end outside the " + size + " agents";
    return "an end outside the " + size + " agents and " + std::to_string(rules.target_size) + " targets";
}

}  // namespace

std::string describe_untidy(std::span<const std::span<const Edge>> parts, const ArcRules& rules) {
    std::vector<Edge> foreign, loops, known, repeated;
    for (const auto& part : parts) {
        for (const Edge& edge : part) {
            const auto& [from, to] = edge;
            if (from >= rules.size || to >= rules.target_size)
                foreign.push_back(edge);
            else if (from == to && !rules.loops)
                loops.push_back(edge);
            else
                known.push_back(rules.both_ways && to < from ? Edge{to, from} : edge);
        }
    }
    std::sort(known.begin(), known.end());
    for (std::size_t k = 1; k < known.size(); ++k) {
        const bool already_told = !repeated.empty() && repeated.back() == known[k];
        if (known[k] == known[k - 1] && !already_told) repeated.push_back(known[k]);
    }
    std::string text;
    add_kind(text, foreign, "has " + outside(rules), "have " + outside(rules));
    if (rules.untidy == Untidy::refuse) {
        add_kind(text, loops, "ties an agent to itself", "tie agents to themselves");
        add_kind(text, repeated, "is listed more than once", "are listed more than once");
    }
    return "graph: " + text;
}

}  // namespace commonweal::core::detail
