// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/process/protective_action.hpp>
#include <random>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;

namespace {

float share() { return 0.01f * static_cast<float>(*rc::gen::inRange(0, 101)); }

RiskCues any_cues() {
    return {.warned = share(),
            .trust = share(),
            .environmental = share(),
            .social = share(),
            .experience = share(),
            .expected_impact = share()};
}

/// Share of 20,000 people with evenly spread reluctance who have set out after `hours`.
double share_out(float readiness_of_all, float hours, float step) {
    const ProtectiveAction process;
    std::mt19937_64 engine(2012);
    int out = 0;
    for (int person = 0; person < 20000; ++person) {
        const float reluctance = (static_cast<float>(person) + 0.5f) / 20000.0f;
        for (float hour = 0.0f; hour < hours; hour += step) {
            const double uniform = (static_cast<double>(engine() >> 11) + 0.5) * 0x1.0p-53;
            if (uniform < action_chance(process, readiness_of_all, reluctance, step)) {
                ++out;
                break;
            }
        }
    }
    return out / 20000.0;
}

}  // namespace

TEST(ProtectiveAction, the_weights_of_the_five_cues_add_up_to_one) {
    const RiskCues all{1.0f, 1.0f, 1.0f, 1.0f, 1.0f, 1.0f};
    EXPECT_FLOAT_EQ(perceived_risk({}, all), 1.0f);
    EXPECT_EQ(perceived_risk({}, {}), 0.0f);
}

TEST(ProtectiveAction, each_cue_raises_the_risk_in_the_order_of_the_meta_analysis) {
    const float official = perceived_risk({}, {.warned = 1.0f, .trust = 1.0f});
    const float impact = perceived_risk({}, {.expected_impact = 1.0f});
    const float social = perceived_risk({}, {.social = 1.0f});
    const float environmental = perceived_risk({}, {.environmental = 1.0f});
    const float experience = perceived_risk({}, {.experience = 1.0f});
    EXPECT_GT(official, impact);
    EXPECT_GT(impact, social);
    EXPECT_GT(social, environmental);
    EXPECT_GT(environmental, experience);
    EXPECT_GT(experience, 0.0f);
}

TEST(ProtectiveAction, a_warning_that_nobody_trusts_moves_nobody) {
    EXPECT_EQ(perceived_risk({}, {.warned = 1.0f, .trust = 0.0f}), 0.0f);
}

TEST(ProtectiveAction, means_raise_readiness_and_cost_lowers_it) {
    const float usual = readiness({}, 0.5f, {});
    EXPECT_GT(readiness({}, 0.6f, {}), usual);
    EXPECT_GT(readiness({}, 0.5f, {.self_efficacy = 1.0f}), usual);
    EXPECT_GT(readiness({}, 0.5f, {.response_efficacy = 1.0f}), usual);
    EXPECT_GT(readiness({}, 0.5f, {.mobility = 1.0f}), usual);
    EXPECT_LT(readiness({}, 0.5f, {.cost = 1.0f}), usual);
    EXPECT_NEAR(usual, 1.0f / (1.0f + std::exp(0.05f)), 1e-6f);  // -3.3 + 3 + .25 + .25 - .5 + .25
}

// Shadow evacuation without an order 10 to 20 %, under an order 35 to 90 % of those at risk.
TEST(ProtectiveAction, an_order_moves_most_and_its_absence_few) {
    const RiskCues quiet{.environmental = 0.3f, .social = 0.1f, .experience = 0.3f, .expected_impact = 0.4f};
    RiskCues ordered = quiet;
    ordered.warned = 1.0f;
    ordered.trust = 0.7f;
    ordered.social = 0.5f;
    ordered.expected_impact = 0.6f;
    const float shadow = readiness({}, perceived_risk({}, quiet), {});
    const float order = readiness({}, perceived_risk({}, ordered), {});
    EXPECT_GT(shadow, 0.10f);
    EXPECT_LT(shadow, 0.20f);
    EXPECT_GT(order, 0.35f);
    EXPECT_LT(order, 0.90f);
}

TEST(ProtectiveAction, a_standing_situation_moves_the_share_that_is_ready_and_no_more) {
    EXPECT_NEAR(share_out(0.6f, 48.0f, 1.0f), 0.6, 1e-3);
}

TEST(ProtectiveAction, half_the_step_changes_the_share_out_within_noise_only) {
    const double expected = 0.6 * (1.0 - std::exp(-0.5 * 3.0));
    const double four_errors = 4.0 * std::sqrt(expected * (1.0 - expected) / 20000.0);
    EXPECT_NEAR(share_out(0.6f, 3.0f, 1.0f), expected, four_errors);
    EXPECT_NEAR(share_out(0.6f, 3.0f, 0.5f), expected, four_errors);
}

RC_GTEST_PROP(ProtectiveAction, risk_and_readiness_stay_within_their_bounds, ()) {
    const float risk = perceived_risk({}, any_cues());
    RC_ASSERT(risk >= 0.0f && risk <= 1.00001f);
    const float ready = readiness({}, risk, {share(), share(), share(), share()});
    RC_ASSERT(ready > 0.0f && ready < 1.0f);
}

TEST(ProtectiveAction, its_parameters_are_in_the_table_with_their_ranges) {
    ProtectiveAction process;
    expect_described(process, 12);
}
