// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/rule.hpp>

#include <type_traits>

using namespace commonweal::core;

namespace rule_test {

constexpr Column<float> trust{"trust"};
constexpr Column<std::uint8_t> age{"age"};
constexpr Layer friends{"friends"};

TEST(Rule, uses_lists_the_arguments_in_the_order_they_were_written) {
    constexpr auto uses = joined(read(age) | (write(trust) | neighbour_mean(friends, trust)) | uniforms<2>());
    using Expected = Uses<Read<std::uint8_t>, Write<float>, NeighbourMean<float>, Uniforms<2>>;
    static_assert(std::is_same_v<std::remove_const_t<decltype(uses)>, Expected>);
    EXPECT_EQ(at<0>(uses.accesses).column, "age");
    EXPECT_EQ(at<2>(uses.accesses).layer, "friends");
}

}  // namespace rule_test
