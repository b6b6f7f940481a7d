// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/graph.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/model/synthesis.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace commonweal::model {

/// The ties of residents. Degrees are means over all residents, those without ties included.
struct SocialPlan {
    /// Residents who talk to no neighbours, to some now and then, and to some daily.
    core::Series neighbour_classes{{0.25, 0.45, 0.30}};
    core::Series neighbour_ties{{0.0, 2.0, 4.0}};  ///< Mean ties of these, to others in the building.
    std::uint32_t neighbour_group = 10;            ///< Neighbours who mostly know each other.

    double circle_ties = 3.0;               ///< Friends and kin of like age,
    core::Series circle_sizes{{4, 8, 12}};  ///< in circles of so many, equally many residents in each class,
    double circle_age_spread = 4.0;         ///< years, standard deviation from the age that orders circles,
    double circle_reach = 0.1;              ///< who live within so much of the city.
    double distant_kin_ties = 1.0;          ///< Friends and kin of any age, anywhere.

    double school_ties = 2.07;
    std::uint32_t class_size = 40;
    double work_ties = 3.96;
    std::uint32_t team_size = 20;

    double memberships = 0.135;      ///< In associations, of a resident, all of them of adults below 80.
    double nearby_membership = 0.8;  ///< In associations of the own community.
    double co_member_ties = 4.0;     ///< Of a member with others of the association.

    double chat_ties = 10.5;          ///< Online, within groups,
    std::uint32_t chat_group = 29;    ///< of so many who are active there,
    double chat_reach = 0.3;          ///< who live within so much of the city.
    double contact_ties = 9.5;        ///< Online, to anybody: a negative binomial number
    double contact_dispersion = 1.8;  ///< with this parameter k.
};

/// The layers of one city's social graph.
struct SocialLayers {
    core::Graph household;
    core::Graph building;
    core::Graph kin_and_friends;
    core::Graph work_and_school;
    core::Graph membership;  ///< Between members of one association.
    core::Graph online;
    core::Graph associations;  ///< From residents to the organisations that they joined.

    struct Named {
        std::string_view name;
        const core::Graph* graph;
    };
    /// Those between residents, in this order.
    std::array<Named, 6> named() const;
};

/// Ties the residents of a city. Ties that two reasons give within one layer are one. The same for any number of
/// threads; draws are keyed by residents' ids and groups. Throws ConfigError for mistakes().
SocialLayers tie(const City& city, const SocialPlan& plan, core::Seed seed, core::Workers& workers);

struct LayerStatistics {
    double mean_degree = 0.0;
    double clustering = 0.0;     ///< Mean over residents with at least two ties.
    double assortativity = 0.0;  ///< Correlation of degrees at the ends of a tie, Newman 2002.
    std::uint32_t largest_degree = 0;
};
LayerStatistics statistics(const core::Graph& layer, core::Workers& workers);

/// What is documented about a layer: a value outside is a fault, of the generator or of its parameters.
struct LayerNorm {
    std::string_view name;
    double degree;  ///< Mean over residents.
    double lowest_degree, highest_degree;
    double lowest_clustering, highest_clustering;
    double lowest_assortativity, highest_assortativity;
    core::Evidence evidence;  ///< Of the degree; clustering and assortativity are assumed unless the source says more.
    std::string_view source;
};
/// As SocialLayers::named().
std::span<const LayerNorm, 6> layer_norms();

/// Every parameter by path.
void describe(core::ParameterTable& table, SocialPlan& plan);

/// All that is wrong with a plan: values out of range, series of a wrong length.
std::vector<core::Mistake> mistakes(const SocialPlan& plan);

/// A city with its ties.
struct CityPlan {
    SynthesisPlan people;
    SocialPlan social;
};
/// The parameters of the people stand at the top, those of the ties below `social`.
void describe(core::ParameterTable& table, CityPlan& plan);
std::vector<core::Mistake> mistakes(const CityPlan& plan);

}  // namespace commonweal::model
