// SPDX-License-Identifier: Apache-2.0
#include "detail/did_you_mean.hpp"

#include <algorithm>
#include <commonweal/core/caret.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/simulation.hpp>
#include <commonweal/core/state.hpp>
#include <limits>
#include <map>

namespace commonweal::core {

Simulation::Simulation(Seed seed, Clock clock)
    : seed_(seed),
      clock_(clock),
      agents_(std::make_unique<Agents>()),
      triggers_(std::make_unique<Triggers>()),
      schedule_(std::make_unique<Schedule>(agents_.get(), triggers_.get())) {
    clock_.check();
}

Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

Population& Simulation::add(Population population) { return agents_->add(std::move(population)); }

void Simulation::add(WholeRule rule, std::string_view kind, When when) {
    const auto condition = prepare(rule.name, when);
    schedule_->add(std::move(rule), agents_->at(kind), agents_->layers(kind), std::move(when));
    adopt(condition);
}

std::optional<ConditionTrigger> Simulation::prepare(std::string_view rule, When& when) const {
    refuse_foreign(rule, when);
    if (!Expression::is_meant_by(when.trigger) || triggers_->contains(when.trigger)) return std::nullopt;
    ExpressionReading reading = Expression::parse(when.trigger, vocabulary());
    for (Mistake& mistake : reading.mistakes) {
        mistake.file = "rule " + std::string(rule) + ", trigger";
        mistake.line = 1;
        mistake.marked = caret_lines(when.trigger, {.line = 1, .column = mistake.column, .length = mistake.length});
    }
    if (!reading.expression) throw ConfigError(std::move(reading.mistakes));
    when.trigger = reading.expression->text();
    if (triggers_->contains(when.trigger)) return std::nullopt;
    return ConditionTrigger{.start = when.trigger};
}

void Simulation::adopt(const std::optional<ConditionTrigger>& condition) {
    if (condition) add(*condition);
}

ActiveSet& Simulation::active_set(std::string_view kind, std::string_view name) {
    const Population& population = agents_->at(kind);
    std::vector<std::string> names;
    for (NamedSet& known : active_) {
        if (&known.set.population() != &population) continue;
        if (known.name == name) return known.set;
        names.push_back(known.name);
    }
    if (checked_ || now_ > 0) {
        throw Error("simulation: the rules are checked, and there is no active set '" + std::string(name) +
                    "' of kind " + population.kind() + detail::did_you_mean(name, names));
    }
    return active_.emplace_back(NamedSet{std::string(name), ActiveSet(population)}).set;
}

void Simulation::refuse_foreign(std::string_view rule, const When& when) const {
    if (!when.active) return;
    const bool known =
        std::any_of(active_.begin(), active_.end(), [&](const NamedSet& own) { return &own.set == when.active; });
    if (!known) {
        throw Error("rule " + std::string(rule) +
                    ": its active set is not one of this simulation; take one from active_set()");
    }
}

void Simulation::add_observer(std::string name, Observer observer, Tick every, Tick phase, std::string unit) {
    if (now_ > 0) throw Error("series '" + name + "': the simulation has run; series are added before");
    observations_.push_back({&series_.add(std::move(name), every, phase, std::move(unit)), std::move(observer)});
}

void Simulation::add(Trigger trigger) { triggers_->add(std::move(trigger)); }

void Simulation::add(const ConditionTrigger& trigger) { triggers_->add(trigger, vocabulary()); }

Vocabulary Simulation::vocabulary() const {
    Vocabulary vocabulary(clock_);
    for (const std::string& name : series_.names()) {
        if (Vocabulary::allows(name)) vocabulary.add({.name = name, .unit = series_.at(name).unit()});
    }
    return vocabulary;
}

void Simulation::check() {
    if (checked_) return;
    schedule_->check();
    triggers_->check(series_);
    checked_ = true;
}

void Simulation::refuse_broken() const {
    if (!broken_) return;
    throw Error("simulation: tick " + std::to_string(now_) +
                " was left in the middle by an error; load a state, or go on from a fork made before");
}

void Simulation::step(Workers& workers) {
    refuse_broken();
    if (!checked_) {
        check();
        for (const Observation& observation : observations_) observation.observer(*agents_, workers);
    }
    if (now_ == std::numeric_limits<Tick>::max()) throw Error("simulation: no tick is left to count");
    broken_ = true;
    agents_->advance(now_);
    std::vector<double> observed;
    try {
        schedule_->run(workers, seed_, now_, &events_);
        observed = observe_now(workers);
    } catch (...) {
        schedule_->undo(&events_);
        broken_ = !schedule_->intact();
        throw;
    }
    events_.finish(now_);
    record(observed);
    triggers_->update(now_, series_);
    ++now_;
    broken_ = false;
}

/// One number for each series whose turn it is.
std::vector<double> Simulation::observe_now(Workers& workers) const {
    std::vector<double> observed;
    for (const auto& [series, observer] : observations_) {
        if (now_ % series->every() == series->phase()) observed.push_back(observer(*agents_, workers));
    }
    return observed;
}

void Simulation::record(std::span<const double> observed) {
    auto value = observed.begin();
    for (const auto& [series, observer] : observations_) {
        if (now_ % series->every() == series->phase()) series->record(now_, *value++);
    }
}

bool Simulation::run(Workers& workers, Tick ticks, const Callbacks& callbacks) {
    if (ticks > std::numeric_limits<Tick>::max() - now_) throw Error("simulation: not so many ticks are left to count");
    const Tick end = now_ + ticks;
    while (now_ < end) {
        step(workers);
        if (callbacks.log) tell_changes(callbacks);
        if (callbacks.progress && !callbacks.progress(now_, end)) return now_ == end;
    }
    return true;
}

void Simulation::tell_changes(const Callbacks& callbacks) const {
    for (const TriggerChange& change : triggers_->changes()) {
        callbacks.log(clock_.at(now_ - 1).text() + " trigger '" + change.name + (change.on ? "' on" : "' off"));
    }
}

std::vector<std::byte> Simulation::save() const {
    refuse_broken();
    StateWriter writer;
    writer.section("simulation", [&] {
        writer.value(seed_.value);
        writer.value(seed_.replicate);
        writer.value(now_);
        agents_->save(writer);
        schedule_->save(writer);
        for (const auto& [name, set] : active_) writer.section(name, [&, &of = set] { of.save(writer); });
        series_.save(writer);
        triggers_->save(writer);
        events_.save(writer);
    });
    return writer.take();
}

void Simulation::load(std::span<const std::byte> state) {
    broken_ = true;
    StateReader reader(state);
    reader.section("simulation", [&] {
        const Seed seed{reader.value<std::uint32_t>(), reader.value<std::uint32_t>()};
        if (seed.value != seed_.value || seed.replicate != seed_.replicate) {
            throw Error("simulation: the state is of seed " + std::to_string(seed.value) + ", replicate " +
                        std::to_string(seed.replicate) + ", not of seed " + std::to_string(seed_.value) +
                        ", replicate " + std::to_string(seed_.replicate));
        }
        reader.value(now_);
        agents_->load(reader);
        schedule_->load(reader);
        for (auto& [name, set] : active_) reader.section(name, [&, &of = set] { of.load(reader); });
        series_.load(reader);
        triggers_->load(reader);
        EventLog events;
        events.load(reader);
        events_ = std::move(events);
    });
    reader.finish();
    broken_ = false;
}

Simulation Simulation::fork() const {
    refuse_broken();
    Simulation copy(seed_, clock_);
    copy.now_ = now_;
    *copy.agents_ = Agents(*agents_);
    *copy.triggers_ = *triggers_;
    std::map<const ActiveSet*, const ActiveSet*> active;
    for (const auto& [name, set] : active_) {
        const Population& population = copy.agents_->at(set.population().kind());
        active[&set] = &copy.active_.emplace_back(NamedSet{name, ActiveSet(set, population)}).set;
    }
    copy.schedule_ = schedule_->copied(*copy.agents_, copy.triggers_.get(), active);
    copy.series_ = series_;
    for (const Observation& observation : observations_) {
        copy.observations_.push_back({&copy.series_.at(observation.series->name()), observation.observer});
    }
    copy.events_ = events_;
    return copy;
}

}  // namespace commonweal::core
