// SPDX-License-Identifier: Apache-2.0
#include "core/detail/distribution_forms.hpp"

#include <commonweal/core/math.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace commonweal::core {

namespace {

using detail::DistributionArgument;
using detail::DistributionForm;
using Kind = Distribution::Kind;

/// With less between the limits, two draws in 2^33 would be the same number.
constexpr double least_between = 1e-6;

constexpr DistributionArgument min_argument{.name = "min"};
constexpr DistributionArgument max_argument{.name = "max"};

std::string_view without_blanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return text.substr(0, 0);  // It still has its place in the whole.
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string listed(const std::vector<std::string>& words, std::string_view last) {
    std::string text;
    for (std::size_t k = 0; k < words.size(); ++k)
        text += (k == 0 ? "" : k + 1 == words.size() ? std::string(last) : ", ") + words[k];
    return text;
}

std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (const DistributionForm& form : detail::distribution_forms())
        if (names.empty() || names.back() != form.name) names.emplace_back(form.name);
    return names;
}

std::vector<DistributionForm> forms_of(std::string_view name) {
    std::vector<DistributionForm> forms;
    for (const DistributionForm& form : detail::distribution_forms())
        if (form.name == name) forms.push_back(form);
    return forms;
}

std::vector<std::string> names_of(const DistributionForm& form) {
    std::vector<std::string> names;
    for (const DistributionArgument& argument : form.arguments()) names.emplace_back(argument.name);
    return names;
}

/// "must give lognormal its median and sigma, or mean and sd".
std::string must_give(const std::vector<DistributionForm>& forms) {
    std::vector<std::string> ways;
    for (const DistributionForm& form : forms) ways.push_back(listed(names_of(form), " and "));
    return "must give " + std::string(forms[0].name) + " its " + listed(ways, ", or ");
}

std::optional<double> plain_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
    return number;
}

struct Written {
    std::string_view name;
    std::string_view value;
};

/// Reads one text in one unit; keeps what is wrong.
class DistributionParser {
public:
    DistributionParser(std::string_view text, std::string_view unit)
        : whole_(text), text_(without_blanks(text)), unit_(unit) {}

    void wrong(std::string rule) { mistakes.push_back({.rule = std::move(rule)}); }
    /// \param part Of the text that was given.
    void wrong_at(std::string_view part, std::string rule, std::string suggestion = {}) {
        mistakes.push_back({.column = static_cast<int>(part.data() - whole_.data()) + 1,
                            .length = static_cast<int>(std::max<std::size_t>(part.size(), 1)),
                            .rule = std::move(rule),
                            .suggestion = std::move(suggestion)});
    }

    /// What stands before the bracket, or the whole text if there is none.
    std::string_view head() const { return without_blanks(text_.substr(0, text_.find('('))); }
    bool has_bracket() const { return text_.find('(') != std::string_view::npos; }

    std::optional<double> read(const DistributionArgument& argument, std::string_view text);
    void read_arguments(const std::vector<DistributionForm>& forms);
    /// The form that has most of the arguments given, the first of equals.
    const DistributionForm& meant_form(const std::vector<DistributionForm>& forms) const;
    const Written* find(std::string_view name) const;
    std::array<double, 3> numbers(const DistributionForm& form);
    std::optional<Distribution::Limits> limits();

    std::vector<Mistake> mistakes;

private:
    double in_range(const DistributionArgument& argument, double number, std::string_view text);
    void read_argument(std::string_view text, const std::vector<DistributionForm>& forms);

    std::string_view whole_;
    std::string_view text_;
    std::string_view unit_;
    std::vector<Written> written_;
};

/// Plain numbers need no quotes here, but may be shares: "10 %".
std::optional<double> DistributionParser::read(const DistributionArgument& argument, std::string_view text) {
    const std::string_view unit = argument.plain ? "" : unit_;
    const Unit wanted = *Unit::parse(unit);
    if (wanted.plain()) {
        if (const auto number = plain_number(text)) return in_range(argument, *number, text);
    }
    const QuantityReading reading = read_quantity(text, unit);
    if (reading.value) return in_range(argument, *reading.value, text);
    std::string rule = std::string(argument.name) + " must be " + measure_of(wanted);
    if (!wanted.plain()) rule += " such as " + quoted(quantity_text(1.0, unit));
    if (argument.name.empty()) rule = detail::distribution_requirement(unit);
    std::string meant = reading.suggestion;
    if (meant.starts_with('"') && !argument.name.empty())
        meant = std::string(argument.name) + '=' + meant.substr(1, meant.size() - 2);
    wrong_at(text, rule + (reading.reason.empty() ? "" : ", " + reading.reason), std::move(meant));
    return std::nullopt;
}

double DistributionParser::in_range(const DistributionArgument& argument, double number, std::string_view text) {
    if (std::string rule = detail::wrong_number(argument, number, unit_); !rule.empty())
        wrong_at(text, std::move(rule));
    return number;
}

void DistributionParser::read_arguments(const std::vector<DistributionForm>& forms) {
    if (!text_.ends_with(')'))
        return wrong_at(text_, "must end with a bracket, as in " + quoted(std::string(text_) + ')'));
    const std::size_t open = text_.find('(');
    std::string_view rest = without_blanks(text_.substr(open + 1, text_.size() - open - 2));
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        read_argument(without_blanks(rest.substr(0, comma)), forms);
        if (comma == std::string_view::npos) break;
        rest = without_blanks(rest.substr(comma + 1));
        if (rest.empty()) wrong_at(text_.substr(text_.size() - 1), "must have an argument after every comma");
    }
}

void DistributionParser::read_argument(std::string_view text, const std::vector<DistributionForm>& forms) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) {
        const std::string way = std::string(forms[0].arguments()[0].name) + '=';
        return wrong_at(text, "must name every argument, as in " + quoted(way + quantity_text(1.0, unit_)) +
                                  ", and write numbers without commas; '" + excerpt(text) + "' has no name");
    }
    const Written argument{without_blanks(text.substr(0, equals)), without_blanks(text.substr(equals + 1))};
    std::vector<std::string> known;
    for (const DistributionForm& form : forms)
        for (std::string& name : names_of(form)) known.push_back(std::move(name));
    if (forms[0].kind != Kind::constant) known.insert(known.end(), {"min", "max"});
    if (std::find(known.begin(), known.end(), argument.name) == known.end()) {
        wrong_at(argument.name, must_give(forms) + ", not '" + excerpt(argument.name) + '\'',
                 nearest(argument.name, known).value_or(""));
    } else if (find(argument.name)) {
        wrong_at(argument.name, "must give " + std::string(argument.name) + " once");
    } else {
        written_.push_back(argument);
    }
}

const Written* DistributionParser::find(std::string_view name) const {
    const auto found = std::find_if(written_.begin(), written_.end(), [name](const auto& w) { return w.name == name; });
    return found == written_.end() ? nullptr : &*found;
}

const DistributionForm& DistributionParser::meant_form(const std::vector<DistributionForm>& forms) const {
    const auto given = [this](const DistributionForm& form) {
        const auto arguments = form.arguments();
        return std::count_if(arguments.begin(), arguments.end(), [this](const auto& a) { return find(a.name); });
    };
    return *std::max_element(forms.begin(), forms.end(),
                             [&given](const auto& one, const auto& other) { return given(one) < given(other); });
}

std::array<double, 3> DistributionParser::numbers(const DistributionForm& form) {
    std::array<double, 3> values{};
    std::vector<std::string> missing;
    const std::vector<std::string> names = names_of(form);
    for (std::size_t k = 0; k < form.count; ++k) {
        if (const Written* const argument = find(form.all[k].name)) {
            values[k] = read(form.all[k], argument->value).value_or(0.0);
        } else {
            missing.push_back(names[k]);
        }
    }
    if (!missing.empty() && mistakes.empty())
        wrong(must_give(forms_of(form.name)) + "; " + listed(missing, " and ") +
              (missing.size() == 1 ? " is missing" : " are missing"));
    for (const Written& argument : written_) {
        const bool fits = std::find(names.begin(), names.end(), argument.name) != names.end() ||
                          argument.name == min_argument.name || argument.name == max_argument.name;
        if (!fits && missing.empty())
            wrong_at(argument.name,
                     must_give(forms_of(form.name)) + "; " + std::string(argument.name) + " is too many");
    }
    return values;
}

std::optional<Distribution::Limits> DistributionParser::limits() {
    const Written* const min = find(min_argument.name);
    const Written* const max = find(max_argument.name);
    if (!min && !max) return std::nullopt;
    Distribution::Limits limits;
    if (min) limits.min = read(min_argument, min->value).value_or(0.0);
    if (max) limits.max = read(max_argument, max->value).value_or(0.0);
    return limits;
}

/// The numbers of the first form. They may be out of range where those given, each right by itself, do not go together.
std::array<double, 3> to_first_form(const DistributionForm& form, const std::array<double, 3>& given) {
    if (names_of(form) == names_of(detail::first_form(form.kind))) return given;
    const auto [first, second, third] = given;
    const double ratio = second / first;
    if (form.kind == Kind::weibull) return {first / math::pow(-math::log(0.5), 1.0 / second), second};
    if (form.kind == Kind::gamma) return {first, 1.0 / (ratio * ratio)};
    if (form.kind == Kind::lognormal) {
        const double square = ratio * ratio;
        return {first / std::sqrt(1.0 + square), std::sqrt(math::log1p(square))};
    }
    const double sum = (1.0 - first) / first / (ratio * ratio) - 1.0;
    return {first * sum, (1.0 - first) * sum};
}

/// What is wrong between numbers that are right one by one, in a form that gives them; empty if nothing is.
std::string wrong_together(const DistributionForm& form, const std::array<double, 3>& given, std::string_view unit) {
    const auto [first, second, third] = given;
    const bool two_ends = form.kind == Kind::uniform || form.kind == Kind::loguniform;
    if (two_ends && !(first < second)) return "low must be below high";
    if (form.kind == Kind::triangular && !(first < third)) return "low must be below high";
    if (form.kind == Kind::triangular && !(first <= second && second <= third))
        return "mode must be between low and high";
    if (form.kind == Kind::beta && form.all[0].name == "mean") {
        if (!(first < 1.0)) return "mean must be below 1";
        if (!(second * second < first * (1.0 - first)))
            return "sd must be below " + number_text(std::sqrt(first * (1.0 - first))) +
                   ", the root of the mean times what it lacks to 1";
    }
    const DistributionForm& kept = detail::first_form(form.kind);
    const std::array<double, 3> numbers = to_first_form(form, given);
    for (std::size_t k = 0; k < kept.count; ++k) {
        const std::string wrong = detail::wrong_number(kept.all[k], numbers[k], unit);
        if (!wrong.empty())
            return listed(names_of(form), " and ") + " do not go together: their " + wrong + ", not " +
                   number_text(numbers[k]);
    }
    return {};
}

std::string wrong_limits(const Distribution::Limits& limits, double between) {
    if (!(limits.min < limits.max)) return "min must be below max";
    if (!(between >= least_between)) return "min and max must leave at least a millionth of the chances between them";
    return {};
}

}  // namespace

DistributionReading Distribution::build(const DistributionForm& form, const Numbers& numbers,
                                        const std::optional<Limits>& limits, std::string_view unit) {
    DistributionReading reading;
    const auto wrong = [&reading](std::string rule) {
        if (!rule.empty()) reading.mistakes.push_back({.rule = std::move(rule)});
    };
    for (std::size_t k = 0; k < form.count; ++k) wrong(detail::wrong_number(form.all[k], numbers[k], unit));
    if (limits && form.kind == Kind::constant) wrong("a constant has no min or max");
    if (limits && std::isfinite(limits->min)) wrong(detail::wrong_number(min_argument, limits->min, unit));
    if (limits && std::isfinite(limits->max)) wrong(detail::wrong_number(max_argument, limits->max, unit));
    if (reading.mistakes.empty()) wrong(wrong_together(form, numbers, unit));
    if (!reading.mistakes.empty()) return reading;
    const Distribution value(form.kind, to_first_form(form, numbers), limits.value_or(Limits{}));
    if (limits) wrong(wrong_limits(*limits, value.between_));
    if (reading.mistakes.empty()) reading.value = value;
    return reading;
}

DistributionReading Distribution::parse(std::string_view text, std::string_view unit) {
    DistributionParser parser(text, unit);
    const std::string_view head = parser.head();
    const std::vector<DistributionForm> forms = forms_of(head);
    if (!parser.has_bracket() && forms.empty()) {
        const bool word = !head.empty() && ((head[0] >= 'a' && head[0] <= 'z') || (head[0] >= 'A' && head[0] <= 'Z'));
        const std::vector<std::string> names = kind_names();
        if (const auto meant = word ? nearest(head, names) : std::nullopt) {
            parser.wrong_at(head, detail::distribution_requirement(unit), *meant + "(...)");
            return {.value = {}, .mistakes = std::move(parser.mistakes)};
        }
        const auto value = parser.read({}, head);
        if (value && parser.mistakes.empty())
            return build(detail::first_form(Kind::constant), {*value}, std::nullopt, unit);
        return {.value = {}, .mistakes = std::move(parser.mistakes)};
    }
    if (forms.empty()) {
        const std::vector<std::string> names = kind_names();
        parser.wrong_at(head, "must be of a known kind, " + listed(names, " or ") + ", not '" + excerpt(head) + '\'',
                        nearest(head, names).value_or(""));
        return {.value = {}, .mistakes = std::move(parser.mistakes)};
    }
    if (!parser.has_bracket()) {
        parser.wrong_at(head, must_give(forms) + " in brackets");
        return {.value = {}, .mistakes = std::move(parser.mistakes)};
    }
    if (forms[0].kind == Kind::beta && !Unit::parse(unit)->plain()) {
        parser.wrong_at(head, "must be of another kind: beta is for plain numbers from 0 to 1");
        return {.value = {}, .mistakes = std::move(parser.mistakes)};
    }
    parser.read_arguments(forms);
    const DistributionForm& form = parser.meant_form(forms);
    const Numbers numbers = parser.numbers(form);
    const std::optional<Limits> limits = parser.limits();
    if (!parser.mistakes.empty()) return {.value = {}, .mistakes = std::move(parser.mistakes)};
    return build(form, numbers, limits, unit);
}

std::string Distribution::text(std::string_view unit) const {
    if (is_constant()) return quantity_text(numbers_[0], unit);
    const DistributionForm& form = detail::first_form(kind_);
    std::string text = std::string(form.name) + '(';
    for (std::size_t k = 0; k < form.count; ++k) {
        const DistributionArgument& argument = form.all[k];
        text += (k > 0 ? ", " : "") + std::string(argument.name) + '=' +
                quantity_text(numbers_[k], argument.plain ? "" : unit);
    }
    if (std::isfinite(limits_.min)) text += ", min=" + quantity_text(limits_.min, unit);
    if (std::isfinite(limits_.max)) text += ", max=" + quantity_text(limits_.max, unit);
    return text + ')';
}

}  // namespace commonweal::core
