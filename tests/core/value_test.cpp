// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/value.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <variant>

using commonweal::core::scalar_value;

TEST(Value, a_bare_text_is_a_truth_value_a_number_or_itself) {
    EXPECT_EQ(std::get<bool>(scalar_value("true").data), true);
    EXPECT_EQ(std::get<bool>(scalar_value("false").data), false);
    EXPECT_EQ(std::get<std::int64_t>(scalar_value("-12").data), -12);
    EXPECT_EQ(std::get<double>(scalar_value("1.5e3").data), 1500.0);
    EXPECT_EQ(std::get<std::string>(scalar_value("0.2 / d").data), "0.2 / d");
    EXPECT_EQ(std::get<std::string>(scalar_value("").data), "");
    EXPECT_EQ(scalar_value("-12").written, "-12");
}
