// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/process/proportional_fitting.hpp>
#include <numeric>
#include <vector>

#include "core/refusal.hpp"
#include "described.hpp"

using namespace commonweal::process;
using Totals = std::vector<double>;
using commonweal::core::Seed;
using commonweal::core::StreamId;

namespace {

constexpr StreamId stream = StreamId::of("test", "integerised");

JointTable table(std::vector<std::uint32_t> shape, std::vector<double> cells) {
    return {.shape = std::move(shape), .cells = std::move(cells)};
}

FittedTable fitted(JointTable seed, std::vector<Margin> margins) { return fit(std::move(seed), margins); }

std::string refused(JointTable seed, std::vector<Margin> margins) {
    return refusal([&] { fit(std::move(seed), margins); });
}

double odds_ratio(const JointTable& two_by_two, std::size_t first = 0) {
    const double* cell = two_by_two.cells.data() + first;
    return cell[0] * cell[3] / (cell[1] * cell[2]);
}

}  // namespace

TEST(ProportionalFitting, gives_the_worked_table_of_the_encyclopaedia) {
    // Wikipedia, "Iterative proportional fitting", section Example; its table is printed after three rounds.
    const JointTable seed = table({4, 4}, {40, 30, 20, 10, 35, 50, 100, 75, 30, 80, 70, 120, 20, 30, 40, 50});
    const std::vector<Margin> margins{{{0}, {150, 300, 400, 150}}, {{1}, {200, 300, 400, 100}}};
    const FittedTable three = fit(seed, margins, {.most_rounds = 3});
    const double printed[] = {64.61, 46.28,  35.42,  3.83,  49.95, 68.15, 156.49, 25.37,
                              56.70, 144.40, 145.06, 53.76, 28.74, 41.18, 63.03,  17.03};
    for (std::size_t k = 0; k < 16; ++k) EXPECT_NEAR(three.table.cells[k], printed[k], 0.006) << k;
}

TEST(ProportionalFitting, solves_a_table_of_four_cells_in_closed_form) {
    // a (d) / (b) (c) = 6 with rows 60, 40 and columns 50, 50: a (a - 10) = 6 (60 - a) (50 - a), so 5 a^2 - 650 a +
    // 18,000 = 0 and a = 65 - sqrt(625) = 40.
    const FittedTable found = fitted(table({2, 2}, {3, 1, 1, 2}), {{{0}, {60, 40}}, {{1}, {50, 50}}});
    EXPECT_TRUE(found.converged);
    EXPECT_LE(found.deviation, 1e-9);
    const double exact[] = {40.0, 20.0, 10.0, 30.0};
    for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(found.table.cells[k], exact[k], 1e-6);
}

TEST(ProportionalFitting, from_an_even_seed_makes_dimensions_independent_in_one_round) {
    const FittedTable found =
        fitted(JointTable::filled({2, 3, 2}, 1.0), {{{0}, {30, 70}}, {{1}, {20, 30, 50}}, {{2}, {60, 40}}});
    EXPECT_EQ(found.rounds, 1u);
    EXPECT_NEAR(found.table.at(std::vector<std::uint32_t>{1, 2, 0}), 100 * 0.7 * 0.5 * 0.6, 1e-9);
}

TEST(ProportionalFitting, margins_of_several_dimensions_leave_conditional_independence) {
    // With the margins (0, 2) and (1, 2) and an even seed, 0 and 1 are independent within each class of 2.
    const FittedTable found = fitted(JointTable::filled({2, 2, 2}, 1.0), {{{0, 2}, {10, 30, 40, 20}},  //
                                                                          {{2, 1}, {20, 30, 25, 25}}});
    EXPECT_TRUE(found.converged);
    EXPECT_NEAR(found.table.at(std::vector<std::uint32_t>{0, 1, 0}), 10.0 * 30.0 / 50.0, 1e-9);
    EXPECT_NEAR(found.table.at(std::vector<std::uint32_t>{1, 0, 1}), 20.0 * 25.0 / 50.0, 1e-9);
}

RC_GTEST_PROP(ProportionalFitting, reproduces_margins_and_keeps_what_they_do_not_speak_of, ()) {
    const auto number = [] { return static_cast<double>(*rc::gen::inRange(1, 100)); };
    JointTable seed = JointTable::filled({2, 2, 2}, 1.0);
    JointTable wanted = seed;
    for (double& cell : seed.cells) cell = number();
    for (double& cell : wanted.cells) cell = number();
    std::vector<Margin> margins;
    const std::vector<std::vector<std::uint32_t>> sides{{0}, {1, 0}, {2}};
    for (const auto& side : sides) margins.push_back({side, sums(wanted, side)});
    const FittedTable found = fit(seed, margins);
    RC_ASSERT(found.converged);
    for (const auto& [side, totals] : margins) {
        const Totals reached = sums(found.table, side);
        for (std::size_t k = 0; k < totals.size(); ++k) RC_ASSERT(std::abs(reached[k] - totals[k]) < 1e-5);
    }
    // Given the class of dimension 0, dimensions 1 and 2 keep their odds ratio.
    for (const std::size_t first : {0u, 4u})
        RC_ASSERT(std::abs(odds_ratio(found.table, first) / odds_ratio(seed, first) - 1.0) < 1e-6);
}

TEST(ProportionalFitting, zeros_stay_and_a_total_of_zero_empties_its_cells) {
    const FittedTable found = fitted(table({2, 3}, {0, 1, 1, 1, 1, 1}), {{{0}, {50, 50}}, {{1}, {30, 70, 0}}});
    EXPECT_TRUE(found.converged);
    const double exact[] = {0, 50, 0, 30, 20, 0};
    for (std::size_t k = 0; k < 6; ++k) EXPECT_NEAR(found.table.cells[k], exact[k], 1e-6);
}

TEST(ProportionalFitting, tells_that_zeros_leave_no_table) {
    // The first row can only be in the first column, which shall hold less.
    const FittedTable found = fitted(table({2, 2}, {1, 0, 1, 1}), {{{0}, {60, 40}}, {{1}, {50, 50}}});
    EXPECT_FALSE(found.converged);
    EXPECT_EQ(found.rounds, 1000u);
    EXPECT_GT(found.deviation, 0.04);
}

TEST(ProportionalFitting, refuses_what_cannot_be_and_tells_all_of_it) {
    EXPECT_EQ(refused(JointTable::filled({2, 2}, 1.0), {{{0}, {60, 40}}, {{1}, {50, 51}}}),
              "proportional fitting: margin 1 adds up to 101, but margin 0 to 100");
    EXPECT_EQ(refused(table({2, 2}, {1, 0, 1, 0}), {{{1}, {50, 50}}}),
              "proportional fitting: total 1 of margin 0 is above 0, but all cells that add up to it are 0");
    EXPECT_EQ(
        refused(table({2, 2}, {1, 1, -1}), {{{0, 0, 2}, {1}}, {{1}, {0.0, std::nan("")}}}),
        "proportional fitting: the table has 3 cells, but must have 4 by its shape; a cell of the table is no number "
        "from 0 on; margin 0 names dimension 0 twice; margin 0 names dimension 2, but there are 2; margin 0 has 1 "
        "totals, but its dimensions have 4; a total of margin 1 is no number from 0 on; margin 1 adds up to nan, but "
        "margin 0 to 1");
    EXPECT_EQ(refused(JointTable::filled({2}, 1.0), {{{0}, {0, 0}}}),
              "proportional fitting: the totals of margin 0 are all 0");
}

RC_GTEST_PROP(ProportionalFitting, integerised_numbers_keep_the_total_and_lie_next_to_the_expected, ()) {
    const auto halves = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40)));
    Totals expected;
    for (const int half : halves) expected.push_back(half / 8.0);
    const auto total = static_cast<std::uint64_t>(std::floor(std::accumulate(expected.begin(), expected.end(), 0.0)));
    const auto whole = integerised(expected, total, {.value = *rc::gen::arbitrary<std::uint32_t>()}, stream);
    RC_ASSERT(std::accumulate(whole.begin(), whole.end(), std::uint64_t{0}) == total);
    for (std::size_t k = 0; k < whole.size(); ++k) RC_ASSERT(std::abs(whole[k] - expected[k]) < 1.0);
}

TEST(ProportionalFitting, numbers_are_rounded_up_with_their_fractions_as_chances) {
    // 100 of 200 are drawn. Four standard errors of 100 x 400 draws are 0.006; drawing one after the other in
    // proportion to the fractions would take a share of about 0.81 of the greater ones.
    Totals expected(100, 2.9);
    expected.resize(200, 5.1);
    double greater = 0.0;
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        const auto whole = integerised(expected, 800, {.value = seed}, stream);
        greater += static_cast<double>(std::count(whole.begin(), whole.end(), 3u));
    }
    EXPECT_NEAR(greater / 40'000.0, 0.9, 0.006);
}

TEST(ProportionalFitting, draws_of_integerised_numbers_belong_to_ids_not_to_places) {
    const std::vector<commonweal::core::AgentId> ids{7, 1, 9, 4}, turned{4, 9, 1, 7};
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        const auto one = integerised(Totals{0.5, 0.2, 0.9, 0.4}, 2, {.value = seed}, stream, ids);
        const auto other = integerised(Totals{0.4, 0.9, 0.2, 0.5}, 2, {.value = seed}, stream, turned);
        EXPECT_EQ(one, std::vector<std::uint32_t>(other.rbegin(), other.rend()));
    }
}

TEST(ProportionalFitting, integerised_refuses_totals_out_of_reach) {
    EXPECT_EQ(refusal([] {
                  integerised(Totals{2.0, 3.0}, 4, {}, stream);
              }),
              "integerised: the whole parts add up to 5, more than the total of 4");
    EXPECT_EQ(refusal([] {
                  integerised(Totals{2.5, 3.0}, 7, {}, stream);
              }),
              "integerised: 2 are missing from the total, but only 1 numbers have a fraction that could be rounded up");
    EXPECT_EQ(refusal([] { integerised(Totals{-1.0}, 0, {}, stream); }), "integerised: -1 must be from 0 to 2^31");
}

TEST(ProportionalFitting, its_parameters_are_in_the_table_with_their_ranges) {
    ProportionalFitting process;
    expect_described(process, 2);
}
