# SPDX-License-Identifier: Apache-2.0
"""Trust: reputation, asymmetric updates, steady service, talk, a broken promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import commonweal as cw
import numpy as np
from commonweal.process import trust
from scipy import stats

from validation.case import Result, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SERVICES = (0.3, 0.6, 0.9)


@case("V31", mechanism="trust", title="Beta reputation", source="Josang and Ismail 2002")
def reputation(full: bool) -> Result:
    rows = [exact("8 successes, 2 failures", 0.75, trust.beta_reputation(8, 2), within=0.0)]
    for forgetting in (0.5, 0.9, 0.99):
        # Endless successes count 1 / (1 - forgetting).
        count = 1 / (1 - forgetting)
        measured = trust.reputation_after([1.0] * 5_000, forgetting=forgetting)
        rows += [exact(f"only successes, forgetting {forgetting}", (count + 1) / (count + 2), measured, within=1e-12)]

    def draw(axes: Axes) -> None:
        outcomes = [1] * 40 + [0] * 10 + [1] * 40
        for forgetting in (1.0, 0.95, 0.8):
            course = [trust.reputation_after(outcomes[:k], forgetting=forgetting) for k in range(len(outcomes) + 1)]
            axes.plot(course, label=f"forgetting {forgetting}")
        axes.plot([50], [41 / 52], "ko", label="(40 + 1) / (50 + 2)")
        axes.axvspan(40, 50, color="#dddddd")
        axes.set_xlabel("outcomes; failures where grey")
        axes.set_ylabel("reputation")
        axes.legend()

    return Result(rows, draw)


@case("V67", mechanism="trust", title="Good and bad days that count three to one", source="closed form")
def asymmetry(full: bool) -> Result:
    params = trust.Trust(experience="outcome", gain=0.05, loss=0.15, return_rate=0.0)
    chances = np.array([0.5, 0.75, 0.9])
    references = chances / (chances + 3 * (1 - chances))
    rows = []
    ends = []
    for chance, reference in zip(chances, references, strict=True):
        rows += [
            exact(f"closed form, p = {chance}", reference, trust.steady_trust(params, service=chance), within=1e-12)
        ]
        for step in (1.0, 0.25):
            course = trust.simulate(
                params,
                size=2_000 if full else 500,
                replicates=40 if full else 10,
                initial={"trust": reference, "service": chance},
                until=150.0,
                every=150.0,
                step=step,
                seed=67,
            )
            ends.append((chance, float(course.trust[:, -1].mean())))
            rows += [mean_of(f"crowd, p = {chance}, step {step} d", reference, course.trust[:, -1])]

    def draw(axes: Axes) -> None:
        grid = np.linspace(0, 1, 201)
        axes.plot(grid, grid / (grid + 3 * (1 - grid)), label="p / (p + 3 (1 - p))")
        axes.plot(*zip(*ends, strict=True), "o", color="#b3412e", label="crowds")
        axes.set_xlabel("chance p of a good day")
        axes.set_ylabel("mean trust")
        axes.legend()

    return Result(rows, draw)


def days_alone(service: float, expectation: float, start: float, days: int, *, people: int, seed: int) -> np.ndarray:
    """The same equations, day by day, in NumPy: mean trust of each day and its standard error."""
    draws = np.random.default_rng(seed)
    level, expected = np.full(people, start), np.full(people, expectation)
    remembered = np.full(people, service)
    course = [(start, 0.0)]
    for _ in range(days):
        today = service + 0.2 * draws.standard_normal(people)
        felt = np.clip(today - expected, -1, 1)
        felt[np.abs(felt) < 0.1] = 0
        expected += 0.05 * (today - expected)
        remembered += (today - remembered) / 90
        lasting = 1 / (1 + np.exp(1.5 - 3 * remembered - 0.5 * 0.5 - 0.5))
        level = (
            level
            + 0.05 * (1 - level) * np.maximum(felt, 0)
            - 0.15 * level * np.maximum(-felt, 0)
            + 0.01 * (lasting - level)
        )
        course.append((level.mean(), level.std() / np.sqrt(people)))
    return np.array(course).T


def steady_by_scipy(service: float) -> float:
    """Steady trust with the means of what is felt from the normal distribution."""
    spread = stats.norm(0, 0.2 * np.sqrt(2 / (2 - 0.05)))
    felt = spread.expect(lambda y: min(y, 1), lb=0.1)
    lasting = 1 / (1 + np.exp(1.5 - 3 * service - 0.5 * 0.5 - 0.5))
    return (0.05 * felt + 0.01 * lasting) / (0.2 * felt + 0.01)


@case("Trust-1", mechanism="trust", title="Better steady service, higher steady trust", source="NumPy and SciPy")
def steady_service(full: bool) -> Result:
    params = trust.Trust()
    rows = []
    ends = []
    for service in SERVICES:
        closed = trust.steady_trust(params, service=service)
        rows += [exact(f"closed form, service {service}", steady_by_scipy(service), closed, within=1e-6)]
        people = 20_000 if full else 4_000
        mean, error = days_alone(service, service, closed, 400, people=people, seed=1)[:, -1]
        course = trust.simulate(
            params,
            size=2_000,
            replicates=20 if full else 5,
            initial={"service": service, "trust": closed},
            until=400.0,
            every=400.0,
            seed=2,
        )
        ends.append(float(course.trust[:, -1].mean()))
        # The reference is a mean of draws, too.
        rows += [mean_of(f"crowd, service {service}, NumPy", mean, course.trust[:, -1], bias=4 * error)]
        # Trust goes with expectation, which the closed form leaves out.
        rows += [mean_of(f"crowd, service {service}, SciPy", steady_by_scipy(service), course.trust[:, -1], bias=0.002)]
    rows += [exact("rises with service, of 2 times", 2, int((np.diff(ends) > 0.03).sum()), within=0)]

    def draw(axes: Axes) -> None:
        grid = np.linspace(0, 1, 101)
        axes.plot(grid, [trust.steady_trust(params, service=service) for service in grid], label="closed form")
        axes.plot(SERVICES, [steady_by_scipy(service) for service in SERVICES], "k+", markersize=12, label="SciPy")
        axes.plot(SERVICES, ends, "o", color="#b3412e", label="crowds")
        bare = params.replace(dead_band=0.0, return_rate=0.0)
        axes.plot(grid, [trust.steady_trust(bare, service=s) for s in grid], ":", label="without band and return")
        axes.set_xlabel("steady service")
        axes.set_ylabel("mean trust in the end")
        axes.legend()

    return Result(rows, draw)


@case("Trust-2", mechanism="trust", title="Service that falls short of what was expected", source="NumPy")
def disappointment(full: bool) -> Result:
    params = trust.Trust()
    keywords = {"until": 120.0, "every": 1.0, "replicates": 20 if full else 5, "seed": 3}
    pictures = {}
    rows = []
    for name, service, expectation in (("worse", 0.4, 0.8), ("better", 0.8, 0.4)):
        start = {"trust": 0.5, "service": service, "expectation": expectation}
        course = trust.simulate(params, size=2_000, initial=start, **keywords).trust
        people = 20_000 if full else 4_000
        reference, error = days_alone(service, expectation, 0.5, 120, people=people, seed=4)
        field = trust.mean_field(params, initial=start, days=120).trust
        pictures[name] = (course.mean("replicate"), reference, field)
        for day in (5, 20, 60, 120):
            rows += [mean_of(f"{name}, day {day}", reference[day], course[:, day], bias=4 * error[day])]
            rows += [exact(f"{name}, day {day}, equations", reference[day], field[day], within=4 * error[day] + 0.002)]

    def draw(axes: Axes) -> None:
        for name, (course, reference, field) in pictures.items():
            axes.plot(course.time, course, label=f"{name} than expected by .4")
            axes.plot(course.time[::6], reference[::6], "k.", label="NumPy" if name == "worse" else None)
            axes.plot(field.time, field, ":", color="#888888", label="equations" if name == "worse" else None)
        axes.set_xlabel("time (d)")
        axes.set_ylabel("mean trust")
        axes.legend()

    return Result(rows, draw)


@case("Trust-3", mechanism="trust", title="Talk alone; a promise broken", source="DeGroot 1974; closed form")
def talk(full: bool) -> Result:
    people, weight = 60, 0.2
    graph = cw.core.SmallWorld(degree=4, rewiring=0.2).generate(people, seed=5)
    first = np.linspace(0, 1, people) ** 2
    alone = trust.Trust(gain=0.0, loss=0.0, return_rate=0.0, social_weight=weight)
    matrix = cw.core.to_scipy(graph).toarray()
    matrix = (1 - weight) * np.eye(people) + weight * matrix / matrix.sum(axis=1, keepdims=True)
    rows = []
    for days in (1, 10, 100):
        course = trust.simulate(alone, graph=graph, initial={"trust": first}, until=float(days))
        off = np.abs(course.last_trust[0] - np.linalg.matrix_power(matrix, days) @ first).max()
        rows += [exact(f"largest difference from the matrix's power after {days} d", 0.0, off, within=1e-5)]
    quiet = trust.Trust(noise=0.0, breach_loss=0.3)
    start = {"trust": 0.6, "service": 0.6, "breach": 600, "breach_day": 10}
    course = trust.simulate(quiet, size=1_000, initial=start, until=200.0, every=1.0).trust[0]
    lasting = 1 / (1 + np.exp(1.5 - 3 * 0.6 - 0.5 * 0.5 - 0.5))
    before = lasting + (0.6 - lasting) * 0.99**10
    for day in (10, 11, 50, 200):
        reference = lasting + (0.6 - lasting) * 0.99**day - 0.6 * 0.3 * before * 0.99 ** (day - 10) * (day > 10)
        rows += [exact(f"promise broken to 60 % after 10 d, day {day}", reference, course[day], within=1e-5)]

    def draw(axes: Axes) -> None:
        days = np.arange(201)
        hit = 0.6 * 0.3 * before * 0.99 ** (days - 10.0) * (days > 10)
        axes.plot(days, lasting + (0.6 - lasting) * 0.99**days - hit, color="#888888", label="closed form")
        axes.plot(course.time[::8], course[::8], "o", color="#b3412e", markersize=4, label="measured")
        axes.set_xlabel("time (d); a promise is broken to 60 % of people after 10 d")
        axes.set_ylabel("mean trust")
        axes.legend()

    return Result(rows, draw)


CASES = (reputation, asymmetry, steady_service, disappointment, talk)
