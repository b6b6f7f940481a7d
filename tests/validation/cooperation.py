# SPDX-License-Identifier: Apache-2.0
"""Public-goods games: conditional cooperation, punishment, a vanguard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import cooperation

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCHEDULE_ALONE = cooperation.Cooperation(
    group_size=0,
    free_rider_share=0.3,
    hump_share=0.0,
    slope=0.9,
    belief_seen=1.0,
    belief_kept=0.0,
    schedule_weight=1.0,
    belief_weight=0.0,
)


@case(
    "V32",
    mechanism="cooperation",
    title="Imperfect conditional cooperation: the mean falls by .63",
    source="closed form",
)
def linear_map(full: bool) -> Result:
    course = cooperation.mean_field(SCHEDULE_ALONE, initial={"belief": 0.5 / 0.63}, rounds=4).contribution.to_numpy()
    runs = cooperation.simulate(
        SCHEDULE_ALONE,
        size=20_000 if full else 10_000,
        replicates=200 if full else 20,
        initial={"belief": 0.5 / 0.63},
        until=4.0,
        every=1.0,
        seed=32,
    )
    rows = []
    for round_, mean in enumerate(course):
        rows += [exact(f"equations, round {round_ + 1}", 0.5 * 0.63**round_, mean, within=1e-9)]
        rows += [mean_of(f"mean of a crowd, round {round_ + 1}", 0.5 * 0.63**round_, runs.contribution[:, round_])]
    return Result(rows)


@case(
    "V33",
    mechanism="cooperation",
    title="Belief rule: contributions of ten rounds",
    source="Fischbacher and Gaechter 2010",
)
def belief_rule(full: bool) -> Result:
    params = cooperation.Cooperation(free_rider_share=0.0, hump_share=0.0, slope=0.7)
    start = {"belief": 0.4}
    reference = (0.334, 0.306, 0.280, 0.257, 0.235, 0.215, 0.197, 0.180, 0.165, 0.151)
    course = cooperation.mean_field(params, initial=start, rounds=9).contribution.to_numpy()
    group = cooperation.simulate(params, size=4, initial=start, until=9.0, every=1.0).contribution.to_numpy()[0]
    rows = [exact(f"equations, round {k + 1}", value, course[k], within=5e-4) for k, value in enumerate(reference)]
    rows += [
        exact(f"group of 4 alike, round {k + 1}", value, group[k], within=5e-4) for k, value in enumerate(reference)
    ]
    return Result(rows)


@case(
    "V34",
    mechanism="cooperation",
    title="Contributions decay; punishment stops that",
    source="Fehr and Gaechter 2000; Fischbacher and Gaechter 2010",
)
def decay_and_punishment(full: bool) -> Result:
    base = cooperation.Cooperation(slope=0.6)
    keywords = {"size": 24, "initial": {"belief": 0.53}, "replicates": 4_000 if full else 400, "seed": 34, "until": 9.0}
    without = cooperation.simulate(base, every=1.0, **keywords).contribution
    punished = cooperation.simulate(base.replace(punisher_share=0.5), every=1.0, **keywords).contribution
    mean = without.mean("replicate").to_numpy()
    with_punishment = punished.mean("replicate").to_numpy()
    rises = (punished[:, -1] > punished[:, 0]).to_numpy()
    rows: list[Row] = [
        exact("first round, 40 to 60 %", 0.5, mean[0], within=0.1),
        exact("round 10, at most 15 %", 0.075, mean[-1], within=0.075),
        exact("rounds out of 9 in which the mean falls", 9, int((np.diff(mean) < 0).sum()), within=0),
        exact(
            "with punishment, last mean above the first", 1, float(with_punishment[-1] >= with_punishment[0]), within=0
        ),
        exact("with punishment, last mean 60 to 90 %", 0.75, with_punishment[-1], within=0.15),
        # Sign test: of 24 people in six groups hardly ever would more than half rise by chance.
        exact("share of sessions that rise with punishment", 1.0, float(rises.mean()), within=0.05),
    ]

    def draw(axes: Axes) -> None:
        rounds = np.arange(1, 11)
        axes.plot(rounds, mean, marker="o", label="without punishment")
        axes.plot(rounds, with_punishment, marker="s", label="with punishment")
        axes.axhspan(0.4, 0.6, xmax=0.05, color="#bbbbbb")
        axes.axhline(0.15, color="#888888", linestyle=":")
        axes.set_ylim(0, 1)
        axes.set_xlabel("round")
        axes.set_ylabel("mean contribution")
        axes.legend()

    return Result(rows, draw)


@case("V65", mechanism="cooperation", title="A vanguard raises the fixed point", source="closed form")
def vanguard(full: bool) -> Result:
    rows = []
    for share, reference in ((0.05, 0.1204819), (0.1, 0.2173913), (0.2, 0.3636364)):
        params = SCHEDULE_ALONE.replace(vanguard_share=share)
        rows += [exact(f"closed form, share {share}", reference, cooperation.fixed_point(params), within=1e-6)]
        end = cooperation.mean_field(params, rounds=400).contribution.to_numpy()[-1]
        rows += [exact(f"equations, share {share}", reference, end, within=1e-6)]
        runs = cooperation.simulate(
            params, size=20_000 if full else 10_000, replicates=100 if full else 20, until=40.0, every=40.0, seed=65
        )
        rows += [mean_of(f"mean of a crowd, share {share}", reference, runs.contribution[:, -1], bias=1e-4)]

    def draw(axes: Axes) -> None:
        shares = np.linspace(0, 0.5, 51)
        for slope in (0.5, 0.7, 0.9):
            levels = [
                cooperation.fixed_point(SCHEDULE_ALONE.replace(vanguard_share=share, slope=slope)) for share in shares
            ]
            axes.plot(shares, levels, label=f"slope {slope}")
        axes.plot((0.05, 0.1, 0.2), (0.1204819, 0.2173913, 0.3636364), "k.", label="reference")
        axes.set_xlabel("share of the vanguard")
        axes.set_ylabel("mean contribution in the end")
        axes.legend()

    return Result(rows, draw)


CASES = (linear_map, belief_rule, decay_and_punishment, vanguard)
