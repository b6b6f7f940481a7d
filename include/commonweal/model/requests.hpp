// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/random.hpp>
#include <commonweal/model/district.hpp>
#include <commonweal/model/flood.hpp>
#include <commonweal/model/organisations.hpp>
#include <commonweal/model/people.hpp>
#include <commonweal/model/request_kind.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/process/service_queue.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace commonweal::model {

/// Requests for help, each a ticket with its own row, and the queues in which they wait for the staff of a community or
/// the members of an organisation there. A request goes to whoever serves its kind and has the fewest requests for each
/// person on duty, the office where all are equal. Ticket rows are numbered in the order in which they were created.
class Requests {
public:
    Requests(const Scenario& scenario, const District& district, const Organisations& organisations, core::Seed seed,
             core::Tick hours);

    /// Sets who is on duty at the start of the hour: of the office of each community, and of each post of the
    /// organisations. What waits where nobody is on duty goes to those who are and serve its kind, and who has people
    /// free takes what waits elsewhere.
    void set_staff(std::span<const std::uint32_t> of_offices, std::span<const std::uint32_t> of_posts, core::Tick hour);

    /// One hour: households ask for what they lack, and staff serve.
    void step(const Flood& flood, std::span<const std::uint8_t> powered, const People& people, core::Tick hour);

    const process::Tickets& tickets() const { return tickets_; }
    std::span<const RequestKind> kinds() const { return kind_; }
    std::span<const std::uint32_t> communities() const { return community_; }
    std::span<const std::uint32_t> households() const { return household_; }

    /// Rows created in the last hour, and rows that were closed or given up in it.
    std::span<const std::uint32_t> created_now() const { return created_now_; }
    std::span<const std::uint32_t> ended_now() const { return ended_now_; }
    /// The office of a community, and an organisation at a post.
    const process::ServiceQueue& office_queue(std::uint32_t community) const { return queues_[community]; }
    const process::ServiceQueue& post_queue(std::uint32_t post) const { return queues_[offices() + post]; }
    /// The organisation that serves a request, by its place in the scenario's list; nothing if the office does.
    std::optional<std::uint32_t> organisation_of(std::uint32_t row) const;
    /// Work that waits with the office of a community, and with an organisation at a post, h of one of the offices'
    /// staff.
    double office_backlog(std::uint32_t community) const { return backlog_[community]; }
    double post_backlog(std::uint32_t post) const { return backlog_[offices() + post]; }

    std::span<const float> peak_indoor_depth() const { return peak_indoor_; }  ///< m, of each household.
    std::span<const std::uint32_t> homes_flooded() const { return flooded_; }  ///< Of each community, now.

    void save(core::StateWriter& writer) const;
    void load(core::StateReader& reader);

private:
    struct Draft {
        double created;
        std::uint32_t household;
        RequestKind kind;
    };

    void plan_everyday(std::uint32_t resident, double from, core::Tick drawn_at);
    void ask(std::uint32_t household, RequestKind kind, double rate, core::Tick hour, std::vector<Draft>& drafts) const;
    void draft_needs(const Flood& flood, bool powered, const People& people, std::uint32_t cell, core::Tick hour,
                     std::vector<Draft>& drafts);
    void draft_everyday(core::Tick hour, std::vector<std::vector<Draft>>& drafts);
    void submit(std::uint32_t community, std::vector<Draft>& drafts, core::Tick hour);
    void settle(std::uint32_t community);
    std::uint32_t offices() const { return district_->communities.size(); }
    double speed_of(std::uint32_t queue) const;
    std::vector<std::uint32_t> queues_of(std::uint32_t community) const;
    bool serves(std::uint32_t queue, RequestKind kind) const;
    std::optional<std::uint32_t> shortest_line(std::span<const std::uint32_t> queues, RequestKind kind, double hour);
    std::vector<std::uint32_t> waiting_in(std::uint32_t queue, std::uint32_t community) const;
    void leave_unstaffed(std::span<const std::uint32_t> queues, std::uint32_t community, double hour);
    void fill_free(std::span<const std::uint32_t> queues, std::uint32_t community, double hour);
    void give(std::uint32_t row, std::uint32_t queue, double hour);
    void rebuild_calendar();
    std::uint32_t community_of(std::uint32_t household) const;

    const Scenario* scenario_;
    const District* district_;
    const Organisations* organisations_;
    core::Seed seed_;
    core::Tick hours_;

    process::Tickets tickets_;
    std::vector<RequestKind> kind_;
    std::vector<std::uint32_t> community_;
    std::vector<std::uint32_t> household_;
    std::vector<std::uint32_t> queue_;              ///< Of each ticket.
    std::vector<process::ServiceQueue> queues_;     ///< Of the office of each community, then of each post.
    std::vector<std::vector<std::uint32_t>> open_;  ///< Rows that are neither closed nor given up, of each community.
    std::vector<double> backlog_;                   ///< Of each queue.
    std::vector<std::uint8_t> asked_;               ///< Of each household: a bit for each kind that it has open.
    std::vector<float> peak_indoor_;
    std::vector<std::uint32_t> flooded_;
    std::vector<float> next_everyday_;                  ///< h, of each resident; infinite if after the end.
    std::vector<std::vector<std::uint32_t>> calendar_;  ///< Residents by the hour of their next everyday request.

    std::vector<std::uint32_t> created_now_;
    std::vector<std::uint32_t> ended_now_;
};

}  // namespace commonweal::model
