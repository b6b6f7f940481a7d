# SPDX-License-Identifier: Apache-2.0
"""Fear: where it ends, how it calms down, how it spreads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import commonweal as cw
import numpy as np
from commonweal.process import emotion
from scipy.integrate import solve_ivp

from validation.case import Result, case, exact

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PARAMS = emotion.Emotion()


@case("Emotion-1", mechanism="emotion", title="Steady panic", source="closed form")
def steady(full: bool) -> Result:
    situations = {
        "risk .5": {"risk": 0.5},
        "risk 1": {"risk": 1.0},
        "risk .5, rumour .6": {"risk": 0.5, "rumour": 0.6},
        "risk .5, empty shelves": {"risk": 0.5, "shelf": 1.0},
        "risk .5, trusted information": {"risk": 0.5, "trust": 0.8, "information": 1.0},
    }
    rows = []
    bars = {}
    for name, causes in situations.items():
        up = 0.3 * causes["risk"] + 0.2 * causes.get("rumour", 0) + 0.5 * causes.get("shelf", 0)
        down = 1 / 5 + 0.3 * causes.get("trust", 0.5) * causes.get("information", 0)
        rows += [
            exact(f"{name}, closed form", up / (up + down), emotion.steady_panic(PARAMS, initial=causes), within=1e-12)
        ]
        course = emotion.simulate(PARAMS, size=100, initial=causes, until=80.0, every=80.0)
        rows += [exact(f"{name}, crowd after 80 d", up / (up + down), course.panic[0, -1], within=1e-5)]
        bars[name] = (
            emotion.simulate(PARAMS, size=10, initial=causes, until=30.0, every=0.5).panic[0],
            up / (up + down),
        )

    def draw(axes: Axes) -> None:
        for k, (name, (course, end)) in enumerate(bars.items()):
            axes.plot(course.time, course, color=f"C{k}", label=name)
            axes.axhline(end, color=f"C{k}", linestyle=":")
        axes.set_xlabel("time (d); dotted: closed form")
        axes.set_ylabel("panic")
        axes.legend(fontsize="small")

    return Result(rows, draw)


@case("Emotion-2", mechanism="emotion", title="A shock of five days, and calming down", source="closed form; SciPy")
def calming(full: bool) -> Result:
    rows = []
    for calming_time in (3.0, 5.0, 7.0):
        params = PARAMS.replace(calming_time=calming_time)
        half = calming_time * np.log(2)
        start = {"panic": 0.9, "duration": 0.0}
        course = emotion.simulate(params, size=10, initial=start, until=half, every=half, step=half / 32)
        rows += [exact(f"half after {half:.3f} d", 0.45, course.panic[0, -1], within=1e-5)]
    course = emotion.simulate(
        PARAMS, size=10, initial={"risk": 1.0, "onset": 2.0, "duration": 5.0}, until=20.0, every=1.0
    )
    field = emotion.mean_field(PARAMS, initial={"risk": 1.0, "onset": 2.0, "duration": 5.0}, until=20.0, every=1.0)

    def rate(time: float, panic: np.ndarray) -> np.ndarray:
        return (1 - panic) * 0.3 * (2 <= time < 7) - panic / 5

    solved = solve_ivp(rate, (0, 20), [0.0], t_eval=np.arange(21), max_step=0.01, rtol=1e-8, atol=1e-10).y[0]
    for day in (2, 4, 7, 12, 20):
        rows += [exact(f"shock from day 2 to 7, day {day}", solved[day], course.panic[0, day], within=2e-4)]
        rows += [exact(f"the same, equations, day {day}", solved[day], field.panic[day], within=2e-4)]

    def draw(axes: Axes) -> None:
        axes.axvspan(2, 7, color="#eeeeee")
        axes.plot(course.time, course.panic[0], label="crowd")
        axes.plot(np.arange(21), solved, "k.", label="SciPy")
        axes.set_xlabel("time (d); shock where grey")
        axes.set_ylabel("panic")
        axes.legend()

    return Result(rows, draw)


@case("Emotion-3", mechanism="emotion", title="Fear spreads from one frightened group", source="SciPy")
def spreading(full: bool) -> Result:
    params = PARAMS.replace(contagion=0.8)
    people = 200
    graph = cw.core.SmallWorld(degree=6, rewiring=0.05).generate(people, seed=7)
    matrix = cw.core.to_scipy(graph).toarray()
    matrix = matrix / matrix.sum(axis=1, keepdims=True)

    def rates(_: float, panic: np.ndarray, seen: np.ndarray) -> np.ndarray:
        return (1 - panic) * 0.8 * np.maximum(seen @ panic - panic, 0) - panic / 5

    first = np.zeros(people)
    first[:20] = 1
    days = np.arange(21)
    exact_ones = solve_ivp(rates, (0, 20), first, args=(matrix,), t_eval=days, rtol=1e-8, atol=1e-10).y
    start = {"frightened": list(range(20)), "duration": 0.0}
    step = 1 / 64
    rows = []
    for day in (1, 5, 10, 20):
        course = emotion.simulate(params, graph=graph, initial=start, until=float(day), every=1.0, step=step)
        off = np.abs(course.last_panic[0] - exact_ones[:, day]).max()
        rows += [exact(f"graph, mean panic, day {day}", exact_ones[:, day].mean(), course.panic[0, -1], within=1e-3)]
        rows += [exact(f"graph, largest difference of a person, day {day}", 0.0, off, within=5e-3)]
    groups = np.array([[0.1, 0.9], [0.1, 0.9]])
    two = solve_ivp(rates, (0, 20), [1.0, 0.0], args=(groups,), t_eval=days, rtol=1e-8, atol=1e-10).y
    field = emotion.mean_field(params, initial={"frightened": 0.1, "duration": 0.0}, until=20.0, every=1.0)
    size = 20_000 if full else 2_000
    crowd = emotion.simulate(
        params, size=size, initial={"frightened": size // 10, "duration": 0.0}, until=20.0, every=1.0, step=step
    )
    for day in (1, 5, 10, 20):
        mean = groups[0] @ two[:, day]
        rows += [exact(f"crowd's equations, day {day}", mean, field.panic[day], within=1e-5)]
        # Of so few frightened, one does not see oneself.
        rows += [exact(f"crowd, day {day}", mean, crowd.panic[0, day], within=1e-3)]

    def draw(axes: Axes) -> None:
        course = emotion.simulate(params, graph=graph, initial=start, until=20.0, every=0.5, step=step)
        axes.plot(course.time, course.panic[0], label="small world")
        axes.plot(crowd.time, crowd.panic[0], label="mixed crowd")
        axes.plot(days, exact_ones.mean(axis=0), "k.", label="SciPy, one equation each")
        axes.plot(days, groups[0] @ two, "k+", label="SciPy, two groups")
        axes.plot(days, 0.1 * np.exp(-days / 5), ":", color="#888888", label="without contagion")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("mean panic")
        axes.legend()

    return Result(rows, draw)


CASES = (steady, calming, spreading)
