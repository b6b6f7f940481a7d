// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/any_rule.hpp>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace commonweal::core::detail {

/// What a rule of the form block touches.
RuleAccess access_of(const BlockRule& rule, std::string_view name, Population& population, const Layers& layers);

/// Several rules over the same agents in one pass.
class FusedSweep final : public Pass {
public:
    FusedSweep(Population& population, const ActiveSet* active);
    void add(const BlockRule& rule, std::string_view name, const Layers& layers);
    void finish();
    void run(const Moment& moment) const override;

private:
    void run_block(Block block, PhiloxKey key, Tick tick, std::span<const double> crowd_totals) const;

    SweepPlan plan_;
    const ActiveSet* active_;
    std::vector<std::unique_ptr<const RuleLoop>> loops_;
};

}  // namespace commonweal::core::detail
