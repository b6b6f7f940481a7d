# SPDX-License-Identifier: Apache-2.0
"""Rain to depth: balance, steady state, communicating vessels, the stage curve, other solvers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import rain_depth
from scipy import integrate

from validation.case import Result, Row, case, exact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

AREA = 250_000.0


def hilly(side: int, seed: int = 1) -> NDArray[np.float64]:
    """A rough slope with pits."""
    draws = np.random.default_rng(seed)
    slope = np.add.outer(np.arange(side), np.arange(side)) * 0.05
    return np.asarray(100.0 + slope + draws.uniform(0, 0.8, (side, side)))


@case(
    "Rain-depth-1",
    mechanism="rain_depth",
    title="No water is made or lost",
    source="sum over the cells of area times mean depth, by quadrature of the ground",
)
def balance(full: bool) -> Result:
    rows: list[Row] = []
    side = 30 if full else 10
    ground = hilly(side)
    draws = np.random.default_rng(2)
    area = draws.uniform(1e4, 5e5, ground.shape)
    outlet = np.where(np.arange(side) == 0, 2e4, 0.0) * np.ones(ground.shape)
    storm = 60 * np.exp(-(((np.arange(12) - 4) / 2.5) ** 2))
    kept = {}
    for relief in (0.0, 0.6):
        params = rain_depth.RainDepth(relief=relief)
        course = rain_depth.simulate(
            params, ground=ground, rain=storm, area=area, outlet=outlet, blocked=draws.uniform(0, 1, ground.shape)
        )
        # The ground of a cell is evenly spread: its water is the mean over the ground of what stands above it.
        heights = (np.arange(4_000) + 0.5) / 4_000 * relief
        depth = course.depth.to_numpy()[-1]
        standing = sum(a * np.maximum(0.0, d - heights).mean() for a, d in zip(area.ravel(), depth, strict=True))
        fallen = float(0.9 * storm.sum() * 1e-3 * area.sum())
        runoff = course.runoff.to_numpy()
        rows += [exact(f"runoff of all rain, relief {relief}", 1.0, runoff[-1] / fallen, within=1e-12)]
        kept_share = (runoff - course.drained - course.left).to_numpy()[-1] / runoff[-1]
        rows += [
            exact(f"stored of all runoff, relief {relief}", kept_share, standing / runoff[-1], within=1e-6),
            exact(f"balance, relief {relief}", kept_share, course.stored.to_numpy()[-1] / runoff[-1], within=1e-12),
        ]
        kept[relief] = course

    def draw(axes: Axes) -> None:
        course = kept[0.6]
        axes.stackplot(
            course.time, course.stored, course.drained, course.left, labels=("stored", "drained", "left"), alpha=0.8
        )
        axes.plot(course.time, course.runoff, "k--", label="runoff so far")
        axes.set_xlabel("time (h)")
        axes.set_ylabel("water (m$^3$)")
        axes.legend(loc="upper left")

    return Result(rows, draw)


@case(
    "Rain-depth-2",
    mechanism="rain_depth",
    title="One cell: filling, steady state, emptying",
    source="linear reservoir in closed form",
)
def one_cell(full: bool) -> Result:
    rate, outlet = 60.0, 5e4
    flat = rain_depth.RainDepth(relief=0.0, substeps_per_hour=3600 if full else 600)
    steady = (0.9 * rate - 0.4 * 30.0) * 1e-3 * AREA / outlet
    per_hour = outlet / AREA
    storm = [rate] * 40 + [0.0] * 10
    course = rain_depth.simulate(
        flat.replace(drain_capacity=30), ground=[[0.0]], rain=storm, outlet=outlet, blocked=0.6
    )
    measured = course.depth.to_numpy()[:, 0]
    closed = rain_depth.steady_depth(flat, rain=rate, outlet=outlet, blocked=0.6)
    rows = [exact("steady depth, closed form (m)", steady, closed, within=1e-12)]
    time = np.arange(41)
    filling = steady * -np.expm1(-per_hour * time)
    # The error of explicit steps is of the order of rate x step of the depth.
    bias = steady * per_hour / (3600 if full else 600)
    rows += [exact(f"depth after {t} h (m)", filling[t], measured[t], within=bias) for t in (1, 5, 10, 40)]
    # After the rain .4 of the drains, 12 mm / h, and the outlet empty it.
    goal = -0.4 * 30.0 * 1e-3 * AREA / outlet
    later = goal + (filling[40] - goal) * np.exp(-per_hour * np.arange(11))
    rows += [exact(f"depth {t} h after the rain (m)", later[t], measured[40 + t], within=bias) for t in (1, 5)]
    rough = flat.replace(relief=1.0)
    end = rain_depth.simulate(rough, ground=[[0.0]], rain=[rate] * 200, outlet=outlet, blocked=0.6).depth[-1, 0]
    # Rain falls before the water flows: off by a step's rain on the wet part of the ground.
    bias = 1.05 * (0.9 * rate - 0.4 * 30.0) * 1e-3 / (3600 if full else 600) / steady
    rows += [exact("steady depth, ground with a relief of 1 m (m)", steady, float(end), within=bias)]

    def draw(axes: Axes) -> None:
        axes.plot(course.time, measured, ".", label="simulated")
        axes.plot(time, filling, label="filling, closed form")
        axes.plot(40 + np.arange(11), np.maximum(0.0, later), label="emptying, closed form")
        axes.axhline(steady, color="#888888", linestyle=":", label="steady")
        axes.set_xlabel("time (h)")
        axes.set_ylabel("depth (m)")
        axes.legend()

    return Result(rows, draw)


@case(
    "Rain-depth-3",
    mechanism="rain_depth",
    title="Communicating vessels",
    source="exponential approach of two linear stores; levels of a chain by the eigenvectors of its matrix",
)
def vessels(full: bool) -> Result:
    rows: list[Row] = []
    steps = 3600 if full else 600
    flat = rain_depth.RainDepth(drain_capacity=0, relief=0, substeps_per_hour=steps)
    areas = np.array([2.5e5, 5e5])
    # Both grounds lie under water all the time, so that the flow is linear in the difference of levels.
    start = np.array([3.0, 1.0])
    course = rain_depth.simulate(flat, ground=[0.0, 0.5], rain=[], area=areas, depth=start, until=24, every=1)
    rate = 2e4 * (1 / areas).sum()
    time = course.time.to_numpy()
    difference = (start[0] - start[1] - 0.5) * np.exp(-rate * time)
    levels = course.depth.to_numpy() + np.array([0.0, 0.5])
    bias = 1.5 * rate / steps
    rows += [
        exact(f"difference of levels after {t} h (m)", difference[t], levels[t, 0] - levels[t, 1], within=bias)
        for t in (1, 3, 6, 12, 24)
    ]
    last = (areas * (start + np.array([0.0, 0.5]))).sum() / areas.sum()
    rows += [exact("common level in the end (m)", last, levels[-1].mean(), within=2e-2)]
    cells = 6
    chain = np.diff(np.eye(cells), axis=0)
    matrix = -2e4 / AREA * chain.T @ chain
    values, vectors = np.linalg.eigh(matrix)
    deep = np.array([3.0, 1.0, 2.5, 2.0, 1.5, 2.2])
    row = rain_depth.simulate(flat, ground=np.zeros(cells), rain=[], depth=deep, until=12, every=3)
    for hours, depths in zip((3, 6, 12), row.depth.to_numpy()[[1, 2, 4]], strict=True):
        expected = vectors @ (np.exp(values * hours) * (vectors.T @ deep))
        rows += [
            exact(f"chain of six, largest error after {hours} h (m)", 0, abs(depths - expected).max(), within=bias)
        ]

    def draw(axes: Axes) -> None:
        axes.semilogy(time, difference, label="closed form")
        axes.semilogy(time, levels[:, 0] - levels[:, 1], "o", fillstyle="none", label="simulated")
        axes.set_xlabel("time (h)")
        axes.set_ylabel("difference of levels (m)")
        axes.legend()

    return Result(rows, draw)


@case(
    "Rain-depth-4", mechanism="rain_depth", title="The stage curve and its inverse", source="quadrature of the ground"
)
def stage_curve(full: bool) -> Result:
    params = rain_depth.RainDepth(relief=0.6)
    rows: list[Row] = []
    depths = (0.05, 0.3, 0.6, 0.61, 2.5)
    for depth in depths:
        volume = integrate.quad(lambda ground, d=depth: max(0.0, d - ground), 0, 0.6, points=[min(depth, 0.6)])[0]
        volume *= AREA / 0.6
        rows += [exact(f"volume at {depth} m (m3)", volume, rain_depth.volume_at(params, depth=depth), within=1e-6)]
        rows += [
            exact(f"depth of that volume (m), {depth}", depth, rain_depth.stage(params, volume=volume), within=1e-9)
        ]
    rows += [exact("share under water at .15 m", 0.25, rain_depth.wet_share(params, depth=0.15), within=1e-12)]

    def draw(axes: Axes) -> None:
        levels = np.linspace(0, 1.2, 121)
        for relief in (0.0, 0.6, 1.0):
            curve = params.replace(relief=relief)
            volumes = [rain_depth.volume_at(curve, depth=float(z)) / AREA for z in levels]
            axes.plot(levels, volumes, label=f"relief {relief} m")
        ground = (np.arange(1000) + 0.5) / 1000 * 0.6
        axes.plot(levels[::10], [np.maximum(0, z - ground).mean() for z in levels[::10]], "ko", fillstyle="none")
        axes.set_xlabel("depth at the lowest ground (m)")
        axes.set_ylabel("water per area (m)")
        axes.legend(title="circles: mean over the ground")

    return Result(rows, draw)


def neighbours(side: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    cells = np.arange(side * side).reshape(side, side)
    one = np.concatenate([cells[:, :-1].ravel(), cells[:-1].ravel()])
    other = np.concatenate([cells[:, 1:].ravel(), cells[1:].ravel()])
    return one, other


def inflow(depth: NDArray[np.float64], ground: NDArray[np.float64], conveyance: float) -> NDArray[np.float64]:
    """Net flow into each cell of a square grid, m3 / h, all ties at once."""
    one, other = neighbours(round(np.sqrt(len(ground))))
    level = ground + depth
    out = np.maximum(0.0, level[one] - np.maximum(level[other], ground[one]))
    back = np.maximum(0.0, level[other] - np.maximum(level[one], ground[other]))
    flow = conveyance * (out - back)
    net = np.zeros(len(ground))
    np.subtract.at(net, one, flow)
    np.add.at(net, other, flow)
    return net


def depth_of(volume: NDArray[np.float64], relief: float) -> NDArray[np.float64]:
    column = np.maximum(volume, 0.0) / AREA
    return np.where(column < relief / 2, np.sqrt(2 * relief * column), column + relief / 2)


@case(
    "Rain-depth-5",
    mechanism="rain_depth",
    title="A rough town against other solvers",
    source="explicit scheme in NumPy; LSODA of SciPy",
)
def other_solvers(full: bool) -> Result:
    side = 12 if full else 6
    ground = hilly(side, seed=3)
    rate, hours, relief, conveyance, steps = 45.0, 6, 0.6, 2e4, 60
    params = rain_depth.RainDepth(relief=relief, conveyance=conveyance, drain_capacity=0, substeps_per_hour=steps)
    course = rain_depth.simulate(params, ground=ground, rain=[rate] * hours)
    measured = course.depth.to_numpy()[1:]
    fall = 0.9 * rate * 1e-3 * AREA

    volume = np.zeros(side * side)
    stepped = []
    for step in range(hours * steps):
        volume += fall / steps
        volume += inflow(depth_of(volume, relief), ground.ravel(), conveyance) / steps
        if (step + 1) % steps == 0:
            stepped.append(depth_of(volume, relief))
    difference = np.abs(measured - np.array(stepped)).max(axis=1)

    def change(_: float, state: NDArray[np.float64]) -> NDArray[np.float64]:
        return fall + inflow(depth_of(state, relief), ground.ravel(), conveyance)

    solved = integrate.solve_ivp(
        change, (0, hours), np.zeros(side * side), "LSODA", t_eval=range(1, hours + 1), rtol=1e-8, atol=1e-3
    )
    smooth = depth_of(solved.y.T, relief)
    rows: list[Row] = []
    for hour in (1, 3, 6):
        rows += [exact(f"NumPy, largest difference after {hour} h (m)", 0, difference[hour - 1], within=1e-9)]
        error = np.abs(measured[hour - 1] - smooth[hour - 1])
        rows += [exact(f"LSODA, mean difference after {hour} h (m)", 0, error.mean(), within=2e-3)]
        rows += [exact(f"LSODA, largest difference after {hour} h (m)", 0, error.max(), within=1e-2)]

    def draw(axes: Axes) -> None:
        order = np.argsort(smooth[-1])
        for hour, colour in ((1, "#3b6ea5"), (3, "#5a9e6f"), (6, "#b3412e")):
            axes.plot(smooth[hour - 1][order], color=colour, label=f"LSODA, {hour} h")
            axes.plot(measured[hour - 1][order], ".", color=colour)
        axes.set_xlabel("cell, by depth in the end")
        axes.set_ylabel("depth (m)")
        axes.legend(title="points: simulated")

    return Result(rows, draw)


CASES = (balance, one_cell, vessels, stage_curve, other_solvers)
