// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/district.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>

using namespace commonweal;
using model::District;

namespace {

double share(const std::vector<std::uint8_t>& values, std::uint8_t wanted) {
    return static_cast<double>(std::count(values.begin(), values.end(), wanted)) / static_cast<double>(values.size());
}

/// Columns and rows of the raster of cells.
std::pair<std::uint32_t, std::uint32_t> raster_size(const District& district) {
    const auto& cells = district.cells;
    return {1 + *std::max_element(cells.column.begin(), cells.column.end()),
            1 + *std::max_element(cells.row.begin(), cells.row.end())};
}

}  // namespace

TEST(District, has_at_least_the_subdistricts_communities_and_cells_of_the_issue_at_every_size) {
    for (const char* count : {"5000", "100000", "300000"}) {
        const District district =
            build_district(small_district({std::string("residents.count=") + count}), {.value = 1});
        EXPECT_EQ(district.residents.size(), static_cast<std::uint32_t>(std::stoul(count)));
        EXPECT_EQ(district.subdistricts, 3u);
        EXPECT_GE(district.communities.size(), 20u);
        EXPECT_GE(district.cells.size(), 200u);
    }
}

TEST(District, everybody_lives_in_one_household_of_one_cell_of_one_community) {
    const District district = build_district(small_district({"residents.count=20000"}), {.value = 3});
    for (std::uint32_t k = 0; k < district.residents.size(); ++k) {
        const std::uint32_t household = district.residents.household[k];
        const model::Range members = district.residents_of_household(household);
        ASSERT_TRUE(members.first <= k && k < members.last);
        const std::uint32_t cell = district.households.cell[household];
        const model::Range homes = district.households_of_cell(cell);
        ASSERT_TRUE(homes.first <= household && household < homes.last);
        const model::Range cells = district.cells_of(district.cells.community[cell]);
        ASSERT_TRUE(cells.first <= cell && cell < cells.last);
    }
    EXPECT_EQ(std::accumulate(district.communities.registered.begin(), district.communities.registered.end(), 0u),
              20000u);
}

TEST(District, ages_follow_the_margins_and_no_household_holds_children_alone) {
    const District district = build_district(small_district({"residents.count=100000"}), {.value = 1});
    EXPECT_NEAR(share(district.residents.age_group, 0), 0.1905, 0.006);
    EXPECT_NEAR(share(district.residents.age_group, 2), 0.0898, 0.006);
    EXPECT_NEAR(share(district.residents.online, 1), 0.716, 0.01);
    for (std::uint32_t h = 0; h < district.households.size(); ++h) {
        ASSERT_NE(district.residents.age_group[district.households.residents[h]], 0) << "first member of " << h;
    }
}

TEST(District, household_sizes_follow_the_yearbook) {
    const District district = build_district(small_district({"residents.count=100000"}), {.value = 1});
    std::vector<double> sizes(7);
    for (std::uint32_t h = 0; h < district.households.size(); ++h)
        sizes[district.residents_of_household(h).size()] += 1.0;
    const double expected[] = {0.0, 0.273, 0.263, 0.194, 0.142, 0.069, 0.059};
    // The last household of a cell is cut to what is left, hence a little more of the small ones.
    for (std::size_t k = 1; k <= 6; ++k) EXPECT_NEAR(sizes[k] / district.households.size(), expected[k], 0.01) << k;
}

TEST(District, ties_have_the_mean_degree_that_the_parameters_say) {
    const District district = build_district(small_district({"residents.count=100000"}), {.value = 1});
    double family = 0.0;
    for (std::uint32_t h = 0; h < district.households.size(); ++h) {
        const double size = district.residents_of_household(h).size();
        family += size * (size - 1.0);
    }
    const double expected = family / district.residents.size() + 3.0 + 2.0 + 1.0;
    // Two people may choose each other twice: in a building of about 95 that costs 3 * 3 / (2 * 95) ties.
    EXPECT_NEAR(static_cast<double>(district.contacts.arcs()) / district.residents.size(), expected - 0.047, 0.03);
}

TEST(District, newcomers_know_nobody_and_leave_everybody_else_as_they_were) {
    const District without = build_district(small_district(), {.value = 5});
    const District with = build_district(small_district({"residents.newcomers=2"}), {.value = 5});
    ASSERT_EQ(with.residents.size(), without.residents.size() + 2);
    EXPECT_EQ(with.contacts.degree(with.residents.size() - 1), 0u);
    for (std::uint32_t k = 0; k < without.residents.size(); ++k) {
        ASSERT_EQ(with.residents.age_group[k], without.residents.age_group[k]);
        ASSERT_TRUE(std::ranges::equal(with.contacts.neighbours(k), without.contacts.neighbours(k)));
    }
    EXPECT_EQ(with.communities.registered, without.communities.registered);
}

TEST(District, links_between_cells_go_both_ways) {
    const District district = build_district(small_district(), {.value = 1});
    const auto& cells = district.cells;
    const auto linked = [&](std::uint32_t from, std::uint32_t to) {
        const auto first = cells.link_target.begin() + cells.link_begin[from];
        const auto last = cells.link_target.begin() + cells.link_begin[from + 1];
        return std::find(first, last, to) != last;
    };
    for (std::uint32_t k = 0; k < cells.size(); ++k) {
        for (std::uint32_t l = cells.link_begin[k]; l < cells.link_begin[k + 1]; ++l) {
            ASSERT_TRUE(linked(cells.link_target[l], k));
        }
    }
}

TEST(District, is_nearly_square_at_every_number_of_communities) {
    for (std::uint32_t count = 4; count <= 240; ++count) {
        const District district = build_district(
            small_district({"district.subdistricts=1", "district.least_communities=" + std::to_string(count),
                            "district.cells_per_community_side=1"}),
            {.value = 1});
        ASSERT_EQ(district.communities.size(), count);
        const auto [width, height] = raster_size(district);
        EXPECT_TRUE(height <= width && width <= 2 * height) << count << ": " << width << " x " << height;
        EXPECT_LT(width * height - count, width) << count << ": a row is empty";
    }
}

TEST(District, keeps_the_rectangle_of_counts_that_have_one) {
    const std::pair<const char*, std::pair<std::uint32_t, std::uint32_t>> known[] = {
        {"24", {6, 4}}, {"36", {6, 6}}, {"60", {10, 6}}, {"210", {15, 14}}};
    for (const auto& [count, size] : known) {
        const District district =
            build_district(small_district({std::string("district.least_communities=") + count,
                                           "district.subdistricts=2", "district.cells_per_community_side=1"}),
                           {.value = 1});
        EXPECT_EQ(raster_size(district), size) << count;
    }
}

TEST(District, cells_of_an_unfilled_last_row_have_the_neighbours_that_touch_them) {
    const District district =
        build_district(small_district({"district.subdistricts=3", "district.least_communities=201"}), {.value = 1});
    const auto& cells = district.cells;
    ASSERT_EQ(raster_size(district), (std::pair{3u * 17u, 3u * 12u}));
    ASSERT_LT(cells.size(), 51u * 36u);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> cell_at;
    for (std::uint32_t k = 0; k < cells.size(); ++k) {
        ASSERT_TRUE(cell_at.emplace(std::pair{cells.column[k], cells.row[k]}, k).second) << "two cells in one place";
    }
    for (const auto& [place, k] : cell_at) {
        const auto [column, row] = place;
        std::set<std::uint32_t> touching;
        for (const auto& beside : {std::pair{column, row - 1}, {column - 1, row}, {column + 1, row}, {column, row + 1}})
            if (const auto found = cell_at.find(beside); found != cell_at.end()) touching.insert(found->second);
        const auto first = cells.link_target.begin() + cells.link_begin[k];
        const auto last = cells.link_target.begin() + cells.link_begin[k + 1];
        ASSERT_EQ(std::set<std::uint32_t>(first, last), touching);
        ASSERT_EQ(last - first, static_cast<long>(touching.size()));
        ASSERT_EQ(cells.outlet[k] > 0.0, !cell_at.contains({column, row + 1})) << "water leaves on the downhill edge";
    }
}
