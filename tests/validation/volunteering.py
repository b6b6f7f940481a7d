# SPDX-License-Identifier: Apache-2.0
"""Volunteers: the curve of Bass, exits, a steady pool, the span of organisers, and how many come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import commonweal as cw
import numpy as np
from commonweal.process import volunteering
from scipy.integrate import quad
from scipy.optimize import brentq

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

#: Everybody could and would, at any time.
EVERYBODY = {"eligible": 1.0, "threshold": 0.0}
#: Nobody joins or comes back.
CLOSED = volunteering.Volunteering(media_rate=0.0, task_rate=0.0, ask_rate=0.0, return_rate=0.0)


def bend(day: float, params: volunteering.Volunteering) -> float:
    """How much slower the share grows after a day than before it; 0 at the peak, on both sides of which it is alike."""
    before, there, after = (volunteering.joined_share(params, days=day + side) for side in (-0.5, 0.0, 0.5))
    return 2 * there - before - after


@case("V14", mechanism="volunteering", title="Joining follows the curve of Bass", source="Bass 1969")
def bass(full: bool) -> Result:
    rows = []
    curves = []
    for media, others, peak, share, rate in ((0.03, 0.38, 6.192619, 0.4605263, 0.1105921), (0.01, 0.4, 8.997267, 0, 0)):
        params = volunteering.Volunteering(
            media_rate=media, task_rate=0.0, ask_rate=others, fatigue_exit=0.0, idle_exit=0.0
        )
        days = np.linspace(0.0, 10.0, 101)
        curve = [volunteering.joined_share(params, days=day) for day in days]
        found = brentq(bend, 1.0, 20.0, args=(params,), xtol=1e-9)
        rows += [exact(f"peak at day, p {media}", peak, found, within=1e-6)]
        course = volunteering.simulate(
            params,
            size=10_000,
            initial=EVERYBODY,
            until=10.0,
            every=0.5,
            step=0.02,
            replicates=40 if full else 10,
            seed=14,
        ).volunteers
        curves += [(media, days, curve, course)]
        if share:
            rows += [exact("share at the peak", share, volunteering.joined_share(params, days=peak), within=1e-6)]
            around = [volunteering.joined_share(params, days=peak + side) for side in (-1e-3, 1e-3)]
            rows += [exact("highest rate, 1 / d", rate, (around[1] - around[0]) / 2e-3, within=1e-6)]
            rows += [exact("share on day 5", 0.3311986, volunteering.joined_share(params, days=5.0), within=1e-6)]
            # Of 10,000 agents who see the share of the tick before: V14 allows .01.
            rows += [mean_of("agents, share on day 5", 0.3311986, course.sel(time=5), bias=0.01)]

    def draw(axes: Axes) -> None:
        for media, days, curve, course in curves:
            (line,) = axes.plot(days, curve, label=f"closed form, p = {media}")
            axes.plot(course.time, course.mean("replicate"), "o", color=line.get_color(), label="agents")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("share that has joined")
        axes.legend()

    return Result(rows, draw)


@case(
    "Volunteering-1",
    mechanism="volunteering",
    title="Exits from fatigue and from lack of a task",
    source="integrated by SciPy",
)
def exits(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    size, replicates = (10_000, 40) if full else (2_000, 20)
    # Without organisers nobody has a task, with enough of them everybody has one.
    for what, tasked, organisers in (("always at work", 1.0, 0.1), ("never at work", 0.0, 0.0)):
        course = volunteering.simulate(
            CLOSED,
            size=size,
            initial={**EVERYBODY, "acting": size, "organisers": organisers, "work": 10_000.0},
            until=8.0,
            every=1.0,
            step=0.02,
            replicates=replicates,
            seed=1,
        ).volunteers

        def rate(day: float, tasked: float = tasked) -> float:
            tired = tasked * (1 - np.exp(-0.2 * day))
            return 0.8 * tired + 0.3 * (1 - tasked)

        expected = [float(np.exp(-quad(rate, 0.0, day)[0])) for day in range(9)]
        for day in (1, 3, 6):
            there = volunteering.staying_share(CLOSED, days=day, tasked=tasked)
            rows += [exact(f"closed form, {what}, day {day}", expected[day], there, within=1e-9)]
            # The rate in a tick is that at its beginning: half a tick late.
            bias = 0.01 * rate(day) * expected[day]
            rows += [mean_of(f"agents, {what}, day {day}", expected[day], course.sel(time=day), bias=bias)]
        shown += [(what, expected, course.mean("replicate"))]

    def draw(axes: Axes) -> None:
        for what, expected, course in shown:
            (line,) = axes.plot(range(9), expected, label=f"integrated, {what}")
            axes.plot(course.time, course, "o", color=line.get_color(), label="agents")
        axes.set_xlabel("time since they began (d)")
        axes.set_ylabel("share of volunteers still there")
        axes.legend()

    return Result(rows, draw)


@case(
    "Volunteering-2",
    mechanism="volunteering",
    title="The pool settles where joining and leaving balance",
    source="closed form",
)
def pool(full: bool) -> Result:
    rows = []
    shown = []
    for joining, leaving, back in ((0.3, 0.4, 0.2), (0.1, 0.1, 0.5), (0.5, 0.2, 0.05)):
        params = volunteering.Volunteering(
            media_rate=joining, task_rate=0.0, ask_rate=0.0, idle_exit=leaving, return_rate=back
        )
        course = volunteering.simulate(
            params,
            size=4_000 if full else 1_000,
            initial={**EVERYBODY, "work": 0.0},
            until=80.0,
            every=2.0,
            step=0.05,
            replicates=30 if full else 20,
            seed=2,
        ).volunteers
        # At hand, volunteering and away are in the proportions 1 / joining, 1 / leaving, 1 / back.
        reference = (1 / leaving) / (1 / joining + 1 / leaving + 1 / back)
        found = volunteering.steady_pool(params, joining=joining, leaving=leaving)
        rows += [exact(f"equation, {joining}, {leaving}, {back}", reference, found, within=1e-12)]
        rows += [mean_of(f"agents, {joining}, {leaving}, {back}", reference, course[:, -1], bias=0.01 * reference)]
        shown += [(reference, course.mean("replicate"))]

    def draw(axes: Axes) -> None:
        for reference, course in shown:
            (line,) = axes.plot(course.time, course, label="agents")
            axes.axhline(reference, color=line.get_color(), linestyle=":", label=f"balance: {reference:.3f}")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("share who volunteer")
        axes.set_ylim(0, 1)
        axes.legend(ncols=2)

    return Result(rows, draw)


@case(
    "Volunteering-3",
    mechanism="volunteering",
    title="More volunteers without organisers do no more",
    source="min(V, span x organisers) x hours x skill",
)
def span_of_organisers(full: bool) -> Result:
    params = CLOSED.replace(fatigue_exit=0.0, idle_exit=0.0, hours_sigma=0.0, span=15.0, hours=2.0, skill=0.8)
    rows = []
    shown = []
    for volunteers in (50, 100, 150, 300, 600):
        course = volunteering.simulate(
            params,
            size=1_000,
            initial={**EVERYBODY, "acting": volunteers, "organisers": 0.01, "work": 1_000.0},
            until=5.0,
            every=5.0,
            step=0.1,
        )
        done = 1_000 * float(course.work_done[0, -1]) / 5
        reference = min(volunteers, 150) * 2.0 * 0.8
        shown += [(volunteers, done)]
        rows += [exact(f"work in a day, {volunteers} volunteers, h", reference, done, within=1e-4 * reference)]
        idle = 1_000 * float(course.idle[0, -1])
        rows += [exact(f"idle of {volunteers}", max(0, volunteers - 150), idle, within=1e-3)]
        hours = float(course.hours_of.sum()) * 0.8
        rows += [exact("hours x skill = work done", 5 * done, hours, within=1e-4 * 5 * done)]

    def draw(axes: Axes) -> None:
        many = np.linspace(0, 650, 131)
        axes.plot(many, np.minimum(many, 150) * 1.6, label="min(V, 15 x 10) x 2 h x .8")
        axes.plot(*zip(*shown, strict=True), "o", label="measured")
        axes.set_xlabel("volunteers, with ten organisers")
        axes.set_ylabel("work done in a day (h)")
        axes.legend()

    return Result(rows, draw)


@case(
    "Volunteering-4",
    mechanism="volunteering",
    title="Volunteers of a city, their hours, the tail",
    source="Zhengzhou 2021 (164,000 of 12.6 M); Joplin 2011 (1,146,083 h of 176,869)",
)
def of_a_city(full: bool) -> Result:
    size, replicates = (50_000, 8) if full else (10_000, 4)
    town = cw.core.SmallWorld(degree=10, rewiring=0.1).generate(size, seed=1)
    course = volunteering.simulate(
        volunteering.Volunteering(), graph=town, until=30.0, every=1.0, replicates=replicates, seed=3
    )
    by_day_3 = float(course.volunteers.sel(time=3).mean())
    hours = course.hours_of.to_numpy().ravel()
    worked = np.sort(hours[hours > 0])
    top = float(worked[-len(worked) // 10 :].sum() / worked.sum())
    mean = float(course.hours[:, -1].mean())
    rows = [
        exact("share by day 3, 1 to 5 %", 0.03, by_day_3, within=0.02),
        exact("mean hours by day 30, in single digits", 5.0, mean, within=5.0),
        # Exponential hours, with no heavy tail, would give the busiest tenth .1 (1 + ln 10) of them.
        exact("share of hours of the busiest tenth, .33 or more", 0.665, top, within=0.335),
        exact("work done and open, of that come up", 1.0, balance(course), within=1e-10),
    ]

    def draw(axes: Axes) -> None:
        axes.loglog(worked, np.arange(len(worked), 0, -1) / len(worked), label="measured, 30 days")
        spread = np.linspace(0.01, 60, 400)
        axes.loglog(spread, np.exp(-spread / mean), "k:", label=f"exponential, mean {mean:.1f} h")
        axes.axvline(1_146_083 / 176_869, color="#888888", linestyle="--", label="mean of Joplin, 6.5 h")
        axes.set_ylim(1e-4, 1.5)
        axes.set_xlim(0.05, 200)
        axes.set_xlabel("hours worked by one volunteer (h)")
        axes.set_ylabel("share who worked as long")
        axes.legend()

    return Result(rows, draw)


def balance(course: xr.Dataset) -> float:
    """Of all runs and records, the one furthest from 1."""
    shares = ((course.work_done + course.work_open) / course.work_arrived).to_numpy().ravel()
    return float(shares[np.abs(shares - 1).argmax()])


CASES = (bass, exits, pool, span_of_organisers, of_a_city)
