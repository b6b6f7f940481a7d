# SPDX-License-Identifier: Apache-2.0
"""Responsibility: gaps and overlaps, a gap's end, offices that refuse what they could be blamed for."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import responsibility
from scipy.integrate import quad

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

#: Nobody refuses, hands on or waits for others.
WILLING = responsibility.Responsibility(blame=0.0, pass_chance=0.0, triage=0.0, joint_delay=0.0)


@case("V66", mechanism="responsibility", title="Gaps and overlaps by clarity", source="product over four offices")
def gaps(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    runs, tasks = (50, 10_000) if full else (20, 1_000)
    for clarity, reference in ((1.0, 0.0), (0.8, 0.129), (0.5, 0.251), (0.2, 0.307)):
        params = WILLING.replace(units=4, clarity=clarity)
        found = responsibility.gap_chance(params)
        rows += [exact(f"closed form, clarity {clarity}", reference, found, within=5e-4)]
        extra = responsibility.extra_claims(params)
        rows += [exact(f"extra claims, clarity {clarity}", reference, extra, within=5e-4)]
        claims = responsibility.simulate(params, size=tasks, replicates=runs, seed=66).claims
        nobody = (claims == 0).mean("task")
        rows += [mean_of(f"nobody claims, clarity {clarity}", reference, nobody, bias=5e-4)]
        beyond = (claims - 1).clip(min=0).mean("task")
        rows += [mean_of(f"claims beyond the first, clarity {clarity}", reference, beyond, bias=5e-4)]
        shown += [(clarity, nobody.mean().item(), beyond.mean().item())]

    def draw(axes: Axes) -> None:
        clear = np.linspace(0, 1, 101)
        unclear = (1 - clear) / 4
        axes.plot(clear, (1 - clear - unclear) * (1 - unclear) ** 3, label="(1 - chi - u) (1 - u)^3, u = (1 - chi) / 4")
        axes.plot([each[0] for each in shown], [each[1] for each in shown], "o", label="nobody claims, measured")
        axes.plot([each[0] for each in shown], [each[2] for each in shown], "x", label="claims too many, measured")
        axes.set_xlabel("clarity chi")
        axes.set_ylabel("share of tasks, claims per task")
        axes.legend()

    return Result(rows, draw)


def number_of_claims(chances: list[float]) -> np.ndarray:
    """Chances of 0, 1, ... claims: all ways in which some claim and others do not."""
    found = np.zeros(len(chances) + 1)
    for who in product((0, 1), repeat=len(chances)):
        found[sum(who)] += np.prod([p if claims else 1 - p for p, claims in zip(chances, who, strict=True)])
    return found


@case(
    "Responsibility-1",
    mechanism="responsibility",
    title="How many claim a task, and what that wastes",
    source="sum over all ways to claim",
)
def overlaps(full: bool) -> Result:
    params = WILLING.replace(units=5, clarity=0.3, triage=0.2, joint_delay=0.5)
    own, other = 0.3 + 0.7 / 5, 0.7 / 5
    reference = number_of_claims([own] + [other] * 4)
    runs, tasks = (50, 10_000) if full else (20, 1_000)
    course = responsibility.simulate(params, size=tasks, replicates=runs, seed=67)
    rows: list[Row] = [
        mean_of(f"share of tasks with {k} claims", float(reference[k]), (course.claims == k).mean("task"))
        for k in range(4)
    ]
    vain = float((np.maximum(np.arange(6) - 1, 0) * reference).sum())
    rows += [mean_of("work in vain for each task, d", 0.2 * vain, course.wasted.mean("task"))]
    claimed = course.claims > 0
    wait = (course.accepted - course.arises).where(claimed).mean("task")
    rows += [mean_of("time until a claimed task is accepted, d", 0.5 * vain / (1 - reference[0]), wait)]

    def draw(axes: Axes) -> None:
        many = np.arange(6)
        axes.bar(many, reference, color="#cccccc", label="sum over all ways")
        axes.plot(many, [(course.claims == k).mean().item() for k in many], "o", label="measured")
        axes.set_xlabel("offices that claim a task, of five, clarity .3")
        axes.set_ylabel("share of tasks")
        axes.legend()

    return Result(rows, draw)


@case(
    "Responsibility-2",
    mechanism="responsibility",
    title="What nobody claims waits for the first of three ends",
    source="least of two exponential times and a fixed one",
)
def waits(full: bool) -> Result:
    params = WILLING.replace(units=4, clarity=0.0, whistle_rate=0.1, makeup_rate=0.1, escalation=10.0)
    runs, tasks = (100, 10_000) if full else (20, 2_000)
    course = responsibility.simulate(params.replace(makeup_capacity=0.5), size=tasks, replicates=runs, seed=2)
    gap = course.claims == 0
    waited = (course.accepted - course.arises).where(gap)
    # Whistle .1, make-up .1 x .5 a day, at most 10 days.
    left = np.exp(-1.5)
    delay = responsibility.gap_delay(params.replace(makeup_capacity=0.5))
    rows: list[Row] = [
        exact("mean wait, closed form, d", (1 - left) / 0.15, delay, within=1e-12),
        mean_of("mean wait, d", (1 - left) / 0.15, waited.mean("task")),
    ]
    for taker, what, reference in (
        (2, "whistle", (1 - left) * 2 / 3),
        (3, "escalation", left),
        (4, "residents", (1 - left) / 3),
    ):
        share = (course.taker == taker).sum("task") / gap.sum("task")
        rows += [mean_of(f"share that ends by {what}", float(reference), share)]
    for day in (2.0, 5.0, 8.0):
        still = (waited > day).sum("task") / gap.sum("task")
        rows += [mean_of(f"share that waits for more than {day:.0f} d", float(np.exp(-0.15 * day)), still)]

    def draw(axes: Axes) -> None:
        times = waited.to_numpy().ravel()
        times = np.sort(times[~np.isnan(times)])
        axes.step(times, 1 - np.arange(len(times)) / len(times), where="post", label="measured")
        days = np.linspace(0, 10, 101)
        axes.plot(days, np.exp(-0.15 * days), "k:", label="exp(-.15 t) until 10 d")
        axes.set_xlabel("time since nobody claimed the task (d)")
        axes.set_ylabel("share of such tasks that nobody sees to")
        axes.legend()

    return Result(rows, draw)


def refused_share(rate: float, blame: float) -> float:
    """One office that claims with the chance 1 - blame V at V days in hand, of tasks of a mean of 1 day.

    Level crossing: the density of V is proportional to rate exp(rate int_0^v (1 - blame w)+ dw - v), besides a mass
    of 1 at 0; arrivals see it as it is.
    """

    def weight(work: float) -> float:
        within = min(work, 1 / blame)
        return rate * float(np.exp(rate * (within - 0.5 * blame * within**2) - work))

    def parted(function: Callable[[float], float]) -> float:
        return quad(function, 0, 1 / blame)[0] + quad(function, 1 / blame, 1 / blame + 60)[0]

    all_of_it = 1 + parted(weight)
    claimed = 1 + parted(lambda work: weight(work) * max(0.0, 1 - blame * work))
    return 1 - claimed / all_of_it


@case(
    "Responsibility-3",
    mechanism="responsibility",
    title="An office refuses as its work piles up",
    source="level crossing, integrated by SciPy",
)
def refusal(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    runs, tasks = (40, 20_000) if full else (20, 4_000)
    blame = 0.5
    base = WILLING.replace(units=1, clarity=1.0, blame=blame, full_load=1.0, whistle_rate=0.0, makeup_rate=10.0)
    for rate in (0.5, 1.0, 2.0):
        course = responsibility.simulate(base.replace(task_rate=rate), size=tasks, replicates=runs, seed=69)
        # The office begins with nothing in hand; after 200 tasks nothing of that is left.
        refused = (course.claims == 0).isel(task=slice(200, None)).mean("task")
        reference = refused_share(rate, blame)
        rows += [mean_of(f"share refused, {rate} tasks a day", reference, refused)]
        shown += [(rate, refused.mean().item())]
    answering = base.replace(task_rate=2.0, blame=1.0, accountability=0.5)
    halved = responsibility.simulate(answering, size=tasks, replicates=runs, seed=70).claims
    nobody = (halved == 0).isel(task=slice(200, None)).mean("task")
    rows += [mean_of("twice the blame, half of it answered for", refused_share(2.0, blame), nobody)]

    def draw(axes: Axes) -> None:
        rates = np.linspace(0.05, 3, 40)
        axes.plot(rates, [refused_share(rate, blame) for rate in rates], label="level crossing")
        axes.plot(*zip(*shown, strict=True), "o", label="measured")
        axes.set_xlabel("tasks that come up (1 / d); the office does one in a day")
        axes.set_ylabel("share of tasks that it refuses")
        axes.legend()

    return Result(rows, draw)


CASES = (gaps, overlaps, waits, refusal)
