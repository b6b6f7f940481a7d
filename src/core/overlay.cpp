// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <commonweal/core/error.hpp>
#include <commonweal/core/overlay.hpp>
#include <commonweal/core/state.hpp>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace commonweal::core {

namespace {

std::string named(Edge tie) {
    return "overlay: tie (" + std::to_string(tie.first) + ", " + std::to_string(tie.second) + ')';
}

}  // namespace

struct Overlay::Changes {
    std::unordered_map<Index, std::vector<Index>> rows;
    std::map<Edge, Tick> due;
    std::set<std::pair<Tick, Edge>> by_due;
    std::map<Edge, std::uint64_t> added;  ///< ties that the frozen graph lacks, and where their values are
    std::vector<std::uint64_t> free_slots;
};

Overlay::Overlay(const Graph& frozen)
    : frozen_(&frozen),
      changed_(frozen.size() / 64 + 1),
      added_values_(frozen.columns().zeros(0)),
      changes_(std::make_unique<Changes>()) {}

Overlay::Overlay(const Overlay& other)
    : frozen_(other.frozen_),
      changed_(other.changed_),
      added_values_(other.added_values_),
      changes_(std::make_unique<Changes>(*other.changes_)) {}

Overlay::~Overlay() = default;
Overlay::Overlay(Overlay&&) noexcept = default;
Overlay& Overlay::operator=(Overlay&&) noexcept = default;

std::span<const Index> Overlay::changed_row(Index v) const { return changes_->rows.find(v)->second; }

Edge Overlay::ordered(Edge tie) const {
    if (frozen_->is_undirected() && tie.second < tie.first) std::swap(tie.first, tie.second);
    return tie;
}

void Overlay::refuse_ends(Edge tie) const {
    if (tie.first >= frozen_->size() || tie.second >= frozen_->target_size()) {
        throw Error(named(tie) + " has an end outside the " + std::to_string(frozen_->size()) + " agents");
    }
    if (tie.first == tie.second && !frozen_->is_bipartite()) throw Error(named(tie) + " ties an agent to itself");
}

void Overlay::refuse_frozen(Edge tie) const {
    throw Error(named(tie) + " is one of the frozen graph; what it carries cannot be changed");
}

void Overlay::refuse_value(Edge tie, std::string_view column, double value) const {
    throw Error(named(tie) + ": edge column '" + std::string(column) + "' cannot be " + std::to_string(value) +
                "; it must be finite");
}

bool Overlay::any_changed(Index first, Index count) const {
    if (changes_->rows.empty()) return false;
    for (Index v = first; v < first + count; ++v) {
        if (v % 64 == 0 && v + 64 <= first + count) {
            if (changed_[v / 64] != 0) return true;
            v += 63;
        } else if (changed(v)) {
            return true;
        }
    }
    return false;
}

bool Overlay::adjacent(Index from, Index to) const {
    const auto row = neighbours(from);
    return std::binary_search(row.begin(), row.end(), to);
}

void Overlay::add(Edge tie, Tick until) {
    refuse_ends(tie);
    if (adjacent(tie.first, tie.second)) throw Error(named(tie) + " is there already");
    put(tie, true);
    schedule(tie, until);
    if (!frozen_->adjacent(tie.first, tie.second)) take_value_slot(tie);
}

void Overlay::remove(Edge tie, Tick until) {
    refuse_ends(tie);
    if (!adjacent(tie.first, tie.second)) throw Error(named(tie) + " is not there");
    put(tie, false);
    schedule(tie, until);
    if (until == forever) drop_value_slot(tie);
}

void Overlay::advance(Tick now) {
    while (!changes_->by_due.empty() && changes_->by_due.begin()->first <= now) {
        const Edge tie = changes_->by_due.begin()->second;
        const bool comes_back = !adjacent(tie.first, tie.second);
        schedule(tie, forever);
        put(tie, comes_back);
        if (!comes_back) drop_value_slot(tie);
    }
}

/// Replaces what was to happen to the tie.
void Overlay::schedule(Edge tie, Tick until) {
    tie = ordered(tie);
    if (const auto found = changes_->due.find(tie); found != changes_->due.end()) {
        changes_->by_due.erase({found->second, tie});
        changes_->due.erase(found);
    }
    if (until == forever) return;
    changes_->due.emplace(tie, until);
    changes_->by_due.emplace(until, tie);
}

void Overlay::put(Edge tie, bool present) {
    put_arc(tie.first, tie.second, present);
    if (frozen_->is_undirected()) put_arc(tie.second, tie.first, present);
}

void Overlay::put_arc(Index from, Index to, bool present) {
    const auto frozen_row = frozen_->neighbours(from);
    const auto [place, is_new] = changes_->rows.try_emplace(from);
    std::vector<Index>& targets = place->second;
    if (is_new) targets.assign(frozen_row.begin(), frozen_row.end());
    const auto at = std::lower_bound(targets.begin(), targets.end(), to);
    if (present) {
        targets.insert(at, to);
    } else {
        targets.erase(at);
    }
    const std::uint64_t bit = std::uint64_t{1} << (from % 64);
    if (std::equal(targets.begin(), targets.end(), frozen_row.begin(), frozen_row.end())) {
        changes_->rows.erase(place);
        changed_[from / 64] &= ~bit;
    } else {
        changed_[from / 64] |= bit;
    }
}

/// A tie that was away for a time keeps its slot.
void Overlay::take_value_slot(Edge tie) {
    const auto [place, is_new] = changes_->added.try_emplace(ordered(tie), changes_->added.size());
    if (!is_new) return;
    if (changes_->free_slots.empty()) {
        place->second = added_values_.size();
        added_values_.resize(added_values_.size() + 1);
    } else {
        place->second = changes_->free_slots.back();
        changes_->free_slots.pop_back();
        added_values_.clear(place->second);
    }
}

void Overlay::drop_value_slot(Edge tie) {
    const auto found = changes_->added.find(ordered(tie));
    if (found == changes_->added.end()) return;
    changes_->free_slots.push_back(found->second);
    changes_->added.erase(found);
}

Overlay::Place Overlay::find(Edge tie) const {
    refuse_ends(tie);
    if (!adjacent(tie.first, tie.second)) throw Error(named(tie) + " is not there");
    const auto found = changes_->added.find(ordered(tie));
    if (found != changes_->added.end()) return {true, found->second};
    return {false, frozen_->find_arc(tie.first, tie.second)};
}

Graph Overlay::freeze() const {
    std::vector<Edge> ends;
    std::vector<std::uint64_t> places;
    for (Index v = 0; v < size(); ++v) {
        const auto targets = neighbours(v);
        for (std::size_t k = 0; k < targets.size(); ++k) {
            if (frozen_->is_undirected() && targets[k] < v) continue;
            ends.emplace_back(v, targets[k]);
            places.push_back(changed(v) ? joint_position({v, targets[k]}) : frozen_->first_arc(v) + k);
        }
    }
    EdgeList list(std::move(ends));
    EdgeColumns joint = frozen_->columns();
    joint.append(added_values_);
    list.columns = joint.taken(places);
    if (frozen_->is_bipartite()) return Graph::bipartite(size(), frozen_->target_size(), list);
    return frozen_->is_undirected() ? Graph::undirected(size(), list) : Graph::directed(size(), list);
}

/// Where a tie's values are if those of added ties stand behind those of the frozen arcs.
std::uint64_t Overlay::joint_position(Edge tie) const {
    const Place place = find(tie);
    return place.added ? frozen_->arcs() + place.position : place.position;
}

void Overlay::save(StateWriter& writer) const {
    std::vector<Index> changed_rows;
    for (const auto& [v, row] : changes_->rows) changed_rows.push_back(v);
    std::sort(changed_rows.begin(), changed_rows.end());
    writer.section("overlay", [&] {
        writer.value(frozen_->arcs());
        writer.values(changed_rows);
        for (const Index v : changed_rows) writer.values(neighbours(v));
        writer.value(std::uint64_t{changes_->due.size()});
        for (const auto& [tie, tick] : changes_->due) writer.values(std::array{tie.first, tie.second, tick});
        writer.value(std::uint64_t{changes_->added.size()});
        for (const auto& [tie, slot] : changes_->added)
            writer.values(std::array<std::uint64_t, 3>{tie.first, tie.second, slot});
        writer.values(changes_->free_slots);
        added_values_.save(writer);
    });
}

void Overlay::load(StateReader& reader) {
    Overlay loaded(*frozen_);
    reader.section("overlay", [&] {
        if (reader.value<std::uint64_t>() != frozen_->arcs()) throw Error("overlay: the state is of another graph");
        std::vector<Index> changed_rows;
        reader.values(changed_rows);
        for (const Index v : changed_rows) {
            if (v >= size()) throw Error("overlay: the state is of another graph");
            reader.values(loaded.changes_->rows[v]);
            loaded.changed_[v / 64] |= std::uint64_t{1} << (v % 64);
        }
        for (std::uint64_t left = reader.value<std::uint64_t>(); left > 0; --left) {
            std::array<Index, 3> due{};
            reader.values(std::span<Index>(due));
            loaded.schedule({due[0], due[1]}, due[2]);
        }
        for (std::uint64_t left = reader.value<std::uint64_t>(); left > 0; --left) {
            std::array<std::uint64_t, 3> added{};
            reader.values(std::span<std::uint64_t>(added));
            loaded.changes_->added.emplace(Edge{static_cast<Index>(added[0]), static_cast<Index>(added[1])}, added[2]);
        }
        reader.values(loaded.changes_->free_slots);
        loaded.added_values_.load(reader);
    });
    *this = std::move(loaded);
}

}  // namespace commonweal::core
