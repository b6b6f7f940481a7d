// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/column.hpp>

#include <array>

using namespace commonweal::core;

TEST(Column, a_view_reads_and_writes_one_member_of_packed_rows) {
    alignas(float) std::array<std::byte, 32> rows{};
    const ColumnView<float> second(rows.data() + 4, 16, 2);
    second[1] = 2.5f;
    const ColumnView<const float> again(rows.data() + 20, 16, 1);
    EXPECT_EQ(again[0], 2.5f);
    EXPECT_EQ(second[0], 0.0f);
}
