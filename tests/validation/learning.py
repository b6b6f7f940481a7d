# SPDX-License-Identifier: Apache-2.0
"""Learning: March's first figure as replicated, all that can happen to two people, mixed rates and turnover."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import learning

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SOCIALISATION = np.round(np.arange(0.1, 1.0, 0.1), 1)

#: The code's score at equilibrium, 30 things and 50 people, means of 10,000 runs by Workiewicz 2019 after the note of
#: Christensen 2015, by the chances of the code to learn and, in each row, of people.
REPLICATION = {
    0.1: (0.8632667, 0.81714, 0.80506, 0.8021467, 0.7993533, 0.8031667, 0.80596, 0.80902, 0.8132333),
    0.5: (0.9542533, 0.9088133, 0.8690667, 0.8370667, 0.8106267, 0.78674, 0.7678867, 0.75402, 0.7420667),
    0.9: (0.9724067, 0.9404067, 0.90814, 0.8736867, 0.8400733, 0.8067333, 0.7796333, 0.75606, 0.7284),
}


@case(
    "Learning-1",
    mechanism="learning",
    title="Slow learners bring more knowledge: March's Figure 1",
    source="March 1991; replication by Workiewicz 2019",
)
def figure_one(full: bool) -> Result:
    rows: list[Row] = []
    found: dict[float, list[float]] = {}
    for p2, published in REPLICATION.items():
        for p1, reference in zip(SOCIALISATION, published, strict=True):
            if not full and p1 not in (0.1, 0.5, 0.9):
                continue
            params = learning.Learning(socialisation=float(p1), code_learning=p2)
            course = learning.simulate(params, replicates=1_500 if full else 60, seed=round(100 * p1 + 10_000 * p2))
            ends = course.code.isel(time=-1).to_numpy()
            # The reference is a mean of draws too.
            noise = 4 * float(ends.std()) / np.sqrt(10_000)
            rows += [mean_of(f"people {p1}, code {p2}", reference, ends, bias=noise)]
            found.setdefault(p2, []).append(float(ends.mean()))

    def draw(axes: Axes) -> None:
        for k, (p2, published) in enumerate(REPLICATION.items()):
            axes.plot(SOCIALISATION, published, color=f"C{k}", label=f"replication, code {p2}")
            at = SOCIALISATION if full else SOCIALISATION[[0, 4, 8]]
            axes.plot(at, found[p2], "o", color=f"C{k}", markersize=4)
        axes.set_xlabel("chance that people learn from the code")
        axes.set_ylabel("right less wrong, share of things")
        axes.legend()

    return Result(rows, draw)


Belief = tuple[int, ...]
State = tuple[tuple[Belief, ...], Belief]


def person_after(form: str, own: Belief, code: Belief, p1: float) -> dict[Belief, float]:
    """Where a person's beliefs go in a period, and the chances."""
    found = {own: 1.0}
    for thing, taught in enumerate(code):
        if taught == 0 or own[thing] == taught:
            continue
        step = taught if form == "as_written" or own[thing] == 0 else 0
        after: dict[Belief, float] = {}
        for beliefs, chance in found.items():
            moved = (*beliefs[:thing], step, *beliefs[thing + 1 :])
            after[moved] = after.get(moved, 0.0) + chance * p1
            after[beliefs] = after.get(beliefs, 0.0) + chance * (1 - p1)
        found = after
    return found


def code_after(form: str, acts: tuple[Belief, ...], code: Belief, p2: float) -> dict[Belief, float]:
    """The same of the code, the truth being 1 throughout."""

    def knows(beliefs: Belief) -> int:
        return sum(beliefs) if form == "as_programmed" else sum(each == 1 for each in beliefs)

    superior = [each for each in acts if knows(each) > knows(code)]
    found = {code: 1.0}
    for thing in range(len(code)):
        lead = sum(each[thing] for each in superior)
        view = (lead > 0) - (lead < 0)
        if view in (0, code[thing]):
            continue
        keeps = (1 - p2) ** abs(lead)
        after: dict[Belief, float] = {}
        for beliefs, chance in found.items():
            moved = (*beliefs[:thing], view, *beliefs[thing + 1 :])
            after[moved] = after.get(moved, 0.0) + chance * (1 - keeps)
            after[beliefs] = after.get(beliefs, 0.0) + chance * keeps
        found = after
    return found


def acts_of(form: str, own: Belief) -> list[Belief]:
    """What somebody may do, all with one chance."""
    if form == "as_written":
        return [own]
    return list(product(*[(each,) if each else (-1, 1) for each in own]))


def all_courses(params: learning.Learning, people: int, periods: int) -> list[tuple[float, float]]:
    """Mean scores of the code and of people after each period, by going through all that can happen."""
    things = params.dimensions
    beliefs = list(product((-1, 0, 1), repeat=things))
    start = (0,) * things
    states: dict[State, float] = {(crowd, start): len(beliefs) ** -people for crowd in product(beliefs, repeat=people)}
    means = []
    for _ in range(periods + 1):
        code_mean = sum(chance * sum(code) / things for (_, code), chance in states.items())
        people_mean = sum(chance * sum(map(sum, crowd)) / things / people for (crowd, _), chance in states.items())
        means.append((code_mean, people_mean))
        after: dict[State, float] = {}
        for (crowd, code), chance in states.items():
            crowds: dict[tuple[Belief, ...], float] = {(): 1.0}
            for own in crowd:
                moves = person_after(params.form, own, code, params.socialisation)
                crowds = {(*before, to): p * q for before, p in crowds.items() for to, q in moves.items()}
            codes: dict[Belief, float] = {}
            ways = list(product(*[acts_of(params.form, own) for own in crowd]))
            for acts in ways:
                for to, q in code_after(params.form, acts, code, params.code_learning).items():
                    codes[to] = codes.get(to, 0.0) + q / len(ways)
            for to_crowd, p in crowds.items():
                for to_code, q in codes.items():
                    after[to_crowd, to_code] = after.get((to_crowd, to_code), 0.0) + chance * p * q
        states = after
    return means


@case(
    "Learning-2", mechanism="learning", title="Few people, all that can happen", source="all courses, by NumPy's side"
)
def few_people(full: bool) -> Result:
    rows: list[Row] = []
    curves = []
    for form, people, things in (("as_written", 2, 2), ("as_programmed", 2, 2), ("as_programmed", 3, 1)):
        periods = 5 if full else 3
        params = learning.Learning(form=form, dimensions=things, socialisation=0.3, code_learning=0.4)
        reference = all_courses(params, people, periods)
        course = learning.simulate(
            params, size=people, until=periods, every=1, replicates=60_000 if full else 10_000, seed=2
        )
        for period in (1, 2, periods):
            for what, expected in zip(("code", "people"), reference[period], strict=True):
                name = f"{what}, {form}, {people} people, {things} things, period {period}"
                rows += [mean_of(name, expected, course[what][:, period])]
        curves.append((f"{form}, {people} people, {things} things", reference, course.code.mean("replicate")))

    def draw(axes: Axes) -> None:
        for k, (name, reference, found) in enumerate(curves):
            axes.plot([code for code, _ in reference], color=f"C{k}", label=f"all courses, {name}")
            axes.plot(found.time, found, "o", color=f"C{k}", markersize=4)
        axes.set_xlabel("time (periods)")
        axes.set_ylabel("code: right less wrong, share of things")
        axes.legend(fontsize=8)

    return Result(rows, draw)


@case("Learning-3", mechanism="learning", title="Mixed rates, newcomers and a world that changes", source="March 1991")
def directions(full: bool) -> Result:
    runs = 400 if full else 80

    def more(what: str, higher: np.ndarray, lower: np.ndarray) -> Row:
        """Whether one mean is above another by more than four standard errors of their difference."""
        error = np.sqrt(higher.var() / len(higher) + lower.var() / len(lower))
        return exact(what, 1, float(higher.mean() - lower.mean() > 4 * error), within=0)

    def ends(params: learning.Learning, **more: object) -> np.ndarray:
        return learning.simulate(params, replicates=runs, seed=3, **more).code.isel(time=-1).to_numpy()

    base = learning.Learning(code_learning=0.5)
    mixed = {"socialisation": [0.1] * 25 + [0.9] * 25}
    alike = ends(base.replace(socialisation=0.5))
    rows = [more("half slow, half fast above all at .5", ends(base, initial=mixed), alike)]
    course = learning.simulate(base, initial=mixed, until=20, replicates=runs, seed=4)
    scores = course.score.to_numpy()
    rows += [more("after 20 periods the fast know more than the slow", scores[:, 25:].ravel(), scores[:, :25].ravel())]
    turnover = {}
    for p1 in (0.1, 0.9):
        for p3 in (0.0, 0.02, 0.05, 0.1):
            turnover[p1, p3] = ends(base.replace(socialisation=p1, turnover=p3), until=20)
    rows += [more("20 periods, fast learners: some newcomers above none", turnover[0.9, 0.05], turnover[0.9, 0.0])]
    rows += [more("20 periods, slow learners: none above many newcomers", turnover[0.1, 0.0], turnover[0.1, 0.1])]
    moving = base.replace(socialisation=0.5, turbulence=0.02)
    closed = learning.simulate(moving, until=100, every=5, replicates=runs, seed=5)
    opened = learning.simulate(moving.replace(turnover=0.1), until=100, every=5, replicates=runs, seed=5)
    code = closed.code.to_numpy()
    rows += [more("a changing world, no newcomers: knowledge is lost", code[:, 4], code[:, -1])]
    rows += [more("and newcomers keep it", opened.code.to_numpy()[:, -1], code[:, -1])]

    def draw(axes: Axes) -> None:
        axes.plot(closed.time, closed.code.mean("replicate"), label="changing world, no newcomers")
        axes.plot(opened.time, opened.code.mean("replicate"), label="changing world, 1 in 10 replaced")
        axes.set_xlabel("time (periods)")
        axes.set_ylabel("code: right less wrong, share of things")
        axes.legend()

    return Result(rows, draw)


CASES = (figure_one, few_people, directions)
