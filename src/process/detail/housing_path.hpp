// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/random.hpp>
#include <commonweal/process/housing_recovery.hpp>
#include <vector>

namespace commonweal::process::detail {

/// What decides how the repair of a home goes.
struct DamagedHome {
    DamageState state = DamageState::none;
    bool insured = false;
    bool credit = false;
    bool registered = true;
    bool tenant = false;
    double savings = 0.0;
};

/// When things have happened, d; infinite for what never does.
struct HousingPath {
    double funded = 0.0;
    double start = 0.0;
    double ready = 0.0;
};

/// One path for each home; 0 for those without damage. Homes compete for offices and crews.
std::vector<HousingPath> housing_paths(const HousingRecovery& process, const std::vector<DamagedHome>& homes,
                                       core::Seed seed);

/// When each is served who comes at `arrival` (infinite: never), takes `service` and leaves at `deadline` if it has not
/// begun (infinite then). First come, first served, by the row where two come together; 0 servers are any number.
struct HousingLine {
    std::vector<double> arrival;
    std::vector<double> service;
    std::vector<double> deadline;
};
struct HousingServed {
    std::vector<double> begun;
    std::vector<double> ended;
};
HousingServed serve_line(const HousingLine& line, std::uint32_t servers);

}  // namespace commonweal::process::detail
