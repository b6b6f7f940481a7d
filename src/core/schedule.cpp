// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/error.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/schedule.hpp>
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

bool writes(const detail::RuleAccess& access, const Touch& seen) {
    return std::any_of(access.touches.begin(), access.touches.end(), [&](const Touch& touch) {
        return touch.how == Touch::How::writes && touch.population == seen.population && touch.column == seen.column;
    });
}

}  // namespace

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
    detail::RuleAccess access = detail::access_of(*rule, name, population, layers);
    streams_.add(population.kind(), name);
    rules_.push_back({std::move(rule), std::string(name), &population, &layers, std::move(when), std::move(access)});
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
    find_circles(mistakes);
    if (mistakes.empty()) find_conflicts(mistakes);
    if (!mistakes.empty()) throw Error(mistakes);
    checked_ = true;
}

/// Fills `before_` with what `after` says and what follows from it.
void Schedule::order(std::string& mistakes) {
    std::vector<std::string> names;
    for (const Entry& entry : rules_) names.push_back(entry.name);
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
            const auto near = nearest(earlier, names);
            add_mistake(mistakes, quoted_name(names[rule]) + " runs after " + quoted_name(earlier) +
                                      ", which is no rule" + (near ? ". Did you mean " + *near + '?' : ""));
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

bool Schedule::due(const Entry& entry, Tick tick) {
    return tick % entry.when.every == entry.when.phase && (!entry.when.only_if || entry.when.only_if(tick));
}

void Schedule::run(Workers& workers, Seed seed, Tick tick) {
    check();
    std::vector<bool> due_now(rules_.size());
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) due_now[rule] = due(rules_[rule], tick);
    for (const detail::FusedSweep& sweep : sweeps_of(due_now)) sweep.run(workers, seed, tick);
}

std::vector<std::vector<std::string>> Schedule::sweeps(Tick tick) {
    check();
    std::vector<bool> due_then(rules_.size());
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        due_then[rule] = tick % rules_[rule].when.every == rules_[rule].when.phase;
    }
    std::vector<std::vector<std::string>> names;
    for (const detail::FusedSweep& sweep : sweeps_of(due_then)) names.push_back(sweep.names());
    return names;
}

const Schedule::Sweeps& Schedule::sweeps_of(const std::vector<bool>& due) {
    const auto found = sweeps_.find(due);
    if (found != sweeps_.end()) return found->second;
    Sweeps made;
    for (const auto& group : groups_of(due)) made.push_back(fuse(group));
    return sweeps_.emplace(due, std::move(made)).first->second;
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

detail::FusedSweep Schedule::fuse(const std::vector<std::size_t>& group) const {
    const Entry& first = rules_[group.front()];
    detail::FusedSweep sweep(*first.population, first.when.active);
    for (const std::size_t rule : group) sweep.add(*rules_[rule].rule, rules_[rule].name, *rules_[rule].layers);
    sweep.finish();
    return sweep;
}

}  // namespace commonweal::core
