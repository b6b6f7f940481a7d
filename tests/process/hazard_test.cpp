// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/process/hazard.hpp>

using commonweal::process::chance_of;
using commonweal::process::one_step_after;

TEST(Hazard, a_rate_of_one_leaves_one_in_e_untouched) {
    EXPECT_NEAR(chance_of(1.0, 1.0), 1.0 - std::exp(-1.0), 1e-15);
    EXPECT_EQ(chance_of(0.0, 5.0), 0.0);
    EXPECT_EQ(chance_of(0.0f, 5.0f), 0.0f);
    EXPECT_EQ(chance_of(1.0e6f, 1.0f), 1.0f);
}

TEST(Hazard, a_rare_event_keeps_its_digits) {
    EXPECT_NEAR(chance_of(1.0e-12, 1.0), 1.0e-12, 1e-24);
    EXPECT_NEAR(chance_of(1.0e-9f, 1.0f), 1.0e-9f, 1e-16f);
}

RC_GTEST_PROP(Hazard, two_half_steps_make_a_whole_one, ()) {
    const double rate = 0.01 * *rc::gen::inRange(0, 1000);
    const double half = chance_of(rate, 0.5);
    RC_ASSERT(std::abs(1.0 - (1.0 - half) * (1.0 - half) - chance_of(rate, 1.0)) < 1e-14);
}

TEST(Hazard, a_million_steps_end_where_their_product_does) {
    float time = 0.0f;
    float sum = 0.0f;
    for (int k = 0; k < 1'000'000; ++k) {
        time = one_step_after(time, 0.1f);
        sum += 0.1f;
    }
    EXPECT_EQ(time, 0.1f * 1e6f);
    EXPECT_GT(std::abs(sum - 1e5f), 100.0f);
}
