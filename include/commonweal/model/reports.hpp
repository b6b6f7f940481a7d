// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/random.hpp>
#include <commonweal/model/district.hpp>
#include <commonweal/model/flood.hpp>
#include <commonweal/model/scenario.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::model {

/// What grid workers tell their community's office, message by message, and what the office believes of each cell: the
/// newest message that has arrived. Nothing else reaches the belief.
class Reports {
public:
    Reports(const Scenario& scenario, const District& district, core::Seed seed);

    /// One hour: workers of communities in response write every few hours, the others once a day; messages arrive.
    void step(const Flood& flood, std::span<const std::uint8_t> powered, std::span<const float> telecom,
              std::span<const std::uint8_t> in_response, std::uint32_t hour_of_day, core::Tick hour);

    /// Share of a community's function that its office believes in, in [0, 1]: half for dry streets, half for power,
    /// cells weighted by households.
    double perceived_function(std::uint32_t community) const;
    bool believes_powered(std::uint32_t cell) const { return believed_powered_[cell] != 0; }

    /// One row for each message; `received` may lie in the future.
    struct Rows {
        std::vector<std::uint32_t> cell;
        std::vector<double> sent;      ///< h
        std::vector<double> received;  ///< h
        std::vector<std::uint8_t> wet;
        std::vector<std::uint8_t> powered;
        std::size_t size() const { return cell.size(); }
    };
    const Rows& rows() const { return rows_; }

    /// Lists the state once, for saving (const Self) and loading alike.
    template <class Self, class With>
    static void exchange(Self& self, With& with) {
        with(self.rows_.cell, self.rows_.sent, self.rows_.received, self.rows_.wet, self.rows_.powered,
             self.under_way_);
        with(self.believed_wet_, self.believed_powered_, self.believed_sent_);
    }

private:
    void write(std::uint32_t cell, bool wet, bool powered, double telecom, core::Tick hour);
    void deliver(double until);

    const Scenario* scenario_;
    const District* district_;
    core::Seed seed_;
    Rows rows_;
    std::vector<std::uint32_t> under_way_;
    std::vector<std::uint8_t> believed_wet_;
    std::vector<std::uint8_t> believed_powered_;
    std::vector<double> believed_sent_;
};

}  // namespace commonweal::model
