// SPDX-License-Identifier: Apache-2.0
#include "io/detail/edge_text.hpp"

#include "io/detail/byte_order_mark.hpp"

#include <commonweal/core/caret.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace commonweal::io::detail {

namespace {

using core::AgentId;
using core::Mistake;
using Fields = std::vector<std::string_view>;

constexpr std::string_view blanks = " \t";

char character_of(Separator separator) {
    constexpr std::array characters{',', ',', ';', '\t', ' '};
    return characters[static_cast<std::size_t>(separator)];
}

Separator found_in(std::string_view names) {
    if (names.find('\t') != std::string_view::npos) return Separator::tab;
    if (names.find(';') != std::string_view::npos) return Separator::semicolon;
    return names.find(',') != std::string_view::npos ? Separator::comma : Separator::blanks;
}

std::string_view without_blanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return text.substr(text.size());
    return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

std::string_view unquoted(std::string_view field) {
    const bool quoted = field.size() >= 2 && field.front() == '"' && field.back() == '"';
    return quoted ? field.substr(1, field.size() - 2) : field;
}

void split(std::string_view line, Separator separator, Fields& fields) {
    fields.clear();
    const bool runs = separator == Separator::blanks;
    if (runs) line = without_blanks(line);
    for (;;) {
        const std::size_t end = runs ? line.find_first_of(blanks) : line.find(character_of(separator));
        fields.push_back(unquoted(without_blanks(line.substr(0, end))));
        if (end == std::string_view::npos) return;
        line.remove_prefix(end + 1);
        if (runs) line.remove_prefix(line.find_first_not_of(blanks));
    }
}

/// Takes the next line off the text, without what ends it.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool holds_nothing(std::string_view line) {
    const std::string_view words = without_blanks(line);
    return words.empty() || words.front() == '#';
}

/// Why a column cannot have this name; empty if it can.
std::string unfit_name(std::string_view name) {
    const bool control = std::any_of(name.begin(), name.end(), [](unsigned char byte) { return byte < ' '; });
    const bool special = control || name.find_first_of(",;:\"") != std::string_view::npos;
    if (name.empty() || special || without_blanks(name) != name || core::first_invalid_utf8(name) != name.size())
        return "must be a name without commas, semicolons, colons, quotes and control characters";
    return name == "source" || name == "target" ? "must not be the name of an end" : "";
}

/// A column of this type without values, if there is such a type.
std::optional<TextColumn::Values> no_values(std::string_view type) {
    if (type == "f32") return std::vector<float>();
    if (type == "i32") return std::vector<std::int32_t>();
    if (type == "u32") return std::vector<std::uint32_t>();
    if (type == "u16") return std::vector<std::uint16_t>();
    if (type == "u8") return std::vector<std::uint8_t>();
    return {};
}

template <class T>
std::string rule_of_type() {
    using Limits = std::numeric_limits<T>;
    if constexpr (std::is_floating_point_v<T>) return "must be a number that 32 bits can hold";
    return "must be a whole number from " + std::to_string(Limits::min()) + " to " + std::to_string(Limits::max());
}

template <class T>
bool read_number(std::string_view field, T& number) {
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), number);
    return error == std::errc() && end == field.data() + field.size() && number == number;
}

/// With a point where a comma was, if that makes it a number.
std::string with_a_point(std::string_view field) {
    std::string changed(field);
    std::replace(changed.begin(), changed.end(), ',', '.');
    float number = 0;
    return changed != field && read_number(changed, number) ? changed : "";
}

class Parser {
public:
    Parser(std::string_view text, Separator separator, MistakeList& mistakes)
        : rest_(without_byte_order_mark(text)), separator_(separator), mistakes_(mistakes) {}

    EdgeText parse() {
        if (!next_line()) {
            mistakes_.add({.rule = "holds no edges; the first line must name the columns, such as source,target"});
        } else if (read_names()) {
            while (next_line()) read_edge();
        }
        return std::move(edges_);
    }

private:
    bool next_line() {
        while (!rest_.empty()) {
            line_ = take_line(rest_);
            ++number_;
            if (!holds_nothing(line_)) return true;
        }
        return false;
    }

    Mistake mistake_at(std::string_view field, std::string path, std::string rule) const {
        return {.line = number_,
                .column = static_cast<int>(field.data() - line_.data()) + 1,
                .length = static_cast<int>(std::max<std::size_t>(field.size(), 1)),
                .path = std::move(path),
                .rule = std::move(rule),
                .value = field.empty() ? "empty" : core::excerpt(field)};
    }

    bool read_names() {
        if (separator_ == Separator::found) separator_ = found_in(line_);
        split(line_, separator_, fields_);
        if (fields_.size() < 2 || fields_[0] != "source" || fields_[1] != "target") {
            mistakes_.add(mistake_at(line_, "", "must name the columns, the first two source and target"));
            return false;
        }
        for (const std::string_view field : std::span(fields_).subspan(2)) read_name(field);
        return mistakes_.count() == 0;
    }

    void read_name(std::string_view field) {
        const std::size_t colon = std::min(field.find(':'), field.size());
        const std::string name(field.substr(0, colon));
        const std::string_view type =
            colon < field.size() ? field.substr(colon + 1) : core::name_of(core::ColumnType::f32);
        std::string rule = unfit_name(name);
        for (const TextColumn& column : edges_.columns) {
            if (column.name == name) rule = "must be named once";
        }
        if (!rule.empty()) mistakes_.add(mistake_at(field, "column", std::move(rule)));
        std::optional<TextColumn::Values> values = no_values(type);
        edges_.columns.push_back({name, values.value_or(std::vector<float>())});
        if (values) return;
        const std::vector<std::string> types{"f32", "i32", "u32", "u16", "u8"};
        Mistake mistake = mistake_at(type, "type of " + name, "must be f32, i32, u32, u16 or u8");
        mistake.suggestion = core::nearest(type, types).value_or("");
        mistakes_.add(std::move(mistake));
    }

    void read_edge() {
        split(line_, separator_, fields_);
        if (fields_.size() != edges_.columns.size() + 2) {
            return mistakes_.add(mistake_at(line_, "edge",
                                            "must have " + std::to_string(edges_.columns.size() + 2) + " fields, not " +
                                                std::to_string(fields_.size())));
        }
        const std::size_t before = mistakes_.count();
        const AgentId source = read_id(fields_[0], "source");
        const AgentId target = read_id(fields_[1], "target");
        for (std::size_t k = 0; k < edges_.columns.size(); ++k) read_value(fields_[k + 2], edges_.columns[k]);
        if (mistakes_.count() > before) return;
        edges_.sources.push_back(source);
        edges_.targets.push_back(target);
        edges_.lines.push_back(number_);
    }

    AgentId read_id(std::string_view field, const char* end) {
        AgentId id = 0;
        if (!read_number(field, id) || id == core::nobody)
            mistakes_.add(mistake_at(field, end, "must be an id, from 0 to " + std::to_string(core::nobody - 1)));
        return id;
    }

    void read_value(std::string_view field, TextColumn& column) {
        std::visit(
            [&]<class T>(std::vector<T>& values) {
                T value{};
                if (!read_number(field, value)) {
                    Mistake mistake = mistake_at(field, column.name, rule_of_type<T>());
                    if constexpr (std::is_floating_point_v<T>) mistake.suggestion = with_a_point(field);
                    mistakes_.add(std::move(mistake));
                }
                values.push_back(value);
            },
            column.values);
    }

    std::string_view rest_;
    Separator separator_;
    MistakeList& mistakes_;
    std::string_view line_;
    int number_ = 0;
    Fields fields_;
    EdgeText edges_;
};

template <class T>
void append_number(std::string& text, T number) {
    std::array<char, 32> buffer;
    text.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr);
}

void append_id(std::string& text, core::Index row, std::span<const AgentId> ids) {
    if (row >= ids.size())
        throw core::Error("edge list: the tie to row " + std::to_string(row) + " has no id; there are " +
                          std::to_string(ids.size()));
    append_number(text, ids[row]);
}

/// Calls work(values) with the column's values in their own type.
template <class Work>
void with_values(const core::EdgeColumns& columns, const core::EdgeColumns::Named& named, Work&& work) {
    switch (named.type) {
        case core::ColumnType::f32:
            return work(columns.values(core::Column<float>{named.name}));
        case core::ColumnType::i32:
            return work(columns.values(core::Column<std::int32_t>{named.name}));
        case core::ColumnType::u32:
            return work(columns.values(core::Column<std::uint32_t>{named.name}));
        case core::ColumnType::u16:
            return work(columns.values(core::Column<std::uint16_t>{named.name}));
        case core::ColumnType::u8:
            return work(columns.values(core::Column<std::uint8_t>{named.name}));
    }
}

std::string names_line(const core::EdgeColumns& columns, Separator separator) {
    const char between = character_of(separator);
    std::string text = std::string("source") + between + "target";
    for (const core::EdgeColumns::Named& named : columns.columns()) {
        std::string rule = unfit_name(named.name);
        if (separator == Separator::blanks && named.name.find(' ') != std::string::npos)
            rule = "must have no blanks where blanks part the fields";
        if (!rule.empty())
            throw core::Error("edge list: the column '" + named.name + "' cannot be written: it " + rule);
        text += between + named.name;
        with_values(columns, named, [&]<class T>(std::span<const T>) {
            if (!std::is_same_v<T, float>) text += ':' + std::string(core::name_of(core::column_type<T>()));
        });
    }
    return text + '\n';
}

}  // namespace

MistakeList::MistakeList(const std::filesystem::path& file) : file_(core::visible(file.string())) {}

void MistakeList::add(Mistake mistake) {
    ++count_;
    mistake.file = file_;
    const auto earlier = [](const Mistake& a, const Mistake& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    };
    first_.insert(std::upper_bound(first_.begin(), first_.end(), mistake, earlier), std::move(mistake));
    if (first_.size() > told) first_.pop_back();
}

void MistakeList::raise(std::string_view text) const {
    if (count_ == 0) return;
    std::vector<Mistake> mistakes = first_;
    std::string_view rest = without_byte_order_mark(text), line;
    int number = 0;
    for (Mistake& mistake : mistakes) {
        if (mistake.length == 0) continue;
        for (; number < mistake.line; ++number) line = take_line(rest);
        mistake.marked =
            core::caret_lines(line, {.line = mistake.line, .column = mistake.column, .length = mistake.length});
    }
    if (count_ > told)
        mistakes.push_back({.file = file_, .rule = "has " + std::to_string(count_ - told) + " more mistakes"});
    throw core::ConfigError(std::move(mistakes));
}

EdgeText parse_edges(std::string_view text, Separator separator, MistakeList& mistakes) {
    return Parser(text, separator, mistakes).parse();
}

void add_columns(const EdgeText& text, core::EdgeColumns& columns) {
    for (const TextColumn& column : text.columns) {
        std::visit(
            [&]<class T>(const std::vector<T>& values) {
                columns.add(core::Column<T>{column.name}, std::span<const T>(values));
            },
            column.values);
    }
}

std::string edge_text(const core::EdgeList& edges, std::span<const AgentId> ids, std::span<const AgentId> target_ids,
                      Separator separator) {
    std::string text = names_line(edges.columns, separator);
    for (std::size_t k = 0; k < edges.ends.size(); ++k) {
        append_id(text, edges.ends[k].first, ids);
        text += character_of(separator);
        append_id(text, edges.ends[k].second, target_ids);
        for (const core::EdgeColumns::Named& named : edges.columns.columns()) {
            text += character_of(separator);
            with_values(edges.columns, named, [&](auto values) { append_number(text, values[k]); });
        }
        text += '\n';
    }
    return text;
}

}  // namespace commonweal::io::detail
