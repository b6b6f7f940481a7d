// SPDX-License-Identifier: Apache-2.0
#include "synthetic_run.hpp"

#include <gtest/gtest.h>

#include <commonweal/io/results.hpp>

TEST(Results, are_the_same_bytes_however_the_run_was_cut_into_batches) {
    const synthetic::TemporaryFolder one, two;
    const std::string often = synthetic::whole_run(one.path(), {.commit_every = 1, .checkpoint_every = 50});
    const std::string seldom = synthetic::whole_run(two.path(), {.commit_every = 150, .checkpoint_every = 300});
    ASSERT_FALSE(often.empty());
    EXPECT_EQ(often, seldom);
}
