# SPDX-License-Identifier: Apache-2.0
"""Hidden hazards: how many there are, who finds them, how they grow, what events and shocks make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import hidden_hazard
from scipy.integrate import quad
from scipy.stats import norm

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

BASE = hidden_hazard.HiddenHazard()
#: Nobody looks.
BLIND = {"visits": 0.0, "participation": 0.0, "sensors": 0.0}
#: Mean time from finding to closing by default, years.
CLOSING = 14 / 365.25


def time_under_looks(rate: float) -> float:
    """Mean time until a hazard is found at a rate, and by a look each half year that finds .6 of what is there."""

    def left(age: float) -> float:
        looks = np.floor(age / 0.5)
        return float(np.exp(-rate * age) * 0.4**looks * (1 - 0.6 * (age / 0.5 - looks)))

    return sum(float(quad(left, n / 2, (n + 1) / 2)[0]) for n in range(40))


@case("Hidden-hazard-1", mechanism="hidden_hazard", title="How many there are", source="M/G/infinity: arrivals x time")
def stationary(full: bool) -> Result:
    rows: list[Row] = []
    curves = []
    found = 0.05 * 6 + 1.2 * 0.2 * 0.3 + 6 * 0.1
    settings = {
        "default": (BASE, {}, 0.24, found),
        "40 years old": (BASE, {"age": 40.0}, 0.48, found),
        "visits thrice a month": (BASE, {"visits": 36.0}, 0.24, found + 1.5),
        "no sensors": (BASE, {"sensors": 0.0}, 0.24, found - 0.6),
        "each half year assessors": (BASE.replace(campaign_interval=0.5), {}, 0.24, found),
        "tickets take a year": (BASE.replace(closing_time=365.25), {}, 0.24, found),
    }
    for name, (params, initial, arrivals, rate) in settings.items():
        time = time_under_looks(rate) if params.campaign_interval else 1 / rate
        wait = params.closing_time / 365.25
        course = hidden_hazard.simulate(
            params, size=2_000, initial=initial, until=24.0, every=0.5, replicates=12 if full else 6, seed=1
        )
        solved = hidden_hazard.mean_field(params, initial=initial, until=24.0, every=0.5)
        for what, reference in (("hidden", arrivals * time), ("waiting", arrivals * wait)):
            short = reference - solved[what][-1].item()
            rows += [exact(f"{name}, {what}, closed form", reference, solved[what][-1].item(), within=5e-4 * reference)]
            rows += [mean_of(f"{name}, {what}, buildings", reference, course[what][:, -1], bias=abs(short))]
        curves.append((name, solved, course, arrivals * time))
    # A Poisson number: as spread as it is large.
    blind = hidden_hazard.simulate(BASE, size=1, initial=BLIND, until=10.0, every=10.0, replicates=4_000, seed=2)
    numbers = blind.hidden[:, -1].to_numpy()
    error = float(np.sqrt((2.4 + 2 * 2.4**2) / len(numbers)))
    rows += [mean_of("nobody looks for ten years, mean", 2.4, numbers)]
    rows += [Row("and variance of a Poisson number", 2.4, float(numbers.var(ddof=1)), standard_error=error)]

    def draw(axes: Axes) -> None:
        for k, (name, solved, course, reference) in enumerate(curves):
            axes.plot(solved.time, solved.hidden, color=f"C{k}", label=name)
            axes.plot(course.time, course.hidden.mean("replicate"), "o", color=f"C{k}", markersize=3)
            axes.axhline(reference, color=f"C{k}", linestyle=":")
        axes.set_xlabel("time (a); dotted: arrivals times time until found")
        axes.set_ylabel("hidden hazards of a building")
        axes.set_ylim(0, 1.2)
        axes.legend(loc="upper left", fontsize="small", ncols=2)

    return Result(rows, draw)


@case(
    "Hidden-hazard-2", mechanism="hidden_hazard", title="Growth and what it does", source="closed form; by NumPy, SciPy"
)
def growth(full: bool) -> Result:
    rows: list[Row] = []
    curves = []
    runs = 40 if full else 12
    for rate in (0.0, 0.2, 0.5):
        params = BASE.replace(arrival_rate=0.5, growth=rate)
        course = hidden_hazard.simulate(
            params, size=2_000, initial=BLIND, until=6.0, every=1.0, replicates=runs, seed=3
        )
        mean = 0.3 * np.exp(0.6**2 / 2)
        for years in (2, 6):
            sums = 0.5 * mean * (np.expm1(rate * years) / rate if rate else years)
            rows += [mean_of(f"growth {rate}, {years} years, sum of severities", sums, course.severity[:, years])]
            # A compound Poisson sum: its Laplace transform at the weakening of .3.
            reference = float(
                np.exp(-0.5 * quad(lambda a, g=rate: 1 - lognormal_transform(0.3 * np.exp(g * a)), 0, years)[0])
            )
            name = f"growth {rate}, {years} years, factor to the median"
            rows += [mean_of(name, reference, course.fragility_factor[:, years], bias=1e-6)]
        curves.append((rate, course))
    # One building after ten years: each of its hazards has a severity of its own and an age of its own.
    params = BASE.replace(arrival_rate=0.1, growth=0.2)
    lone = hidden_hazard.simulate(params, size=20_000, initial=BLIND, until=10.0, every=10.0, replicates=1, seed=4)
    last = lone.severity_last[0].to_numpy()
    random = np.random.default_rng(5)
    numbers = random.poisson(1.0, 200_000)
    ages = random.uniform(0, 10, numbers.sum())
    severities = 0.3 * np.exp(0.6 * random.standard_normal(len(ages)) + 0.2 * ages)
    sums = np.bincount(np.repeat(np.arange(len(numbers)), numbers), weights=severities, minlength=len(numbers))
    for level in (0.0, 0.5, 1.0, 2.0):
        share = float((sums > level).mean())
        error = float(np.sqrt(share * (1 - share) * (1 / len(sums) + 1 / len(last))))
        rows += [Row(f"share above {level}, ten years", share, float((last > level).mean()), standard_error=error)]

    def draw(axes: Axes) -> None:
        at = np.linspace(0, 6, 60)
        mean = 0.3 * np.exp(0.6**2 / 2)
        for k, (rate, course) in enumerate(curves):
            line = 0.5 * mean * (np.expm1(rate * at) / rate if rate else at)
            axes.plot(at, line, color=f"C{k}", label=f"closed form, growth {rate} a year")
            axes.plot(course.time, course.severity.mean("replicate"), "o", color=f"C{k}")
        axes.set_xlabel("time (a), nobody looks")
        axes.set_ylabel("sum of the severities in a building")
        axes.legend()

    return Result(rows, draw)


def lognormal_transform(weight: float) -> float:
    """E exp(-weight s) of a new hazard's severity."""
    points, weights = np.polynomial.hermite_e.hermegauss(60)
    return float((weights * np.exp(-weight * 0.3 * np.exp(0.6 * points))).sum() / np.sqrt(2 * np.pi))


@case("Hidden-hazard-3", mechanism="hidden_hazard", title="Who finds them", source="competing hazards")
def channels(full: bool) -> Result:
    rows: list[Row] = []
    bars = []
    settings = {
        "default": {},
        "visits are gone": {"visits": 1.0},
        "residents join": {"participation": 0.8, "skill": 0.8},
        "sensors everywhere": {"sensors": 0.6},
    }
    names = ("visits", "residents", "sensors")
    for label, initial in settings.items():
        watch = {"visits": 6.0, "participation": 0.2, "skill": 0.3, "sensors": 0.1, **initial}
        rates = [0.05 * watch["visits"], 1.2 * watch["participation"] * watch["skill"], 6 * watch["sensors"]]
        course = hidden_hazard.simulate(
            BASE.replace(arrival_rate=1.0),
            size=1_000,
            initial=initial,
            until=8.0,
            every=8.0,
            replicates=40 if full else 12,
            seed=6,
        )
        told = hidden_hazard.find_rates(BASE, initial=initial)
        # Found of those that arise until 8 years: 1 - (1 - e^-8f) / (8 f), by each channel in proportion to its rate.
        whole = sum(rates)
        found = 8 - (1 - np.exp(-8 * whole)) / whole
        for name, rate in zip(names, rates, strict=True):
            rows += [exact(f"{label}, rate of {name}", rate, told[name], within=1e-12)]
            rows += [mean_of(f"{label}, found by {name}", found * rate / whole, course[f"found_by_{name}"][:, -1])]
        bars.append(
            (
                label,
                [found * rate / whole for rate in rates],
                [course[f"found_by_{n}"][:, -1].mean().item() for n in names],
            )
        )
    campaign = hidden_hazard.simulate(
        BASE.replace(arrival_rate=1.0, campaign_interval=1.0, campaign_find=0.5),
        size=1_000,
        initial=BLIND,
        until=8.0,
        every=8.0,
        replicates=40 if full else 12,
        seed=7,
    )
    # A hazard of age n + x has met n looks, or n + 1 by the chance x: on average over x, (1 - p)^n (1 - p / 2).
    left = sum(0.5**n * 0.75 for n in range(8))
    rows += [mean_of("assessors alone, half of what is there", 8 - left, campaign.found_by_campaign[:, -1])]
    rows += [mean_of("and left hidden", left, campaign.hidden[:, -1])]

    def draw(axes: Axes) -> None:
        places = np.arange(len(bars))
        for k, name in enumerate(names):
            axes.bar(
                places + 0.25 * (k - 1), [reference[k] for _, reference, _ in bars], 0.22, color=f"C{k}", label=name
            )
            axes.plot(places + 0.25 * (k - 1), [found[k] for _, _, found in bars], "ko", markersize=4)
        axes.set_xticks(places, [label.replace(" ", "\n", 1) for label, _, _ in bars])
        axes.set_xlabel("dots: simulated")
        axes.set_ylabel("found in 8 years, of a building")
        axes.legend()

    return Result(rows, draw)


def own_events(params: hidden_hazard.HiddenHazard, stress: float, until: float, found: float) -> float:
    """Events of a building by then: over arrivals, ages, severities, with time until found and closed."""
    exponent = params.event_exponent
    power = 0.3**exponent * np.exp(0.5 * (exponent * 0.6) ** 2)
    close = 1 / CLOSING

    def open_share(age: float) -> float:
        return float((close * np.exp(-found * age) - found * np.exp(-close * age)) / (close - found))

    def by_age(age: float) -> float:
        return (until - age) * open_share(age) * float(np.exp(params.growth * exponent * age))

    whole = quad(by_age, 0, until, limit=400)[0]
    return float(params.arrival_rate * params.event_rate * (1 + stress) * power * whole)


@case("Hidden-hazard-4", mechanism="hidden_hazard", title="Events", source="integration by SciPy")
def events(full: bool) -> Result:
    rows: list[Row] = []
    curves = []
    params = BASE.replace(arrival_rate=1.0, event_rate=0.5)
    blind = 1e-9
    settings = {
        "default": (params, {}, 0.0, 0.972),
        "stress doubles events": (params, {"stress": 1.0}, 1.0, 0.972),
        "visits are gone": (params, {"visits": 0.0}, 0.0, 0.672),
        "nobody looks": (params, BLIND, 0.0, blind),
        "severity squared": (params.replace(event_exponent=2.0), {}, 0.0, 0.972),
    }
    for name, (chosen, initial, stress, found) in settings.items():
        solved = hidden_hazard.mean_field(chosen, initial=initial, until=5.0, every=0.5)
        course = hidden_hazard.simulate(
            chosen, size=1_000, initial=initial, until=5.0, every=0.5, replicates=40 if full else 12, seed=8
        )
        for years in (2, 5):
            reference = own_events(chosen, stress, float(years), found)
            rows += [
                exact(f"{name}, {years} years, closed form", reference, solved.events[2 * years].item(), within=1e-6)
            ]
            # The mean of events over a tick is that of its two ends.
            rows += [
                mean_of(
                    f"{name}, {years} years, buildings", reference, course.events[:, 2 * years], bias=2e-3 * reference
                )
            ]
        curves.append((name, solved, course))

    def draw(axes: Axes) -> None:
        for k, (name, solved, course) in enumerate(curves):
            axes.plot(solved.time, solved.events, color=f"C{k}", label=name)
            axes.plot(course.time, course.events.mean("replicate"), "o", color=f"C{k}", markersize=4)
        axes.set_xlabel("time (a)")
        axes.set_ylabel("events in a building so far")
        axes.legend()

    return Result(rows, draw)


@case(
    "Hidden-hazard-5",
    mechanism="hidden_hazard",
    title="A shock to weakened buildings",
    source="lognormal fragility, by SciPy",
)
def shock(full: bool) -> Result:
    rows: list[Row] = []
    severities: tuple[float, ...] = (0.0, 0.5, 1.0, 3.0)
    for severity in severities:
        rows += [
            exact(
                f"factor at {severity}",
                np.exp(-0.3 * severity),
                hidden_hazard.fragility_factor(BASE, severity=severity),
                within=1e-12,
            )
        ]
        for intensity in (0.2, 0.4, 0.8):
            reference = norm.cdf(np.log(intensity / (0.4 * np.exp(-0.3 * severity))) / 0.5)
            found = hidden_hazard.damage_chance(
                BASE, median=0.4, dispersion=0.5, intensity=intensity, severity=severity
            )
            rows += [exact(f"damage at {intensity} g, severity {severity}", reference, found, within=1e-12)]

    def curve(severity: float, at: NDArray[np.float64]) -> list[float]:
        return [
            hidden_hazard.damage_chance(BASE, median=0.4, dispersion=0.5, intensity=float(each), severity=severity)
            for each in at
        ]

    def draw(axes: Axes) -> None:
        at = np.linspace(0.02, 1.2, 80)
        few = at[::10]
        for k, severity in enumerate(severities):
            axes.plot(at, curve(severity, at), color=f"C{k}", label=f"sum of severities {severity}")
            axes.plot(few, norm.cdf(np.log(few / (0.4 * np.exp(-0.3 * severity))) / 0.5), "o", color=f"C{k}")
        axes.set_xlabel("peak ground acceleration (g); dots by SciPy")
        axes.set_ylabel("chance of damage")
        axes.legend()

    return Result(rows, draw)


CASES = (stationary, growth, channels, events, shock)
