# SPDX-License-Identifier: Apache-2.0
"""Evaluation: what weight on an indicator does, what reports are worth, expectations that ratchet, the loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import evaluation
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Weights stay as they are.
GIVEN = evaluation.Evaluation(adapt_rate=0.0, report_noise=0.0, service_noise=0.0, measured_share=0.4, drive=0.8)


def seen(weight: float, *, audit: float) -> tuple[float, float, float]:
    """Speed, skill and quality in the long run: of cases L = 1 + lost x closed, as many are closed as effort allows."""
    effort = 1 + 0.8 * weight
    closed = 0.6 * np.sqrt(effort * (0.4 + 0.6 * 0.6 * weight) / 0.4)
    skill = min(1.0, 0.6 * np.sqrt(effort * (1 - 0.6 * weight)))
    lost = 0.02 + 0.2 * weight * (1 - audit)
    speed = min(1.0, closed / (1 + lost * min(closed, 1 / (1 - lost))))
    return speed, skill, 0.5 * skill + 0.5 * speed * (1 - lost)


@case(
    "Evaluation-1",
    mechanism="evaluation",
    title="Some weight helps, much does harm",
    source="Holmstrom and Milgrom 1991; optimum by SciPy",
)
def multitask(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    for audit in (0.0, 1.0):
        params = GIVEN.replace(audit=audit)
        found = []
        for weight in (0.0, 0.5, 1.0):
            speed, skill, quality = seen(weight, audit=audit)
            course = evaluation.simulate(params, size=3, initial={"weight": weight}, until=200.0, every=200.0)
            end = course.isel(replicate=0, time=-1)
            what = f"weight {weight}, audits {audit}"
            rows += [exact(f"speed, {what}", speed, end.speed.item(), within=2e-6)]
            rows += [exact(f"skill, {what}", skill, end.skill.item(), within=2e-6)]
            rows += [exact(f"quality, {what}", quality, end.seen.item(), within=2e-6)]
            found += [(weight, end.seen.item())]
        best = minimize_scalar(
            lambda weight, audit=audit: -seen(weight, audit=audit)[2],
            bounds=(0, 1),
            method="bounded",
            options={"xatol": 1e-10},
        ).x
        rows += [exact(f"best weight, audits {audit}", float(best), evaluation.best_weight(params), within=1e-5)]
        shown += [(audit, found, best)]

    def draw(axes: Axes) -> None:
        weights = np.linspace(0, 1, 101)
        for audit, found, best in shown:
            (line,) = axes.plot(weights, [seen(w, audit=audit)[2] for w in weights], label=f"audits {audit:.0%}")
            axes.plot(*zip(*found, strict=True), "o", color=line.get_color())
            axes.axvline(best, color=line.get_color(), linestyle=":")
        axes.set_xlabel("weight of the measured indicator; points: measured, dotted: best")
        axes.set_ylabel("service that residents see")
        axes.legend()

    return Result(rows, draw)


@case(
    "Evaluation-2",
    mechanism="evaluation",
    title="Seen within four hours, by hospitals' reports and by patients",
    source="Bevan and Hood 2006 (2002/03: 90 and 69 %; 2004/05: 96 and 77 %)",
)
def hospitals(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    # The most weight, no audits, nothing added beside what is closed and not settled.
    params = GIVEN.replace(audit=0.0, gaming=0.0, shift=0.0, drive=0.0, base_quality=1.0)
    for year, reported, told in (("2002/03", 0.90, 0.69), ("2004/05", 0.96, 0.77)):

        def above(demand: float, reported: float = reported) -> float:
            return evaluation.steady_service(params, weight=1.0, demand=demand)["reported"] - reported

        # How many patients there were for the staff is not known: as many as make the report right.
        end = evaluation.steady_service(params, weight=1.0, demand=brentq(above, 0.3, 1.0))
        rows += [exact(f"reported, {year}", reported, end["reported"], within=1e-9)]
        rows += [exact(f"told by patients, {year}", told, end["solved"], within=0.025)]
        shown += [(year, reported, told, end["solved"])]

    def draw(axes: Axes) -> None:
        places = np.arange(len(shown))
        axes.bar(places - 0.2, [each[1] for each in shown], 0.35, color="#cccccc", label="reported by hospitals")
        axes.bar(places + 0.2, [each[2] for each in shown], 0.35, color="#999999", label="told by patients")
        axes.plot(places + 0.2, [each[3] for each in shown], "o", label="settled, model")
        axes.set_xticks(places, [each[0] for each in shown])
        axes.set_ylabel("share seen within four hours")
        axes.set_ylim(0, 1)
        axes.legend(loc="lower left")

    return Result(rows, draw)


def expectile(share: float) -> float:
    """Of a standard normal number, by SciPy: pulled up and down alike."""

    def pull(level: float) -> float:
        up = quad(lambda x: (x - level) * norm.pdf(x), level, 12)[0]
        down = quad(lambda x: (level - x) * norm.pdf(x), -12, level)[0]
        return share * up - (1 - share) * down

    return float(brentq(pull, -5, 5))


@case(
    "Evaluation-3",
    mechanism="evaluation",
    title="Expectations ratchet up to an expectile",
    source="Newey and Powell 1987; integrated by SciPy",
)
def ratchet(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    base = GIVEN.replace(service_noise=0.1)
    for ratio in (1.0, 2.0, 4.0, 10.0):
        level = expectile(ratio / (1 + ratio))
        params = base.replace(expect_up=0.01 * ratio, expect_down=0.01)
        quality = evaluation.steady_service(params, weight=0.3)["quality"]
        closed = evaluation.ratchet_level(params, mean=quality, sd=0.1)
        rows += [exact(f"closed form, up {ratio} times as fast", quality + 0.1 * level, closed, within=1e-6)]
        slow = params.replace(expect_up=0.002 * ratio, expect_down=0.002)
        course = evaluation.simulate(
            slow,
            size=50 if full else 20,
            initial={"expected": float(quality)},
            until=4_000.0,
            every=4_000.0,
            replicates=20,
            seed=3,
        )
        # Of rates that are not quite small: .2 % of the standard deviation for each .001 of the faster one.
        expected = course.expected[:, -1]
        bias = 0.1 * 2.0 * 0.002 * ratio
        rows += [mean_of(f"expected, up {ratio} times as fast", quality + 0.1 * level, expected, bias=bias)]
        shown += [(ratio, (expected.mean().item() - quality) / 0.1)]

    def draw(axes: Axes) -> None:
        ratios = np.geomspace(0.5, 15, 30)
        axes.semilogx(ratios, [expectile(ratio / (1 + ratio)) for ratio in ratios], label="expectile of a normal")
        axes.plot(*zip(*shown, strict=True), "o", label="measured")
        axes.axhline(0, color="#888888", linewidth=0.8)
        axes.set_xlabel("how many times as fast expectations rise as they fall")
        axes.set_ylabel("expected above seen (sd)")
        axes.legend()

    return Result(rows, draw)


@case(
    "Evaluation-4",
    mechanism="evaluation",
    title="The loop ends where the report is what is asked for",
    source="root by SciPy",
)
def loop(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    base = GIVEN.replace(adapt_rate=0.2, gaming=0.1, target=0.8)
    for audit in (0.0, 0.5, 1.0):

        def report(weight: float, audit: float = audit) -> float:
            return seen(weight, audit=audit)[0] + 0.1 * weight * (1 - audit)

        weight = float(brentq(lambda w: report(w) - 0.8, 0, 1))
        speed = seen(weight, audit=audit)[0]
        solved = speed * (1 - 0.02 - 0.2 * weight * (1 - audit))
        course = evaluation.mean_field(base.replace(audit=audit), rounds=400)
        rows += [exact(f"weight in the end, audits {audit}", weight, course.weight[-1].item(), within=1e-6)]
        rows += [exact(f"settled in the end, audits {audit}", solved, course.solved[-1].item(), within=1e-6)]
        crowd = evaluation.simulate(
            base.replace(audit=audit, report_noise=0.02),
            size=200,
            until=400.0,
            every=4.0,
            replicates=20,
            seed=4,
        )
        # Noise makes the weight wander: curved returns make that a loss of second order.
        rows += [mean_of(f"settled, offices with noise, audits {audit}", solved, crowd.solved[:, -1], bias=1e-3)]
        rows += [mean_of(f"reported, offices with noise, audits {audit}", 0.8, crowd.reported[:, -1], bias=1e-3)]
        shown += [(audit, crowd)]

    def draw(axes: Axes) -> None:
        for audit, crowd in shown:
            (line,) = axes.plot(crowd.time, crowd.reported.mean("replicate"), label=f"reported, audits {audit:.0%}")
            axes.plot(crowd.time, crowd.solved.mean("replicate"), ":", color=line.get_color(), label="settled")
        axes.axhline(0.8, color="#888888", linewidth=0.8)
        axes.set_xlim(0, 60)
        axes.set_ylim(0.5, 0.85)
        axes.set_xlabel("time (rounds)")
        axes.set_ylabel("share of cases")
        axes.legend(ncols=2)

    return Result(rows, draw)


CASES = (multitask, hospitals, ratchet, loop)
