# SPDX-License-Identifier: Apache-2.0
"""Diffusion of practices: the formula of Bass, a star, a ring, an order and an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import commonweal as cw
import numpy as np
from commonweal.process import diffusion
from scipy.integrate import solve_ivp

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

USUAL = diffusion.Diffusion(innovation=0.03, imitation=0.38)


@case("Diffusion-1", mechanism="diffusion", title="The curve of Bass and its peak", source="Bass 1969")
def bass(full: bool) -> Result:
    peak = 6.192619
    rows = [
        exact("time of the peak, p .03, q .38, years", peak, diffusion.peak_time(USUAL), within=1e-6),
        exact("share at the peak", 0.4605263, diffusion.adopted_share(USUAL, years=peak), within=1e-6),
        exact("rate at the peak, per year", 0.1105921, diffusion.peak_rate(USUAL), within=1e-6),
        exact("share after 5 years", 0.3311986, diffusion.adopted_share(USUAL, years=5.0), within=1e-6),
    ]
    other = USUAL.replace(innovation=0.01, imitation=0.4)
    rows += [exact("time of the peak, p .01, q .4, years", 8.997267, diffusion.peak_time(other), within=1e-6)]
    course = diffusion.mean_field(USUAL, until=5.0, every=5.0).adopted.to_numpy()
    rows += [exact("equations after 5 years", 0.3311986, course[-1], within=1e-6)]
    size = 10_000 if full else 2_000
    runs = diffusion.simulate(USUAL, size=size, until=15.0, every=0.25, replicates=40, seed=14)
    # The first to adopt come by chance, and with them all is early or late: .01 is allowed.
    for years, share in ((5.0, 0.3311986), (peak, 0.4605263)):
        found = runs.adopted.interp(time=years)
        rows += [mean_of(f"{size:,} agents after {years:.2f} years", share, found, bias=0.01)]
    # A graph on which everybody has eighty others, drawn at random, is nearly a mixed crowd.
    ties = cw.core.ErdosRenyi(mean_degree=80)
    graph = diffusion.simulate(USUAL, graph=ties, size=2_000, until=5.0, every=5.0, replicates=20, seed=15)
    rows += [mean_of("on a random graph of degree 80 after 5 years", 0.3311986, graph.adopted[:, -1], bias=0.01)]

    def draw(axes: Axes) -> None:
        low, high = runs.adopted.quantile([0.05, 0.95], "replicate")
        axes.fill_between(runs.time, low, high, alpha=0.3, label=f"{size:,} agents, nine runs in ten")
        axes.plot(runs.time, runs.adopted.mean("replicate"), label="agents, mean")
        years = np.linspace(0, 15, 61)
        axes.plot(years, [diffusion.adopted_share(USUAL, years=each) for each in years], "k:", label="Bass")
        axes.plot([5.0, peak], [0.3311986, 0.4605263], "k+", markersize=12, label="reference")
        axes.set_xlabel("time (years)")
        axes.set_ylabel("share adopted")
        axes.legend()

    return Result(rows, draw)


@case(
    "Diffusion-2",
    mechanism="diffusion",
    title="Around one pioneer, and along a ring",
    source="closed forms: exponential times, Poisson fronts",
)
def pioneers(full: bool) -> Result:
    imitating = diffusion.Diffusion(innovation=0.0, imitation=0.5)
    size, runs = (2_000, 40) if full else (500, 20)
    star = cw.Graph.undirected(size + 1, [(0, leaf) for leaf in range(1, size + 1)])
    start = {"adopted": [0]}
    around = diffusion.simulate(imitating, graph=star, initial=start, until=6.0, every=0.5, replicates=runs, seed=1)
    rows: list[Row] = []
    for years in (1.0, 2.0, 4.0):
        shares = (around.adopted.sel(time=years, method="nearest") * (size + 1) - 1) / size
        at = float(around.time.sel(time=years, method="nearest"))
        rows += [mean_of(f"star after {years:.0f} years", 1 - np.exp(-0.5 * at), shares)]
    # Each front of the ring goes on by half the rate; it cannot pass two ties in one step.
    ring = cw.Graph.undirected(100, [(k, (k + 1) % 100) for k in range(100)])
    along = diffusion.simulate(
        imitating, graph=ring, initial=start, until=30.0, every=3.0, step=0.05, replicates=runs * 10, seed=2
    )
    numbers: NDArray[np.float64] = along.adopted.to_numpy() * 100
    for record in (1, 5, 10):
        years = float(along.time[record])
        rows += [mean_of(f"ring after {years:.0f} years", 1 + 0.5 * years, numbers[:, record], bias=0.005 * years)]

    def draw(axes: Axes) -> None:
        axes.plot(along.time, numbers.mean(axis=0), "o", label="ring, agents")
        axes.plot(along.time, 1 + 0.5 * along.time, label="ring, 1 + q t")
        axes.set_xlabel("time (years)")
        axes.set_ylabel("communities that have adopted")
        axes.legend()

    return Result(rows, draw)


@case(
    "Diffusion-3",
    mechanism="diffusion",
    title="An event and an order from above",
    source="the equation solved by SciPy",
)
def pushed(full: bool) -> Result:
    params = USUAL.replace(
        mandate_rate=0.6, mandate_time=6.0, event_rate=0.5, event_time=3.0, event_fade=0.8, potential=0.8
    )

    def rate(time: float, share: NDArray[np.float64]) -> NDArray[np.float64]:
        event = 0.5 * np.exp(-(time - 3) / 0.8) if time >= 3 else 0.0
        return (0.03 + event + (0.6 if time >= 6 else 0.0) + 0.38 * share) * (1 - share)

    times = np.linspace(0, 10, 41)
    solved = solve_ivp(rate, (0, 10), [0.0], t_eval=times, rtol=1e-10, atol=1e-12, max_step=0.01).y[0]
    equations = diffusion.mean_field(params, until=10.0, every=0.25).adopted.to_numpy()
    size, runs = (10_000, 30) if full else (2_000, 20)
    course = diffusion.simulate(params, size=size, until=10.0, every=0.25, step=0.05, replicates=runs, seed=3)
    rows: list[Row] = []
    for years in (2.0, 4.0, 6.0, 8.0):
        at = int(years * 4)
        rows += [exact(f"equations after {years:.0f} years", 0.8 * solved[at], equations[at], within=1e-6)]
        rows += [mean_of(f"agents after {years:.0f} years", 0.8 * solved[at], course.adopted[:, at], bias=0.002)]

    def draw(axes: Axes) -> None:
        axes.plot(course.time, course.adopted.mean("replicate"), ".", label="agents")
        axes.plot(times, equations, label="equations")
        axes.plot(times[::8], 0.8 * solved[::8], "k+", markersize=12, label="SciPy")
        axes.axvline(3, color="#999999", linestyle=":")
        axes.axvline(6, color="#999999", linestyle="--")
        axes.set_xlabel("time (years); dotted: event, dashed: order")
        axes.set_ylabel("share adopted")
        axes.legend()

    return Result(rows, draw)


CASES = (bass, pioneers, pushed)
