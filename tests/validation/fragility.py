# SPDX-License-Identifier: Apache-2.0
"""Cases of fragility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import fragility
from scipy.integrate import quad
from scipy.stats import lognorm, norm

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STATION = "substation_low_voltage_anchored"
COLOURS = ("#3b6ea5", "#6a9a4f", "#d08a2e", "#b3412e")


def both(chance_at: float, correlation: float) -> float:
    """Chance that two normal variables of this correlation are both below a number, by quadrature."""

    def inner(common: float) -> float:
        below = norm.cdf((chance_at - np.sqrt(correlation) * common) / np.sqrt(1 - correlation))
        return float(norm.pdf(common) * below**2)

    return float(quad(inner, -10, 10, epsabs=1e-12)[0])


@case(
    "Fragility-1",
    mechanism="fragility",
    title="The Hazus curves of 18 components are lognormal distributions",
    source="SciPy; Hazus earthquake model, tables 8-4 to 8-38",
)
def curves(full: bool) -> Result:
    intensities = np.array([0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5])
    rows: list[Row] = []
    for name, row in fragility.table().items():
        worst = max(
            float(
                np.abs(
                    fragility.exceedance(intensities, median=m, dispersion=b) - lognorm.cdf(intensities, b, scale=m)
                ).max()
            )
            for m, b in zip(row.median, row.dispersion, strict=True)
        )
        rows.append(exact(f"largest difference, {name}", 0.0, worst, within=1e-12))
    station = fragility.ComponentDamage(component=STATION)
    reached = [norm.cdf(np.log(0.3 / m) / b) for m, b in ((0.15, 0.70), (0.29, 0.55), (0.45, 0.45), (0.90, 0.45))]
    chances = fragility.state_probabilities(station, 0.3)
    for state, reference in zip(fragility.STATES, -np.diff([1.0, *reached, 0.0]), strict=True):
        measured = chances[fragility.STATES.index(state)]
        rows.append(exact(f"chance of {state}, 110 kV station at 0.3 g", reference, measured, within=1e-12))

    def draw(axes: Axes) -> None:
        row = fragility.table()[STATION]
        grid = np.linspace(0.01, 1.5, 200)
        some = grid[9::20]
        for state, m, b, colour in zip(fragility.STATES[1:], row.median, row.dispersion, COLOURS, strict=True):
            axes.plot(grid, lognorm.cdf(grid, b, scale=m), color=colour, label=state)
            axes.plot(some, fragility.exceedance(some, median=m, dispersion=b), "o", color=colour)
        axes.set_xlabel("peak ground acceleration (g)")
        axes.set_ylabel("chance of the state or a worse one")
        axes.legend(title="lines: SciPy")

    return Result(rows, draw)


@case(
    "Fragility-2",
    mechanism="fragility",
    title="Shares of damaged components where the intensity is uncertain",
    source="normal distribution of the logarithms, SciPy",
)
def uncertain(full: bool) -> Result:
    events = 4_000 if full else 400
    rows: list[Row] = []
    curve = fragility.table()[STATION]
    measured: dict[tuple[float, float], np.ndarray] = {}
    for shared, own in ((0.0, 0.0), (0.0, 0.6), (0.4, 0.5)):
        params = fragility.ComponentDamage(component=STATION, shared_dispersion=shared, own_dispersion=own)
        out = fragility.simulate(params, size=50, initial={"intensity": 0.3}, replicates=events, seed=11)
        spread = np.hypot(shared, own)
        reached = [
            norm.cdf(np.log(0.3 / m) / np.hypot(b, spread)) for m, b in zip(curve.median, curve.dispersion, strict=True)
        ]
        worse = out.share[:, ::-1].cumsum("state")[:, ::-1]
        measured[shared, own] = worse.mean("replicate").to_numpy()[1:]
        closed = fragility.state_probabilities(params, 0.3)[::-1].cumsum()[::-1]
        for k, state in enumerate(fragility.STATES[1:]):
            what = f"{state} or worse, dispersions {shared} shared and {own} own"
            # Far above 1 g curves of different dispersion cross, which adds less than 1e-4.
            rows += [exact(f"closed form, {what}", reached[k], closed[k + 1], within=1e-4)]
            rows += [mean_of(what, reached[k], worse.sel(state=k + 1), bias=1e-4)]
        loss = np.dot(-np.diff([1.0, *reached, 0.0]), [0.0, 0.05, 0.11, 0.55, 1.0])
        rows += [mean_of(f"mean loss, dispersions {shared} and {own}", loss, out.mean_loss, bias=1e-4)]

    def draw(axes: Axes) -> None:
        for number, ((shared, own), shares) in enumerate(measured.items()):
            spread = np.hypot(shared, own)
            expected = [
                norm.cdf(np.log(0.3 / m) / np.hypot(b, spread))
                for m, b in zip(curve.median, curve.dispersion, strict=True)
            ]
            axes.bar(np.arange(4) + 0.25 * number, shares, 0.22, color=COLOURS[number], label=f"{shared}, {own}")
            axes.plot(np.arange(4) + 0.25 * number, expected, "k_", markersize=14)
        axes.set_xticks(np.arange(4) + 0.25, fragility.STATES[1:])
        axes.set_xlabel("damage state or a worse one, at 0.3 g")
        axes.set_ylabel("share of components")
        axes.legend(title="dispersion shared, own; lines: SciPy")

    return Result(rows, draw)


@case(
    "Fragility-3",
    mechanism="fragility",
    title="How much events differ where components fail together",
    source="bivariate normal distribution by quadrature, SciPy",
)
def together(full: bool) -> Result:
    events = 20_000 if full else 2_000
    size, median, dispersion = 40, 0.29, 0.55
    rows: list[Row] = []
    found: dict[str, np.ndarray] = {}
    for correlation, shared in ((0.0, 0.0), (0.3, 0.0), (0.8, 0.0), (0.3, 0.4)):
        params = fragility.ComponentDamage(component=STATION, correlation=correlation, shared_dispersion=shared)
        out = fragility.simulate(params, size=size, initial={"intensity": 0.3}, replicates=events, seed=5)
        share = out.share.sel(state=[2, 3, 4]).sum("state").to_numpy()
        variance = dispersion**2 + shared**2
        at = np.log(0.3 / median) / np.sqrt(variance)
        chance = norm.cdf(at)
        pair = both(at, (dispersion**2 * correlation + shared**2) / variance)
        expected = chance * (1 - chance) / size + (1 - 1 / size) * (pair - chance**2)
        what = f"correlation {correlation}, shared dispersion {shared}"
        rows += [mean_of(f"share moderate or worse, {what}", chance, share, bias=1e-4)]
        rows += [mean_of(f"its variance over events, {what}", expected, (share - chance) ** 2, bias=1e-4)]
        found[f"{correlation}, {shared}"] = share

    def draw(axes: Axes) -> None:
        for (name, share), colour in zip(found.items(), COLOURS, strict=True):
            counts = np.bincount(np.rint(share * size).astype(int), minlength=size + 1) / events
            axes.plot(np.arange(size + 1) / size, counts, color=colour, label=name)
        axes.axvline(float(norm.cdf(np.log(0.3 / median) / dispersion)), color="k", linewidth=0.8)
        axes.set_xlabel("share of 40 stations with moderate damage or worse")
        axes.set_ylabel("share of events")
        axes.legend(title="correlation, shared dispersion")

    return Result(rows, draw)


CASES = (curves, uncertain, together)
