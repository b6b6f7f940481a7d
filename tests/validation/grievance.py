# SPDX-License-Identifier: Apache-2.0
"""Grievance, conflicts that begin, and the mediators' queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import grievance
from scipy.integrate import quad

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Conflicts come at one rate, whatever anybody feels, and change nothing.
CONSTANT = grievance.Grievance(
    grievance_effect=0.0, trust_effect=0.0, escalation_factor=1.0, trust_loss=0.0, relief=0.0, success_chance=1.0
)


@case(
    "Grievance-1",
    mechanism="grievance",
    title="Grievance goes to its grounds over .02",
    source="G(t) = G* + (G0 - G*) exp(-.02 t)",
)
def approach(full: bool) -> Result:
    params = CONSTANT.replace(conflict_rate=0.0)
    rows = []
    courses = {}
    for unmet, broken, start in ((0.5, 0.3, 0.0), (0.2, 0.0, 0.8), (1.0, 1.0, 0.0)):
        initial = {"unmet": unmet, "broken": broken, "grievance": start}
        goal = 0.01 * (unmet + broken) / 0.02
        course = grievance.simulate(params, size=10, initial=initial, until=300.0, every=10.0).grievance[0]
        times = course.time.to_numpy()
        reference = np.minimum(1.0, goal + (start - goal) * np.exp(-0.02 * times))
        courses[unmet, broken, start] = (times, reference, course.to_numpy())
        label = f"unmet {unmet}, broken {broken}, from {start}"
        for place in (5, 15, 30):
            rows += [exact(f"{label}, day {times[place]:.0f}", reference[place], course[place], within=2e-6)]
        solved = grievance.steady_grievance(params, initial=initial)
        rows += [exact(f"{label}, in the end", min(1.0, goal), solved, within=1e-12)]

    def draw(axes: Axes) -> None:
        for (unmet, broken, start), (times, reference, measured) in courses.items():
            (line,) = axes.plot(times, reference, label=f"unmet {unmet}, broken {broken}, from {start}")
            axes.plot(times[::3], measured[::3], "o", color=line.get_color())
        axes.set_xlabel("time (d); points: people")
        axes.set_ylabel("grievance")
        axes.set_ylim(0, 1.45)
        axes.legend(loc="upper center")

    return Result(rows, draw)


@case(
    "Grievance-2",
    mechanism="grievance",
    title="Conflicts that begin",
    source="N h0 exp(3 G - 2 T) t, along G(t) by SciPy",
)
def conflicts(full: bool) -> Result:
    # Settled within hours, so that hardly anybody is in two at once, and without relief.
    params = grievance.Grievance(conflict_rate=1e-3, mediators=500, mediation_time=0.05, success_chance=1.0, relief=0.0)
    size, replicates = (10_000, 40) if full else (2_000, 20)
    rows = []
    points = []
    for seed, (unmet, start, trust) in enumerate(((0.4, 0.2, 0.6), (0.8, 0.4, 0.3), (0.8, 0.0, 0.6), (0.0, 0.9, 0.2))):
        goal = 0.01 * unmet / 0.02

        def rate(time: float, goal: float = goal, start: float = start, trust: float = trust) -> float:
            level = goal + (start - goal) * np.exp(-0.02 * time)
            return float(1e-3 * np.exp(3 * level - 2 * trust))

        reference = quad(rate, 0, 100)[0]
        label = f"unmet {unmet}, from {start}, trust {trust}"
        initial = {"unmet": unmet, "grievance": start, "trust": trust}
        solved = grievance.mean_field(params, initial=initial, until=100.0, every=100.0).conflicts[-1]
        rows += [exact(f"{label}: for each person, equations", reference, solved, within=1e-9)]
        runs = grievance.simulate(
            params, size=size, initial=initial, until=100.0, every=100.0, replicates=replicates, seed=20 + seed
        ).opened[:, -1]
        # In a conflict for .05 d each time, and from its tick on: nobody begins another one then.
        rows += [mean_of(f"{label}: of {size} people", size * reference, runs, bias=size * reference * 0.01)]
        points += [(size * reference, float(runs.mean()))]

    def draw(axes: Axes) -> None:
        expected, measured = np.array(sorted(points)).T
        axes.plot([0, expected.max()], [0, expected.max()], color="#888888", label="as expected")
        axes.plot(expected, measured, "o", label="conflicts in 100 days, mean of runs")
        axes.set_xlabel("conflicts expected")
        axes.set_ylabel("conflicts that began")
        axes.legend()

    return Result(rows, draw)


@case("Grievance-3", mechanism="grievance", title="The wait for mediators", source="Erlang C, as in V38")
def erlang(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    size, step = 10_000, 5.0
    for mediators, load, reference in ((1, 0.8, 4.0), (3, 2.0, 0.4444444), (10, 8.0, 0.2045901), (10, 9.0, 0.6687315)):
        # Those in a conflict begin no other one, and nobody begins two in a tick: others make up for that.
        free = size - load * (1 + reference)
        rate = -float(np.log1p(-load * step / free)) / step
        params = CONSTANT.replace(mediators=mediators, mediation_time=1.0, patience=1e5, conflict_rate=rate)
        solved = grievance.mediation_wait(params, conflicts_a_day=load)
        rows += [exact(f"{mediators} mediators, load {load}, closed form", reference, solved, within=1e-7)]
        # In units of a mediation; the first few hundred begin with nobody before them.
        runs = grievance.simulate(
            params, size=size, until=3_000.0, every=1_000.0, replicates=20 if full else 8, step=step, seed=mediators
        )
        total = runs.wait * runs.opened
        later = ((total[:, 3] - total[:, 1]) / (runs.opened[:, 3] - runs.opened[:, 1])).to_numpy()
        rows += [mean_of(f"{mediators} mediators, load {load}, people", reference, later, bias=0.01 * reference)]
        shown += [(f"{mediators}, {load}", reference, later)]

    def draw(axes: Axes) -> None:
        axes.boxplot([later for _, _, later in shown], showfliers=False)
        axes.plot(
            range(1, len(shown) + 1), [reference for _, reference, _ in shown], "r_", markersize=24, label="Erlang"
        )
        axes.set_xticks(range(1, len(shown) + 1), [label for label, _, _ in shown])
        axes.set_xlabel("mediators, load")
        axes.set_ylabel("mean wait (mediations)")
        axes.legend()

    return Result(rows, draw)


@case(
    "Grievance-4",
    mechanism="grievance",
    title="Early settlement keeps conflicts from spreading",
    source="conflicts opened are open or settled; sign",
)
def early(full: bool) -> Result:
    import commonweal as cw

    graph = cw.core.SmallWorld(degree=6, rewiring=0.1).generate(5_000, seed=4)
    courses = {}
    lost = 0.0
    for mediators in (0, 4, 6, 8, 10):
        params = grievance.Grievance(conflict_rate=4e-4, mediators=mediators, mediation_time=5.0)
        course = grievance.simulate(
            params,
            graph=graph,
            initial={"unmet": 0.8},
            until=365.0,
            every=5.0,
            replicates=10 if full else 4,
            seed=4,
        )
        lost = max(lost, float(np.abs(course.opened - course.open - course.settled).max()))
        courses[mediators] = course.mean("replicate")
    rows = [exact("conflicts neither open nor settled", 0.0, lost, within=0.0)]
    for name, sign in (("opened", -1), ("escalated", -1), ("trust", 1)):
        ends = [float(course[name][-1]) for course in courses.values()]
        steps = int((sign * np.diff(ends) > 0).sum())
        rows += [exact(f"{name}: better with each addition of mediators", 4, steps, within=0)]

    def draw(axes: Axes) -> None:
        for mediators, course in courses.items():
            axes.plot(course.time, course.open, label=f"{mediators} mediators")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("open conflicts among 5,000 people")
        axes.legend()

    return Result(rows, draw)


CASES = (approach, conflicts, erlang, early)
