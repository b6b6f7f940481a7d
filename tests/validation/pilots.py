# SPDX-License-Identifier: Apache-2.0
"""Pilots: Betas compared, their size, what trying and scaling up brings, and the fear of failure."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import pilots
from scipy.integrate import quad
from scipy.stats import beta, betabinom, binom, norm

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Every pilot is allowed.
FREE = pilots.Pilots(autonomy=1.0, risk_tolerance=1.0, approval_slope=20.0, penalty=0.0)


def integral(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Chance that a draw of the first Beta distribution is above one of the other, by quadrature."""
    density, chance = beta(*one).pdf, beta(*other).cdf
    found, _ = quad(lambda x: density(x) * chance(x), 0, 1, epsabs=1e-12, limit=200)
    return float(found)


@case("V35", mechanism="pilots", title="The better of two pilots", source="closed form (Beta distributions)")
def better_of_two(full: bool) -> Result:
    pairs = (((8, 4), (5, 7)), ((2, 1), (1, 1)), ((61, 41), (51, 51)), ((400, 602), (431, 571)))
    rows = [exact("Beta(8, 4) above Beta(5, 7), as published", 0.9008097, pilots.chance_better(*pairs[0]), within=1e-6)]
    for one, other in pairs:
        reference = integral(one, other)
        rows += [exact(f"{one} above {other}, integral", reference, pilots.chance_better(one, other), within=1e-9)]
        grid = pilots.chances_best([one, other])[0]
        rows += [exact(f"{one} above {other}, on the grid", reference, grid, within=1e-5)]
    random = np.random.default_rng(1)
    count = 400_000 if full else 20_000
    above = random.beta(8, 4, count) > random.beta(5, 7, count)
    exactly = pilots.chance_better(*pairs[0])
    rows += [Row("drawn by NumPy", float(above.mean()), exactly, standard_error=math.sqrt(0.09 / count))]

    def draw(axes: Axes) -> None:
        at = np.linspace(0, 1, 201)
        for a, b in pairs[0]:
            axes.plot(at, beta(a, b).pdf(at), label=f"Beta({a}, {b})")
        axes.set_xlabel("chance of success")
        axes.set_ylabel("density")
        axes.set_title(f"the first is better with the chance {exactly:.4f}")
        axes.legend()

    return Result(rows, draw)


def power_of(size: float, present: float, candidate: float) -> float:
    """Chance that the test with the pooled variance sees a difference, by the normal approximation."""
    mean = (present + candidate) / 2
    border = norm.ppf(0.975) * math.sqrt(2 * mean * (1 - mean) / size)
    spread = math.sqrt((present * (1 - present) + candidate * (1 - candidate)) / size)
    return float(norm.cdf((abs(candidate - present) - border) / spread))


@case("V36", mechanism="pilots", title="Size of a pilot", source="Fleiss, Levin and Paik 2003")
def size_of_a_pilot(full: bool) -> Result:
    size = pilots.pilot_size(present=0.5, candidate=0.6)
    rows = [exact(".5 against .6", 387.3, size, within=0.05), exact("rounded up", 388, math.ceil(size), within=0)]
    for candidate in (0.55, 0.6, 0.7):
        found = power_of(pilots.pilot_size(present=0.5, candidate=candidate), 0.5, candidate)
        rows += [exact(f"power at that size, .5 against {candidate}", 0.8, found, within=1e-9)]
    # The test itself on drawn pilots: the normal approximation is some thousandths off.
    random = np.random.default_rng(2)
    runs = 400_000 if full else 40_000
    one, other = random.binomial(388, 0.5, runs) / 388, random.binomial(388, 0.6, runs) / 388
    pooled = (one + other) / 2
    seen = np.abs(other - one) > norm.ppf(0.975) * np.sqrt(2 * pooled * (1 - pooled) / 388)
    rows += [mean_of("power of 388, drawn by NumPy", 0.8, seen, bias=0.005)]

    def draw(axes: Axes) -> None:
        sizes = np.linspace(20, 800, 100)
        axes.plot(sizes, [power_of(each, 0.5, 0.6) for each in sizes], label=".5 against .6")
        axes.axhline(0.8, color="grey", linewidth=0.8)
        axes.plot([size], [0.8], "ko", label=f"pilot_size: {size:.1f}")
        axes.set_xlabel("trials of each practice")
        axes.set_ylabel("chance to see the difference")
        axes.legend()

    return Result(rows, draw)


def kept_at_scale(successes: int, failures: int, params: pilots.Pilots) -> float:
    """Mean success after the change of scale, of a practice about which one knows this much."""
    losses = (np.arange(64) + 0.5) / 64 * params.scale_loss
    known = beta(successes, failures)
    mean = successes / (successes + failures)
    total = 0.0
    for loss in losses:
        border = min(1.0, params.present / (1 - loss))
        worse = beta(successes + 1, failures).cdf(border) * mean * (1 - loss)
        back = params.withdraw_chance * (params.present * known.cdf(border) - worse)
        total += (mean * (1 - loss) + back) / len(losses)
    return total


def one_candidate(params: pilots.Pilots) -> dict[str, float]:
    """Chance of a roll-out, mean periods and mean success of one candidate, by going through all results of trials."""
    states = {0: 1.0}
    found = dict.fromkeys(("rolled out", "stopped", "periods", "success"), 0.0)
    for trials in range(params.batch, params.budget + 1, params.batch):
        after: dict[int, float] = {}
        for successes, weight in states.items():
            law = betabinom(params.batch, 1 + successes, 1 + trials - params.batch - successes)
            for more, chance in enumerate(law.pmf(np.arange(params.batch + 1))):
                after[successes + more] = after.get(successes + more, 0.0) + weight * float(chance)
        states = {}
        for successes, weight in after.items():
            record = (1 + successes, 1 + trials - successes)
            above = binom(sum(record) - 1, params.present).cdf(successes)
            found["periods"] += weight
            if above >= params.adopt_chance:
                found["rolled out"] += weight
                found["success"] += weight * kept_at_scale(*record, params)
            elif above < params.stop_chance:
                found["stopped"] += weight
            else:
                states[successes] = weight
    found["success"] += params.present * (1 - found["rolled out"])
    return found


@case(
    "Pilots-1", mechanism="pilots", title="One candidate: stopped, rolled out, scaled up", source="all results by SciPy"
)
def one(full: bool) -> Result:
    rows: list[Row] = []
    points = []
    for loss, back in ((0.0, 0.0), (0.3, 0.0), (0.3, 1.0), (0.6, 0.5)):
        params = FREE.replace(candidates=1, budget=60, batch=10, scale_loss=loss, withdraw_chance=back)
        reference = one_candidate(params)
        course = pilots.simulate(params, replicates=15_000 if full else 3_000, seed=1)
        outcome = course.outcome[:, 0].to_numpy()
        name = f"loss to {loss}, taken back {back}"
        rows += [mean_of(f"rolled out, {name}", reference["rolled out"], outcome >= 3)]
        rows += [mean_of(f"stopped, {name}", reference["stopped"], outcome == 1)]
        rows += [mean_of(f"periods, {name}", reference["periods"], course.periods)]
        rows += [mean_of(f"success in the end, {name}", reference["success"], course.success)]
        points.append((name, reference["success"], float(course.success.mean()), float(course.promised.mean())))

    def draw(axes: Axes) -> None:
        for k, (name, expected, found, promised) in enumerate(points):
            axes.bar(k - 0.25, expected, width=0.25, color="C0", label=None if k else "all results")
            axes.bar(k, found, width=0.25, color="C1", label=None if k else "drawn")
            axes.bar(k + 0.25, promised, width=0.25, color="lightgrey", label=None if k else "promised by the pilots")
            axes.text(k, 0.42, name.replace(", ", "\n"), ha="center", fontsize=7)
        axes.set_ylim(0.4, 0.9)
        axes.set_xticks([])
        axes.set_xlabel("share lost at scale and chance to take back")
        axes.set_ylabel("chance of success")
        axes.legend()

    return Result(rows, draw)


CELLS = (np.arange(5_000) + 0.5) / 5_000


def best_of_two(one: tuple[int, int], other: tuple[int, int], level: float) -> tuple[float, float]:
    """Chances that each is the better one, and better than a level, by sums over a fine grid."""
    densities = [np.exp(beta(*each).logpdf(CELLS)) for each in (one, other)]
    masses = [each / each.sum() for each in densities]
    below = [np.cumsum(each) - each / 2 for each in masses]
    high = level < CELLS
    return float((masses[0] * below[1])[high].sum()), float((masses[1] * below[0])[high].sum())


def two_candidates(params: pilots.Pilots) -> dict[str, float]:
    """Chance of a roll-out, mean success and trials of the first, by going through all results of two candidates."""
    states = {(0, 0, 0, 0): 1.0}
    found = dict.fromkeys(("rolled out", "success", "first"), 0.0)
    for _ in range(params.budget // params.batch):
        after: dict[tuple[int, int, int, int], float] = {}
        for state, weight in states.items():
            for more, chance in two_more(params, state):
                after[more] = after.get(more, 0.0) + weight * chance
        states = {}
        for state, weight in after.items():
            records = [(1 + state[0], 1 + state[1]), (1 + state[2], 1 + state[3])]
            best = best_of_two(records[0], records[1], params.present)
            if max(best) < params.adopt_chance:
                states[state] = weight
                continue
            winner = records[int(best[1] > best[0])]
            found["rolled out"] += weight
            found["success"] += weight * winner[0] / sum(winner)
            found["first"] += weight * (state[0] + state[1])
    found["first"] += sum(weight * (state[0] + state[1]) for state, weight in states.items())
    found["success"] += params.present * (1 - found["rolled out"])
    return found


State = tuple[int, int, int, int]


def two_more(params: pilots.Pilots, state: State) -> list[tuple[State, float]]:
    """What a batch of trials can lead to, and the chances."""
    s, f, t, g = state
    if params.allocation == "equal":
        first = {params.batch // 2: 1.0}
    else:
        better = best_of_two((1 + s, 1 + f), (1 + t, 1 + g), 0.0)[0]
        first = {n: float(binom(params.batch, better).pmf(n)) for n in range(params.batch + 1)}
    following = []
    for n, share in first.items():
        m = params.batch - n
        one = betabinom(n, 1 + s, 1 + f).pmf(np.arange(n + 1)) if n else np.ones(1)
        other = betabinom(m, 1 + t, 1 + g).pmf(np.arange(m + 1)) if m else np.ones(1)
        for i, p in enumerate(one):
            for k, q in enumerate(other):
                following.append(((s + i, f + n - i, t + k, g + m - k), share * float(p) * float(q)))
    return following


@case("Pilots-2", mechanism="pilots", title="Two candidates", source="all results by SciPy; Thompson 1933")
def two(full: bool) -> Result:
    rows: list[Row] = []
    points = []
    for allocation, budget in (("equal", 24 if full else 12), ("thompson", 12 if full else 8)):
        params = FREE.replace(
            candidates=2,
            allocation=allocation,
            budget=budget,
            batch=4,
            stop_chance=0.0,
            adopt_chance=0.8,
            scale_loss=0.0,
            present=0.4,
            withdraw_chance=0.0,
        )
        reference = two_candidates(params)
        course = pilots.simulate(params, replicates=15_000 if full else 3_000, seed=2)
        outcome = course.outcome.to_numpy()
        rows += [mean_of(f"rolled out, {allocation}", reference["rolled out"], (outcome == 3).any(axis=1))]
        rows += [mean_of(f"success in the end, {allocation}", reference["success"], course.success)]
        rows += [mean_of(f"trials of the first, {allocation}", reference["first"], course.trials[:, 0])]
        points.append((allocation, reference, course))

    def draw(axes: Axes) -> None:
        names = ("rolled out", "success")
        for k, (allocation, reference, course) in enumerate(points):
            found = [float((course.outcome == 3).any("candidate").mean()), float(course.success.mean())]
            at = np.arange(2) + 0.35 * k
            axes.bar(at, [reference[name] for name in names], width=0.3, label=f"all results, {allocation}")
            axes.plot(at, found, "ko", label=None if k else "drawn")
        axes.set_xticks(np.arange(2) + 0.17, ["rolled out", "success in the end"])
        axes.set_xlabel("what came of it")
        axes.set_ylabel("chance")
        axes.legend()

    return Result(rows, draw)


@case("Pilots-3", mechanism="pilots", title="Fear of failure and pilots tried", source="closed form (logistic, Beta)")
def fear(full: bool) -> Result:
    rows: list[Row] = []
    penalties = (0.0, 1.0, 3.0)
    tried: dict[tuple[int, int], list[float]] = {}
    for prior in ((1, 1), (2, 4), (1000, 1)):
        for penalty in penalties:
            params = pilots.Pilots(penalty=penalty, prior_successes=prior[0], prior_failures=prior[1], budget=0)
            reference = 1 / (1 + math.exp(penalty * float(beta(*prior).cdf(0.5))))
            name = f"prior {prior}, penalty {penalty:g}"
            rows += [exact(f"chance, {name}", reference, pilots.approval_chance(params), within=1e-12)]
            course = pilots.simulate(params, replicates=10_000 if full else 1_000, seed=round(10 * penalty) + prior[1])
            rows += [mean_of(f"allowed of 5, {name}", 5 * reference, course.allowed)]
            tried.setdefault(prior, []).append(float(course.allowed.mean()))

    def draw(axes: Axes) -> None:
        at = np.linspace(0, 4, 41)
        labels: dict[tuple[int, int], Callable[[float], float]] = {}
        for prior, found in tried.items():
            labels[prior] = lambda penalty, prior=prior: 5 / (1 + math.exp(penalty * float(beta(*prior).cdf(0.5))))
            axes.plot(at, [labels[prior](each) for each in at], label=f"prior Beta{prior}")
            axes.plot(penalties, found, "ko", fillstyle="none")
        axes.set_xlabel("penalty for a failed pilot (log odds)")
        axes.set_ylabel("pilots tried of 5")
        axes.legend()

    return Result(rows, draw)


CASES = (better_of_two, size_of_a_pilot, one, two, fear)
