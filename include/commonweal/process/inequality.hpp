// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace commonweal::process {

// How unequally something is spread. Amounts are finite and not negative, and there is at least one; else Error. Where
// all are 0, all have the same.

/// The Gini coefficient, in [0, 1): half the mean difference between two amounts over their mean. Takes time in
/// proportion to n log n. Gini 1912.
double gini(std::span<const double> amounts);

/// Theil's index T, in [0, ln n]: the mean of x/m ln(x/m), m being the mean. Theil 1967.
double theil(std::span<const double> amounts);

/// Theil's index in two parts that add up to it (Shorrocks 1980, doi:10.2307/1913126).
struct TheilParts {
    double between = 0.0;  ///< If everybody had the mean of their group.
    double within = 0.0;   ///< The groups' own indices, each weighted by its share of all amounts.
};
/// By the number of each one's group.
TheilParts theil_parts(std::span<const double> amounts, std::span<const std::uint32_t> groups);

/// Atkinson's index, in [0, 1]: the share of all amounts that a society of this aversion to inequality would give up to
/// have the rest spread equally. The aversion is at least 0; 1 compares the geometric mean. Atkinson 1970
/// (doi:10.1016/0022-0531(70)90039-6).
double atkinson(std::span<const double> amounts, double aversion);

/// Jain's index of equality, 1 for equal amounts and 1 / n where one has all (Jain, Chiu and Hawe 1984).
double jain_index(std::span<const double> amounts);

/// The concentration index, in (-1, 1): twice the covariance of an amount and its owner's place by `rank` (income,
/// say), over the mean; below 0 where those of low rank have more. Of equal ranks each takes the middle place. By its
/// own rank it is the Gini coefficient. Kakwani, Wagstaff and van Doorslaer 1997 (doi:10.1016/S0304-4076(96)01807-6).
double concentration_index(std::span<const double> amounts, std::span<const double> rank);

/// The mean amount among the lowest by `rank` over that among the highest, each this share of all, in (0, 0.5]: of
/// times to recover by income and the share 0.2, how many times as long the poorest fifth takes. Who stands on the
/// border counts in part, equal ranks by their mean. Infinite where the highest have nothing and the lowest have.
double low_to_high_ratio(std::span<const double> amounts, std::span<const double> rank, double share = 0.2);

}  // namespace commonweal::process
