# SPDX-License-Identifier: Apache-2.0
"""Minds: the closed form, support among the struck, the survivors of Izmit."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import mind

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

GIVEN = mind.Mind(support="given")
WEIGHTS = np.array([0.667, 0.2, 0.1, 0.05])
SHARES = WEIGHTS / WEIGHTS.sum()
TIMES = np.array([60.0, 720.0, 36500.0, 1800.0])
EARLY = np.array([0.5, 1.0, 1.0, 0.5])
SIZES = (0.7, 0.55, 0.5)
THRESHOLD = 0.4


def by_hand(times: NDArray[np.float64], chances: tuple[float, float, float], help_: float) -> NDArray[np.float64]:
    """Mean distress and share distressed by sums: over what can happen, trajectories and 20,000 delays."""
    delays = 180.0 - 90.0 * np.log1p(-(np.arange(20_000) + 0.5) / 20_000)
    found = np.zeros((2, len(times)))
    for happened in product((0, 1), repeat=3):
        chance = np.prod([p if hit else 1 - p for p, hit in zip(chances, happened, strict=True)])
        impact = 1 - np.prod([1 - size * hit for size, hit in zip(SIZES, happened, strict=True)])
        for k in range(4):
            rate = (1 + help_) / TIMES[k]
            for place, time in enumerate(times):
                distress = EARLY[k] * impact * np.exp(-rate * time)
                if k == 3:
                    at_rise = 1 - (1 - EARLY[k] * impact * np.exp(-rate * delays)) * (1 - impact)
                    distress = np.where(time < delays, distress, at_rise * np.exp(-rate * (time - delays)))
                weight = chance * SHARES[k]
                found[:, place] += weight * np.array([np.mean(distress), np.mean(distress >= THRESHOLD)])
    return found


@case("Mind-1", mechanism="mind", title="Distress without help of neighbours", source="closed form, by sums in NumPy")
def closed_form(full: bool) -> Result:
    times = np.array([0.0, 120.0, 240.0, 360.0, 480.0, 600.0, 720.0])
    reference = by_hand(times, (0.05, 0.1, 0.5), 1.0)
    solved = mind.mean_field(GIVEN, until=720.0, every=120.0)
    size, replicates = (20_000, 200) if full else (5_000, 40)
    runs = mind.simulate(GIVEN, size=size, replicates=replicates, until=720.0, every=120.0, step=30.0, seed=1)
    rows = []
    for name, expected in zip(("distress", "distressed"), reference, strict=True):
        for place, time in enumerate(times):
            rows += [exact(f"{name}, day {time:.0f}, equations", expected[place], solved[name][place], within=1e-4)]
            rows += [mean_of(f"{name}, day {time:.0f}, people", expected[place], runs[name][:, place], bias=1e-4)]

    def draw(axes: Axes) -> None:
        course = mind.mean_field(GIVEN, until=720.0)
        for name in ("distress", "distressed"):
            axes.plot(course.time, course[name], label=f"{name}, equations")
        axes.plot(times, reference.T, "k.", label="by sums")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("mean distress, share distressed")
        axes.set_ylim(0, None)
        axes.legend()

    return Result(rows, draw)


#: Survivors interviewed three times, and the shares of them with post-traumatic stress disorder.
SURVIVORS = 198
IZMIT = ((60.0, 0.37, "1 to 3 months"), (578.0, 0.15, "18 to 20 months"), (3652.0, 0.12, "10 years"))


@case(
    "Mind-2",
    mechanism="mind",
    title="Share distressed in ten years after an earthquake",
    source="198 survivors of Izmit, Karamustafalioglu and others 2023",
)
def izmit(full: bool) -> Result:
    # Shares are those of the literature; that all were displaced and half lost somebody is assumed.
    some = "uniform(low=0, high=1)"
    initial = {"displacement": 1.0, "loss": 0.5, "injury": 0.0, "support": some, "security": some}
    course = mind.simulate(
        GIVEN, initial=initial, size=20_000 if full else 4_000, until=3652.0, every=2.0, step=2.0, seed=2
    )
    at = course.distressed.isel(replicate=0)
    rows = []
    for time, published, when in IZMIT:
        # The survivors are a sample themselves: the error is theirs.
        error = float(np.sqrt(published * (1 - published) / SURVIVORS))
        rows += [Row(f"share after {when}", published, float(at.sel(time=time)), standard_error=error)]
    late = float(SHARES[3])
    rows += [Row("share with a delayed onset", 0.02, late, standard_error=float(np.sqrt(0.02 * 0.98 / SURVIVORS)))]
    falls = bool(at.sel(time=60.0) > at.sel(time=578.0) > at.sel(time=3652.0))
    rows += [exact("falls from interview to interview", 1.0, float(falls), within=0.0)]

    def draw(axes: Axes) -> None:
        axes.plot(course.time / 365.25, at, label="people of the model")
        times, shares, _ = zip(*IZMIT, strict=True)
        errors = 2 * np.sqrt(np.array(shares) * (1 - np.array(shares)) / SURVIVORS)
        axes.errorbar(np.array(times) / 365.25, shares, errors, fmt="ko", label="198 survivors, two standard errors")
        axes.set_xlabel("time (years)")
        axes.set_ylabel("share distressed")
        axes.set_ylim(0, 0.6)
        axes.legend()

    return Result(rows, draw)


def coupled(until: float, threshold: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distress of three trajectories that support each other, all struck by 0.5: from crossing to crossing."""
    shares = np.array([0.6, 0.3, 0.1])
    distress = 0.5 * EARLY[:3]
    rates = 1 / TIMES[:3]
    now, times, courses = 0.0, [0.0], [distress]
    while now < until:
        distressed = distress >= threshold * (1 + 1e-12)
        help_ = 1 + (1 - shares[distressed].sum()) + 0.5
        crossings = np.log(distress[distressed] / threshold) / (rates[distressed] * help_)
        end = min([until - now, *crossings])
        steps = np.linspace(0, end, 200)[1:]
        courses += [distress * np.exp(-rates * help_ * step) for step in steps]
        times += list(now + steps)
        distress = courses[-1]
        now += end
    return np.array(times), np.array(courses) @ shares


@case(
    "Mind-3",
    mechanism="mind",
    title="Neighbours support each other as far as they are well",
    source="equations solved from crossing to crossing in NumPy",
)
def neighbours(full: bool) -> Result:
    params = mind.Mind(
        support="neighbours",
        resilient_share=0.6,
        recovering_share=0.3,
        chronic_share=0.1,
        delayed_share=0.0,
        threshold=0.3,
    )
    initial = {"displacement": 1.0, "loss": 0.0, "injury": 0.0}
    times, reference = coupled(720.0, 0.3)
    asked = {"size": 20_000 if full else 5_000, "until": 720.0, "every": 90.0, "seed": 3}
    runs = mind.simulate(params, initial=initial, replicates=30 if full else 20, **asked)
    rows = []
    for place, time in enumerate(runs.time.to_numpy()):
        # A tick of a day: support lags behind by as much.
        expected = float(np.interp(time, times, reference))
        rows += [mean_of(f"mean distress, day {time:.0f}", expected, runs.distress[:, place], bias=2e-4)]
    given = params.replace(support="given")
    without = mind.simulate(given, initial={**initial, "support": 0.0}, **asked).distress[0]

    def draw(axes: Axes) -> None:
        axes.plot(times, reference, "k-", label="equations")
        axes.plot(runs.time, runs.distress.mean("replicate"), "o", label="people who support each other")
        axes.plot(runs.time, without, "--", label="without support")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("mean distress")
        axes.set_ylim(0, None)
        axes.legend()

    return Result(rows, draw)


CASES = (closed_form, izmit, neighbours)
