#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fit the polynomials and rational functions of core/math.hpp and write them as a C++ header.

    python3 tools/fit_coefficients.py > include/commonweal/core/detail/math_coefficients.hpp

Polynomials interpolate at Chebyshev nodes, which comes within a small factor of the best possible; rational functions
are found by Remez's exchange for the relative error. Everything runs in 60 digits, so the output does not depend on
the machine. Needs mpmath.
"""

import struct

from mpmath import (
    atanh,
    cos,
    erf,
    erfc,
    erfinv,
    exp,
    expm1,
    log,
    loggamma,
    lu_solve,
    matrix,
    mp,
    mpf,
    nstr,
    pi,
    sin,
    sqrt,
)

mp.dps = 60


def horner(coefficients, x):
    total = mpf(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def chebyshev(low, high, count):
    return [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]


def polynomial(f, low, high, degree):
    nodes = chebyshev(mpf(low), mpf(high), degree + 1)
    rows = matrix([[x**j for j in range(degree + 1)] for x in nodes])
    return list(lu_solve(rows, matrix([f(x) for x in nodes])))


def alternating_extrema(error):
    extrema = []
    last = len(error) - 1
    for i, e in enumerate(error):
        rises = i == 0 or abs(e) >= abs(error[i - 1]) or e * error[i - 1] < 0
        falls = i == last or abs(e) >= abs(error[i + 1]) or e * error[i + 1] < 0
        if not (rises and falls):
            continue
        if extrema and error[extrema[-1]] * e > 0:
            if abs(e) > abs(error[extrema[-1]]):
                extrema[-1] = i
        else:
            extrema.append(i)
    return extrema


def trim(extrema, error, count):
    while len(extrema) > count:
        if len(extrema) - count >= 2:
            smallest = min(
                range(len(extrema) - 1), key=lambda j: max(abs(error[extrema[j]]), abs(error[extrema[j + 1]]))
            )
            del extrema[smallest : smallest + 2]
        else:
            extrema.pop(0 if abs(error[extrema[0]]) < abs(error[extrema[-1]]) else -1)
    return extrema


def levelled(xs, values, reference, top, bottom, level):
    """The rational function whose relative error has one size and alternating signs on the reference points."""
    size = top + bottom + 2
    for _ in range(8):
        rows, right = matrix(size, size), matrix(size, 1)
        for k, i in enumerate(reference):
            x, v, sign = xs[i], values[i], (-1) ** k
            for j in range(top + 1):
                rows[k, j] = x**j
            for j in range(1, bottom + 1):
                rows[k, top + j] = -v * (1 + sign * level) * x**j
            rows[k, size - 1] = -sign * v
            right[k] = v
        c = lu_solve(rows, right)
        change, level = abs(c[size - 1] - level), c[size - 1]
        if change <= abs(level) * mpf("1e-8"):
            break
    return list(c[: top + 1]), [mpf(1), *list(c[top + 1 : size - 1])], level


def rational(f, low, high, top, bottom):
    size = top + bottom + 2
    steps = 40 * size
    low, high = mpf(low), mpf(high)
    xs = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / steps) for i in range(steps + 1)]
    values = [f(x) for x in xs]
    reference = [round(steps * i / (size - 1)) for i in range(size)]
    level, best = mpf(0), None
    for _ in range(15):
        p, q, level = levelled(xs, values, reference, top, bottom, level)
        error = [horner(p, x) / horner(q, x) / v - 1 for x, v in zip(xs, values, strict=False)]
        worst = max(abs(e) for e in error)
        if best is None or worst < best[0]:
            best = (worst, p, q)
        extrema = alternating_extrema(error)
        if len(extrema) < size or worst < abs(level) * mpf("1.02"):
            break
        reference = trim(extrema, error, size)
    return best


def upper_quantile(r):
    """z with log(1 - Phi(z)) = -r^2, by Newton's method."""
    z = sqrt(2) * r if r > 2 else r
    for _ in range(60):
        tail = erfc(z / sqrt(2)) / 2
        step = (log(tail) + r * r) * tail * sqrt(2 * pi) * exp(z * z / 2)
        z += step
        if abs(step) < mpf(10) ** -50:
            break
    return z


def product(a, b):
    total = [mpf(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            total[i + j] += x * y
    return total


def power(a, exponent):
    total = [mpf(1)]
    for _ in range(exponent):
        total = product(total, a)
    return total


def in_offset(coefficients, scale, origin):
    """A polynomial in t = (r - scale) / (r + scale), times (r + scale)^degree, as a polynomial in r - origin."""
    degree = len(coefficients) - 1
    total = [mpf(0)] * (degree + 1)
    for j, c in enumerate(coefficients):
        term = product(power([origin - scale, 1], j), power([origin + scale, 1], degree - j))
        total = [x + c * y for x, y in zip(total, term, strict=False)]
    return total


def quantile_tail(smallest, degree):
    """Fitted in t, where the exchange converges; given in r - 1.75, where no coefficient is negative."""
    low, high = sqrt(-2 * log(mpf("0.2"))), sqrt(-2 * log(smallest))
    scale = sqrt(low * high)

    def f(t):
        r = scale * (1 + t) / (1 - t)
        return r - upper_quantile(r / sqrt(2))

    worst, p, q = rational(f, (low - scale) / (low + scale), (high - scale) / (high + scale), degree, degree)
    p, q = (in_offset(c, scale, mpf("1.75")) for c in (p, q))
    return worst, [c / q[0] for c in p], [c / q[0] for c in q]


def quantile_centre(top, bottom):
    edge = mpf("0.09375")

    def f(v):
        w = edge - v
        return (sqrt(2) * erfinv(2 * sqrt(w)) / sqrt(w) - sqrt(2 * pi)) / w

    return rational(f, edge - mpf("0.3") ** 2, edge - mpf("1e-12"), top, bottom)


def as_float(x):
    return struct.unpack("f", struct.pack("f", float(x)))[0]


def literal(x, kind):
    text = f"{as_float(x):.9g}" if kind == "float" else f"{float(x):.17g}"
    text = text if any(c in text for c in ".e") else text + ".0"
    return text + "F" if kind == "float" else text


def head(x, bits):
    """x cut to its leading bits, so that its product with a small integer is exact."""
    scale = mpf(2) ** (bits - int(mp.floor(log(x, 2))) - 1)
    return mp.floor(x * scale) / scale


def show_array(name, coefficients, kind, meaning):
    body = ", ".join(literal(c, kind) for c in coefficients)
    return f"    /// {meaning}\n    static constexpr std::array<{kind}, {len(coefficients)}> {name} = {{{body}}};\n"


def show_value(name, value, kind, meaning):
    return f"    /// {meaning}\n    static constexpr {kind} {name} = {literal(value, kind)};\n"


def show_tables(kind, degrees):
    e, log_degree, (ct, cb), t, smallest, ln2_bits = degrees
    half_ln2 = log(mpf(2)) / 2 * mpf("1.0001")
    s2 = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.001")
    ln2 = log(mpf(2))
    ln2_high = head(ln2, ln2_bits)
    centre = quantile_centre(ct, cb)
    tail = quantile_tail(smallest, t)
    out = show_value("ln2_high", ln2_high, kind, f"Leading {ln2_bits} bits of log(2).")
    out += show_value("ln2_low", ln2 - ln2_high, kind, "log(2) - ln2_high.")
    out += show_array(
        "exp",
        polynomial(lambda r: (expm1(r) - r) / r**2, -half_ln2, half_ln2 * mpf("1.0003"), e),
        kind,
        "(exp(r) - 1 - r) / r^2 for |r| <= log(2) / 2.",
    )
    out += show_array(
        "log",
        polynomial(lambda z: (2 * atanh(sqrt(z)) / sqrt(z) - 2) / z, mpf("1e-20"), s2, log_degree),
        kind,
        "(log((1 + s) / (1 - s)) / s - 2) / s^2 in s^2 for |s| <= 0.1716.",
    )
    out += show_array(
        "quantile_centre_top",
        centre[1],
        kind,
        "(Quantile / q - sqrt(2 pi)) / q^2 in 0.09375 - q^2 for |q| = |p - 0.5| <= 0.3; "
        f"relative error {nstr(centre[0], 2)}.",
    )
    out += show_array("quantile_centre_bottom", centre[2], kind, "Its denominator.")
    out += show_array(
        "quantile_tail_top",
        tail[1],
        kind,
        f"r + quantile, r = sqrt(-2 log p), in r - 1.75 for p <= 0.2; relative error {nstr(tail[0], 2)}.",
    )
    out += show_array("quantile_tail_bottom", tail[2], kind, "Its denominator.")
    return out


def stirling(w):
    x = 1 / sqrt(w)
    return (loggamma(x) - ((x - mpf("0.5")) * (log(x) - 1) + (log(2 * pi) - 1) / 2)) * x


def scaled_erfc(t):
    x = 4 * (1 + t) / (1 - t)
    return (1 + 2 * x) * exp(x * x) * erfc(x)


def show_double_only():
    s2 = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.001")
    out = show_array(
        "log_fifth",
        polynomial(lambda z: (2 * atanh(sqrt(z)) / sqrt(z) - 2 - 2 * z / 3) / z**2, mpf("1e-15"), s2, 7),
        "double",
        "(log((1 + s) / (1 - s)) / s - 2 - 2 s^2 / 3) / s^4 in s^2 for |s| <= 0.1716.",
    )
    out += show_array(
        "erfc",
        polynomial(scaled_erfc, -1, mpf(24) / 32, 23),
        "double",
        "(1 + 2 x) exp(x^2) erfc(x) in t = (x - 4) / (x + 4) for 0 <= x <= 28.",
    )
    out += show_array(
        "erf",
        polynomial(lambda w: erf(sqrt(w)) / sqrt(w), mpf("1e-15"), mpf("0.25"), 9),
        "double",
        "erf(x) / x in x^2 for |x| <= 0.5.",
    )
    out += show_array(
        "log_gamma",
        polynomial(lambda z: loggamma(2 + z) / z, mpf("-0.75"), mpf("0.25"), 20),
        "double",
        "log(gamma(2 + z)) / z for -0.75 <= z <= 0.25.",
    )
    out += show_array(
        "stirling",
        polynomial(stirling, mpf("1e-9"), mpf(1) / 64, 5),
        "double",
        "x (log(gamma(x)) - (x - 1/2)(log(x) - 1) - (log(2 pi) - 1) / 2) in 1 / x^2 for x >= 8.",
    )
    out += show_array(
        "sine_pi",
        polynomial(lambda w: sin(pi * sqrt(w)) / sqrt(w), mpf("1e-15"), mpf("0.25"), 8),
        "double",
        "sin(pi f) / f in f^2 for |f| <= 0.5.",
    )
    return out


def main():
    print("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n")
    print("#include <array>\n\nnamespace commonweal::core::detail {\n")
    print("/// What the elementary functions evaluate; from tools/fit_coefficients.py and clang-format, never by hand.")
    print("template <class Real>\nstruct Coefficients;\n")
    print("template <>\nstruct Coefficients<double> {")
    print(show_tables("double", (10, 6, (6, 6), 12, mpf(2) ** -1074, 40)) + show_double_only() + "};\n")
    print("template <>\nstruct Coefficients<float> {")
    print(show_tables("float", (5, 2, (2, 2), 5, mpf(2) ** -149, 15)) + "};\n")
    print("}  // namespace commonweal::core::detail")


if __name__ == "__main__":
    main()
