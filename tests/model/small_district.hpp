// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "places.hpp"

#include <commonweal/io/toml_reader.hpp>
#include <commonweal/model/scenario.hpp>

#include <filesystem>
#include <string>
#include <vector>

/// A scenario of the project at its smallest, with parameters changed as on the command line.
inline commonweal::model::Scenario small_scenario(const std::string& file, const std::vector<std::string>& changes) {
    using namespace commonweal;
    model::Scenario scenario;
    core::ParameterTable table;
    describe(table, scenario);
    std::vector<io::Override> overrides{{"residents.count", "5000"}, {"time.duration", "20 d"}};
    for (const std::string& change : changes) overrides.push_back(io::parse_override(change));
    io::read_toml(std::filesystem::path(project_root()) / file, table, {.overrides = overrides},
                  [&] { return mistakes(scenario); });
    return scenario;
}

/// The storm of Zhengzhou.
inline commonweal::model::Scenario small_district(const std::vector<std::string>& changes = {}) {
    return small_scenario("scenarios/zhengzhou_720/scenario.toml", changes);
}

/// The same with everything that a flood can have.
inline commonweal::model::Scenario full_district(const std::vector<std::string>& changes = {}) {
    return small_scenario("tests/contract/flood.toml", changes);
}
