// SPDX-License-Identifier: Apache-2.0
#include "model/series_values.hpp"

#include "model/recorder.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/core/quantity.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::model {

namespace {

using core::RecordColumn;
using core::RecordTable;
using core::ValueType;

enum class Digest : std::uint8_t { mean, min, max, sum };
constexpr std::array<std::pair<std::string_view, Digest>, 4> digests{
    {{"mean", Digest::mean}, {"min", Digest::min}, {"max", Digest::max}, {"sum", Digest::sum}}};

double digest_of(Digest digest, std::span<const double> values) {
    double sum = 0.0, least = values[0], most = values[0];
    for (const double value : values) {
        sum += value;
        least = std::min(least, value);
        most = std::max(most, value);
    }
    switch (digest) {
        case Digest::mean:
            return sum / static_cast<double>(values.size());
        case Digest::min:
            return least;
        case Digest::max:
            return most;
        case Digest::sum:
            break;
    }
    return sum;
}

template <class T>
void take_last(const RecordTable& series, const RecordColumn& column, std::vector<double>& values) {
    const std::span<const T> all = series.values(series.field<T>(column.name));
    const std::size_t width = all.size() / series.rows();
    for (const T value : all.last(width)) values.push_back(static_cast<double>(value));
}

/// The newest row of a column.
std::vector<double> last_values(const RecordTable& series, const RecordColumn& column) {
    std::vector<double> values;
    switch (column.type) {
        case ValueType::f64:
            take_last<double>(series, column, values);
            break;
        case ValueType::f32:
            take_last<float>(series, column, values);
            break;
        case ValueType::u8:
            take_last<std::uint8_t>(series, column, values);
            break;
        case ValueType::u32:
            take_last<std::uint32_t>(series, column, values);
            break;
        default:
            throw core::Error("the series " + column.name + " has no number that fits");
    }
    return values;
}

bool has(const core::Vocabulary& vocabulary, std::string_view name) {
    return std::any_of(vocabulary.names().begin(), vocabulary.names().end(),
                       [&](const core::Vocabulary::Name& each) { return each.name == name; });
}

}  // namespace

core::Vocabulary series_vocabulary(const Scenario& scenario, std::size_t metrics) {
    core::Vocabulary vocabulary({.start = scenario.time.start});
    for (const RecordColumn& column : series_columns(scenario)) {
        if (column.dimensions.empty()) {
            vocabulary.add({.name = column.name, .unit = column.unit});
            continue;
        }
        for (const auto& [digest, _] : digests)
            vocabulary.add({.name = column.name + '.' + std::string(digest), .unit = column.unit});
    }
    for (const Metric& metric : std::span(scenario.metrics).first(metrics)) {
        if (core::Vocabulary::allows(metric.name) && core::Unit::parse(metric.unit) && !has(vocabulary, metric.name))
            vocabulary.add({.name = metric.name, .unit = metric.unit});
    }
    return vocabulary;
}

double series_value(const RecordTable& series, const std::string& name) {
    const std::size_t dot = name.find('.');
    const auto& columns = series.schema().columns;
    const auto column = std::find_if(columns.begin(), columns.end(),
                                     [&](const RecordColumn& each) { return each.name == name.substr(0, dot); });
    const std::vector<double> values = last_values(series, *column);
    if (dot == std::string::npos) return values.front();
    const auto digest = std::find_if(digests.begin(), digests.end(), [&](const auto& each) {
        return each.first == std::string_view(name).substr(dot + 1);
    });
    return digest_of(digest->second, values);
}

}  // namespace commonweal::model
