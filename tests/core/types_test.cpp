// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/types.hpp>

#include <cstdint>

TEST(Types, nobody_is_the_word_of_all_ones_that_keys_draws_without_a_partner) {
    EXPECT_EQ(std::uint32_t{commonweal::core::nobody}, 0xFFFFFFFFu);
}
