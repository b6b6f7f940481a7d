# SPDX-License-Identifier: Apache-2.0
"""Cases of inoperability."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import inoperability
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TWO = np.array([[0, 0.4], [0.3, 0]])
COLOURS = ("#3b6ea5", "#6a9a4f", "#d08a2e", "#b3412e", "#7b5aa6")


def random_sectors(sectors: int, *, rows: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A matrix whose rows add up to so much, a perturbation and outputs."""
    rng = np.random.default_rng(seed)
    matrix = rng.random((sectors, sectors))
    matrix *= rows / matrix.sum(axis=1, keepdims=True)
    return matrix, rng.random(sectors) * 0.1, rng.random(sectors) * 100 + 1


@case(
    "V58",
    mechanism="inoperability",
    title="Two sectors under a perturbation that stays",
    source="Haimes and Jiang 2001; Leontief inverse by NumPy",
)
def static(full: bool) -> Result:
    linear = inoperability.Inoperability(limit="linear")
    found = inoperability.static_inoperability(linear, TWO, [0.1, 0])
    rows = [
        exact("first sector", 0.1136364, found[0], within=1e-7),
        exact("second sector", 0.0340909, found[1], within=1e-7),
    ]
    for sectors in (3, 15, 100):
        matrix, struck, _ = random_sectors(sectors, rows=0.8, seed=sectors)
        reference = np.linalg.inv(np.eye(sectors) - matrix) @ struck
        found = inoperability.static_inoperability(linear, matrix, struck)
        rows += [
            exact(f"largest difference from NumPy, {sectors} sectors", 0, np.abs(found - reference).max(), within=1e-12)
        ]
        inverse = np.linalg.inv(np.eye(sectors) - matrix) - np.eye(sectors)
        np.fill_diagonal(inverse, 0)
        overall = inoperability.interdependency_indices(matrix)
        off = np.abs(overall["overall_influence"] - inverse.sum(axis=0) / (sectors - 1)).max()
        off = max(off, np.abs(overall["overall_dependency"] - inverse.sum(axis=1) / (sectors - 1)).max())
        rows += [exact(f"largest difference of overall indices, {sectors} sectors", 0, off, within=1e-12)]
    strikes = np.linspace(0, 1, 21)
    capped = inoperability.Inoperability()
    courses = np.array([inoperability.static_inoperability(capped, TWO, [strike, 0.2]) for strike in strikes])
    for strike, q in zip(strikes[[5, 19, 20]], courses[[5, 19, 20]], strict=True):
        first = min(1.0, (strike + 0.08) / 0.88)
        rows += [exact(f"capped, first sector struck by {strike:.2f}", first, q[0], within=1e-9)]
        rows += [exact(f"capped, second sector, first struck by {strike:.2f}", 0.2 + 0.3 * first, q[1], within=1e-9)]

    def draw(axes: Axes) -> None:
        fine = np.linspace(0, 1, 101)
        first = np.minimum(1, (fine + 0.08) / 0.88)
        axes.plot(fine, first, color=COLOURS[0], label="first sector")
        axes.plot(fine, 0.2 + 0.3 * first, color=COLOURS[3], label="second sector")
        axes.plot(strikes, courses[:, 0], "o", markersize=4, color=COLOURS[0])
        axes.plot(strikes, courses[:, 1], "o", markersize=4, color=COLOURS[3])
        axes.set_xlabel("perturbation of the first sector (that of the second is .2)")
        axes.set_ylabel("inoperability in the end")
        axes.legend(title="lines: by hand, capped at 1")

    return Result(rows, draw)


def by_expm(matrix: np.ndarray, struck: np.ndarray, first: np.ndarray, speed: np.ndarray, end: float, time: float):
    """Inoperability and its integral at a time, by matrix exponentials of the system with integral and input."""
    n = len(struck)
    system = np.zeros((3 * n, 3 * n))
    system[:n, :n] = np.diag(speed) @ (matrix - np.eye(n))
    system[:n, 2 * n :] = np.diag(speed)
    system[n : 2 * n, :n] = np.eye(n)
    state = expm(system * min(time, end)) @ np.concatenate([first, np.zeros(n), struck])
    if time > end:
        state[2 * n :] = 0
        state = expm(system * (time - end)) @ state
    return state[:n], state[n : 2 * n]


@case(
    "Inoperability-1",
    mechanism="inoperability",
    title="Sectors recover after a perturbation",
    source="Lian and Haimes 2006; matrix exponential of SciPy",
)
def dynamic(full: bool) -> Result:
    rows: list[Row] = []
    pictures = []
    for sectors, times in ((2, np.full(2, 20.0)), (5, np.array([5.0, 30, 10, 60, 20])), (30, np.linspace(2, 90, 30))):
        matrix, struck, output = random_sectors(sectors, rows=0.7, seed=sectors)
        first = np.linspace(0.3, 0, sectors)
        params = inoperability.Inoperability(limit="linear", left=0.01, perturbation_length=12.5)
        given = {"interdependency": matrix, "perturbation": struck, "output": output}
        given |= {"inoperability": first, "recovery_time": times}
        course = inoperability.simulate(params, initial=given, until=90, every=2).isel(replicate=0)
        speed = np.log(100) / (times * (1 - matrix.diagonal()))
        worst, lost = 0.0, 0.0
        for at in (2, 12, 14, 50, 90):
            q, summed = by_expm(matrix, struck, first, speed, 12.5, at)
            worst = max(worst, float(np.abs(course.inoperability.sel(time=at) - q).max()))
            lost = max(lost, abs(float(course.loss.sel(time=at)) / float(output @ summed) - 1))
        rows += [exact(f"largest difference of inoperability, {sectors} sectors", 0, worst, within=1e-11)]
        rows += [exact(f"largest relative difference of loss, {sectors} sectors", 0, lost, within=1e-10)]
        if sectors == 5:
            grid = np.linspace(0, 90, 181)
            pictures = [course, grid, np.array([by_expm(matrix, struck, first, speed, 12.5, at)[0] for at in grid])]
    alone = inoperability.Inoperability(perturbation_length=0, recovery_time=25, left=0.01)
    one = inoperability.simulate(
        alone, initial={"interdependency": [[0.0]], "inoperability": [0.6]}, until=25, every=25
    ).isel(replicate=0)
    rows += [exact("a sector alone after its recovery time", 0.006, one.inoperability[1, 0], within=1e-12)]
    rows += [exact("output it lost, days", 0.6 * 0.99 * 25 / np.log(100), one.loss[1], within=1e-10)]

    def draw(axes: Axes) -> None:
        course, grid, reference = pictures
        for sector, colour in enumerate(COLOURS):
            axes.plot(grid, reference[:, sector], color=colour)
            axes.plot(course.time[::3], course.inoperability[::3, sector], "o", markersize=4, color=colour)
        axes.axvline(12.5, color="k", linewidth=0.8)
        axes.set_xlabel("time (d); the perturbation ends at 12.5 d")
        axes.set_ylabel("inoperability")
        axes.set_title("five sectors; lines: SciPy", fontsize="medium")

    return Result(rows, draw)


@case(
    "Inoperability-2",
    mechanism="inoperability",
    title="Nobody is more than fully inoperable",
    source="adaptive integration by SciPy",
)
def capped(full: bool) -> Result:
    matrix, _, output = random_sectors(6, rows=0.9, seed=3)
    struck = np.array([0.9, 0.6, 0.0, 0.3, 0.0, 0.5])
    params = inoperability.Inoperability(recovery_time=15, perturbation_length=40)
    given = {"interdependency": matrix, "perturbation": struck, "output": output}
    course = inoperability.simulate(params, initial=given, until=100, every=4, step=0.05).isel(replicate=0)
    speed = np.log(100) / (15 * (1 - matrix.diagonal()))

    def rates(at: float, q: np.ndarray) -> np.ndarray:
        return speed * (np.minimum(1, matrix @ q + struck * (at < 40)) - q)

    until_end = solve_ivp(rates, (0, 40 - 1e-12), np.zeros(6), rtol=1e-10, atol=1e-12, dense_output=True, max_step=0.2)
    after = solve_ivp(rates, (40, 100), until_end.y[:, -1], rtol=1e-10, atol=1e-12, dense_output=True, max_step=0.2)

    def reference(at: float) -> np.ndarray:
        return np.asarray(until_end.sol(at) if at < 40 else after.sol(at))

    rows = [
        exact(
            f"largest difference on day {day}",
            0,
            np.abs(course.inoperability.sel(time=day) - reference(day)).max(),
            within=1e-6,
        )
        for day in (4, 20, 36, 44, 60, 100)
    ]
    linear = np.linalg.solve(np.eye(6) - matrix, struck).max()
    rows += [exact("largest inoperability in the end, capped", 1.0, course.lasting.max(), within=1e-12)]
    rows += [exact("whether it would be more than 1 without a cap", 1.0, float(linear > 1), within=0)]

    def draw(axes: Axes) -> None:
        grid = np.linspace(0, 100, 201)
        for sector, colour in enumerate(COLOURS):
            axes.plot(grid, [reference(at)[sector] for at in grid], color=colour)
            axes.plot(course.time, course.inoperability[:, sector], "o", markersize=4, color=colour)
        axes.axhline(1, color="k", linewidth=0.8)
        axes.set_xlabel("time (d); the perturbation ends at 40 d")
        axes.set_ylabel("inoperability")
        axes.set_title("five of six sectors; lines: SciPy", fontsize="medium")

    return Result(rows, draw)


@case(
    "Inoperability-3",
    mechanism="inoperability",
    title="An uncertain perturbation, over many events",
    source="moments of linear forms, NumPy",
)
def uncertain(full: bool) -> Result:
    runs = 20_000 if full else 2_000
    matrix, _, _ = random_sectors(4, rows=0.6, seed=9)
    params = inoperability.Inoperability(limit="linear", perturbation_length=1000)
    given = {"interdependency": matrix, "perturbation": "uniform(low=0, high=0.3)"}
    course = inoperability.simulate(params, initial=given, until=10, every=10, replicates=runs, seed=6)
    inverse = np.linalg.inv(np.eye(4) - matrix)
    mean = inverse.sum(axis=1) * 0.15
    variance = (inverse**2).sum(axis=1) * 0.3**2 / 12
    rows: list[Row] = []
    for sector in range(4):
        ends = course.lasting[:, sector].to_numpy()
        rows += [mean_of(f"mean, sector {sector}", mean[sector], ends)]
        rows += [mean_of(f"variance, sector {sector}", variance[sector], (ends - mean[sector]) ** 2)]
    speed = np.log(100) / (30 * (1 - matrix.diagonal()))
    at_ten, _ = by_expm(matrix, np.full(4, 0.15), np.zeros(4), speed, 1000, 10)
    for sector in range(4):
        after = course.inoperability[:, 1, sector]
        rows += [mean_of(f"mean after ten days, sector {sector}", at_ten[sector], after)]

    def draw(axes: Axes) -> None:
        ends = course.lasting.to_numpy()
        for sector, colour in zip(range(4), COLOURS, strict=False):
            axes.hist(ends[:, sector], bins=60, histtype="step", color=colour, density=True, label=f"sector {sector}")
            axes.axvline(mean[sector], color=colour, linewidth=0.8)
        axes.set_xlabel("inoperability in the end")
        axes.set_ylabel("density over events")
        axes.legend(title="vertical: mean by NumPy")

    return Result(rows, draw)


CASES = (static, dynamic, capped, uncertain)
