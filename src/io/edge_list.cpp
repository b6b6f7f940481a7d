// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/io/edge_list.hpp>

#include "io/detail/edge_text.hpp"
#include "io/detail/files.hpp"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace commonweal::io {

namespace {

using core::AgentId;
using core::Index;
using detail::EdgeText;
using detail::MistakeList;

/// Which row an id belongs to.
class Rows {
public:
    explicit Rows(std::span<const AgentId> ids) : ids_(ids.begin(), ids.end()) {
        rows_.reserve(ids_.size());
        for (Index row = 0; row < ids_.size(); ++row) {
            if (!rows_.emplace(ids_[row], row).second)
                throw core::Error("edge list: the id " + std::to_string(ids_[row]) + " is given twice");
        }
    }

    std::optional<Index> find(AgentId id) const {
        const auto found = rows_.find(id);
        if (found == rows_.end()) return {};
        return found->second;
    }
    std::string rule() const {
        if (ids_.empty()) return "must be the id of an agent, of whom there are none";
        const auto [least, most] = std::minmax_element(ids_.begin(), ids_.end());
        return "must be the id of one of the " + std::to_string(ids_.size()) + " agents, which lie between " +
               std::to_string(*least) + " and " + std::to_string(*most);
    }
    std::vector<AgentId> take_ids() { return std::move(ids_); }

private:
    std::vector<AgentId> ids_;
    std::unordered_map<AgentId, Index> rows_;
};

std::vector<AgentId> ids_in(std::initializer_list<const std::vector<AgentId>*> ends) {
    std::vector<AgentId> ids;
    for (const std::vector<AgentId>* column : ends) ids.insert(ids.end(), column->begin(), column->end());
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

Rows rows_of(const std::optional<std::span<const AgentId>>& given,
             std::initializer_list<const std::vector<AgentId>*> ends) {
    return given ? Rows(*given) : Rows(ids_in(ends));
}

/// What is wrong with edge k as a whole, told at its second end.
void refuse_edge(const EdgeText& text, std::size_t k, MistakeList& mistakes, std::string rule) {
    mistakes.add({.line = text.lines[k],
                  .column = 1,
                  .length = 1,
                  .path = "tie",
                  .rule = std::move(rule),
                  .value = std::to_string(text.sources[k]) + " to " + std::to_string(text.targets[k])});
}

void refuse_loops(const EdgeText& text, MistakeList& mistakes) {
    for (std::size_t k = 0; k < text.lines.size(); ++k) {
        if (text.sources[k] == text.targets[k]) refuse_edge(text, k, mistakes, "must tie two different agents");
    }
}

void refuse_repeated(const EdgeText& text, bool either_order, MistakeList& mistakes) {
    struct Listed {
        std::uint64_t ends;
        std::size_t edge;
        auto operator<=>(const Listed&) const = default;
    };
    std::vector<Listed> listed(text.lines.size());
    for (std::size_t k = 0; k < listed.size(); ++k) {
        std::uint64_t first = text.sources[k];
        std::uint64_t second = text.targets[k];
        if (either_order && second < first) std::swap(first, second);
        listed[k] = {first << 32 | second, k};
    }
    std::sort(listed.begin(), listed.end());
    std::size_t first = 0;
    for (std::size_t k = 1; k < listed.size(); ++k) {
        if (listed[k].ends != listed[first].ends) {
            first = k;
        } else {
            refuse_edge(
                text, listed[k].edge, mistakes,
                "must be listed once, and is in line " + std::to_string(text.lines[listed[first].edge]) + " already");
        }
    }
}

std::vector<core::Edge> to_rows(const EdgeText& text, const Rows& sources, const Rows& targets, MistakeList& mistakes) {
    std::vector<core::Edge> edges(text.lines.size());
    const auto row = [&](std::size_t k, const char* end, AgentId id, const Rows& rows) {
        const std::optional<Index> found = rows.find(id);
        if (!found)
            mistakes.add({.line = text.lines[k],
                          .column = 1,
                          .length = 1,
                          .path = end,
                          .rule = rows.rule(),
                          .value = std::to_string(id)});
        return found.value_or(0);
    };
    for (std::size_t k = 0; k < edges.size(); ++k) {
        edges[k] = {row(k, "source", text.sources[k], sources), row(k, "target", text.targets[k], targets)};
    }
    return edges;
}

}  // namespace

EdgesWithIds read_edge_list(const std::string& file, const EdgeListOptions& options) {
    const bool bipartite = options.kind == TieKind::bipartite;
    if (options.target_ids && !bipartite) throw core::Error("edge list: only bipartite ties have ids of targets");
    MistakeList mistakes(file);
    const std::vector<std::byte> bytes = detail::read_file(file);
    const std::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    EdgeText text = detail::parse_edges(content, options.separator, mistakes);
    if (options.untidy == core::Untidy::refuse) {
        if (!bipartite) refuse_loops(text, mistakes);
        refuse_repeated(text, options.kind == TieKind::undirected, mistakes);
    }
    EdgesWithIds read{.edges = core::EdgeList({}), .ids = {}, .target_ids = {}};
    std::vector<core::Edge> ends;
    if (bipartite) {
        Rows sources = rows_of(options.ids, {&text.sources});
        Rows targets = rows_of(options.target_ids, {&text.targets});
        ends = to_rows(text, sources, targets, mistakes);
        read.ids = sources.take_ids();
        read.target_ids = targets.take_ids();
    } else {
        Rows rows = rows_of(options.ids, {&text.sources, &text.targets});
        ends = to_rows(text, rows, rows, mistakes);
        read.ids = rows.take_ids();
    }
    mistakes.raise(content);
    read.edges = core::EdgeList(std::move(ends));
    detail::add_columns(text, read.edges.columns);
    return read;
}

void write_edge_list(const std::string& file, const core::EdgeList& edges, std::span<const AgentId> ids,
                     std::span<const AgentId> target_ids, Separator separator) {
    const std::string text = detail::edge_text(edges, ids, target_ids, separator);
    detail::write_file_atomically(file, {std::as_bytes(std::span(text))});
}

}  // namespace commonweal::io
