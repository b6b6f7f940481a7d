// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Rain becomes standing water: each cell stores what neither drains nor runs off to a lower neighbour.
struct RainDepth {
    /// Share of the rain that reaches the surface store, in [0, 1]. Paved city, .7 to .95 in storm-sewer design
    /// tables. [A]
    double runoff = 0.9;
    /// Rain that open drains swallow, mm / h, in [0, 100]. Design rain of a sewer with a return period of 1 to 5
    /// years. [A]
    double drain_capacity = 30.0;
    /// Height between the lowest and the highest ground inside a cell, m, in [0, 10]; the ground is taken as evenly
    /// spread between them, 0 for a flat floor. [A]
    double relief = 0.6;
    /// Flow from cell to cell per metre of level difference, m2 / h, in [0, 1e6]. Manning's formula for a street grid
    /// (n .03, .3 m deep, slope 1e-3, 500 m cells) gives about 5e4, obstructed flow less. [A]
    double conveyance = 2.0e4;
    /// Explicit steps in one hour, in [1, 3600]. Numerical, not physical.
    std::uint32_t substeps_per_hour = 12;
};

/// Cells as columns. Links go both ways: where j is among the targets of i, i is among those of j.
struct Terrain {
    std::span<const double> area;               ///< m2, above 0.
    std::span<const double> ground;             ///< Lowest ground of the cell, m.
    std::span<const std::uint32_t> link_begin;  ///< Cells + 1 entries: where each cell's links start.
    std::span<const std::uint32_t> link_target;
    std::span<const double> outlet = {};  ///< Flow out of the area per metre of depth, m2 / h; empty where closed.
};

/// What falls and what is stopped up during one step.
struct RainStep {
    std::span<const double> rain;     ///< mm / h in each cell.
    std::span<const double> blocked;  ///< Share of the drains that is blocked or without power, in [0, 1].
    double hours = 1.0;
};

/// Where the water of a step went, m3: the change of the stored volume equals runoff - drained - left.
struct WaterBalance {
    double runoff = 0.0;
    double drained = 0.0;
    double left = 0.0;
};

/// Scratch columns of `advance`; hold no state between calls.
struct RainDepthWork {
    std::vector<double> level;
    std::vector<double> change;
};

/// Depth of the water above the cell's lowest ground, m, where `volume` (m3) stands on `area` (m2): the volume grows
/// with the square of the depth up to the relief and in proportion above it.
double stage(const RainDepth& process, double area, double volume);

/// Inverse of `stage`, m3.
double volume_at(const RainDepth& process, double area, double depth);

/// Share of the cell's area under water when the depth at its lowest ground is `depth`, in [0, 1].
double wet_share(const RainDepth& process, double depth);

/// Depth at a place that lies higher than the share `height` of its cell's ground (0 the lowest, 1 the highest), m.
double depth_at(const RainDepth& process, double depth, double height);

/// Moves the volumes (m3) of all cells forward. Water levels decide the direction of flow, so that pits fill and spill;
/// no flow may carry a pair of cells past their mean level, which keeps any step length stable.
WaterBalance advance(const RainDepth& process, const Terrain& terrain, const RainStep& step, std::span<double> volume,
                     RainDepthWork& work);

/// One cell by itself under steady rain.
struct LoneCell {
    double rain = 0.0;     ///< mm / h
    double blocked = 0.0;  ///< Share of the drains, in [0, 1].
    double area = 2.5e5;   ///< m2
    double outlet = 1.0;   ///< m2 / h
};

/// Depth at which as much leaves as comes, m. Throws Error where it rises for ever.
double steady_depth(const RainDepth& process, const LoneCell& cell);

/// A terrain by itself, and the storm that goes over it. A list of one number means it for all cells.
struct RainStorm {
    std::vector<double> ground{0.0};                               ///< Lowest ground of each cell, m, in [-500, 9000].
    std::vector<double> area{250000.0};                            ///< m2, above 0, at most 1e10.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> links{};  ///< Cells between which water flows, each once.
    std::vector<double> outlet{0.0};   ///< Flow out of the area per metre of depth, m2 / h, in [0, 1e9].
    std::vector<double> rain{};        ///< mm / h, one after the other, in [0, 1000]; after the last one it is dry.
    double rain_step = 1.0;            ///< How long each lasts, h, in [0.01, 1000].
    std::vector<double> weight{1.0};   ///< Factor to the rain, in [0, 100].
    std::vector<double> blocked{0.0};  ///< Share of the drains that is blocked, in [0, 1].
    std::vector<double> depth{0.0};    ///< Water at the start, m, in [0, 100].
};

/// The terrain under the storm until the rain ends, or `until` (h). Over time (h) and cell: depth. Over time: stored;
/// runoff, drained and left so far, m3: stored is what was there at first + runoff - drained - left; and flooded, the
/// share of the ground under water. Of the experiment only `until` and `every` are looked at. Throws ConfigError with
/// everything that is wrong.
Dataset simulate(const RainDepth& process, const RainStorm& storm, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, RainDepth& process);

}  // namespace commonweal::process
