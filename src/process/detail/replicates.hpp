// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/observe.hpp>
#include <commonweal/core/simulation.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::process::detail {

/// The kind of agents that a mechanism alone is run on, and the layer of their ties.
inline constexpr std::string_view people = "person";
inline constexpr core::Layer contacts{"contacts"};

/// How time goes in a mechanism alone.
struct Course {
    std::string unit = "d";
    double step = 1.0;        ///< of a tick
    double every = 1.0;       ///< between records, where the experiment says neither `every` nor `until`
    double longest = 1000.0;  ///< where it does not say `until`
    /// Whether nothing more can happen; never if empty.
    std::function<bool(core::Simulation&)> over{};
};

/// A number of the crowd that is recorded.
struct Recorded {
    std::string name;
    std::string unit;
    std::string meaning;
    core::Observer observe;
};

/// A column whose values at the end of a run are given for each agent.
struct Kept {
    core::Column<float> column;
    std::string_view name;
    std::string_view unit;
    std::string_view meaning;
};

/// The share of the crowd whose value in a column fulfils a condition.
template <class T, class Condition>
core::Observer share_where(core::Column<T> column, Condition condition) {
    return [column, condition](const core::Agents& agents, core::Workers&) {
        const auto values = agents.at(people).values(column);
        return static_cast<double>(std::count_if(values.begin(), values.end(), condition)) /
               static_cast<double>(values.size());
    };
}

/// The share of the crowd that has a value in a column.
core::Observer share_of(core::Column<std::uint8_t> column, std::uint8_t value);

/// Builds what a replicate starts from: rules and columns on a crowd that has its layer already.
using Build = std::function<void(core::Simulation& simulation, core::Population& crowd)>;

/// Runs the replicates of an experiment, on all threads; records have the dimensions replicate and time. A run that is
/// over sooner than others stays as it is. What is kept has the dimensions replicate and agent.
Dataset run_replicates(const Experiment& experiment, const Course& course, std::span<const Recorded> recorded,
                       const Build& build, std::span<const Kept> kept = {});

/// The rows of those who begin, ascending; draws are named by `name`, so that another choice takes others.
std::vector<core::Index> chosen(const Starters& starters, core::Index size, core::Seed seed,
                                std::string_view name = "begin");

/// The values of all agents; draws are named by `name`.
std::vector<double> drawn(const AgentValues& values, const core::Population& crowd, core::Seed seed,
                          std::string_view name);

/// Adds a column that holds these values, one for each agent.
void add_column(core::Population& crowd, core::Column<float> column, const std::vector<double>& values);

}  // namespace commonweal::process::detail
