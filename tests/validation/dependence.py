# SPDX-License-Identifier: Apache-2.0
"""Dependence on aid: means over time and in the long run, one grant against steady funds, goods that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import dependence
from scipy.linalg import expm

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

USUAL = dependence.Dependence()
#: Floods alone, and a reserve of pumps and boats, all of which is of use in them.
FLOODS = {"hazards": [1.0, 0, 0, 0, 0], "goods": [0, 0, 0, 0, 1.0]}


def linear_means(times: NDArray[np.float64], *, aid: float, discouraged: float) -> NDArray[np.float64]:
    """Mean reserve and expectation from nothing: dx/dt = A x + c, as every event finds the mean reserve on average."""
    built, care, aging, rate, learning = 0.12, 0.05, 1 / 5, 0.2, 0.3
    matrix = np.array([[-(care + aging + rate), -built * discouraged], [-rate * learning * aid, -rate * learning]])
    constant = np.array([built, rate * learning * aid])
    settled = -np.linalg.solve(matrix, constant)
    return np.array([settled - expm(matrix * time) @ settled for time in times])


@case(
    "Dependence-1",
    mechanism="dependence",
    title="Mean reserve and expectation over time",
    source="linear equations of the means, matrix exponential by SciPy",
)
def means(full: bool) -> Result:
    size, runs = (2_000, 20) if full else (1_000, 20)
    times = np.array([0.0, 5.0, 10.0, 20.0, 40.0])
    rows: list[Row] = []
    courses = {}
    for discouraged in (0.0, 0.5, 0.9):
        params = USUAL.replace(discouragement=discouraged)
        reference = linear_means(times, aid=0.6, discouraged=discouraged)
        equations = dependence.mean_field(params, useful=1.0, until=40.0, every=5.0)
        course = dependence.simulate(
            params, size=size, initial=FLOODS, until=40.0, every=5.0, step=1 / 24, replicates=runs, seed=1
        )
        for time, (reserve, expected) in zip(times[1:], reference[1:], strict=True):
            what = f"discouragement {discouraged}, year {time:.0f}"
            for name, value in (("reserve", reserve), ("aid_expected", expected)):
                rows += [exact(f"equations: {name}, {what}", value, equations[name].sel(time=time), within=1e-6)]
                found = course[name].sel(time=time, method="nearest")
                # Events happen half way through steps of half a month.
                rows += [mean_of(f"communities: {name}, {what}", value, found, bias=0.001)]
        courses[discouraged] = course
        settled = dependence.long_run(params, useful=1.0)
        limit = linear_means(np.array([2000.0]), aid=0.6, discouraged=discouraged)[0]
        rows += [exact(f"long run: reserve, discouragement {discouraged}", limit[0], settled["reserve"], within=1e-9)]
        rows += [
            exact(f"long run: expected, discouragement {discouraged}", limit[1], settled["aid_expected"], within=1e-9)
        ]

    def draw(axes: Axes) -> None:
        dense = np.linspace(0, 40, 81)
        for discouraged, course in courses.items():
            (line,) = axes.plot(
                dense,
                linear_means(dense, aid=0.6, discouraged=discouraged)[:, 0],
                label=f"discouragement {discouraged}",
            )
            axes.plot(course.time, course.reserve.mean("replicate"), "o", color=line.get_color())
        axes.set_xlabel("time (years)")
        axes.set_ylabel("mean reserve (needs of an event)")
        axes.legend(title="points: communities")

    return Result(rows, draw)


@case(
    "Dependence-2",
    mechanism="dependence",
    title="One grant, or the same money in steady funds",
    source="closed form of the linear equations",
)
def grant_or_funds(full: bool) -> Result:
    alone = USUAL.replace(building=0.0, event_rate=0.0)
    once = dependence.simulate(alone, size=2, initial={"reserve": 1.0}, until=20.0, every=1.0)
    steady = dependence.simulate(alone.replace(funding=0.1), size=2, until=20.0, every=1.0)
    # Nobody cares for the grant: it gets lost at the rate 1 / 5 + .3; steady funds of .1 settle at .1 / (.05 + 1 / 5).
    rows: list[Row] = []
    for year in (1, 5, 10, 20):
        left = np.exp(-0.5 * year)
        kept = 0.4 * (1 - np.exp(-0.25 * year))
        rows += [exact(f"of the grant, year {year}", left, once.reserve.to_numpy()[0, year], within=1e-5)]
        rows += [exact(f"by steady funds, year {year}", kept, steady.reserve.to_numpy()[0, year], within=1e-5)]

    def draw(axes: Axes) -> None:
        dense = np.linspace(0, 20, 101)
        axes.plot(dense, np.exp(-0.5 * dense), label="one grant of 1")
        axes.plot(dense, 0.4 * (1 - np.exp(-0.25 * dense)), label="funds of .1 a year")
        for course in (once, steady):
            axes.plot(course.time, course.reserve[0], "k.")
        axes.set_xlabel("time (years)")
        axes.set_ylabel("reserve (needs of an event)")
        axes.legend(title="points: simulated")

    return Result(rows, draw)


@case(
    "Dependence-3",
    mechanism="dependence",
    title="Reserves that do not fit the hazard",
    source="closed form of the first event",
)
def goods_that_fit(full: bool) -> Result:
    # All have .5 of an event's need, which neither ages nor grows; of the first event it meets .5 times what fits.
    still = USUAL.replace(building=0.0, shelf_life=1000.0, upkeep=0.0, neglect=0.0, event_rate=0.2, aid_share=0.5)
    size, runs = (5_000, 10) if full else (2_000, 10)
    table = {"pumps_and_boats": {"flood": 1.0, "earthquake": 0.1}, "medical": {"epidemic": 1.0, "flood": 0.3}}
    rows: list[Row] = []
    found = {}
    for good, uses in table.items():
        goods = [1.0 if good == each else 0.0 for each in dependence.GOODS]
        fits = dependence.useful_shares(goods)
        for hazard, use in uses.items():
            rows += [exact(f"{good} under {hazard}", use, fits[hazard], within=1e-12)]
            hazards = [1.0 if hazard == each else 0.0 for each in dependence.HAZARDS]
            start = {"reserve": 0.5, "goods": goods, "hazards": hazards}
            course = dependence.simulate(
                still, size=size, initial=start, until=10.0, every=10.0, step=1 / 24, replicates=runs, seed=3
            )
            # n events of Poisson mean 2 use .5 (1 - (1 - f)^n) of it: .5 (1 - exp(-2 f)) on average.
            reference = 0.5 * (1 - np.exp(-2 * use))
            met = course.met_by_reserve[:, -1]
            # In ten years a hundredth of the goods ages.
            rows += [mean_of(f"{good} met of {hazard} in ten years", reference, met, bias=0.01 * reference)]
            found[good, hazard] = (reference, float(met.mean()))

    def draw(axes: Axes) -> None:
        names = [f"{good.split('_')[0]},\n{hazard}" for good, hazard in found]
        axes.bar(names, [measured for _, measured in found.values()], color="#3b6ea5", label="communities")
        axes.plot(names, [reference for reference, _ in found.values()], "k_", markersize=40, label="closed form")
        axes.set_xlabel("goods in reserve, hazard")
        axes.set_ylabel("met in ten years (needs of an event)")
        axes.set_ylim(0, 0.6)
        axes.legend()

    return Result(rows, draw)


CASES = (means, grant_or_funds, goods_that_fit)
