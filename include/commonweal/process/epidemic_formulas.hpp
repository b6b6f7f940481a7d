// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace commonweal::process {

/// Shares of a crowd at the start of an epidemic; the rest are susceptible. Each at least 0, together at most 1.
struct EpidemicShares {
    double infectious = 0.0;
    double exposed = 0.0;
    double immune = 0.0;
};

/// Share that is ever infected, those infected at the start included, where everybody meets everybody: the largest
/// root of z = i + s (1 - exp(-r0 z)), with i infected and s susceptible at the start (Kermack and McKendrick 1927,
/// doi:10.1098/rspa.1927.0118). With nobody infected, very few are meant. Throws ConfigError unless r0 is at least 0.
double final_size(double r0, const EpidemicShares& start = {});

/// Largest share that is infectious at once, from very few, without a latent time and with exponential infectious
/// times: 1 - (1 + ln r0) / r0, and 0 where r0 is not above 1. Throws ConfigError unless r0 is at least 0.
double peak_prevalence(double r0);

/// Rates of the equations of an epidemic with exponential times, 1 / d, all above 0.
struct SeirRates {
    double beta = 0.5;   ///< Infections by one infectious while all others are susceptible.
    double sigma = 0.2;  ///< At which those exposed become infectious.
    double gamma = 0.1;  ///< At which the infectious recover.
};

/// The rate, 1 / d, at which infections grow at first: the positive or less negative root of
/// (r + sigma) (r + gamma) = sigma beta. Throws ConfigError for rates out of range.
double growth_rate(const SeirRates& rates);

/// Share of a network that one outbreak reaches where ties pass the infection on with the chance `transmissibility`,
/// each by itself: the largest component of bond percolation (Newman 2002, doi:10.1103/PhysRevE.66.016128).
/// `degrees[k]` is the share of agents with k ties, which are tied at random otherwise; shares add up to 1. Throws
/// ConfigError for shares and chances out of range.
double percolation_final_size(std::span<const double> degrees, double transmissibility);

/// The transmissibility from which on outbreaks can be large: the mean degree over the mean of its square less its
/// mean. Infinite where nobody could pass it on. Throws ConfigError for shares out of range.
double critical_transmissibility(std::span<const double> degrees);

}  // namespace commonweal::process
