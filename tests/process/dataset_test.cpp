// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/process/dataset.hpp>

using namespace commonweal::process;

TEST(Dataset, dimensions_and_variables_are_found_by_name) {
    const Dataset dataset{{{"time", "d", {0.0, 1.0}}}, {{"ignorant", "1", "Share", {"time"}, {1.0, 0.5}}}};
    EXPECT_EQ(dataset.dimension("time").unit, "d");
    EXPECT_EQ(dataset.variable("ignorant").values.back(), 0.5);
}

TEST(Dataset, a_name_that_is_none_is_refused_with_the_nearest) {
    const Dataset dataset{{}, {{"ignorant", "1", "Share", {}, {1.0}}, {"spreader", "1", "Share", {}, {0.0}}}};
    try {
        dataset.variable("ignorants");
        FAIL() << "accepted";
    } catch (const commonweal::core::Error& error) {
        EXPECT_STREQ(error.what(),
                     "dataset: there is no variable 'ignorants'; there are: ignorant, spreader. Did you "
                     "mean 'ignorant'?");
    }
}
