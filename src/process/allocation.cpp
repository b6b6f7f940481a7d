// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/allocation.hpp>
#include <commonweal/process/inequality.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/population.hpp>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;
using AllocRule = AllocationRule;
using ClaimRow = std::uint32_t;

/// The rows that a division is still about, in their order.
using ClaimRows = std::vector<ClaimRow>;

/// What weighs less than this weighs nothing: a level of the supply over it would be infinite.
constexpr double least_weight = 1e-200;

double sum_over(const ClaimRows& rows, std::span<const double> values) {
    double sum = 0.0;
    for (const ClaimRow row : rows) sum += values[row];
    return sum;
}

/// Divides in proportion to `caps` what is not more than all of them.
void divide_in_proportion(const ClaimRows& rows, std::span<const double> caps, double supply, std::span<double> given) {
    const double all = sum_over(rows, caps);
    if (all <= 0.0) return;
    const double share = std::min(1.0, supply / all);
    for (const ClaimRow row : rows) given[row] = share * caps[row];
}

/// Fills all with amounts in proportion to their weights, each up to its cap. Whoever weighs nothing comes last.
/// Without a sort: each pass fills those for whom the present level is enough.
void fill_by_weight(std::span<const double> caps, std::span<const double> weights, double supply,
                    std::span<double> given) {
    ClaimRows rest;
    ClaimRows last;
    for (ClaimRow row = 0; row < caps.size(); ++row) (weights[row] > least_weight ? rest : last).push_back(row);
    while (!rest.empty()) {
        const double level = supply / sum_over(rest, weights);
        std::size_t kept = 0;
        double filled = 0.0;
        for (const ClaimRow row : rest) {
            const double part = level * weights[row];
            if (caps[row] > part) {
                given[row] = part;
                rest[kept++] = row;
            } else {
                given[row] = caps[row];
                filled += caps[row];
            }
        }
        if (kept == rest.size()) return;
        supply = std::max(0.0, supply - filled);
        rest.resize(kept);
    }
    divide_in_proportion(last, caps, supply, given);
}

/// Gives where the next unit does the most good. With c = diminishing the best leaves the share m v of a need unmet,
/// v = severity^(-1 / (c - 1)), as long as that is below 1: each pass leaves out those for whom it is not.
void fill_by_benefit(std::span<const double> caps, std::span<const double> severity, double diminishing, double supply,
                     std::span<double> given) {
    const double most = *std::max_element(severity.begin(), severity.end());
    std::vector<double> unmet(caps.size());
    ClaimRows rest;
    ClaimRows last;
    for (ClaimRow row = 0; row < caps.size(); ++row) {
        unmet[row] = caps[row] * math::pow(severity[row] / most, -1.0 / (diminishing - 1.0));
        const bool counts = caps[row] > 0.0 && std::isfinite(unmet[row]);
        (counts ? rest : last).push_back(row);
    }
    const double all = sum_over(rest, caps);
    if (supply >= all) {
        for (const ClaimRow row : rest) given[row] = caps[row];
        return divide_in_proportion(last, caps, supply - all, given);
    }
    while (true) {
        const double level = (sum_over(rest, caps) - supply) / sum_over(rest, unmet);
        std::size_t kept = 0;
        for (const ClaimRow row : rest) {
            given[row] = std::max(0.0, caps[row] - level * unmet[row]);
            if (given[row] > 0.0) rest[kept++] = row;
        }
        if (kept == rest.size() || kept == 0) return;
        rest.resize(kept);
    }
}

/// Serves one after the other: by falling severity if it is looked at, then by arrival, then by row.
void serve_in_order(std::span<const double> caps, std::span<const double> severity, std::span<const double> arrival,
                    double supply, std::span<double> given) {
    struct Place {
        double first;
        double second;
        ClaimRow row;
    };
    std::vector<Place> order;
    order.reserve(caps.size());
    for (ClaimRow row = 0; row < caps.size(); ++row) {
        order.push_back({severity.empty() ? 0.0 : -severity[row], arrival.empty() ? 0.0 : arrival[row], row});
    }
    std::sort(order.begin(), order.end(), [](const Place& one, const Place& other) {
        if (one.first != other.first) return one.first < other.first;
        return one.second != other.second ? one.second < other.second : one.row < other.row;
    });
    for (const Place& place : order) {
        given[place.row] = std::min(caps[place.row], supply);
        supply -= given[place.row];
    }
}

/// How much each one's need counts.
std::vector<double> connection_weights(const Allocation& allocation, const Claims& claims) {
    std::vector<double> weights(claims.need.begin(), claims.need.end());
    for (ClaimRow row = 0; row < claims.connection.size(); ++row) {
        weights[row] *= math::pow(claims.connection[row], allocation.connection_power);
    }
    return weights;
}

void check_claim_values(std::string_view name, std::span<const double> values, std::size_t count, double low) {
    if (values.empty() && name != "need") return;
    if (values.size() != count) {
        throw core::Error("allocate: " + std::string(name) + " has " + std::to_string(values.size()) +
                          " values; there are " + std::to_string(count) + " needs");
    }
    const bool right =
        std::all_of(values.begin(), values.end(), [low](double value) { return std::isfinite(value) && value >= low; });
    if (!right) throw core::Error("allocate: " + std::string(name) + " must be finite and not negative");
}

void check_claims(const Claims& claims, double supply) {
    constexpr double lowest = std::numeric_limits<double>::lowest();
    const std::size_t count = claims.need.size();
    check_claim_values("need", claims.need, count, 0.0);
    check_claim_values("reported", claims.reported, count, 0.0);
    check_claim_values("severity", claims.severity, count, 0.0);
    check_claim_values("connection", claims.connection, count, 0.0);
    check_claim_values("arrival", claims.arrival, count, lowest);
    if (!(std::isfinite(supply) && supply >= 0.0)) {
        throw core::Error("allocate: supply must be finite and not negative");
    }
}

/// Divides what is right already.
void divide(const Allocation& allocation, const Claims& claims, double supply, std::span<double> given) {
    if (claims.need.empty()) return;
    ClaimRows all(claims.need.size());
    std::iota(all.begin(), all.end(), ClaimRow{0});
    const std::vector<double> ones(allocation.rule == AllocRule::max_min || claims.severity.empty() ? all.size() : 0,
                                   1.0);
    const std::span<const double> severity = claims.severity.empty() ? std::span<const double>(ones) : claims.severity;
    switch (allocation.rule) {
        case AllocRule::first_come:
            return serve_in_order(claims.need, {}, claims.arrival, supply, given);
        case AllocRule::proportional:
            return divide_in_proportion(all, claims.need, supply, given);
        case AllocRule::max_min:
            return fill_by_weight(claims.need, ones, supply, given);
        case AllocRule::priority:
            return serve_in_order(claims.need, severity, claims.arrival, supply, given);
        case AllocRule::greedy:
            return fill_by_benefit(claims.need, severity, allocation.diminishing, supply, given);
        case AllocRule::connection_weighted:
            return fill_by_weight(claims.need, connection_weights(allocation, claims), supply, given);
        case AllocRule::report_driven:
            return divide_in_proportion(all, claims.reported.empty() ? claims.need : claims.reported, supply, given);
    }
}

/// One replicate's claimants, round by round.
class Claimants {
public:
    Claimants(const AllocationStart& start, const Experiment& experiment, core::Seed seed)
        : start_(start),
          seed_(seed),
          crowd_(core::Population::numbered(std::string(detail::people), experiment.size)),
          report_(detail::drawn(start.report, crowd_, seed, "claim_report")),
          severity_(detail::drawn(start.severity, crowd_, seed, "claim_severity")),
          connection_(detail::drawn(start.connection, crowd_, seed, "claim_connection")),
          new_need_(detail::drawn(start.need, crowd_, seed, "claim_need")),
          need_(new_need_.size(), 0.0),
          reported_(need_),
          given_(need_),
          needed_in_all_(need_),
          met_in_all_(need_) {}

    /// met, wasted, left, equality and worst of one round.
    using Record = std::array<double, 5>;

    Record play(const Allocation& allocation, core::Tick round) {
        ask(allocation);
        const double supply = store_ + allocation.supply * sum(new_need_);
        const std::vector<double> arrival = arrivals(round);
        divide(allocation, {need_, reported_, severity_, connection_, arrival}, supply, given_);
        return taken(supply);
    }

    std::vector<double> satisfied() const {
        std::vector<double> shares(need_.size(), 1.0);
        for (std::size_t row = 0; row < shares.size(); ++row) {
            if (needed_in_all_[row] > 0.0) shares[row] = std::min(1.0, met_in_all_[row] / needed_in_all_[row]);
        }
        return shares;
    }

private:
    static double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

    void ask(const Allocation& allocation) {
        for (std::size_t row = 0; row < need_.size(); ++row) {
            const double unmet = std::max(0.0, need_[row] - given_[row]);
            need_[row] = new_need_[row] + allocation.carried * unmet;
            reported_[row] = report_[row] * need_[row];
            needed_in_all_[row] += new_need_[row];
        }
    }

    std::vector<double> arrivals(core::Tick round) const {
        if (!start_.arrival.given.empty()) return start_.arrival.given;
        constexpr core::StreamId stream = core::StreamId::of(detail::people, "claim_arrival");
        std::vector<double> all;
        all.reserve(need_.size());
        for (const core::AgentId id : crowd_.ids()) {
            core::Stream draws(seed_, stream, {.agent = id, .tick = round});
            all.push_back(start_.arrival.drawn.draw(draws));
        }
        return all;
    }

    Record taken(double supply) {
        double met = 0.0;
        double worst = 1.0;
        std::vector<double> shares;
        for (std::size_t row = 0; row < need_.size(); ++row) {
            const double useful = std::min(need_[row], given_[row]);
            met += useful;
            met_in_all_[row] += useful;
            if (need_[row] <= 0.0) continue;
            shares.push_back(useful / need_[row]);
            worst = std::min(worst, shares.back());
        }
        const double needed = sum(need_);
        const double handed_out = sum(given_);
        store_ = std::max(0.0, supply - handed_out);
        const auto of_supply = [supply](double part) { return supply > 0.0 ? part / supply : 0.0; };
        return {needed > 0.0 ? met / needed : 1.0, of_supply(std::max(0.0, handed_out - met)), of_supply(store_),
                shares.empty() ? 1.0 : jain_index(shares), worst};
    }

    const AllocationStart& start_;
    core::Seed seed_;
    core::Population crowd_;
    std::vector<double> report_;
    std::vector<double> severity_;
    std::vector<double> connection_;
    std::vector<double> new_need_;
    std::vector<double> need_;
    std::vector<double> reported_;
    std::vector<double> given_;
    std::vector<double> needed_in_all_;
    std::vector<double> met_in_all_;
    double store_ = 0.0;
};

void check_allocation(detail::ExperimentCheck& check, const Allocation& allocation, const AllocationStart& start,
                      const Experiment& experiment) {
    check.parameters(allocation);
    check.values("need", start.need, {.low = 0.0, .high = 1e9});
    check.values("report", start.report, {.low = 0.0, .high = 1000.0});
    check.values("severity", start.severity, {.low = 0.0, .high = 1e6});
    check.values("connection", start.connection, {.low = 0.0, .high = 1.0});
    check.values("arrival", start.arrival, {.low = -1e9, .high = 1e9});
    check.number("until", experiment.until.value_or(1.0), {.low = 1.0, .high = 1e6});
    check.finish();
}

constexpr std::array allocation_meanings{
    std::pair{"met", "Share of the need asked for that is met"},
    std::pair{"wasted", "Share of the supply that is given to no need"},
    std::pair{"left", "Share of the supply that is kept for the next round"},
    std::pair{"equality", "Jain's index of the shares of need met"},
    std::pair{"worst", "Smallest share of need met"},
};

Dataset empty_allocation(std::size_t replicates, std::size_t rounds, std::size_t size) {
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", replicates), {"time", "1", {}}, detail::counted("agent", size)};
    for (std::size_t round = 1; round <= rounds; ++round) {
        dataset.dimensions[1].values.push_back(static_cast<double>(round));
    }
    const std::vector<double> none(replicates * rounds);
    for (const auto& [name, meaning] : allocation_meanings) {
        dataset.variables.push_back({name, "1", meaning, {"replicate", "time"}, none});
    }
    dataset.variables.push_back({"satisfied",
                                 "1",
                                 "Share of all one's need that was met",
                                 {"replicate", "agent"},
                                 std::vector<double>(replicates * size)});
    return dataset;
}

}  // namespace

std::vector<double> allocate(const Allocation& allocation, const Claims& claims, double supply) {
    check_claims(claims, supply);
    std::vector<double> given(claims.need.size(), 0.0);
    divide(allocation, claims, supply, given);
    return given;
}

Dataset simulate(const Allocation& allocation, const AllocationStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_allocation(check, allocation, start, experiment);
    const auto rounds = static_cast<std::size_t>(experiment.until.value_or(1.0));
    const std::size_t size = experiment.size;
    Dataset dataset = empty_allocation(experiment.replicates, rounds, size);
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        Claimants claimants(start, experiment, {experiment.seed, static_cast<std::uint32_t>(replicate)});
        for (std::size_t round = 0; round < rounds; ++round) {
            const auto record = claimants.play(allocation, static_cast<core::Tick>(round));
            for (std::size_t v = 0; v < record.size(); ++v) {
                dataset.variables[v].values[replicate * rounds + round] = record[v];
            }
        }
        const std::vector<double> satisfied = claimants.satisfied();
        std::copy(satisfied.begin(), satisfied.end(),
                  dataset.variables.back().values.begin() + static_cast<std::ptrdiff_t>(replicate * size));
    });
    return dataset;
}

void describe(core::ParameterTable& table, Allocation& process) {
    static constexpr std::array rules{
        std::pair<std::string_view, AllocRule>{"first_come", AllocRule::first_come},
        std::pair<std::string_view, AllocRule>{"proportional", AllocRule::proportional},
        std::pair<std::string_view, AllocRule>{"max_min", AllocRule::max_min},
        std::pair<std::string_view, AllocRule>{"priority", AllocRule::priority},
        std::pair<std::string_view, AllocRule>{"greedy", AllocRule::greedy},
        std::pair<std::string_view, AllocRule>{"connection_weighted", AllocRule::connection_weighted},
        std::pair<std::string_view, AllocRule>{"report_driven", AllocRule::report_driven}};
    table.choice(process.rule, rules, {.key = "rule", .meaning = "Who gets how much of what does not do for all"});
    const auto number = [&table](double& value, std::string_view key, std::string_view meaning, double low,
                                 double high) {
        table.add(value, {.key = key, .meaning = meaning, .low = low, .high = high});
    };
    number(process.supply, "supply", "What there is in each round, as a share of the need that arises in it", 0, 100);
    number(process.connection_power, "connection_power",
           "Power of the connection in its weight; with 0 connections do not count", 0, 10);
    number(process.diminishing, "diminishing",
           "How fast another unit does less good: benefit 1 - (1 - x)^diminishing of the share x of a need met", 1.1,
           10);
    number(process.carried, "carried", "Share of the need not met that is asked for again in the next round", 0, 1);
}

}  // namespace commonweal::process
