// SPDX-License-Identifier: Apache-2.0
#include "detail/any_whole_rule.hpp"
#include "detail/did_you_mean.hpp"
#include "detail/fused_sweep.hpp"

#include <algorithm>
#include <commonweal/core/agents.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/schedule.hpp>
#include <commonweal/core/state.hpp>
#include <commonweal/core/trigger.hpp>
#include <numeric>
#include <optional>

namespace commonweal::core {

namespace {

using detail::Touch;

std::string quoted_name(const std::string& name) { return "'" + name + "'"; }

void add_mistake(std::string& mistakes, const std::string& text) {
    mistakes += (mistakes.empty() ? "schedule: " : "; ") + text;
}

/// Whether two rules are ever due at one tick.
bool meet(const When& a, const When& b) {
    const Tick step = std::gcd(a.every, b.every);
    return a.phase % step == b.phase % step;
}

/// The first column that one of the two writes and the other touches.
const Touch* conflict(const detail::RuleAccess& writer, const detail::RuleAccess& other) {
    for (const Touch& written : writer.touches) {
        if (written.how != Touch::How::writes) continue;
        for (const Touch& touched : other.touches) {
            if (touched.population == written.population && touched.column == written.column) return &touched;
        }
    }
    return nullptr;
}

template <class Entry>
bool is_block_rule(const Entry& entry) {
    return dynamic_cast<const detail::BlockRule*>(entry.rule.get()) != nullptr;
}

bool writes(const detail::RuleAccess& access, const Touch& seen) {
    return std::any_of(access.touches.begin(), access.touches.end(), [&](const Touch& touch) {
        return touch.how == Touch::How::writes && touch.population == seen.population && touch.column == seen.column;
    });
}

}  // namespace

Schedule::Schedule(Agents* agents, const Triggers* triggers) : agents_(agents), triggers_(triggers) {}

void Schedule::add(std::unique_ptr<detail::AnyRule> rule, std::string_view name, Population& population,
                   const Layers& layers, When when) {
    const std::string named = "rule " + std::string(name);
    if (checked_) throw Error(named + ": the schedule has run; rules are added before");
    if (when.every == 0 || when.phase >= when.every) {
        throw Error(named + ": runs every " + std::to_string(when.every) + " ticks from tick " +
                    std::to_string(when.phase) + "; the period must be at least 1 and the first tick below it");
    }
    if (when.active && &when.active->population() != &population) {
        throw Error(named + ": its active set is of kind " + when.active->population().kind() + ", not of kind " +
                    population.kind());
    }
    for (const Entry& entry : rules_) {
        if (entry.name == name && entry.population->kind() == population.kind()) {
            throw Error(named + ": the kind " + population.kind() + " has a rule of this name already");
        }
    }
    Entry added{std::move(rule), std::string(name), &population, &layers, std::move(when), {}, nullptr};
    added.access = access_of(added);
    const auto* lone = dynamic_cast<const detail::LoneRule*>(added.rule.get());
    if (lone && lone->has_queue()) added.queue = std::make_unique<EventQueue>(population);
    streams_.add(population.kind(), name);
    rules_.push_back(std::move(added));
}

void Schedule::add(WholeRule rule, Population& population, const Layers& layers, When when) {
    const std::string name = rule.name;
    add(std::make_unique<detail::AnyWholeRule>(std::move(rule)), name, population, layers, std::move(when));
}

detail::RuleAccess Schedule::access_of(const Entry& entry) const {
    if (const auto* block = dynamic_cast<const detail::BlockRule*>(entry.rule.get())) {
        return detail::access_of(*block, entry.name, *entry.population, *entry.layers);
    }
    detail::Binder binder(entry.name, *entry.population, *entry.layers, agents_, nullptr);
    dynamic_cast<const detail::LoneRule&>(*entry.rule).bind(binder, entry.when.active);
    return std::move(binder.access());
}

Schedule::Entry* Schedule::find_event_rule(std::string_view kind, std::string_view name) {
    Entry* found = nullptr;
    for (Entry& entry : rules_) {
        if (!entry.queue || entry.name != name) continue;
        if (!found || entry.population->kind() == kind) found = &entry;
    }
    return found;
}

EventQueue& Schedule::queue(std::string_view kind, std::string_view rule) {
    Entry* const found = find_event_rule(kind, rule);
    if (!found) throw Error("schedule: no event rule '" + std::string(rule) + "'");
    return *found->queue;
}

detail::AnyRule& Schedule::find(std::string_view kind, std::string_view name) const {
    for (const Entry& entry : rules_) {
        if (entry.name == name && entry.population->kind() == kind) return *entry.rule;
    }
    throw Error("schedule: no rule '" + std::string(name) + "' of kind " + std::string(kind));
}

void Schedule::refuse_type(std::string_view kind, std::string_view name) {
    throw Error("schedule: rule '" + std::string(name) + "' of kind " + std::string(kind) +
                " has another type than asked for");
}

void Schedule::check() {
    if (checked_) return;
    std::string mistakes;
    order(mistakes);
    find_unknown(mistakes);
    find_circles(mistakes);
    if (mistakes.empty()) find_conflicts(mistakes);
    if (!mistakes.empty()) throw Error(mistakes);
    checked_ = true;
}

std::vector<std::string> Schedule::names() const {
    std::vector<std::string> names;
    for (const Entry& entry : rules_) names.push_back(entry.name);
    return names;
}

void Schedule::find_unknown(std::string& mistakes) {
    const std::vector<std::string> triggers = triggers_ ? triggers_->names() : std::vector<std::string>();
    std::vector<std::string> event_rules;
    for (const Entry& entry : rules_) {
        if (entry.queue) event_rules.push_back(entry.name);
    }
    for (const Entry& entry : rules_) {
        const std::string& trigger = entry.when.trigger;
        if (!trigger.empty() && std::find(triggers.begin(), triggers.end(), trigger) == triggers.end()) {
            add_mistake(mistakes, quoted_name(entry.name) + " waits for " + quoted_name(trigger) +
                                      ", which is no trigger" + detail::did_you_mean(trigger, triggers));
        }
        for (const std::string& planned : entry.access.plans) {
            if (find_event_rule(entry.population->kind(), planned)) continue;
            add_mistake(mistakes, quoted_name(entry.name) + " plans for " + quoted_name(planned) +
                                      ", which is no event rule" + detail::did_you_mean(planned, event_rules));
        }
    }
}

/// Fills `before_` with what `after` says and what follows from it.
void Schedule::order(std::string& mistakes) {
    const std::vector<std::string> names = this->names();
    before_.assign(rules_.size(), std::vector<bool>(rules_.size(), false));
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        for (const std::string& earlier : rules_[rule].when.after) {
            bool known = false;
            for (std::size_t other = 0; other < rules_.size(); ++other) {
                if (names[other] != earlier) continue;
                known = true;
                before_[other][rule] = true;
            }
            if (known) continue;
            std::vector<std::string> others = names;
            others.erase(others.begin() + static_cast<std::ptrdiff_t>(rule));
            add_mistake(mistakes, quoted_name(names[rule]) + " runs after " + quoted_name(earlier) +
                                      ", which is no rule" + detail::did_you_mean(earlier, others));
        }
    }
    for (std::size_t through = 0; through < rules_.size(); ++through) {
        for (std::size_t a = 0; a < rules_.size(); ++a) {
            for (std::size_t b = 0; b < rules_.size(); ++b) {
                if (before_[a][through] && before_[through][b]) before_[a][b] = true;
            }
        }
    }
}

void Schedule::find_circles(std::string& mistakes) const {
    std::vector<bool> told(rules_.size(), false);
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        if (!before_[rule][rule] || told[rule]) continue;
        std::string circle;
        for (std::size_t other = rule; other < rules_.size(); ++other) {
            if (!(before_[rule][other] && before_[other][rule])) continue;
            told[other] = true;
            circle += (circle.empty() ? "" : ", ") + quoted_name(rules_[other].name);
        }
        add_mistake(mistakes, "rules wait for each other in a circle: " + circle);
    }
}

void Schedule::find_conflicts(std::string& mistakes) const {
    for (std::size_t a = 0; a < rules_.size(); ++a) {
        for (std::size_t b = a + 1; b < rules_.size(); ++b) {
            if (before_[a][b] || before_[b][a] || !meet(rules_[a].when, rules_[b].when)) continue;
            std::size_t writer = a;
            const Touch* touched = conflict(rules_[a].access, rules_[b].access);
            if (!touched) {
                writer = b;
                touched = conflict(rules_[b].access, rules_[a].access);
            }
            if (!touched) continue;
            const std::size_t other = writer == a ? b : a;
            const bool both = touched->how == Touch::How::writes;
            add_mistake(mistakes, quoted_name(rules_[writer].name) + " writes " + touched->population->kind() + '.' +
                                      touched->column + " and " + quoted_name(rules_[other].name) +
                                      (both ? " writes" : " reads") +
                                      " it at the same tick; name one of them in the `after` of the other");
        }
    }
}

bool Schedule::due(const Entry& entry, Tick tick) const {
    return tick % entry.when.every == entry.when.phase &&
           (entry.when.trigger.empty() || triggers_->on(entry.when.trigger)) &&
           (!entry.when.only_if || entry.when.only_if(tick));
}

void Schedule::run(Workers& workers, Seed seed, Tick tick, EventLog* log) {
    check();
    intact_ = true;
    latest_ = {};
    log_before_.reset();
    if (log) log_before_ = log->mark();
    std::vector<bool> due_now(rules_.size());
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) due_now[rule] = due(rules_[rule], tick);
    run(passes_of(due_now), {workers, seed, tick, log});
}

void Schedule::run(const Passes& passes, const detail::Moment& moment) {
    for (const auto& pass : passes) {
        latest_ = std::span(passes).first(latest_.size() + 1);
        try {
            pass->run(moment);
        } catch (...) {
            undo(moment.log);
            throw;
        }
    }
}

void Schedule::undo(EventLog* log) {
    for (auto pass = latest_.rbegin(); pass != latest_.rend(); ++pass) intact_ = (*pass)->undo() && intact_;
    latest_ = {};
    if (log && log_before_) log->rewind(*log_before_);
    log_before_.reset();
}

std::vector<std::vector<std::string>> Schedule::sweeps(Tick tick) {
    check();
    std::vector<bool> due_then(rules_.size());
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        due_then[rule] = tick % rules_[rule].when.every == rules_[rule].when.phase;
    }
    std::vector<std::vector<std::string>> names;
    for (const auto& pass : passes_of(due_then)) names.push_back(pass->names());
    return names;
}

const Schedule::Passes& Schedule::passes_of(const std::vector<bool>& due) {
    const auto found = passes_.find(due);
    if (found != passes_.end()) return found->second;
    Passes made;
    for (const auto& group : groups_of(due)) made.push_back(make_pass(group));
    return passes_.emplace(due, std::move(made)).first->second;
}

/// Takes the rules in an order that `after` allows, and of those that may come next first the ones that fit into the
/// present sweep.
std::vector<std::vector<std::size_t>> Schedule::groups_of(const std::vector<bool>& due) const {
    std::vector<bool> left = due;
    const auto ready = [&](std::size_t rule) {
        for (std::size_t other = 0; other < rules_.size(); ++other) {
            if (left[other] && before_[other][rule]) return false;
        }
        return static_cast<bool>(left[rule]);
    };
    std::vector<std::vector<std::size_t>> groups;
    for (auto remaining = std::count(due.begin(), due.end(), true); remaining > 0; --remaining) {
        std::optional<std::size_t> next;
        bool next_fits = false;
        for (std::size_t rule = 0; rule < rules_.size() && !next_fits; ++rule) {
            if (!ready(rule)) continue;
            next_fits = !groups.empty() && fits(groups.back(), rule);
            if (next_fits || !next) next = rule;
        }
        if (!next_fits) groups.emplace_back();
        groups.back().push_back(*next);
        left[*next] = false;
    }
    return groups;
}

/// Whether a rule may run behind the others block by block: it sees no neighbour's column that they write. What they
/// see and it writes has a second copy.
bool Schedule::fits(const std::vector<std::size_t>& group, std::size_t rule) const {
    const Entry& added = rules_[rule];
    std::size_t slots = added.access.slots;
    if (!is_block_rule(added) || !is_block_rule(rules_[group.front()])) return false;
    for (const std::size_t member : group) {
        const Entry& entry = rules_[member];
        if (entry.population != added.population || entry.when.active != added.when.active) return false;
        slots += entry.access.slots;
        for (const Touch& touch : added.access.touches) {
            if (touch.how == Touch::How::sees && writes(entry.access, touch)) return false;
        }
    }
    return slots <= detail::BlockFrame::slot_limit;
}

std::unique_ptr<const detail::Pass> Schedule::make_pass(const std::vector<std::size_t>& group) {
    const Entry& first = rules_[group.front()];
    if (const auto* lone = dynamic_cast<const detail::LoneRule*>(first.rule.get())) {
        detail::Binder binder(first.name, *first.population, *first.layers, agents_, this);
        return lone->bind(binder, first.when.active);
    }
    auto sweep = std::make_unique<detail::FusedSweep>(*first.population, first.when.active);
    for (const std::size_t rule : group) {
        const auto& block = dynamic_cast<const detail::BlockRule&>(*rules_[rule].rule);
        sweep->add(block, rules_[rule].name, *rules_[rule].layers);
    }
    sweep->finish();
    return sweep;
}

std::unique_ptr<Schedule> Schedule::copied(Agents& agents, const Triggers* triggers,
                                           const std::map<const ActiveSet*, const ActiveSet*>& active) const {
    auto copy = std::make_unique<Schedule>(&agents, triggers);
    for (const Entry& entry : rules_) {
        When when = entry.when;
        if (const auto found = active.find(when.active); found != active.end()) when.active = found->second;
        const std::string& kind = entry.population->kind();
        Population& population = agents.at(kind);
        copy->add(entry.rule->clone(), entry.name, population, agents.layers(kind), std::move(when));
        if (entry.queue) *copy->rules_.back().queue = EventQueue(*entry.queue, population);
    }
    return copy;
}

void Schedule::save(StateWriter& writer) const {
    writer.section("schedule", [&] {
        for (const Entry& entry : rules_) {
            if (entry.queue) writer.section(entry.name, [&] { entry.queue->save(writer); });
        }
    });
}

void Schedule::load(StateReader& reader) {
    intact_ = true;
    reader.section("schedule", [&] {
        for (const Entry& entry : rules_) {
            if (entry.queue) reader.section(entry.name, [&] { entry.queue->load(reader); });
        }
    });
}

}  // namespace commonweal::core
