// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/opinion.hpp>

#include <Eigen/IterativeLinearSolvers>
#include <Eigen/SparseCore>
#include <Eigen/SparseLU>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <string>

namespace commonweal::process {

namespace {

using core::Index;
using Matrix = Eigen::SparseMatrix<double>;

std::vector<double> one_each(const AgentValues& values, std::size_t size, const std::string& name) {
    if (values.given.empty() && values.drawn.is_constant()) return std::vector<double>(size, values.drawn.mean());
    if (values.given.size() == size) return values.given;
    throw core::Error("opinion: " + name + " must be one number for all or one for each of " + std::to_string(size) +
                      " people");
}

std::vector<double> shares_each(const std::optional<AgentValues>& values, double all, std::size_t size,
                                const std::string& name) {
    std::vector<double> each = values ? one_each(*values, size, name) : std::vector<double>(size, all);
    for (const double share : each) {
        if (!(share >= 0.0 && share <= 1.0)) {
            throw core::Error("opinion: " + name + " is " + std::to_string(share) + "; must be between 0 and 1");
        }
    }
    return each;
}

/// Weights of ties; 1 each where the graph has none.
std::vector<double> weights_of(const core::Graph& graph) {
    if (graph.size() == 0) throw core::Error("opinion: graph is 0 agents; there must be somebody");
    if (graph.is_bipartite()) throw core::Error("opinion: the graph must lead from people to people");
    std::vector<double> weights(graph.arcs(), 1.0);
    for (const auto& column : graph.columns().columns()) {
        if (column.name != columns::tie_weight.name) continue;
        const auto values = graph.values(columns::tie_weight);
        weights.assign(values.begin(), values.end());
    }
    for (const double weight : weights) {
        if (!(weight >= 0.0)) throw core::Error("opinion: weight " + std::to_string(weight) + " must be at least 0");
    }
    return weights;
}

/// What each listens to: rows add up to 1, and whoever has nobody hears themselves.
struct Listening {
    Listening(const core::Graph& graph, const std::vector<double>& self_weight)
        : matrix(graph.size(), graph.size()), heard_by(graph.size()), alone(graph.size(), true) {
        const std::vector<double> weights = weights_of(graph);
        std::vector<Eigen::Triplet<double>> entries;
        for (Index v = 0; v < graph.size(); ++v) {
            double total = 0.0;
            for (std::uint64_t arc = graph.first_arc(v); arc < graph.first_arc(v + 1); ++arc) total += weights[arc];
            alone[v] = total <= 0.0 || self_weight[v] >= 1.0;
            entries.emplace_back(v, v, alone[v] ? 1.0 : self_weight[v]);
            if (alone[v]) continue;
            for (std::uint64_t arc = graph.first_arc(v); arc < graph.first_arc(v + 1); ++arc) {
                if (weights[arc] <= 0.0) continue;
                entries.emplace_back(v, graph.targets()[arc], (1.0 - self_weight[v]) * weights[arc] / total);
                heard_by[graph.targets()[arc]].push_back(v);
            }
        }
        matrix.setFromTriplets(entries.begin(), entries.end());
    }

    Matrix matrix;
    std::vector<std::vector<Index>> heard_by;
    std::vector<bool> alone;
};

/// Marks all whom an opinion of `from` comes to.
void mark_hearers(const Listening& listening, Index from, std::vector<bool>& marked) {
    std::vector<Index> waiting{from};
    marked[from] = true;
    while (!waiting.empty()) {
        const Index v = waiting.back();
        waiting.pop_back();
        for (const Index hearer : listening.heard_by[v]) {
            if (!marked[hearer]) waiting.push_back(hearer);
            marked[hearer] = true;
        }
    }
}

template <class Solver>
std::vector<double> solved_by(Solver& solver, const Matrix& matrix, const Eigen::VectorXd& right) {
    solver.compute(matrix);
    const Eigen::VectorXd found = solver.solve(right);
    if (solver.info() != Eigen::Success) throw core::Error("opinion: the equations could not be solved");
    return {found.data(), found.data() + found.size()};
}

std::vector<double> solved(const Matrix& matrix, const Eigen::VectorXd& right) {
    // The factors of a large random network are dense.
    constexpr Eigen::Index largest_factored = 1000;
    if (matrix.rows() <= largest_factored) {
        Eigen::SparseLU<Matrix> solver;
        return solved_by(solver, matrix, right);
    }
    Eigen::BiCGSTAB<Matrix> solver;
    solver.setTolerance(1e-13);
    solver.setMaxIterations(10'000);
    return solved_by(solver, matrix, right);
}

/// Somebody whom all listen to in the end.
Index heard_by_all(const Listening& listening) {
    const auto size = static_cast<Index>(listening.heard_by.size());
    std::vector<bool> marked(size, false);
    Index candidate = 0;
    for (Index v = 0; v < size; ++v) {
        if (marked[v]) continue;
        candidate = v;
        mark_hearers(listening, v, marked);
    }
    std::vector<bool> reached(size, false);
    mark_hearers(listening, candidate, reached);
    for (Index v = 0; v < size; ++v) {
        if (reached[v]) continue;
        throw core::Error("opinion: there is no shared opinion: " + std::to_string(v) + " and " +
                          std::to_string(candidate) + " have nobody whom both listen to in the end");
    }
    return candidate;
}

}  // namespace

std::vector<double> equilibrium(const FriedkinJohnsen& process, const OpinionStart& start, const core::Graph& graph) {
    const Index size = graph.size();
    const std::vector<double> first = one_each(start.opinion, size, "opinion");
    std::vector<double> susceptibility =
        shares_each(start.susceptibility, process.susceptibility, size, "susceptibility");
    const Listening listening(graph, shares_each(start.self_weight, process.self_weight, size, "self_weight"));
    std::vector<bool> held(size, false);
    for (Index v = 0; v < size; ++v) {
        if (listening.alone[v]) susceptibility[v] = 0.0;
        if (susceptibility[v] < 1.0 && !held[v]) mark_hearers(listening, v, held);
    }
    Eigen::VectorXd right(size);
    Eigen::VectorXd follows(size);
    for (Index v = 0; v < size; ++v) {
        if (!held[v]) {
            throw core::Error("opinion: there is no one equilibrium: " + std::to_string(v) +
                              " listens, in the end, only to those of susceptibility 1; see social_influence");
        }
        right[v] = (1.0 - susceptibility[v]) * first[v];
        follows[v] = susceptibility[v];
    }
    Matrix matrix(size, size);
    matrix.setIdentity();
    matrix -= follows.asDiagonal() * listening.matrix;
    return solved(matrix, right);
}

std::vector<double> social_influence(const FriedkinJohnsen& process, const OpinionStart& start,
                                     const core::Graph& graph) {
    const Index size = graph.size();
    if (size == 0) throw core::Error("opinion: the graph has nobody");
    const Listening listening(graph, shares_each(start.self_weight, process.self_weight, size, "self_weight"));
    const Index known = heard_by_all(listening);
    // The influence of `known`, before it is scaled, is 1; that of the others follows: p_i = sum_j p_j W_ji.
    std::vector<Eigen::Triplet<double>> entries{{static_cast<int>(known), static_cast<int>(known), 1.0}};
    Eigen::VectorXd right = Eigen::VectorXd::Zero(size);
    right[known] = 1.0;
    for (int column = 0; column < listening.matrix.outerSize(); ++column) {
        if (static_cast<Index>(column) == known) continue;
        entries.emplace_back(column, column, 1.0);
        for (Matrix::InnerIterator at(listening.matrix, column); at; ++at) {
            entries.emplace_back(column, static_cast<int>(at.row()), -at.value());
        }
    }
    Matrix matrix(size, size);
    matrix.setFromTriplets(entries.begin(), entries.end());
    std::vector<double> influence = solved(matrix, right);
    double total = 0.0;
    for (const double one : influence) total += one;
    for (double& one : influence) one /= total;
    return influence;
}

}  // namespace commonweal::process
