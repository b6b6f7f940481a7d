# SPDX-License-Identifier: Apache-2.0
"""Re-planning: Kalman's gain, a filter of our own, the repertoire, and what counts as a collapse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import replanning
from scipy.linalg import solve_discrete_are

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

BASE = replanning.Replanning()
#: Without bounds of rights, staff and measures.
FREE = BASE.replace(autonomy=1.0, free_staff=1.0, fit_chance=1.0)


def riccati_gain(moved: float, noise: float) -> float:
    """The steady gain of a filter for a random walk, by SciPy's solution of the Riccati equation."""
    before = float(solve_discrete_are([[1.0]], [[1.0]], [[moved]], [[noise]])[0, 0])
    return before / (before + noise)


@case(
    "Replanning-1", mechanism="replanning", title="Weight of feedback", source="Kalman 1960, by SciPy's Riccati solver"
)
def gain(full: bool) -> Result:
    rows: list[Row] = []
    for drift in (0.02, 0.1, 0.5):
        for screening in (0.4, 8.0, 400.0):
            params = BASE.replace(drift=drift, screening=screening)
            noise = 1.0 / (7.0 * min(4.0, screening / 4.0))
            reference = riccati_gain(7.0 * (drift**2 + 0.03 * 0.2**2), noise)
            name = f"drift {drift}, {screening:g} items a day screened"
            rows += [exact(f"gain, {name}", reference, replanning.feedback_gain(params), within=1e-12)]
    runs = 40 if full else 12
    points = []
    best = replanning.feedback_gain(FREE)
    noise = 1.0 / 14.0
    moved = 7.0 * (0.1**2 + 0.03 * 0.2**2)
    for part in (0.4, 0.7, 1.0):
        # In the long run v = (1 - w)^2 (v + moved) + w^2 noise, for any weight w.
        weight = part * best
        square = ((1 - weight) ** 2 * moved + weight**2 * noise) / (1 - (1 - weight) ** 2)
        course = replanning.simulate(
            FREE.replace(autonomy=part), size=500, until=280.0, every=280.0, step=7.0, replicates=runs, seed=1
        )
        rows += [mean_of(f"mean square misfit, {part:.0%} of a change may be made", square, course.square[:, -1])]
        points.append((weight, float(course.square[:, -1].mean())))
    rows += [
        exact("least mean square, gain times noise", best * noise, replanning.steady_misfit(FREE)[1], within=1e-12)
    ]

    def draw(axes: Axes) -> None:
        at = np.linspace(0.15, 0.98, 60)
        axes.plot(at, ((1 - at) ** 2 * moved + at**2 * noise) / (1 - (1 - at) ** 2), label="closed form")
        axes.plot([x for x, _ in points], [y for _, y in points], "ko", label="communities")
        axes.axvline(riccati_gain(moved, noise), color="C1", linestyle="--", label="gain of Kalman, by SciPy")
        axes.set_xlabel("weight of feedback")
        axes.set_ylabel("mean square misfit after a re-planning")
        axes.set_ylim(0, 0.3)
        axes.legend()

    return Result(rows, draw)


def own_filter(
    params: replanning.Replanning, count: int, until: float, *, step: float = 0.25, seed: int = 5
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Misfits of so many communities at the end, and who has collapsed: a best course and a plan kept apart."""
    random = np.random.default_rng(seed)
    shape = (count, params.functions)
    best, plan = np.zeros(shape), np.zeros(shape)
    failing = np.zeros(count)
    has_collapsed = np.zeros(count, dtype=bool)
    per_function = min(params.feedback_rate, params.screening / params.functions)
    noise = params.feedback_sd**2 / (per_function * params.interval)
    moved = params.interval * (params.drift**2 + params.policy_rate * params.policy_change**2)
    weight = params.autonomy * params.free_staff * riccati_gain(moved, noise)
    for tick in range(1, round(until / step) + 1):
        down = (1 - np.abs(best - plan) < params.collapse_quality).sum(axis=1) >= params.collapse_functions
        failing = np.where(down, failing + 1, 0)
        has_collapsed |= failing * step * 24 >= params.collapse_time
        best += params.drift * np.sqrt(step) * random.standard_normal(shape)
        policies = random.poisson(params.policy_rate * step, count)
        for community in np.flatnonzero(policies):
            for _ in range(policies[community]):
                best[community] += params.policy_change * random.standard_normal(params.functions)
        if tick % round(params.interval / step) == 0:
            reports = best + params.feedback_bias + np.sqrt(noise) * random.standard_normal(shape)
            fitting = (random.random((*shape, params.measures)) < params.fit_chance).any(axis=2)
            plan += np.where(fitting, weight * (reports - plan), 0.0)
    return plan - best, has_collapsed


@case("Replanning-2", mechanism="replanning", title="Following what moves", source="a filter by NumPy; closed form")
def tracking(full: bool) -> Result:
    rows: list[Row] = []
    curves = []
    count = 20_000 if full else 3_000
    settings = {
        "default": BASE,
        "shaded reports": BASE.replace(feedback_bias=-0.3),
        "little screening": BASE.replace(screening=0.4),
        "two measures": BASE.replace(measures=2),
        "many policies": BASE.replace(policy_rate=0.5),
    }
    for name, params in settings.items():
        misfits, _ = own_filter(params, count, 63.0, step=1.0)
        course = replanning.simulate(
            params, size=500, until=63.0, every=7.0, step=1.0, replicates=20 if full else 8, seed=2
        )
        solved = replanning.mean_field(params, until=63.0, every=7.0)
        measures = {
            "square": misfits**2,
            "misfit": np.abs(misfits),
            "quality": np.maximum(0.0, 1 - np.abs(misfits)),
        }
        for what, values in measures.items():
            ends = course[what][:, -1].to_numpy()
            each = values.mean(axis=1)
            error = float(np.sqrt(each.var() / count + ends.var(ddof=1) / len(ends)))
            rows += [Row(f"{name}, {what}", float(each.mean()), float(ends.mean()), standard_error=error)]
        for week in (1, 4, 9):
            reference = solved.square[week].item()
            rows += [mean_of(f"{name}, closed form, week {week}", reference, course.square[:, week])]
        curves.append((name, solved, course))

    def draw(axes: Axes) -> None:
        for k, (name, solved, course) in enumerate(curves):
            axes.plot(solved.time, solved.square, color=f"C{k}", label=f"closed form, {name}")
            axes.plot(course.time, course.square.mean("replicate"), "o", color=f"C{k}", markersize=4)
        axes.set_xlabel("time (d)")
        axes.set_ylabel("mean square misfit")
        axes.set_ylim(0, 0.7)
        axes.legend(loc="upper left", fontsize="small")

    return Result(rows, draw)


@case("Replanning-3", mechanism="replanning", title="The repertoire", source="1 - (1 - q)^m")
def repertoire(full: bool) -> Result:
    rows: list[Row] = []
    points = []
    # What moves hardly and is seen almost without error: a change that is made leaves no misfit.
    sharp = FREE.replace(drift=0.01, policy_rate=0.0, feedback_sd=0.001)
    for measures in (0, 1, 3, 10):
        for fit in (0.05, 0.2):
            params = sharp.replace(measures=measures, fit_chance=fit)
            reference = 1 - (1 - fit) ** measures
            rows += [
                exact(
                    f"{measures} measures, each fits by {fit}",
                    reference,
                    replanning.fitting_chance(params),
                    within=1e-12,
                )
            ]
            course = replanning.simulate(
                params,
                size=500,
                initial={"misfit": 1.0},
                until=7.0,
                every=7.0,
                step=7.0,
                replicates=40 if full else 12,
                seed=3,
            )
            # Those changed are within some .001 of 0, the others about 1 squared with a variance of .0007.
            changed = 1 - course.square[:, -1]
            rows += [mean_of(f"{measures} measures, share changed, {fit}", reference, changed, bias=2e-3)]
            points.append((measures, fit, float(changed.mean())))

    def draw(axes: Axes) -> None:
        at = np.arange(0, 13)
        for k, fit in enumerate((0.05, 0.2)):
            axes.plot(at, 1 - (1 - fit) ** at, color=f"C{k}", label=f"closed form, each fits by {fit}")
            chosen = [(m, share) for m, q, share in points if q == fit]
            axes.plot([m for m, _ in chosen], [share for _, share in chosen], "o", color=f"C{k}")
        axes.set_xlabel("measures in the repertoire")
        axes.set_ylabel("share of functions that were changed")
        axes.legend()

    return Result(rows, draw)


@case(
    "Replanning-4",
    mechanism="replanning",
    title="Collapse",
    source="72 h below .25 in two dimensions; a filter by NumPy",
)
def collapse(full: bool) -> Result:
    rows: list[Row] = []
    still = BASE.replace(drift=0.0, policy_rate=0.0)
    for misfit, until, reference in ((0.8, 3.0, 1.0), (0.8, 2.75, 0.0), (0.75, 30.0, 0.0)):
        course = replanning.simulate(still, size=3, initial={"misfit": misfit}, until=until, every=until)
        name = f"quality {1 - misfit:.2f} for {until * 24:.0f} h"
        rows += [exact(f"{name}, share collapsed", reference, course.collapsed[0, -1].item(), within=0)]
    one = replanning.simulate(still.replace(functions=1), size=3, initial={"misfit": 0.9}, until=30.0)
    rows += [exact("a single function that is down", 0.0, one.collapsed[0, -1].item(), within=0)]
    count = 10_000 if full else 1_500
    settings = {
        "default": BASE,
        "no autonomy": BASE.replace(autonomy=0.0),
        "staff a tenth free": BASE.replace(free_staff=0.1),
        "two measures": BASE.replace(measures=2),
        "each fortnight": BASE.replace(interval=14.0),
        "three functions": BASE.replace(autonomy=0.0, collapse_functions=3),
        "one day is enough": BASE.replace(collapse_time=24.0),
    }
    shares = []
    for name, params in settings.items():
        _, has_collapsed = own_filter(params, count, 84.0, step=0.5, seed=6)
        course = replanning.simulate(
            params, size=500, until=84.0, every=84.0, step=0.5, replicates=20 if full else 8, seed=4
        )
        ends = course.collapsed[:, -1].to_numpy()
        reference = float(has_collapsed.mean())
        # By the reference's own variance, which is not 0 where few have collapsed.
        variance = max(reference, 1 / count) * (1 - reference)
        error = float(np.sqrt(variance / count + variance / (500 * len(ends))))
        rows += [Row(f"{name}, share collapsed", reference, float(ends.mean()), standard_error=error)]
        shares.append((name, reference, float(ends.mean())))

    def draw(axes: Axes) -> None:
        places = np.arange(len(shares))
        axes.barh(places, [reference for _, reference, _ in shares], color="0.8", label="filter by NumPy")
        axes.plot([found for _, _, found in shares], places, "ko", label="communities")
        axes.set_yticks(places, [name for name, _, _ in shares])
        axes.set_xlabel("share of communities collapsed after 84 days")
        axes.legend()

    return Result(rows, draw)


CASES = (gain, tracking, repertoire, collapse)
