# SPDX-License-Identifier: Apache-2.0
"""Belonging: steady levels, crisis cooperation and its fading, turnover, who is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import belonging
from scipy.integrate import solve_ivp

from validation.case import Result, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

YEAR = 365.25
GAIN, LOSS, TYING, LOOSENING = 0.004, 0.001, 0.005, 1 / 540
SPIRIT, NOTICE, WEIGHTS = 0.02, 0.1, (0.3, 0.3, 0.3)


@case(
    "Belonging-1",
    mechanism="belonging",
    title="Steady belonging of owners and tenants",
    source="gain contact / (gain contact + loss + moves)",
)
def steady(full: bool) -> Result:
    rows = []
    found = {}
    for contact in (0.2, 0.5, 1.0):
        # From the steady level of those who never move, eleven years are enough.
        level = GAIN * contact / (GAIN * contact + LOSS)
        course = belonging.simulate(
            belonging.Belonging(tenant_moves=1.0, owner_moves=0.05),
            size=2_000 if full else 1_000,
            initial={"contact": contact, "owner": 0.5, "belonging": level},
            until=4_000.0,
            every=4_000.0,
            step=5.0,
            replicates=20 if full else 10,
            seed=1,
        )
        for tenure, moves in (("owners", 0.05), ("tenants", 1.0)):
            reference = GAIN * contact / (GAIN * contact + LOSS + moves / YEAR)
            # The first day after a move falls together with it: half a tick of gain.
            samples = course[f"belonging_{tenure}"][:, -1]
            found[contact, tenure] = float(samples.mean())
            rows += [mean_of(f"{tenure}, contact {contact}, people", reference, samples, bias=0.003)]
            solved = belonging.steady_state(
                belonging.Belonging(tenant_moves=1.0, owner_moves=0.05), initial={"contact": contact, "owner": 0.5}
            )
            measured = float(solved[f"belonging_{tenure}"])
            rows += [exact(f"{tenure}, contact {contact}, closed form", reference, measured, within=1e-12)]

    def draw(axes: Axes) -> None:
        contacts = np.linspace(0, 1, 101)
        for tenure, moves in (("owners", 0.05), ("tenants", 1.0)):
            axes.plot(
                contacts, GAIN * contacts / (GAIN * contacts + LOSS + moves / YEAR), label=f"{tenure}, closed form"
            )
            points = [found[contact, tenure] for contact in (0.2, 0.5, 1.0)]
            axes.plot((0.2, 0.5, 1.0), points, "o", label=f"{tenure}, people")
        axes.set_xlabel("contact")
        axes.set_ylabel("steady belonging")
        axes.legend()

    return Result(rows, draw)


def crowd(times: NDArray[np.float64], threat: float, lasts: float, fade: float) -> NDArray[np.float64]:
    """Mean cooperation where all meet and half are tenants, by SciPy."""
    moves = np.array([0.05, 0.25]) / YEAR

    def cooperation(time: float, state: NDArray[np.float64]) -> float:
        left = threat * np.exp(-fade * max(0.0, time - lasts))
        calm = WEIGHTS[0] * state[2:4].mean() + WEIGHTS[1] * state[:2].mean() + WEIGHTS[2] * state[4]
        return float(1 - (1 - calm) * (1 - 0.5 * left))

    def change(time: float, state: NDArray[np.float64]) -> NDArray[np.float64]:
        feeling, spirit, seen = state[:2], state[2:4], state[4]
        return np.concatenate(
            [
                GAIN * 0.5 * (1 - feeling) - LOSS * feeling - moves * feeling,
                SPIRIT * (seen - spirit) + moves * (0.3 - spirit),
                [NOTICE * (cooperation(time, state) - seen)],
            ]
        )

    start = np.full(5, 0.3)
    solved = solve_ivp(change, (0, times[-1]), start, t_eval=times, rtol=1e-9, atol=1e-11, max_step=1.0)
    return np.array([cooperation(time, state) for time, state in zip(times, solved.y.T, strict=True)])


@case(
    "Belonging-2",
    mechanism="belonging",
    title="Cooperation raised by a threat fades",
    source="equations solved by SciPy",
)
def crisis(full: bool) -> Result:
    times = np.arange(0.0, 721.0, 60.0)
    rows = []
    courses = {}
    for lasting in (0.0, 0.5, 1.0):
        params = belonging.Belonging(institutionalised=lasting)
        reference = crowd(times, 1.0, 60.0, (1 - lasting) / 45.0)
        initial = {"owner": 0.5, "threat": 1.0, "threat_days": 60.0}
        solved = belonging.mean_field(params, initial=initial, until=720.0, every=60.0).cooperation
        runs = belonging.simulate(
            params,
            initial=initial,
            size=2_000 if full else 1_000,
            replicates=10,
            until=720.0,
            every=60.0,
            step=0.5,
            seed=2,
        ).cooperation
        courses[lasting] = (reference, runs.mean("replicate").to_numpy())
        for place in (0, 1, 2, 4, 8, 12):
            label = f"institutionalised {lasting}, day {times[place]:.0f}"
            rows += [exact(f"{label}, equations", reference[place], solved[place], within=1e-4)]
            rows += [mean_of(f"{label}, people", reference[place], runs[:, place], bias=0.002)]
    calm = crowd(np.array([0.0, 7_200.0]), 0.0, 0.0, 0.0)[-1]
    params = belonging.Belonging()
    initial = {"owner": 0.5, "threat": 1.0, "threat_days": 60.0}
    end = belonging.mean_field(params, initial=initial, until=7_200.0, every=7_200.0).cooperation[-1]
    rows += [exact("in the end as without a threat", calm, float(end), within=1e-3)]

    def draw(axes: Axes) -> None:
        for lasting, (reference, measured) in courses.items():
            (line,) = axes.plot(times, reference, label=f"institutionalised {lasting}: SciPy")
            axes.plot(times, measured, "o", color=line.get_color())
        axes.set_xlabel("time (d); points: people")
        axes.set_ylabel("mean cooperation")
        axes.set_ylim(0, 1)
        axes.legend()

    return Result(rows, draw)


@case(
    "Belonging-3",
    mechanism="belonging",
    title="Solidarity after an attack",
    source="Collins 2004",
)
def solidarity(full: bool) -> Result:
    # Two to three months of a high level, then a gradual decline towards normal in six to nine months.
    params = belonging.Belonging(
        spirit_weight=0.0, belonging_weight=1.0, seen_weight=0.0, owner_moves=0, tenant_moves=0
    )
    initial = {"belonging": 2 / 3, "threat": 1.0, "threat_days": 75.0}
    course = belonging.simulate(params, size=10, initial=initial, until=274.0, every=1.0).cooperation[0]
    raised = (course - 2 / 3) / (course[0] - 2 / 3)
    rows = [
        exact("share of the rise that is left after two months", 1.0, raised.sel(time=61.0), within=1e-3),
        exact("after six months, at most a sixth", 1 / 12, raised.sel(time=183.0), within=1 / 12),
        exact("after nine months, at most a twentieth", 1 / 40, raised.sel(time=274.0), within=1 / 40),
    ]

    def draw(axes: Axes) -> None:
        axes.plot(course.time / (YEAR / 12), raised, label="rise of cooperation that is left")
        axes.axvspan(2, 3, color="#dddddd", label="end of the high level, Collins 2004")
        axes.axvspan(6, 9, color="#c7d7e8", label="back to normal, Collins 2004")
        axes.set_xlabel("time (months)")
        axes.set_ylabel("share of the rise")
        axes.legend()

    return Result(rows, draw)


@case("Belonging-4", mechanism="belonging", title="Turnover lowers cohesion", source="sign of the closed form")
def turnover(full: bool) -> Result:
    moves = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0)
    cohesion = []
    ties = []
    for rate in moves:
        params = belonging.Belonging(owner_moves=rate, tenant_moves=rate)
        course = belonging.simulate(
            params,
            size=2_000,
            initial={"belonging": 0.6, "tie": 0.5},
            until=2_500.0,
            every=2_500.0,
            step=5.0,
            replicates=20 if full else 5,
            seed=4,
        )
        cohesion += [float(course.cohesion[:, -1].mean())]
        ties += [course.tie[:, -1]]
    rows = [exact("falls from each rate of moves to the next", 5, int((np.diff(cohesion) < 0).sum()), within=0)]
    for rate, samples in zip(moves, ties, strict=True):
        # A neighbour's move and one's own each end a tie.
        reference = TYING * 0.5 / (TYING * 0.5 + LOOSENING + 2 * rate / YEAR)
        rows += [mean_of(f"mean tie, {rate} moves a year", reference, samples, bias=0.006)]

    def draw(axes: Axes) -> None:
        axes.plot(moves, cohesion, "o-", label="cohesion")
        axes.plot(moves, [float(each.mean()) for each in ties], "s", label="mean tie")
        rates = np.linspace(0, 2, 101)
        axes.plot(rates, TYING * 0.5 / (TYING * 0.5 + LOOSENING + 2 * rates / YEAR), label="mean tie, closed form")
        axes.set_xlabel("moves (1 / year)")
        axes.set_ylabel("cohesion, mean tie")
        axes.set_ylim(0, None)
        axes.legend()

    return Result(rows, draw)


@case("Belonging-5", mechanism="belonging", title="Voices heard are not voices present", source="odds worked by hand")
def voices(full: bool) -> Result:
    params = belonging.Belonging(
        base_odds=0.0, belonging_odds=0.0, cooperation_odds=0.0, owner_ratio=1.0, elder_ratio=1.0, online_ratio=1.0
    )
    rows = []
    ratios = (1.0, 2.0, 4.0, 8.0)
    present, heard = [], []
    for ratio in ratios:
        own = params.replace(status_ratio=ratio, status_voice=2.0)
        high = 0.2 * ratio / (1 + ratio)
        references = (high / (high + 0.4) / 0.2, 2 * high / (2 * high + 0.4) / 0.2)
        found = belonging.representation(own, initial={"status": 0.2})
        runs = belonging.simulate(own, size=20_000, until=1.0, replicates=50 if full else 10, seed=5)
        present += [found.presence]
        heard += [found.voice]
        for name, reference, solved in zip(("presence", "voice"), references, found, strict=True):
            rows += [exact(f"{name}, odds ratio {ratio}, closed form", reference, solved, within=1e-12)]
            samples = runs[f"{name}_status"][:, 0]
            rows += [mean_of(f"{name}, odds ratio {ratio}, people", reference, samples, bias=5e-3)]

    def draw(axes: Axes) -> None:
        axes.plot(ratios, present, "o-", label="share present over share of residents")
        axes.plot(ratios, heard, "s-", label="share of voices over share of residents")
        axes.axhline(1.0, color="#888888", linestyle=":")
        axes.set_xlabel("odds ratio of high status to take part")
        axes.set_ylabel("representation")
        axes.legend()

    return Result(rows, draw)


CASES = (steady, crisis, solidarity, turnover, voices)
