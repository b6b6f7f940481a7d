// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/reduce.hpp>

#include <bit>
#include <numeric>

using namespace commonweal::core;

namespace {

constexpr Column<float> value{"value"};

Population uneven_numbers() {
    std::vector<AgentId> ids(10'000);
    std::iota(ids.begin(), ids.end(), 0u);
    Population people("resident", std::move(ids));
    people.add(value, 0.0f);
    for (Index i = 0; i < people.size(); ++i)
        people.values(value)[i] = 1.0f / static_cast<float>(1 + i * 7919 % 10'007);
    return people;
}

}  // namespace

TEST(Reduce, a_sum_has_the_same_bits_on_any_number_of_threads) {
    Population people = uneven_numbers();
    Workers one(1);
    const double expected = column_sum(one, people.blocks(), people.column(value));
    for (const unsigned threads : {2u, 3u, 4u, 8u}) {
        Workers workers(threads);
        for (int round = 0; round < 20; ++round) {
            const double sum = column_sum(workers, people.blocks(), people.column(value));
            ASSERT_EQ(std::bit_cast<std::uint64_t>(sum), std::bit_cast<std::uint64_t>(expected));
        }
    }
}

TEST(Reduce, nothing_sums_to_zero) {
    Workers workers(2);
    EXPECT_EQ(sum_in_order<double>(workers, {}, [](Block) { return 1.0; }), 0.0);
}
