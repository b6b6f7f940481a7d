// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/binder.hpp>
#include <commonweal/core/detail/pass.hpp>
#include <commonweal/core/detail/sweep_plan.hpp>
#include <commonweal/core/detail/turn_loop.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/sweep.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace commonweal::core::detail {

/// A rule of any type, as a schedule keeps it.
class AnyRule {
public:
    virtual ~AnyRule() = default;
    virtual std::unique_ptr<AnyRule> clone() const = 0;
};

/// The loop of one rule over a block whose frame is prepared. One virtual call for a block of agents.
class RuleLoop {
public:
    virtual ~RuleLoop() = default;
    virtual void apply(const BlockFrame& frame, Block block) const = 0;
};

/// A rule of the form block: it can share a sweep.
class BlockRule : public AnyRule {
public:
    /// Adds the rule's arguments to a plan at whose rule they are; the loop refers to this rule.
    virtual std::unique_ptr<const RuleLoop> bind(SweepPlan& plan) const = 0;
};

/// A rule that shares no sweep.
class LoneRule : public AnyRule {
public:
    /// The pass refers to this rule.
    virtual std::unique_ptr<const Pass> bind(Binder& binder, const ActiveSet* active) const = 0;
    virtual bool has_queue() const { return false; }
};

template <Rule R, Form form = form_of<R>()>
class RuleOf final : public LoneRule {
public:
    explicit RuleOf(R of_user) : rule(std::move(of_user)) {}
    std::unique_ptr<AnyRule> clone() const override { return std::make_unique<RuleOf>(rule); }
    std::unique_ptr<const Pass> bind(Binder& binder, const ActiveSet* active) const override {
        return std::make_unique<OwnPass>(rule, binder, active);
    }
    bool has_queue() const override { return form == Form::event; }

    R rule;

private:
    class OwnPass final : public TurnPass {
    public:
        OwnPass(const R& rule, Binder& binder, const ActiveSet* active)
            : TurnPass(binder, form, active), rule_(rule), loop_(binder, uses_of<R>.accesses) {}

    private:
        void call(Turn& turn, std::span<const Event> rows) const override { loop_.run(rule_, turn, rows); }

        const R& rule_;
        TurnLoop<R, UsesOf<R>> loop_;
    };
};

template <Rule R>
class RuleOf<R, Form::block> final : public BlockRule {
public:
    explicit RuleOf(R of_user) : rule(std::move(of_user)) {}
    std::unique_ptr<AnyRule> clone() const override { return std::make_unique<RuleOf>(rule); }
    std::unique_ptr<const RuleLoop> bind(SweepPlan& plan) const override { return std::make_unique<Loop>(rule, plan); }

    R rule;

private:
    class Loop final : public RuleLoop {
    public:
        Loop(const R& rule, SweepPlan& plan) : rule_(rule), arguments_(plan, uses_of<R>.accesses) {}
        void apply(const BlockFrame& frame, Block block) const override { arguments_.apply(rule_, frame, block); }

    private:
        const R& rule_;
        Arguments<R, UsesOf<R>> arguments_;
    };
};

/// Tells at compile time why a rule cannot be added, in one sentence; false if it cannot.
template <class R>
constexpr bool check_rule() {
    static_assert(Rule<R>,
                  "commonweal: a rule needs a `static constexpr std::string_view name` and a `static constexpr auto "
                  "uses` that lists the arguments of its operator()");
    if constexpr (Rule<R>) {
        constexpr bool known_form = RuleWithForm<R> || !requires { R::form; };
        static_assert(known_form,
                      "commonweal: the `form` of a rule is a `static constexpr Form`: Form::block, Form::event or "
                      "Form::office");
        constexpr std::type_identity<UsesOf<R>> of_rule{};
        if constexpr (known_form && form_of<R>() == Form::block) return check_block<R>(of_rule);
        if constexpr (known_form && form_of<R>() != Form::block) return check_turns<R>(of_rule);
    }
    return false;
}

}  // namespace commonweal::core::detail
