// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <commonweal/process/warning.hpp>
#include <random>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;

namespace {

constexpr Warning per_minute{.broadcast_rate = 0.02, .contagion_rate = 0.2};

/// Time until `share` of a town where everybody meets everybody is warned, with steps of `step`.
double simulated_time(const Warning& warning, double share, float step, std::size_t residents) {
    std::mt19937_64 engine(1988);
    std::vector<char> warned(residents, 0);
    std::size_t count = 0;
    double before = 0.0;
    for (int steps = 1;; ++steps) {
        const float known = static_cast<float>(count) / static_cast<float>(residents);
        const float chance = warned_chance(warning, 1.0f, known, step);
        for (auto& one : warned) {
            const double uniform = (static_cast<double>(engine() >> 11) + 0.5) * 0x1.0p-53;
            if (!one && uniform < chance) {
                one = 1;
                ++count;
            }
        }
        const double now = static_cast<double>(count) / static_cast<double>(residents);
        if (now >= share) return step * (steps - (now - share) / (now - before));
        before = now;
    }
}

}  // namespace

TEST(Warning, broadcast_and_contagion_reach_half_and_nine_tenths_at_the_closed_form_times) {  // V15
    EXPECT_NEAR(time_to_warned_share(per_minute, 0.5), 11.2950, 1e-4);
    EXPECT_NEAR(time_to_warned_share(per_minute, 0.9), 20.9326, 1e-4);
    EXPECT_NEAR(time_to_warned_share({.broadcast_rate = 0.02, .contagion_rate = 0.0}, 0.5), 34.6574, 1e-4);
}

TEST(Warning, agents_take_the_same_time_within_three_percent_with_short_and_long_steps) {  // V15
    for (const float step : {0.25f, 1.0f, 2.0f}) {
        EXPECT_NEAR(simulated_time(per_minute, 0.5, step, 20000), 11.2950, 0.03 * 11.2950) << step;
        EXPECT_NEAR(simulated_time(per_minute, 0.9, step, 20000), 20.9326, 0.03 * 20.9326) << step;
    }
}

TEST(Warning, share_and_time_are_inverse) {
    const Warning warning{.broadcast_rate = 0.5, .contagion_rate = 3.0, .penetration = 0.8};
    for (const double share : {0.01, 0.4, 0.79}) {
        EXPECT_NEAR(warned_share(warning, time_to_warned_share(warning, share)), share, 1e-12);
    }
    EXPECT_TRUE(std::isinf(time_to_warned_share(warning, 0.81)));
    EXPECT_EQ(warned_share({.broadcast_rate = 0.0}, 100.0), 0.0);
}

TEST(Warning, the_share_solves_its_differential_equation_below_full_penetration) {
    const Warning warning{.broadcast_rate = 0.5, .contagion_rate = 3.0, .penetration = 0.75};
    const auto slope = [](double share) { return (0.5 + 3.0 * share) * (0.75 - share); };
    double share = 0.0;
    for (int step = 0; step < 1000; ++step) {  // classical Runge-Kutta to hour 1
        const double h = 1e-3;
        const double k1 = slope(share), k2 = slope(share + 0.5 * h * k1), k3 = slope(share + 0.5 * h * k2);
        share += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + slope(share + h * k3));
    }
    EXPECT_NEAR(warned_share(warning, 1.0), share, 1e-10);
}

TEST(Warning, nobody_out_of_reach_and_without_informed_neighbours_hears_it) {
    EXPECT_EQ(warned_chance({}, 0.0f, 0.0f, 24.0f), 0.0f);
    EXPECT_GT(warned_chance({}, 0.0f, 0.5f, 1.0f), 0.0f);
    EXPECT_GT(warned_chance({}, 0.5f, 0.0f, 1.0f), 0.0f);
}

TEST(Warning, its_parameters_are_in_the_table_with_their_ranges) {
    Warning process;
    expect_described(process, 3);
}
