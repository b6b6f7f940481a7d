// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/dependency_cascade.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/place_values.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/process/backup.hpp>
#include <numeric>
#include <span>
#include <string>
#include <string_view>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

constexpr std::string_view coupled_node = "node";

/// Share of what is left of a random network that is in its largest part.
double largest_part(double mean_degree, double left) {
    const double degree = mean_degree * left;
    if (degree <= 1.0) return 0.0;
    // 1 - exp(-d g) >= d g - (d g)^2 / 2, so that the root is not below this.
    const double low = 2.0 * (degree - 1.0) / (degree * degree);
    return detail::root([degree](double g) { return g - 1.0 + math::exp(-degree * g); }, std::min(low, 1.0), 1.0);
}

/// Random ties: each end any node but the other; as many as a Poisson number.
void tie_randomly(std::vector<CascadeTie>& ties, Index nodes, double mean_degree, core::Seed seed,
                  std::uint32_t network) {
    constexpr core::StreamId count_stream = core::StreamId::of(coupled_node, "cascade_ties");
    constexpr core::StreamId stream = core::StreamId::of(coupled_node, "cascade_tie");
    core::Stream draw_count(seed, count_stream, {.agent = 0, .tick = network});
    ties.clear();
    if (nodes < 2) return;
    const std::uint64_t count = draw_count.poisson(0.5 * mean_degree * nodes);
    ties.reserve(count);
    for (std::uint64_t pair = 0; 2 * pair < count; ++pair) {
        core::Stream draws(seed, stream, {.agent = static_cast<core::AgentId>(pair), .tick = network});
        for (std::uint64_t k = 2 * pair; k < std::min(count, 2 * pair + 2); ++k) {
            const Index one = draws.below(nodes);
            const Index other = draws.below(nodes - 1);
            ties.emplace_back(one, other < one ? other : other + 1);
        }
    }
}

/// Which node of a network needs which of the first: any order has the same chance.
std::vector<Index> shuffled_nodes(Index nodes, core::Seed seed, std::uint32_t network) {
    constexpr core::StreamId stream = core::StreamId::of(coupled_node, "cascade_need");
    std::vector<Index> order(nodes);
    std::iota(order.begin(), order.end(), Index{0});
    for (Index last = nodes; last-- > 1;) {
        core::Stream draws(seed, stream, {.agent = last, .tick = network});
        std::swap(order[last], order[draws.below(last + 1)]);
    }
    return order;
}

void tie_as(const core::Graph& graph, const std::vector<Index>& order, std::vector<CascadeTie>& ties) {
    ties.clear();
    for (const auto& [one, other] : graph.edges().ends) ties.emplace_back(order[one], order[other]);
}

/// Exactly the share `intact` of all nodes is left, whatever the draws.
std::vector<std::uint8_t> first_failures(Index nodes, double intact, core::Seed seed) {
    const auto left = static_cast<Index>(std::llround(intact * nodes));
    constexpr core::StreamId stream = core::StreamId::of(coupled_node, "cascade_failure");
    std::vector<std::uint8_t> failed(nodes, 0);
    // Floyd's way: each set of this size has the same chance (Bentley and Floyd 1987, doi:10.1145/30401.315746).
    for (Index top = left; top < nodes; ++top) {
        const Index drawn = core::Stream(seed, stream, {.agent = top}).below(top + 1);
        failed[failed[drawn] ? top : drawn] = 1;
    }
    return failed;
}

void fill_ties(CoupledNetworks& coupled, const DependencyCascade& process, const Experiment& experiment, Index nodes,
               core::Seed seed) {
    for (std::uint32_t network = 0; network < process.networks; ++network) {
        std::vector<CascadeTie>& ties = coupled.ties(network);
        if (!experiment.graphs.empty()) {
            tie_as(*experiment.graphs[network % experiment.graphs.size()], shuffled_nodes(nodes, seed, network), ties);
        } else if (experiment.make_graph) {
            core::Workers one(1);
            const core::Seed own{seed.value, seed.replicate * process.networks + network};
            tie_as(experiment.make_graph(nodes, own, one), shuffled_nodes(nodes, seed, network), ties);
        } else {
            tie_randomly(ties, nodes, process.mean_degree, seed, network);
        }
    }
}

}  // namespace

PercolationThreshold percolation_threshold(const DependencyCascade& process) {
    const double n = process.networks;
    if (process.networks < 2) return {.intact = 1.0 / process.mean_degree, .giant = 0.0};
    // With u = mean_degree P, intact is mean_degree^-1 u (1 - exp(-u))^-n, lowest where 1 - exp(-u) = n u exp(-u).
    const double u =
        detail::root([n](double x) { return 1.0 - math::exp(-x) - n * x * math::exp(-x); }, 1e-9, 2.0 * n + 10.0);
    const double lowest = u * math::exp(-n * math::log(1.0 - math::exp(-u)));
    return {.intact = lowest / process.mean_degree, .giant = u / process.mean_degree};
}

double giant_share(const DependencyCascade& process) {
    const double n = process.networks;
    const double degree = process.mean_degree;
    if (process.networks < 2) return process.intact * largest_part(degree, process.intact);
    const PercolationThreshold threshold = percolation_threshold(process);
    if (process.intact < threshold.intact || !(process.intact > 0.0)) return 0.0;
    return detail::root(
        [&](double share) {
            if (share <= 0.0) return -1.0;
            return share - process.intact * math::exp(n * math::log(1.0 - math::exp(-degree * share)));
        },
        std::min(threshold.giant, process.intact), process.intact);
}

Dataset mean_field(const DependencyCascade& process, std::uint32_t stages) {
    // What is left of network m is the first failure and what all others cut off, each by its last stage.
    std::vector<double> part(process.networks, 1.0);
    Dataset dataset;
    dataset.dimensions = {detail::counted("stage", stages + 1)};
    dataset.variables = {{"giant", "1", "Share of nodes that are left", {"stage"}, {process.intact}}};
    for (std::uint32_t stage = 0; stage < stages; ++stage) {
        const std::uint32_t network = stage % process.networks;
        double left = process.intact;
        for (std::uint32_t other = 0; other < process.networks; ++other) left *= other == network ? 1.0 : part[other];
        part[network] = largest_part(process.mean_degree, left);
        dataset.variables.front().values.push_back(left * part[network]);
    }
    return dataset;
}

CoupledNetworks::CoupledNetworks(Index nodes, std::uint32_t networks)
    : ties_(networks), parent_(nodes), members_(nodes), alive_(nodes) {
    left_.reserve(nodes);
}

Index CoupledNetworks::root_of(Index node) {
    while (parent_[node] != node) {
        parent_[node] = parent_[parent_[node]];
        node = parent_[node];
    }
    return node;
}

void CoupledNetworks::keep_largest(std::vector<CascadeTie>& ties) {
    for (const Index node : left_) {
        parent_[node] = node;
        members_[node] = 0;
    }
    // The lower root stays one, so that a part's root is its lowest node.
    std::size_t kept = 0;
    for (const auto& [one, other] : ties) {
        if (!alive_[one] || !alive_[other]) continue;
        ties[kept++] = {one, other};
        const Index a = root_of(one);
        const Index b = root_of(other);
        if (a < b) {
            parent_[b] = a;
        } else {
            parent_[a] = b;
        }
    }
    ties.resize(kept);
    Index largest = left_.empty() ? 0 : left_.front();
    for (const Index node : left_) {
        const Index root = parent_[node] = root_of(node);
        if (++members_[root] > members_[largest] || (members_[root] == members_[largest] && root < largest)) {
            largest = root;
        }
    }
    std::size_t staying = 0;
    for (const Index node : left_) {
        if (parent_[node] == largest) {
            left_[staying++] = node;
        } else {
            alive_[node] = 0;
        }
    }
    left_.resize(staying);
}

const std::vector<Index>& CoupledNetworks::cascade(const std::vector<std::uint8_t>& failed) {
    left_.clear();
    for (Index node = 0; node < failed.size(); ++node) {
        alive_[node] = failed[node] ? 0 : 1;
        if (!failed[node]) left_.push_back(node);
    }
    stages_.assign(1, static_cast<Index>(left_.size()));
    std::size_t calm = 0;
    for (std::size_t network = 0; calm < ties_.size(); network = (network + 1) % ties_.size()) {
        const std::size_t before = left_.size();
        keep_largest(ties_[network]);
        calm = left_.size() == before ? calm + 1 : 1;
        stages_.push_back(static_cast<Index>(left_.size()));
    }
    // The last round has changed nothing.
    stages_.resize(std::max<std::size_t>(2, stages_.size() - ties_.size() + 1));
    return stages_;
}

Dataset simulate(const DependencyCascade& process, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.finish();
    const Index nodes = check.size();
    std::vector<std::vector<Index>> courses(experiment.replicates);
    core::Workers(experiment.threads).for_each(courses.size(), [&](std::size_t replicate) {
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        CoupledNetworks coupled(nodes, process.networks);
        fill_ties(coupled, process, experiment, nodes, seed);
        courses[replicate] = coupled.cascade(first_failures(nodes, process.intact, seed));
    });
    std::size_t longest = 1;
    for (const std::vector<Index>& course : courses) longest = std::max(longest, course.size());
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", courses.size()), detail::counted("stage", longest)};
    dataset.variables = {{"giant", "1", "Share of nodes that are left", {"replicate", "stage"}, {}},
                         {"remaining", "1", "Share of nodes that are left in the end", {"replicate"}, {}},
                         {"stages", "1", "Stages until nothing more fails", {"replicate"}, {}}};
    for (const std::vector<Index>& course : courses) {
        for (std::size_t stage = 0; stage < longest; ++stage) {
            const double left = course[std::min(stage, course.size() - 1)];
            dataset.variables[0].values.push_back(left / nodes);
        }
        dataset.variables[1].values.push_back(static_cast<double>(course.back()) / nodes);
        dataset.variables[2].values.push_back(static_cast<double>(course.size()) - 1.0);
    }
    return dataset;
}

namespace {

constexpr std::string_view facility_kind = "facility";
constexpr double longest_supply_run = 168.0;
constexpr double most_supply_steps = 1e9;

/// The links, those of each user side by side.
struct SupplyLinks {
    std::vector<std::uint32_t> begin;
    std::vector<std::uint32_t> supplier;
    std::vector<double> need;
    std::vector<Backup> backup;
};

SupplyLinks supply_links(const SupplyCascade& process, const SupplyStart& start, Index size) {
    std::vector<Index> users = start.user;
    std::vector<Index> suppliers = start.supplier;
    if (users.empty()) {
        for (Index row = 1; row < size; ++row) users.push_back(row);
        suppliers.assign(users.size(), 0);
    }
    SupplyLinks links;
    links.begin.assign(std::size_t{size} + 1, 0);
    for (const Index user : users) ++links.begin[user + 1];
    std::partial_sum(links.begin.begin(), links.begin.end(), links.begin.begin());
    links.supplier.resize(users.size());
    links.need.resize(users.size());
    links.backup.resize(users.size());
    std::vector<std::uint32_t> next(links.begin.begin(), links.begin.end() - 1);
    for (std::size_t link = 0; link < users.size(); ++link) {
        const std::uint32_t to = next[users[link]]++;
        links.supplier[to] = suppliers[link];
        links.need[to] = start.need.empty() ? process.need : start.need[link];
        const double capacity = start.backup.empty() ? process.backup : start.backup[link];
        links.backup[to] = {.capacity = process.backup_factor * capacity,
                            .recharge = start.recharge.empty() ? process.recharge : start.recharge[link]};
    }
    return links;
}

/// Hours in steps.
struct SupplyClock {
    explicit SupplyClock(const Experiment& experiment) : step(experiment.step.value_or(1.0)) {
        const double until = experiment.until.value_or(longest_supply_run);
        last = steps(until);
        every = steps(experiment.every.value_or(until / 100.0));
    }
    std::size_t steps(double hours) const {
        return static_cast<std::size_t>(std::clamp(std::ceil(hours / step - 1e-9), 1.0, most_supply_steps));
    }
    std::vector<double> records() const {
        std::vector<double> times{0.0};
        for (std::size_t k = 1; k <= (last + every - 1) / every; ++k) {
            times.push_back(step * static_cast<double>(std::min(last, k * every)));
        }
        return times;
    }

    double step;
    std::size_t last = 1;
    std::size_t every = 1;
};

/// Where one replicate's numbers go.
struct SupplyRecord {
    double* function;
    double* mean;
    double* lost;
};

/// The facilities of one replicate.
class SupplyRun {
public:
    SupplyRun(const SupplyCascade& process, const SupplyStart& start, const SupplyLinks& links, Index size,
              core::Seed seed)
        : process_(process),
          links_(links),
          damaged_(detail::place_values(start.own, size, seed, facility_kind, "own")),
          repaired_(detail::place_values(start.repaired, size, seed, facility_kind, "repaired")),
          own_(size),
          level_(links.supplier.size()) {
        for (std::size_t link = 0; link < level_.size(); ++link) {
            level_[link] = process.charge * links.backup[link].capacity;
        }
        stand_at(0.0);
        function_ = own_;
        before_ = own_;
    }

    void next(double hour, double step) {
        stand_at(hour);
        if (process_.order == SupplyOrder::next_step) before_ = function_;
        const std::span<const double> supply = process_.order == SupplyOrder::next_step ? before_ : function_;
        advance({.begin = links_.begin, .supplier = links_.supplier, .need = links_.need, .backup = links_.backup},
                own_, supply, step, {.level = level_, .function = function_});
    }

    const std::vector<double>& function() const { return function_; }

private:
    void stand_at(double hour) {
        for (std::size_t row = 0; row < own_.size(); ++row) own_[row] = hour < repaired_[row] ? damaged_[row] : 1.0;
    }

    const SupplyCascade& process_;
    const SupplyLinks& links_;
    std::vector<double> damaged_;
    std::vector<double> repaired_;
    std::vector<double> own_;
    std::vector<double> level_;
    std::vector<double> function_;
    std::vector<double> before_;
};

void run_supply(SupplyRun run, const SupplyClock& clock, std::size_t size, const SupplyRecord& to) {
    const auto tell = [&](std::size_t record) {
        std::copy(run.function().begin(), run.function().end(), to.function + record * size);
        const double sum = std::accumulate(run.function().begin(), run.function().end(), 0.0);
        to.mean[record] = sum / static_cast<double>(size);
    };
    tell(0);
    for (std::size_t tick = 1; tick <= clock.last; ++tick) {
        run.next(clock.step * static_cast<double>(tick - 1), clock.step);
        for (std::size_t row = 0; row < size; ++row) to.lost[row] += clock.step * (1.0 - run.function()[row]);
        if (tick % clock.every == 0 || tick == clock.last) tell((tick + clock.every - 1) / clock.every);
    }
}

void check_links(detail::ExperimentCheck& check, const SupplyStart& start) {
    const std::size_t links = start.user.size();
    check.that(start.supplier.size() == links, "supplier", std::to_string(start.supplier.size()) + " rows",
               "must be one for each user, " + std::to_string(links));
    const auto rows = [&](const char* name, const std::vector<Index>& all) {
        const auto wrong = std::find_if(all.begin(), all.end(), [&](Index row) { return row >= check.size(); });
        if (wrong == all.end()) return;
        check.that(false, name, std::to_string(*wrong),
                   "must be rows of facilities, below " + std::to_string(check.size()));
    };
    rows("user", start.user);
    rows("supplier", start.supplier);
    const auto numbers = [&](const char* name, const std::vector<double>& all, double low, double high) {
        check.that(all.empty() || (all.size() == links && links > 0), name, std::to_string(all.size()) + " numbers",
                   "must be one for each link, " + std::to_string(links));
        const auto wrong =
            std::find_if(all.begin(), all.end(), [&](double each) { return !(each >= low && each <= high); });
        if (wrong != all.end()) check.number(name, *wrong, {.low = low, .high = high});
    };
    numbers("need", start.need, 1e-9, 1.0);
    numbers("backup", start.backup, 0.0, 720.0);
    numbers("recharge", start.recharge, 0.0, 100.0);
}

}  // namespace

Dataset simulate(const SupplyCascade& process, const SupplyStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check_links(check, start);
    check.values("own", start.own, {.low = 0.0, .high = 1.0});
    check.values("repaired", start.repaired, {.low = 0.0});
    const double step = experiment.step.value_or(1.0);
    check.that(!(experiment.until.value_or(longest_supply_run) / step > most_supply_steps), "until",
               core::number_text(experiment.until.value_or(longest_supply_run)), "must be at most 1e9 steps");
    check.finish();
    const SupplyClock clock(experiment);
    const std::vector<double> records = clock.records();
    const SupplyLinks links = supply_links(process, start, check.size());
    const std::size_t size = check.size();
    const auto zeros = [&](std::size_t each) { return std::vector<double>(experiment.replicates * each, 0.0); };
    Dataset dataset;
    dataset.dimensions = {
        detail::counted("replicate", experiment.replicates), {"time", "h", records}, detail::counted("agent", size)};
    dataset.variables = {
        {"function", "1", "Function of a facility", {"replicate", "time", "agent"}, zeros(records.size() * size)},
        {"mean", "1", "Mean function of all facilities", {"replicate", "time"}, zeros(records.size())},
        {"lost", "h", "Full function that the facility has lost", {"replicate", "agent"}, zeros(size)}};
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        const auto place = [&](std::size_t variable, std::size_t each) {
            return dataset.variables[variable].values.data() + replicate * each;
        };
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        run_supply(SupplyRun(process, start, links, check.size(), seed), clock, size,
                   {place(0, records.size() * size), place(1, records.size()), place(2, size)});
    });
    return dataset;
}

void describe(core::ParameterTable& table, DependencyCascade& process) {
    table.add(process.networks, {.key = "networks", .meaning = "Networks that need each other", .low = 1, .high = 100});
    table.add(process.mean_degree, {.key = "mean_degree",
                                    .meaning = "Mean degree of each network, where no graphs are given",
                                    .low = 0,
                                    .high = 1000});
    table.add(process.intact,
              {.key = "intact", .meaning = "Share of nodes that a first failure leaves", .low = 0, .high = 1});
}

void describe(core::ParameterTable& table, SupplyCascade& process) {
    static constexpr std::array orders{std::pair<std::string_view, SupplyOrder>{"next_step", SupplyOrder::next_step},
                                       std::pair<std::string_view, SupplyOrder>{"same_step", SupplyOrder::same_step}};
    table.choice(process.order, orders,
                 {.key = "order", .meaning = "When a user feels its supplier: a step later, or at once if it can"});
    table.add(process.need, {.key = "need",
                             .meaning = "Function of the supplier at which a user has enough",
                             .low = 0,
                             .high = 1,
                             .low_open = true});
    table.add(
        process.backup,
        {.key = "backup", .meaning = "How long a store carries the full need", .unit = "h", .low = 0, .high = 720});
    table.add(
        process.recharge,
        {.key = "recharge", .meaning = "Hours of need that come back per hour of full supply", .low = 0, .high = 100});
    table.add(process.backup_factor,
              {.key = "backup_factor", .meaning = "Factor on the capacity of all stores", .low = 0, .high = 100});
    table.add(
        process.charge,
        {.key = "charge", .meaning = "Share of its capacity that each store holds at first", .low = 0, .high = 1});
}

}  // namespace commonweal::process
