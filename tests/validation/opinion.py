# SPDX-License-Identifier: Apache-2.0
"""Opinions: Friedkin and Johnsen, DeGroot, Deffuant, Brock and Durlauf."""

from __future__ import annotations

from typing import TYPE_CHECKING

import commonweal as cw
import numpy as np
from commonweal.process import opinion

from validation.case import Result, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FOUR = np.array([[0.22, 0.12, 0.36, 0.30], [0.147, 0.215, 0.344, 0.294], [0, 0, 1, 0], [0.09, 0.178, 0.446, 0.286]])
THREE = np.array([[0, 0.5, 0.5], [1, 0, 0], [0, 1, 0]])


def listening(weights: np.ndarray) -> cw.Graph:
    """Ties to those to whom a row gives weight, without oneself."""
    ends = [(i, j) for i, j in zip(*np.nonzero(weights), strict=True) if i != j]
    return cw.Graph.directed(len(weights), ends, weight=[weights[pair] for pair in ends])


@case("V28", mechanism="opinion", title="Friedkin-Johnsen: four people", source="Friedkin and Johnsen 1999")
def four_people(full: bool) -> Result:
    own = np.diag(FOUR)
    initial = {"opinion": [25.0, 25.0, 75.0, 85.0], "susceptibility": 1 - own, "self_weight": own}
    params = opinion.FriedkinJohnsen()
    graph = listening(FOUR)
    solved = opinion.equilibrium(params, graph=graph, initial=initial)
    course = opinion.simulate(params, graph=graph, initial=initial, until=60.0)
    rows = []
    for person, (reference, published) in enumerate(((60.0208, 60), (59.9840, 60), (75, 75), (74.9862, 75))):
        rows += [exact(f"person {person + 1}, solved", reference, solved[person], within=1e-4)]
        rows += [exact(f"person {person + 1}, round by round", reference, course.opinion[0, person], within=1e-4)]
        rows += [exact(f"person {person + 1}, as published", published, round(solved[person]), within=0.0)]

    def draw(axes: Axes) -> None:
        short = [opinion.simulate(params, graph=graph, initial=initial, until=k).opinion[0] for k in range(1, 9)]
        axes.plot(np.vstack([initial["opinion"], *short]), marker="o")
        for reference in (60.0208, 74.9862):
            axes.axhline(reference, color="#888888", linestyle=":")
        axes.set_xlabel("round")
        axes.set_ylabel("opinion of each of four people")

    return Result(rows, draw)


@case("V29", mechanism="opinion", title="DeGroot: social influence", source="Golub and Jackson 2010")
def influence(full: bool) -> Result:
    graph = listening(THREE)
    params = opinion.FriedkinJohnsen(susceptibility=1.0)
    found = opinion.social_influence(params, graph=graph)
    rows = [
        exact(f"influence of person {person + 1}", reference, found[person], within=1e-9)
        for person, reference in enumerate((0.4, 0.4, 0.2))
    ]
    rows += [exact("opinion shared from (1, 0, 0), by influence", 0.4, found @ [1, 0, 0], within=1e-9)]
    course = opinion.simulate(params, graph=graph, initial={"opinion": [1, 0, 0]}, until=200.0)
    rows += [exact("the same, round by round, in single precision", 0.4, course.opinion[0, 0], within=1e-6)]
    return Result(rows)


@case("V30", mechanism="opinion", title="Deffuant: major clusters", source="Deffuant and others 2000")
def clusters(full: bool) -> Result:
    rows = []
    ends = {}
    for confidence, reference in ((0.3, 1.0), (0.2, 2.0), (0.5, 1.0)):
        params = opinion.BoundedConfidence(confidence=confidence, convergence=0.5)
        course = opinion.simulate(params, size=1_000, replicates=40 if full else 10, seed=30)
        ends[confidence] = course.opinion.to_numpy()
        major = [opinion.count_clusters(values, gap=0.05, least_share=0.05) for values in ends[confidence]]
        rows += [exact(f"major clusters, confidence {confidence}", reference, float(np.mean(major)), within=0.15)]
        moved = np.abs(course["mean"] - course["mean"][:, 0]).max()
        rows += [exact(f"change of the mean, confidence {confidence}", 0.0, float(moved), within=0.0)]

    def draw(axes: Axes) -> None:
        for confidence, values in sorted(ends.items()):
            counts, edges = np.histogram(values, bins=50, range=(0, 1), density=True)
            axes.plot((edges[:-1] + edges[1:]) / 2, counts, drawstyle="steps-mid", label=f"confidence {confidence}")
        axes.set_xlabel("opinion at the end")
        axes.set_ylabel("density, all runs")
        axes.legend()

    return Result(rows, draw)


@case("Opinion-1", mechanism="opinion", title="Brock-Durlauf: mean choice of a crowd", source="Brock and Durlauf 2001")
def choices(full: bool) -> Result:
    rows = []
    strengths = (0.5, 1.2, 1.5, 2.0)
    found = []
    for strength in strengths:
        params = opinion.BrockDurlauf(social_gain=strength, private_gain=0.05)
        for start, reference in ((-1.0, opinion.equilibria(params)[0]), (1.0, opinion.equilibria(params)[-1])):
            course = opinion.simulate(
                params,
                size=100_000 if full else 20_000,
                initial={"mean_choice": start},
                until=60.0,
                replicates=16 if full else 8,
                seed=31,
            )
            last = course.mean_choice.to_numpy()[:, -1]
            found.append((strength, float(last.mean())))
            what = f"social gain {strength}, from {start:+.0f}"
            left = reference - np.tanh(0.05 + strength * reference)
            rows += [exact(f"equation solved, {what}", 0.0, left, within=1e-9)]
            rows += [mean_of(f"mean choice, {what}", reference, last, bias=0.002)]

    def draw(axes: Axes) -> None:
        grid = np.linspace(0.1, 2.2, 400)
        for strength in grid:
            means = opinion.equilibria(opinion.BrockDurlauf(social_gain=strength, private_gain=0.05))
            axes.plot([strength] * len(means), means, ".", color="#888888", markersize=2)
        axes.plot(*zip(*found, strict=True), "o", color="#b3412e", label="crowds")
        axes.set_xlabel("social gain")
        axes.set_ylabel("mean choice")
        axes.legend()

    return Result(rows, draw)


CASES = (four_people, influence, clusters, choices)
