// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/any_rule.hpp>
#include <commonweal/core/whole_rule.hpp>
#include <memory>
#include <utility>

namespace commonweal::core::detail {

/// A rule on whole columns.
class AnyWholeRule final : public LoneRule {
public:
    explicit AnyWholeRule(WholeRule of_user) : rule(std::move(of_user)) {}
    std::unique_ptr<AnyRule> clone() const override { return std::make_unique<AnyWholeRule>(rule); }
    std::unique_ptr<const Pass> bind(Binder& binder, const ActiveSet* active) const override;

    WholeRule rule;
};

}  // namespace commonweal::core::detail
