// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/active_set.hpp>
#include <commonweal/core/detail/sweep_plan.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/sweep.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace commonweal::core::detail {

/// The loop of one rule over a block whose frame is prepared. One virtual call for a block of agents.
class RuleLoop {
public:
    virtual ~RuleLoop() = default;
    virtual void apply(const BlockFrame& frame, Block block) const = 0;
};

/// A rule of any type, as a schedule keeps it.
class AnyRule {
public:
    virtual ~AnyRule() = default;
    /// Adds the rule's arguments to a plan at whose rule they are; the loop refers to this rule.
    virtual std::unique_ptr<const RuleLoop> bind(SweepPlan& plan) const = 0;
};

template <Rule R>
class RuleOf final : public AnyRule {
public:
    explicit RuleOf(R of_user) : rule(std::move(of_user)) {}
    std::unique_ptr<const RuleLoop> bind(SweepPlan& plan) const override { return std::make_unique<Loop>(rule, plan); }

    R rule;

private:
    class Loop final : public RuleLoop {
    public:
        Loop(const R& rule, SweepPlan& plan) : rule_(rule), arguments_(plan, R::uses.accesses) {}
        void apply(const BlockFrame& frame, Block block) const override { arguments_.apply(rule_, frame, block); }

    private:
        const R& rule_;
        Arguments<R, std::remove_cvref_t<decltype(R::uses)>> arguments_;
    };
};

/// One column that a rule touches: of its own agents, or of their neighbours, who may be of another kind.
struct Touch {
    enum class How : std::uint8_t { reads, writes, sees };
    const Population* population;
    std::string column;
    How how;
};
struct RuleAccess {
    std::vector<Touch> touches;
    std::size_t slots = 0;
};
RuleAccess access_of(const AnyRule& rule, std::string_view name, Population& population, const Layers& layers);

/// Several rules over the same agents in one pass.
class FusedSweep {
public:
    FusedSweep(Population& population, const ActiveSet* active);
    void add(const AnyRule& rule, std::string_view name, const Layers& layers);
    void finish();

    const std::vector<std::string>& names() const { return names_; }
    void run(Workers& workers, Seed seed, Tick tick) const;

private:
    void run_block(Block block, PhiloxKey key, Tick tick) const;

    SweepPlan plan_;
    const ActiveSet* active_;
    std::vector<std::string> names_;
    std::vector<std::unique_ptr<const RuleLoop>> loops_;
};

}  // namespace commonweal::core::detail
