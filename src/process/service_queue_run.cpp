// SPDX-License-Identifier: Apache-2.0
#include "process/detail/service_queue_run.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <cstddef>
#include <deque>
#include <limits>
#include <numeric>
#include <string_view>

namespace commonweal::process::detail {

namespace {

using PartSlot = std::uint32_t;

constexpr double no_hour = std::numeric_limits<double>::infinity();
constexpr std::uint32_t no_ticket = std::numeric_limits<std::uint32_t>::max();
constexpr core::StreamId desk_stream(std::string_view what) { return core::StreamId::of("service_desk", what); }
constexpr core::StreamId draws_made = desk_stream("made");
constexpr core::StreamId draws_work = desk_stream("work");
constexpr core::StreamId draws_desk = desk_stream("desk");
constexpr core::StreamId draws_joint = desk_stream("joint");
constexpr core::StreamId draws_departments = desk_stream("departments");
constexpr core::StreamId draws_way = desk_stream("way");
constexpr core::StreamId draws_whistle = desk_stream("whistle");
constexpr core::StreamId draws_false_whistle = desk_stream("false_whistle");
constexpr core::StreamId draws_patience = desk_stream("patience");
constexpr core::StreamId draws_skill = desk_stream("skill");

/// A ticket, or one department's part of it, from its making to its end.
struct DeskPart {
    double made = 0.0;
    double entered = 0.0;  ///< The line, the last time.
    double work = 0.0;
    double waited = 0.0;     ///< In line, up to `entered`.
    double there_by = 0.0;   ///< The hour at which the hierarchy has brought it.
    std::uint32_t id = 0;    ///< Of its ticket.
    std::uint32_t stay = 0;  ///< Counts stays in line, of all parts that have had this slot.
    std::uint32_t whole = no_ticket;
    std::uint32_t server = 0;
    std::uint32_t tries = 0;  ///< Pieces of work that had to be done again.
    std::uint8_t number = 0;  ///< In its ticket.
    std::uint8_t desk = 0;
    std::uint8_t first_class = 0;
    std::uint8_t rank = 0;  ///< Its class now.
    bool has_waited = false;
    bool in_vain = false;  ///< Made by a false whistle.

    /// Tells the draws of one piece of work from all others of the ticket.
    core::Tick piece() const { return number | tries << 8; }
};

/// A joint ticket.
struct DeskWhole {
    std::uint32_t left = 0;  ///< Parts that are not done.
    bool gave_up = false;
};

struct DeskTimed {
    double hour;
    PartSlot slot;
    std::uint32_t stay;
};
/// For heaps, whose top is the greatest.
constexpr auto ends_later = [](const DeskTimed& a, const DeskTimed& b) {
    return a.hour != b.hour ? a.hour > b.hour : a.slot > b.slot;
};

struct DeskWaiting {
    double made;
    PartSlot slot;
    std::uint32_t stay;
    std::uint8_t rank;
};
constexpr auto desk_served_later = [](const DeskWaiting& a, const DeskWaiting& b) {
    if (a.rank != b.rank) return a.rank > b.rank;
    return a.made != b.made ? a.made > b.made : a.slot > b.slot;
};

template <class Entry, class Order>
void push_timed(std::vector<Entry>& heap, const Entry& entry, Order order) {
    heap.push_back(entry);
    std::push_heap(heap.begin(), heap.end(), order);
}

template <class Entry, class Order>
Entry pop_timed(std::vector<Entry>& heap, Order order) {
    std::pop_heap(heap.begin(), heap.end(), order);
    const Entry entry = heap.back();
    heap.pop_back();
    return entry;
}

/// One desk: who is free, a bit each, the fastest first, and the line, which may hold parts that have left it.
struct Desk {
    std::vector<std::uint64_t> free;
    std::vector<DeskWaiting> line;
    std::uint32_t free_count = 0;
    std::uint32_t waiting = 0;

    explicit Desk(std::uint32_t servers) : free((servers + 63) / 64, 0), free_count(servers) {
        for (std::uint32_t server = 0; server < servers; ++server) free[server / 64] |= std::uint64_t{1} << server % 64;
    }
    std::uint32_t take_free() {
        std::size_t word = 0;
        while (free[word] == 0) ++word;
        const auto bit = static_cast<std::uint32_t>(std::countr_zero(free[word]));
        free[word] &= free[word] - 1;
        --free_count;
        return static_cast<std::uint32_t>(64 * word) + bit;
    }
    void give_back(std::uint32_t server) {
        free[server / 64] |= std::uint64_t{1} << server % 64;
        ++free_count;
    }
};

class DeskRun {
public:
    DeskRun(const DeskSetting& setting, const DeskStaff& staff, core::Seed seed, std::vector<DeskTicket>* tickets)
        : setting_(setting),
          process_(setting.desk),
          staff_(staff),
          seed_(seed),
          tickets_(tickets),
          desks_(setting.desk.desks, Desk(setting.desk.servers)) {
        totals_.classes.resize(setting.class_ends.size());
    }

    DeskTotals run() {
        plan_next(0.0);
        while (happen()) {
        }
        pass_time(std::max(now_, setting_.until));
        COMMONWEAL_ASSERT(made_ == ended_ && parts_.size() == unused_.size());
        return std::move(totals_);
    }

private:
    /// What comes next: at one hour work ends before a ticket gives up, and that before anything is new.
    bool happen() {
        const double end = ends_.empty() ? no_hour : ends_.front().hour;
        const double giving_up = next_giving_up();
        const double climb = next_climb();
        const double coming = coming_.empty() ? no_hour : coming_.front().hour;
        const double next = std::min(std::min(std::min(end, giving_up), std::min(climb, coming)), next_made_);
        if (next == no_hour) return false;
        pass_time(next);
        if (end == next) {
            finish();
        } else if (giving_up == next) {
            give_up();
        } else if (climb == next) {
            climb_up();
        } else if (coming == next) {
            come();
        } else {
            make();
        }
        return true;
    }

    void pass_time(double hour) {
        while (record_ < setting_.records.size() && setting_.records[record_] <= hour) {
            totals_.waiting.push_back(waiting_);
            totals_.serving.push_back(serving_);
            ++record_;
        }
        const double length = hour - now_;
        totals_.waiting_hours += waiting_ * length;
        totals_.serving_hours += serving_ * length;
        const double inside = std::min(hour, setting_.until) - std::max(now_, setting_.warm_up);
        totals_.window_waiting += waiting_ * std::max(0.0, inside);
        totals_.window_serving += serving_ * std::max(0.0, inside);
        now_ = hour;
    }

    core::Stream draws(core::StreamId what, std::uint32_t id, core::Tick when = 0) const {
        return {seed_, what, {.agent = id, .tick = when}};
    }

    void plan_next(double from) {
        core::Stream draw = draws(draws_made, made_);
        next_made_ = from + draw.exponential({.mean = 1.0 / process_.arrival_rate});
        if (next_made_ > setting_.until) next_made_ = no_hour;
        next_class_ = 0;
        if (setting_.class_ends.size() == 1) return;
        const double share = draw.uniform();
        while (share >= setting_.class_ends[next_class_]) ++next_class_;
    }

    double drawn_work(core::Stream draw) const {
        const double mean = process_.work_mean;
        switch (process_.work_spread) {
            case WorkSpread::constant:
                return mean;
            case WorkSpread::exponential:
                return -mean * core::math::log(draw.open_uniform());
            case WorkSpread::erlang: {
                double sum = 0.0;
                for (std::uint32_t k = 0; k < process_.work_phases; ++k) sum -= core::math::log(draw.open_uniform());
                return sum * mean / process_.work_phases;
            }
            case WorkSpread::lognormal:
                break;
        }
        const double variance = core::math::log1p(process_.work_variation * process_.work_variation);
        return mean * core::math::exp(std::sqrt(variance) * draw.normal() - 0.5 * variance);
    }

    PartSlot new_part(const DeskPart& content) {
        PartSlot slot = static_cast<PartSlot>(parts_.size());
        if (unused_.empty()) {
            parts_.push_back(content);
        } else {
            slot = unused_.back();
            unused_.pop_back();
            const std::uint32_t stay = parts_[slot].stay;
            parts_[slot] = content;
            parts_[slot].stay = stay;
        }
        return slot;
    }

    void make() {
        const DeskPart part{.made = now_,
                            .id = made_,
                            .first_class = static_cast<std::uint8_t>(next_class_),
                            .rank = static_cast<std::uint8_t>(next_class_)};
        ++made_;
        plan_next(now_);
        if (tickets_) tickets_->push_back({.made = now_, .rank = static_cast<double>(part.rank), .patience = no_hour});
        if (process_.joint_share > 0.0 && draws(draws_joint, part.id).chance(process_.joint_share))
            return make_joint(part);
        PartSlot slot = new_part(part);
        if (process_.desks > 1) {
            parts_[slot].desk = static_cast<std::uint8_t>(draws(draws_desk, part.id).below(process_.desks));
        }
        take_up(slot);
        if (process_.joint_route == JointRoute::whistle && process_.false_whistle_chance > 0.0 &&
            draws(draws_false_whistle, part.id).chance(process_.false_whistle_chance)) {
            whistle_in_vain(part);
        }
    }

    /// Draws its work and puts it in line.
    void take_up(PartSlot slot) {
        DeskPart& part = parts_[slot];
        if (part.in_vain) {
            part.work = process_.false_whistle_work;
        } else {
            part.work = drawn_work(draws(draws_work, part.id, part.piece()));
            if (tickets_) (*tickets_)[part.id].work += part.work;
        }
        Desk& desk = desks_[part.desk];
        if (desk.free_count > 0) return start(slot);
        wait(slot);
    }

    /// The departments that a ticket needs: so many of them, each set with the same chance.
    std::array<std::uint8_t, 64> departments(std::uint32_t id) const {
        std::array<std::uint8_t, 64> all{};
        std::iota(all.begin(), all.end(), std::uint8_t{0});
        if (process_.parts == process_.desks) return all;
        core::Stream draw = draws(draws_departments, id);
        for (std::uint32_t k = 0; k < process_.parts; ++k) std::swap(all[k], all[k + draw.below(process_.desks - k)]);
        return all;
    }

    void make_joint(const DeskPart& like) {
        const auto which = departments(like.id);
        const std::uint32_t whole = new_whole(process_.parts);
        for (std::uint32_t k = 0; k < process_.parts; ++k) {
            const PartSlot slot = new_part(like);
            DeskPart& part = parts_[slot];
            part.whole = whole;
            part.number = static_cast<std::uint8_t>(k);
            part.desk = which[k];
            part.there_by = now_ + hours_on_the_way(part);
            const bool whistle =
                process_.joint_route == JointRoute::whistle && like.first_class <= process_.whistle_class;
            plan_coming(slot, whistle ? now_ + process_.whistle_wait : part.there_by);
        }
    }

    /// Each level passes it on in its next round; from the wrong department it goes the whole way again.
    double hours_on_the_way(const DeskPart& part) const {
        if (process_.levels == 1) return 0.0;
        double hours = 0.0;
        for (core::Tick round = 0;; ++round) {
            core::Stream draw = draws(draws_way, part.id, part.number | round << 8);
            for (std::uint32_t level = 1; level < process_.levels; ++level) hours += process_.cycle * draw.uniform();
            if (!draw.chance(process_.misroute_chance)) return hours;
        }
    }

    void plan_coming(PartSlot slot, double hour) {
        const DeskPart& part = parts_[slot];
        push_timed(coming_, {std::min(hour, part.there_by), slot, 0}, ends_later);
    }

    /// A part is there, or the whistle is blown for it: the department comes within the time to report, or is called
    /// again after it.
    void come() {
        const DeskTimed entry = pop_timed(coming_, ends_later);
        DeskPart& part = parts_[entry.slot];
        if (entry.hour >= part.there_by) {
            totals_.routed += 1.0;
            totals_.route_time += now_ - part.made;
            return take_up(entry.slot);
        }
        core::Stream draw = draws(draws_whistle, part.id, part.number | entry.stay << 8);
        if (complies(part.desk, draw)) {
            part.there_by = std::min(part.there_by, now_ + process_.report_time * draw.uniform());
            return plan_coming(entry.slot, part.there_by);
        }
        push_timed(coming_, {std::min(now_ + process_.report_time, part.there_by), entry.slot, entry.stay + 1},
                   ends_later);
    }

    bool complies(std::uint32_t number, core::Stream& draw) const {
        const Desk& desk = desks_[number];
        const double load = static_cast<double>(desk.waiting + process_.servers - desk.free_count) / process_.servers;
        return draw.chance(compliance_chance(process_, load));
    }

    void whistle_in_vain(const DeskPart& like) {
        const auto which = departments(like.id);
        for (std::uint32_t k = 0; k < process_.parts; ++k) {
            core::Stream draw = draws(draws_whistle, like.id, k);
            if (!complies(which[k], draw)) continue;
            const PartSlot slot = new_part(like);
            parts_[slot].in_vain = true;
            parts_[slot].number = static_cast<std::uint8_t>(k);
            parts_[slot].desk = which[k];
            take_up(slot);
        }
    }

    void start(PartSlot slot) {
        DeskPart& part = parts_[slot];
        part.server = desks_[part.desk].take_free();
        serving_ += 1.0;
        push_timed(ends_, {now_ + part.work / staff_.speed[part.server], slot, 0}, ends_later);
    }

    void wait(PartSlot slot) {
        DeskPart& part = parts_[slot];
        part.entered = now_;
        part.has_waited = true;
        waiting_ += 1.0;
        ++desks_[part.desk].waiting;
        push_timed(desks_[part.desk].line, {part.made, slot, part.stay, part.rank}, desk_served_later);
        if (process_.abandon_rate > 0.0 && !part.in_vain) {
            const double patience = -core::math::log(draws(draws_patience, part.id, part.piece()).open_uniform());
            const double hours = patience / process_.abandon_rate;
            if (tickets_) (*tickets_)[part.id].patience = hours;
            push_timed(patience_, {now_ + hours, slot, part.stay}, ends_later);
        }
        plan_climb(slot);
    }

    void plan_climb(PartSlot slot) {
        if (process_.escalation_wait <= 0.0 || parts_[slot].rank == 0) return;
        // One wait for all: who is planned later climbs later.
        climbs_.push_back({now_ + process_.escalation_wait, slot, parts_[slot].stay});
    }

    void leave_line(DeskPart& part) {
        part.waited += now_ - part.entered;
        ++part.stay;
        waiting_ -= 1.0;
        --desks_[part.desk].waiting;
    }

    void serve_line(Desk& desk) {
        while (desk.free_count > 0 && desk.waiting > 0) {
            const DeskWaiting first = pop_timed(desk.line, desk_served_later);
            DeskPart& part = parts_[first.slot];
            if (part.stay != first.stay || part.rank != first.rank) continue;
            leave_line(part);
            start(first.slot);
        }
    }

    void finish() {
        const PartSlot slot = pop_timed(ends_, ends_later).slot;
        DeskPart& part = parts_[slot];
        Desk& desk = desks_[part.desk];
        desk.give_back(part.server);
        serving_ -= 1.0;
        const double skill = staff_.skill[part.server];
        if (part.in_vain || skill >= 1.0 || draws(draws_skill, part.id, part.piece()).chance(skill)) {
            end_part(slot, Outcome::done);
        } else {
            ++part.tries;
            part.work = drawn_work(draws(draws_work, part.id, part.piece()));
            if (tickets_) (*tickets_)[part.id].work += part.work;
            wait(slot);
        }
        serve_line(desk);
    }

    double next_giving_up() {
        while (!patience_.empty() && parts_[patience_.front().slot].stay != patience_.front().stay) {
            pop_timed(patience_, ends_later);
        }
        return patience_.empty() ? no_hour : patience_.front().hour;
    }

    void give_up() {
        const PartSlot slot = pop_timed(patience_, ends_later).slot;
        leave_line(parts_[slot]);
        end_part(slot, Outcome::gave_up);
    }

    double next_climb() {
        while (!climbs_.empty() && parts_[climbs_.front().slot].stay != climbs_.front().stay) climbs_.pop_front();
        return climbs_.empty() ? no_hour : climbs_.front().hour;
    }

    void climb_up() {
        const PartSlot slot = climbs_.front().slot;
        climbs_.pop_front();
        DeskPart& part = parts_[slot];
        --part.rank;
        push_timed(desks_[part.desk].line, {part.made, slot, part.stay, part.rank}, desk_served_later);
        plan_climb(slot);
    }

    enum class Outcome : std::uint8_t { done, gave_up };

    std::uint32_t new_whole(std::uint32_t parts) {
        std::uint32_t row = static_cast<std::uint32_t>(wholes_.size());
        if (unused_wholes_.empty()) {
            wholes_.emplace_back();
        } else {
            row = unused_wholes_.back();
            unused_wholes_.pop_back();
        }
        wholes_[row] = {.left = parts};
        return row;
    }

    void end_part(PartSlot slot, Outcome outcome) {
        const DeskPart& part = parts_[slot];
        if (part.made >= setting_.warm_up) {
            DeskTotals::OfClass& sums = totals_.classes[part.first_class];
            sums.parts += 1.0;
            sums.wait += part.waited;
            sums.waited += part.has_waited ? 1.0 : 0.0;
        }
        unused_.push_back(slot);
        if (part.in_vain) return;
        if (tickets_) (*tickets_)[part.id].wait += part.waited;
        if (part.whole == no_ticket) return end_ticket(part, outcome);
        DeskWhole& whole = wholes_[part.whole];
        whole.gave_up |= outcome == Outcome::gave_up;
        if (--whole.left > 0) return;
        unused_wholes_.push_back(part.whole);
        end_ticket(part, whole.gave_up ? Outcome::gave_up : Outcome::done);
    }

    void end_ticket(const DeskPart& part, Outcome outcome) {
        ++ended_;
        const bool done = outcome == Outcome::done;
        if (tickets_) (*tickets_)[part.id].time = done ? now_ - part.made : std::numeric_limits<double>::quiet_NaN();
        if (part.made < setting_.warm_up) return;
        DeskTotals::OfClass& sums = totals_.classes[part.first_class];
        sums.tickets += 1.0;
        if (!done) return;
        sums.closed += 1.0;
        sums.time += now_ - part.made;
        if (part.whole == no_ticket) return;
        totals_.joint_closed += 1.0;
        totals_.joint_time += now_ - part.made;
    }

    const DeskSetting& setting_;
    const ServiceDesk& process_;
    const DeskStaff& staff_;
    core::Seed seed_;
    std::vector<DeskTicket>* tickets_;
    DeskTotals totals_;

    double now_ = 0.0;
    double waiting_ = 0.0;
    double serving_ = 0.0;
    std::size_t record_ = 0;
    double next_made_ = 0.0;
    std::size_t next_class_ = 0;
    std::uint32_t made_ = 0;
    std::uint32_t ended_ = 0;

    std::vector<DeskPart> parts_;
    std::vector<PartSlot> unused_;
    std::vector<DeskWhole> wholes_;
    std::vector<std::uint32_t> unused_wholes_;
    std::vector<Desk> desks_;
    std::vector<DeskTimed> ends_;
    std::vector<DeskTimed> patience_;  ///< May hold parts that have left the line.
    std::vector<DeskTimed> coming_;    ///< Joint parts on their way; `stay` counts calls.
    std::deque<DeskTimed> climbs_;     ///< May hold parts that have left the line.
};

}  // namespace

DeskTotals run_desks(const DeskSetting& setting, const DeskStaff& staff, core::Seed seed,
                     std::vector<DeskTicket>* tickets) {
    return DeskRun(setting, staff, seed, tickets).run();
}

}  // namespace commonweal::process::detail
