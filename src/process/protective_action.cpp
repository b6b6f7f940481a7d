// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/parameter.hpp>
#include <commonweal/process/protective_action.hpp>

namespace commonweal::process {

void describe(core::ParameterTable& table, ProtectiveAction& process) {
    table.add(process.official, {.key = "official",
                                 .meaning = "Weight of a trusted official warning",
                                 .low = 0,
                                 .high = 1,
                                 .source = "order after Huang, Lindell and Prater 2016"});
    table.add(process.environmental, {.key = "environmental",
                                      .meaning = "Weight of water and rain that one sees",
                                      .low = 0,
                                      .high = 1,
                                      .source = "order after Huang, Lindell and Prater 2016"});
    table.add(process.social, {.key = "social",
                               .meaning = "Weight of neighbours who act",
                               .low = 0,
                               .high = 1,
                               .source = "order after Huang, Lindell and Prater 2016"});
    table.add(process.experience, {.key = "experience",
                                   .meaning = "Weight of past experience or a known risk area",
                                   .low = 0,
                                   .high = 1,
                                   .source = "order after Huang, Lindell and Prater 2016"});
    table.add(process.expected_impact, {.key = "expected_impact",
                                        .meaning = "Weight of the harm expected for oneself",
                                        .low = 0,
                                        .high = 1,
                                        .source = "order after Huang, Lindell and Prater 2016"});
    table.add(process.base, {.key = "base",
                             .meaning = "Log-odds of acting at no risk and without means",
                             .low = -10,
                             .high = 10,
                             .source = "set by two evacuation anchors"});
    table.add(process.risk_effect, {.key = "risk_effect",
                                    .meaning = "Log-odds from no to full perceived risk",
                                    .low = 0,
                                    .high = 20,
                                    .source = "set by two evacuation anchors"});
    table.add(process.self_efficacy_effect, {.key = "self_efficacy_effect",
                                             .meaning = "Log-odds from no to full belief in being able to act",
                                             .low = 0,
                                             .high = 5});
    table.add(process.response_efficacy_effect, {.key = "response_efficacy_effect",
                                                 .meaning = "Log-odds from no to full belief that acting helps",
                                                 .low = 0,
                                                 .high = 5});
    table.add(process.cost_effect,
              {.key = "cost_effect", .meaning = "Log-odds lost from no to full cost of acting", .low = 0, .high = 5});
    table.add(process.mobility_effect,
              {.key = "mobility_effect", .meaning = "Log-odds from no to full mobility", .low = 0, .high = 5});
    table.add(process.setting_out_rate, {.key = "setting_out_rate",
                                         .meaning = "Rate at which somebody who has decided to act sets out",
                                         .unit = "1 / h",
                                         .low = 0,
                                         .high = 60});
}

}  // namespace commonweal::process
