# SPDX-License-Identifier: Apache-2.0
"""Warnings: broadcast and contagion, who cannot be warned, and whom the broadcast misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import warning
from scipy.integrate import solve_ivp

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

MINUTES = 60
BOTH = warning.Warning(broadcast_rate="0.02 / min", contagion_rate="0.2 / min")
BROADCAST = BOTH.replace(contagion_rate=0.0)
#: Which parameters, the share, and when it is warned, minutes.
TIMES = (("both", BOTH, 0.5, 11.2950), ("both", BOTH, 0.9, 20.9326), ("broadcast only", BROADCAST, 0.5, 34.6574))


def times_to_share(params: warning.Warning, share: float, *, full: bool) -> NDArray[np.float64]:
    """When the share of a crowd is warned, minutes, of each run."""
    course = warning.simulate(params, size=20_000 if full else 2_000, until=1.0, replicates=40, seed=15)
    hours = np.sort(course.hour.to_numpy())
    return MINUTES * hours[:, int(share * hours.shape[1]) - 1]


@case("V15", mechanism="warning", title="Times to half and nine tenths", source="Rogers and Sorensen 1988")
def broadcast_and_contagion(full: bool) -> Result:
    rows: list[Row] = []
    for name, params, share, reference in TIMES:
        formula = MINUTES * warning.time_to_warned_share(params, share)
        rows += [exact(f"closed form, {name}, share {share}, min", reference, formula, within=1e-4)]
        # The reference time has four decimals; about .06 of all are warned in a minute.
        course = warning.mean_field(params, until=reference / MINUTES, every=reference / MINUTES).warned.to_numpy()
        rows += [exact(f"equations at that time, {name}, share {share}", share, course[-1], within=1e-5)]
        # Of a finite crowd the first to hear are late or early together; 3 % are allowed.
        found = times_to_share(params, share, full=full)
        rows += [mean_of(f"agents, {name}, share {share}, min", reference, found, bias=0.03 * reference)]
        rows += [
            mean_of(
                f"agents, {name}, share {share}, min, within half a percent", reference, found, bias=0.005 * reference
            )
        ]

    def draw(axes: Axes) -> None:
        for params, name in ((BOTH, "broadcast and contagion"), (BROADCAST, "broadcast only")):
            exact_course = warning.mean_field(params, until=1.0)
            (line,) = axes.plot(MINUTES * exact_course.time, exact_course.warned, label=name)
            course = warning.simulate(params, size=2_000, until=1.0, every=1 / 30, replicates=20, seed=15)
            axes.plot(MINUTES * course.time, course.warned.mean("replicate"), ".", color=line.get_color())
        axes.plot(
            [time for *_, time in TIMES], [share for *_, share, _ in TIMES], "k+", markersize=12, label="reference"
        )
        axes.set_xlabel("time (min)")
        axes.set_ylabel("share warned")
        axes.legend(title="lines: equations, points: agents")

    return Result(rows, draw)


@case(
    "Warning-1",
    mechanism="warning",
    title="Two groups, reached well and badly",
    source="the equations of the two groups, by SciPy",
)
def two_groups(full: bool) -> Result:
    params = warning.Warning(broadcast_rate=2.0, contagion_rate=3.0, penetration=0.8)
    reached = {1.0: 0.25, 0.1: 0.75}
    hours = np.array([0.25, 0.5, 1.0, 2.0])

    def rates(_: float, warned: NDArray[np.float64]) -> list[float]:
        total = sum(share * own for share, own in zip(reached.values(), warned, strict=True))
        return [(2.0 * reach + 3.0 * total) * (0.8 - own) for reach, own in zip(reached, warned, strict=True)]

    solution = solve_ivp(rates, (0, 2), [0, 0], t_eval=hours, rtol=1e-10, atol=1e-12)
    references = 0.25 * solution.y[0] + 0.75 * solution.y[1]
    size = 20_000 if full else 4_000
    reach = np.where(np.arange(size) % 4 == 0, 1.0, 0.1)
    equations = warning.mean_field(params, initial={"reach": reach}, until=2.0, every=0.25)
    course = warning.simulate(
        params,
        size=size,
        initial={"reach": reach},
        until=2.0,
        every=0.05,
        step=0.0125,
        replicates=40,
        seed=1,
    )
    rows: list[Row] = []
    for hour, reference in zip(hours, references, strict=True):
        solved = equations.warned.sel(time=hour, method="nearest").item()
        rows += [exact(f"equations, {hour} h", reference, solved, within=1e-7)]
        found = course.warned.sel(time=hour, method="nearest").to_numpy()
        # A step counts neighbours half way through it: what is left over is of the order of its square.
        rows += [mean_of(f"agents, {hour} h", reference, found, bias=0.002)]

    def draw(axes: Axes) -> None:
        axes.plot(course.time, course.warned.mean("replicate"), ".", label="agents")
        axes.plot(hours, references, "k+", markersize=12, label="SciPy")
        axes.plot(equations.time, equations.warned, label="equations")
        axes.set_xlabel("time (h)")
        axes.set_ylabel("share warned")
        axes.legend()

    return Result(rows, draw)


@case(
    "Warning-2",
    mechanism="warning",
    title="Neighbour to neighbour on a ring",
    source="closed form of first passage on a line",
)
def ring(full: bool) -> Result:
    # Nothing is broadcast. At either end of the row of those who know, one neighbour of two knows: the row grows there
    # at half the contagion rate, and 1 + Poisson(rate * time) people know.
    size, rate, hours = 301, 2.0, 50.0
    ties = [(row, (row + 1) % size) for row in range(size)]
    params = warning.Warning(broadcast_rate=0.0, contagion_rate=rate)
    keywords = {"graph": ties, "initial": {"warned": [0]}, "until": hours, "replicates": 400 if full else 100}
    rows: list[Row] = []
    for step in (0.05, 0.025):
        course = warning.simulate(params, **keywords, step=step, every=10.0, seed=2)
        knowing = size * course.warned.to_numpy()[:, -1]
        # At most one hears it in a step on either side, which costs a share rate / 4 * step of the mean, given back by
        # counting neighbours half way through the step; of the variance it costs a share rate / 2 * step.
        rows += [mean_of(f"people who know, step {step} h", 1 + rate * hours, knowing, bias=0.1)]
        variance = float(knowing.var(ddof=1))
        error = variance * np.sqrt(2 / len(knowing))
        bias = rate / 2 * step * rate * hours
        rows += [Row(f"variance of that, step {step} h", rate * hours, variance, standard_error=error, bias=bias)]

    def draw(axes: Axes) -> None:
        axes.hist(knowing, bins=np.arange(60.5, 145, 3), density=True, color="#3b6ea5", label="agents")
        at = np.linspace(knowing.min(), knowing.max(), 200)
        sd = np.sqrt(rate * hours)
        axes.plot(
            at,
            np.exp(-((at - 1 - rate * hours) ** 2) / (2 * sd**2)) / (sd * np.sqrt(2 * np.pi)),
            color="#b3412e",
            label="sum of two Poisson processes (normal)",
        )
        axes.set_xlabel("people on the ring who know after 50 h")
        axes.set_ylabel("density")
        axes.legend()

    return Result(rows, draw)


CASES = (broadcast_and_contagion, two_groups, ring)
