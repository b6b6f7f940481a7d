# SPDX-License-Identifier: Apache-2.0
"""Cases of the dependency cascade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import dependency_cascade as cascade
from scipy.optimize import brentq, minimize_scalar
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#3b6ea5", "#6a9a4f", "#d08a2e", "#b3412e", "#7b5aa6")


def threshold_of(networks: int) -> tuple[float, float]:
    """Degree times share left at which all is lost, and degree times what remains there, by a search of SciPy."""
    found = minimize_scalar(
        lambda u: u / (1 - np.exp(-u)) ** networks, bounds=(1e-3, 50), method="bounded", options={"xatol": 1e-13}
    )
    return float(found.fun), float(found.x)


def remaining_of(networks: int, degree: float, intact: float) -> float:
    """What remains of large random networks, by SciPy."""
    at = threshold_of(networks)[1] / degree if networks > 1 else 1e-9
    return float(
        brentq(lambda share: share - intact * (1 - np.exp(-degree * share)) ** networks, at, intact, xtol=1e-14)
    )


@case(
    "V49",
    mechanism="dependency_cascade",
    title="Two coupled random networks collapse at once",
    source="Buldyrev and others 2010",
)
def two_networks(full: bool) -> Result:
    nodes, runs = 50_000, 40 if full else 16
    one = cascade.DependencyCascade(networks=2, mean_degree=1.0)
    rows = [
        exact("threshold times mean degree", 2.4554075, cascade.percolation_threshold(one)[0], within=1e-6),
        exact("what remains at it times mean degree", 1.2564312, cascade.percolation_threshold(one)[1], within=1e-6),
    ]
    params = cascade.DependencyCascade(networks=2, mean_degree=4.0)
    rows += [exact("threshold, mean degree 4", 0.613852, cascade.percolation_threshold(params)[0], within=1e-6)]
    rows += [exact("remaining of .7", 0.557616, cascade.giant_share(params.replace(intact=0.7)), within=1e-6)]
    shares = np.array([0.5, 0.55, 0.58, 0.6, 0.61, 0.62, 0.64, 0.67, 0.7, 0.8, 0.9, 1.0])
    found = {}
    for intact in shares if full else shares[[3, 4, 8, 9, 11]]:
        out = cascade.simulate(params.replace(intact=intact), size=nodes, replicates=runs, seed=1)
        found[intact] = out.remaining.to_numpy()
    # Within .01 of the threshold a network of this size may survive or not; most do as large ones.
    for intact in (0.7, 0.8, 1.0):
        rows += [
            mean_of(f"remaining of {intact:.2f}, {nodes} nodes", remaining_of(2, 4.0, intact), found[intact], bias=1e-4)
        ]
    rows += [exact(f"median that remains of .61, {runs} runs", 0, np.median(found[0.61]), within=0.01)]
    rows += [exact(f"most that remains of .60, {runs} runs", 0, found[0.6].max(), within=0.01)]

    def draw(axes: Axes) -> None:
        grid = np.linspace(0.5, 1, 501)
        at = 2.4554075 / 4
        theory = [remaining_of(2, 4.0, p) if p > at else 0.0 for p in grid]
        axes.plot(grid, theory, color=COLOURS[0], label="theory, large networks")
        for intact, left in found.items():
            axes.plot(np.full(len(left), intact), left, ".", color=COLOURS[3])
        axes.axvline(at, color="k", linewidth=0.8)
        axes.set_xlabel("share of nodes that the first failure leaves")
        axes.set_ylabel("share of nodes that remain")
        axes.legend(title=f"points: runs with {nodes} nodes")

    return Result(rows, draw)


@case(
    "V50",
    mechanism="dependency_cascade",
    title="More networks, earlier collapse",
    source="Gao and others 2011; search by SciPy",
)
def several_networks(full: bool) -> Result:
    nodes, runs = (50_000, 20) if full else (10_000, 40)
    rows: list[Row] = []
    found = {}
    for networks in (1, 2, 3, 5, 10):
        params = cascade.DependencyCascade(networks=networks, mean_degree=1.0)
        at, remains = cascade.percolation_threshold(params)
        reference = threshold_of(networks) if networks > 1 else (1.0, 0.0)
        if networks == 3:
            rows += [exact("threshold times mean degree, 3 networks", 3.0891194, at, within=1e-6)]
        rows += [exact(f"threshold times mean degree, {networks} networks, SciPy", reference[0], at, within=1e-6)]
        rows += [exact(f"remaining at it times degree, {networks} networks", reference[1], remains, within=1e-5)]
        shares = np.linspace(min(0.95, at / 6 + 0.05), 1, 5)
        for intact in shares[[0, 2, 4]] if full else shares[[2]]:
            some = params.replace(mean_degree=6.0, intact=float(intact))
            left = cascade.simulate(some, size=nodes, replicates=runs, seed=networks).remaining.to_numpy()
            expected = remaining_of(networks, 6.0, float(intact))
            rows += [
                exact(
                    f"closed form, {networks} networks, {intact:.3f}", expected, cascade.giant_share(some), within=1e-9
                )
            ]
            rows += [mean_of(f"remaining of {intact:.3f}, {networks} networks", expected, left, bias=2e-4)]
            found[networks, float(intact)] = left.mean()

    def draw(axes: Axes) -> None:
        for networks, colour in zip((1, 2, 3, 5, 10), COLOURS, strict=True):
            at = (threshold_of(networks)[0] if networks > 1 else 1.0) / 6
            grid = np.linspace(at + 1e-6, 1, 200)
            axes.plot(grid, [remaining_of(networks, 6.0, p) for p in grid], color=colour, label=f"{networks}")
            points = [(intact, left) for (each, intact), left in found.items() if each == networks]
            axes.plot(*np.transpose(points), "o", color=colour)
        axes.set_xlabel("share of nodes that the first failure leaves, mean degree 6")
        axes.set_ylabel("share of nodes that remain")
        axes.legend(title="networks; points: simulated")

    return Result(rows, draw)


def part_of(degree: float, left: float) -> float:
    """Share of a random network, of which so much is left, that hangs together."""
    if degree * left <= 1:
        return 0.0
    return float(brentq(lambda g: g - 1 + np.exp(-degree * left * g), 1e-9, 1, xtol=1e-15))


@case(
    "DependencyCascade-1",
    mechanism="dependency_cascade",
    title="The cascade stage by stage",
    source="recursion of Buldyrev and others 2010, solved by SciPy",
)
def stages(full: bool) -> Result:
    nodes, runs = (50_000, 100) if full else (20_000, 40)
    rows: list[Row] = []
    pictures = {}
    for intact in (0.605, 0.63, 0.7):
        params = cascade.DependencyCascade(networks=2, mean_degree=4.0, intact=intact)
        reference = [intact]
        parts = [1.0, 1.0]
        for stage in range(16):
            left = intact * parts[1 - stage % 2]
            parts[stage % 2] = part_of(4.0, left)
            reference.append(left * parts[stage % 2])
        closed = cascade.mean_field(params, stages=16).giant.to_numpy()
        rows += [exact(f"largest difference, {intact}", 0, np.abs(closed - reference).max(), within=1e-9)]
        out = cascade.simulate(params, size=nodes, replicates=runs, seed=3)
        for stage in (1, 2, 3, 6, 10):
            after = out.giant.isel(stage=min(stage, out.sizes["stage"] - 1))
            # Fluctuations feed back in networks of finite size, the more the nearer to the threshold.
            rows += [mean_of(f"{intact} left, stage {stage}", reference[stage], after, bias=2e-3)]
        pictures[intact] = (np.array(reference), out.giant)

    def draw(axes: Axes) -> None:
        for (intact, (reference, found)), colour in zip(pictures.items(), COLOURS, strict=False):
            axes.plot(reference, color=colour, label=f"{intact}")
            some = found.isel(stage=slice(17))
            axes.errorbar(
                some.stage, some.mean("replicate"), some.std("replicate"), fmt="o", markersize=4, color=colour
            )
        axes.set_xlabel("stage")
        axes.set_ylabel("share of nodes that are left")
        axes.legend(title="left by the first failure; lines: recursion")

    return Result(rows, draw)


def survivors(nodes: int, networks: list[np.ndarray], alive: np.ndarray) -> np.ndarray:
    """Which nodes remain, by SciPy's connected components, network after network."""
    calm = 0
    while calm < len(networks):
        for ties in networks:
            kept = ties[alive[ties].all(axis=1)]
            matrix = coo_array((np.ones(len(kept)), (kept[:, 0], kept[:, 1])), shape=(nodes, nodes))
            labels = connected_components(matrix, directed=False)[1]
            counts = np.bincount(labels[alive], minlength=1)
            after = alive & (labels == counts.argmax())
            calm = calm + 1 if (after == alive).all() else 1
            alive = after
            if calm >= len(networks):
                break
    return alive


@case(
    "DependencyCascade-2",
    mechanism="dependency_cascade",
    title="Shops, pumps and wards: a city against a recursion written apart",
    source="NumPy",
)
def city(full: bool) -> Result:
    rng = np.random.default_rng(12)
    size, links, hours, step = (400, 1_500, 120, 0.5) if full else (120, 400, 60, 0.5)
    # Needs in a circle never end once all in it have failed; here each needs only those of lower rank.
    user = rng.integers(1, size, links)
    rank = rng.permutation(size)
    supplier = rank[(rng.random(links) * user).astype(int)]
    user = rank[user]
    need, backup = rng.uniform(0.3, 1, links), rng.choice([0.0, 3, 8, 24], links)
    recharge = rng.uniform(0, 1, links)
    own = np.where(rng.random(size) < 0.15, rng.random(size) * 0.8, 1.0)
    repaired = rng.uniform(4, 70, size)
    params = cascade.SupplyCascade(charge=0.9)
    given = {"user": user, "supplier": supplier, "need": need, "backup": backup, "recharge": recharge}
    given |= {"own": own, "repaired": repaired}
    course = cascade.simulate(params, size=size, initial=given, until=hours, every=step, step=step).isel(replicate=0)
    store = 0.9 * backup
    function = own.copy()
    reference = [function]
    for tick in range(round(hours / step)):
        met = np.minimum(1, function[supplier] / need)
        drawn = np.minimum(store, (1 - met) * step)
        served = met + drawn / step
        store = np.minimum(backup, store - drawn + np.where(met >= 1, recharge * step, 0))
        function = np.where(tick * step < repaired, own, 1.0)
        np.multiply.at(function, user, served)
        reference.append(function)
    every = np.array(reference)
    rows = [
        exact(
            f"largest difference at {hour} h",
            0,
            np.abs(course.function.sel(time=hour) - every[round(hour / step)]).max(),
            within=1e-12,
        )
        for hour in (0, 6, 12, 24, 48, 60)
    ]
    lost = (1 - every[1:]).sum(axis=0) * step
    rows += [exact("largest difference of what is lost (h)", 0, np.abs(course.lost - lost).max(), within=1e-9)]
    rows += [
        exact("mean function after a day", every[round(24 / step)].mean(), course["mean"].sel(time=24), within=1e-12)
    ]

    def draw(axes: Axes) -> None:
        times = np.arange(len(every)) * step
        axes.plot(times, every.mean(axis=1), color=COLOURS[0], label="mean function, NumPy")
        axes.plot(course.time[::6], course["mean"][::6], "o", markersize=4, color=COLOURS[3], label="mean function")
        state = np.where(times[:, None] < repaired, own, 1.0).mean(axis=1)
        axes.plot(times, state, color="k", linewidth=0.8, label="without needs")
        axes.set_xlabel("time (h)")
        axes.set_ylabel("function")
        axes.legend()

    return Result(rows, draw)


@case(
    "DependencyCascade-3",
    mechanism="dependency_cascade",
    title="Given graphs: what is left, by connected components",
    source="SciPy",
)
def given_graphs(full: bool) -> Result:
    # Networks on given graphs are coupled by drawn needs, of which only the shares are known: those of many runs.
    nodes, runs = (1_000, 1_000) if full else (400, 60)
    rng = np.random.default_rng(5)
    graphs = []
    for degree in (3.0, 5.0):
        ties = np.unique(np.sort(rng.integers(0, nodes, (round(nodes * degree / 2), 2)), axis=1), axis=0)
        graphs.append(ties[ties[:, 0] != ties[:, 1]])
    params = cascade.DependencyCascade(networks=2, intact=0.9)
    import commonweal as cw

    ours = [cw.Graph.undirected(nodes, ties) for ties in graphs]
    out = cascade.simulate(params, graph=ours, replicates=runs, seed=4)
    theirs = []
    for _ in range(runs):
        alive = np.ones(nodes, dtype=bool)
        alive[rng.permutation(nodes)[: nodes - round(0.9 * nodes)]] = False
        shuffled = [rng.permutation(nodes)[ties] for ties in graphs]
        theirs.append(survivors(nodes, shuffled, alive).mean())
    found = out.remaining.to_numpy()
    # Both are means over runs: the error of the reference counts as much as that of the other.
    error = float(np.hypot(np.std(theirs, ddof=1), found.std(ddof=1)) / np.sqrt(runs))
    rows = [Row("share that remains", float(np.mean(theirs)), float(found.mean()), standard_error=error)]
    for level in (0.25, 0.5, 0.75):
        at = float(np.quantile(theirs, level))
        shares = [float(np.mean(np.asarray(each) <= at)) for each in (theirs, found)]
        error = float(np.sqrt(2 * level * (1 - level) / runs))
        rows += [Row(f"share of runs below the quantile {level}", *shares, standard_error=error)]

    def draw(axes: Axes) -> None:
        bins = np.linspace(min(theirs), max(theirs), 40)
        axes.hist(theirs, bins=bins, histtype="step", color=COLOURS[0], label="SciPy")
        axes.hist(found, bins=bins, histtype="step", color=COLOURS[3], label="simulated")
        axes.set_xlabel("share of nodes that remain")
        axes.set_ylabel("runs")
        axes.legend()

    return Result(rows, draw)


CASES = (two_networks, several_networks, stages, city, given_graphs)
