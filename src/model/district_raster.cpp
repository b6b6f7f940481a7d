// SPDX-License-Identifier: Apache-2.0
#include "model/district_parts.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace commonweal::model::detail {

namespace {

/// Width of the raster of communities: no less than its height, at most twice it. Of those that leave fewest places of
/// the last row empty, the narrowest: results must not depend on whether a number of communities has good factors.
std::uint32_t raster_width(std::uint32_t communities) {
    const auto height = [communities](std::uint32_t width) { return (communities + width - 1) / width; };
    const auto empty = [&](std::uint32_t width) { return width * height(width) - communities; };
    std::uint32_t width = 1;
    while (width < height(width)) ++width;
    std::uint32_t best = width;
    for (; width <= 2 * height(width); ++width) {
        if (empty(width) < empty(best)) best = width;
    }
    return best;
}

/// A smooth field with values around 0 and standard deviation near 1: a few plane waves of random phase.
class SmoothField {
public:
    SmoothField(core::Seed seed, std::string_view name, double longest) {
        core::Stream stream(seed, core::StreamId::of("district", name), {.agent = 0});
        for (std::size_t k = 0; k < waves; ++k) {
            const double angle = 2.0 * std::numbers::pi * stream.uniform();
            const double length = longest * (0.25 + 0.75 * stream.uniform());
            // Slow waves as parabolas of the phase: no sine needed, and none whose bits depend on a library.
            x_[k] = (2.0 * stream.uniform() - 1.0) / length;
            y_[k] = (2.0 * stream.uniform() - 1.0) / length;
            phase_[k] = angle / (2.0 * std::numbers::pi);
        }
    }

    double at(double x, double y) const {
        double sum = 0.0;
        for (std::size_t k = 0; k < waves; ++k) {
            const double turns = x * x_[k] + y * y_[k] + phase_[k];
            sum += wave(turns - std::floor(turns));
        }
        return sum / std::sqrt(waves * wave_variance);
    }

private:
    static constexpr std::size_t waves = 12;
    static constexpr double wave_variance = 8.0 / 15.0;

    /// A sine made of two parabolas, on [0, 1).
    static double wave(double turn) {
        return turn < 0.5 ? 16.0 * turn * (0.5 - turn) : -16.0 * (turn - 0.5) * (1.0 - turn);
    }

    double x_[waves];
    double y_[waves];
    double phase_[waves];
};

/// Which cell lies where. The last row of communities may end before the raster does.
class Raster {
public:
    explicit Raster(const District::Cells& cells)
        : width_(1 + *std::max_element(cells.column.begin(), cells.column.end())),
          height_(1 + *std::max_element(cells.row.begin(), cells.row.end())),
          cell_at_(std::size_t{width_} * height_) {
        for (std::uint32_t k = 0; k < cells.size(); ++k) cell_at_[place(cells.column[k], cells.row[k])] = k;
    }

    std::uint32_t height() const { return height_; }

    /// Nothing beyond the edge; column and row may be 0 - 1.
    std::optional<std::uint32_t> cell_at(std::uint32_t column, std::uint32_t row) const {
        if (column >= width_ || row >= height_) return std::nullopt;
        return cell_at_[place(column, row)];
    }

private:
    std::size_t place(std::uint32_t column, std::uint32_t row) const { return std::size_t{row} * width_ + column; }

    std::uint32_t width_;
    std::uint32_t height_;
    std::vector<std::optional<std::uint32_t>> cell_at_;
};

void link_neighbours(const Raster& raster, District::Cells& cells) {
    cells.link_begin.assign(1, 0);
    for (std::uint32_t k = 0; k < cells.size(); ++k) {
        const std::uint32_t column = cells.column[k];
        const std::uint32_t row = cells.row[k];
        const auto link = [&](std::uint32_t c, std::uint32_t r) {
            if (const auto neighbour = raster.cell_at(c, r)) cells.link_target.push_back(*neighbour);
        };
        link(column, row - 1);
        link(column - 1, row);
        link(column + 1, row);
        link(column, row + 1);
        cells.link_begin.push_back(static_cast<std::uint32_t>(cells.link_target.size()));
    }
}

}  // namespace

void lay_out_raster(const Scenario& scenario, core::Seed, District& district) {
    const std::uint32_t count = community_count(scenario);
    const std::uint32_t width = raster_width(count);
    const std::uint32_t side = scenario.district.cells_per_community_side;
    auto& communities = district.communities;
    auto& cells = district.cells;
    communities.cells.assign(1, 0);
    for (std::uint32_t k = 0; k < count; ++k) {
        communities.subdistrict.push_back(static_cast<std::uint32_t>(std::uint64_t{k} * district.subdistricts / count));
        for (std::uint32_t cell = 0; cell < side * side; ++cell) {
            cells.community.push_back(k);
            cells.column.push_back(k % width * side + cell % side);
            cells.row.push_back(k / width * side + cell / side);
        }
        communities.cells.push_back(cells.size());
    }
}

void shape_ground(const Scenario& scenario, core::Seed seed, District& district) {
    auto& cells = district.cells;
    const double area = static_cast<double>(scenario.residents.count) / scenario.district.density * 1e6 / cells.size();
    const double side = std::sqrt(area);
    const SmoothField hills(seed, "ground", 12.0);
    const SmoothField clouds(seed, "rain", 60.0);
    const Raster raster(cells);
    for (std::uint32_t k = 0; k < cells.size(); ++k) {
        const double x = cells.column[k];
        const double y = cells.row[k];
        const bool downhill_edge = !raster.cell_at(cells.column[k], cells.row[k] + 1);
        const double fall = scenario.district.slope * side * (raster.height() - 1 - cells.row[k]);
        cells.area.push_back(area);
        cells.ground.push_back(100.0 + fall + scenario.district.roughness * hills.at(x, y));
        cells.outlet.push_back(downhill_edge ? scenario.rain_depth.conveyance : 0.0);
        const double strength = std::clamp(0.5 + 0.35 * clouds.at(x, y), 0.0, 1.0);
        cells.rain_share.push_back(scenario.storm.weakest_share + (1.0 - scenario.storm.weakest_share) * strength);
    }
    link_neighbours(raster, cells);
}

}  // namespace commonweal::model::detail
