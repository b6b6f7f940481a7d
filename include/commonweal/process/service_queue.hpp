// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace commonweal::process {

/// What has become of a ticket.
enum class TicketState : std::uint8_t { waiting, serving, closed, abandoned };

/// One request for help or service as it is created. Times in h since the start of the run.
struct Ticket {
    std::uint32_t id = 0;       ///< Never changes; the last word between equals.
    std::uint8_t priority = 0;  ///< Class; 0 is served first.
    double created = 0.0;       ///< h
    double service = 1.0;       ///< Work that it takes, h, at least 0; drawn when the ticket is created.
    double patience = std::numeric_limits<double>::infinity();  ///< Waits so long from its creation, h, then gives up.
};

/// All tickets as columns; rows are added and never removed, so that every count can be recomputed.
struct Tickets {
    std::vector<std::uint32_t> id;
    std::vector<std::uint8_t> priority;
    std::vector<double> created;
    std::vector<double> service;
    std::vector<double> patience;
    std::vector<TicketState> state;
    std::vector<double> started;  ///< h; infinite until service starts.
    std::vector<double> ended;    ///< h when service ends (known from its start) or the ticket gave up; else infinite.

    /// Adds a waiting ticket and returns its row. It waits nowhere until it is submitted to a queue.
    std::uint32_t add(const Ticket& ticket);
    std::size_t size() const { return id.size(); }
};

/// Limited staff who serve tickets one by one, never interrupting one: lowest class first, then first created, then
/// lowest id. A plain state of columns and numbers: copying it is a checkpoint. Several queues may share one table of
/// tickets.
struct ServiceQueue {
    double now = 0.0;             ///< h; everything up to here has happened.
    std::uint32_t staff = 0;      ///< People on duty.
    std::uint64_t submitted = 0;  ///< Tickets taken in and not withdrawn = open + closed + abandoned.
    std::uint64_t closed = 0;
    std::uint64_t abandoned = 0;
    std::uint32_t waiting = 0;            ///< Tickets that wait now.
    double waiting_hours = 0.0;           ///< Integral of the number waiting over time.
    double serving_hours = 0.0;           ///< Integral of the number in service over time.
    std::vector<std::uint32_t> line;      ///< Heap of rows by service order; may hold tickets that have given up.
    std::vector<std::uint32_t> serving;   ///< Heap of rows by end of service.
    std::vector<std::uint32_t> patience;  ///< Heap of rows by the hour they give up; may hold tickets already served.
};

/// Lets everything happen up to and including the hour `until`, in order of time; at equal times service ends before
/// a ticket gives up. `until` lies not before `queue.now`.
void advance(ServiceQueue& queue, Tickets& tickets, double until);

/// Takes a ticket in at `hour`, after everything that happens up to then. Hours must not fall from call to call.
void submit(ServiceQueue& queue, Tickets& tickets, std::uint32_t row, double hour);

/// Takes waiting tickets out at `hour`, as if they had never been submitted: they are in nobody's counts until they are
/// submitted again, here or elsewhere. Their rows are in rising order.
void withdraw(ServiceQueue& queue, Tickets& tickets, std::span<const std::uint32_t> rows, double hour);

/// Changes the people on duty at `hour`. Nobody leaves in the middle of a ticket: with fewer staff than tickets in
/// service, no new one is started until enough are closed.
void set_staff(ServiceQueue& queue, Tickets& tickets, std::uint32_t staff, double hour);

/// A queue with Poisson arrivals and exponential service.
struct MultiServer {
    std::uint32_t servers = 1;
    double arrival_rate = 0.0;  ///< 1 / h
    double service_rate = 1.0;  ///< 1 / h, of one server.
    double load() const { return arrival_rate / service_rate; }
};

/// Chance that an arrival finds all servers busy and is lost, Erlang's B formula (1917).
double erlang_b(const MultiServer& queue);

/// Chance that an arrival waits, Erlang's C formula (1917); 1 where the load reaches the number of servers.
double erlang_c(const MultiServer& queue);

/// Mean wait before service, h; infinite where the load reaches the number of servers.
double mean_wait(const MultiServer& queue);

}  // namespace commonweal::process
