// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/model/social_layers.hpp>

#include <string>

namespace commonweal::io {

struct TiedCity {
    model::City city;
    model::SocialLayers layers;
    bool from_cache = false;
};

/// Of everything that decides a city: the version of the library, every parameter and the seed.
std::string city_hash(const model::CityPlan& plan, core::Seed seed);

/// A city with its ties: read from the file that bears its hash in `folder`, or made and written there. A file that is
/// damaged is made anew. Throws ConfigError and Error as synthesise() and tie(), and Error where the folder cannot be
/// written.
TiedCity cached_city(const model::CityPlan& plan, core::Seed seed, const std::string& folder, core::Workers& workers);

}  // namespace commonweal::io
