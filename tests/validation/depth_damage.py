# SPDX-License-Identifier: Apache-2.0
"""Damage by depth: published points, a town by integration, the scatter of single buildings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import depth_damage
from scipy import integrate, stats

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FOOT = 0.3048
#: JRC, Asia, residential, as CLIMADA petals prints it.
ASIA_DEPTH = np.array([0, 0.05, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 12])
ASIA_SHARE = np.array([0, 0, 0.327, 0.494, 0.617, 0.721, 0.870, 0.931, 0.984, 1, 1])
#: Hazus function 129 in percent, by whole feet from 1 below to 10 above the first floor.
IWR_PERCENT = {-1: 3, 0: 13, 1: 23, 2: 32, 3: 40, 4: 47, 5: 53, 6: 59, 7: 63, 8: 67, 9: 71, 10: 73}


@case("V53", mechanism="depth_damage", title="JRC, Asia, residential", source="Huizinga et al. 2017; CLIMADA petals")
def jrc(full: bool) -> Result:
    params = depth_damage.DepthDamage(curve="jrc_asia_residential")
    rows = [
        exact(f"at {depth} m", share, float(depth_damage.damage_share(params, depth=depth)), within=1e-9)
        for depth, share in ((1.25, 0.5555), (2.5, 0.7955), (7.0, 1.0))
    ]
    measured = depth_damage.damage_share(params, depth=ASIA_DEPTH)
    rows += [exact("largest difference at the points", 0.0, np.abs(measured - ASIA_SHARE).max(), within=1e-12)]
    town = depth_damage.simulate(params, initial={"depth": [1.25, 2.5, 7.0], "value": [200.0, 100.0, 10.0]})
    loss = 200 * 0.5555 + 100 * 0.7955 + 10
    rows += [exact("loss of three houses", loss, town.total_loss.item(), within=1e-9)]

    def draw(axes: Axes) -> None:
        depth = np.linspace(0, 7, 141)
        for name, curve in depth_damage.curves().items():
            if name.startswith("jrc") and name.endswith("residential"):
                label = name.removeprefix("jrc_").removesuffix("_residential").replace("_", " ")
                share = depth_damage.damage_share(params.replace(curve=name), depth=depth)
                (line,) = axes.plot(depth, share, label=label)
                axes.plot(curve.depth, curve.share, ".", color=line.get_color())
        axes.plot(ASIA_DEPTH, ASIA_SHARE, "ks", fillstyle="none", label="Asia, published")
        axes.set_xlim(0, 7)
        axes.set_xlabel("depth above the ground (m)")
        axes.set_ylabel("damaged share of the value")
        axes.legend()

    return Result(rows, draw)


@case(
    "V54",
    mechanism="depth_damage",
    title="Hazus, one storey without basement (IWR)",
    source="FEMA Hazus, function 129",
)
def hazus(full: bool) -> Result:
    params = depth_damage.DepthDamage(curve="hazus_iwr_one_storey")
    rows = [
        exact(f"at {feet} ft", share, float(depth_damage.damage_share(params, depth=feet * FOOT)), within=1e-12)
        for feet, share in ((0, 0.13), (2.5, 0.36), (8, 0.67))
    ]
    feet = np.array(list(IWR_PERCENT))
    # A first floor 3 feet above the ground takes the same from water that is 3 feet higher.
    raised = params.replace(floor_height=3 * FOOT)
    measured = depth_damage.damage_share(raised, depth=(feet + 3) * FOOT + 1e-12)
    table = np.array(list(IWR_PERCENT.values())) / 100
    rows += [exact("largest difference, floor 3 ft up", 0.0, np.abs(measured - table).max(), within=1e-9)]

    def draw(axes: Axes) -> None:
        depth = np.linspace(-1, 4, 201)
        for name, marker in (("hazus_iwr_one_storey", "o"), ("hazus_fia_one_floor", "s")):
            share = depth_damage.damage_share(params.replace(curve=name), depth=depth)
            (line,) = axes.plot(depth, share, label=name)
            points = depth_damage.curves()[name]
            axes.plot(points.depth, points.share, marker, color=line.get_color(), fillstyle="none")
        axes.plot(feet * FOOT, table, "k+", label="function 129, published")
        axes.set_xlim(-1, 4)
        axes.set_xlabel("depth above the first floor (m)")
        axes.set_ylabel("damaged share of the value")
        axes.legend()

    return Result(rows, draw)


def primitive(depth: float) -> float:
    """The area under the Asian curve up to a depth, by the trapezoidal rule, which is exact for lines."""
    at = np.concatenate([ASIA_DEPTH[depth > ASIA_DEPTH], [depth]])
    return float(integrate.trapezoid(np.interp(at, ASIA_DEPTH, ASIA_SHARE), at))


@case(
    "Depth-damage-1",
    mechanism="depth_damage",
    title="A town under water of many depths",
    source="integrals over the published curve",
)
def town(full: bool) -> Result:
    rows: list[Row] = []
    size, runs = (20_000, 100) if full else (2_000, 40)
    params = depth_damage.DepthDamage()
    ends = ((0.0, 1.0), (0.2, 3.0), (0.5, 6.0))
    for seed, (low, high) in enumerate(ends):
        mean = (primitive(high) - primitive(low)) / (high - low)
        start = {"depth": f"uniform(low={low}, high={high})", "value": "uniform(low=50, high=150)"}
        found = depth_damage.simulate(params, size=size, initial=start, replicates=runs, seed=seed)
        rows += [mean_of(f"depths from {low} to {high} m", mean, found.share)]
        rows += [mean_of(f"loss of a building, {low} to {high} m", 100 * mean, found.total_loss / size)]
    deep = stats.lognorm(s=0.8, scale=0.6)
    ranks = (np.arange(400_000) + 0.5) / 400_000
    mean = float(np.interp(deep.ppf(ranks), ASIA_DEPTH, ASIA_SHARE).mean())
    start = {"depth": "lognormal(median=0.6, sigma=0.8, max=99)", "saved": 0.3}
    found = depth_damage.simulate(params, size=size, initial=start, replicates=runs, seed=9)
    rows += [mean_of("lognormal depths, three tenths saved", 0.7 * mean, found.share, bias=1e-6)]

    def draw(axes: Axes) -> None:
        highest = np.linspace(0.25, 8, 32)
        axes.plot(highest, [primitive(float(high)) / high for high in highest], label="integral")
        for high in highest[::3]:
            course = depth_damage.simulate(params, size=2_000, initial={"depth": f"uniform(low=0, high={high})"})
            axes.plot(high, course.share.item(), "o", color="#b3412e")
        axes.set_xlabel("greatest depth, others evenly below it (m)")
        axes.set_ylabel("damaged share of all value")
        axes.legend(title="points: simulated")

    return Result(rows, draw)


@case(
    "Depth-damage-2",
    mechanism="depth_damage",
    title="Scatter of single buildings",
    source="moments by SciPy",
)
def scatter(full: bool) -> Result:
    rows: list[Row] = []
    size, runs = (4_000, 50) if full else (500, 20)
    kept = {}
    for depth in (0.2, 1.25, 4.5):
        curve = float(np.interp(depth, ASIA_DEPTH, ASIA_SHARE))
        beta = depth_damage.DepthDamage(scatter="beta", spread=0.5)
        found = depth_damage.simulate(beta, size=size, initial={"depth": depth}, replicates=runs, seed=1)
        rows += [mean_of(f"beta, mean at {depth} m", curve, found.share)]
        variances = found.damage.var("agent", ddof=1)
        rows += [mean_of(f"beta, variance at {depth} m", 0.25 * curve * (1 - curve), variances)]
        kept[depth] = found.damage.to_numpy().ravel()
        log = depth_damage.DepthDamage(scatter="lognormal", spread=0.6)
        factor = stats.lognorm(s=0.6, scale=curve * np.exp(-0.18))
        mean = integrate.quad(lambda x, f=factor: x * f.pdf(x), 0, 1)[0] + factor.sf(1)
        rows += [
            exact(
                f"lognormal, closed mean at {depth} m",
                mean,
                float(depth_damage.expected_share(log, depth=depth)),
                within=1e-8,
            )
        ]
        found = depth_damage.simulate(log, size=size, initial={"depth": depth}, replicates=runs, seed=2)
        rows += [mean_of(f"lognormal, mean at {depth} m", mean, found.share)]
        if depth > 1:
            whole = (found.damage == 1).mean("agent")
            rows += [mean_of(f"lognormal, share lost whole at {depth} m", factor.sf(1), whole)]

    def draw(axes: Axes) -> None:
        at = np.linspace(0.005, 0.995, 199)
        for depth, damage in kept.items():
            curve = float(np.interp(depth, ASIA_DEPTH, ASIA_SHARE))
            patch = axes.hist(damage, bins=60, range=(0, 1), density=True, alpha=0.5, label=f"{depth} m")[2]
            axes.plot(at, stats.beta(3 * curve, 3 * (1 - curve)).pdf(at), color=patch[0].get_facecolor()[:3])
        axes.set_ylim(0, 6)
        axes.set_xlabel("damaged share of the value")
        axes.set_ylabel("density of buildings")
        axes.legend(title="lines: beta of SciPy")

    return Result(rows, draw)


CASES = (jrc, hazus, town, scatter)
