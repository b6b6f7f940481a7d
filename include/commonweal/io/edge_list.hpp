// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/graph.hpp>
#include <commonweal/core/types.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Edge lists as text, such as
///
///     # who knows whom
///     source,target,weight,visits:u16
///     17,4,0.5,3
///
/// The first line that is neither empty nor a comment names the columns. The first two hold the ends of a tie, as
/// persistent ids; further ones hold what edges carry, 32-bit floats unless the name is followed by another type (i32,
/// u32, u16 or u8). Lines that begin with # are comments.
namespace commonweal::io {

/// What stands between the fields of a line; `found` is what the line of names shows.
enum class Separator : std::uint8_t { found, comma, semicolon, tab, blanks };

/// What a list's ties are, as Graph::undirected, Graph::directed and Graph::bipartite take them.
enum class TieKind : std::uint8_t { undirected, directed, bipartite };

struct EdgeListOptions {
    Separator separator = Separator::found;
    TieKind kind = TieKind::undirected;
    /// Whether ties of an agent to itself and repeated ones are mistakes, or are passed on to who makes the graph.
    core::Untidy untidy = core::Untidy::refuse;
    /// The agents in row order, such as Population::ids(); without them, all that the file names, by ascending id.
    std::optional<std::span<const core::AgentId>> ids = {};
    /// The same for the agents of the other kind; for bipartite ties only.
    std::optional<std::span<const core::AgentId>> target_ids = {};
};

struct EdgesWithIds {
    core::EdgeList edges;                   ///< between rows
    std::vector<core::AgentId> ids;         ///< of the rows
    std::vector<core::AgentId> target_ids;  ///< of the rows of the other kind; empty unless the ties are bipartite
};

/// Throws core::ConfigError with the first ten of the file's mistakes and how many more there are, and core::Error
/// where the file cannot be read or an id is given twice.
EdgesWithIds read_edge_list(const std::string& file, const EdgeListOptions& options = {});

/// Writes ties between the rows that the ids belong to; for ties within one kind the two lists of ids are the same.
/// Numbers read back equal. Throws core::Error where a row has no id, a column's name cannot be read back, or the file
/// cannot be written.
void write_edge_list(const std::string& file, const core::EdgeList& edges, std::span<const core::AgentId> ids,
                     std::span<const core::AgentId> target_ids, Separator separator = Separator::comma);

}  // namespace commonweal::io
