// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

namespace commonweal::process::detail {

/// Fills the rates of change of a state.
using Rates = std::function<void(const std::vector<double>& state, std::vector<double>& rates)>;

/// Throws ConfigError where equations would take more than ten million steps of such a length.
void refuse_endless(double until, double step);

/// The states at 0, every, 2 every, ... until, from `state` on; steps of at most `step` (Runge-Kutta-Fehlberg 7(8) of
/// Boost.Odeint). Throws ConfigError as `refuse_endless` and `record_times`.
std::vector<std::vector<double>> integrate(const Rates& rates, std::vector<double> state, double until, double every,
                                           double step);

/// Where a function that is not above 0 at `low` and not below 0 at `high` passes 0.
double root(const std::function<double(double)>& function, double low, double high);

}  // namespace commonweal::process::detail
