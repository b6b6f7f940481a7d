// SPDX-License-Identifier: Apache-2.0
#include "model/exchange.hpp"

#include <commonweal/core/math.hpp>
#include <commonweal/model/requests.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace commonweal::model {

namespace {

constexpr float not_in_this_run = std::numeric_limits<float>::infinity();

constexpr std::uint8_t priority_of(RequestKind kind) {
    switch (kind) {
        case RequestKind::rescue:
            return 0;
        case RequestKind::care:
            return 1;
        case RequestKind::power:
        case RequestKind::drainage:
            return 2;
        case RequestKind::everyday:
            break;
    }
    return 3;
}

const core::Distribution& work_of(const RequestPlan& plan, RequestKind kind) {
    switch (kind) {
        case RequestKind::power:
            return plan.outage_work;
        case RequestKind::drainage:
            return plan.drainage_work;
        case RequestKind::rescue:
            return plan.rescue_work;
        case RequestKind::care:
            return plan.care_work;
        case RequestKind::everyday:
            break;
    }
    return plan.everyday_work;
}

constexpr std::uint8_t bit_of(RequestKind kind) { return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind)); }

}  // namespace

Requests::Requests(const Scenario& scenario, const District& district, const Organisations& organisations,
                   core::Seed seed, core::Tick hours)
    : scenario_(&scenario),
      district_(&district),
      organisations_(&organisations),
      seed_(seed),
      hours_(hours),
      queues_(district.communities.size() + organisations.posts().size()),
      open_(district.communities.size()),
      backlog_(queues_.size()),
      asked_(district.households.size()),
      peak_indoor_(district.households.size()),
      flooded_(district.communities.size()),
      next_everyday_(district.residents.size(), not_in_this_run),
      calendar_(hours) {
    for (std::uint32_t resident = 0; resident < district.residents.size(); ++resident) plan_everyday(resident, 0.0, 0);
    rebuild_calendar();
}

std::uint32_t Requests::community_of(std::uint32_t household) const {
    return district_->cells.community[district_->households.cell[household]];
}

/// The time to the next request is drawn once, as a time; nobody is asked every hour whether this is it.
void Requests::plan_everyday(std::uint32_t resident, double from, core::Tick drawn_at) {
    const double rate = scenario_->requests.everyday_rate;
    if (rate <= 0.0) return;
    core::Stream stream(seed_, core::StreamId::of("resident", "everyday_request"),
                        {.agent = resident, .tick = drawn_at});
    const double at = from + stream.exponential({.mean = 1.0 / rate});
    next_everyday_[resident] = at < hours_ ? static_cast<float>(at) : not_in_this_run;
}

void Requests::rebuild_calendar() {
    for (auto& day : calendar_) day.clear();
    for (std::uint32_t resident = 0; resident < next_everyday_.size(); ++resident) {
        if (next_everyday_[resident] < static_cast<float>(hours_)) {
            calendar_[static_cast<std::size_t>(next_everyday_[resident])].push_back(resident);
        }
    }
}

void Requests::draft_everyday(core::Tick hour, std::vector<std::vector<Draft>>& drafts) {
    std::vector<std::uint32_t> due = std::exchange(calendar_[hour], {});
    std::sort(due.begin(), due.end());
    for (const std::uint32_t resident : due) {
        const std::uint32_t household = district_->residents.household[resident];
        drafts[community_of(household)].push_back({next_everyday_[resident], household, RequestKind::everyday});
        // The next wait begins where the hour ends, so that nobody asks twice in one hour.
        plan_everyday(resident, hour + 1.0, hour + 1);
        if (next_everyday_[resident] < static_cast<float>(hours_)) {
            calendar_[static_cast<std::size_t>(next_everyday_[resident])].push_back(resident);
        }
    }
}

void Requests::ask(std::uint32_t household, RequestKind kind, double rate, core::Tick hour,
                   std::vector<Draft>& drafts) const {
    if (rate <= 0.0 || (asked_[household] & bit_of(kind)) != 0) return;
    static constexpr std::array streams{
        core::StreamId::of("household", "everyday"), core::StreamId::of("household", "power"),
        core::StreamId::of("household", "drainage"), core::StreamId::of("household", "rescue"),
        core::StreamId::of("household", "care")};
    const core::AgentId head = district_->households.residents[household];
    core::Stream stream(seed_, streams[static_cast<std::size_t>(kind)], {.agent = head, .tick = hour});
    const double wait = stream.exponential({.mean = 1.0 / rate});
    if (wait < 1.0) drafts.push_back({hour + wait, household, kind});
}

void Requests::draft_needs(const Flood& flood, bool powered, const People& people, std::uint32_t cell, core::Tick hour,
                           std::vector<Draft>& drafts) {
    const RequestPlan& plan = scenario_->requests;
    const auto& households = district_->households;
    const Range homes = district_->households_of_cell(cell);
    const std::uint32_t community = district_->cells.community[cell];
    for (std::uint32_t home = homes.first; home < homes.last; ++home) {
        if (!powered) {
            ask(home, RequestKind::power, plan.outage_rate, hour, drafts);
            if (households.elderly_alone[home]) ask(home, RequestKind::care, plan.care_rate, hour, drafts);
        }
        if (!households.ground_floor[home] || !flood.wet(cell)) continue;
        const double depth = flood.depth_at(cell, static_cast<double>(households.height[home]));
        if (depth <= 0.0) continue;
        ++flooded_[community];
        peak_indoor_[home] = std::max(peak_indoor_[home], static_cast<float>(depth));
        ask(home, RequestKind::drainage, plan.flooded_rate, hour, drafts);
        if (depth >= plan.rescue_depth && !people.protecting(households.residents[home])) {
            ask(home, RequestKind::rescue, plan.rescue_rate, hour, drafts);
        }
    }
}

void Requests::submit(std::uint32_t community, std::vector<Draft>& drafts, core::Tick hour) {
    std::sort(drafts.begin(), drafts.end(), [](const Draft& a, const Draft& b) {
        return a.created != b.created ? a.created < b.created
                                      : std::pair(a.household, a.kind) < std::pair(b.household, b.kind);
    });
    const std::vector<std::uint32_t> queues = queues_of(community);
    static constexpr auto work_stream = core::StreamId::of("household", "request_work");
    for (const Draft& draft : drafts) {
        // One household may ask for several things in one hour: the kind makes the pair of the draw.
        core::Stream stream(seed_, work_stream,
                            {.agent = district_->households.residents[draft.household],
                             .partner = core::nobody - 1 - static_cast<core::AgentId>(draft.kind),
                             .tick = hour});
        const auto row = static_cast<std::uint32_t>(tickets_.size());
        const std::uint32_t queue = shortest_line(queues, draft.kind, draft.created).value_or(community);
        tickets_.add({.id = row,
                      .priority = priority_of(draft.kind),
                      .created = draft.created,
                      .service = work_of(scenario_->requests, draft.kind).draw(stream) / speed_of(queue),
                      .patience = draft.kind == RequestKind::rescue ? std::numeric_limits<double>::infinity()
                                                                    : scenario_->requests.patience});
        kind_.push_back(draft.kind);
        community_.push_back(community);
        household_.push_back(draft.household);
        queue_.push_back(queue);
        open_[community].push_back(row);
        created_now_.push_back(row);
        if (draft.kind != RequestKind::everyday) asked_[draft.household] |= bit_of(draft.kind);
        process::submit(queues_[queue], tickets_, row, draft.created);
    }
}

/// Takes what has ended off the list of open requests, and measures the work that waits.
void Requests::settle(std::uint32_t community) {
    std::vector<std::uint32_t>& rows = open_[community];
    for (const std::uint32_t queue : queues_of(community)) backlog_[queue] = 0.0;
    std::size_t kept = 0;
    for (const std::uint32_t row : rows) {
        const process::TicketState state = tickets_.state[row];
        if (state == process::TicketState::closed || state == process::TicketState::abandoned) {
            ended_now_.push_back(row);
            asked_[household_[row]] &= static_cast<std::uint8_t>(~bit_of(kind_[row]));
            continue;
        }
        const std::uint32_t queue = queue_[row];
        if (state == process::TicketState::waiting) backlog_[queue] += tickets_.service[row] * speed_of(queue);
        rows[kept++] = row;
    }
    rows.resize(kept);
}

std::vector<std::uint32_t> Requests::queues_of(std::uint32_t community) const {
    std::vector<std::uint32_t> queues{community};
    const Range posts = organisations_->posts_of(community);
    for (std::uint32_t post = posts.first; post < posts.last; ++post) queues.push_back(offices() + post);
    return queues;
}

bool Requests::serves(std::uint32_t queue, RequestKind kind) const {
    return queue < offices() || organisations_->serves(organisations_->posts()[queue - offices()].organisation, kind);
}

/// Everything up to the hour happens first in the queues that are compared.
std::optional<std::uint32_t> Requests::shortest_line(std::span<const std::uint32_t> queues, RequestKind kind,
                                                     double hour) {
    std::optional<std::uint32_t> best;
    double least = 0.0;
    for (const std::uint32_t k : queues) {
        process::ServiceQueue& queue = queues_[k];
        process::advance(queue, tickets_, hour);
        if (queue.staff == 0 || !serves(k, kind)) continue;
        const double load = static_cast<double>(queue.waiting + queue.serving.size()) / queue.staff;
        if (best && load >= least) continue;
        best = k;
        least = load;
    }
    return best;
}

void Requests::give(std::uint32_t row, std::uint32_t queue, double hour) {
    // The work was drawn for the pace of those who had it.
    tickets_.service[row] *= speed_of(queue_[row]) / speed_of(queue);
    queue_[row] = queue;
    process::submit(queues_[queue], tickets_, row, hour);
}

std::vector<std::uint32_t> Requests::waiting_in(std::uint32_t queue, std::uint32_t community) const {
    std::vector<std::uint32_t> rows;
    if (queues_[queue].waiting == 0) return rows;
    for (const std::uint32_t row : open_[community]) {
        if (queue_[row] == queue && tickets_.state[row] == process::TicketState::waiting) rows.push_back(row);
    }
    return rows;
}

/// What waits where nobody is on duty goes to those who are.
void Requests::leave_unstaffed(std::span<const std::uint32_t> queues, std::uint32_t community, double hour) {
    for (const std::uint32_t queue : queues) {
        if (queues_[queue].staff > 0) continue;
        std::vector<std::uint32_t> rows = waiting_in(queue, community);
        std::erase_if(rows, [&](std::uint32_t row) { return !shortest_line(queues, kind_[row], hour); });
        if (rows.empty()) continue;
        process::withdraw(queues_[queue], tickets_, rows, hour);
        for (const std::uint32_t row : rows) give(row, *shortest_line(queues, kind_[row], hour), hour);
    }
}

/// Who has people free takes what waits elsewhere, the oldest first.
void Requests::fill_free(std::span<const std::uint32_t> queues, std::uint32_t community, double hour) {
    for (const std::uint32_t queue : queues) {
        const auto has_free = [&] { return queues_[queue].serving.size() < queues_[queue].staff; };
        for (const std::uint32_t other : queues) {
            if (other == queue || !has_free()) continue;
            for (const std::uint32_t row : waiting_in(other, community)) {
                if (!has_free()) break;
                if (!serves(queue, kind_[row])) continue;
                process::withdraw(queues_[other], tickets_, std::span(&row, 1), hour);
                give(row, queue, hour);
            }
        }
    }
}

void Requests::set_staff(std::span<const std::uint32_t> of_offices, std::span<const std::uint32_t> of_posts,
                         core::Tick hour) {
    const auto set = [&](std::uint32_t queue, std::uint32_t people) {
        if (queues_[queue].staff != people) process::set_staff(queues_[queue], tickets_, people, hour);
    };
    for (std::uint32_t community = 0; community < offices(); ++community) set(community, of_offices[community]);
    for (std::uint32_t post = 0; post < of_posts.size(); ++post) set(offices() + post, of_posts[post]);
    for (std::uint32_t community = 0; community < offices(); ++community) {
        if (organisations_->posts_of(community).size() == 0) continue;
        const std::vector<std::uint32_t> queues = queues_of(community);
        leave_unstaffed(queues, community, hour);
        fill_free(queues, community, hour);
    }
}

std::optional<std::uint32_t> Requests::organisation_of(std::uint32_t row) const {
    if (queue_[row] < offices()) return std::nullopt;
    return organisations_->posts()[queue_[row] - offices()].organisation;
}

double Requests::speed_of(std::uint32_t queue) const {
    return queue < offices() ? 1.0 : organisations_->speed(organisations_->posts()[queue - offices()].organisation);
}

void Requests::step(const Flood& flood, std::span<const std::uint8_t> powered, const People& people, core::Tick hour) {
    created_now_.clear();
    ended_now_.clear();
    std::vector<std::vector<Draft>> drafts(offices());
    draft_everyday(hour, drafts);
    std::fill(flooded_.begin(), flooded_.end(), 0u);
    for (std::uint32_t cell = 0; cell < district_->cells.size(); ++cell) {
        if (powered[cell] && !flood.wet(cell)) continue;
        draft_needs(flood, powered[cell] != 0, people, cell, hour, drafts[district_->cells.community[cell]]);
    }
    for (std::uint32_t community = 0; community < offices(); ++community) {
        submit(community, drafts[community], hour);
        for (const std::uint32_t queue : queues_of(community)) process::advance(queues_[queue], tickets_, hour + 1.0);
        settle(community);
    }
}

void Requests::save(core::StateWriter& writer) const {
    writer.section("requests", [&] {
        Saver save(writer);
        save(tickets_, kind_, community_, household_, queue_, queues_, open_, backlog_, asked_, peak_indoor_, flooded_);
        save(next_everyday_);
    });
}

void Requests::load(core::StateReader& reader) {
    reader.section("requests", [&] {
        Loader load(reader);
        load(tickets_, kind_, community_, household_, queue_, queues_, open_, backlog_, asked_, peak_indoor_, flooded_);
        load(next_everyday_);
    });
    rebuild_calendar();
}

}  // namespace commonweal::model
