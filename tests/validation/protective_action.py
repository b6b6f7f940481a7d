# SPDX-License-Identifier: Apache-2.0
"""Protective action: mobilisation, the share that acts in the end, tipping, the course, and the anchors."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import protective_action
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import beta

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DEFAULTS = protective_action.ProtectiveAction()
#: Of a crowd that mostly does what others do.
FOLLOWERS = DEFAULTS.replace(official=0.1, social=0.5, expected_impact=0.15, risk_effect=12.0, base=-5.7)
FOLLOWING = {"trust": 0.4}


def odds(params: protective_action.ProtectiveAction, *, trust: float, acting: float) -> float:
    """Log-odds of acting in the default situation, written out once more."""
    risk = params.official * trust + 0.3 * params.environmental + 0.3 * params.experience
    risk += 0.6 * params.expected_impact + params.social * acting
    means = 0.5 * (params.self_efficacy_effect + params.response_efficacy_effect + params.mobility_effect)
    return params.base + params.risk_effect * risk + means - 0.5 * params.cost_effect


def curve(axes: Axes, ready: Callable[[float], float], balances: list[float]) -> None:
    shares = np.linspace(0, 1, 101)
    axes.plot(shares, [ready(share) for share in shares], label="share that would act")
    axes.plot(shares, shares, color="#888888", linestyle=":")
    axes.plot(balances, balances, "k+", markersize=12, label="balance, by SciPy")
    axes.set_xlabel("share of neighbours who act")
    axes.set_ylabel("share of people")
    axes.legend()


@case("V62", mechanism="protective_action", title="Rayleigh mobilisation", source="closed form")
def rayleigh(full: bool) -> Result:
    # Weibull of shape 2 and scale s sqrt(2) is Rayleigh with s, here one hour; all decide at once.
    course = protective_action.simulate(
        DEFAULTS.replace(base=10.0, risk_effect=20.0),
        initial={"delay": f"weibull(scale={np.sqrt(2):.12f}, shape=2)"},
        size=20_000 if full else 5_000,
        replicates=40,
        seed=62,
    )
    hours = course.hour.to_numpy()
    medians = np.nanmedian(hours, axis=1)
    rows = [
        mean_of("median, h", 1.177410, medians),
        mean_of("mean, h", 1.253314, np.nanmean(hours, axis=1)),
        exact("median within one per cent, h", 1.177410, float(medians.mean()), within=0.0117741),
        exact("mean within one per cent, h", 1.253314, float(np.nanmean(hours)), within=0.0125331),
    ]

    def draw(axes: Axes) -> None:
        at = np.linspace(0, 4, 161)
        axes.plot(course.time, course.acting.mean("replicate"), ".", label="agents")
        axes.plot(at, 1 - np.exp(-(at**2) / 2), label="Rayleigh, s = 1 h")
        axes.axvline(1.177410, color="#888888", linestyle=":")
        axes.set_xlabel("time since the decision (h)")
        axes.set_ylabel("share that has set out")
        axes.legend()

    return Result(rows, draw)


@case(
    "Action-1",
    mechanism="protective_action",
    title="The share that acts in the end, with trust that differs",
    source="fixed point by SciPy's quadrature and root",
)
def final_share(full: bool) -> Result:
    rows: list[Row] = []
    spread = beta(2.0, 1.5)

    def ready(acting: float) -> float:
        return float(quad(lambda trust: spread.pdf(trust) * expit(odds(DEFAULTS, trust=trust, acting=acting)), 0, 1)[0])

    reference = brentq(lambda share: ready(share) - share, 0, 1, xtol=1e-12)
    start = {"trust": "beta(a=2, b=1.5)"}
    rows += [
        exact("equations", reference, protective_action.final_share(DEFAULTS, initial=start), within=1e-4),
        exact(
            "share ready at .3",
            ready(0.3),
            protective_action.ready_share(DEFAULTS, initial={**start, "acting": 0.3}),
            within=1e-4,
        ),
    ]
    delays = ("exponential(mean=2)", "weibull(scale=2, shape=2)", "lognormal(median=1, sigma=1)")
    for seed, delay in enumerate(delays):
        course = protective_action.simulate(
            DEFAULTS,
            initial={**start, "delay": delay},
            size=10_000 if full else 2_000,
            step=0.1,
            replicates=40,
            seed=seed,
        )
        rows += [mean_of(f"agents, {delay.partition('(')[0]} delays", reference, course.acting[:, -1], bias=5e-4)]
    alike = brentq(lambda share: expit(odds(DEFAULTS, trust=0.7, acting=share)) - share, 0, 1, xtol=1e-12)
    rows += [exact("equations, all alike", alike, protective_action.final_share(DEFAULTS), within=1e-10)]
    return Result(rows, lambda axes: curve(axes, ready, [reference]))


@case(
    "Action-2",
    mechanism="protective_action",
    title="Tipping where people mostly follow others",
    source="roots by SciPy",
)
def tipping(full: bool) -> Result:
    def ready(acting: float) -> float:
        return float(expit(odds(FOLLOWERS, trust=0.4, acting=acting)))

    grid = np.linspace(0, 1, 1_001)
    excess = [ready(share) - share for share in grid]
    roots = [
        brentq(lambda share: ready(share) - share, low, high, xtol=1e-12)
        for low, high, left, right in zip(grid, grid[1:], excess, excess[1:], strict=False)
        if left * right < 0
    ]
    found = protective_action.equilibria(FOLLOWERS, initial=FOLLOWING)
    rows = [exact("balances", 3, len(found), within=0)]
    rows += [
        exact(f"balance {k + 1}", each, own, within=1e-9)
        for k, (each, own) in enumerate(zip(roots, found, strict=True))
    ]
    rows += [
        exact(
            "share in the end: the least",
            roots[0],
            protective_action.final_share(FOLLOWERS, initial=FOLLOWING),
            within=1e-9,
        )
    ]
    size, replicates = (10_000, 40) if full else (5_000, 10)

    def ends(acting: float) -> np.ndarray:
        initial = {**FOLLOWING, "acting": round(acting * size)}
        course = protective_action.simulate(FOLLOWERS, initial=initial, size=size, replicates=replicates, seed=2)
        return course.acting.to_numpy()[:, -1]

    rows += [mean_of("agents, from nobody", roots[0], ends(0.0), bias=1e-3)]
    # Those who act before stay with it, so that the balances from a share a are those of a + (1 - a) ready(s).
    for acting in (0.05, 0.35):
        balance = protective_action.final_share(FOLLOWERS, initial={**FOLLOWING, "acting": acting})
        reference = next(
            brentq(lambda share, acting=acting: acting + (1 - acting) * ready(share) - share, low, high, xtol=1e-12)
            for low, high in pairwise(grid)
            if low >= acting and acting + (1 - acting) * ready(high) - high < 0
        )
        rows += [exact(f"equations, from {acting}", reference, balance, within=1e-9)]
        rows += [mean_of(f"agents, from {acting}", reference, ends(acting), bias=1e-3)]
    return Result(rows, lambda axes: curve(axes, ready, roots))


@case("Action-3", mechanism="protective_action", title="The course of setting out", source="closed form; SciPy")
def course_of_action(full: bool) -> Result:
    rate, hours = DEFAULTS.setting_out_rate, np.array([1.0, 3.0, 6.0, 12.0])
    solution = solve_ivp(
        lambda _, share: rate * (expit(odds(DEFAULTS, trust=0.7, acting=share)) - share),
        (0, 12),
        [0.0],
        t_eval=hours,
        rtol=1e-10,
        atol=1e-12,
    ).y[0]
    lone = DEFAULTS.replace(social=0.0, official=0.5)
    ready = expit(odds(lone, trust=0.7, acting=0.0))
    cases = {
        "exponential": (DEFAULTS, {}, solution, 1e-5),
        "Rayleigh, alone": (
            lone,
            {"delay": f"weibull(scale={2 * np.sqrt(2):.12f}, shape=2)"},
            ready * (1 - np.exp(-(hours**2) / 8)),
            1e-7,
        ),
    }
    rows: list[Row] = []
    keep = {}
    for name, (params, initial, references, within) in cases.items():
        equations = protective_action.mean_field(params, initial=initial, until=12.0, every=0.25)
        course = protective_action.simulate(
            params,
            initial=initial,
            size=5_000 if full else 2_000,
            until=12.0,
            every=0.5,
            step=0.02,
            replicates=40,
            seed=3,
        )
        for hour, reference in zip(hours, references, strict=True):
            solved = equations.acting.sel(time=hour, method="nearest").item()
            rows += [exact(f"equations, {name}, {hour:g} h", reference, solved, within=within)]
            found = course.acting.sel(time=hour, method="nearest").to_numpy()
            # Neighbours are seen as they were up to a step ago.
            rows += [mean_of(f"agents, {name}, {hour:g} h", reference, found, bias=0.002)]
        keep[name] = (equations, course, references)

    def draw(axes: Axes) -> None:
        for name, (equations, course, references) in keep.items():
            (line,) = axes.plot(course.time, course.acting.mean("replicate"), ".", label=f"agents, {name}")
            axes.plot(equations.time, equations.acting, color=line.get_color())
            axes.plot(hours, references, "k+", markersize=12)
        axes.set_xlabel("time (h)")
        axes.set_ylabel("share that has set out")
        axes.legend(title="lines: equations, crosses: SciPy")

    return Result(rows, draw)


@case(
    "Action-4",
    mechanism="protective_action",
    title="Few leave without an order, most under one",
    source="MODEL anchors; Huang, Lindell and Prater 2016",
)
def anchors(full: bool) -> Result:
    quiet = {"warned": 0.0, "environmental": 0.3, "experience": 0.3, "expected_impact": 0.4}
    order = {"warned": 1.0, "trust": 0.7, "environmental": 0.3, "experience": 0.3, "expected_impact": 0.6}
    keywords = {"size": 5_000 if full else 2_000, "replicates": 40, "seed": 4}
    rows: list[Row] = []
    shares = []
    for name, initial, low, high in (
        ("without an order, 10 to 20 %", quiet, 0.1, 0.2),
        ("under an order, 35 to 90 %", order, 0.35, 0.9),
    ):
        found = protective_action.simulate(DEFAULTS, initial=initial, **keywords).acting.to_numpy()[:, -1]
        rows += [exact(name, (low + high) / 2, float(found.mean()), within=(high - low) / 2)]
        shares.append(float(found.mean()))
    nothing = dict.fromkeys(("warned", "environmental", "experience", "expected_impact"), 0.0)
    ready = [
        protective_action.ready_share(DEFAULTS, initial={**nothing, **cue})
        for cue in (
            {"warned": 1.0, "trust": 1.0},
            {"expected_impact": 1.0},
            {"acting": 1.0},
            {"environmental": 1.0},
            {"experience": 1.0},
        )
    ]
    falls = float((np.diff(ready) < 0).all())
    rows += [exact("official, impact, social, environmental, experience: each moves fewer", 1.0, falls, within=0)]

    def draw(axes: Axes) -> None:
        trusts = np.linspace(0, 1, 41)
        ends = [protective_action.final_share(DEFAULTS, initial={**order, "trust": trust}) for trust in trusts]
        axes.plot(trusts, ends, label="under an order, by trust in it")
        axes.axhspan(0.35, 0.9, color="#3b6ea5", alpha=0.15, label="35 to 90 %")
        axes.axhspan(0.1, 0.2, color="#b3412e", alpha=0.15, label="10 to 20 %")
        axes.plot([0.7], [shares[1]], "o", color="#3b6ea5")
        axes.axhline(shares[0], color="#b3412e", linestyle="--", label="without an order")
        axes.set_xlabel("trust")
        axes.set_ylabel("share that has set out in the end")
        axes.set_ylim(0, 1)
        axes.legend()

    return Result(rows, draw)


CASES = (rayleigh, final_share, tipping, course_of_action, anchors)
