# SPDX-License-Identifier: Apache-2.0
"""Measures: areas of resilience triangles, inequality of known distributions, worst shares and what holds together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import commonweal as cw
import numpy as np
from commonweal.process import metrics
from scipy import optimize, stats

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

CURVES = {
    "linear, 20 d": (metrics.RecoveryCurve(duration=20.0), 6.0),
    "exponential, 5 d": (metrics.RecoveryCurve(shape="exponential", duration=5.0), 2.945053),
    "5 d low, linear, 15 d": (metrics.RecoveryCurve(plateau=5.0, duration=15.0), 7.5),
    "trigonometric, 20 d": (metrics.RecoveryCurve(shape="trigonometric", duration=20.0), 6.0),
}


@case("V57", mechanism="metrics", title="Loss of recoveries", source="Bruneau et al. 2003; Cimellaro et al. 2010")
def losses(full: bool) -> Result:
    step = 1 / 240  # six minutes, as the trapezoid rule asks for
    days = np.arange(0.0, 20.0 + step / 2, step)
    rows: list[Row] = []
    for name, (params, loss) in CURVES.items():
        read = metrics.measure(metrics.function_after(params, days), step=step)
        rows += [exact(f"loss, d, {name}, closed form", loss, metrics.recovery_loss(params, until=20.0), within=1e-6)]
        rows += [exact(f"loss, d, {name}, read from the series", loss, read.loss, within=1e-6)]
        rows += [exact(f"resilience, {name}", 1 - loss / 20, read.normalised, within=1e-6)]

    def draw(axes: Axes) -> None:
        for k, (name, (params, _)) in enumerate(CURVES.items()):
            axes.plot(days, metrics.function_after(params, days), color=f"C{k}", label=name)
        axes.set_xlabel("time since the shock (days)")
        axes.set_ylabel("function")
        axes.legend()

    return Result(rows, draw)


SAMPLES: dict[str, tuple[Callable[[NDArray[np.float64]], NDArray[np.float64]], str, float, float]] = {
    "Gini, uniform": (lambda u: u, "gini", 1 / 3, 0.003),
    "Gini, exponential": (lambda u: -np.log1p(-u), "gini", 0.5, 0.003),
    "Gini, Pareto, alpha 2": (lambda u: (1 - u) ** -0.5, "gini", 1 / 3, 0.02),
    "Gini, lognormal, sigma 1": (lambda u: np.exp(stats.norm.ppf(u)), "gini", 0.5204999, 0.003),
    "Theil, lognormal, sigma 1": (lambda u: np.exp(stats.norm.ppf(u)), "theil", 0.5, 0.003),
    "Atkinson, lognormal, sigma 1": (lambda u: np.exp(stats.norm.ppf(u)), "atkinson", 0.3934693, 0.003),
}


@case("V61", mechanism="metrics", title="Inequality of known distributions", source="closed forms")
def inequality(full: bool) -> Result:
    size = 1_000_000 if full else 100_000
    rows: list[Row] = []
    rng = np.random.default_rng(1)
    spread: dict[str, list[float]] = {}
    for name, (inverse, measure, reference, within) in SAMPLES.items():
        found = [float(getattr(metrics, measure)(inverse(rng.random(size)))) for _ in range(10)]
        spread[name] = found
        if full:
            rows += [exact(f"{name}, mean of ten samples", reference, np.mean(found), within=within)]
        else:
            rows += [mean_of(f"{name}, mean of ten samples", reference, found, bias=within)]

    def draw(axes: Axes) -> None:
        for k, (name, found) in enumerate(spread.items()):
            axes.plot(np.full(len(found), k), found, "o", color=f"C{k}", markersize=4)
            axes.plot([k - 0.3, k + 0.3], [SAMPLES[name][2]] * 2, color="black", linewidth=1)
        axes.set_xticks(range(len(spread)), [name.replace(", ", "\n") for name in spread], fontsize=7)
        axes.set_ylabel("measure (line: closed form)")

    return Result(rows, draw)


def mean_coverage(runs: int) -> float:
    """How often Wilson's interval holds the chance, by the integral over all chances from 0 to 1."""
    counts = np.arange(runs + 1)
    z = stats.norm.ppf(0.975)
    middle = (counts + z**2 / 2) / (runs + z**2)
    reach = z * np.sqrt(counts * (runs - counts) / runs + z**2 / 4) / (runs + z**2)
    ends = stats.beta.cdf([middle - reach, middle + reach], counts + 1, runs - counts + 1)
    return float((ends[1] - ends[0]).sum() / (runs + 1))


def holding(runs: int, rng: np.random.Generator, full: bool) -> list[bool]:
    """Of chances drawn, whether the interval that was counted holds each."""
    chances = rng.random(20_000 if full else 4_000)
    counted = [metrics.counted_chance(int(rng.binomial(runs, chance)), runs=runs) for chance in chances]
    return [bool(each.low <= chance <= each.high) for each, chance in zip(counted, chances, strict=True)]


@case("Metrics-1", mechanism="metrics", title="Means of the worst runs", source="closed form, normal distribution")
def worst(full: bool) -> Result:
    shares = (0.01, 0.05, 0.25)
    rng = np.random.default_rng(2)
    runs, samples = (10_000, 200) if full else (10_000, 40)
    found = {share: [] for share in shares}
    for _ in range(samples):
        values = rng.normal(0.6, 0.1, runs)
        for share in shares:
            found[share].append(metrics.worst_mean(values, share=share))
    rows = []
    for share in shares:
        reference = 0.6 - 0.1 * float(stats.norm.pdf(stats.norm.ppf(share))) / share
        # Order statistics of a finite sample: off by less than the density of 1 / (share n) in the tail.
        rows += [mean_of(f"mean of the worst {share:.0%}", reference, found[share], bias=0.1 / (share * runs))]
    rows += [mean_of("95 % intervals that hold the chance", mean_coverage(100), holding(100, rng, full))]

    def draw(axes: Axes) -> None:
        at = np.linspace(0.005, 0.5, 200)
        axes.plot(at, 0.6 - 0.1 * stats.norm.pdf(stats.norm.ppf(at)) / at, color="black", label="closed form")
        for share in shares:
            axes.errorbar(share, np.mean(found[share]), np.std(found[share]), fmt="o", capsize=3)
        axes.set_xlabel("share of runs that count as the worst")
        axes.set_ylabel("their mean resilience")
        axes.legend()

    return Result(rows, draw)


@case("Metrics-2", mechanism="metrics", title="Who holds together", source="Molloy and Reed 1998; NumPy")
def subject(full: bool) -> Result:
    """Of a random graph with mean degree c and a share a of actors in action, S = a (1 - exp(-c S))."""
    size, runs = (100_000, 20) if full else (10_000, 8)
    rng = np.random.default_rng(3)
    rows: list[Row] = []
    points = []
    for active in (0.3, 0.5, 0.8, 1.0):
        reference = optimize.brentq(lambda s, a=active: a * (1 - np.exp(-4 * s)) - s, 1e-6, 1)
        model = cw.core.ErdosRenyi(mean_degree=4.0)
        found = [
            metrics.subject_resilience(model.generate(size, seed=run), rng.random(size) < active) for run in range(runs)
        ]
        rows += [mean_of(f"share in action {active:.0%}", float(reference), found, bias=20 / size)]
        points.append((active, found))

    def draw(axes: Axes) -> None:
        at = np.linspace(0.251, 1, 200)
        exact_form = [optimize.brentq(lambda s, a=a: a * (1 - np.exp(-4 * s)) - s, 1e-9, 1) for a in at]
        axes.plot(at, exact_form, color="black", label="largest component of a thinned random graph")
        for active, found in points:
            axes.plot([active] * len(found), found, "o", markersize=4)
        axes.set_xlabel("share of actors left in action")
        axes.set_ylabel("resilience of the subject")
        axes.legend()

    return Result(rows, draw)


CASES = (losses, inequality, worst, subject)
