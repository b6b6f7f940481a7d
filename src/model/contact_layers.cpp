// SPDX-License-Identifier: Apache-2.0
#include "model/list_mistakes.hpp"

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/model/contact_layers.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace commonweal::model {

void describe(core::ParameterTable& table, ContactLayer& plan) {
    static constexpr std::pair<std::string_view, LayerKind> kinds[] = {{"groups", LayerKind::groups},
                                                                       {"random", LayerKind::random},
                                                                       {"small_world", LayerKind::small_world},
                                                                       {"scale_free", LayerKind::scale_free}};
    table.add(plan.name, {.key = "name", .meaning = "What it is called", .required = true});
    table.choice(
        plan.kind, kinds,
        {.key = "kind",
         .meaning = "Who is tied: groups within a community, anybody, nearest homes and some far ones, or anybody "
                    "to a few with many ties"});
    table.add(plan.agents,
              {.key = "agents", .meaning = "Name of the group of residents who take part; everybody if empty"});
    table.add(plan.online, {.key = "online", .meaning = "Whether only those who are online take part"});
    table.add(plan.mean_degree,
              {.key = "mean_degree", .meaning = "Mean ties of those who take part", .low = 0.0, .high = 1000.0});
    table.add(plan.group_size,
              {.key = "group_size", .meaning = "People of a group at most, of kind groups", .low = 2, .high = 1000});
    table.add(plan.rewiring, {.key = "rewiring",
                              .meaning = "Share of the ties that lead far away, of kind small_world",
                              .low = 0.0,
                              .high = 1.0});
}

namespace {

void check_agents(const Scenario& scenario, const ContactLayer& layer, const std::string& path,
                  const ListMistakes& lists) {
    if (layer.agents.empty()) return;
    std::vector<std::string> names;
    for (const AgentGroup& group : scenario.agents) names.push_back(group.name);
    if (std::find(names.begin(), names.end(), layer.agents) != names.end()) return;
    lists.refuse(path + ".agents", "must be the name of a group in the list agents",
                 core::quoted(core::excerpt(layer.agents)), core::nearest(layer.agents, names).value_or(""));
}

void check_degree(const ContactLayer& layer, const std::string& path, const ListMistakes& lists) {
    const bool paired = layer.kind == LayerKind::small_world || layer.kind == LayerKind::scale_free;
    if (paired && (layer.mean_degree < 2.0 || layer.mean_degree / 2.0 != std::floor(layer.mean_degree / 2.0))) {
        lists.refuse(path + ".mean_degree", "must be 2, 4, 6 … for the kinds small_world and scale_free",
                     core::number_text(layer.mean_degree));
    }
    if (layer.kind == LayerKind::groups && layer.mean_degree > layer.group_size - 1.0) {
        lists.refuse(path + ".mean_degree", "must be below group_size, which is " + std::to_string(layer.group_size),
                     core::number_text(layer.mean_degree));
    }
}

}  // namespace

namespace {

/// What the generators name their draws, by kind.
constexpr std::array<std::string_view, 4> model_names{"groups", "erdos_renyi", "small_world", "scale_free"};

}  // namespace

std::vector<core::Mistake> contact_layer_mistakes(const Scenario& scenario) {
    std::vector<core::Mistake> found;
    const ListMistakes lists(scenario, found);
    core::StreamNames streams;
    for (std::size_t k = 0; k < scenario.layers.size(); ++k) {
        const std::string path = element_path("layers", k);
        lists.check_name(scenario.layers, k, path);
        lists.check_stream(streams, model_names[static_cast<std::size_t>(scenario.layers[k].kind)],
                           scenario.layers[k].name, path);
        check_agents(scenario, scenario.layers[k], path, lists);
        check_degree(scenario.layers[k], path, lists);
    }
    return found;
}

namespace {

using Rows = std::vector<std::uint32_t>;

Rows participants(const ContactLayer& layer, const Scenario& scenario, const District& district) {
    Rows rows;
    const auto registered = static_cast<std::uint32_t>(scenario.residents.count);
    const auto add = [&](std::uint32_t row) {
        if (row < registered && (!layer.online || district.residents.online[row])) rows.push_back(row);
    };
    const auto group = std::find_if(scenario.agents.begin(), scenario.agents.end(),
                                    [&](const AgentGroup& each) { return each.name == layer.agents; });
    if (group == scenario.agents.end()) {
        for (std::uint32_t row = 0; row < registered; ++row) add(row);
    } else {
        for (const std::uint32_t row : district.groups[static_cast<std::size_t>(group - scenario.agents.begin())])
            add(row);
    }
    return rows;
}

/// Cuts those of each community, whose rows follow each other, into groups of equally many.
core::Groups groups_of(const ContactLayer& layer, const Rows& rows, const District& district) {
    core::Groups groups;
    std::uint32_t first = 0;
    for (std::uint32_t community = 0; community < district.communities.size(); ++community) {
        const auto end = std::lower_bound(rows.begin(), rows.end(), district.communities.residents[community + 1]);
        const auto last = static_cast<std::uint32_t>(end - rows.begin());
        const std::uint32_t count = (last - first + layer.group_size - 1) / layer.group_size;
        for (std::uint32_t k = 0; k < count; ++k) {
            const std::uint64_t people = last - first;
            const auto size = static_cast<std::uint32_t>(people * (k + 1) / count - people * k / count);
            groups.sizes.push_back(size);
            groups.probabilities.push_back(size > 1 ? std::min(1.0, layer.mean_degree / (size - 1.0)) : 0.0);
        }
        for (; first < last; ++first) groups.members.push_back(first);
    }
    return groups;
}

/// Ties between places in the list of those who take part.
core::Graph ties_of_places(const ContactLayer& layer, const Rows& rows, core::Seed seed, const District& district) {
    const auto size = static_cast<core::Index>(rows.size());
    const core::Layer named{layer.name};
    core::Workers workers(1);
    if (layer.kind == LayerKind::groups) return generate(groups_of(layer, rows, district), size, named, seed, workers);
    if (layer.mean_degree >= size - 1.0) return generate(core::Complete{}, size, named, seed, workers);
    if (layer.kind == LayerKind::random)
        return generate(core::ErdosRenyi{.mean_degree = layer.mean_degree}, size, named, seed, workers);
    const auto degree = static_cast<core::Index>(layer.mean_degree);
    if (layer.kind == LayerKind::scale_free)
        return generate(core::ScaleFree{.ties = degree / 2}, size, named, seed, workers);
    return generate(core::SmallWorld{.degree = degree, .rewiring = layer.rewiring}, size, named, seed, workers);
}

}  // namespace

std::vector<core::Edge> layer_ties(const ContactLayer& layer, const Scenario& scenario, core::Seed seed,
                                   const District& district) {
    const Rows rows = participants(layer, scenario, district);
    if (rows.size() < 2) return {};
    std::vector<core::Edge> ties = ties_of_places(layer, rows, seed, district).edges().ends;
    for (auto& [one, other] : ties) {
        one = rows[one];
        other = rows[other];
    }
    return ties;
}

}  // namespace commonweal::model
