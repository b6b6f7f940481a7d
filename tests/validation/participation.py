# SPDX-License-Identifier: Apache-2.0
"""Thresholds: Granovetter's riot and equilibria, Watts' cascades."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import commonweal as cw
import numpy as np
from commonweal.process import participation

from validation.case import Result, Row, case, exact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

PARAMS = participation.Participation()
VULNERABLE = 0.8734619


@case("V08", mechanism="participation", title="A riot of a hundred, and one person less", source="Granovetter 1978")
def riot(full: bool) -> Result:
    rows = []
    by_number = PARAMS.replace(measure="number")
    for what, replaced, reference in (("thresholds 0, 1, ... 99", 1.0, 100), ("2 instead of 1", 2.0, 1)):
        thresholds = np.arange(100.0)
        thresholds[1] = replaced
        for how, params, given in (("numbers", by_number, thresholds), ("shares", PARAMS, thresholds / 100)):
            run = participation.simulate(params, size=100, initial={"threshold": given})
            acting = 100 * run.acting.to_numpy()[0, -1]
            rows += [exact(f"people who act, {what}, as {how}", reference, acting, within=1e-9)]
    return Result(rows)


@case(
    "V09",
    mechanism="participation",
    title="Normal thresholds: equilibria and the critical spread",
    source="Granovetter 1978",
)
def equilibria(full: bool) -> Result:
    rows = []
    for sd, reference in ((0.10, 0.007696), (0.12, 0.040211), (0.122, 0.05479), (0.1225, 1.0)):
        found = participation.equilibrium(mean=0.25, sd=sd)
        rows += [exact(f"share that acts, sd {sd}", reference, found, within=1e-4)]
    rows += [exact("critical sd", 0.1222209, participation.critical_sd(0.25), within=1e-6)]
    size, replicates = (100_000, 50) if full else (10_000, 20)
    initial = {"threshold": "normal(mean=0.25, sd=0.1)"}
    acting = participation.simulate(PARAMS, size=size, initial=initial, replicates=replicates, seed=1).acting
    shares = acting.to_numpy()[:, -1]
    error = float(shares.std(ddof=1)) / np.sqrt(replicates)
    rows += [Row(f"mean of runs, {size} people, sd 0.1", 0.007696, float(shares.mean()), error, bias=1e-4)]

    def draw(axes: Axes) -> None:
        spreads = np.linspace(0.02, 0.2, 361)
        for mean in (0.25, 0.3, 0.35):
            ends = [participation.equilibrium(mean=mean, sd=sd) for sd in spreads]
            axes.plot(spreads, ends, label=f"mean {mean}")
            axes.axvline(participation.critical_sd(mean), color="#888888", linestyle=":")
        axes.set_xlabel("standard deviation of thresholds (dotted: critical)")
        axes.set_ylabel("share that acts in the end")
        axes.legend()

    return Result(rows, draw)


@case("V10", mechanism="participation", title="Cascade windows of random networks", source="Watts 2002")
def windows(full: bool) -> Result:
    rows = []
    references = {0.18: (1.02070, 5.76468), 0.25: (1.11414, 3.86307), 0.10: (1.0000011, 13.65931)}
    references |= {0.15: (1.00373, 7.47708), 0.20: (1.02070, 5.76468)}
    for threshold, reference in references.items():
        window = participation.cascade_window(threshold)
        assert window is not None
        for end, expected, found in zip(("lowest", "highest"), reference, window, strict=True):
            rows += [exact(f"{end} mean degree, threshold {threshold}", expected, found, within=1e-5)]

    def draw(axes: Axes) -> None:
        thresholds = np.linspace(0.08, 0.34, 521)
        found = [participation.cascade_window(float(threshold)) or (np.nan, np.nan) for threshold in thresholds]
        axes.fill_between(thresholds, *np.array(found).T, color="#3b6ea5", alpha=0.4, label="a few can set it off")
        for threshold, ends in references.items():
            axes.plot([threshold] * 2, ends, "o", color="#b3412e")
        axes.set_xlabel("threshold")
        axes.set_ylabel("mean degree")
        axes.legend()

    return Result(rows, draw)


@cache
def cascades(mean_degree: float, replicates: int) -> NDArray[np.float64]:
    """Final shares from one who acts, on graphs of 10,000 people that serve twenty runs each."""
    model = cw.core.ErdosRenyi(mean_degree=mean_degree)
    graphs = [model.generate(10_000, seed=1, replicate=number) for number in range(replicates // 20)]
    initial = {"acting": 1, "threshold": 0.18}
    run = participation.simulate(PARAMS, graph=graphs, initial=initial, every=1000.0, replicates=replicates, seed=1)
    return run.acting.to_numpy()[:, -1]


@case(
    "V11",
    mechanism="participation",
    title="Cascades from one person: how often and how large",
    source="Watts 2002; Gleeson and Cahalane 2007",
)
def single_seed(full: bool) -> Result:
    replicates = 4_000 if full else 600
    ends = cascades(3.0, replicates)
    large = ends[ends > 0.1]
    degrees = participation.poisson_degrees(3.0)
    closed = participation.cascade_size(PARAMS, degrees=degrees, threshold=0.18, seeds=1e-9)
    rows = [exact("size in the limit of one person, mean degree 3", 0.940478, closed, within=1e-6)]
    rows += [exact("mean size of cascades, mean degree 3", 0.9408, large.mean(), within=0.003)]
    share = len(large) / len(ends)
    rows += [exact("share of runs with a cascade, mean degree 3", 0.890, share, within=0.05)]
    # The chance to know somebody of the giant component of those whom one neighbour makes act: 1 - exp(-3 (1 - u)),
    # u = 1 - P(4) + P_4(u), P is Poisson's distribution function at 3, and P_4(u) its generating function cut at 4.
    error = float(np.sqrt(share * (1 - share) / len(ends)))
    rows += [Row("the same, from Watts' vulnerable cluster", VULNERABLE, share, error, bias=0.002)]
    rows += [
        exact("share of runs with a cascade, mean degree 7", 0.0, (cascades(7.0, replicates) > 0.1).mean(), within=0.0)
    ]

    def draw(axes: Axes) -> None:
        means = np.linspace(0.5, 8.0, 151)
        sizes = [
            participation.cascade_size(PARAMS, degrees=participation.poisson_degrees(mean), threshold=0.18, seeds=1e-9)
            for mean in means
        ]
        axes.plot(means, sizes, color="#b3412e", label="size, Gleeson and Cahalane")
        for end in participation.cascade_window(0.18) or ():
            axes.axvline(end, color="#888888", linestyle=":")
        tried = (1.5, 2.0, 3.0, 4.0, 5.0, 5.5, 7.0)
        found = [cascades(mean, 600) for mean in tried]
        axes.plot(tried, [(each > 0.1).mean() for each in found], "s", color="#888888", label="share of runs")
        grown = [(mean, each[each > 0.1].mean()) for mean, each in zip(tried, found, strict=True) if (each > 0.1).any()]
        axes.plot(*np.array(grown).T, "o", color="#3b6ea5", label="mean size in runs")
        axes.set_xlabel("mean degree (dotted: cascade window)")
        axes.set_ylabel("share")
        axes.legend(loc="lower center")

    return Result(rows, draw)


CASES = (riot, equilibria, windows, single_seed)
