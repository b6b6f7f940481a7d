// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/observe.hpp>

#include <cmath>

using namespace commonweal::core;

namespace observe_test {

TEST(Observe, sums_means_and_counts_a_column_of_a_kind) {
    constexpr Column<std::uint16_t> age{"age"};
    Agents agents;
    Population& people = agents.add(Population::numbered("resident", 1001));
    people.add(age, std::uint16_t{0});
    for (Index i = 0; i < 1001; ++i) people.values(age)[i] = static_cast<std::uint16_t>(i);
    Workers workers(2);
    EXPECT_EQ(observe_sum("resident", age)(agents, workers), 500500.0);
    EXPECT_EQ(observe_mean("resident", age)(agents, workers), 500.0);
    EXPECT_EQ(observe_count("resident", age, std::uint16_t{7})(agents, workers), 1.0);
    agents.add(Population::numbered("shop", 0)).add(age, std::uint16_t{0});
    EXPECT_TRUE(std::isnan(observe_mean("shop", age)(agents, workers)));
}

}  // namespace observe_test
