// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/error.hpp>
#include <commonweal/process/service_queue.hpp>

namespace commonweal::process {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();
using Rows = std::vector<std::uint32_t>;

// Orders for std heaps, whose top is the greatest: each says that a comes after b.
auto served_after(const Tickets& tickets) {
    return [&tickets](std::uint32_t a, std::uint32_t b) {
        if (tickets.priority[a] != tickets.priority[b]) return tickets.priority[a] > tickets.priority[b];
        if (tickets.created[a] != tickets.created[b]) return tickets.created[a] > tickets.created[b];
        return tickets.id[a] > tickets.id[b];
    };
}

auto ends_after(const Tickets& tickets) {
    return [&tickets](std::uint32_t a, std::uint32_t b) {
        if (tickets.ended[a] != tickets.ended[b]) return tickets.ended[a] > tickets.ended[b];
        return tickets.id[a] > tickets.id[b];
    };
}

double gives_up(const Tickets& tickets, std::uint32_t row) { return tickets.created[row] + tickets.patience[row]; }

auto gives_up_after(const Tickets& tickets) {
    return [&tickets](std::uint32_t a, std::uint32_t b) {
        const double hour_a = gives_up(tickets, a);
        const double hour_b = gives_up(tickets, b);
        if (hour_a != hour_b) return hour_a > hour_b;
        return tickets.id[a] > tickets.id[b];
    };
}

template <class Order>
void push(Rows& heap, std::uint32_t row, Order order) {
    heap.push_back(row);
    std::push_heap(heap.begin(), heap.end(), order);
}

template <class Order>
std::uint32_t pop(Rows& heap, Order order) {
    std::pop_heap(heap.begin(), heap.end(), order);
    const std::uint32_t row = heap.back();
    heap.pop_back();
    return row;
}

void pass_time(ServiceQueue& queue, double hour) {
    queue.waiting_hours += queue.waiting * (hour - queue.now);
    queue.serving_hours += static_cast<double>(queue.serving.size()) * (hour - queue.now);
    queue.now = hour;
}

void start_services(ServiceQueue& queue, Tickets& tickets) {
    while (queue.waiting > 0 && queue.serving.size() < queue.staff) {
        const std::uint32_t row = pop(queue.line, served_after(tickets));
        if (tickets.state[row] != TicketState::waiting) continue;
        --queue.waiting;
        tickets.state[row] = TicketState::serving;
        tickets.started[row] = queue.now;
        tickets.ended[row] = queue.now + tickets.service[row];
        push(queue.serving, row, ends_after(tickets));
    }
}

double next_end(const ServiceQueue& queue, const Tickets& tickets) {
    return queue.serving.empty() ? never : tickets.ended[queue.serving.front()];
}

/// Drops tickets that no longer wait from the top of the patience heap.
double next_giving_up(ServiceQueue& queue, const Tickets& tickets) {
    while (!queue.patience.empty() && tickets.state[queue.patience.front()] != TicketState::waiting) {
        pop(queue.patience, gives_up_after(tickets));
    }
    return queue.patience.empty() ? never : std::max(queue.now, gives_up(tickets, queue.patience.front()));
}

}  // namespace

std::uint32_t Tickets::add(const Ticket& ticket) {
    const auto row = static_cast<std::uint32_t>(id.size());
    id.push_back(ticket.id);
    priority.push_back(ticket.priority);
    created.push_back(ticket.created);
    service.push_back(ticket.service);
    patience.push_back(ticket.patience);
    state.push_back(TicketState::waiting);
    started.push_back(never);
    ended.push_back(never);
    return row;
}

void advance(ServiceQueue& queue, Tickets& tickets, double until) {
    COMMONWEAL_ASSERT(until >= queue.now);
    for (;;) {
        const double end = next_end(queue, tickets);
        const double giving_up = next_giving_up(queue, tickets);
        if (std::min(end, giving_up) > until) break;
        if (end <= giving_up) {
            pass_time(queue, end);
            tickets.state[pop(queue.serving, ends_after(tickets))] = TicketState::closed;
            ++queue.closed;
            start_services(queue, tickets);
        } else {
            pass_time(queue, giving_up);
            const std::uint32_t row = pop(queue.patience, gives_up_after(tickets));
            tickets.state[row] = TicketState::abandoned;
            tickets.ended[row] = queue.now;
            --queue.waiting;
            ++queue.abandoned;
        }
    }
    pass_time(queue, until);
}

void submit(ServiceQueue& queue, Tickets& tickets, std::uint32_t row, double hour) {
    COMMONWEAL_ASSERT(row < tickets.size() && tickets.state[row] == TicketState::waiting);
    advance(queue, tickets, hour);
    ++queue.submitted;
    ++queue.waiting;
    push(queue.line, row, served_after(tickets));
    if (tickets.patience[row] < never) push(queue.patience, row, gives_up_after(tickets));
    start_services(queue, tickets);
}

void withdraw(ServiceQueue& queue, Tickets& tickets, std::span<const std::uint32_t> rows, double hour) {
    advance(queue, tickets, hour);
    const auto is_out = [&](std::uint32_t row) { return std::binary_search(rows.begin(), rows.end(), row); };
    std::erase_if(queue.line, is_out);
    std::make_heap(queue.line.begin(), queue.line.end(), served_after(tickets));
    std::erase_if(queue.patience, is_out);
    std::make_heap(queue.patience.begin(), queue.patience.end(), gives_up_after(tickets));
    queue.submitted -= rows.size();
    queue.waiting -= static_cast<std::uint32_t>(rows.size());
}

void set_staff(ServiceQueue& queue, Tickets& tickets, std::uint32_t staff, double hour) {
    advance(queue, tickets, hour);
    queue.staff = staff;
    start_services(queue, tickets);
}

double erlang_b(const MultiServer& queue) {
    double lost = 1.0;
    for (std::uint32_t server = 1; server <= queue.servers; ++server) {
        lost = queue.load() * lost / (server + queue.load() * lost);
    }
    return lost;
}

double erlang_c(const MultiServer& queue) {
    if (queue.load() >= queue.servers) return 1.0;
    const double lost = erlang_b(queue);
    return lost / (1.0 - queue.load() / queue.servers * (1.0 - lost));
}

double mean_wait(const MultiServer& queue) {
    if (queue.load() >= queue.servers) return never;
    return erlang_c(queue) / (queue.servers * queue.service_rate - queue.arrival_rate);
}

}  // namespace commonweal::process
