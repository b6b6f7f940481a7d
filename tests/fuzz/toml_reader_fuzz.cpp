// SPDX-License-Identifier: Apache-2.0
// Any bytes either read as a configuration, which then writes and reads back the same, or give a ConfigError.
#include <commonweal/core/error.hpp>
#include <commonweal/io/toml_reader.hpp>
#include <commonweal/io/toml_writer.hpp>
#include <io/sample_town.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using commonweal::core::ConfigError;
using commonweal::core::Mistake;
using commonweal::core::ParameterTable;
namespace io = commonweal::io;

void read_back(const sample::Town& town, const std::string& text) {
    sample::Town again;
    ParameterTable table;
    describe(table, again);
    io::read_toml_text(text, "again.toml", table);
    if (!(again == town)) std::abort();
}

/// A place in the file is shown with one caret.
void check_marks(const Mistake& mistake) {
    if (mistake.rule.empty() || (mistake.line > 0) != (mistake.column > 0) || mistake.length < 0) std::abort();
    if (mistake.marked.empty() != (mistake.length == 0 || mistake.line == 0)) std::abort();
    if (mistake.marked.empty()) return;
    const std::string caret = mistake.marked.substr(mistake.marked.rfind('\n'));
    if (std::count(caret.begin(), caret.end(), '^') != 1) std::abort();
}

}  // namespace

/// A first line that starts with "#set " holds overrides, separated by ';'.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    std::vector<io::Override> overrides;
    sample::Town town;
    ParameterTable table;
    describe(table, town);
    try {
        if (text.starts_with("#set ")) {
            std::string line = text.substr(5, text.find('\n') - 5);
            for (std::size_t end = 0; end != std::string::npos && !line.empty(); line = line.substr(end + 1)) {
                end = line.find(';');
                overrides.push_back(io::parse_override(line.substr(0, end)));
                if (end == std::string::npos) break;
            }
        }
        io::read_toml_text(text, "fuzz.toml", table, {.overrides = overrides});
    } catch (const ConfigError& error) {
        if (error.mistakes().empty()) std::abort();
        for (const Mistake& mistake : error.mistakes()) check_marks(mistake);
        return 0;
    }
    read_back(town, io::write_toml(table));
    return 0;
}
