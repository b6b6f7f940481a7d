// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/active_set.hpp>
#include <commonweal/core/detail/binder.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <commonweal/core/types.hpp>
#include <span>
#include <string>
#include <vector>

namespace commonweal::core::detail {

struct Moment {
    Workers& workers;
    Seed seed;
    Tick now;
    EventLog* log;
};

/// One pass over agents at a tick, by one or several rules.
class Pass {
public:
    virtual ~Pass() = default;
    virtual void run(const Moment& moment) const = 0;
    /// Takes the last run back, if the pass can.
    virtual bool undo() const { return false; }
    const std::vector<std::string>& names() const { return names_; }

protected:
    std::vector<std::string> names_;
};

/// The pass of a rule of the form event or office: on one thread, agent by agent.
class TurnPass : public Pass {
public:
    TurnPass(Binder& binder, Form form, const ActiveSet* active);
    void run(const Moment& moment) const final;

private:
    virtual void call(Turn& turn, std::span<const Event> rows) const = 0;
    std::vector<Event> all_in_order() const;
    void call_named(Turn& turn, std::span<const Event> rows) const;

    const Population* population_;
    StreamId stream_;
    EventQueue* queue_;
    const ActiveSet* active_;
};

}  // namespace commonweal::core::detail
