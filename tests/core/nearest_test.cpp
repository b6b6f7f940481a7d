// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/nearest.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

using commonweal::core::nearest;
using commonweal::core::slips;

// Textbook pairs; "ca" and "abc" tell optimal string alignment (3) from unrestricted Damerau-Levenshtein (2).
TEST(Nearest, counts_slips_as_the_literature_does) {
    EXPECT_EQ(slips("kitten", "sitting"), 3u);
    EXPECT_EQ(slips("saturday", "sunday"), 3u);
    EXPECT_EQ(slips("ca", "abc"), 3u);
    EXPECT_EQ(slips("delya", "delay"), 1u);
    EXPECT_EQ(slips("", "abc"), 3u);
    EXPECT_EQ(slips("same", "same"), 0u);
}

TEST(Nearest, case_and_hyphens_are_no_slips) { EXPECT_EQ(slips("Broadcast-Rate", "broadcast_rate"), 0u); }

TEST(Nearest, finds_the_name_with_the_fewest_slips_and_the_first_of_equals) {
    const std::vector<std::string> names{"recovery", "discovery", "rate", "race"};
    EXPECT_EQ(nearest("recovry", names), "recovery");
    EXPECT_EQ(nearest("rave", names), "rate");
}

TEST(Nearest, suggests_nothing_when_nothing_is_near) {
    const std::vector<std::string> names{"recovery", "h", "d", "abcdefghijklmnopqrstuvwxyz"};
    EXPECT_EQ(nearest("delay", names), std::nullopt);
    EXPECT_EQ(nearest("x", names), std::nullopt);
    EXPECT_EQ(nearest("", names), std::nullopt);
    EXPECT_EQ(nearest("abcdefghijklmnopqrstu", names), std::nullopt);
    EXPECT_EQ(nearest("delay", {}), std::nullopt);
}

TEST(Nearest, slips_are_symmetric_and_never_more_than_the_longer_word) {
    EXPECT_TRUE(rc::check([](const std::string& one, const std::string& other) {
        RC_ASSERT(slips(one, other) == slips(other, one));
        RC_ASSERT(slips(one, other) <= std::max(one.size(), other.size()));
    }));
}
