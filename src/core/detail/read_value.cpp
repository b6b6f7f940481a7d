// SPDX-License-Identifier: Apache-2.0
#include "core/detail/distribution_forms.hpp"

#include <commonweal/core/detail/read_value.hpp>
#include <commonweal/core/distribution.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>

#include <cmath>
#include <optional>
#include <utility>

namespace commonweal::core::detail {

namespace {

/// A file with 100,000 wrong elements in one array tells of the first few and counts the rest.
constexpr std::size_t most_elements_told = 10;

bool is_plain(const Parameter& row) { return Unit::parse(row.field.unit)->plain(); }

/// A right value to show how the unit is written: the present one where it is right, or 1.
std::string example(const Parameter& row) {
    double value = 1.0;
    if (const auto* const number = std::get_if<double*>(&row.target);
        number && std::isfinite(**number) && row.allows(**number))
        value = **number;
    return quantity_text(value, row.field.unit);
}

std::string with_range(const Parameter& row, const std::string& requirement) {
    const std::string range = row.range_text();
    return requirement + (range.empty() ? "" : ", " + range);
}

std::string quantity_requirement(const Parameter& row) {
    const std::string kind = "must be " + measure_of(*Unit::parse(row.field.unit));
    const std::string range = row.range_text();
    return kind + (range.empty() ? "" : ", " + range + ',') + " such as " + quoted(example(row));
}

/// The value that somebody meant who forgot a per cent sign or wrote a sign too many; empty if neither is right.
std::string meant_number(const Parameter& row, const Value& value, double number) {
    const auto* const text = std::get_if<std::string>(&value.data);
    if (number < 0.0 && row.allows(-number) && text) return quoted(text->substr(text->find('-') + 1));
    if (!is_plain(row)) return {};
    if (number < 0.0 && row.allows(-number)) return number_text(-number);
    const bool share = row.low() >= 0.0 && row.high() == 1.0;
    if (share && number > 1.0 && number <= 100.0 && row.allows(number / 100.0))
        return quoted(number_text(number) + " %");
    return {};
}

/// Reads one value of one parameter; keeps what is wrong.
class Reader {
public:
    Reader(const Parameter& row, const Value& value) : row_(row), path_(row.path), value_(value) {}

    void operator()(double* target) {
        if (const auto number = read_number(value_)) *target = *number;
    }
    void operator()(std::int64_t* target) { read_integer(*target); }
    void operator()(int* target) { read_integer(*target); }
    void operator()(std::uint32_t* target) { read_integer(*target); }
    void operator()(bool* target) { read_as<bool>(*target); }
    void operator()(std::string* target) { read_as<std::string>(*target); }
    void operator()(DateTime* target);
    void operator()(Series* target);
    void operator()(std::vector<std::string>* target);
    void operator()(Distribution* target);
    void operator()(Settings* target);
    void operator()(const Choice& target);
    void operator()(const List&) { wrong(value_, requirement(row_)); }

    std::vector<Mistake> mistakes() && { return std::move(mistakes_); }

private:
    void wrong(const Value& value, std::string rule, std::string suggestion = {}) {
        wrong_at(value.value_place(), value, std::move(rule), std::move(suggestion));
    }
    void wrong_at(const Place& place, const Value& value, std::string rule, std::string suggestion = {}) {
        mistakes_.push_back({.line = place.line,
                             .column = place.column,
                             .length = place.length,
                             .path = path_,
                             .rule = std::move(rule),
                             .value = shown(value),
                             .suggestion = std::move(suggestion)});
    }

    template <class T>
    void read_as(T& target) {
        if (const T* const found = std::get_if<T>(&value_.data)) {
            target = *found;
        } else {
            wrong(value_, requirement(row_));
        }
    }

    template <class Integer>
    void read_integer(Integer& target);
    std::optional<double> read_number(const Value& value);
    std::optional<double> read_quantity_text(const Value& value, const std::string& text);
    std::optional<double> in_range(const Value& value, double number);
    std::optional<double> read_element(const Value& value, const std::optional<std::string>& unit);
    /// Without a known unit, the range cannot be checked.
    void read_elements(const Value::Array& array, const std::optional<std::string>& unit, Series& target);
    std::optional<std::string> series_unit(const Value& value);
    template <class Element>
    void for_each_element(const Value::Array& array, std::string_view below, Element element);

    const Parameter& row_;
    std::string path_;
    const Value& value_;
    std::vector<Mistake> mistakes_;
};

std::optional<double> Reader::in_range(const Value& value, double number) {
    if (row_.allows(number)) return number;
    wrong(value, "must be " + row_.range_text(), meant_number(row_, value, number));
    return std::nullopt;
}

std::optional<double> Reader::read_quantity_text(const Value& value, const std::string& text) {
    const QuantityReading reading = read_quantity(text, row_.field.unit);
    if (reading.value) return in_range(value, *reading.value);
    const std::string reason = reading.reason.empty() ? "" : ", " + reading.reason;
    wrong(value, requirement(row_) + reason, reading.suggestion);
    return std::nullopt;
}

std::optional<double> Reader::read_number(const Value& value) {
    double number = 0.0;
    if (const auto* const whole = std::get_if<std::int64_t>(&value.data)) {
        number = static_cast<double>(*whole);
    } else if (const auto* const real = std::get_if<double>(&value.data)) {
        number = *real;
    } else if (const auto* const text = std::get_if<std::string>(&value.data)) {
        return read_quantity_text(value, *text);
    } else {
        wrong(value, requirement(row_));
        return std::nullopt;
    }
    if (!std::isfinite(number)) {
        wrong(value, is_plain(row_) ? with_range(row_, "must be a finite number") : requirement(row_));
    } else if (!is_plain(row_)) {
        wrong(value, quantity_requirement(row_) + ", its unit is missing",
              quoted(quantity_text(number, row_.field.unit)));
    } else {
        return in_range(value, number);
    }
    return std::nullopt;
}

template <class Integer>
void Reader::read_integer(Integer& target) {
    if (const auto* const whole = std::get_if<std::int64_t>(&value_.data); whole && is_plain(row_)) {
        if (!std::in_range<Integer>(*whole) || !row_.allows(static_cast<double>(*whole))) {
            in_range(value_, static_cast<double>(*whole));
        } else {
            target = static_cast<Integer>(*whole);
        }
        return;
    }
    if (std::holds_alternative<double>(value_.data) && is_plain(row_)) {
        wrong(value_, requirement(row_));
        return;
    }
    const auto number = read_number(value_);
    if (!number) return;
    if (*number != std::floor(*number) || std::fabs(*number) > 0x1p53) {
        wrong(value_, requirement(row_));
    } else {
        target = static_cast<Integer>(*number);
    }
}

void Reader::operator()(DateTime* target) {
    const auto* const text = std::get_if<std::string>(&value_.data);
    const auto* const date = std::get_if<Value::Date>(&value_.data);
    const auto parsed = text ? DateTime::parse(*text) : date ? DateTime::parse(date->text) : std::nullopt;
    if (parsed) {
        *target = *parsed;
    } else {
        wrong(value_, requirement(row_));
    }
}

template <class Element>
void Reader::for_each_element(const Value::Array& array, std::string_view below, Element element) {
    std::size_t told = 0, untold = 0;
    for (std::size_t position = 0; position < array.size(); ++position) {
        path_ = row_.path + std::string(below) + '[' + std::to_string(position) + ']';
        const std::size_t before = mistakes_.size();
        element(array[position]);
        if (mistakes_.size() == before) continue;
        if (told == most_elements_told) {
            mistakes_.pop_back();
            ++untold;
        } else {
            ++told;
        }
    }
    path_ = row_.path;
    if (untold > 0) mistakes_.back().rule += " (and " + std::to_string(untold) + " more elements are wrong)";
}

void Reader::operator()(std::vector<std::string>* target) {
    const auto* const array = std::get_if<Value::Array>(&value_.data);
    if (!array) return wrong(value_, requirement(row_));
    std::vector<std::string> texts;
    for_each_element(*array, "", [&](const Value& element) {
        if (const auto* const text = std::get_if<std::string>(&element.data)) {
            texts.push_back(*text);
        } else {
            wrong(element, "must be a text in quotes");
        }
    });
    if (mistakes_.empty()) *target = std::move(texts);
}

std::optional<double> Reader::read_element(const Value& value, const std::optional<std::string>& unit) {
    const auto* const whole = std::get_if<std::int64_t>(&value.data);
    const auto* const real = std::get_if<double>(&value.data);
    if (!whole && !real) {
        wrong(value, with_range(row_, "must be a number"));
        return std::nullopt;
    }
    double number = whole ? static_cast<double>(*whole) : *real;
    if (unit) number = convert(number, *unit, row_.field.unit);
    if (std::isfinite(number)) return unit ? in_range(value, number) : number;
    wrong(value, with_range(row_, "must be a finite number"));
    return std::nullopt;
}

void Reader::read_elements(const Value::Array& array, const std::optional<std::string>& unit, Series& target) {
    Series series;
    for_each_element(array, is_plain(row_) ? "" : ".values", [&](const Value& element) {
        if (const auto number = read_element(element, unit)) series.values.push_back(*number);
    });
    if (mistakes_.empty()) target = std::move(series);
}

std::optional<std::string> Reader::series_unit(const Value& value) {
    path_ = row_.path + ".unit";
    const Unit wanted = *Unit::parse(row_.field.unit);
    const std::string rule = "must be the unit of " + measure_of(wanted) + " such as " + quoted(row_.field.unit);
    const auto* const text = std::get_if<std::string>(&value.data);
    const auto unit = text ? Unit::parse(*text) : std::nullopt;
    if (unit && unit->dimension == wanted.dimension && (!unit->plain() || wanted.plain())) return *text;
    const std::string meant = text && !unit ? nearest_unit(*text) : "";
    wrong(value, unit ? rule + ", not of " + measure_of(*unit) : rule, meant.empty() ? "" : quoted(meant));
    return std::nullopt;
}

void Reader::operator()(Series* target) {
    if (const auto* const array = std::get_if<Value::Array>(&value_.data); array && is_plain(row_))
        return read_elements(*array, std::string(row_.field.unit), *target);
    const auto* const table = std::get_if<Value::Table>(&value_.data);
    if (!table || is_plain(row_)) return wrong(value_, requirement(row_));
    std::optional<std::string> unit;
    const Value* values = nullptr;
    const Value* unit_value = nullptr;
    for (const auto& [key, value] : *table) {
        path_ = row_.path + '.' + (is_bare_key(key) ? key : quoted(key));
        if (key == "unit") {
            unit_value = &value;
            unit = series_unit(value);
        } else if (key != "values") {
            const std::vector<std::string> known{"unit", "values"};
            wrong_at(value.place, value, "must be a known key, unit or values", core::nearest(key, known).value_or(""));
        } else if (std::holds_alternative<Value::Array>(value.data)) {
            values = &value;
        } else {
            wrong(value, "must be an array of numbers");
        }
    }
    path_ = row_.path;
    if (mistakes_.empty() && (!values || !unit_value)) wrong(value_, requirement(row_));
    if (values) read_elements(std::get<Value::Array>(values->data), unit, *target);
}

/// The same text with the limits of the range; empty where they leave nothing to draw.
std::string with_limits_of(const Parameter& row, const Distribution& distribution) {
    const auto [lowest, highest] = distribution.support();
    Distribution::Limits limits = distribution.limits();
    if (lowest < row.low()) limits.min = row.low();
    if (highest > row.high()) limits.max = row.high();
    try {
        return quoted(distribution.within(limits).text(row.field.unit));
    } catch (const Error&) {
        return {};
    }
}

void Reader::operator()(Distribution* target) {
    const auto* const text = std::get_if<std::string>(&value_.data);
    if (!text) {
        if (const auto number = read_number(value_)) *target = Distribution::constant(*number);
        return;
    }
    DistributionReading reading = Distribution::parse(*text, row_.field.unit);
    for (Mistake& mistake : reading.mistakes) {
        const Place place = mistake.column == 0 ? value_.value_place()
                                                : place_in_text(value_, static_cast<std::size_t>(mistake.column - 1),
                                                                static_cast<std::size_t>(mistake.length));
        wrong_at(place, value_, std::move(mistake.rule), std::move(mistake.suggestion));
    }
    if (!reading.value) return;
    if (row_.allows(*reading.value)) {
        *target = *reading.value;
    } else if (reading.value->is_constant()) {
        in_range(value_, reading.value->mean());
    } else {
        wrong(value_, "must stay " + row_.range_text(), with_limits_of(row_, *reading.value));
    }
}

void Reader::operator()(Settings* target) {
    if (!std::holds_alternative<Value::Table>(value_.data)) return wrong(value_, requirement(row_));
    Settings read;
    for (const SettingPlace& setting : settings_in(value_)) {
        const Value& value = *setting.value;
        if (const auto* const text = std::get_if<std::string>(&value.data)) {
            read.values.push_back({setting.path, *text});
        } else if (const auto* const date = std::get_if<Value::Date>(&value.data)) {
            read.values.push_back({setting.path, date->text});
        } else if (std::holds_alternative<Value::Array>(value.data)) {
            wrong(value, "must hold single values; " + quoted(setting.path) + " has an array");
        } else {
            read.values.push_back({setting.path, value.written});
        }
    }
    *target = std::move(read);
}

void Reader::operator()(const Choice& target) {
    const auto* const text = std::get_if<std::string>(&value_.data);
    for (std::size_t position = 0; text && position < target.names.size(); ++position) {
        if (target.names[position] == *text) return target.set(position);
    }
    const auto meant = text ? core::nearest(*text, target.names) : std::nullopt;
    wrong(value_, requirement(row_), meant ? quoted(*meant) : "");
}

std::string choice_requirement(const Choice& choice) {
    std::string rule = "must be ";
    for (std::size_t position = 0; position < choice.names.size(); ++position) {
        if (position > 0) rule += position + 1 == choice.names.size() ? " or " : ", ";
        rule += quoted(choice.names[position]);
    }
    return rule;
}

std::string series_requirement(const Parameter& row) {
    if (is_plain(row)) return "must be an array of numbers such as [0, 1.5]";
    return "must be written with its unit, { unit = " + quoted(row.field.unit) + ", values = [0, 1.5] }";
}

/// "shock[2].stage" stands under the header [[shock.stage]].
std::string without_positions(std::string_view path) {
    std::string header;
    bool inside = false;
    for (const char letter : path) {
        if (letter == '[') inside = true;
        if (!inside) header += letter;
        if (letter == ']') inside = false;
    }
    return header;
}

}  // namespace

std::string requirement(const Parameter& row) {
    const std::string_view kind = row.kind();
    if (kind == "true or false") return "must be true or false";
    if (kind == "text") return "must be a text in quotes";
    if (kind == "date") return "must be a local date such as \"2021-07-20T16:00\"";
    if (kind == "texts") return "must be an array of texts in quotes";
    if (kind == "series") return series_requirement(row);
    if (kind == "choice") return choice_requirement(std::get<Choice>(row.target));
    if (kind == "settings") return "must be a table of values by path such as { offices.emergency_duty = 0.9 }";
    if (kind == "distribution") return with_range(row, distribution_requirement(row.field.unit));
    if (kind == "list") return "must be an array of tables, [[" + without_positions(row.path) + "]]";
    if (!is_plain(row)) return quantity_requirement(row);
    return with_range(row, "must be a " + std::string(kind));
}

std::string shown(const Value& value) {
    if (!value.written.empty()) return value.written;
    if (std::holds_alternative<Value::Table>(value.data)) return "a table";
    return std::holds_alternative<Value::Array>(value.data) ? "an array" : "empty";
}

std::vector<SettingPlace> settings_in(const Value& value) {
    std::vector<SettingPlace> found;
    const auto* const table = std::get_if<Value::Table>(&value.data);
    if (!table) return found;
    for (const auto& [key, inner] : *table) {
        if (!std::holds_alternative<Value::Table>(inner.data)) found.push_back({key, &inner});
        for (SettingPlace& deeper : settings_in(inner)) found.push_back({key + '.' + deeper.path, deeper.value});
    }
    return found;
}

std::vector<Mistake> read_value(const Parameter& row, const Value& value) {
    Reader reader(row, value);
    std::visit(reader, row.target);
    return std::move(reader).mistakes();
}

std::vector<Mistake> check_value(const Parameter& row, const Value& value) {
    return std::visit(
        [&](const auto& target) {
            using Target = std::decay_t<decltype(target)>;
            if constexpr (std::is_pointer_v<Target>) {
                std::remove_pointer_t<Target> thrown_away = *target;
                return read_value({row.path, row.field, &thrown_away}, value);
            } else if constexpr (std::is_same_v<Target, Choice>) {
                return read_value({row.path, row.field, Choice{target.names, target.get, [](std::size_t) {}}}, value);
            } else {
                return read_value(row, value);
            }
        },
        row.target);
}

}  // namespace commonweal::core::detail
