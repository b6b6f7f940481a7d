// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/io/city_cache.hpp>

#include "core/graph_laws.hpp"
#include "io/synthetic_run.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace commonweal;
namespace fs = std::filesystem;

namespace city_cache_test {

class CityCache : public testing::Test {
protected:
    io::TiedCity get(core::Seed seed = {.value = 1}) { return io::cached_city(plan_, seed, folder_, workers_); }
    std::vector<fs::path> files() const {
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator(folder_)) found.push_back(entry.path());
        return found;
    }

    model::CityPlan plan_{.people = {.residents = 3000, .candidates = 10'000}, .social = {}};
    core::Workers workers_{2};
    synthetic::TemporaryFolder place_;  // of its own: tests run side by side
    fs::path folder_ = place_.path() / "city_cache";
};

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void expect_same(const io::TiedCity& one, const io::TiedCity& other) {
    std::vector<std::vector<std::uint32_t>> columns[2];
    const io::TiedCity* const both[] = {&one, &other};
    for (int k = 0; k < 2; ++k)
        model::visit_columns(both[k]->city, [&](auto, auto, const auto& column) {
            columns[k].emplace_back(column.begin(), column.end());
        });
    EXPECT_EQ(columns[0], columns[1]);
    for (std::size_t k = 0; k < one.layers.named().size(); ++k)
        EXPECT_TRUE(graph_laws::same(*one.layers.named()[k].graph, *other.layers.named()[k].graph));
    EXPECT_TRUE(graph_laws::same(one.layers.associations, other.layers.associations));
    EXPECT_TRUE(other.layers.associations.is_bipartite());
    EXPECT_EQ(one.city.fitting_deviation, other.city.fitting_deviation);
}

TEST_F(CityCache, the_second_call_reads_what_the_first_one_made) {
    const io::TiedCity made = get(), read = get();
    EXPECT_FALSE(made.from_cache);
    EXPECT_TRUE(read.from_cache);
    expect_same(made, read);
    EXPECT_EQ(files().size(), 1u);
}

TEST_F(CityCache, another_seed_replicate_or_parameter_is_another_city) {
    get();
    EXPECT_FALSE(get({.value = 2}).from_cache);
    EXPECT_FALSE(get({.value = 1, .replicate = 1}).from_cache);
    plan_.people.census.ages.values[0] += 1e-15;
    EXPECT_FALSE(get().from_cache);
    plan_.social.chat_ties = 3.0;
    EXPECT_FALSE(get().from_cache);
    EXPECT_EQ(files().size(), 5u);
}

TEST_F(CityCache, a_damaged_file_is_made_anew) {
    const io::TiedCity made = get();
    const fs::path file = files().at(0);
    const std::string whole = text_of(file);
    for (const std::size_t place : {std::size_t{0}, whole.size() / 2, whole.size() - 1}) {
        std::string damaged = whole;
        damaged[place] = static_cast<char>(damaged[place] ^ 1);
        std::ofstream(file, std::ios::binary) << damaged;
        const io::TiedCity again = get();
        EXPECT_FALSE(again.from_cache) << place;
        expect_same(made, again);
        EXPECT_EQ(text_of(file), whole);
    }
    std::ofstream(file, std::ios::binary) << whole.substr(0, 7);
    EXPECT_FALSE(get().from_cache);
    EXPECT_TRUE(get().from_cache);
}

TEST_F(CityCache, mistakes_of_people_and_ties_are_told_together) {
    plan_.people.census.tenure.values.clear();
    plan_.social.team_size = 0;
    try {
        get();
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const core::Mistake& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_NE(std::find(paths.begin(), paths.end(), "census.tenure"), paths.end()) << error.what();
        EXPECT_NE(std::find(paths.begin(), paths.end(), "social.team_size"), paths.end()) << error.what();
    }
    EXPECT_FALSE(fs::exists(folder_));
}

}  // namespace city_cache_test
