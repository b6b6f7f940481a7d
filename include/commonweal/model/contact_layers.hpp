// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/model/district.hpp>
#include <commonweal/model/scenario.hpp>

#include <vector>

namespace commonweal::model {

/// Mistakes in the layers of a scenario.
std::vector<core::Mistake> contact_layer_mistakes(const Scenario& scenario);

/// The ties of one layer among residents of a district whose groups are drawn. Newcomers take no part. But for
/// kind `groups`, everybody is tied to everybody where no more take part than are to be tied on the mean.
std::vector<core::Edge> layer_ties(const ContactLayer& layer, const Scenario& scenario, core::Seed seed,
                                   const District& district);

}  // namespace commonweal::model
