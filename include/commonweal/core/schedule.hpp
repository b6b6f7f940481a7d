// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/active_set.hpp>
#include <commonweal/core/detail/any_rule.hpp>
#include <commonweal/core/event_log.hpp>
#include <commonweal/core/event_queue.hpp>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/core/whole_rule.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::core {

class Agents;
class Triggers;

/// When a rule runs, apart from what it does.
struct When {
    Tick every = 1;                       ///< ticks from one run to the next, at least 1
    Tick phase = 0;                       ///< the first tick at which it runs, below `every`
    std::vector<std::string> after{};     ///< rules whose writes it sees at a tick at which both run
    const ActiveSet* active = nullptr;    ///< the agents it runs for; all if null. Must outlive the schedule.
    std::function<bool(Tick)> only_if{};  ///< asked once at each tick at which it is due; always if empty
    std::string trigger{};                ///< it runs only while this trigger is on; always if empty
};

/// The rules of a simulation and when each runs. Rules of the form block that are due at one tick and do not depend on
/// each other's neighbours share one sweep: columns are unpacked, neighbours gathered and rows packed once for all of
/// them. What is computed does not depend on which rules share a sweep.
class Schedule : private detail::Queues {
public:
    /// `agents` are the kinds in reach of rules of the forms event and office; `triggers` those that a rule may wait
    /// for. Both outlive the schedule.
    explicit Schedule(Agents* agents = nullptr, const Triggers* triggers = nullptr);

    /// The population and layers must outlive the schedule. Throws Error naming the rule if a column or layer is
    /// unknown or of another type; if the kind has a rule of this name already, or one whose draws would be the same;
    /// if `every` is 0 or `phase` not below it; and after the first run. Does not compile, in one sentence, for a type
    /// that is no rule or whose operator() takes its arguments otherwise than `uses` lists them.
    template <class R>
    void add(R rule, Population& population, const Layers& layers, When when = {}) {
        if constexpr (detail::check_rule<R>()) {
            add(std::make_unique<detail::RuleOf<R>>(std::move(rule)), R::name, population, layers, std::move(when));
        }
    }
    /// Errors as above.
    void add(WholeRule rule, Population& population, const Layers& layers, When when = {});

    /// The parameters of a rule, to be changed between two ticks. Throws Error if there is no rule of this kind of
    /// agents and this type.
    template <Rule R>
    R& rule(std::string_view kind) {
        auto* const found = dynamic_cast<detail::RuleOf<R>*>(&find(kind, R::name));
        if (!found) refuse_type(kind, R::name);
        return found->rule;
    }

    /// What an event rule has before it. Throws Error if no event rule has this name; if rules of several kinds have,
    /// the one of `kind`.
    EventQueue& queue(std::string_view kind, std::string_view rule) final;

    /// Looks at the rules together. Throws one Error that tells every name in `after` and `plans` that no rule has,
    /// every unknown trigger, every circle of rules that wait for each other, and every two rules that run at one tick
    /// and of which one writes what the other writes or reads, but whose order `after` leaves open. The first run()
    /// calls it.
    void check();

    /// One tick: every rule that is due; what they log goes to `log`. Throws Error naming the rule, the tick and the
    /// block or agent if a rule throws: see intact().
    void run(Workers& workers, Seed seed, Tick tick, EventLog* log = nullptr);

    /// False if a rule has thrown and columns are left as they were in the middle of the tick. True still if only rules
    /// on whole columns had run at that tick: what they had written is undone.
    bool intact() const { return intact_; }

    /// Takes the latest run() back, if only rules on whole columns had run in it: see intact(). `log` is the one it was
    /// given; what was logged in it is forgotten unless it has finished the tick.
    void undo(EventLog* log = nullptr);

    /// The rules that run at a tick if nothing forbids it: sweeps one after the other, each with its rules in order.
    std::vector<std::vector<std::string>> sweeps(Tick tick);

    /// The same rules, with their parameters and the rows of their queues, for copies of the agents and triggers. An
    /// active set that is a key of `active` becomes its value; the other rules keep theirs.
    std::unique_ptr<Schedule> copied(Agents& agents, const Triggers* triggers,
                                     const std::map<const ActiveSet*, const ActiveSet*>& active) const;

    /// The rows of all queues, as bytes, and back into a schedule of the same rules.
    void save(StateWriter& writer) const;
    void load(StateReader& reader);

private:
    struct Entry {
        std::unique_ptr<detail::AnyRule> rule;
        std::string name;
        Population* population;
        const Layers* layers;
        When when;
        detail::RuleAccess access;
        std::unique_ptr<EventQueue> queue;  ///< of an event rule
    };
    using Passes = std::vector<std::unique_ptr<const detail::Pass>>;

    void add(std::unique_ptr<detail::AnyRule> rule, std::string_view name, Population& population, const Layers& layers,
             When when);
    detail::RuleAccess access_of(const Entry& entry) const;
    detail::AnyRule& find(std::string_view kind, std::string_view name) const;
    Entry* find_event_rule(std::string_view kind, std::string_view name);
    [[noreturn]] static void refuse_type(std::string_view kind, std::string_view name);
    std::vector<std::string> names() const;
    void order(std::string& mistakes);
    void find_unknown(std::string& mistakes);
    void find_circles(std::string& mistakes) const;
    void find_conflicts(std::string& mistakes) const;
    bool due(const Entry& entry, Tick tick) const;
    void run(const Passes& passes, const detail::Moment& moment);
    const Passes& passes_of(const std::vector<bool>& due);
    std::vector<std::vector<std::size_t>> groups_of(const std::vector<bool>& due) const;
    bool fits(const std::vector<std::size_t>& group, std::size_t rule) const;
    std::unique_ptr<const detail::Pass> make_pass(const std::vector<std::size_t>& group);

    Agents* agents_;
    const Triggers* triggers_;
    std::vector<Entry> rules_;
    StreamNames streams_;
    bool checked_ = false;
    bool intact_ = true;
    std::span<const std::unique_ptr<const detail::Pass>> latest_;  ///< that undo() takes back
    std::optional<EventLog::Mark> log_before_;                     ///< the latest run
    std::vector<std::vector<bool>> before_;  ///< before_[a][b]: rule a must run before rule b, directly or not
    std::map<std::vector<bool>, Passes> passes_;
};

}  // namespace commonweal::core
