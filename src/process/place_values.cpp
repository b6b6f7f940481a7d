// SPDX-License-Identifier: Apache-2.0
#include "process/detail/place_values.hpp"

namespace commonweal::process::detail {

std::vector<double> place_values(const AgentValues& values, std::size_t places, core::Seed seed, std::string_view kind,
                                 std::string_view name) {
    if (!values.given.empty()) return values.given;
    if (values.drawn.is_constant()) return std::vector<double>(places, values.drawn.mean());
    const core::StreamId stream = core::StreamId::of(kind, name);
    std::vector<double> all(places);
    for (std::size_t place = 0; place < places; ++place) {
        core::Stream draws(seed, stream, {.agent = static_cast<core::AgentId>(place)});
        all[place] = values.drawn.draw(draws);
    }
    return all;
}

}  // namespace commonweal::process::detail
