// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <commonweal/process/proportional_updating.hpp>
#include <vector>

#include "core/refusal.hpp"
#include "described.hpp"

using namespace commonweal::process;

namespace {

/// The worked example of Ye et al. 2009: eight households of two types, 23 people of three types.
const std::vector<WeightedTotal> example{{35, {0, 1, 2}, {1, 1, 1}},
                                         {65, {3, 4, 5, 6, 7}, {1, 1, 1, 1, 1}},
                                         {91, {0, 1, 2, 3, 5, 6, 7}, {1, 1, 2, 1, 1, 2, 1}},
                                         {65, {0, 2, 4, 5, 6, 7}, {1, 1, 2, 1, 1, 1}},
                                         {104, {0, 1, 3, 4, 6}, {1, 1, 2, 1, 2}}};

}  // namespace

TEST(ProportionalUpdating, gives_the_weights_of_the_paper_that_brought_it) {
    const FittedWeights found = fit_weights(std::vector<double>(8, 1.0), example, {.tolerance = 1e-6});
    EXPECT_TRUE(found.converged);
    const double printed[] = {1.36, 25.66, 7.98, 27.79, 18.45, 8.64, 1.47, 8.64};
    for (std::size_t k = 0; k < 8; ++k) EXPECT_NEAR(found.weights[k], printed[k], 0.006) << k;
}

TEST(ProportionalUpdating, with_one_count_per_record_is_proportional_fitting) {
    // The table of four cells of proportional_fitting_test.cpp, as a list.
    const std::vector<WeightedTotal> margins{
        {60, {0, 1}, {1, 1}}, {40, {2, 3}, {1, 1}}, {50, {0, 2}, {1, 1}}, {50, {1, 3}, {1, 1}}};
    const FittedWeights found = fit_weights({3, 1, 1, 2}, margins, {.tolerance = 1e-9});
    const double exact[] = {40.0, 20.0, 10.0, 30.0};
    for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(found.weights[k], exact[k], 1e-6);
}

TEST(ProportionalUpdating, tells_that_totals_contradict_each_other) {
    // Each household has one person, yet there shall be more people than households.
    const FittedWeights found =
        fit_weights({1, 1}, std::vector<WeightedTotal>{{10, {0, 1}, {1, 1}}, {12, {0, 1}, {1, 1}}});
    EXPECT_FALSE(found.converged);
    EXPECT_NEAR(found.deviation, 0.2, 1e-12);
}

TEST(ProportionalUpdating, refuses_what_cannot_be_and_tells_all_of_it) {
    EXPECT_EQ(
        refusal([] {
            fit_weights({1, 0}, std::vector<WeightedTotal>{
                                    {5, {}, {}}, {-1, {0}, {1}}, {5, {2}, {1}}, {5, {0}, {1, 1}}, {5, {0}, {0}}});
        }),
        "proportional updating: a starting weight is not above 0; total 0 is above 0, but no record counts in it; "
        "total 1 is -1, but must be a number from 0 on; total 2 names record 2, but there are 2; total 3 names 1 "
        "records and 2 counts; total 4 has a count of 0");
}

TEST(ProportionalUpdating, its_parameters_are_in_the_table_with_their_ranges) {
    ProportionalUpdating process;
    expect_described(process, 2);
}
