// SPDX-License-Identifier: Apache-2.0
// The rule that the reference benchmark times: ten fields, four of them seen by twelve neighbours, four draws.
#pragma once

#include <commonweal/core/rule.hpp>
#include <string_view>

namespace reference_tick {

using commonweal::core::Column;
using commonweal::core::Layer;

constexpr Layer contacts{"contacts"};
constexpr Column<float> trust{"trust"};
constexpr Column<float> concern{"concern"};
constexpr Column<float> effort{"effort"};
constexpr Column<float> mood{"mood"};
constexpr Column<float> stock{"stock"};
constexpr Column<float> strain{"strain"};
constexpr Column<float> skill{"skill"};
constexpr Column<float> belonging{"belonging"};
constexpr Column<float> income{"income"};
constexpr Column<float> health{"health"};

/// Everybody moves a little towards the neighbours and drifts at random; the private fields follow.
struct Drift {
    static constexpr std::string_view name = "drift";
    static constexpr auto uses = write(trust) | write(concern) | write(effort) | write(mood) | write(stock) |
                                 write(strain) | write(skill) | write(belonging) | write(income) | write(health) |
                                 neighbour_mean(contacts, trust) | neighbour_mean(contacts, concern) |
                                 neighbour_mean(contacts, effort) | neighbour_mean(contacts, mood) |
                                 commonweal::core::uniforms<4>();

    float pull = 0.1f;
    float noise = 0.02f;

    void operator()(float& own_trust, float& own_concern, float& own_effort, float& own_mood, float& own_stock,
                    float& own_strain, float& own_skill, float& own_belonging, float& own_income, float& own_health,
                    float their_trust, float their_concern, float their_effort, float their_mood, float u0, float u1,
                    float u2, float u3) const {
        own_trust += pull * (their_trust - own_trust) + noise * (u0 - 0.5f);
        own_concern += pull * (their_concern - own_concern) + noise * (u1 - 0.5f);
        own_effort += pull * (their_effort - own_effort) + noise * (u2 - 0.5f);
        own_mood += pull * (their_mood - own_mood) + noise * (u3 - 0.5f);
        own_stock += 0.01f * (1.0f - own_stock) - 0.02f * own_concern;
        own_strain += 0.03f * own_effort - 0.05f * own_strain;
        own_skill += 0.001f * own_effort * (1.0f - own_skill);
        own_belonging += 0.01f * (own_trust - own_belonging);
        own_income += 0.001f * (own_skill - 0.5f) - 0.0005f * own_strain;
        own_health += 0.002f * (own_mood - own_health) - 0.001f * own_strain;
    }
};

}  // namespace reference_tick
