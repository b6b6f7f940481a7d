# SPDX-License-Identifier: Apache-2.0
"""Digital platforms: use over time, incidents and trust, outages and backup, factors and hours by hand."""

from __future__ import annotations

from math import exp, sqrt
from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import platform
from scipy.integrate import solve_ivp
from scipy.stats import poisson

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BASE = platform.Platform()
#: Where nothing is drawn.
CALM = BASE.replace(incident_rate=0.0, outage_rate=0.0)
BENEFITS = {0: 0.0, 1: 0.1, 2: 0.4, 3: 0.8}


@case("Platform-1", mechanism="platform", title="Use over time", source="linear equation, by SciPy")
def use(full: bool) -> Result:
    rows: list[Row] = []
    curves = []
    for stage, training in ((0, 0.5), (1, 0.5), (2, 0.5), (3, 0.5), (3, 1.0)):
        initial = {"stage": stage, "staff_training": training, "resident_training": training / 2}
        course = platform.simulate(CALM, size=3, initial=initial, until=400.0, every=20.0)
        solved = platform.mean_field(CALM, initial=initial, until=400.0, every=20.0)
        there = 1.0 if stage else 0.0
        for name, learning, habit, level, first in (
            ("staff_use", 0.03, 0.02, training, 0.2),
            ("resident_use", 0.004, 0.01, training / 2, 0.1),
        ):
            up = there * learning * level
            down = habit * (1 - BENEFITS[stage])
            reference = solve_ivp(
                lambda _, a, up=up, down=down: up * (1 - a) - down * a,
                (0, 400),
                [first],
                t_eval=course.time.to_numpy(),
                rtol=1e-10,
                atol=1e-12,
            ).y[0]
            for place in (2, 20):
                what = f"stage {stage}, training {training}, {name}, day {20 * place}"
                rows += [exact(f"{what}, closed form", reference[place], solved[name][place].item(), within=1e-7)]
                rows += [exact(f"{what}, communities", reference[place], course[name][0, place].item(), within=2e-5)]
            late = platform.mean_field(CALM, initial=initial, until=1e5, every=1e5)[name][1].item()
            rows += [exact(f"stage {stage}, training {training}, {name}, ends", up / (up + down), late, within=1e-12)]
            if name == "staff_use":
                curves.append((f"stage {stage}, training {training}", course.time, reference, course[name][0]))

    def draw(axes: Axes) -> None:
        for k, (name, time, reference, found) in enumerate(curves):
            axes.plot(time, reference, color=f"C{k}", label=f"SciPy, {name}")
            axes.plot(time, found, "o", color=f"C{k}", markersize=4)
        axes.set_xlabel("time (d)")
        axes.set_ylabel("share of staff who use the platform")
        axes.legend()

    return Result(rows, draw)


@case("Platform-2", mechanism="platform", title="Incidents, trust and use", source="Poisson; closed form")
def incidents(full: bool) -> Result:
    rows: list[Row] = []
    runs = 60 if full else 12
    params = BASE.replace(incident_rate=2.0, outage_rate=0.0)
    bars = []
    for rules in (0.0, 0.5, 0.9):
        initial = {"stage": 3, "rules": rules, "trust": 1.0}
        course = platform.simulate(
            params, size=500, initial=initial, until=364.0, every=91.0, step=1.0, replicates=runs, seed=1
        )
        mean = 2.0 * (1 - rules) * 364 / 365.25
        # Trust of 1 is used up by ten incidents.
        counts = np.arange(60)
        trust = float((poisson.pmf(counts, mean) * np.maximum(0, 1 - 0.1 * counts)).sum())
        rows += [mean_of(f"rules {rules}, incidents in 364 days", mean, course.incidents[:, 4], bias=2e-3 * mean)]
        rows += [mean_of(f"rules {rules}, trust after it", trust, course.trust[:, 4], bias=4e-4)]
        up, down, lost = 0.03 * 0.5, 0.02 * 0.2, 0.1 * mean / 364
        goal = up / (up + down + lost)
        final = goal + (0.2 - goal) * exp(-(up + down + lost) * 364)
        rows += [mean_of(f"rules {rules}, use by staff", final, course.staff_use[:, 4], bias=3e-4)]
        solved = platform.mean_field(params, initial=initial, until=364.0, every=364.0)
        rows += [exact(f"rules {rules}, use, closed form", final, solved.staff_use[1].item(), within=1e-12)]
        bars.append((rules, mean, trust, course))
    # One community for each run: how often there are none, one, two, ...
    single = platform.simulate(
        params, size=1, initial={"rules": 0.5, "stage": 1}, until=730.0, every=730.0, step=5.0, replicates=4_000, seed=2
    )
    found = single.incidents[:, 1].to_numpy()
    for count in range(5):
        expected = float(poisson.pmf(count, 730 / 365.25))
        error = sqrt(expected * (1 - expected) / len(found))
        share = float((found == count).mean())
        rows += [Row(f"share with {count} incidents in two years", expected, share, standard_error=error, bias=1e-3)]

    def draw(axes: Axes) -> None:
        for k, (rules, mean, _, course) in enumerate(bars):
            at = np.linspace(0, 1, 50)
            counts = np.arange(60)
            curve = [(poisson.pmf(counts, mean * t) * np.maximum(0, 1 - 0.1 * counts)).sum() for t in at]
            axes.plot(364 * at, curve, color=f"C{k}", label=f"Poisson, rules {rules}")
            axes.plot(course.time, course.trust.mean("replicate"), "o", color=f"C{k}")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("mean trust of residents")
        axes.legend()

    return Result(rows, draw)


@case("Platform-3", mechanism="platform", title="Outages and backup", source="renewal theory; by NumPy")
def outages(full: bool) -> Result:
    rows: list[Row] = []
    points = []
    params = BASE.replace(outage_rate=40.0, outage_time=0.5, incident_rate=0.0)
    # The 3 days that it takes to forget that all begins with power on are left out.
    random = np.random.default_rng(3)
    for backup in (0.0, 4.0, 12.0, 24.0):
        lasts = random.exponential(0.5, 400_000)
        dark = np.maximum(0, lasts - backup / 24)
        cycle = 365.25 / 40 + 0.5
        reference = 1 - 0.5 * exp(-backup / 12) / cycle
        sampled = 1 - dark.mean() / cycle
        error = float(dark.std() / np.sqrt(len(dark)) / cycle)
        rows += [
            exact(
                f"backup {backup:.0f} h, closed form",
                reference,
                platform.availability(params, backup=backup),
                within=1e-12,
            )
        ]
        rows += [Row(f"backup {backup:.0f} h, drawn outages by NumPy", reference, sampled, standard_error=error)]
        course = platform.simulate(
            params, size=400, initial={"backup": backup}, until=40.0, every=0.25, replicates=12 if full else 6, seed=4
        )
        means = course.up[:, 13:].mean("time")
        rows += [mean_of(f"backup {backup:.0f} h, communities", reference, means, bias=1e-4)]
        points.append((backup, float(means.mean())))

    def draw(axes: Axes) -> None:
        at = np.linspace(0, 26, 60)
        axes.plot(at, 1 - 0.5 * np.exp(-at / 12) / (365.25 / 40 + 0.5), label="renewal theory")
        axes.plot([x for x, _ in points], [y for _, y in points], "ko", label="communities")
        axes.set_xlabel("backup (h)")
        axes.set_ylabel("share of the time that the platform runs")
        axes.legend()

    return Result(rows, draw)


@case("Platform-4", mechanism="platform", title="Factors, hours, voices and costs", source="by hand")
def by_hand(full: bool) -> Result:
    rows: list[Row] = []
    state = {"coverage": 0.36, "link": 0.5, "up": 0.81, "staff_use": 0.64, "count": 4.0, "compatible": 0.25}
    screens = 4.0 * 0.81 * 0.64
    hours = 20.0 - 3.0 * 4.0 * 0.5
    for stage in range(4):
        found = platform.factors(BASE, initial={**state, "stage": stage})
        detection = 0.6 * 0.9 * 0.8 if stage >= 2 else 0.0
        dispatch = 1 - 0.5 * 0.5 * 0.81 * 0.64 if stage == 3 else 1.0
        visits = hours - (6.0 * 0.36 * 0.75 + screens if stage else 0.0)
        rows += [exact(f"stage {stage}, detection", detection, found["detection"], within=1e-12)]
        rows += [exact(f"stage {stage}, time of dispatch", dispatch, found["dispatch"], within=1e-12)]
        rows += [exact(f"stage {stage}, hours for visits", visits, found["visits"], within=1e-12)]
    for share in (0.1, 0.25, 0.6):
        loud = 3 * share / (3 * share + 1 - share)
        shift = platform.voice_shift(BASE, share=share)
        rows += [exact(f"voices above users, {share:.0%} use it", loud - share, shift, within=1e-12)]
    course = platform.simulate(
        BASE,
        size=4,
        initial={"count": [0, 1, 2, 3], "coverage": 0.5, "stage": [2, 0, 2, 2]},
        until=1461.0,
        every=1461.0,
    )
    # Prices of 0, none, 300 and 450 thousand; 15 % of them a year, four years.
    rows += [exact("cost after four years, thousand CNY", 750 / 4 * 1.6, course.cost[0, 1].item(), within=1e-9)]
    rows += [exact("of that borne by the community", 750 / 4 * 1.6 * 0.3, course.own_cost[0, 1].item(), within=1e-9)]
    links = np.linspace(0, 1, 51)
    curves = {
        count: [
            platform.factors(BASE, initial={**state, "stage": 1, "count": count, "link": float(link)})["visits"]
            for link in links
        ]
        for count in (1, 3, 6)
    }

    def draw(axes: Axes) -> None:
        for k, (count, visits) in enumerate(curves.items()):
            axes.plot(links, visits, color=f"C{k}", label=f"{count} platforms")
            reference = 20.0 - 3.0 * count * (1 - links[::10]) - 6.0 * 0.36 * 0.75 - screens
            axes.plot(links[::10], np.maximum(0, reference), "o", color=f"C{k}")
        axes.set_xlabel("link to the level above; dots by hand")
        axes.set_ylabel("hours for visits (h / week)")
        axes.legend()

    return Result(rows, draw)


CASES = (use, incidents, outages, by_hand)
