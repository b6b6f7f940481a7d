// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "places.hpp"

#include <commonweal/io/toml_reader.hpp>
#include <commonweal/model/scenario.hpp>

#include <filesystem>
#include <string>
#include <vector>

/// The Zhengzhou scenario at its smallest, with parameters changed as on the command line.
inline commonweal::model::Scenario small_district(const std::vector<std::string>& changes = {}) {
    using namespace commonweal;
    model::Scenario scenario;
    core::ParameterTable table;
    describe(table, scenario);
    std::vector<io::Override> overrides{{"residents.count", "5000"}, {"time.duration", "20 d"}};
    for (const std::string& change : changes) overrides.push_back(io::parse_override(change));
    io::read_toml(std::filesystem::path(project_root()) / "scenarios/zhengzhou_720/scenario.toml", table,
                  {.overrides = overrides}, [&] { return mistakes(scenario); });
    return scenario;
}
