// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/four_resiliences.hpp>
#include <cstdint>
#include <limits>
#include <vector>

using namespace commonweal::process;
namespace core = commonweal::core;

namespace four_resiliences_test {

namespace {

core::Graph path_of_six() {
    const std::vector<core::Edge> ties{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}};
    return core::Graph::undirected(6, ties);
}

}  // namespace

TEST(FourResiliences, of_the_subject_falls_with_who_is_lost_and_with_whom_that_cuts_off) {
    const core::Graph path = path_of_six();
    using Active = std::array<std::uint8_t, 6>;
    EXPECT_DOUBLE_EQ(subject_resilience(path, Active{1, 1, 1, 1, 1, 1}), 1.0);
    EXPECT_DOUBLE_EQ(subject_resilience(path, Active{0, 1, 1, 1, 1, 1}), 5.0 / 6.0);
    EXPECT_DOUBLE_EQ(subject_resilience(path, Active{1, 1, 0, 1, 1, 1}), 0.5);  // 5/6 are active, 3/5 hold together
    EXPECT_DOUBLE_EQ(subject_resilience(path, Active{1, 0, 1, 0, 1, 0}), 1.0 / 6.0);
    EXPECT_EQ(subject_resilience(path, Active{0, 0, 0, 0, 0, 0}), 0.0);
    EXPECT_EQ(subject_resilience(core::Graph::undirected(1, std::vector<core::Edge>{}), std::array<std::uint8_t, 1>{1}),
              1.0);
    const core::Graph chain = core::Graph::directed(3, std::vector<core::Edge>{{2, 1}, {1, 0}});
    EXPECT_EQ(subject_resilience(chain, std::array<std::uint8_t, 3>{1, 1, 1}), 1.0);
}

TEST(FourResiliences, of_space_technology_and_minds_by_hand) {
    EXPECT_DOUBLE_EQ(spatial_resilience(30.0, 120.0), 0.25);
    EXPECT_EQ(spatial_resilience(500.0, 120.0), 1.0);
    EXPECT_EQ(spatial_resilience(0.0, 0.0), 1.0);
    EXPECT_DOUBLE_EQ(technical_resilience(60.0, 80.0, 0.8), 0.6);
    EXPECT_DOUBLE_EQ(technical_resilience(0.0, 0.0, 0.8), 0.8);
    EXPECT_DOUBLE_EQ(psychological_resilience(std::array{0.0f, 0.5f, 0.25f, 0.25f}, 0.8, 0.6), 0.75 * 0.75);
    EXPECT_DOUBLE_EQ(psychological_resilience(std::array{0.5f}, 0.4, 0.6), 0.5);
    EXPECT_DOUBLE_EQ(digital_empowerment(0.75, 0.25, 0.25, 0.5), -0.25);
}

TEST(FourResiliences, of_what_is_out_of_range_are_refused) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const core::Graph path = path_of_six();
    EXPECT_THROW(subject_resilience(path, std::array<std::uint8_t, 2>{1, 1}), core::Error);
    EXPECT_THROW(subject_resilience(core::Graph::undirected(0, std::vector<core::Edge>{}), {}), core::Error);
    EXPECT_THROW(spatial_resilience(-1.0, 1.0), core::Error);
    EXPECT_THROW(spatial_resilience(1.0, nan), core::Error);
    EXPECT_THROW(technical_resilience(2.0, 1.0, 1.0), core::Error);
    EXPECT_THROW(technical_resilience(1.0, 1.0, 1.5), core::Error);
    EXPECT_THROW(psychological_resilience({}, 1.0, 1.0), core::Error);
    EXPECT_THROW(psychological_resilience(std::array{1.5f}, 1.0, 1.0), core::Error);
    EXPECT_THROW(digital_empowerment(0.5, 0.5, nan, 0.5), core::Error);
}

}  // namespace four_resiliences_test
