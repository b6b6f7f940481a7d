# SPDX-License-Identifier: Apache-2.0
"""Signal detection: areas under the curve, fusion of sources, run lengths of monitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import detection

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

EVEN = detection.Detection(hazard_chance=0.5, miss_cost=1.0)
AREAS = {0.5: 0.6381632, 1.0: 0.7602499, 1.5: 0.8555778, 2.0: 0.9213504, 3.0: 0.9830526}
SHIFTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)


def areas(params: detection.Detection, *, full: bool, seed: int) -> NDArray[np.float64]:
    """The share of pairs in which the hazard gave more evidence, of each post (Mann and Whitney)."""
    course = detection.simulate(params, until=10_000 if full else 2_000, replicates=100 if full else 50, seed=seed)
    found = []
    for hazard, evidence in zip(course.hazard.to_numpy() == 1, course.evidence.to_numpy(), strict=True):
        below = np.searchsorted(np.sort(evidence[~hazard]), evidence[hazard])
        found.append(below.mean() / (~hazard).sum())
    return np.array(found)


@case("V47", mechanism="detection", title="Area under the curve of one source", source="Green and Swets 1966")
def area(full: bool) -> Result:
    rows = []
    for seed, (sensitivity, reference) in enumerate(AREAS.items()):
        rows += [
            exact(f"closed form, d' = {sensitivity}", reference, detection.area_under_curve(sensitivity), within=5e-8)
        ]
        found = areas(EVEN.replace(sensitivity=sensitivity), full=full, seed=seed)
        rows += [mean_of(f"cases, d' = {sensitivity}", reference, found)]
    shifts = np.linspace(-4, 4, 33)

    def draw(axes: Axes) -> None:
        for sensitivity in AREAS:
            params = EVEN.replace(sensitivity=sensitivity)
            rates = np.array([detection.alarm_rates(params.replace(criterion_shift=shift)) for shift in shifts])
            (line,) = axes.plot(rates[:, 1], rates[:, 0], label=f"d' = {sensitivity}")
            course = detection.simulate(params, until=4_000, replicates=5, seed=7)
            hazard, evidence = course.hazard.to_numpy() == 1, course.evidence.to_numpy()
            hits, false_alarms = (
                [(evidence[each] > shift).mean() for shift in shifts[::2]] for each in (hazard, ~hazard)
            )
            axes.plot(false_alarms, hits, "o", markersize=3, color=line.get_color())
        axes.set_xlabel("false alarm rate")
        axes.set_ylabel("hit rate (lines: formula, points: cases)")
        axes.legend()

    return Result(rows, draw)


@case("V48", mechanism="detection", title="Sources together", source="Green and Swets 1966; Sorkin and Dai 1994")
def fusion(full: bool) -> Result:
    four = EVEN.replace(sources=4)
    rows = [exact("closed form, 4 sources", 2.0, detection.fused_sensitivity(four), within=1e-12)]
    rows += [exact("4 sources one by one", 2.0, detection.fused_sensitivity([1.0] * 4), within=1e-12)]
    rows += [mean_of("area, 4 sources", AREAS[2.0], areas(four, full=full, seed=11))]
    # With correlation .2: 1 * sqrt(4 / 1.6) = 1.5811388, area Phi(1.5811388 / sqrt(2)) = Phi(1.1180340) = .8682238.
    found = areas(four.replace(correlation=0.2), full=full, seed=12)
    rows += [mean_of("area, 4 sources of correlation .2", 0.8682238, found)]
    rows += [
        mean_of("area, 4 copies of one source", AREAS[1.0], areas(four.replace(correlation=1.0), full=full, seed=13))
    ]
    # By the covariance [[1, .5], [.5, 1]]: (1, 2) times its inverse times (1, 2) is 4.
    rows += [
        exact(
            "sensitivities 1 and 2, correlation .5",
            2.0,
            detection.fused_sensitivity([1.0, 2.0], correlation=0.5),
            within=1e-12,
        )
    ]
    counts = [1, 2, 4, 8, 16]

    def draw(axes: Axes) -> None:
        for correlation in (0.0, 0.2, 0.5, 1.0):
            together = [EVEN.replace(sources=count, correlation=correlation) for count in counts]
            axes.plot(
                counts,
                [detection.area_under_curve(detection.fused_sensitivity(each)) for each in together],
                label=f"correlation {correlation}",
            )
            axes.plot(counts, [areas(each, full=False, seed=14).mean() for each in together], "k.")
        axes.set_xlabel("sources with d' = 1")
        axes.set_ylabel("area (lines: formula, points: cases)")
        axes.set_ylim(0.74, 1.1)
        axes.legend(ncols=2, loc="upper right")

    return Result(rows, draw)


def drawn_length(what: str, reference: float, monitor: detection.Monitor, shift: float, *, full: bool) -> Row:
    found = detection.run_lengths(monitor, shift=shift, replicates=20_000 if full else 1_000, seed=21)
    # The table has three figures.
    return mean_of(what, reference, found.run_length.to_numpy(), bias=0.005 * reference)


def compared(monitors: list[detection.Monitor], names: list[str], tables: list[tuple[float, ...]]) -> Result:
    def draw(axes: Axes) -> None:
        shifts = np.linspace(0, 1.5, 31)
        for monitor, name, table in zip(monitors, names, tables, strict=True):
            (line,) = axes.plot(shifts, [one_or_two_sided(monitor, shift) for shift in shifts], label=name)
            axes.plot(SHIFTS[: len(table)], table, "o", color=line.get_color())
        axes.set_yscale("log")
        axes.set_xlabel("shift (standard deviations)")
        axes.set_ylabel("mean observations until a signal")
        axes.legend(title="lines: equation, points: table")

    return Result([], draw)


def one_or_two_sided(monitor: detection.Monitor, shift: float) -> float:
    """Of a sum, two side by side, one for each direction (Kemp 1961); an average sees both."""
    length = detection.average_run_length(monitor, shift=shift)
    if monitor.method == "ewma":
        return length
    return 1 / (1 / length + 1 / detection.average_run_length(monitor, shift=-shift))


@case("Detection-1", mechanism="detection", title="Run lengths of a CUSUM", source="Lucas 1976")
def cusum(full: bool) -> Result:
    tables = {4.0: (168, 74.2, 26.6, 13.3, 8.38, 4.75), 5.0: (465, 139, 38.0, 17.0, 10.4, 5.75)}
    rows = []
    for limit, table in tables.items():
        monitor = detection.Monitor(limit=limit)
        for shift, reference in zip(SHIFTS, table, strict=True):
            length = one_or_two_sided(monitor, shift)
            rows += [exact(f"two-sided, limit {limit:g}, shift {shift}", reference, length, within=0.005 * reference)]
        rows += [drawn_length(f"one-sided series, limit {limit:g}, shift 0", 2 * table[0], monitor, 0.0, full=full)]
        rows += [drawn_length(f"one-sided series, limit {limit:g}, shift 1", table[4], monitor, 1.0, full=full)]
    monitors = [detection.Monitor(limit=limit) for limit in tables]
    return Result(rows, compared(monitors, [f"limit {limit:g}" for limit in tables], list(tables.values())).draw)


@case("Detection-2", mechanism="detection", title="Run lengths of an EWMA", source="Lucas and Saccucci 1990")
def ewma(full: bool) -> Result:
    tables = {
        (0.4, 3.054): (500, 224, 71.2, 28.4, 14.3),
        (0.25, 2.998): (500, 170, 48.2, 20.1, 11.1),
        (0.1, 2.814): (500, 106, 31.3, 15.9, 10.3),
        (0.05, 2.615): (500, 84.1, 28.8, 16.4, 11.4),
    }
    rows = []
    monitors = [detection.Monitor(method="ewma", smoothing=smoothing, width=width) for smoothing, width in tables]
    names = [f"smoothing {smoothing}, width {width}" for smoothing, width in tables]
    for monitor, name, table in zip(monitors, names, tables.values(), strict=True):
        for shift, reference in zip(SHIFTS, table, strict=False):
            length = detection.average_run_length(monitor, shift=shift)
            rows += [exact(f"{name}, shift {shift}", reference, length, within=0.005 * reference)]
        rows += [drawn_length(f"series, {name}, shift 0", table[0], monitor, 0.0, full=full)]
        rows += [drawn_length(f"series, {name}, shift 1", table[4], monitor, 1.0, full=full)]
    return Result(rows, compared(monitors, names, list(tables.values())).draw)


CASES = (area, fusion, cusum, ewma)
