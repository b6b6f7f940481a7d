// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/social_layers.hpp>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/graph_measures.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::model {

namespace {

using core::Graph;
using core::Index;
using core::Layer;
using core::StreamId;

constexpr Layer household_layer{"household"};
constexpr Layer building_layer{"building"};
constexpr Layer kin_layer{"kin_and_friends"};
constexpr Layer work_layer{"work_and_school"};
constexpr Layer membership_layer{"membership"};
constexpr Layer online_layer{"online"};

/// Somebody on the way to a group: those of one run, such as a workplace, are cut into groups in the order of `place`.
struct Candidate {
    std::uint32_t run;
    Index resident;
    double place;
};

/// Cuts runs into groups of equally many, at most `size`, and adds them with a chance of ties that gives a mean of
/// `ties` over all residents, or with 1 where that does not suffice.
void add_groups(std::vector<Candidate> candidates, Index size, double ties, Index residents, core::Groups& groups) {
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        if (a.run != b.run) return a.run < b.run;
        return a.place != b.place ? a.place < b.place : a.resident < b.resident;
    });
    const std::size_t first_group = groups.sizes.size();
    double possible = 0.0;
    for (std::size_t first = 0; first < candidates.size();) {
        std::size_t last = first;
        while (last < candidates.size() && candidates[last].run == candidates[first].run) ++last;
        const std::size_t count = (last - first + size - 1) / size;
        for (std::size_t k = 0; k < count; ++k) {
            const std::size_t members = (last - first) * (k + 1) / count - (last - first) * k / count;
            groups.sizes.push_back(static_cast<Index>(members));
            possible += static_cast<double>(members) * static_cast<double>(members - 1);
        }
        first = last;
    }
    for (const Candidate& each : candidates) groups.members.push_back(each.resident);
    const double chance = possible > 0.0 ? std::min(1.0, ties * residents / possible) : 0.0;
    groups.probabilities.resize(first_group, 0.0);
    groups.probabilities.resize(groups.sizes.size(), chance);
}

Graph united(const Graph& one, const Graph& other, core::Workers& workers) {
    const std::vector<std::vector<core::Edge>> parts{one.edges().ends, other.edges().ends};
    return Graph::undirected_parts(one.size(), parts, {.untidy = core::Untidy::drop, .workers = &workers});
}

class Weaver {
public:
    Weaver(const City& city, const SocialPlan& plan, core::Seed seed, core::Workers& workers)
        : city_(city), people_(city.residents), plan_(plan), seed_(seed), workers_(workers), size_(people_.size()) {}

    Graph households() const {
        core::Cliques model;
        const auto& first = city_.households.first_resident;
        for (std::uint32_t row = 0; row < city_.households.size(); ++row)
            model.sizes.push_back(first[row + 1] - first[row]);
        return core::generate(model, size_, household_layer, seed_, workers_);
    }

    /// Who talks to neighbours at all is in one group of the building; who does so daily, in another one as well.
    Graph neighbours() const {
        std::vector<Candidate> light, daily;
        for (Index row = 0; row < size_; ++row) {
            core::Stream stream = draws("neighbours", row);
            const std::size_t kind = stream.categorical(plan_.neighbour_classes.values);
            const std::uint32_t building = city_.households.building[people_.household[row]];
            if (kind > 0) light.push_back({building, row, stream.uniform()});
            if (kind > 1) daily.push_back({building, row, stream.uniform()});
        }
        const double of_light = plan_.neighbour_ties.values[1];
        const double more = std::max(0.0, plan_.neighbour_ties.values[2] - of_light);
        const double light_ties = of_light * static_cast<double>(light.size()) / size_;
        const double daily_ties = more * static_cast<double>(daily.size()) / size_;
        core::Groups groups;
        add_groups(std::move(light), plan_.neighbour_group, light_ties, size_, groups);
        add_groups(std::move(daily), plan_.neighbour_group, daily_ties, size_, groups);
        return core::generate(groups, size_, building_layer, seed_, workers_);
    }

    /// Who is in a large circle has many ties, and so have the others there.
    Graph kin_and_friends() const {
        // Circles form among about so many people, by age.
        constexpr double pool = 5000.0;
        const double pools = std::max(1.0, std::floor(size_ / pool));
        const std::vector<double>& sizes = plan_.circle_sizes.values;
        std::vector<std::vector<Candidate>> candidates(sizes.size());
        for (Index row = 0; row < size_; ++row) {
            core::Stream stream = draws("circle", row);
            const double place = std::clamp(place_near(row, plan_.circle_reach, stream), 0.0, 0.999999);
            const double age = people_.age[row] + plan_.circle_age_spread * stream.normal();
            candidates[stream.below(static_cast<std::uint32_t>(sizes.size()))].push_back(
                {whole(place * pools), row, age});
        }
        // Everybody knows the same share of the own circle.
        const double others = std::accumulate(sizes.begin(), sizes.end(), 0.0) - static_cast<double>(sizes.size());
        core::Groups groups;
        for (std::size_t k = 0; k < sizes.size(); ++k)
            add_groups(std::move(candidates[k]), whole(sizes[k]), plan_.circle_ties * (sizes[k] - 1.0) / others, size_,
                       groups);
        const Graph circles = core::generate(groups, size_, kin_layer, seed_, workers_);
        const core::ErdosRenyi distant{.mean_degree = plan_.distant_kin_ties};
        return united(circles, core::generate(distant, size_, kin_layer, seed_, workers_), workers_);
    }

    /// Classes are of one age, teams of any.
    Graph work_and_school() const {
        std::vector<Candidate> pupils, workers;
        for (Index row = 0; row < size_; ++row) {
            const std::uint32_t organisation = people_.organisation[row];
            if (organisation == no_row) continue;
            core::Stream stream = draws("team", row);
            if (people_.activity[row] == static_cast<std::uint8_t>(Activity::employed))
                workers.push_back({organisation, row, stream.uniform()});
            else
                pupils.push_back({organisation, row, people_.age[row] + stream.uniform()});
        }
        core::Groups groups;
        add_groups(std::move(pupils), plan_.class_size, plan_.school_ties, size_, groups);
        add_groups(std::move(workers), plan_.team_size, plan_.work_ties, size_, groups);
        return core::generate(groups, size_, work_layer, seed_, workers_);
    }

    Graph associations() const {
        const Associations nearby(city_);
        std::uint32_t adults = 0;
        for (Index row = 0; row < size_; ++row) adults += may_join(row);
        const double chance = adults > 0 ? plan_.memberships * size_ / adults : 0.0;
        std::vector<core::Edge> arcs;
        for (Index row = 0; row < size_ && !nearby.all.empty(); ++row) {
            if (!may_join(row)) continue;
            core::Stream stream = draws("membership", row);
            if (!stream.chance(chance)) continue;
            const auto& own =
                nearby.of_community[city_.buildings.community[city_.households.building[people_.household[row]]]];
            const auto& among = stream.chance(plan_.nearby_membership) && !own.empty() ? own : nearby.all;
            arcs.emplace_back(row, among[stream.below(static_cast<std::uint32_t>(among.size()))]);
        }
        return Graph::bipartite(size_, city_.organisations.size(), arcs, {.workers = &workers_});
    }

    Graph members(const Graph& associations) const {
        std::vector<Candidate> candidates;
        for (Index row = 0; row < size_; ++row)
            for (const Index organisation : associations.neighbours(row))
                candidates.push_back({organisation, row, 0.0});
        const double ties = plan_.co_member_ties * static_cast<double>(candidates.size()) / size_;
        core::Groups groups;
        add_groups(std::move(candidates), size_, ties, size_, groups);
        return core::generate(groups, size_, membership_layer, seed_, workers_);
    }

    Graph online() const {
        std::vector<Candidate> candidates;
        core::ConfigurationModel contacts{.degrees = std::vector<std::uint32_t>(size_, 0)};
        std::uint32_t users = 0;
        for (Index row = 0; row < size_; ++row) users += people_.online[row];
        const double mean = users > 0 ? plan_.contact_ties * size_ / users : 0.0;
        const double k = plan_.contact_dispersion;
        for (Index row = 0; row < size_; ++row) {
            if (people_.online[row] == 0) continue;
            core::Stream stream = draws("online", row);
            candidates.push_back({0, row, place_near(row, plan_.chat_reach, stream)});
            const std::uint64_t degree = stream.poisson(stream.gamma({.shape = k, .scale = mean / k}));
            contacts.degrees[row] = static_cast<std::uint32_t>(std::min<std::uint64_t>(degree, size_ - 1));
        }
        core::Groups groups;
        add_groups(std::move(candidates), plan_.chat_group, plan_.chat_ties, size_, groups);
        const Graph chats = core::generate(groups, size_, online_layer, seed_, workers_);
        return united(chats, core::generate(contacts, size_, online_layer, seed_, workers_), workers_);
    }

private:
    struct Associations {
        explicit Associations(const City& city) : of_community(city.communities.size()) {
            for (std::uint32_t row = 0; row < city.organisations.size(); ++row) {
                if (city.organisations.kind[row] != static_cast<std::uint8_t>(OrganisationKind::association)) continue;
                all.push_back(row);
                of_community[city.organisations.community[row]].push_back(row);
            }
        }
        std::vector<Index> all;
        std::vector<std::vector<Index>> of_community;
    };

    core::Stream draws(std::string_view rule, Index row) const {
        return {seed_, StreamId::of("resident_tie", rule), {.agent = people_.id[row]}};
    }
    bool may_join(Index row) const { return people_.age[row] >= 18 && people_.age[row] < 80; }
    /// From one side of the city to the other, in about [0, 1], near where somebody lives.
    double place_near(Index row, double reach, core::Stream& stream) const {
        return row / static_cast<double>(size_) + reach * (stream.uniform() - 0.5);
    }
    static std::uint32_t whole(double value) { return static_cast<std::uint32_t>(static_cast<std::int32_t>(value)); }

    const City& city_;
    const City::Residents& people_;
    const SocialPlan& plan_;
    core::Seed seed_;
    core::Workers& workers_;
    Index size_;
};

}  // namespace

std::array<SocialLayers::Named, 6> SocialLayers::named() const {
    return {{{household_layer.name, &household},
             {building_layer.name, &building},
             {kin_layer.name, &kin_and_friends},
             {work_layer.name, &work_and_school},
             {membership_layer.name, &membership},
             {online_layer.name, &online}}};
}

SocialLayers tie(const City& city, const SocialPlan& plan, core::Seed seed, core::Workers& workers) {
    std::vector<core::Mistake> found = mistakes(plan);
    if (!found.empty()) throw core::ConfigError(std::move(found));
    const Weaver weaver(city, plan, seed, workers);
    SocialLayers layers;
    layers.household = weaver.households();
    layers.building = weaver.neighbours();
    layers.kin_and_friends = weaver.kin_and_friends();
    layers.work_and_school = weaver.work_and_school();
    layers.associations = weaver.associations();
    layers.membership = weaver.members(layers.associations);
    layers.online = weaver.online();
    return layers;
}

LayerStatistics statistics(const Graph& layer, core::Workers& workers) {
    const std::vector<double> clustering = core::clustering(layer, workers);
    LayerStatistics found;
    double with_pairs = 0.0;
    for (Index row = 0; row < layer.size(); ++row) {
        found.largest_degree = std::max(found.largest_degree, layer.degree(row));
        if (layer.degree(row) < 2) continue;
        ++with_pairs;
        found.clustering += clustering[row];
    }
    if (with_pairs > 0.0) found.clustering /= with_pairs;
    if (layer.size() > 0) found.mean_degree = static_cast<double>(layer.arcs()) / layer.size();
    found.assortativity = core::degree_assortativity(layer);
    return found;
}

}  // namespace commonweal::model
