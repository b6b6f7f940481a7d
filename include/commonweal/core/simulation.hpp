// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/active_set.hpp>
#include <commonweal/core/agents.hpp>
#include <commonweal/core/clock.hpp>
#include <commonweal/core/event_log.hpp>
#include <commonweal/core/observe.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/schedule.hpp>
#include <commonweal/core/series.hpp>
#include <commonweal/core/trigger.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace commonweal::core {

/// What happens beside a simulation while it runs; nothing of it changes results.
struct Callbacks {
    /// Called after each tick with the ticks that have been run and those that run() goes to; false stops.
    std::function<bool(Tick now, Tick end)> progress{};
    /// Told what is worth a line in a log, such as a trigger that was turned, with its date.
    std::function<void(std::string_view line)> log{};
};

/// Agents of any kinds on any layers, the rules they live by, and what is observed of them: described first, then run
/// tick by tick. A tick undoes ties whose time is up, runs the rules that are due, observes, and turns triggers, which
/// act from the next tick on. The same description and seed give the same bits on any number of threads.
class Simulation {
public:
    /// Throws Error as Clock::check().
    explicit Simulation(Seed seed = {}, Clock clock = {});
    ~Simulation();
    Simulation(Simulation&&) noexcept;
    Simulation& operator=(Simulation&&) noexcept;

    /// Describing. References stay valid as long as the simulation is where it is told, moves included.
    Population& add(Population population);
    Agents& agents() { return *agents_; }
    const Agents& agents() const { return *agents_; }
    Population& population(std::string_view kind) { return agents_->at(kind); }
    Layers& layers(std::string_view kind) { return agents_->layers(kind); }

    /// In `when.trigger` stands the name of a trigger, or a condition over the series that are observed by now, such as
    /// "fear > 0.4 for 3 h": then there is a trigger by the condition's normal form, one for all rules that wait for
    /// it. Errors as Schedule::add(), as add() for a condition, and for an active set that is not one of active_set().
    template <class R>
    void add(R rule, std::string_view kind, When when = {}) {
        if constexpr (detail::check_rule<R>()) {
            const auto condition = prepare(R::name, when);
            schedule_->add(std::move(rule), agents_->at(kind), agents_->layers(kind), std::move(when));
            adopt(condition);
        }
    }
    void add(WholeRule rule, std::string_view kind, When when = {});
    /// The parameters of a rule, as Schedule::rule().
    template <Rule R>
    R& rule(std::string_view kind) {
        return schedule_->rule<R>(kind);
    }
    /// What an event rule has before it, as Schedule::queue().
    EventQueue& queue(std::string_view kind, std::string_view rule) { return schedule_->queue(kind, rule); }
    /// A set of agents for the `active` of rules: the one of this name, or else a new one, nobody at first. A fork has
    /// its own under the same name. Throws Error for a new one, with the nearest name, once the rules are checked.
    ActiveSet& active_set(std::string_view kind, std::string_view name = "active");

    /// Observes a number at ticks phase, phase + every, ..., after the rules; asked once more before the first tick, so
    /// that its mistakes show early. Throws Error as SeriesSet::add(); does not compile, in one sentence, for what is
    /// no Observer.
    template <class F>
    void observe(const std::string& name, F observer, Tick every = 1, Tick phase = 0, const std::string& unit = "1") {
        constexpr bool fits = std::is_constructible_v<Observer, F> && std::is_copy_constructible_v<F>;
        static_assert(fits,
                      "commonweal: an observer takes `const Agents&` and `Workers&`, returns a number and can be "
                      "copied");
        if constexpr (fits) add_observer(name, std::move(observer), every, phase, unit);
    }
    /// Throws Error as Triggers::add().
    void add(Trigger trigger);
    /// Over the series that are observed by now. Throws Error as Triggers::add().
    void add(const ConditionTrigger& trigger);
    /// What conditions may speak of: the series whose names Vocabulary::allows(), and the clock's time.
    Vocabulary vocabulary() const;

    /// Throws one Error that tells what Schedule::check() and Triggers::check() find. The first step calls it.
    void check();
    /// The rules that run at a tick, as Schedule::sweeps().
    std::vector<std::vector<std::string>> sweeps(Tick tick) { return schedule_->sweeps(tick); }

    /// Ticks that have been run.
    Tick now() const { return now_; }
    Seed seed() const { return seed_; }
    const Clock& clock() const { return clock_; }
    const SeriesSet& series() const { return series_; }
    const Triggers& triggers() const { return *triggers_; }
    /// What rules have logged, to be stored and cleared at will.
    EventLog& events() { return events_; }
    const EventLog& events() const { return events_; }

    /// One tick. Throws Error naming rule and tick if a rule throws, and what an observer throws. The simulation is
    /// then as it was before the tick, if only rules on whole columns had run in it; otherwise it runs on only after
    /// load().
    void step(Workers& workers);
    /// So many ticks, or until a callback says stop. False if it was stopped.
    bool run(Workers& workers, Tick ticks, const Callbacks& callbacks = {});

    /// Everything that changes while it runs, as bytes, and back into a simulation of the same description; load()
    /// throws Error where it is another one, and the simulation runs on only after a load() that succeeds. Parameters
    /// of rules belong to the description.
    std::vector<std::byte> save() const;
    void load(std::span<const std::byte> state);

    /// Another simulation that stands at the same tick and goes on by itself: the same bits, if nothing is changed.
    /// Frozen graphs are shared, and so is what observers and rules refer to. Throws Error if a rule has left this one
    /// in the middle of a tick.
    Simulation fork() const;

private:
    struct NamedSet {
        std::string name;
        ActiveSet set;
    };
    struct Observation {
        TimeSeries* series;
        Observer observer;
    };

    void add_observer(std::string name, Observer observer, Tick every, Tick phase, std::string unit);
    void refuse_foreign(std::string_view rule, const When& when) const;
    /// Puts the normal form into the place of a condition, and returns the trigger that it needs if there is none yet.
    std::optional<ConditionTrigger> prepare(std::string_view rule, When& when) const;
    void adopt(const std::optional<ConditionTrigger>& condition);
    void refuse_broken() const;
    std::vector<double> observe_now(Workers& workers) const;
    void record(std::span<const double> observed);
    void tell_changes(const Callbacks& callbacks) const;

    Seed seed_;
    Clock clock_;
    Tick now_ = 0;
    bool checked_ = false;
    bool broken_ = false;
    std::unique_ptr<Agents> agents_;
    std::unique_ptr<Triggers> triggers_;
    std::unique_ptr<Schedule> schedule_;
    std::list<NamedSet> active_;
    SeriesSet series_;
    std::vector<Observation> observations_;
    EventLog events_;
};

}  // namespace commonweal::core
