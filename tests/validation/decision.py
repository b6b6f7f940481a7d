# SPDX-License-Identifier: Apache-2.0
"""Deciding above or on the spot: delays, what a decision is worth, where the centre pays; acting in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import decision
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import invgauss, lognorm, norm

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


def settled(params: decision.Decision, *, full: bool, seed: int, places: int = 5_000) -> xr.Dataset:
    """Cases but for the first 300: offices begin with nothing in hand."""
    runs, cases = (40, 10_000) if full else (20, 2_000)
    course = decision.simulate(params, size=cases, initial={"places": places}, replicates=runs, seed=seed)
    return course.isel(case=slice(300, None))


@case(
    "Decision-1",
    mechanism="decision",
    title="A case waits for meetings and in queues",
    source="Jackson 1957; half a cycle a level",
)
def delays(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    base = decision.Decision(decision_share=0.0, levels=3, cycle=1.0, office_rate=10.0)
    for rate in (3.0, 6.0, 8.0):
        params = base.replace(case_rate=rate)
        reference = 3 * (0.5 + 1 / (10 - rate))
        rows += [exact(f"closed form, {rate} cases a day, d", reference, decision.central_delay(params), within=1e-12)]
        found = settled(params, full=full, seed=1).delay.mean("case")
        rows += [mean_of(f"mean delay, {rate} cases a day, d", reference, found)]
        shown += [(rate, found.mean().item())]
    # A third on the spot; of them .4 x .5 need space that they lack, and go up.
    mixed = base.replace(case_rate=9.0, decision_share=1 / 3, space_need=0.4, space_share=0.5, local_cycle=0.5)
    course = settled(mixed, full=full, seed=2)
    above = 3 * (0.5 + 1 / (10 - 9 * (2 / 3 + 1 / 15)))
    for local, what, reference in ((0, "above", above), (1, "on the spot", 0.25 + 0.2 * above)):
        found = course.delay.where(course.local == local).mean("case")
        rows += [mean_of(f"mean delay {what} where a third is local, d", reference, found)]

    def draw(axes: Axes) -> None:
        rates = np.linspace(0, 9, 91)
        axes.plot(rates, 3 * (0.5 + 1 / (10 - rates)), label="3 (1/2 + 1 / (10 - rate))")
        axes.plot(*zip(*shown, strict=True), "o", label="measured")
        axes.set_xlabel("cases that go up (1 / d), of 10 that an office settles")
        axes.set_ylabel("time until a case is decided (d)")
        axes.legend()

    return Result(rows, draw)


def fit(cost: float, error: float) -> float:
    """Mean of max(0, 1 - cost |e|) for a normal e, by SciPy."""
    most = 1 / cost
    return 2 * quad(lambda e: (1 - cost * e) * norm.pdf(e, scale=error), 0, most)[0]


def kept(need: float, levels: int, spare: float) -> float:
    """Mean of exp(-delay / need) after so many offices, each an exponential time, by Gauss and Laguerre."""
    places, weights = np.polynomial.laguerre.laggauss(40)
    return float((weights * np.exp(-places / (spare * need))).sum() ** levels)


def met_in_time(need: float) -> float:
    """Mean of exp(-delay / need) where a place meets every quarter of a day, by SciPy."""
    return quad(lambda t: np.exp(-t / need), 0, 0.25)[0] / 0.25


@case(
    "Decision-2",
    mechanism="decision",
    title="What decisions above and on the spot are worth",
    source="integrals by SciPy; Reich 1957",
)
def worth(full: bool) -> Result:
    params = decision.Decision(
        decision_share=0.4, resource_share=0.3, cycle=0.0, levels=3, space_share=1.0, need_time=1.0, votes=0.3
    )
    rows: list[Row] = []
    shown = []
    above = fit(0.8, np.sqrt(0.7**2 * (0.3**2 + 3 * 0.1**2 + 0.5**2) + 0.3**2 * 0.3**2 / 0.5))
    # On the spot .4 of the need claim 1 + .5 x .5 of it each, of a stock of .3.
    here = fit(0.8, np.sqrt(0.3**2 / 0.5)) * 0.3 / (0.4 * 1.25)
    needs = lognorm(s=0.7, scale=1.0)

    def late(quantile: float) -> float:
        return kept(needs.ppf(quantile), 3, 20 - 6.0)

    def soon(quantile: float) -> float:
        return met_in_time(needs.ppf(quantile))

    worths = {
        "at_random": 0.6 * above * quad(late, 0, 1)[0] + 0.4 * here * quad(soon, 0, 1)[0],
        "by_urgency": above * quad(late, 0.4, 1)[0] + here * quad(soon, 0, 0.4)[0],
    }
    for split, reference in worths.items():
        asked = params.replace(split=split)
        rows += [exact(f"closed form, {split}", reference, decision.decision_value(asked), within=1e-5)]
        found = settled(asked, full=full, seed=3).value.mean("case")
        rows += [mean_of(f"mean value, {split}", reference, found)]
        shown += [(split, reference, found.mean().item())]
    for error in (0.1, 0.5, 2.0):
        rows += [exact(f"fit, error {error}", fit(0.8, error), decision.mean_fit(params, error=error), within=1e-8)]

    def draw(axes: Axes) -> None:
        places = np.arange(2)
        axes.bar(places, [each[1] for each in shown], color="#cccccc", label="SciPy")
        axes.plot(places, [each[2] for each in shown], "o", label="measured")
        axes.set_xticks(places, ["any case on the spot", "the most urgent on the spot"])
        axes.set_ylabel("mean value of a decision, of 1")
        axes.legend()

    return Result(rows, draw)


def centre_pays(params: decision.Decision, heterogeneity: float) -> float:
    """Value of deciding all above less that of deciding all on the spot, spill-over taken off, by SciPy."""
    above = fit(0.8, np.sqrt(0.3**2 + 4 * 0.1**2 + heterogeneity**2)) * kept(3.0, 4, 10.0)
    here = fit(0.8, np.sqrt(0.3**2 / 0.5)) * met_in_time(3.0)
    return float(above - (here - params.spillover))


@case(
    "Decision-3",
    mechanism="decision",
    title="Places that differ decide better for themselves",
    source="Oates 1972; crossing found by SciPy",
)
def centre(full: bool) -> Result:
    base = decision.Decision(
        cycle=0.0, need_spread=0.0, resources=100.0, space_share=1.0, spillover=0.2, coordination=0.0
    )
    above, here = base.replace(decision_share=0.0), base.replace(decision_share=1.0)
    crossing = brentq(lambda spread: centre_pays(base, spread), 0.0, 3.0)
    rows: list[Row] = []
    shown = []

    def gain(spread: float) -> float:
        central = decision.decision_value(above.replace(heterogeneity=spread))
        local = decision.decision_value(here) - decision.mean_spillover(here)
        return central - local

    found = brentq(gain, 0.0, 3.0)
    rows += [exact("heterogeneity from which on places do better", crossing, found, within=1e-6)]
    local = settled(here, full=full, seed=4)
    alone = (local.value - local.spillover).mean("case")
    for factor in (0.5, 1.0, 1.5):
        spread = factor * crossing
        # What is best is drawn for each place: of 5,000 places, another mean in each replicate.
        central = settled(above.replace(heterogeneity=spread), full=full, seed=5).value.mean("case")
        rows += [mean_of(f"gain by the centre at {factor} of it", centre_pays(base, spread), central - alone)]
        shown += [(spread, (central - alone).mean().item())]

    def draw(axes: Axes) -> None:
        spreads = np.linspace(0, 2 * crossing, 40)
        axes.plot(spreads, [centre_pays(base, each) for each in spreads], label="SciPy")
        axes.plot(*zip(*shown, strict=True), "o", label="measured")
        axes.axhline(0, color="#888888", linewidth=0.8)
        axes.axvline(crossing, color="#888888", linestyle=":", label=f"crossing, {crossing:.2f}")
        axes.set_xlabel("how far what is best differs between places (sd)")
        axes.set_ylabel("value above less value on the spot")
        axes.legend()

    return Result(rows, draw)


@case(
    "Decision-4",
    mechanism="decision",
    title="Acting on what is known so far",
    source="inverse Gaussian times by SciPy; Wald 1945",
)
def acting(full: bool) -> Result:
    runs, cases = (40, 10_000) if full else (20, 2_000)
    rows: list[Row] = []
    shown = []
    for blame in (0.0, 5.0):
        params = decision.TimePressure(sensitivity=0.6, hazard_chance=0.2, blame=blame, order_time=18.5)
        feared = (1 + blame) / 10
        needed = float(np.log(feared * 0.8 / 0.2)) if feared * 4 > 1 else 0.0
        course = decision.act_times(params, size=cases, replicates=runs, seed=6)
        hazard = course.hazard == 1
        if needed <= 0:
            rows += [exact("without blame all act at once", 0.0, float(course.acts_at.max()), within=0.0)]
            rows += [mean_of("loss without blame", 0.8, course.loss.mean("case"))]
            continue
        # A walk that goes up by half the variance: mean 2 A / v, shape A^2 / v.
        variance = 0.36
        mean, shape = 2 * needed / variance, needed**2 / variance
        first = invgauss(mu=mean / shape, scale=shape)
        for hour in (2.0, 6.0, 12.0):
            acted = ((course.acts_at <= hour) & hazard).sum("case") / hazard.sum("case")
            rows += [mean_of(f"acted by hour {hour:.0f} with a hazard", float(first.cdf(hour)), acted)]
        in_vain = (course.acts_at.notnull() & ~hazard).sum("case") / (~hazard).sum("case")
        reference = float(np.exp(-needed) * first.cdf(18.5))
        rows += [mean_of("acted in vain", reference, in_vain)]
        late = quad(lambda t, law=first: (1 - np.exp(-t / 12)) * law.pdf(t), 0, 18.5)[0]
        late += (1 - first.cdf(18.5)) * (1 - np.exp(-18.5 / 12))
        loss = float(0.2 * 10 * late + 0.8 * reference)
        rows += [exact("loss, closed form", loss, decision.expected_loss(params), within=1e-7)]
        rows += [mean_of("loss", loss, course.loss.mean("case"))]
        times = course.acts_at.where(hazard).to_numpy().ravel()
        shown += [(first, np.sort(times[~np.isnan(times)]))]
    waiting = decision.TimePressure(sensitivity=0.1, hazard_chance=0.5, blame=1e9, order_time=18.5)
    times = decision.act_times(waiting, size=1_000, seed=7)
    ordered = times.acts_at.where(times.hazard == 1).mean()
    rows += [exact("with all blame one acts when the order comes, h", 18.5, ordered, within=1e-9)]

    def draw(axes: Axes) -> None:
        hours = np.linspace(0.01, 18.5, 200)
        for first, found in shown:
            axes.plot(hours, first.cdf(hours), label="inverse Gaussian")
            steps = np.arange(1, len(found) + 1) / len(found)
            axes.step(found, steps, ":", where="post", label="measured, the order at 18.5 h")
        axes.set_xlabel("time since there is evidence (h)")
        axes.set_ylabel("share of hazards acted on")
        axes.legend()

    return Result(rows, draw)


CASES = (delays, worth, centre, acting)
