# SPDX-License-Identifier: Apache-2.0
"""Fatigue of staff: the equation of strain, colleagues who leave, vacancies that are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import fatigue
from scipy.integrate import solve_ivp

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOADS = (1.0, 1.2, 1.5, 2.0)
STRAIN = (0.034, 0.204, 0.388, 0.577)
LOYAL = fatigue.Fatigue(leave_rate=0.0)


@case("V68", mechanism="fatigue", title="Strain after eight weeks", source="Job demands and resources; computed")
def eight_weeks(full: bool) -> Result:
    rows: list[Row] = []
    for load, reference in zip(LOADS, STRAIN, strict=True):
        solved = fatigue.expected_strain(LOYAL, initial={"load": load}, days=56.0)
        rows += [exact(f"load {load}, equation", reference, solved, within=1e-3)]
        found = fatigue.simulate(LOYAL, size=100, initial={"load": load}, until=56.0).strain[0, -1]
        rows += [exact(f"load {load}, staff", reference, found.item(), within=1e-3)]
    loads = np.linspace(0.0, 20.0, 201)
    ends = [fatigue.expected_strain(LOYAL, initial={"load": load, "hours": 16.0}, days=1e4) for load in loads]
    rows += [exact("the least rise by more load", 0.0, min(0.0, float(np.diff(ends).min())), within=0.0)]
    rows += [exact("beyond 1 with 20 times the load", 0.0, max(0.0, max(ends) - 1.0), within=0.0)]

    def draw(axes: Axes) -> None:
        for load, reference in zip(LOADS, STRAIN, strict=True):
            course = fatigue.simulate(LOYAL, size=100, initial={"load": load}, until=100.0)
            axes.plot(course.time, course.strain[0], label=f"load {load}")
            axes.plot(56.0, reference, "o", color="#333333")
        axes.set_xlabel("days")
        axes.set_ylabel("strain")
        axes.legend()

    return Result(rows, draw)


@case("Fatigue-1", mechanism="fatigue", title="Whose colleagues leave", source="the equations, by SciPy")
def colleagues(full: bool) -> Result:
    params = fatigue.Fatigue(leave_rate=0.002, hire_rate=0.0, feedback=0.5)
    times = np.arange(0.0, 121.0, 30.0)

    def change(_: float, state: np.ndarray) -> list[float]:
        strain, present = state
        load = 1.1 / (1 - 0.5 * 0.4 * strain) / max(present, 0.05)
        up, down = 0.03 * max(0.0, load - 1), 0.05 * 2 / 7 + 0.005
        return [up * (1 - strain) - down * strain, -0.002 * np.exp(2.77 * strain) * present]

    solved = solve_ivp(change, (0.0, 120.0), [0.1, 1.0], t_eval=times, rtol=1e-10, atol=1e-12).y
    equations = fatigue.mean_field(params, initial={"load": 1.1}, until=120.0, every=30.0)
    size, runs = (5_000, 50) if full else (3_000, 10)
    staff = fatigue.simulate(
        params, size=size, initial={"load": 1.1}, until=120.0, every=30.0, step=0.125, replicates=runs, seed=1
    )
    rows: list[Row] = []
    for name, expected in zip(("strain", "present"), solved, strict=True):
        for place in (1, 2, 4):
            what = f"{name}, day {times[place]:.0f}"
            rows += [exact(f"{what}, equations", expected[place], equations[name][place].item(), within=1e-6)]
            # Ticks of an eighth of a day.
            rows += [mean_of(f"{what}, staff", expected[place], staff[name][:, place], bias=2e-3)]

    def draw(axes: Axes) -> None:
        smooth = fatigue.mean_field(params, initial={"load": 1.1}, until=120.0)
        for name, expected, colour in zip(("strain", "present"), solved, ("#c04030", "#3b6ea5"), strict=True):
            axes.plot(smooth.time, smooth[name], color=colour, label=f"{name}, equations")
            axes.plot(times, expected, "_", markersize=16, color="#333333")
            axes.plot(times, staff[name].mean("replicate"), "o", color=colour, markersize=4, label=f"{name}, staff")
        axes.set_xlabel("days")
        axes.set_ylabel("strain; share of posts filled")
        axes.legend()

    return Result(rows, draw)


@case("Fatigue-2", mechanism="fatigue", title="Vacancies and newcomers", source="Birth and death, by hand")
def vacancies(full: bool) -> Result:
    steady = fatigue.Fatigue(strain_effect=0.0, leave_rate=0.004, hire_rate=0.02, handover=0.0)
    size, runs = (5_000, 10) if full else (1_000, 4)
    rows: list[Row] = []
    shown = []
    for pay in (0.0, 0.5, 1.0):
        factor = np.exp(-0.7 * (2 * pay - 1))
        leave, hire = 0.004 * factor, 0.02 / factor
        params = steady.replace(pay=pay)
        found = fatigue.simulate(
            params, size=size, initial={"strain": 0.0}, until=1_000.0, every=500.0, step=0.5, replicates=runs, seed=2
        )
        reference = hire / (hire + leave)
        # Ticks of half a day.
        rows += [mean_of(f"pay {pay}: present", reference, found.present[:, -1], bias=2e-3)]
        # Time in a post is exponential, and so is learning: leave / (leave + 1 / 180) of what newcomers lack is left.
        capacity = reference * (1 - 0.3 * leave / (leave + 1 / 180))
        rows += [mean_of(f"pay {pay}: capacity", capacity, found.capacity[:, -1], bias=2e-3)]
        shown.append((pay, reference, capacity, found))

    def draw(axes: Axes) -> None:
        pays = [pay for pay, *_ in shown]
        axes.plot(pays, [each[1] for each in shown], "_", markersize=24, color="#333333", label="by hand")
        axes.plot(pays, [each[2] for each in shown], "_", markersize=24, color="#333333")
        axes.plot(pays, [each[3].present[:, -1].mean() for each in shown], "o", label="posts filled")
        axes.plot(pays, [each[3].capacity[:, -1].mean() for each in shown], "o", label="capacity")
        axes.set_xlabel("pay")
        axes.set_ylabel("share")
        axes.legend()

    return Result(rows, draw)


CASES = (eight_weeks, colleagues, vacancies)
