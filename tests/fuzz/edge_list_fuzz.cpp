// SPDX-License-Identifier: Apache-2.0
// Any bytes either read as an edge list, which then writes and reads back the same, or give a ConfigError.
#include "fuzz/memory_file.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/io/edge_list.hpp>

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace {

namespace core = commonweal::core;
namespace io = commonweal::io;

bool same(const core::EdgeList& one, const core::EdgeList& other) {
    if (one.ends != other.ends || one.columns.columns().size() != other.columns.columns().size()) return false;
    for (std::size_t k = 0; k < one.columns.columns().size(); ++k) {
        const auto& left = one.columns.columns()[k];
        const auto& right = other.columns.columns()[k];
        if (left.name != right.name || left.type != right.type || left.bytes != right.bytes) return false;
    }
    return true;
}

void read_back(const io::EdgesWithIds& read, io::EdgeListOptions options) {
    const auto file = std::filesystem::temp_directory_path() / ("edge_list_fuzz_" + std::to_string(getpid()) + ".csv");
    const bool bipartite = options.kind == io::TieKind::bipartite;
    const auto separator = options.separator == io::Separator::found ? io::Separator::comma : options.separator;
    try {
        io::write_edge_list(file, read.edges, read.ids, bipartite ? read.target_ids : read.ids, separator);
    } catch (const core::Error&) {
        // A name that another separator let through may hold a comma.
        if (options.separator != io::Separator::found) std::abort();
        return;
    }
    options.separator = separator;
    options.ids = read.ids;
    if (bipartite) options.target_ids = read.target_ids;
    const io::EdgesWithIds again = io::read_edge_list(file, options);
    if (!same(again.edges, read.edges) || again.ids != read.ids || again.target_ids != read.target_ids) std::abort();
}

}  // namespace

/// The first byte says how to read the others: separator, kind of ties, what becomes of untidy ones.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const unsigned how = data[0];
    const io::EdgeListOptions options{.separator = static_cast<io::Separator>(how % 5),
                                      .kind = static_cast<io::TieKind>(how / 5 % 3),
                                      .untidy = static_cast<core::Untidy>(how / 15 % 2)};
    const fuzz::MemoryFile file({data + 1, size - 1});
    try {
        read_back(io::read_edge_list(file.path(), options), options);
    } catch (const core::ConfigError& error) {
        if (error.mistakes().empty()) std::abort();
    }
    return 0;
}
