// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/assignment.hpp>
#include <commonweal/core/distribution.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <type_traits>

namespace commonweal::core {

namespace {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

/// TOML reads "-0" and digits without a point as integers, which have neither a negative zero nor 2^63.
std::string plain_text(double value) {
    std::string text = number_text(value);
    const bool looks_whole = text.find_first_not_of("-0123456789") == std::string::npos;
    const bool is_integer = std::fabs(value) < 0x1p53 && !(value == 0.0 && std::signbit(value));
    return looks_whole && !is_integer ? text + ".0" : text;
}

std::string series_text(const Series& series, std::string_view unit) {
    std::string text = "[";
    for (const double value : series.values) text += (text.size() > 1 ? ", " : "") + plain_text(value);
    text += ']';
    return Unit::parse(unit)->plain() ? text : "{ unit = " + quoted(unit) + ", values = " + text + " }";
}

std::string texts_text(const std::vector<std::string>& texts) {
    std::string result = "[";
    for (const std::string& text : texts) result += (result.size() > 1 ? ", " : "") + quoted(text);
    return result + ']';
}

/// A text that reads as a number or a truth value stands without quotes, as ParameterTable::set takes it.
std::string setting_text(const std::string& text) {
    return std::holds_alternative<std::string>(scalar_value(text).data) ? quoted(text) : text;
}

std::string settings_text(const Settings& settings) {
    std::string text = "{";
    for (const auto& [path, value] : settings.values)
        text += (text.size() > 1 ? ", " : " ") + quoted(path) + " = " + setting_text(value);
    return text + (text.size() > 1 ? " }" : "}");
}

std::string distribution_text(const Distribution& distribution, std::string_view unit) {
    const bool number = distribution.is_constant() && Unit::parse(unit)->plain();
    return number ? plain_text(distribution.mean()) : quoted(distribution.text(unit));
}

std::string choice_text(const Choice& choice, const std::string& path) {
    const std::size_t position = choice.get();
    if (position >= choice.names.size()) throw Error("commonweal: " + path + " holds a value that has no name");
    return quoted(choice.names[position]);
}

struct Element {
    std::string list;
    std::size_t position;
};

/// Splits "shock[2].start" after its first element: the list's path and the element's position.
std::optional<Element> first_element(std::string_view path) {
    const std::size_t open = path.find('[');
    const std::size_t close = path.find(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
    std::size_t position = 0;
    const char* const last = path.data() + close;
    const auto [end, error] = std::from_chars(path.data() + open + 1, last, position);
    if (error != std::errc{} || end != last) return std::nullopt;
    return Element{std::string(path.substr(0, open)), position};
}

void collect_paths(const ParameterTable& table, std::vector<std::string>& paths) {
    for (const Parameter& row : table.rows()) {
        paths.push_back(row.path);
        if (const auto* list = std::get_if<List>(&row.target))
            list->with_default_element([&paths](const ParameterTable& element) { collect_paths(element, paths); });
    }
}

}  // namespace

std::string_view evidence_name(Evidence evidence) {
    switch (evidence) {
        case Evidence::sourced:
            return "sourced";
        case Evidence::computed:
            return "computed";
        case Evidence::literature:
            return "literature";
        case Evidence::assumed:
            return "assumed";
    }
    throw Error("commonweal: an evidence without a name");
}

std::string_view Parameter::kind() const {
    return std::visit(Overloaded{
                          [](double*) -> std::string_view { return "number"; },
                          [](std::int64_t*) -> std::string_view { return "whole number"; },
                          [](int*) -> std::string_view { return "whole number"; },
                          [](std::uint32_t*) -> std::string_view { return "whole number"; },
                          [](bool*) -> std::string_view { return "true or false"; },
                          [](std::string*) -> std::string_view { return "text"; },
                          [](DateTime*) -> std::string_view { return "date"; },
                          [](Series*) -> std::string_view { return "series"; },
                          [](std::vector<std::string>*) -> std::string_view { return "texts"; },
                          [](Distribution*) -> std::string_view { return "distribution"; },
                          [](Settings*) -> std::string_view { return "settings"; },
                          [](const Choice&) -> std::string_view { return "choice"; },
                          [](const List&) -> std::string_view { return "list"; },
                      },
                      target);
}

double Parameter::low() const {
    const double type_low = std::holds_alternative<std::uint32_t*>(target) ? 0.0
                            : std::holds_alternative<int*>(target)
                                ? static_cast<double>(std::numeric_limits<int>::min())
                                : -std::numeric_limits<double>::infinity();
    return std::max(field.low, type_low);
}

double Parameter::high() const {
    const double type_high =
        std::holds_alternative<std::uint32_t*>(target) ? static_cast<double>(std::numeric_limits<std::uint32_t>::max())
        : std::holds_alternative<int*>(target)         ? static_cast<double>(std::numeric_limits<int>::max())
                                                       : std::numeric_limits<double>::infinity();
    return std::min(field.high, type_high);
}

bool Parameter::allows(double value) const {
    const bool above = field.low_open ? value > low() : value >= low();
    const bool below = field.high_open ? value < high() : value <= high();
    return above && below;
}

bool Parameter::allows(const Distribution& distribution) const {
    if (distribution.is_constant()) return allows(distribution.mean());
    const auto [lowest, highest] = distribution.support();
    return lowest >= low() && highest <= high();
}

std::string Parameter::range_text() const {
    const bool has_low = std::isfinite(low());
    const bool has_high = std::isfinite(high());
    const std::string lowest = prose_quantity(low(), field.unit);
    const std::string highest = prose_quantity(high(), field.unit);
    if (has_low && has_high && !field.low_open && !field.high_open) return "between " + lowest + " and " + highest;
    const std::string above = (field.low_open ? "above " : "at least ") + lowest;
    const std::string below = (field.high_open ? "below " : "at most ") + highest;
    if (has_low && has_high) return above + " and " + below;
    return has_low ? above : has_high ? below : "";
}

ParameterTable::ParameterTable(std::string prefix) : root_(std::move(prefix)), prefix_(root_) {}

std::string ParameterTable::below(std::string_view key) const {
    return prefix_.empty() ? std::string(key) : prefix_ + '.' + std::string(key);
}

std::string ParameterTable::open(std::string_view key, std::string_view meaning) {
    COMMONWEAL_ASSERT(is_bare_key(key));
    std::string outer = prefix_;
    prefix_ = below(key);
    groups_.push_back({prefix_, meaning});
    return outer;
}

// Each by itself, so that no header has to make the conversions into Parameter::Target.
void ParameterTable::add(double& value, const Field& field) { insert_row(&value, field); }
void ParameterTable::add(std::int64_t& value, const Field& field) { insert_row(&value, field); }
void ParameterTable::add(int& value, const Field& field) { insert_row(&value, field); }
void ParameterTable::add(std::uint32_t& value, const Field& field) { insert_row(&value, field); }
void ParameterTable::add(bool& value, const Field& field) { insert_row(&value, field); }
void ParameterTable::add(std::string& value, const Field& field) { insert_row(&value, field); }
void ParameterTable::add(DateTime& value, const Field& field) { insert_row(&value, field); }
void ParameterTable::add(Series& value, const Field& field) { insert_row(&value, field); }
void ParameterTable::add(std::vector<std::string>& value, const Field& field) { insert_row(&value, field); }
void ParameterTable::add(Distribution& value, const Field& field) { insert_row(&value, field); }
void ParameterTable::add(Settings& value, const Field& field) { insert_row(&value, field); }

void ParameterTable::insert(Choice target, const Field& field) { insert_row(std::move(target), field); }
void ParameterTable::insert(List target, const Field& field) { insert_row(std::move(target), field); }

void ParameterTable::insert_row(Parameter::Target target, const Field& field) {
    COMMONWEAL_ASSERT(is_bare_key(field.key));
    Parameter row{below(field.key), field, std::move(target)};
    if (!Unit::parse(field.unit))
        throw Error("commonweal: " + row.path + " has the unknown unit " + quoted(field.unit));
    if (!positions_.emplace(row.path, rows_.size()).second)
        throw Error("commonweal: two parameters are called " + row.path);
    rows_.push_back(std::move(row));
}

const Parameter* ParameterTable::row(std::string_view path) const {
    const auto found = positions_.find(path);
    return found == positions_.end() ? nullptr : &rows_[found->second];
}

std::optional<Parameter> ParameterTable::find(std::string_view path) const {
    if (const Parameter* found = row(path)) return *found;
    const std::string_view rest = path.substr(path.starts_with(root_) ? root_.size() : 0);
    const auto element = first_element(rest);
    if (!element) return std::nullopt;
    const Parameter* list_row = row(root_ + element->list);
    const List* list = list_row ? std::get_if<List>(&list_row->target) : nullptr;
    if (!list || element->position >= list->size()) return std::nullopt;
    return list->element(element->position).find(path);
}

bool ParameterTable::has_group(std::string_view path) const {
    return std::any_of(groups_.begin(), groups_.end(), [path](const auto& group) { return group.path == path; });
}

std::vector<std::string> ParameterTable::paths() const {
    std::vector<std::string> result;
    collect_paths(*this, result);
    return result;
}

std::string ParameterTable::text(const Parameter& row) const {
    const std::string_view unit = row.field.unit;
    const auto number = [unit](auto value, const std::string& plain) {
        return Unit::parse(unit)->plain() ? plain : quoted(quantity_text(static_cast<double>(value), unit));
    };
    return std::visit(Overloaded{
                          [&](const double* value) { return number(*value, plain_text(*value)); },
                          [&](const std::int64_t* value) { return number(*value, std::to_string(*value)); },
                          [&](const int* value) { return number(*value, std::to_string(*value)); },
                          [&](const std::uint32_t* value) { return number(*value, std::to_string(*value)); },
                          [](const bool* value) { return std::string(*value ? "true" : "false"); },
                          [](const std::string* value) { return quoted(*value); },
                          [](const DateTime* value) { return quoted(value->text()); },
                          [&](const Series* value) { return series_text(*value, unit); },
                          [](const std::vector<std::string>* value) { return texts_text(*value); },
                          [&](const Distribution* value) { return distribution_text(*value, unit); },
                          [](const Settings* value) { return settings_text(*value); },
                          [&](const Choice& value) { return choice_text(value, row.path); },
                          [](const List& value) { return '[' + std::to_string(value.size()) + ']'; },
                      },
                      row.target);
}

void ParameterTable::set(std::string_view path, std::string_view text) {
    Assignment assignment(*this);
    assignment.set(path, bare_value(*this, path, text), "");
    std::vector<Mistake> mistakes = assignment.mistakes();
    if (!mistakes.empty()) throw ConfigError(std::move(mistakes));
}

}  // namespace commonweal::core
