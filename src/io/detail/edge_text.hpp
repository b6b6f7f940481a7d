// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/io/edge_list.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace commonweal::io::detail {

/// The first mistakes of a file, by line, and how many there are.
class MistakeList {
public:
    static constexpr std::size_t told = 10;

    explicit MistakeList(const std::filesystem::path& file);
    void add(core::Mistake mistake);
    std::size_t count() const { return count_; }
    /// Throws core::ConfigError if there are any. `text` is the file's.
    void raise(std::string_view text) const;

private:
    std::string file_;
    std::size_t count_ = 0;
    std::vector<core::Mistake> first_;
};

/// One column of an edge list beside the ends.
struct TextColumn {
    using Values = std::variant<std::vector<float>, std::vector<std::int32_t>, std::vector<std::uint32_t>,
                                std::vector<std::uint16_t>, std::vector<std::uint8_t>>;
    std::string name;
    Values values;
};

/// The edges of a list. Ends and lines leave out those with a mistake among their fields; columns do not.
struct EdgeText {
    std::vector<core::AgentId> sources;
    std::vector<core::AgentId> targets;
    std::vector<int> lines;
    std::vector<TextColumn> columns;
};

/// Reads a list. Where the names of the columns are not right, nothing else is told.
EdgeText parse_edges(std::string_view text, Separator separator, MistakeList& mistakes);

void add_columns(const EdgeText& text, core::EdgeColumns& columns);

/// The list as text. Throws core::Error where a row has no id or a column's name cannot be read back.
std::string edge_text(const core::EdgeList& edges, std::span<const core::AgentId> ids,
                      std::span<const core::AgentId> target_ids, Separator separator);

}  // namespace commonweal::io::detail
