// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/process/rain_depth.hpp>

namespace commonweal::process {
namespace {

constexpr double metres_per_millimetre = 1.0e-3;

class Substep {
public:
    Substep(const RainDepth& process, const Terrain& terrain, const RainStep& step, double hours)
        : process_(process), terrain_(terrain), step_(step), hours_(hours) {}

    void rain_and_drain(std::span<double> volume, WaterBalance& balance) const {
        for (std::size_t cell = 0; cell < volume.size(); ++cell) {
            const double depth_to_volume = terrain_.area[cell] * metres_per_millimetre * hours_;
            const double runoff = step_.rain[cell] * process_.runoff * depth_to_volume;
            const double open_drains = process_.drain_capacity * (1.0 - step_.blocked[cell]) * depth_to_volume;
            const double drained = std::min(volume[cell] + runoff, open_drains);
            volume[cell] += runoff - drained;
            balance.runoff += runoff;
            balance.drained += drained;
        }
    }

    void flow(std::span<double> volume, RainDepthWork& work, WaterBalance& balance) const {
        for (std::size_t cell = 0; cell < volume.size(); ++cell) {
            work.level[cell] = terrain_.ground[cell] + stage(process_, terrain_.area[cell], volume[cell]);
            work.change[cell] = 0.0;
        }
        for (std::size_t cell = 0; cell < volume.size(); ++cell) {
            if (volume[cell] > 0.0) {
                spill(cell, volume, work);
                balance.left += leave(cell, volume, work);
            }
        }
        for (std::size_t cell = 0; cell < volume.size(); ++cell) {
            volume[cell] = std::max(0.0, volume[cell] + work.change[cell]);
        }
    }

private:
    /// Ways out of a cell; each may use its share of what the cell can give or take.
    double ways(std::size_t cell) const {
        const auto links = terrain_.link_begin[cell + 1] - terrain_.link_begin[cell];
        return static_cast<double>(links) + (terrain_.outlet.empty() ? 0.0 : 1.0);
    }

    /// Volume of a cell whose water stands at `level`.
    double volume_to(std::size_t cell, double level) const {
        return volume_at(process_, terrain_.area[cell], std::max(0.0, level - terrain_.ground[cell]));
    }

    void spill(std::size_t cell, std::span<const double> volume, RainDepthWork& work) const {
        for (std::size_t link = terrain_.link_begin[cell]; link < terrain_.link_begin[cell + 1]; ++link) {
            const std::size_t target = terrain_.link_target[link];
            const double below = std::max(work.level[target], terrain_.ground[cell]);
            const double head = work.level[cell] - below;
            if (head <= 0.0) continue;
            const double middle = below + 0.5 * head;
            const double give = (volume[cell] - volume_to(cell, middle)) / ways(cell);
            const double take = (volume_to(target, middle) - volume[target]) / ways(target);
            const double moved = std::max(0.0, std::min({process_.conveyance * head * hours_, give, take}));
            work.change[cell] -= moved;
            work.change[target] += moved;
        }
    }

    double leave(std::size_t cell, std::span<const double> volume, RainDepthWork& work) const {
        if (terrain_.outlet.empty()) return 0.0;
        const double depth = work.level[cell] - terrain_.ground[cell];
        const double give = (volume[cell] - volume_to(cell, terrain_.ground[cell] + 0.5 * depth)) / ways(cell);
        const double moved = std::max(0.0, std::min(terrain_.outlet[cell] * depth * hours_, give));
        work.change[cell] -= moved;
        return moved;
    }

    const RainDepth& process_;
    const Terrain& terrain_;
    const RainStep& step_;
    double hours_;
};

}  // namespace

double stage(const RainDepth& process, double area, double volume) {
    const double column = volume / area;
    if (column <= 0.5 * process.relief) return std::sqrt(2.0 * process.relief * column);
    return column + 0.5 * process.relief;
}

double volume_at(const RainDepth& process, double area, double depth) {
    if (depth < process.relief) return 0.5 * area * depth * depth / process.relief;
    return area * (depth - 0.5 * process.relief);
}

double wet_share(const RainDepth& process, double depth) {
    if (depth < process.relief) return depth / process.relief;
    return depth > 0.0 ? 1.0 : 0.0;
}

double depth_at(const RainDepth& process, double depth, double height) {
    return std::max(0.0, depth - height * process.relief);
}

WaterBalance advance(const RainDepth& process, const Terrain& terrain, const RainStep& step, std::span<double> volume,
                     RainDepthWork& work) {
    COMMONWEAL_ASSERT(terrain.link_begin.size() == volume.size() + 1);
    COMMONWEAL_ASSERT(step.rain.size() == volume.size() && step.blocked.size() == volume.size());
    work.level.resize(volume.size());
    work.change.resize(volume.size());
    const double substeps = std::max(1.0, std::ceil(step.hours * process.substeps_per_hour));
    const Substep substep(process, terrain, step, step.hours / substeps);
    WaterBalance balance;
    for (double done = 0.0; done < substeps; done += 1.0) {
        substep.rain_and_drain(volume, balance);
        substep.flow(volume, work, balance);
    }
    return balance;
}

void describe(core::ParameterTable& table, RainDepth& process) {
    table.add(process.runoff,
              {.key = "runoff", .meaning = "Share of the rain that reaches the surface", .low = 0, .high = 1});
    table.add(
        process.drain_capacity,
        {.key = "drain_capacity", .meaning = "Rain that open drains swallow", .unit = "mm / h", .low = 0, .high = 100});
    table.add(process.relief, {.key = "relief",
                               .meaning = "Height between the lowest and the highest ground inside a cell",
                               .unit = "m",
                               .low = 0,
                               .high = 10});
    table.add(process.conveyance, {.key = "conveyance",
                                   .meaning = "Flow between cells per metre of level difference",
                                   .unit = "m2 / h",
                                   .low = 0,
                                   .high = 1.0e+06,
                                   .source = "Manning's formula, order of magnitude"});
    table.add(process.substeps_per_hour, {.key = "substeps_per_hour",
                                          .meaning = "Explicit steps in one hour",
                                          .low = 1,
                                          .high = 3600,
                                          .source = "numerical"});
}

}  // namespace commonweal::process
