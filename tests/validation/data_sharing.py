# SPDX-License-Identifier: Apache-2.0
"""Sharing of data: expected error by agreements, one way and by a hub; correlated sources; islands."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import data_sharing
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.stats import binom

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

BASE = data_sharing.DataSharing()


def by_covariance(precisions: NDArray[np.float64], correlation: float) -> float:
    """Variance of the best estimate from sensors whose errors are correlated, by their inverse covariance."""
    spread = 1 / np.sqrt(precisions)
    covariance = np.outer(spread, spread) * (correlation + (1 - correlation) * np.eye(len(spread)))
    return float(1 / np.linalg.inv(covariance).sum())


@case(
    "Sharing-1",
    mechanism="data_sharing",
    title="Mean squared error of ten equal departments",
    source="closed form (binomial sum)",
)
def equal_departments(full: bool) -> Result:
    rows: list[Row] = []
    chances = (0.0, 0.1, 0.3, 0.6, 1.0)
    points: dict[str, list[float]] = {}
    for form in ("mutual", "one_way", "hub"):
        for chance in chances:
            params = BASE.replace(form=form, share_chance=chance)
            # Of independent sensors E 1 / (1 + J), J binomial (n - 1, q), is (1 - (1 - q)^n) / (n q).
            reference = (1 - (1 - chance) ** 10) / (10 * chance) if chance > 0 else 1.0
            if form == "hub":
                reference = chance * reference + 1 - chance
            solved = data_sharing.expected_variance(params)
            rows += [exact(f"closed form, {form}, chance {chance}", reference, solved, within=1e-12)]
            course = data_sharing.simulate(params, replicates=4_000 if full else 400, until=50, seed=1)
            found = course.squared_error.mean("department").to_numpy()
            rows += [mean_of(f"squared error, {form}, chance {chance}", reference, found)]
            points.setdefault(form, []).append(float(found.mean()))
    params = BASE.replace(share_chance=0.3, correlation=0.4)
    weights = binom.pmf(np.arange(10), 9, 0.3)
    reference = float(sum(weight * by_covariance(np.ones(1 + used), 0.4) for used, weight in enumerate(weights)))
    rows += [exact("closed form, correlation .4", reference, data_sharing.expected_variance(params), within=1e-12)]
    course = data_sharing.simulate(params, replicates=4_000 if full else 400, until=50, seed=2)
    rows += [mean_of("squared error, correlation .4", reference, course.squared_error.mean("department"))]

    def draw(axes: Axes) -> None:
        at = np.linspace(0, 1, 51)
        for form, correlation in (("mutual", 0.0), ("mutual", 0.4), ("hub", 0.0)):
            these = [BASE.replace(form=form, correlation=correlation, share_chance=chance) for chance in at]
            label = f"{form}, correlation {correlation}"
            axes.plot(at, [data_sharing.expected_variance(each) for each in these], label=label)
        for form, marker in (("mutual", "o"), ("one_way", "x"), ("hub", "s")):
            axes.plot(chances, points[form], "k" + marker, markersize=5, fillstyle="none", label=f"{form}, drawn")
        axes.set_xlabel("chance to share, or to join the hub")
        axes.set_ylabel("mean squared error")
        axes.legend()

    return Result(rows, draw)


@case(
    "Sharing-2",
    mechanism="data_sharing",
    title="Unequal, correlated sensors and a prior",
    source="inverse of the covariance, by NumPy",
)
def unequal_sensors(full: bool) -> Result:
    rows: list[Row] = []
    precisions = np.array([4.0, 1.0, 0.25, 2.0])
    for correlation in (0.0, 0.3, 0.9):
        reference = by_covariance(precisions, correlation)
        params = BASE.replace(correlation=correlation)
        found = data_sharing.fused_variance(params, precisions)
        rows += [exact(f"kernel, correlation {correlation}", reference, found, within=1e-12)]
    # A line of four: the first uses its own and the second's, the second those of the first and third, and so on.
    params = BASE.replace(share_chance=1.0, correlation=0.3, prior_precision=0.5)
    line = [(0, 1), (1, 2), (2, 3)]
    course = data_sharing.simulate(
        params,
        graph=line,
        initial={"precision": precisions},
        until=50,
        replicates=4_000 if full else 400,
        seed=3,
    )
    references = []
    for each in range(4):
        seen = [other for other in range(4) if abs(other - each) <= 1]
        references.append(1 / (0.5 + 1 / by_covariance(precisions[seen], 0.3)))
        found = course.squared_error[:, each].to_numpy()
        rows += [exact(f"variance, department {each}", references[each], course.variance[0, each].item(), within=1e-12)]
        rows += [mean_of(f"squared error, department {each}", references[each], found)]

    def draw(axes: Axes) -> None:
        axes.bar(np.arange(4) - 0.2, references, width=0.4, label="inverse covariance")
        axes.bar(np.arange(4) + 0.2, course.squared_error.mean("replicate"), width=0.4, label="drawn")
        axes.set_xticks(range(4), [f"{each}: {precision:g}" for each, precision in enumerate(precisions)])
        axes.set_xlabel("department on a line and its own precision")
        axes.set_ylabel("mean squared error")
        axes.legend()

    return Result(rows, draw)


def connected_chance(departments: int, chance: float) -> float:
    """That a random graph hangs together, by going through all graphs of so many."""
    pairs = list(combinations(range(departments), 2))
    total = 0.0
    for code in range(2 ** len(pairs)):
        chosen = [pair for k, pair in enumerate(pairs) if code >> k & 1]
        rows, columns = zip(*chosen, strict=True) if chosen else ((), ())
        ties = csr_array((np.ones(len(chosen)), (rows, columns)), shape=(departments, departments))
        if connected_components(ties, directed=False)[0] == 1:
            total += chance ** len(chosen) * (1 - chance) ** (len(pairs) - len(chosen))
    return total


@case("Sharing-3", mechanism="data_sharing", title="Data islands, and the forms they cost", source="Gilbert 1959")
def islands(full: bool) -> Result:
    rows: list[Row] = []
    for count, chance in ((3, 0.3), (5, 0.3), (5, 0.6)):
        params = BASE.replace(share_chance=chance)
        reference = connected_chance(count, chance)
        solved = data_sharing.one_island_chance(params, departments=count)
        rows += [exact(f"recursion against all graphs, {count} departments, {chance}", reference, solved, within=1e-12)]
    chances = (0.15, 0.3, 0.5)
    drawn = []
    for chance in chances:
        params = BASE.replace(share_chance=chance)
        course = data_sharing.simulate(params, replicates=20_000 if full else 1_000, until=1, seed=4)
        one = (course.islands == 1).to_numpy().astype(float)
        drawn.append(float(one.mean()))
        reference = data_sharing.one_island_chance(params)
        rows += [mean_of(f"one island of ten, chance {chance}", reference, one)]
        hours = course.form_hours.sum("department").to_numpy()
        rows += [mean_of(f"hours a week for forms, chance {chance}", 10 * 2.0 * (1 - chance), hours)]
    one_way = BASE.replace(form="one_way", share_chance=0.15)
    course = data_sharing.simulate(one_way, replicates=20_000 if full else 1_000, until=1, seed=5)
    # A pair is linked in either direction with the chance 1 - .85^2.
    reference = data_sharing.one_island_chance(BASE.replace(share_chance=1 - 0.85**2))
    rows += [mean_of("one island of ten, one way, chance .15", reference, (course.islands == 1).to_numpy())]
    hub = data_sharing.simulate(BASE.replace(form="hub", share_chance=0.6), replicates=4_000 if full else 400, until=1)
    hours = hub.form_hours.sum("department").to_numpy()
    rows += [mean_of("hours a week for forms, a hub that .6 join", 10 * 2.0 * (1 - 0.36), hours)]

    def draw(axes: Axes) -> None:
        at = np.linspace(0, 0.7, 71)
        for form in ("mutual", "one_way", "hub"):
            solved = [data_sharing.one_island_chance(BASE.replace(form=form, share_chance=each)) for each in at]
            axes.plot(at, solved, label=form)
        axes.plot(chances, drawn, "ko", label="drawn, mutual")
        axes.set_xlabel("chance to share, or to join the hub")
        axes.set_ylabel("chance that ten are one island")
        axes.legend()

    return Result(rows, draw)


CASES = (equal_departments, unequal_sensors, islands)
