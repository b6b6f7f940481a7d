// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/random.hpp>
#include <commonweal/process/service_desk.hpp>
#include <cstdint>
#include <vector>

namespace commonweal::process::detail {

/// What the runs of one experiment have in common.
struct DeskSetting {
    const ServiceDesk& desk;
    std::vector<double> class_ends;  ///< Share of tickets of a class or one before it; the last is 1.
    std::vector<double> records;     ///< Hours at which lines are counted, ascending.
    double warm_up = 0.0;
    double until = 0.0;
};

/// The staff of one replicate, the fastest first; every desk has the same.
struct DeskStaff {
    std::vector<double> speed;
    std::vector<double> skill;
};

/// Sums over one replicate.
struct DeskTotals {
    struct OfClass {
        double tickets = 0.0;
        double closed = 0.0;
        double time = 0.0;
        double parts = 0.0;
        double wait = 0.0;
        double waited = 0.0;
    };
    std::vector<OfClass> classes;
    double waiting_hours = 0.0;
    double serving_hours = 0.0;
    double window_waiting = 0.0;  ///< h, from warm-up to the last arrival
    double window_serving = 0.0;
    double joint_closed = 0.0;
    double joint_time = 0.0;
    double routed = 0.0;  ///< Parts of joint tickets.
    double route_time = 0.0;
    std::vector<double> waiting;  ///< at each record
    std::vector<double> serving;
};

struct DeskTicket {
    double made = 0.0;
    double rank = 0.0;  ///< class
    double work = 0.0;
    double patience = 0.0;
    double wait = 0.0;
    double time = 0.0;
};

/// Runs one replicate; of each ticket, what became of it goes into `tickets` if there is one.
DeskTotals run_desks(const DeskSetting& setting, const DeskStaff& staff, core::Seed seed,
                     std::vector<DeskTicket>* tickets);

}  // namespace commonweal::process::detail
