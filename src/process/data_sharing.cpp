// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/data_sharing.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <array>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::AgentId;
using core::Index;

constexpr std::string_view department = "department";

/// Whose data each department uses, besides its own; rows in ascending order.
using DataUse = std::vector<std::vector<Index>>;

/// Who shares in one replicate.
class SharingDraw {
public:
    SharingDraw(const DataSharing& sharing, const SharingStart& start, const core::Graph* graph, Index size,
                core::Seed seed)
        : sharing_(sharing), start_(start), graph_(graph), size_(size), seed_(seed) {}

    DataUse drawn() const {
        DataUse use(size_);
        const std::vector<bool> joined = members();
        for (Index user = 0; user < size_; ++user) {
            const auto consider = [&](Index source) {
                const bool shares =
                    sharing_.form == SharingForm::hub ? joined[user] && joined[source] : agree(user, source);
                if (source != user && shares) use[user].push_back(source);
            };
            if (graph_) {
                for (const Index source : graph_->neighbours(user)) consider(source);
            } else {
                for (Index source = 0; source < size_; ++source) consider(source);
            }
        }
        return sharing_.received == ReceivedData::passed_on ? with_passed_on(use) : use;
    }

private:
    bool agree(Index user, Index source) const {
        constexpr core::StreamId stream = core::StreamId::of(department, "shares");
        // A pair has one key whichever of the two asks: the tick tells the two ways apart.
        const bool back = sharing_.form == SharingForm::one_way && source < user;
        const core::DrawKey key{.agent = user, .partner = source, .tick = back ? 1u : 0u};
        const double chance =
            start_.chances.empty() ? sharing_.share_chance : start_.chances[std::size_t{user} * size_ + source];
        return core::Stream(seed_, stream, key).uniform() < chance;
    }
    std::vector<bool> members() const {
        constexpr core::StreamId stream = core::StreamId::of(department, "joins");
        std::vector<bool> joined(size_);
        for (Index each = 0; each < size_ && sharing_.form == SharingForm::hub; ++each) {
            joined[each] = core::Stream(seed_, stream, {.agent = each}).uniform() < sharing_.share_chance;
        }
        return joined;
    }
    static DataUse with_passed_on(const DataUse& direct) {
        DataUse all(direct.size());
        std::vector<Index> waiting;
        for (Index user = 0; user < direct.size(); ++user) {
            std::vector<bool> seen(direct.size(), false);
            seen[user] = true;
            waiting.assign(1, user);
            while (!waiting.empty()) {
                const Index next = waiting.back();
                waiting.pop_back();
                for (const Index source : direct[next]) {
                    if (seen[source]) continue;
                    seen[source] = true;
                    all[user].push_back(source);
                    waiting.push_back(source);
                }
            }
            std::sort(all[user].begin(), all[user].end());
        }
        return all;
    }

    const DataSharing& sharing_;
    const SharingStart& start_;
    const core::Graph* graph_;
    Index size_;
    core::Seed seed_;
};

/// Groups between which nothing is shared in either direction.
std::size_t count_islands(const DataUse& use) {
    std::vector<Index> leader(use.size());
    std::iota(leader.begin(), leader.end(), Index{0});
    const auto find = [&leader](Index each) {
        while (leader[each] != each) each = leader[each] = leader[leader[each]];
        return each;
    };
    std::size_t islands = use.size();
    for (Index user = 0; user < use.size(); ++user) {
        for (const Index source : use[user]) {
            const Index one = find(user);
            const Index other = find(source);
            islands -= one != other ? 1 : 0;
            leader[one] = other;
        }
    }
    return islands;
}

/// What departments make of wards, given who shares.
class Estimating {
public:
    Estimating(const DataSharing& sharing, const std::vector<double>& precisions, const DataUse& use, core::Seed seed)
        : sharing_(sharing),
          precisions_(precisions),
          use_(use),
          seed_(seed),
          reports_(use.size()),
          squared_errors_(use.size(), 0.0) {}

    void look_at(core::Tick ward) {
        constexpr core::StreamId of_ward = core::StreamId::of(department, "ward");
        constexpr core::StreamId of_sensor = core::StreamId::of(department, "sensor");
        core::Stream common(seed_, of_ward, {.agent = 0, .tick = ward});
        const double shared = std::sqrt(sharing_.correlation) * common.normal();
        const double own = std::sqrt(1.0 - sharing_.correlation);
        const double prior = sharing_.prior_precision;
        const double state = prior > 0.0 ? common.normal() / std::sqrt(prior) : 0.0;
        for (Index each = 0; each < use_.size(); ++each) {
            core::Stream draws(seed_, of_sensor, {.agent = each, .tick = ward});
            const double error = shared + own * draws.normal();
            reports_[each] = precisions_[each] > 0.0 ? state + error / std::sqrt(precisions_[each]) : 0.0;
        }
        double sum = 0.0;
        double squares = 0.0;
        for (Index each = 0; each < use_.size(); ++each) {
            const double error = fusion(each).estimate(sharing_) - state;
            squared_errors_[each] += error * error;
            sum += error;
            squares += error * error;
        }
        const auto count = static_cast<double>(use_.size());
        if (count > 1.0) disagreement_ += (squares - sum * sum / count) / (count - 1.0);
    }

    Fusion fusion(Index user) const {
        Fusion all;
        all.add(precisions_[user], reports_[user]);
        for (const Index source : use_[user]) all.add(precisions_[source], reports_[source]);
        return all;
    }
    double squared_error(Index user) const { return squared_errors_[user]; }
    double disagreement() const { return disagreement_; }

private:
    const DataSharing& sharing_;
    const std::vector<double>& precisions_;
    const DataUse& use_;
    core::Seed seed_;
    std::vector<double> reports_;
    std::vector<double> squared_errors_;
    double disagreement_ = 0.0;
};

std::vector<double> drawn_precisions(const DataSharing& sharing, const SharingStart& start, Index size,
                                     core::Seed seed) {
    constexpr core::StreamId stream = core::StreamId::of(department, "precision");
    if (!start.precision) return std::vector<double>(size, sharing.precision);
    if (!start.precision->given.empty()) return start.precision->given;
    std::vector<double> all;
    for (Index each = 0; each < size; ++each) {
        core::Stream draws(seed, stream, {.agent = each});
        all.push_back(start.precision->drawn.draw(draws));
    }
    return all;
}

void check_chances(detail::ExperimentCheck& check, const DataSharing& sharing, const std::vector<double>& chances) {
    if (chances.empty()) return;
    const std::size_t size = check.size();
    check.that(sharing.form != SharingForm::hub, "sharing", "chances of pairs", "must be left out for a hub");
    check.that(chances.size() == size * size, "sharing", std::to_string(chances.size()) + " chances",
               "must be one for each of " + std::to_string(size) + " by " + std::to_string(size) + " departments");
    for (const double chance : chances) {
        check.number("sharing", chance, {.low = 0.0, .high = 1.0});
        if (!(chance >= 0.0 && chance <= 1.0)) return;
    }
    if (sharing.form != SharingForm::mutual || chances.size() != size * size) return;
    for (std::size_t k = 0; k < chances.size(); ++k) {
        if (chances[k] == chances[k % size * size + k / size]) continue;
        check.that(false, "sharing", "not symmetric", "must be the same both ways where sharing is mutual");
        return;
    }
}

void check_sharing(detail::ExperimentCheck& check, const DataSharing& sharing, const SharingStart& start,
                   const Experiment& experiment) {
    check.parameters(sharing);
    const double least = sharing.prior_precision > 0.0 ? 0.0 : 1e-12;
    if (start.precision) check.values("precision", *start.precision, {.low = least, .high = 1e12});
    check_chances(check, sharing, start.chances);
    const bool hub_on_graph = sharing.form == SharingForm::hub && !experiment.graphs.empty();
    check.that(!hub_on_graph, "graph", "ties of departments", "must be left out for a hub");
    for (const auto& graph : experiment.graphs) {
        const bool right = graph->is_undirected() || sharing.form != SharingForm::mutual;
        check.that(right, "graph", "directed", "must be undirected where sharing is mutual");
    }
    check.number("until", experiment.until.value_or(100.0), {.low = 1.0, .high = 4e9});
}

Dataset empty_results(std::size_t replicates, std::size_t departments) {
    const std::vector<std::string> each{"replicate", "department"};
    const std::vector<double> of_each(replicates * departments);
    const std::vector<double> of_all(replicates);
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", replicates), detail::counted("department", departments)};
    dataset.variables = {
        {"partners", "1", "Departments whose data are used", each, of_each},
        {"variance", "1", "Variance of the error of the estimate", each, of_each},
        {"squared_error", "1", "Mean square of the error of the estimate", each, of_each},
        {"form_hours", "h", "Time that a community fills in forms, in a week", each, of_each},
        {"islands", "1", "Groups of departments that share nothing", {"replicate"}, of_all},
        {"disagreement", "1", "Variance of the departments' estimates of one ward", {"replicate"}, of_all}};
    return dataset;
}

/// Of others, how many a department uses; all where there are none.
double linked_share(std::size_t partners, std::size_t departments) {
    return departments > 1 ? static_cast<double>(partners) / static_cast<double>(departments - 1) : 1.0;
}

void refuse_departments(std::uint32_t departments) {
    if (departments >= 1 && departments <= 2000) return;
    throw core::Error("data_sharing: departments must be 1 to 2,000");
}

void refuse_passing_on(const DataSharing& sharing) {
    if (sharing.received == ReceivedData::kept || sharing.form == SharingForm::hub) return;
    throw core::Error("data_sharing: where data are passed on there is no closed form here; simulate()");
}

double log_ways(double of, double some) {
    return math::lgamma(of + 1.0) - math::lgamma(some + 1.0) - math::lgamma(of - some + 1.0);
}

/// Mean variance where each of so many others is used with the same chance.
double variance_with(const DataSharing& sharing, std::uint32_t others, double chance) {
    double mean = 0.0;
    Fusion fusion;
    for (std::uint32_t used = 0; used <= others; ++used) {
        fusion.add(sharing.precision, 0.0);
        double weight = chance <= 0.0 ? (used == 0 ? 1.0 : 0.0) : (used == others ? 1.0 : 0.0);
        if (chance > 0.0 && chance < 1.0) {
            weight =
                math::exp(log_ways(others, used) + used * math::log(chance) + (others - used) * math::log1p(-chance));
        }
        mean += weight / fusion.precision(sharing);
    }
    return mean;
}

}  // namespace

double fused_variance(const DataSharing& sharing, std::span<const double> precisions) {
    Fusion fusion;
    for (const double precision : precisions) {
        if (!std::isfinite(precision) || precision < 0.0) {
            throw core::Error("fused_variance: precisions must be finite and at least 0");
        }
        fusion.add(precision, 0.0);
    }
    const double precision = fusion.precision(sharing);
    return precision > 0.0 ? 1.0 / precision : std::numeric_limits<double>::infinity();
}

Dataset simulate(const DataSharing& sharing, const SharingStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_sharing(check, sharing, start, experiment);
    check.finish();
    const Index size = check.size();
    const auto wards = static_cast<core::Tick>(experiment.until.value_or(100.0));
    Dataset dataset = empty_results(experiment.replicates, size);
    const auto values = [&](std::size_t variable) { return dataset.variables[variable].values.data(); };
    const double hours = sharing.platforms * sharing.form_hours;
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        const auto& graphs = experiment.graphs;
        const core::Graph* graph = graphs.empty() ? nullptr : graphs[replicate % graphs.size()].get();
        const DataUse use = SharingDraw(sharing, start, graph, size, seed).drawn();
        const std::vector<double> precisions = drawn_precisions(sharing, start, size, seed);
        Estimating departments(sharing, precisions, use, seed);
        for (core::Tick ward = 0; ward < wards; ++ward) departments.look_at(ward);
        for (Index each = 0; each < size; ++each) {
            const std::size_t place = replicate * size + each;
            values(0)[place] = static_cast<double>(use[each].size());
            values(1)[place] = 1.0 / departments.fusion(each).precision(sharing);
            values(2)[place] = departments.squared_error(each) / wards;
            values(3)[place] = hours * (1.0 - linked_share(use[each].size(), size));
        }
        values(4)[replicate] = static_cast<double>(count_islands(use));
        values(5)[replicate] = departments.disagreement() / wards;
    });
    return dataset;
}

double expected_variance(const DataSharing& sharing, std::uint32_t departments) {
    refuse_departments(departments);
    refuse_passing_on(sharing);
    const double chance = sharing.share_chance;
    const double shared = variance_with(sharing, departments - 1, chance);
    if (sharing.form != SharingForm::hub) return shared;
    return chance * shared + (1.0 - chance) * variance_with(sharing, 0, 0.0);
}

double expected_form_hours(const DataSharing& sharing, std::uint32_t departments) {
    refuse_departments(departments);
    refuse_passing_on(sharing);
    if (departments == 1) return 0.0;
    const double chance = sharing.share_chance;
    const double linked = sharing.form == SharingForm::hub ? chance * chance : chance;
    return departments * sharing.platforms * sharing.form_hours * (1.0 - linked);
}

double one_island_chance(const DataSharing& sharing, std::uint32_t departments) {
    refuse_departments(departments);
    const double chance = sharing.share_chance;
    if (departments == 1 || chance >= 1.0) return 1.0;
    if (sharing.form == SharingForm::hub) return math::pow(chance, static_cast<double>(departments));
    const double apart = math::log1p(-chance) * (sharing.form == SharingForm::one_way ? 2.0 : 1.0);
    std::vector<double> whole{1.0};  // chances that 1, 2, ... hang together
    for (std::uint32_t count = 2; count <= departments; ++count) {
        double broken = 0.0;
        for (std::uint32_t part = 1; part < count; ++part) {
            // The first hangs together with part - 1 others, and none of these with the rest.
            const double rest = part * static_cast<double>(count - part);
            broken += whole[part - 1] * math::exp(log_ways(count - 1.0, part - 1.0) + rest * apart);
        }
        whole.push_back(std::max(0.0, 1.0 - broken));
    }
    return whole.back();
}

void describe(core::ParameterTable& table, DataSharing& process) {
    static constexpr std::array forms{std::pair<std::string_view, SharingForm>{"mutual", SharingForm::mutual},
                                      std::pair<std::string_view, SharingForm>{"one_way", SharingForm::one_way},
                                      std::pair<std::string_view, SharingForm>{"hub", SharingForm::hub}};
    static constexpr std::array ways{std::pair<std::string_view, ReceivedData>{"kept", ReceivedData::kept},
                                     std::pair<std::string_view, ReceivedData>{"passed_on", ReceivedData::passed_on}};
    table.choice(process.form, forms,
                 {.key = "form",
                  .meaning = "How departments come to use each other's data: by agreement of two, each by itself, or "
                             "on a common platform"});
    table.choice(process.received, ways,
                 {.key = "received", .meaning = "Whether the data of others go on to those whom one's own go to"});
    table.add(process.share_chance,
              {.key = "share_chance",
               .meaning = "Chance that two departments share, that one lets another use its data, or joins the hub",
               .low = 0,
               .high = 1});
    table.add(process.precision, {.key = "precision",
                                  .meaning = "Precision of what a department sees by itself, 1 / variance",
                                  .low = 0,
                                  .high = 1e6,
                                  .low_open = true});
    table.add(
        process.correlation,
        {.key = "correlation", .meaning = "Correlation of the errors of two departments", .low = 0, .high = 0.99});
    table.add(process.prior_precision, {.key = "prior_precision",
                                        .meaning = "Precision with which everybody knows wards beforehand",
                                        .low = 0,
                                        .high = 1e6});
    table.add(process.platforms, {.key = "platforms",
                                  .meaning = "Platforms of a department that a community has to fill",
                                  .low = 1,
                                  .high = 100});
    table.add(process.form_hours,
              {.key = "form_hours",
               .meaning = "Time in a week that a platform's forms cost a community where nothing is shared",
               .unit = "h",
               .low = 0,
               .high = 168});
}

}  // namespace commonweal::process
