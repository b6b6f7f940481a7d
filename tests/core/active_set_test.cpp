// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/active_set.hpp>
#include <commonweal/core/error.hpp>

#include <array>
#include <numeric>
#include <vector>

using namespace commonweal::core;

namespace active_set_test {

namespace {

Population three_segments() {
    std::vector<AgentId> ids(2000);
    std::iota(ids.begin(), ids.end(), 0u);
    return {"resident", std::move(ids), std::array<Index, 3>{700, 0, 1300}};
}

std::vector<Index> first_rows(const ActiveSet& set) {
    std::vector<Index> rows;
    for (const Block& block : set.blocks()) rows.push_back(block.first);
    return rows;
}

}  // namespace

TEST(ActiveSet, blocks_stand_in_row_order_whatever_the_order_of_adding) {
    const Population people = three_segments();
    ActiveSet set(people);
    set.add_segment(2);
    set.add_agent(699);
    EXPECT_EQ(first_rows(set), (std::vector<Index>{512, 700, 1212, 1724}));
    set.add_segment(0);
    set.add_segment(0);
    set.add_segment(1);
    EXPECT_EQ(first_rows(set), (std::vector<Index>{0, 512, 700, 1212, 1724}));
    set.clear();
    EXPECT_TRUE(set.blocks().empty());
    set.add_agent(1999);
    set.add_agent(1724);
    EXPECT_EQ(first_rows(set), (std::vector<Index>{1724}));
    set.add_all();
    EXPECT_EQ(set.blocks().size(), people.blocks().size());
}

TEST(ActiveSet, what_is_not_there_is_refused) {
    const Population people = three_segments();
    ActiveSet set(people);
    EXPECT_THROW(set.add_segment(3), Error);
    EXPECT_THROW(set.add_agent(2000), Error);
    EXPECT_TRUE(set.blocks().empty());
}

}  // namespace active_set_test
