// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/inoperability.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/place_values.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

using Limit = InoperabilityLimit;
using Vector = std::vector<double>;

constexpr std::string_view sector_kind = "sector";
constexpr std::size_t most_even_sectors = 10'000;

/// A square matrix, row by row, in sums of a fixed order.
struct SectorMatrix {
    explicit SectorMatrix(std::size_t sectors) : size(sectors), entries(sectors * sectors, 0.0) {}

    static SectorMatrix unit(std::size_t sectors) {
        SectorMatrix matrix(sectors);
        for (std::size_t k = 0; k < sectors; ++k) matrix.entries[k * sectors + k] = 1.0;
        return matrix;
    }

    void add(const SectorMatrix& other, double factor) {
        for (std::size_t k = 0; k < entries.size(); ++k) entries[k] += factor * other.entries[k];
    }

    SectorMatrix times(const SectorMatrix& other) const {
        SectorMatrix product(size);
        for (std::size_t i = 0; i < size; ++i) {
            for (std::size_t k = 0; k < size; ++k) {
                const double factor = entries[i * size + k];
                if (factor == 0.0) continue;
                for (std::size_t j = 0; j < size; ++j) {
                    product.entries[i * size + j] += factor * other.entries[k * size + j];
                }
            }
        }
        return product;
    }

    /// Adds the product with a vector.
    void onto(std::span<const double> vector, Vector& sum) const {
        for (std::size_t i = 0; i < size; ++i) {
            double row = 0.0;
            for (std::size_t j = 0; j < size; ++j) row += entries[i * size + j] * vector[j];
            sum[i] += row;
        }
    }

    double norm() const {
        double most = 0.0;
        for (std::size_t i = 0; i < size; ++i) {
            double row = 0.0;
            for (std::size_t j = 0; j < size; ++j) row += std::abs(entries[i * size + j]);
            most = std::max(most, row);
        }
        return most;
    }

    std::size_t size;
    Vector entries;
};

std::size_t sectors_of(std::span<const double> interdependency, const char* who) {
    const auto sectors = static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(interdependency.size()))));
    if (sectors * sectors == interdependency.size() && sectors > 0) return sectors;
    throw core::Error(std::string(who) + ": the matrix has " + std::to_string(interdependency.size()) +
                      " entries; it must be square");
}

/// Solves (I - A*) x = right for several right sides, by elimination with pivots. Empty if there is no solution or one
/// below 0: then chains of needs never end.
std::vector<Vector> leontief(std::span<const double> interdependency, std::vector<Vector> right) {
    const std::size_t n = right.front().size();
    SectorMatrix left = SectorMatrix::unit(n);
    for (std::size_t k = 0; k < n * n; ++k) left.entries[k] -= interdependency[k];
    const auto at = [&](std::size_t i, std::size_t j) -> double& { return left.entries[i * n + j]; };
    for (std::size_t step = 0; step < n; ++step) {
        // Of a matrix whose chains end, each pivot on the diagonal is above 0 (Hawkins and Simon 1949).
        if (!(at(step, step) > 0.0)) return {};
        for (std::size_t row = step + 1; row < n; ++row) {
            const double factor = at(row, step) / at(step, step);
            if (factor == 0.0) continue;
            for (std::size_t j = step; j < n; ++j) at(row, j) -= factor * at(step, j);
            for (Vector& side : right) side[row] -= factor * side[step];
        }
    }
    for (Vector& side : right) {
        for (std::size_t row = n; row-- > 0;) {
            for (std::size_t j = row + 1; j < n; ++j) side[row] -= at(row, j) * side[j];
            side[row] /= at(row, row);
        }
    }
    return right;
}

/// What others and the perturbation take from each sector.
Vector pressed_sectors(std::span<const double> interdependency, std::span<const double> perturbation, const Vector& q) {
    Vector sum(perturbation.begin(), perturbation.end());
    const std::size_t n = q.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) sum[i] += interdependency[i * n + j] * q[j];
    }
    return sum;
}

bool within_one(const Vector& values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return value <= 1.0; });
}

/// The least q = min(1, A* q + c*), by steps that climb to it.
Vector capped_inoperability(std::span<const double> interdependency, std::span<const double> perturbation) {
    constexpr int most_steps = 100'000;
    Vector q(perturbation.size(), 0.0);
    for (int step = 0; step < most_steps; ++step) {
        const Vector next = pressed_sectors(interdependency, perturbation, q);
        double change = 0.0;
        for (std::size_t i = 0; i < q.size(); ++i) {
            const double value = std::min(1.0, next[i]);
            change = std::max(change, std::abs(value - q[i]));
            q[i] = value;
        }
        if (change <= 1e-15) break;
    }
    return q;
}

/// From one record to the next: q becomes state q + input c*, and its integral grows by summed q + summed_input c*.
struct Propagator {
    explicit Propagator(std::size_t size) : state(size), input(size), summed_input(size) {}

    SectorMatrix state;         ///< exp(M h)
    SectorMatrix input;         ///< the integral of exp(M s) up to h
    SectorMatrix summed_input;  ///< the integral of that
};

/// Taylor series for a short time, doubled until it is `length`.
Propagator propagator_of(const SectorMatrix& rates, double length) {
    const std::size_t n = rates.size;
    int doublings = 0;
    double step = length;
    for (const double norm = rates.norm(); norm * step > 0.5; step *= 0.5) ++doublings;
    Propagator found(n);
    SectorMatrix term = SectorMatrix::unit(n);
    for (int k = 0; k <= 16; ++k) {
        found.state.add(term, 1.0);
        found.input.add(term, step / (k + 1.0));
        found.summed_input.add(term, step * step / ((k + 1.0) * (k + 2.0)));
        term = term.times(rates);
        for (double& entry : term.entries) entry *= step / (k + 1.0);
    }
    for (; doublings > 0; --doublings, step *= 2.0) {
        SectorMatrix summed = found.state.times(found.summed_input);
        summed.add(found.summed_input, 1.0);
        summed.add(found.input, step);
        SectorMatrix input = found.state.times(found.input);
        input.add(found.input, 1.0);
        found.state = found.state.times(found.state);
        found.input = std::move(input);
        found.summed_input = std::move(summed);
    }
    return found;
}

SectorMatrix sector_rates(std::span<const double> interdependency, const Vector& speed) {
    const std::size_t n = speed.size();
    SectorMatrix rates(n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            rates.entries[i * n + j] = speed[i] * (interdependency[i * n + j] - (i == j ? 1.0 : 0.0));
        }
    }
    return rates;
}

/// A stretch of time in which nothing changes from outside.
struct SectorStretch {
    std::size_t length;  ///< Which of the plan's.
    bool perturbed;
    bool recorded;  ///< at its end
};

/// The stretches between records and the end of the perturbation, and the few lengths that they have.
struct SectorPlan {
    SectorPlan(const Vector& records, double perturbation_length) {
        for (std::size_t k = 1; k < records.size(); ++k) {
            const double from = records[k - 1];
            const double to = records[k];
            const double middle = std::clamp(perturbation_length, from, to);
            // What is a rounding error is no stretch.
            const bool before = middle - from > 1e-9 * (to - from);
            const bool after = to - middle > 1e-9 * (to - from);
            if (before && after) {
                stretches.push_back({number_of(middle - from), true, false});
                stretches.push_back({number_of(to - middle), false, true});
            } else {
                stretches.push_back({number_of(to - from), before, true});
            }
        }
    }

    std::vector<Propagator> propagators(const SectorMatrix& rates) const {
        std::vector<Propagator> all;
        for (const double length : lengths) all.push_back(propagator_of(rates, length));
        return all;
    }

    std::vector<SectorStretch> stretches;
    Vector lengths;

private:
    std::size_t number_of(double length) {
        const auto same = [length](double one) { return std::abs(one - length) <= 1e-9 * length; };
        const auto found = std::find_if(lengths.begin(), lengths.end(), same);
        if (found != lengths.end()) return static_cast<std::size_t>(found - lengths.begin());
        lengths.push_back(length);
        return lengths.size() - 1;
    }
};

/// The course of one replicate, with the integral of each sector's inoperability.
class SectorCourse {
public:
    SectorCourse(std::span<const double> interdependency, Vector perturbation, Vector speed, Vector q)
        : interdependency_(interdependency),
          perturbation_(std::move(perturbation)),
          speed_(std::move(speed)),
          q_(std::move(q)),
          sum_(q_.size(), 0.0) {}

    /// Whether no sector is ever pressed beyond 1, so that a cap changes nothing.
    bool never_capped() const {
        if (within_one(pressed_sectors(interdependency_, perturbation_, Vector(q_.size(), 1.0)))) return true;
        if (std::any_of(q_.begin(), q_.end(), [](double value) { return value > 0.0; })) return false;
        const std::vector<Vector> most = leontief(interdependency_, {perturbation_});
        return !most.empty() && within_one(most.front());
    }

    void advance_exactly(const Propagator& by, bool perturbed) {
        Vector next(q_.size(), 0.0);
        by.input.onto(q_, sum_);
        by.state.onto(q_, next);
        if (perturbed) {
            Vector forced(q_.size());
            for (std::size_t i = 0; i < q_.size(); ++i) forced[i] = speed_[i] * perturbation_[i];
            by.input.onto(forced, next);
            by.summed_input.onto(forced, sum_);
        }
        q_ = std::move(next);
    }

    void advance_capped(double length, bool perturbed, double step) {
        const std::size_t n = q_.size();
        const Vector none(n, 0.0);
        const auto rates = [&](const Vector& state, Vector& change) {
            change.resize(2 * n);
            const Vector now(state.begin(), state.begin() + static_cast<std::ptrdiff_t>(n));
            const Vector full = pressed_sectors(interdependency_, perturbed ? perturbation_ : none, now);
            for (std::size_t i = 0; i < n; ++i) {
                change[i] = speed_[i] * (std::min(1.0, full[i]) - now[i]);
                change[n + i] = now[i];
            }
        };
        Vector state = q_;
        state.insert(state.end(), sum_.begin(), sum_.end());
        state = detail::integrate(rates, std::move(state), length, length, step).back();
        std::copy_n(state.begin(), n, q_.begin());
        std::copy_n(state.begin() + static_cast<std::ptrdiff_t>(n), n, sum_.begin());
    }

    const Vector& now() const { return q_; }
    const Vector& sum() const { return sum_; }
    const Vector& perturbation() const { return perturbation_; }

private:
    std::span<const double> interdependency_;
    Vector perturbation_;
    Vector speed_;
    Vector q_;
    Vector sum_;
};

void check_inoperability(detail::ExperimentCheck& check, const Inoperability& process,
                         const InoperabilityStart& start) {
    check.parameters(process);
    check.values("perturbation", start.perturbation, {.low = 0.0, .high = 1.0});
    check.values("inoperability", start.inoperability, {.low = 0.0, .high = 1.0});
    check.values("output", start.output, {.low = 0.0, .high = 1e15});
    if (start.recovery_time) check.values("recovery_time", *start.recovery_time, {.low = 0.01, .high = 1e4});
    const Interdependency& matrix = start.interdependency;
    const std::size_t n = check.size();
    const bool fits = matrix.empty() || matrix.size() == n * n;
    check.that(fits, "interdependency", std::to_string(matrix.size()) + " entries",
               "must have a row and a column for each of " + std::to_string(n) + " sectors");
    const bool right = std::all_of(matrix.begin(), matrix.end(), [](double x) { return x >= 0.0 && x <= 1.0; });
    check.that(right, "interdependency", "not between 0 and 1", "must hold shares between 0 and 1");
    if (!matrix.empty() && fits && right) {
        for (std::size_t i = 0; i < n; ++i) {
            check.that(matrix[i * n + i] <= 0.99, "interdependency", core::number_text(matrix[i * n + i]),
                       "must be at most 0.99 on the diagonal");
        }
        const bool ends = process.limit == Limit::capped || !leontief(matrix, {Vector(n, 1.0)}).empty();
        check.that(ends, "interdependency", "chains of needs that never end",
                   "must have a spectral radius below 1 where the limit is linear");
    }
    check.finish();
}

/// What all replicates have in common.
struct SectorSetting {
    const Inoperability& process;
    const InoperabilityStart& start;
    Interdependency matrix;
    std::size_t sectors;
    Vector records;
    SectorPlan plan;
    std::optional<double> step;

    /// Rates of recovery, 1 / d.
    Vector speeds(core::Seed seed) const {
        Vector times(sectors, process.recovery_time);
        if (start.recovery_time) {
            times = detail::place_values(*start.recovery_time, sectors, seed, sector_kind, "recovery_time");
        }
        for (std::size_t i = 0; i < sectors; ++i) {
            times[i] =
                resilience_coefficient({.recovery_time = times[i], .left = process.left}, matrix[i * sectors + i]);
        }
        return times;
    }
    bool same_speeds() const { return !start.recovery_time || start.recovery_time->drawn.is_constant(); }
};

/// Where one replicate's numbers go.
struct SectorRecord {
    double* inoperability;
    double* mean;
    double* loss;
    double* sector_loss;
    double* lasting;
};

void tell_sectors(const SectorCourse& course, const Vector& output, std::size_t record, const SectorRecord& to) {
    const Vector& q = course.now();
    double worth = 0.0;
    double missing = 0.0;
    double lost = 0.0;
    for (std::size_t i = 0; i < q.size(); ++i) {
        to.inoperability[record * q.size() + i] = q[i];
        worth += output[i];
        missing += output[i] * q[i];
        lost += output[i] * course.sum()[i];
    }
    to.mean[record] = worth > 0.0 ? missing / worth : 0.0;
    to.loss[record] = lost;
}

void run_sectors(const SectorSetting& setting, core::Seed seed, const std::vector<Propagator>& shared,
                 const SectorRecord& to) {
    const auto values = [&](const AgentValues& from, std::string_view name) {
        return detail::place_values(from, setting.sectors, seed, sector_kind, name);
    };
    const Vector output = values(setting.start.output, "output");
    const Vector speed = setting.speeds(seed);
    SectorCourse course(setting.matrix, values(setting.start.perturbation, "perturbation"), speed,
                        values(setting.start.inoperability, "inoperability"));
    const bool exact = setting.process.limit == Limit::linear || course.never_capped();
    std::vector<Propagator> own;
    if (exact && shared.empty()) own = setting.plan.propagators(sector_rates(setting.matrix, speed));
    const std::vector<Propagator>& by = shared.empty() ? own : shared;
    const double step = setting.step.value_or(0.1 / *std::max_element(speed.begin(), speed.end()));
    tell_sectors(course, output, 0, to);
    std::size_t record = 1;
    for (const SectorStretch& stretch : setting.plan.stretches) {
        if (exact) {
            course.advance_exactly(by[stretch.length], stretch.perturbed);
        } else {
            course.advance_capped(setting.plan.lengths[stretch.length], stretch.perturbed, step);
        }
        if (stretch.recorded) tell_sectors(course, output, record++, to);
    }
    const Vector lasting = static_inoperability(setting.process.limit, setting.matrix, course.perturbation());
    for (std::size_t i = 0; i < setting.sectors; ++i) {
        to.sector_loss[i] = output[i] * course.sum()[i];
        to.lasting[i] = lasting[i];
    }
}

Dataset sector_dataset(std::size_t replicates, const Vector& records, std::size_t sectors) {
    Dataset dataset;
    dataset.dimensions = {
        detail::counted("replicate", replicates), {"time", "d", records}, detail::counted("agent", sectors)};
    const auto zeros = [&](std::size_t each) { return Vector(replicates * each, 0.0); };
    const std::size_t times = records.size();
    dataset.variables = {
        {"inoperability",
         "1",
         "Share of its normal output that a sector lacks",
         {"replicate", "time", "agent"},
         zeros(times * sectors)},
        {"mean", "1", "Share of the output of all sectors that is lacking", {"replicate", "time"}, zeros(times)},
        {"loss", "1", "Output lost so far, in the money of the output", {"replicate", "time"}, zeros(times)},
        {"sector_loss", "1", "Output that the sector has lost", {"replicate", "agent"}, zeros(sectors)},
        {"lasting", "1", "Inoperability that a lasting perturbation ends in", {"replicate", "agent"}, zeros(sectors)}};
    return dataset;
}

}  // namespace

Interdependency even_interdependency(const Inoperability& process, std::size_t sectors) {
    if (sectors > most_even_sectors) {
        throw core::ConfigError({{.file = "keyword",
                                  .path = "sectors",
                                  .rule = "must be at most " + std::to_string(most_even_sectors),
                                  .value = std::to_string(sectors)}});
    }
    Interdependency matrix(sectors * sectors, 0.0);
    if (sectors < 2) return matrix;
    for (std::size_t i = 0; i < sectors; ++i) {
        for (std::size_t j = 0; j < sectors; ++j) {
            if (i != j) matrix[i * sectors + j] = process.coupling / static_cast<double>(sectors - 1);
        }
    }
    return matrix;
}

Interdependency interdependency_from(std::span<const double> technical, std::span<const double> output) {
    const std::size_t n = sectors_of(technical, "interdependency_from");
    const bool right =
        output.size() == n && std::all_of(output.begin(), output.end(), [](double x) { return x > 0.0; });
    if (!right) throw core::Error("interdependency_from: there must be an output above 0 for each sector");
    Interdependency matrix(technical.begin(), technical.end());
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) matrix[i * n + j] *= output[j] / output[i];
    }
    return matrix;
}

std::vector<double> static_inoperability(InoperabilityLimit limit, std::span<const double> interdependency,
                                         std::span<const double> perturbation) {
    if (sectors_of(interdependency, "static_inoperability") != perturbation.size()) {
        throw core::Error("static_inoperability: there must be a perturbation for each sector");
    }
    const std::vector<Vector> solved = leontief(interdependency, {Vector(perturbation.begin(), perturbation.end())});
    if (!solved.empty() && (limit == Limit::linear || within_one(solved.front()))) return solved.front();
    if (limit == Limit::capped) return capped_inoperability(interdependency, perturbation);
    throw core::Error("static_inoperability: chains of needs never end, the spectral radius being 1 or more");
}

double resilience_coefficient(const Inoperability& process, double own_need) {
    return -math::log(process.left) / (process.recovery_time * (1.0 - own_need));
}

InterdependencyIndices interdependency_indices(std::span<const double> interdependency) {
    const std::size_t n = sectors_of(interdependency, "interdependency_indices");
    if (n < 2) throw core::Error("interdependency_indices: there must be two sectors or more");
    std::vector<Vector> units(n, Vector(n, 0.0));
    for (std::size_t j = 0; j < n; ++j) units[j][j] = 1.0;
    const std::vector<Vector> inverse = leontief(interdependency, std::move(units));
    if (inverse.empty()) {
        throw core::Error("interdependency_indices: chains of needs never end, the spectral radius being 1 or more");
    }
    InterdependencyIndices found{Vector(n, 0.0), Vector(n, 0.0), Vector(n, 0.0), Vector(n, 0.0)};
    const double others = static_cast<double>(n - 1);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            if (i == j) continue;
            found.dependency[i] += interdependency[i * n + j] / others;
            found.influence[j] += interdependency[i * n + j] / others;
            found.overall_dependency[i] += inverse[j][i] / others;
            found.overall_influence[j] += inverse[j][i] / others;
        }
    }
    return found;
}

Dataset simulate(const Inoperability& process, const InoperabilityStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_inoperability(check, process, start);
    const std::size_t n = check.size();
    const double until = experiment.until.value_or(process.perturbation_length + 3.0 * process.recovery_time);
    const Vector records = detail::record_times(until, experiment.every.value_or(until / 100.0));
    const SectorSetting setting{
        process,
        start,
        start.interdependency.empty() ? even_interdependency(process, n) : start.interdependency,
        n,
        records,
        SectorPlan(records, process.perturbation_length),
        experiment.step};
    std::vector<Propagator> shared;
    if (setting.same_speeds()) {
        shared = setting.plan.propagators(sector_rates(setting.matrix, setting.speeds({experiment.seed, 0})));
    }
    Dataset dataset = sector_dataset(experiment.replicates, records, n);
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        const auto place = [&](std::size_t variable, std::size_t each) {
            return dataset.variables[variable].values.data() + replicate * each;
        };
        run_sectors(setting, {experiment.seed, static_cast<std::uint32_t>(replicate)}, shared,
                    {place(0, records.size() * n), place(1, records.size()), place(2, records.size()), place(3, n),
                     place(4, n)});
    });
    return dataset;
}

void describe(core::ParameterTable& table, Inoperability& process) {
    static constexpr std::array limits{std::pair<std::string_view, Limit>{"capped", Limit::capped},
                                       std::pair<std::string_view, Limit>{"linear", Limit::linear}};
    table.choice(process.limit, limits,
                 {.key = "limit", .meaning = "What becomes of an inoperability above 1: capped, or as published"});
    table.add(process.coupling, {.key = "coupling",
                                 .meaning = "Inoperability of a sector where all others fail, spread evenly over them",
                                 .low = 0,
                                 .high = 0.99});
    table.add(process.recovery_time, {.key = "recovery_time",
                                      .meaning = "In which a sector by itself recovers but for the share left",
                                      .unit = "d",
                                      .low = 0.01,
                                      .high = 1e4});
    table.add(process.left, {.key = "left",
                             .meaning = "Share of its inoperability that is left after the recovery time",
                             .low = 1e-6,
                             .high = 0.99,
                             .evidence = core::Evidence::literature,
                             .source = "Lian and Haimes 2006"});
    table.add(process.perturbation_length, {.key = "perturbation_length",
                                            .meaning = "How long the perturbation lasts",
                                            .unit = "d",
                                            .low = 0,
                                            .high = 1e4});
}

}  // namespace commonweal::process
