// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/text.hpp>
#include <commonweal/io/detail/toml_parse.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

// The asserts of toml++ 3.3 read beyond the end of the text, and clang turns them into assumptions where NDEBUG
// silences them. Hence neither, and the parser compiled in here, since the shared library that distributions ship has
// its own.
#undef TOML_SHARED_LIB
#undef TOML_HEADER_ONLY
#define TOML_SHARED_LIB 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define NDEBUG
#include <toml++/impl/preprocessor.h>
#undef TOML_ASSUME
#define TOML_ASSUME(...) static_assert(true)
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

namespace commonweal::io::detail {

namespace {

/// Turns the parser's positions, which count code points, into bytes of the text.
class SourceText {
public:
    explicit SourceText(std::string_view text) : text_(text) {
        line_starts_.push_back(0);
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] == '\n') line_starts_.push_back(at + 1);
        }
    }

    std::string_view line(std::size_t number) const {
        if (number == 0 || number > line_starts_.size()) return {};
        const std::size_t start = line_starts_[number - 1];
        const std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
        return text_.substr(start, end - start);
    }

    core::Place place(const toml::source_position& position) {
        if (position.line == 0 || position.line > line_starts_.size()) return {.line = 1, .column = 1};
        const std::size_t column = byte(position) - line_starts_[position.line - 1] + 1;
        return {.line = static_cast<int>(position.line), .column = static_cast<int>(column)};
    }

    std::string_view between(const toml::source_region& region) {
        const std::size_t begin = byte(region.begin);
        const std::size_t end = std::max(begin, byte(region.end));
        return text_.substr(begin, end - begin);
    }

private:
    std::size_t byte(const toml::source_position& position) {
        if (position.line == 0 || position.column == 0 || position.line > line_starts_.size()) return text_.size();
        measure(position.line);
        const std::size_t steps = std::min<std::size_t>(position.column - 1, code_points_.size() - 1);
        return line_starts_[position.line - 1] + code_points_[steps];
    }

    /// Remembers where the code points of one line start: a line may hold a million values.
    void measure(std::size_t number) {
        if (number == measured_line_) return;
        const std::string_view content = line(number);
        code_points_.clear();
        for (std::size_t at = 0; at < content.size(); ++at) {
            if ((static_cast<unsigned char>(content[at]) & 0xc0) != 0x80) code_points_.push_back(at);
        }
        code_points_.push_back(content.size());
        measured_line_ = number;
    }

    std::string_view text_;
    std::vector<std::size_t> line_starts_;
    std::size_t measured_line_ = 0;
    std::vector<std::size_t> code_points_;
};

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

class Converter {
public:
    explicit Converter(SourceText& source) : source_(source) {}

    core::Value::Table table(const toml::table& node) {
        core::Value::Table entries;
        for (const auto& [key, child] : node)
            entries.push_back({std::string(key.str()), value(child, source_.place(key.source().begin))});
        return entries;
    }

private:
    core::Value value(const toml::node& node, core::Place place) {
        core::Value result;
        result.place = place;
        if (const auto* const table_node = node.as_table()) {
            result.data = table(*table_node);
            if (table_node->is_inline()) result.written = written(node);
        } else if (const auto* const array_node = node.as_array()) {
            result.data = array(*array_node);
            const auto* const first = array_node->empty() ? nullptr : array_node->front().as_table();
            if (!first || first->is_inline()) result.written = written(node);
        } else {
            result.written = written(node);
            read_scalar(node, result);
        }
        return result;
    }

    core::Value::Array array(const toml::array& node) {
        core::Value::Array elements;
        for (const toml::node& element : node)
            elements.push_back(value(element, source_.place(element.source().begin)));
        return elements;
    }

    static void read_scalar(const toml::node& node, core::Value& result) {
        if (const auto* const truth = node.as_boolean()) {
            result.data = truth->get();
        } else if (const auto* const whole = node.as_integer()) {
            result.data = whole->get();
        } else if (const auto* const number = node.as_floating_point()) {
            result.data = number->get();
        } else if (const auto* const text = node.as_string()) {
            result.data = text->get();
        } else {
            result.data = core::Value::Date{result.written};
        }
    }

    std::string written(const toml::node& node) { return core::excerpt(trimmed(source_.between(node.source()))); }

    SourceText& source_;
};

/// The most frequent slip: a text or quantity without quotes. Its value with quotes; empty if that is not it.
std::string value_in_quotes(std::string_view line) {
    constexpr std::string_view plain_letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ./%_:+-";
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return {};
    const std::string_view value = trimmed(line.substr(equals + 1, line.find('#', equals) - equals - 1));
    const bool plain = !value.empty() && value.find_first_not_of(plain_letters) == std::string_view::npos;
    return plain && parse_toml_value(core::quoted(value)) ? core::quoted(value) : "";
}

core::Mistake syntax_mistake(const toml::parse_error& error, SourceText& source) {
    const core::Place place = source.place(error.source().begin);
    std::string reason(error.description());
    if (const std::size_t colon = reason.find(": "); reason.starts_with("Error while parsing") && colon < reason.size())
        reason = reason.substr(colon + 2);
    return {.file = {},
            .line = place.line,
            .column = place.column,
            .path = {},
            .rule = "this is not valid TOML: " + core::visible(reason),
            .value = {},
            .suggestion = value_in_quotes(source.line(static_cast<std::size_t>(place.line)))};
}

std::string_view without_byte_order_mark(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    return text;
}

}  // namespace

std::variant<core::Value::Table, core::Mistake> parse_toml(std::string_view text) {
    if (auto unfit = toml_guard(text)) return std::move(*unfit);
    const std::string_view content = without_byte_order_mark(text);
    SourceText source(content);
    try {
        const toml::table root = toml::parse(content);
        return Converter(source).table(root);
    } catch (const toml::parse_error& error) {
        return syntax_mistake(error, source);
    }
}

std::optional<core::Value> parse_toml_value(std::string_view text) {
    const std::string line = "value = " + std::string(text);
    if (toml_guard(line)) return std::nullopt;
    SourceText source(line);
    try {
        const toml::table root = toml::parse(line);
        if (root.size() != 1) return std::nullopt;
        core::Value::Table entries = Converter(source).table(root);
        return std::move(entries.front().value);
    } catch (const toml::parse_error&) {
        return std::nullopt;
    }
}

}  // namespace commonweal::io::detail
