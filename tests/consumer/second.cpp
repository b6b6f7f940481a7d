// SPDX-License-Identifier: Apache-2.0
// The second translation unit with the umbrella: a definition that is not inline fails at the link.
#include "second.hpp"

#include <commonweal/commonweal.hpp>

void refuse_a_town_without_residents() {
    throw commonweal::ConfigError({{.file = "town.toml",
                                    .line = 3,
                                    .column = 1,
                                    .path = "residents.count",
                                    .rule = "must be above 0",
                                    .value = "0"}});
}
