# SPDX-License-Identifier: Apache-2.0
"""Allocation: water filling, claims of the Talmud, the best by an optimiser, false reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import allocation, metrics
from scipy.optimize import minimize

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

FAIR = allocation.Allocation(rule="max_min")
EQUAL_SHARES = allocation.Allocation(rule="proportional")


def compared(what: str, reference: list[float], measured: NDArray[np.float64], *, within: float = 1e-12) -> list[Row]:
    """A row for each claimant."""
    return [
        exact(f"{what}, claimant {k + 1}", expected, value, within=within)
        for k, (expected, value) in enumerate(zip(reference, measured, strict=True))
    ]


@case(
    "V45",
    mechanism="allocation",
    title="Max-min fair and proportional shares, Jain's index",
    source="Bertsekas and Gallager 1992; Jain, Chiu and Hawe 1984",
)
def shares(full: bool) -> Result:
    need = [2.0, 4.0, 10.0]
    filled = allocation.allocate(FAIR, need=need, supply=10.0)
    rows = compared("max-min", [2.0, 4.0, 4.0], filled)
    rows += compared("proportional", [1.25, 2.5, 6.25], allocation.allocate(EQUAL_SHARES, need=need, supply=10.0))
    rows += [exact("Jain's index of 2, 4, 4", 25 / 27, metrics.jain_index([2, 4, 4]), within=1e-12)]

    def draw(axes: Axes) -> None:
        supplies = np.linspace(0, 16, 65)
        given = np.array([allocation.allocate(FAIR, need=need, supply=supply) for supply in supplies])
        for claimant, line in enumerate(given.T):
            axes.plot(supplies, line, label=f"needs {need[claimant]:.0f}")
        axes.plot([10, 10, 10], [2, 4, 4], "k+", markersize=12, label="reference")
        axes.set_xlabel("supply (units)")
        axes.set_ylabel("given by max-min (units)")
        axes.legend()

    return Result(rows, draw)


@case(
    "Allocation-1",
    mechanism="allocation",
    title="Three claims of the Talmud: equal awards and proportions",
    source="Aumann and Maschler 1985; Thomson 2003",
)
def talmud(full: bool) -> Result:
    debts = [100.0, 200.0, 300.0]
    equal = {100: [100 / 3] * 3, 200: [200 / 3] * 3, 300: [100.0] * 3, 400: [100.0, 150.0, 150.0]}
    rows: list[Row] = []
    for estate, awards in equal.items():
        given = allocation.allocate(FAIR, need=debts, supply=estate)
        rows += compared(f"equal awards, estate {estate}", awards, given, within=1e-10)
        given = allocation.allocate(EQUAL_SHARES, need=debts, supply=estate)
        rows += compared(f"proportional, estate {estate}", [estate / 6, estate / 3, estate / 2], given, within=1e-10)

    def draw(axes: Axes) -> None:
        estates = np.linspace(0, 600, 121)
        for params, style in ((FAIR, "-"), (EQUAL_SHARES, ":")):
            given = np.array([allocation.allocate(params, need=debts, supply=estate) for estate in estates])
            for claimant, line in enumerate(given.T):
                axes.plot(
                    estates, line, style, color=f"C{claimant}", label=f"{params.rule}, debt {debts[claimant]:.0f}"
                )
        for estate, awards in equal.items():
            axes.plot([estate] * 3, awards, "k+", markersize=10)
        axes.set_xlabel("estate (units)")
        axes.set_ylabel("award (units)")
        axes.legend()

    return Result(rows, draw)


@case(
    "Allocation-2",
    mechanism="allocation",
    title="Greatest sum of benefits",
    source="the same problem solved by SciPy (sequential quadratic programming)",
)
def greatest_benefit(full: bool) -> Result:
    rng = np.random.default_rng(12)
    need, severity = rng.lognormal(0, 0.7, 8), rng.uniform(0.2, 3.0, 8)
    rows: list[Row] = []
    courses = {}
    for power in (1.5, 2.0, 4.0):
        params = allocation.Allocation(rule="greedy", diminishing=power)
        for part in (0.2, 0.6, 0.9):
            supply = part * need.sum()

            def loss(given: NDArray[np.float64], power: float = power) -> float:
                return float((severity * need * np.maximum(1 - given / need, 0) ** power).sum())

            found = minimize(
                loss,
                np.full(8, 1.0) * part * need,
                bounds=[(0, each) for each in need],
                constraints={"type": "eq", "fun": lambda given, supply=supply: given.sum() - supply},
                options={"ftol": 1e-14, "maxiter": 1000},
            )
            given = allocation.allocate(params, need=need, severity=severity, supply=supply)
            what = f"c = {power}, supply {part}"
            # The optimiser stops where the sum hardly changes; amounts are then right to four digits.
            rows += [exact(f"benefit lost, {what}", found.fun, loss(given), within=1e-7)]
            rows += [exact(f"farthest amount, {what}", 0.0, np.abs(given - found.x).max(), within=1e-4)]
            courses[power, part] = (found.x, given)

    def draw(axes: Axes) -> None:
        for (power, part), (reference, given) in courses.items():
            axes.plot(reference, given, "o", fillstyle="none", label=f"c = {power}, supply {part}")
        most = float(need.max())
        axes.plot([0, most], [0, most], "k-", linewidth=0.7)
        axes.set_xlabel("amount by SciPy (units)")
        axes.set_ylabel("amount by the rule greedy (units)")
        axes.legend(fontsize="small")

    return Result(rows, draw)


@case(
    "Allocation-3",
    mechanism="allocation",
    title="Who gains by a false report",
    source="closed form; uniform rule: Sprumont 1991 (doi:10.2307/2938268)",
)
def false_reports(full: bool) -> Result:
    # Ten alike need 1 and share 4; the first reports f. In proportion to reports it is given 4 f / (9 + f).
    rows: list[Row] = []
    factors = np.linspace(0.5, 5.0, 46)
    driven = allocation.Allocation(rule="report_driven")
    gains = {"report_driven": [], "max_min": []}
    for factor in factors:
        reported = np.r_[factor, np.ones(9)]
        given = allocation.allocate(driven, need=np.ones(10), reported=reported, supply=4.0)[0]
        gains["report_driven"].append(min(1.0, given))
        # Where only reports are known, max-min of reports: nobody gets more that is of use by telling another need.
        gains["max_min"].append(min(1.0, allocation.allocate(FAIR, need=reported, supply=4.0)[0]))
    for factor in (1.0, 2.0, 3.0):
        at = int(np.argmin(np.abs(factors - factor)))
        rows += [
            exact(
                f"in proportion, factor {factor}",
                min(1, 4 * factor / (9 + factor)),
                gains["report_driven"][at],
                within=1e-9,
            )
        ]
    rows += [exact("most to be had by max-min", 0.4, max(gains["max_min"]), within=1e-12)]

    def draw(axes: Axes) -> None:
        axes.plot(factors, np.minimum(1, 4 * factors / (9 + factors)), label="4 f / (9 + f), at most 1")
        axes.plot(factors, gains["report_driven"], ".", label="in proportion to reports")
        axes.plot(factors, gains["max_min"], ".", label="max-min of reports")
        axes.set_xlabel("reported need of the first of ten, multiples of its need")
        axes.set_ylabel("share of its need that is met")
        axes.legend()

    return Result(rows, draw)


@case(
    "Allocation-4",
    mechanism="allocation",
    title="Strong and weak communities, round by round",
    source="closed form",
)
def strong_and_weak(full: bool) -> Result:
    # Half have the connection 1, half .25, all need 1, and there is .5 for each: .8 and .2 of the need with power 1.
    size, runs = (1_000, 40) if full else (200, 10)
    connection = np.where(np.arange(size) % 2 == 0, 1.0, 0.25)
    params = allocation.Allocation(rule="connection_weighted", supply=0.5, carried=0.0)
    rows: list[Row] = []
    for power in (0.0, 0.5, 1.0):
        course = allocation.simulate(
            params.replace(connection_power=power), size=size, initial={"connection": connection}, until=5, seed=1
        )
        weak = 0.25**power
        satisfied = course.satisfied.to_numpy()[0]
        rows += [exact(f"strong, power {power}", 1 / (1 + weak), satisfied[0], within=1e-9)]
        rows += [exact(f"weak, power {power}", weak / (1 + weak), satisfied[1], within=1e-9)]
        equality = 1 / (2 * (1 + weak**2)) * (1 + weak) ** 2
        rows += [exact(f"Jain's index, power {power}", equality, course.equality.to_numpy()[0, -1], within=1e-9)]
    # First come: in each round the share .5 is served, each with the same chance; of 5 rounds the variance is .05.
    first = params.replace(rule="first_come")
    course = allocation.simulate(first, size=size, until=5, replicates=runs, seed=2)
    rows += [mean_of("first come: variance over claimants of 5 rounds", 0.05, course.satisfied.var("agent", ddof=0))]

    def draw(axes: Axes) -> None:
        powers = np.linspace(0, 3, 31)
        axes.plot(powers, np.minimum(1, 1 / (1 + 0.25**powers)), label="strong, closed form")
        axes.plot(powers, 1 - np.minimum(1, 1 / (1 + 0.25**powers)), label="weak, closed form")
        for power in powers[::3]:
            ends = allocation.simulate(
                params.replace(connection_power=power), size=size, initial={"connection": connection}
            ).satisfied.to_numpy()[0]
            axes.plot([power, power], ends[:2], "k.")
        axes.set_xlabel("power of the connection")
        axes.set_ylabel("share of need met")
        axes.legend(title="supply for half of the need; points: simulated")

    return Result(rows, draw)


CASES = (shares, talmud, greatest_benefit, false_reports, strong_and_weak)
