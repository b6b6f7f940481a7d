// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/spells.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace spells_test {

using namespace commonweal;
using model::Spells;

struct Given {
    std::string start;
    std::string end;
};

Spells spells(const std::vector<Given>& given) {
    static const core::Vocabulary vocabulary = model::condition_vocabulary(small_district());
    Spells all;
    for (const auto& [start, end] : given) all.add(start, end, vocabulary);
    return all;
}

/// One letter for each of thirty hours.
std::string course(const Given& given) {
    Spells one = spells({given});
    std::string letters;
    for (core::Tick hour = 0; hour < 30; ++hour) {
        one.look(nullptr, hour);
        letters += one.in_force()[0] ? '#' : '.';
    }
    return letters;
}

TEST(Spells, hold_from_their_start_to_their_end) {
    EXPECT_EQ(course({"hour >= 3 h", "hour >= 7 h"}), "...####.......................");
    EXPECT_EQ(course({"hour >= 25 h", ""}), ".........................#####");
}

TEST(Spells, without_an_end_stop_when_what_starts_them_does_not_hold_and_may_come_again) {
    EXPECT_EQ(course({"hour < 4 h or hour >= 20 h and hour < 22 h", ""}), "####................##........");
}

TEST(Spells, whose_end_holds_already_do_not_start) {
    EXPECT_EQ(course({"hour >= 3 h", "hour >= 2 h"}), "..............................");
}

TEST(Spells, tell_which_of_them_turned) {
    Spells three = spells({{"hour >= 2 h", ""}, {"hour >= 0 h", "hour >= 2 h"}, {"hour >= 9 h", ""}});
    three.look(nullptr, 0);
    EXPECT_EQ(std::vector(three.changed_now().begin(), three.changed_now().end()), (std::vector<std::uint32_t>{1}));
    three.look(nullptr, 1);
    EXPECT_TRUE(three.changed_now().empty());
    three.look(nullptr, 2);
    EXPECT_EQ(std::vector(three.changed_now().begin(), three.changed_now().end()), (std::vector<std::uint32_t>{0, 1}));
}

}  // namespace spells_test
