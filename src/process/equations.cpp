// SPDX-License-Identifier: Apache-2.0
#include "process/detail/equations.hpp"
#include "process/detail/time_curves.hpp"

#include <boost/numeric/odeint/stepper/runge_kutta_fehlberg78.hpp>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>
#include <cstddef>

namespace commonweal::process::detail {

namespace {

constexpr double most_equation_steps = 1e7;

}  // namespace

void refuse_endless(double until, double step) {
    if (until / step <= most_equation_steps) return;
    throw core::ConfigError({{.file = "keyword",
                              .path = "until",
                              .rule = "must be at most " + core::number_text(most_equation_steps * step) +
                                      ", ten million steps of the equations",
                              .value = core::number_text(until)}});
}

std::vector<std::vector<double>> integrate(const Rates& rates, std::vector<double> state, double until, double every,
                                           double step) {
    refuse_endless(until, step);
    boost::numeric::odeint::runge_kutta_fehlberg78<std::vector<double>> stepper;
    const auto system = [&rates](const std::vector<double>& at, std::vector<double>& change, double) {
        rates(at, change);
    };
    std::vector<std::vector<double>> states;
    double now = 0.0;
    for (const double next : record_times(until, every)) {
        const auto steps = static_cast<std::size_t>(std::ceil((next - now) / step));
        const double length = (next - now) / static_cast<double>(steps);
        for (std::size_t k = 0; k < steps; ++k) stepper.do_step(system, state, 0.0, length);
        states.push_back(state);
        now = next;
    }
    return states;
}

double root(const std::function<double(double)>& function, double low, double high) {
    for (double middle = 0.5 * (low + high); low < middle && middle < high; middle = 0.5 * (low + high)) {
        (function(middle) <= 0.0 ? low : high) = middle;
    }
    return low;
}

}  // namespace commonweal::process::detail
