// SPDX-License-Identifier: Apache-2.0
// Lists whose elements have names, where files and profiles stand on one another; worked by hand.
#include "places.hpp"
#include "synthetic_run.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/io/run.hpp>

#include <gtest/gtest.h>

#include <string>

namespace joined_lists_test {

namespace io = commonweal::io;
using commonweal::model::Scenario;

namespace {

/// The lines of an intervention; `part` is where they stand, such as "profiles.wet.".
std::string intervention(const std::string& part, const std::string& name, const std::string& start) {
    return "[[" + part + "interventions]]\nname = \"" + name + "\"\nstart = \"" + start +
           "\"\nset = { offices.emergency_duty = 0.9 }\n";
}

class JoinedLists : public testing::Test {
protected:
    void add(const std::string& name, const std::string& base, const std::string& text) const {
        synthetic::overwrite(folder_.path() / name, "schema = 1\nextends = \"" + base + "\"\n" + text);
    }
    Scenario load(const std::string& name, const io::ReadOptions& options = {}) const {
        return io::load_scenario((folder_.path() / name).string(), options);
    }
    /// Names and starts, in the order in which they are.
    std::string interventions(const std::string& name, const io::ReadOptions& options = {}) const {
        std::string text;
        for (const auto& each : load(name, options).interventions) text += each.name + ": " + each.start + '\n';
        return text;
    }
    /// Without the folder's name.
    std::string mistakes(const std::string& name, const io::ReadOptions& options = {}) const {
        try {
            load(name, options);
        } catch (const commonweal::core::ConfigError& error) {
            std::string text;
            for (const auto& mistake : error.mistakes()) text += mistake.text() + '\n';
            const std::string folder = folder_.path().string() + '/';
            for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
                text.erase(at, folder.size());
            return text;
        }
        return "no mistake";
    }

    const std::string zhengzhou = std::string(project_root()) + "/scenarios/zhengzhou_720";

private:
    synthetic::TemporaryFolder folder_;
};

}  // namespace

TEST_F(JoinedLists, profiles_add_elements_by_name_and_replace_those_of_theirs) {
    add("town.toml", zhengzhou,
        intervention("", "pumps", "depth.max > 1 m") + intervention("profiles.crews.", "crews", "2021-07-22") +
            intervention("profiles.early.", "pumps", "depth.max > 10 cm") +
            intervention("profiles.early.", "staff", "2021-07-20"));
    EXPECT_EQ(interventions("town.toml"), "pumps: depth.max > 1 m\n");
    EXPECT_EQ(interventions("town.toml", {.profiles = {"crews"}}), "pumps: depth.max > 1 m\ncrews: 2021-07-22\n");
    EXPECT_EQ(interventions("town.toml", {.profiles = {"crews", "early"}}),
              "pumps: depth.max > 10 cm\ncrews: 2021-07-22\nstaff: 2021-07-20\n");
    EXPECT_EQ(interventions("town.toml", {.profiles = {"early", "crews"}}),
              "pumps: depth.max > 10 cm\nstaff: 2021-07-20\ncrews: 2021-07-22\n");
}

TEST_F(JoinedLists, a_file_joins_what_it_extends_by_the_same_rule) {
    add("base.toml", zhengzhou, intervention("", "pumps", "depth.max > 1 m") + intervention("", "crews", "2021-07-22"));
    add("town.toml", "base.toml",
        intervention("", "staff", "2021-07-20") + intervention("", "pumps", "depth.max > 2 m"));
    EXPECT_EQ(interventions("town.toml"), "pumps: depth.max > 2 m\ncrews: 2021-07-22\nstaff: 2021-07-20\n");
    add("bare.toml", "base.toml", "interventions = []\n");
    EXPECT_EQ(interventions("bare.toml"), "") << "an empty list leaves none";
}

TEST_F(JoinedLists, a_list_whose_elements_have_no_name_is_replaced_as_a_whole) {
    ASSERT_GT(io::load_scenario(zhengzhou).warnings.size(), 1u);
    add("town.toml", zhengzhou, "[[warnings]]\nissued = \"2021-07-20T10:00\"\n");
    EXPECT_EQ(load("town.toml").warnings.size(), 1u);
}

TEST_F(JoinedLists, what_is_set_from_outside_names_the_elements_as_they_are_joined) {
    add("town.toml", zhengzhou,
        intervention("", "pumps", "depth.max > 1 m") + intervention("profiles.crews.", "crews", "2021-07-22"));
    io::ReadOptions options{.profiles = {"crews"}, .overrides = {{"interventions[1].start", "2021-07-23"}}};
    EXPECT_EQ(interventions("town.toml", options), "pumps: depth.max > 1 m\ncrews: 2021-07-23\n");
    options.overrides = {{"interventions", "[]"}};
    EXPECT_EQ(interventions("town.toml", options), "");
}

TEST_F(JoinedLists, mistakes_stand_where_each_element_was_written) {
    add("base.toml", zhengzhou,
        intervention("", "pumps", "deph.max > 1 m") + intervention("", "crews", "staff_on_dut.sum > 3"));
    add("town.toml", "base.toml",
        "title = \"Town\"\n" + intervention("", "pumps", "depth.max > 1 s") +
            intervention("profiles.more.", "staff", "2021-07-20T16") + "[[profiles.more.shocks]]\nname = \"gust\"\n");
    EXPECT_EQ(mistakes("town.toml", {.profiles = {"more"}}),
              "base.toml:9:10: interventions[1].start is staff_on_dut.sum; must be a known name. Did you mean "
              "staff_on_duty.sum?\n"
              "town.toml:6:20: interventions[0].start is depth.max > 1 s; must be two of a kind: depth.max is a "
              "length, 1 s is a time.\n"
              "town.toml:10:10: interventions[2].start is 2021-07-20T16; must be a date such as 2021-07-20T16:00 or "
              "2021-07-20.\n"
              "town.toml:12:1: shocks[0].kind is missing; must be \"switchgear_failure\", \"feeder_failure\" or "
              "\"substation_failure\".\n"
              "town.toml:12:1: shocks[0].start is missing; must be a text in quotes.\n");
}

TEST_F(JoinedLists, two_metrics_of_one_name_in_one_file_are_still_a_mistake) {
    const std::string metric = "[[metrics]]\nname = \"queue\"\nvalue = \"requests_open.sum\"\n";
    add("base.toml", zhengzhou, metric);
    add("town.toml", "base.toml", metric);
    EXPECT_EQ(mistakes("town.toml"), "no mistake");
    add("twice.toml", zhengzhou, metric + metric);
    EXPECT_EQ(mistakes("twice.toml"),
              "twice.toml:7:8: metrics[1].name is \"queue\"; must be a name that nothing else in the results has.\n");
}

}  // namespace joined_lists_test
