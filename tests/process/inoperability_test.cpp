// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/inoperability.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

const Interdependency two_sectors{0.0, 0.4, 0.3, 0.0};

AgentValues each_sector(std::vector<double> values) { return {.drawn = {}, .given = std::move(values)}; }

/// A matrix whose rows add up to less than one.
Interdependency any_interdependency(std::size_t sectors) {
    Interdependency matrix(sectors * sectors, 0.0);
    for (std::size_t i = 0; i < sectors; ++i) {
        for (std::size_t j = 0; j < sectors; ++j) {
            matrix[i * sectors + j] = *rc::gen::inRange(0, 90) / (100.0 * static_cast<double>(sectors));
        }
    }
    return matrix;
}

std::vector<double> any_shares(std::size_t sectors, int most) {
    std::vector<double> shares;
    for (std::size_t i = 0; i < sectors; ++i) shares.push_back(0.01 * *rc::gen::inRange(0, most + 1));
    return shares;
}

}  // namespace

TEST(Inoperability, two_sectors_end_where_they_do_by_hand) {  // V58
    const auto q = static_inoperability(InoperabilityLimit::linear, two_sectors, std::vector<double>{0.1, 0.0});
    EXPECT_NEAR(q[0], 0.1 / 0.88, 1e-15);
    EXPECT_NEAR(q[1], 0.03 / 0.88, 1e-15);
}

TEST(Inoperability, an_even_matrix_multiplies_an_even_perturbation) {
    const Interdependency matrix = even_interdependency({.coupling = 0.6}, 7);
    for (const double q : static_inoperability(InoperabilityLimit::linear, matrix, std::vector<double>(7, 0.2))) {
        EXPECT_NEAR(q, 0.2 / 0.4, 1e-14);
    }
}

TEST(Inoperability, nobody_is_more_than_fully_inoperable) {
    const Interdependency matrix{0.6, 0.0, 0.5, 0.0};
    const std::vector<double> struck{1.0, 0.4};
    const auto linear = static_inoperability(InoperabilityLimit::linear, matrix, struck);
    EXPECT_NEAR(linear[0], 2.5, 1e-12);
    EXPECT_NEAR(linear[1], 1.65, 1e-12);
    const auto capped = static_inoperability(InoperabilityLimit::capped, matrix, struck);
    EXPECT_NEAR(capped[0], 1.0, 1e-12);
    EXPECT_NEAR(capped[1], 0.9, 1e-12);  // of the first, half of no more than all
}

TEST(Inoperability, chains_that_never_end_are_refused_unless_capped) {
    const Interdependency matrix{0.0, 1.0, 1.0, 0.0};
    const std::vector<double> struck{0.01, 0.0};
    EXPECT_THROW(static_inoperability(InoperabilityLimit::linear, matrix, struck), core::Error);
    EXPECT_NEAR(static_inoperability(InoperabilityLimit::capped, matrix, struck)[1], 1.0, 1e-9);
    EXPECT_THROW(interdependency_indices(matrix), core::Error);
    EXPECT_THROW(static_inoperability(InoperabilityLimit::linear, std::vector<double>(3), struck), core::Error);
}

TEST(Inoperability, a_sector_alone_recovers_as_its_coefficient_says) {
    const Inoperability process{.recovery_time = 20.0, .left = 0.05, .perturbation_length = 0.0};
    EXPECT_NEAR(resilience_coefficient(process), std::log(20.0) / 20.0, 1e-14);
    EXPECT_NEAR(resilience_coefficient(process, 0.2), std::log(20.0) / 16.0, 1e-14);
    const InoperabilityStart start{
        .interdependency = {0.2}, .inoperability = each_sector({0.8}), .output = each_sector({3.0})};
    const Dataset course = simulate(process, start, {.size = 1, .until = 20.0, .every = 10.0});
    const std::vector<double>& q = course.variable("inoperability").values;
    EXPECT_NEAR(q[1], 0.8 * std::sqrt(0.05), 1e-13);
    EXPECT_NEAR(q[2], 0.8 * 0.05, 1e-13);
    EXPECT_NEAR(course.variable("loss").values[2], 3.0 * 0.8 * 0.95 * 20.0 / std::log(20.0), 1e-12);
}

TEST(Inoperability, a_perturbation_that_stays_ends_where_the_static_form_says) {
    const Inoperability process{.recovery_time = 10.0, .perturbation_length = 1000.0};
    const InoperabilityStart start{.interdependency = two_sectors, .perturbation = each_sector({0.1, 0.0})};
    const Dataset course = simulate(process, start, {.size = 2, .until = 300.0});
    const std::vector<double>& q = course.variable("inoperability").values;
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_NEAR(q[q.size() - 2 + i], course.variable("lasting").values[i], 1e-12);
    }
    EXPECT_NEAR(course.variable("lasting").values[0], 0.1 / 0.88, 1e-14);
}

TEST(Inoperability, what_is_exact_and_what_is_stepped_agree_where_nothing_is_capped) {
    const Inoperability exact{.limit = InoperabilityLimit::linear, .perturbation_length = 7.3};
    // A first inoperability with rows that add up to more than one is stepped, though it never gets near the cap.
    const Interdependency matrix{0.0, 0.6, 0.0, 0.5, 0.0, 0.6, 0.7, 0.1, 0.05};
    const InoperabilityStart start{.interdependency = matrix,
                                   .perturbation = each_sector({0.05, 0.3, 0.0}),
                                   .inoperability = each_sector({0.01, 0.0, 0.02})};
    const Experiment experiment{.size = 3, .until = 40.0, .every = 3.0};
    const Dataset one = simulate(exact, start, experiment);
    const Dataset other = simulate({.perturbation_length = 7.3}, start, experiment);
    for (const char* name : {"inoperability", "loss", "sector_loss", "lasting"}) {
        const std::vector<double>& a = one.variable(name).values;
        const std::vector<double>& b = other.variable(name).values;
        for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], 1e-9) << name;
    }
}

TEST(Inoperability, an_input_output_table_makes_the_matrix) {
    const Interdependency matrix =
        interdependency_from(std::vector<double>{0.1, 0.2, 0.3, 0.0}, std::vector<double>{100.0, 50.0});
    EXPECT_NEAR(matrix[1], 0.1, 1e-15);
    EXPECT_NEAR(matrix[2], 0.6, 1e-15);
    EXPECT_EQ(matrix[0], 0.1);
    EXPECT_THROW(interdependency_from(std::vector<double>(4), std::vector<double>{1.0, 0.0}), core::Error);
}

TEST(Inoperability, indices_are_means_of_rows_and_columns) {
    const InterdependencyIndices found = interdependency_indices(two_sectors);
    EXPECT_EQ(found.dependency, (std::vector<double>{0.4, 0.3}));
    EXPECT_EQ(found.influence, (std::vector<double>{0.3, 0.4}));
    EXPECT_NEAR(found.overall_dependency[0], 0.4 / 0.88, 1e-14);
    EXPECT_NEAR(found.overall_influence[0], 0.3 / 0.88, 1e-14);
    EXPECT_THROW(interdependency_indices(std::vector<double>{0.5}), core::Error);
}

RC_GTEST_PROP(Inoperability, inoperabilities_are_shares_and_grow_with_the_perturbation, ()) {
    const auto sectors = *rc::gen::inRange<std::size_t>(1, 6);
    Interdependency matrix = any_interdependency(sectors);
    if (*rc::gen::inRange(0, 2) == 1) {
        for (double& entry : matrix) entry = std::min(0.9, 3.0 * entry);
    }
    const std::vector<double> weak = any_shares(sectors, 60);
    std::vector<double> strong = weak;
    for (double& share : strong) share = std::min(1.0, share + 0.3);
    const auto course = [&](const std::vector<double>& perturbation) {
        return simulate(Inoperability{}, {.interdependency = matrix, .perturbation = each_sector(perturbation)},
                        {.size = static_cast<core::Index>(sectors), .until = 30.0, .every = 5.0, .threads = 1})
            .variable("inoperability")
            .values;
    };
    const std::vector<double> less = course(weak);
    const std::vector<double> more = course(strong);
    for (std::size_t k = 0; k < less.size(); ++k) {
        RC_ASSERT(less[k] >= 0.0);
        RC_ASSERT(more[k] <= 1.0 + 1e-9);
        RC_ASSERT(less[k] <= more[k] + 1e-7);
    }
}

RC_GTEST_PROP(Inoperability, records_in_between_change_nothing, ()) {
    const auto sectors = *rc::gen::inRange<std::size_t>(1, 5);
    const InoperabilityStart start{.interdependency = any_interdependency(sectors),
                                   .perturbation = each_sector(any_shares(sectors, 10)),
                                   .inoperability = each_sector(any_shares(sectors, 10))};
    const Inoperability process{.limit = InoperabilityLimit::linear,
                                .perturbation_length = 0.1 * *rc::gen::inRange(0, 300)};
    const auto last = [&](double every) {
        const Dataset course = simulate(
            process, start, {.size = static_cast<core::Index>(sectors), .until = 20.0, .every = every, .threads = 1});
        return std::pair{course.variable("loss").values.back(), course.variable("mean").values.back()};
    };
    const auto coarse = last(20.0);
    const auto fine = last(0.7);
    RC_ASSERT(std::abs(coarse.first - fine.first) < 1e-10);
    RC_ASSERT(std::abs(coarse.second - fine.second) < 1e-12);
}

TEST(Inoperability, threads_change_nothing_and_seeds_everything) {
    const auto loss = [](std::uint32_t seed, unsigned threads) {
        const InoperabilityStart start{
            .perturbation = {.drawn = core::Distribution::uniform({.low = 0.0, .high = 0.5})},
            .recovery_time = AgentValues{.drawn = core::Distribution::uniform({.low = 5.0, .high = 50.0})}};
        return simulate(Inoperability{}, start, {.size = 6, .replicates = 5, .seed = seed, .threads = threads})
            .variable("sector_loss")
            .values;
    };
    EXPECT_EQ(loss(1, 1), loss(1, 2));
    EXPECT_NE(loss(1, 1), loss(2, 1));
}

TEST(Inoperability, every_mistake_is_told_at_once) {
    const InoperabilityStart start{.interdependency = {0.0, 0.5, 0.5},
                                   .perturbation = each_sector({0.1, 2.0}),
                                   .output = each_sector({std::numeric_limits<double>::quiet_NaN(), 1.0})};
    try {
        simulate({.coupling = 1.0, .left = 0.0}, start, {.size = 2, .until = 0.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const auto& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"until", "coupling", "left", "perturbation[1]", "output[0]",
                                                   "interdependency"}));
    }
    const InoperabilityStart endless{.interdependency = {0.0, 1.0, 1.0, 0.0}};
    EXPECT_THROW(simulate({.limit = InoperabilityLimit::linear}, endless, {.size = 2}), core::ConfigError);
    EXPECT_NO_THROW(simulate(Inoperability{}, endless, {.size = 2}));
}

TEST(Inoperability, every_parameter_is_described) {
    Inoperability process;
    expect_described(process, 5);
}
