// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/service_queue.hpp>
#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::process {

/// What an arrival meets where those who wait give up.
struct ErlangA {
    double wait_chance = 0.0;     ///< Finds all servers busy.
    double abandon_chance = 0.0;  ///< Gives up before service starts.
    double mean_wait = 0.0;       ///< h, of all arrivals, until service starts or they give up.
};

/// Poisson arrivals, exponential service, and exponential patience that ends at the rate `abandon_rate`, 1 / h (Palm
/// 1957; Garnett, Mandelbaum and Reiman 2002, doi:10.1287/msom.4.3.208.7753). Throws Error if the rate is 0 and the
/// load reaches the number of servers: the line then grows for ever.
ErlangA erlang_a(const MultiServer& queue, double abandon_rate);

/// One server with service of any distribution.
struct SingleServer {
    double arrival_rate = 0.0;       ///< 1 / h
    double service_mean = 1.0;       ///< h
    double service_variation = 1.0;  ///< Standard deviation of the service time over its mean.
    double load() const { return arrival_rate * service_mean; }
};

/// Mean wait before service, h, by the formula of Pollaczek and Khinchine. Throws Error if the load reaches 1.
double pollaczek_khinchine_wait(const SingleServer& queue);

/// Mean waits of classes by priority without interruption, h, for shares of the arrivals by class, the first served
/// first (Cobham 1954, doi:10.1287/opre.2.1.70). All classes have one distribution of service. Throws Error if the load
/// of all reaches the number of servers, and unless the shares are at least 0 and not all 0.
std::vector<double> cobham_waits(const SingleServer& queue, std::span<const double> shares);
/// The same of several servers, whose service is exponential.
std::vector<double> cobham_waits(const MultiServer& queue, std::span<const double> shares);

/// Mean time until the last of so many parts is done that all begin at once and take exponential times of this mean, in
/// its unit: the mean times 1 + 1/2 + ... + 1/parts.
double joint_job_mean(std::uint32_t parts, double mean);

}  // namespace commonweal::process
