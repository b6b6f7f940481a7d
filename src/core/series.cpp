// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/series.hpp>
#include <commonweal/core/state.hpp>
#include <commonweal/core/text.hpp>
#include <utility>

#include "core/detail/did_you_mean.hpp"

namespace commonweal::core {

namespace {

/// How a series is told apart from others.
std::string series_named(const std::string& name, Tick every, Tick phase) {
    return '\'' + name + "' every " + std::to_string(every) + " ticks from tick " + std::to_string(phase);
}

}  // namespace

TimeSeries::TimeSeries(std::string name, Tick every, Tick phase, std::string unit)
    : name_(std::move(name)), every_(every), phase_(phase), unit_(std::move(unit)) {
    if (name_.empty()) throw Error("series: a series has no name");
    if (every == 0 || phase >= every) {
        throw Error("series " + series_named(name_, every, phase) +
                    "; the period must be at least 1 and the first tick below it");
    }
    if (!Unit::parse(unit_)) {
        const std::string near = nearest_unit(unit_);
        throw Error("series '" + name_ + "': its unit is " + quoted(unit_) + ", which is not known" +
                    (near.empty() ? "" : ". Did you mean " + near + '?'));
    }
}

void TimeSeries::record(Tick tick, double value) {
    const std::uint64_t turn = phase_ + std::uint64_t{every_} * values_.size();
    if (tick != turn) {
        throw Error("series '" + name_ + "': observed at tick " + std::to_string(tick) + "; the next is tick " +
                    std::to_string(turn));
    }
    values_.push_back(detail::canonical(value));
}

Tick TimeSeries::tick_of(std::size_t row) const {
    if (row >= values_.size()) {
        throw Error("series '" + name_ + "': row " + std::to_string(row) + " of " + std::to_string(values_.size()));
    }
    return static_cast<Tick>(phase_ + every_ * row);
}

std::optional<double> TimeSeries::at(Tick tick) const noexcept {
    if (tick % every_ != phase_ || tick / every_ >= values_.size()) return std::nullopt;
    return values_[tick / every_];
}

double TimeSeries::last() const {
    if (values_.empty()) throw Error("series '" + name_ + "': nothing has been observed yet");
    return values_.back();
}

TimeSeries& SeriesSet::add(std::string name, Tick every, Tick phase, std::string unit) {
    if (contains(name)) throw Error("series '" + name + "': there is one of this name already");
    return series_.emplace_back(std::move(name), every, phase, std::move(unit));
}

const TimeSeries* SeriesSet::find(std::string_view name) const noexcept {
    const auto found =
        std::find_if(series_.begin(), series_.end(), [&](const TimeSeries& series) { return series.name() == name; });
    return found == series_.end() ? nullptr : &*found;
}

const TimeSeries& SeriesSet::at(std::string_view name) const {
    if (const TimeSeries* const found = find(name)) return *found;
    throw Error("series: there is none named '" + std::string(name) + '\'' + detail::did_you_mean(name, names()));
}

TimeSeries& SeriesSet::at(std::string_view name) { return const_cast<TimeSeries&>(std::as_const(*this).at(name)); }

std::vector<std::string> SeriesSet::names() const {
    std::vector<std::string> names;
    for (const TimeSeries& series : series_) names.push_back(series.name());
    return names;
}

void SeriesSet::save(StateWriter& state) const {
    state.section("series", [&] {
        state.value(std::uint64_t{series_.size()});
        for (const TimeSeries& series : series_) {
            state.text(series.name_);
            state.value(series.every_);
            state.value(series.phase_);
            state.values(series.values_);
        }
    });
}

void SeriesSet::load(StateReader& state) {
    std::vector<std::vector<double>> values(series_.size());
    state.section("series", [&] {
        const auto count = state.value<std::uint64_t>();
        if (count != series_.size()) {
            throw Error("series: the state holds " + std::to_string(count) + ", this set " +
                        std::to_string(series_.size()));
        }
        for (std::size_t k = 0; k < count; ++k) {
            const std::string name = state.text();
            const auto every = state.value<Tick>();
            const std::string saved = series_named(name, every, state.value<Tick>());
            const std::string own = series_named(series_[k].name_, series_[k].every_, series_[k].phase_);
            if (saved != own) throw Error("series: the state holds " + saved + " where this set has " + own);
            state.values(values[k]);
        }
    });
    for (std::size_t k = 0; k < values.size(); ++k) series_[k].values_ = std::move(values[k]);
}

std::span<const double> TimeSeries::values() const noexcept { return values_; }

}  // namespace commonweal::core
