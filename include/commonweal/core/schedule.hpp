// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/active_set.hpp>
#include <commonweal/core/detail/any_rule.hpp>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/types.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::core {

/// When a rule runs, apart from what it does.
struct When {
    Tick every = 1;                       ///< ticks from one run to the next, at least 1
    Tick phase = 0;                       ///< the first tick at which it runs, below `every`
    std::vector<std::string> after{};     ///< rules whose writes it sees at a tick at which both run
    const ActiveSet* active = nullptr;    ///< the agents it runs for; all if null. Must outlive the schedule.
    std::function<bool(Tick)> only_if{};  ///< asked once at each tick at which it is due; always if empty
};

/// The rules of a simulation and when each runs. Rules that are due at one tick and do not depend on each other's
/// neighbours share one sweep: columns are unpacked, neighbours gathered and rows packed once for all of them. What is
/// computed does not depend on which rules share a sweep.
class Schedule {
public:
    /// The population and layers must outlive the schedule. Throws Error naming the rule if a column or layer is
    /// unknown or of another type; if the kind has a rule of this name already, or one whose draws would be the same;
    /// if `every` is 0 or `phase` not below it; and after the first run.
    template <Rule R>
    void add(R rule, Population& population, const Layers& layers, When when = {}) {
        add(std::make_unique<detail::RuleOf<R>>(std::move(rule)), R::name, population, layers, std::move(when));
    }

    /// The parameters of a rule, to be changed between two ticks. Throws Error if there is no rule of this kind of
    /// agents and this type.
    template <Rule R>
    R& rule(std::string_view kind) {
        auto* const found = dynamic_cast<detail::RuleOf<R>*>(&find(kind, R::name));
        if (!found) refuse_type(kind, R::name);
        return found->rule;
    }

    /// Looks at the rules together. Throws one Error that tells every name in `after` that no rule has, every circle of
    /// rules that wait for each other, and every two rules that run at one tick and of which one writes what the other
    /// writes or reads, but whose order `after` leaves open. The first run() calls it.
    void check();

    /// One tick: every rule that is due. Throws Error naming the rule, the tick and the block if a rule throws; the
    /// agents of that kind have then no defined values until a state is loaded.
    void run(Workers& workers, Seed seed, Tick tick);

    /// The rules that run at a tick if nothing forbids it: sweeps one after the other, each with its rules in order.
    std::vector<std::vector<std::string>> sweeps(Tick tick);

private:
    struct Entry {
        std::unique_ptr<detail::AnyRule> rule;
        std::string name;
        Population* population;
        const Layers* layers;
        When when;
        detail::RuleAccess access;
    };
    using Sweeps = std::vector<detail::FusedSweep>;

    void add(std::unique_ptr<detail::AnyRule> rule, std::string_view name, Population& population, const Layers& layers,
             When when);
    detail::AnyRule& find(std::string_view kind, std::string_view name) const;
    [[noreturn]] static void refuse_type(std::string_view kind, std::string_view name);
    void order(std::string& mistakes);
    void find_circles(std::string& mistakes) const;
    void find_conflicts(std::string& mistakes) const;
    static bool due(const Entry& entry, Tick tick);
    const Sweeps& sweeps_of(const std::vector<bool>& due);
    std::vector<std::vector<std::size_t>> groups_of(const std::vector<bool>& due) const;
    bool fits(const std::vector<std::size_t>& group, std::size_t rule) const;
    detail::FusedSweep fuse(const std::vector<std::size_t>& group) const;

    std::vector<Entry> rules_;
    StreamNames streams_;
    bool checked_ = false;
    std::vector<std::vector<bool>> before_;  ///< before_[a][b]: rule a must run before rule b, directly or not
    std::map<std::vector<bool>, Sweeps> sweeps_;
};

}  // namespace commonweal::core
