// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/process/proportional_fitting.hpp>
#include <string>
#include <utility>

namespace commonweal::process {
namespace {

using core::number_text;

/// What is wrong with seed and margins, in one sentence.
class FittingFaults {
public:
    void require(bool holds, const std::string& what) {
        if (holds) return;
        text_ += (any_ ? "; " : "") + what;
        any_ = true;
    }
    void refuse() const {
        if (any_) throw core::Error(text_);
    }

private:
    std::string text_ = "proportional fitting: ";
    bool any_ = false;
};

std::size_t cells_of(std::span<const std::uint32_t> shape) {
    std::size_t cells = 1;
    for (const std::uint32_t classes : shape) cells *= classes;
    return cells;
}

double sum_of(std::span<const double> values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum;
}

/// For each cell of a table the place of its sum in a margin.
std::vector<std::uint32_t> places(std::span<const std::uint32_t> shape, std::span<const std::uint32_t> dimensions) {
    std::vector<std::uint32_t> stride(shape.size(), 0);
    std::uint32_t step = 1;
    for (std::size_t k = dimensions.size(); k-- > 0;) {
        stride[dimensions[k]] = step;
        step *= shape[dimensions[k]];
    }
    std::vector<std::uint32_t> of_cell(cells_of(shape), 0);
    std::size_t inner = 1;
    for (std::size_t k = shape.size(); k-- > 0;) {
        for (std::size_t cell = 0; cell < of_cell.size(); ++cell)
            of_cell[cell] += static_cast<std::uint32_t>(cell / inner % shape[k]) * stride[k];
        inner *= shape[k];
    }
    return of_cell;
}

/// One margin of one table.
class Side {
public:
    Side(const Margin& margin, std::span<const std::uint32_t> shape)
        : totals_(margin.totals), place_(places(shape, margin.dimensions)), sums_(margin.totals.size()) {}

    void add_up(std::span<const double> cells) {
        std::fill(sums_.begin(), sums_.end(), 0.0);
        for (std::size_t cell = 0; cell < cells.size(); ++cell) sums_[place_[cell]] += cells[cell];
    }
    /// Largest gap between a sum and what it shall be, after add_up().
    double gap() const {
        double most = 0.0;
        for (std::size_t k = 0; k < sums_.size(); ++k) most = std::max(most, std::abs(sums_[k] - totals_[k]));
        return most;
    }
    /// After add_up().
    void meet(std::span<double> cells) {
        for (std::size_t k = 0; k < sums_.size(); ++k) sums_[k] = sums_[k] > 0.0 ? totals_[k] / sums_[k] : 0.0;
        for (std::size_t cell = 0; cell < cells.size(); ++cell) cells[cell] *= sums_[place_[cell]];
    }
    std::size_t size() const { return totals_.size(); }
    /// The first sum that shall be above 0 and has no cell above 0, after add_up(); size() if there is none.
    std::size_t first_impossible() const {
        std::size_t k = 0;
        while (k < sums_.size() && (sums_[k] > 0.0 || totals_[k] == 0.0)) ++k;
        return k;
    }

private:
    std::span<const double> totals_;
    std::vector<std::uint32_t> place_;
    std::vector<double> sums_;
};

bool are_counts(std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return value >= 0.0 && std::isfinite(value); });
}

void check_seed(const JointTable& seed, FittingFaults& faults) {
    const bool any_class =
        std::none_of(seed.shape.begin(), seed.shape.end(), [](auto classes) { return classes == 0; });
    faults.require(!seed.shape.empty() && any_class, "the table must have a dimension, and each a class");
    faults.require(seed.cells.size() == cells_of(seed.shape),
                   "the table has " + std::to_string(seed.cells.size()) + " cells, but must have " +
                       std::to_string(cells_of(seed.shape)) + " by its shape");
    faults.require(are_counts(seed.cells), "a cell of the table is no number from 0 on");
}

void check_margin(const Margin& margin, const std::string& name, const JointTable& seed, FittingFaults& faults) {
    std::vector<bool> named(seed.shape.size(), false);
    std::size_t wanted = 1;
    for (const std::uint32_t dimension : margin.dimensions) {
        const bool is_there = dimension < seed.shape.size();
        const std::string text = name + " names dimension " + std::to_string(dimension);
        faults.require(is_there, text + ", but there are " + std::to_string(seed.shape.size()));
        if (!is_there) continue;
        faults.require(!named[dimension], text + " twice");
        named[dimension] = true;
        wanted *= seed.shape[dimension];
    }
    faults.require(margin.totals.size() == wanted, name + " has " + std::to_string(margin.totals.size()) +
                                                       " totals, but its dimensions have " + std::to_string(wanted));
    faults.require(are_counts(margin.totals), "a total of " + name + " is no number from 0 on");
}

std::string margin_name(std::size_t k) { return "margin " + std::to_string(k); }

void check_wholes(std::span<const Margin> margins, FittingFaults& faults) {
    if (margins.empty()) return;
    const double whole = sum_of(margins[0].totals);
    faults.require(whole > 0.0, "the totals of margin 0 are all 0");
    for (std::size_t k = 1; k < margins.size(); ++k) {
        const double other = sum_of(margins[k].totals);
        faults.require(std::abs(other - whole) <= 1e-6 * whole, margin_name(k) + " adds up to " + number_text(other) +
                                                                    ", but margin 0 to " + number_text(whole));
    }
}

void check_possible(std::vector<Side>& sides, const JointTable& seed, FittingFaults& faults) {
    for (std::size_t k = 0; k < sides.size(); ++k) {
        sides[k].add_up(seed.cells);
        const std::size_t place = sides[k].first_impossible();
        faults.require(place == sides[k].size(), "total " + std::to_string(place) + " of " + margin_name(k) +
                                                     " is above 0, but all cells that add up to it are 0");
    }
}

/// The positions of the fractions that are rounded up.
std::vector<std::uint32_t> draw_fractions(std::span<const double> expected, std::uint64_t wanted, core::Seed seed,
                                          core::StreamId stream, std::span<const core::AgentId> ids) {
    std::vector<std::pair<double, std::uint32_t>> luck;  // odds of a uniform number against those of the fraction
    for (std::uint32_t k = 0; k < expected.size(); ++k) {
        const double fraction = expected[k] - std::floor(expected[k]);
        if (fraction <= 0.0) continue;
        core::Stream draws(seed, stream, {.agent = ids.empty() ? k : ids[k]});
        const double uniform = draws.open_uniform();
        luck.emplace_back(uniform * (1.0 - fraction) / ((1.0 - uniform) * fraction), k);
    }
    if (wanted > luck.size())
        throw core::Error("integerised: " + std::to_string(wanted) + " are missing from the total, but only " +
                          std::to_string(luck.size()) + " numbers have a fraction that could be rounded up");
    const auto last = luck.begin() + static_cast<std::ptrdiff_t>(wanted);
    if (last != luck.end()) std::nth_element(luck.begin(), last, luck.end());
    std::vector<std::uint32_t> drawn;
    for (auto each = luck.begin(); each != last; ++each) drawn.push_back(each->second);
    return drawn;
}

}  // namespace

JointTable JointTable::filled(std::vector<std::uint32_t> shape, double value) {
    const std::size_t cells = cells_of(shape);
    return {.shape = std::move(shape), .cells = std::vector<double>(cells, value)};
}

double& JointTable::at(std::span<const std::uint32_t> place) {
    COMMONWEAL_ASSERT(place.size() == shape.size());
    std::size_t cell = 0;
    for (std::size_t k = 0; k < shape.size(); ++k) cell = cell * shape[k] + place[k];
    return cells[cell];
}

double JointTable::at(std::span<const std::uint32_t> place) const { return const_cast<JointTable*>(this)->at(place); }

double JointTable::total() const { return sum_of(cells); }

std::vector<double> sums(const JointTable& table, std::span<const std::uint32_t> dimensions) {
    std::size_t size = 1;
    for (const std::uint32_t dimension : dimensions) size *= table.shape[dimension];
    std::vector<double> found(size, 0.0);
    const std::vector<std::uint32_t> place = places(table.shape, dimensions);
    for (std::size_t cell = 0; cell < place.size(); ++cell) found[place[cell]] += table.cells[cell];
    return found;
}

FittedTable fit(JointTable seed, std::span<const Margin> margins, const ProportionalFitting& fitting) {
    FittingFaults faults;
    check_seed(seed, faults);
    for (std::size_t k = 0; k < margins.size(); ++k) check_margin(margins[k], margin_name(k), seed, faults);
    check_wholes(margins, faults);
    faults.refuse();
    std::vector<Side> sides;
    for (const Margin& margin : margins) sides.emplace_back(margin, seed.shape);
    check_possible(sides, seed, faults);
    faults.refuse();

    FittedTable fitted{.table = std::move(seed), .converged = margins.empty()};
    const double whole = margins.empty() ? 1.0 : sum_of(margins[0].totals);
    while (!fitted.converged && fitted.rounds < fitting.most_rounds) {
        for (Side& side : sides) {
            side.add_up(fitted.table.cells);
            side.meet(fitted.table.cells);
        }
        fitted.deviation = 0.0;
        for (Side& side : sides) {
            side.add_up(fitted.table.cells);
            fitted.deviation = std::max(fitted.deviation, side.gap() / whole);
        }
        ++fitted.rounds;
        fitted.converged = fitted.deviation <= fitting.tolerance;
    }
    return fitted;
}

std::vector<std::uint32_t> integerised(std::span<const double> expected, std::uint64_t total, core::Seed seed,
                                       core::StreamId stream, std::span<const core::AgentId> ids) {
    if (!ids.empty() && ids.size() != expected.size())
        throw core::Error("integerised: there are " + std::to_string(ids.size()) + " ids for " +
                          std::to_string(expected.size()) + " numbers");
    std::vector<std::uint32_t> whole;
    whole.reserve(expected.size());
    std::uint64_t reached = 0;
    for (const double number : expected) {
        if (!(number >= 0.0) || number >= 0x1p31)
            throw core::Error("integerised: " + number_text(number) + " must be from 0 to 2^31");
        whole.push_back(static_cast<std::uint32_t>(static_cast<std::int32_t>(number)));
        reached += whole.back();
    }
    if (reached > total)
        throw core::Error("integerised: the whole parts add up to " + std::to_string(reached) +
                          ", more than the total of " + std::to_string(total));
    for (const std::uint32_t k : draw_fractions(expected, total - reached, seed, stream, ids)) ++whole[k];
    return whole;
}

void describe(core::ParameterTable& table, ProportionalFitting& process) {
    table.add(process.tolerance, {.key = "tolerance",
                                  .meaning = "Largest gap between a sum and its margin, as a share of the whole",
                                  .low = 0.0,
                                  .high = 1.0});
    table.add(process.most_rounds,
              {.key = "most_rounds", .meaning = "Rounds after which fitting stops", .low = 1, .high = 10'000});
}

}  // namespace commonweal::process
