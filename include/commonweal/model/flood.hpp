// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/model/district.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/process/rain_depth.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::model {

/// The water in the streets: one store per cell.
class Flood {
public:
    Flood(const Scenario& scenario, const District& district);

    /// One hour of rain (mm / h at the strongest place); drains of cells without power are blocked more.
    void step(double rain, std::span<const std::uint8_t> powered);

    /// m at each cell's lowest ground.
    std::span<const double> depth() const { return depth_; }
    std::span<const double> peak_depth() const { return peak_depth_; }
    bool any_water() const { return any_water_; }
    bool wet(std::uint32_t cell) const { return depth_[cell] > 0.0; }
    /// Water that rises before people's eyes: deeper than `least` (m) and deeper than an hour ago.
    bool rising(std::uint32_t cell, double least) const { return depth_[cell] > least && rise_[cell] > 0.0; }

    /// m at a home that lies higher than the share `height` of its cell's ground.
    double depth_at(std::uint32_t cell, double height) const;
    /// Share of the cell's ground that lies deeper than `least` metres under water.
    double share_deeper(std::uint32_t cell, double least) const;

    /// Lists the state once, for saving (const Self) and loading alike.
    template <class Self, class With>
    static void exchange(Self& self, With& with) {
        with(self.volume_, self.depth_, self.rise_, self.peak_depth_, self.any_water_);
    }

private:
    const Scenario* scenario_;
    const District* district_;
    std::vector<double> volume_;
    std::vector<double> depth_;
    std::vector<double> rise_;
    std::vector<double> peak_depth_;
    bool any_water_ = false;
    std::vector<double> rain_;
    std::vector<double> blocked_;
    process::RainDepthWork work_;
};

}  // namespace commonweal::model
