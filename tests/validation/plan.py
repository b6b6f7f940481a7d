# SPDX-License-Identifier: Apache-2.0
"""Plans and drills: communities event by event, the steady level of training, and what overload and drills do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import plan

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

BASE = plan.Plan()


def event_by_event(
    params: plan.Plan, training: float, until: float, phases: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Training at the end, of communities whose first drill is due after these times."""
    levels = []
    for first in phases:
        level, last = training, 0.0
        for at in np.arange(first, until, params.drill_interval):
            level *= 0.5 ** ((at - last) / params.drill_half_life)
            level += params.drill_gain * (1 - level)
            last = at
        levels.append(level * 0.5 ** ((until - last) / params.drill_half_life))
    return np.array(levels)


@case("Plan-1", mechanism="plan", title="Training by drills that are forgotten", source="drill by drill, by NumPy")
def training(full: bool) -> Result:
    rows: list[Row] = []
    curves = []
    middles = (np.arange(4_000) + 0.5) / 4_000
    for interval in (0.25, 0.5, 2.0):
        params = BASE.replace(drill_interval=interval)
        solved = plan.mean_field(params, initial={"training": 0.1}, until=4.0, every=0.5)
        course = plan.simulate(
            params,
            initial={"training": 0.1},
            size=2_000,
            until=4.0,
            every=0.5,
            replicates=20 if full else 8,
            seed=1,
        )
        for place, time in ((1, 0.5), (3, 1.5), (8, 4.0)):
            reference = float(event_by_event(params, 0.1, time, middles * interval).mean())
            name = f"drills each {interval} years, after {time} years"
            # The mean over 4,000 phases is one over 4,000 off at most where a drill falls on the time itself.
            rows += [exact(f"{name}, closed form", reference, solved.training[place].item(), within=1e-4)]
            rows += [mean_of(f"{name}, communities", reference, course.training[:, place], bias=1e-4)]
        # In the long run: gain / (1 - (1 - gain) f) right after a drill, f being left until the next one.
        left = 0.5 ** (interval / 0.75)
        rate = np.log(2) / 0.75
        steady = 0.3 / (1 - 0.7 * left) * (1 - left) / (rate * interval)
        late = plan.mean_field(params, until=60.0, every=60.0).training[-1].item()
        rows += [exact(f"drills each {interval} years, in the long run", steady, late, within=1e-9)]
        curves.append((interval, plan.mean_field(params, initial={"training": 0.1}, until=4.0), course))

    def draw(axes: Axes) -> None:
        for k, (interval, solved, course) in enumerate(curves):
            axes.plot(solved.time, solved.training, color=f"C{k}", label=f"closed form, each {interval} years")
            axes.plot(course.time, course.training.mean("replicate"), "o", color=f"C{k}", markersize=4)
        axes.set_xlabel("time (years)")
        axes.set_ylabel("training")
        axes.legend()

    return Result(rows, draw)


@case("Plan-2", mechanism="plan", title="Plans that grow old", source="closed form (half-life, logistic)")
def quality(full: bool) -> Result:
    rows: list[Row] = []
    points = []
    for interval in (1.0, 3.0, 8.0):
        params = BASE.replace(revision_interval=interval)
        made = 1 / (1 + np.exp(-(-1 + 1.5 * 0.3 + 0.3 + 0.3 - 1.5 * 0.8)))
        rate = np.log(2) / 3
        reference = made * (1 - np.exp(-rate * interval)) / (rate * interval)
        course = plan.simulate(params, size=2_000, until=10.0, every=5.0, replicates=20 if full else 8, seed=2)
        solved = plan.mean_field(params, until=10.0, every=5.0)
        rows += [exact(f"new each {interval:g} years, closed form", reference, solved.quality[2].item(), within=1e-12)]
        rows += [mean_of(f"new each {interval:g} years, communities", reference, course.quality[:, 2], bias=1e-6)]
        rows += [mean_of(f"new each {interval:g} years, misfit", (1 - reference) / 2, course.misfit[:, 2], bias=1e-6)]
        points.append((interval, float(course.quality[:, 2].mean())))

    def draw(axes: Axes) -> None:
        at = np.linspace(0.2, 10, 50)
        means = [plan.mean_field(BASE.replace(revision_interval=float(each)), until=1.0).quality[0] for each in at]
        axes.plot(at, means, label="closed form")
        axes.plot([x for x, _ in points], [y for _, y in points], "ko", label="communities")
        axes.set_xlabel("time from one plan to the next (years)")
        axes.set_ylabel("mean quality of plans")
        axes.legend()

    return Result(rows, draw)


@case("Plan-3", mechanism="plan", title="Drills, overload and the time to action", source="communities by NumPy")
def time_to_action(full: bool) -> Result:
    rows: list[Row] = []
    random = np.random.default_rng(3)
    count = 20_000 if full else 4_000
    found: dict[tuple[float, float], float] = {}
    for interval in (0.0, 0.5):
        for load in (0.8, 1.5):
            params = BASE.replace(base=1.0, drill_interval=interval)
            made = 1 / (1 + np.exp(-(1 + 1.5 * 0.3 + 0.3 + 0.3 - 1.5 * load)))
            qualities = made * 0.5 ** (random.random(count) * 3 / 3)
            levels = np.zeros(count)
            if interval:
                levels = event_by_event(params, 0.0, 5.0, random.random(count) * interval)
            times = 24 * np.exp(-1.5 * qualities * levels)
            course = plan.simulate(
                params, initial={"load": load}, size=2_000, until=5.0, every=5.0, replicates=20 if full else 8, seed=4
            )
            hours = course.action_time[:, -1].to_numpy()
            error = float(np.sqrt(times.var() / count + hours.var() / len(hours)))
            name = f"hours to action, drills each {interval} years, load {load}"
            rows += [Row(name, float(times.mean()), float(hours.mean()), standard_error=error, bias=1e-4)]
            found[interval, load] = float(hours.mean())
    rows += [exact("two drills a year bring speed", 1, float(found[0.5, 0.8] < found[0.0, 0.8] - 1), within=0)]
    rows += [exact("less where plans were made under overload", 1, float(found[0.5, 1.5] > found[0.5, 0.8]), within=0)]
    unfit = plan.simulate(BASE.replace(base=-20.0), size=100, until=5.0).action_time[0, -1].item()
    rows += [exact("none by a plan that does not fit", 24.0, unfit, within=1e-5)]

    def draw(axes: Axes) -> None:
        at = np.linspace(0, 1, 51)
        for value in (0.0, 0.3, 0.6, 1.0):
            hours = [plan.action_time(BASE, quality=value, training=float(each)) for each in at]
            axes.plot(at, hours, label=f"quality of the plan {value}")
        axes.set_xlabel("training")
        axes.set_ylabel("time from onset to action (h)")
        axes.legend()

    return Result(rows, draw)


CASES = (training, quality, time_to_action)
