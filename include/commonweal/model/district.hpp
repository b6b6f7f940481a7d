// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/graph.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/process/rain_depth.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::model {

/// A run of consecutive rows.
struct Range {
    std::uint32_t first = 0;
    std::uint32_t last = 0;  ///< One past the end.
    std::uint32_t size() const { return last - first; }
};

/// Who lives where, and on what ground: all that does not change during a run. Rows of every kind are numbered by
/// subdistrict, community, cell, building and household, so that neighbours are near in memory.
struct District {
    std::uint32_t subdistricts = 0;

    struct Communities {
        std::vector<std::uint32_t> subdistrict;
        std::vector<std::uint32_t> cells;       ///< Communities + 1 entries: first cell of each.
        std::vector<std::uint32_t> households;  ///< Communities + 1 entries.
        std::vector<std::uint32_t> residents;   ///< Communities + 1 entries.
        std::vector<std::uint32_t> registered;  ///< Residents whom the office knows.
        std::uint32_t size() const { return static_cast<std::uint32_t>(subdistrict.size()); }
    } communities;

    struct Cells {
        std::vector<std::uint32_t> community;
        std::vector<std::uint32_t> households;  ///< Cells + 1 entries.
        std::vector<std::uint32_t> residents;   ///< Cells + 1 entries.
        std::vector<std::uint32_t> column;      ///< Place in the raster, from the west.
        std::vector<std::uint32_t> row;         ///< From the north.
        std::vector<double> area;               ///< m2
        std::vector<double> ground;             ///< Lowest ground, m.
        std::vector<double> outlet;             ///< m2 / h per m of depth, above 0 on the downhill edge.
        std::vector<double> rain_share;         ///< Of the storm at its strongest place.
        std::vector<std::uint32_t> link_begin;  ///< Cells + 1 entries.
        std::vector<std::uint32_t> link_target;
        std::uint32_t size() const { return static_cast<std::uint32_t>(community.size()); }
    } cells;

    struct Households {
        std::vector<std::uint32_t> residents;  ///< Households + 1 entries.
        std::vector<std::uint32_t> cell;
        std::vector<float> height;  ///< Share of the cell's ground that lies lower, in [0, 1).
        std::vector<std::uint8_t> ground_floor;
        std::vector<std::uint8_t> elderly_alone;  ///< Nobody younger than 65.
        std::uint32_t size() const { return static_cast<std::uint32_t>(cell.size()); }
    } households;

    struct Residents {
        std::vector<std::uint32_t> household;
        std::vector<std::uint8_t> age_group;  ///< 0: to 14, 1: 15 to 64, 2: 65 and older.
        std::vector<std::uint8_t> online;
        std::uint32_t size() const { return static_cast<std::uint32_t>(household.size()); }
    } residents;

    /// Members of each group of the scenario's list `agents`, rows of residents in rising order.
    std::vector<std::vector<std::uint32_t>> groups;

    /// By household, building and community, to anyone in the district, and of the scenario's layers.
    core::Graph contacts;

    Range cells_of(std::uint32_t community) const;
    Range households_of_community(std::uint32_t community) const;
    Range households_of_cell(std::uint32_t cell) const;
    Range residents_of_cell(std::uint32_t cell) const;
    Range residents_of_household(std::uint32_t household) const;
    process::Terrain terrain() const;
};

/// How many communities the district of a scenario has.
std::uint32_t community_count(const Scenario& scenario);

/// Builds the district of a scenario. The same scenario, seed and version give the same district; its persistent ids
/// are its row numbers. Household sizes and ages follow the scenario's margins; ground and ties are constructed.
District build_district(const Scenario& scenario, core::Seed seed);

}  // namespace commonweal::model
