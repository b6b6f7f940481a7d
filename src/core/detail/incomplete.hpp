// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Chances of the gamma and the beta distribution and their inverses, with shapes from 0.01 to 1e6.
namespace commonweal::core::detail {

/// Both to full relative accuracy.
struct GammaChances {
    double below;
    double above;
};

/// Chances that a gamma variable of this shape and scale 1 is below and above x (NIST DLMF 8.2.4).
GammaChances gamma_chances(double shape, double x);
/// p in (0, 1).
double gamma_quantile(double shape, double p);

/// Chance that a beta variable is below x (NIST DLMF 8.17.2).
double beta_chance(double a, double b, double x);
/// p in (0, 1).
double beta_quantile(double a, double b, double p);

}  // namespace commonweal::core::detail
