// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>

#include "../tests/core/math_accuracy.hpp"

/// Writes docs/accuracy.md to standard output; tools/accuracy.sh builds and runs it.
int main(int count, char** arguments) {
    namespace accuracy = commonweal::core::accuracy;
    const int points = count > 1 ? std::atoi(arguments[1]) : 20000;
    std::printf(
        "# Accuracy of the elementary functions\n\n"
        "Written by `tools/accuracy.sh`. Each line is the largest error found at %d points of a stretch of the "
        "domain,\n"
        "half of them on an even grid and half at random, against 50 decimal digits (`boost::multiprecision`). Errors\n"
        "are in units in the last place (ulp): 0.5 is the best possible. A test holds the bounds.\n\n"
        "| function | type | from | to | spacing | largest error | bound |\n"
        "| --- | --- | ---: | ---: | --- | ---: | ---: |\n",
        points);
    for (const auto& stretches : {accuracy::double_stretches(), accuracy::float_stretches()}) {
        for (const auto& s : stretches) {
            std::printf("| %s | %s | %g | %g | %s | %.3f | %g |\n", s.function.c_str(), s.type.c_str(), s.low, s.high,
                        s.spacing.c_str(), s.worst_error(points), s.bound);
        }
    }
    std::printf(
        "\nBelow 0, where `lgamma` has zeros that no floating-point number hits, its error is small beside 1, not "
        "beside\n"
        "the result. The float forms of `pow`, `erfc`, `lgamma` and `normal_cdf` round a double result.\n");
}
