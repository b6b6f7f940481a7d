// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/model/district.hpp>

namespace commonweal::model::detail {

/// Communities and their cells on a raster.
void lay_out_raster(const Scenario& scenario, core::Seed seed, District& district);
/// Ground, links and outlets of the cells, and how much of the storm falls on each.
void shape_ground(const Scenario& scenario, core::Seed seed, District& district);
/// Households with their members, cell by cell.
void settle_households(const Scenario& scenario, core::Seed seed, District& district);
/// The ties between residents.
void tie_residents(const Scenario& scenario, core::Seed seed, District& district);

}  // namespace commonweal::model::detail
