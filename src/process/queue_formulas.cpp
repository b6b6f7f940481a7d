// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/process/queue_formulas.hpp>
#include <string>

namespace commonweal::process {
namespace {

void refuse_unstable(const std::string& formula, double load, std::uint32_t servers) {
    if (load < servers) return;
    throw core::Error(formula + ": the load, arrivals times mean work, is " + core::number_text(load) +
                      "; it must be below the number of servers, " + std::to_string(servers) +
                      ", or the line grows for ever");
}

/// How often a queue with impatient customers has so many of them, by walking away from the most likely number.
struct Presence {
    Presence(const MultiServer& queue, double abandon_rate) : queue_(queue), abandon_rate_(abandon_rate) {
        const double servers = queue.servers;
        const double spare = queue.arrival_rate - servers * queue.service_rate;
        const double most_likely = spare < 0.0 ? std::floor(queue.load()) : servers + std::floor(spare / abandon_rate);
        add(most_likely, 1.0);
        for (double number = most_likely, weight = 1.0; weight > negligible;) {
            number += 1.0;
            weight *= queue.arrival_rate / leaving(number);
            add(number, weight);
        }
        for (double number = most_likely, weight = 1.0; number > 0.0 && weight > negligible;) {
            weight *= leaving(number) / queue.arrival_rate;
            number -= 1.0;
            add(number, weight);
        }
    }

    double all = 0.0;
    double busy = 0.0;     ///< All servers are.
    double waiting = 0.0;  ///< Times how many wait.

private:
    static constexpr double negligible = 1e-20;

    double leaving(double number) const {
        const double served = std::min<double>(number, queue_.servers);
        return served * queue_.service_rate + (number - served) * abandon_rate_;
    }
    void add(double number, double weight) {
        all += weight;
        if (number < queue_.servers) return;
        busy += weight;
        waiting += (number - queue_.servers) * weight;
    }

    const MultiServer& queue_;
    double abandon_rate_;
};

/// From the wait that the work in hand causes and the share of capacity that each class and those before it take.
std::vector<double> cobham_waits_of(double in_hand, double load_share, std::span<const double> shares) {
    double sum = 0.0;
    bool right = true;
    for (const double share : shares) {
        sum += share;
        right = right && share >= 0.0 && std::isfinite(share);
    }
    if (!right || !(sum > 0.0)) throw core::Error("cobham_waits: needs shares that are at least 0, not all 0");
    std::vector<double> waits;
    double before = 0.0;
    for (const double share : shares) {
        const double after = before + load_share * share / sum;
        waits.push_back(in_hand / ((1.0 - before) * (1.0 - after)));
        before = after;
    }
    return waits;
}

double work_in_hand(const SingleServer& queue) {
    const double square = queue.service_mean * queue.service_mean;
    return 0.5 * queue.arrival_rate * square * (1.0 + queue.service_variation * queue.service_variation);
}

}  // namespace

ErlangA erlang_a(const MultiServer& queue, double abandon_rate) {
    if (queue.arrival_rate <= 0.0) return {};
    if (abandon_rate <= 0.0) {
        refuse_unstable("erlang_a", queue.load(), queue.servers);
        return {.wait_chance = erlang_c(queue), .abandon_chance = 0.0, .mean_wait = mean_wait(queue)};
    }
    const Presence found(queue, abandon_rate);
    const double wait = found.waiting / found.all / queue.arrival_rate;
    return {.wait_chance = found.busy / found.all, .abandon_chance = abandon_rate * wait, .mean_wait = wait};
}

double pollaczek_khinchine_wait(const SingleServer& queue) {
    refuse_unstable("pollaczek_khinchine_wait", queue.load(), 1);
    return work_in_hand(queue) / (1.0 - queue.load());
}

std::vector<double> cobham_waits(const SingleServer& queue, std::span<const double> shares) {
    refuse_unstable("cobham_waits", queue.load(), 1);
    return cobham_waits_of(work_in_hand(queue), queue.load(), shares);
}

std::vector<double> cobham_waits(const MultiServer& queue, std::span<const double> shares) {
    refuse_unstable("cobham_waits", queue.load(), queue.servers);
    const double capacity = queue.servers * queue.service_rate;
    return cobham_waits_of(erlang_c(queue) / capacity, queue.arrival_rate / capacity, shares);
}

double joint_job_mean(std::uint32_t parts, double mean) {
    double sum = 0.0;
    for (std::uint32_t part = parts; part > 0; --part) sum += 1.0 / part;
    return mean * sum;
}

}  // namespace commonweal::process
