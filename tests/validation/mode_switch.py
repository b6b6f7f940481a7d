# SPDX-License-Identifier: Apache-2.0
"""Switching between normal and emergency mode: lags, false switches by noise, backlog, hazards that come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import mode_switch
from scipy.integrate import solve_ivp
from scipy.linalg import solve_discrete_lyapunov
from scipy.stats import multivariate_normal, norm

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: A hazard from the start that does not end, seen as it is.
CERTAIN = mode_switch.ModeSwitch(noise=0.0, hazard_rate=0.0, hazard_time=1e5)
STRUCK = {"hazard": 1.0}


def course_of(times: np.ndarray, *, drill: float, space: float, load: float) -> np.ndarray:
    """Signal, share converted and backlog by SciPy: above .6 for an hour, then the switch."""
    spent = 24 * np.exp(-drill) / space
    crossing = solve_ivp(
        lambda t, y: [(1 - y[0]) / 2],
        (0, 20),
        [0.0],
        events=lambda t, y: y[0] - 0.6,
        rtol=1e-10,
        atol=1e-12,
    ).t_events[0][0]
    switch = crossing + 1

    def rates(t: float, y: np.ndarray) -> list[float]:
        left = load - (1 - 0.6 * y[0])
        return [(1 - y[0]) / spent, left if y[1] > 0 or left > 0 else 0.0]

    after = solve_ivp(rates, (switch, times[-1]), [0.0, 0.0], t_eval=times[times > switch], rtol=1e-8, max_step=0.1)
    before = np.zeros((2, int((times <= switch).sum())))
    return np.vstack([np.full(len(times), switch), np.hstack([before, after.y])])


@case(
    "Mode-switch-1",
    mechanism="mode_switch",
    title="Switch, conversion, backlog after a certain hazard",
    source="equations solved by SciPy",
)
def conversion(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    step = 0.01 if full else 0.02
    times = np.arange(0, 97, 6.0)
    for drill, space, load in ((0.0, 1.0, 0.8), (1.0, 1.0, 0.8), (0.5, 0.5, 0.9)):
        switch, converted, backlog = course_of(times, drill=drill, space=space, load=load)
        params = CERTAIN.replace(routine_load=load)
        found = mode_switch.simulate(
            params, size=2, initial={**STRUCK, "drill": drill, "space": space}, until=96.0, every=6.0, step=step
        )
        what = f"drill {drill}, space {space}"
        delay = mode_switch.switch_delay(params)
        rows += [exact(f"switch, closed form, h, {what}", float(switch[0]), delay, within=1e-6)]
        for hour in (6.0, 24.0, 96.0):
            k = int(hour // 6)
            # The switch comes up to two ticks late.
            slope = 2 * step / (24 * np.exp(-drill) / space)
            measured = found.converted.sel(time=hour).item()
            rows += [exact(f"converted at hour {hour:.0f}, {what}", float(converted[k]), measured, within=slope + 1e-4)]
        left = found.backlog.sel(time=96.0).item()
        rows += [exact(f"backlog at hour 96, h, {what}", float(backlog[-1]), left, within=0.6 * 2 * step + 1e-2)]
        closed = mode_switch.backlog_after(params, hours=96 - float(switch[0]), drill=drill, space=space)
        rows += [exact(f"backlog, closed form, h, {what}", float(backlog[-1]), closed, within=5e-3)]
        shown += [(what, converted, found.converted[0])]

    def draw(axes: Axes) -> None:
        for what, converted, measured in shown:
            (line,) = axes.plot(times, converted, label=f"SciPy, {what}")
            axes.plot(times, measured, "o", color=line.get_color())
        axes.set_xlabel("time since the hazard began (h); points: measured")
        axes.set_ylabel("share of staff and space converted")
        axes.legend()

    return Result(rows, draw)


def crossings(level: float, *, noise: float, filter_time: float, noise_time: float, step: float) -> float:
    """Upward crossings in an hour of noise seen every `step` hours and averaged, from its exact covariances."""
    kept, taken = np.exp(-step / noise_time), 1 - np.exp(-step / filter_time)
    # Of (noise, average), from tick to tick.
    move = np.array([[kept, 0.0], [taken * kept, 1 - taken]])
    fresh = np.array([[1.0], [taken]]) * noise * np.sqrt(1 - kept**2)
    covariance = solve_discrete_lyapunov(move, fresh @ fresh.T)
    variance, next_to = covariance[1, 1], (move @ covariance)[1, 1]
    both = multivariate_normal(cov=[[variance, next_to], [next_to, variance]], allow_singular=True)
    below = norm.cdf(level / np.sqrt(variance))
    return float(below - both.cdf([level, level])) / step


@case(
    "Mode-switch-2",
    mechanism="mode_switch",
    title="False switches by noise alone",
    source="Rice 1944; on the grid of ticks by SciPy",
)
def false_switches(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    step, hours = 0.05, 480.0
    base = CERTAIN.replace(hold_on=0.0, hold_off=0.0, order_delay=1e5, hazard_time=1.0)
    runs, size = (20, 150) if full else (20, 15)
    for level in (0.3, 0.6, 0.9):
        params = base.replace(on=level, off=level, noise=0.5)
        course = mode_switch.simulate(
            params, size=size, until=hours, every=48.0, step=step, replicates=runs, seed=2
        ).switches
        # The average begins at 0; after 48 h nothing of that is left.
        found = (course[:, -1] - course.sel(time=48.0)) / (hours - 48.0)
        on_grid = crossings(level, noise=0.5, filter_time=2.0, noise_time=1.0, step=step)
        rows += [mean_of(f"switches in an hour, signal {level}", on_grid, found)]
        rate = mode_switch.false_crossing_rate(params)
        fine = crossings(level, noise=0.5, filter_time=2.0, noise_time=1.0, step=1e-3)
        rows += [exact(f"closed form beside ticks of .001 h, signal {level}", fine, rate, within=0.02 * fine)]
        shown += [(level, found.mean().item())]

    def draw(axes: Axes) -> None:
        levels = np.linspace(0, 1.1, 56)
        rates = [
            mode_switch.false_crossing_rate(base.replace(on=max(level, 1e-9), off=0.0, noise=0.5)) for level in levels
        ]
        axes.semilogy(levels, rates, label="Rice")
        axes.plot(*zip(*shown, strict=True), "o", label="measured, ticks of .05 h")
        axes.set_xlabel("signal above which emergency mode begins; noise of .5")
        axes.set_ylabel("false switches (1 / h)")
        axes.legend()

    return Result(rows, draw)


@case(
    "Mode-switch-3",
    mechanism="mode_switch",
    title="Hazards come and go",
    source="two states, solved by hand",
)
def hazards(full: bool) -> Result:
    params = mode_switch.ModeSwitch(hazard_rate=0.01, hazard_time=25.0, on=9.0, off=0.1)
    runs, size = (40, 1_000) if full else (20, 200)
    course = mode_switch.simulate(
        params, size=size, initial=STRUCK, until=200.0, every=5.0, step=0.25, replicates=runs, seed=3
    )
    rows: list[Row] = []
    # At most one change in a tick of a quarter of an hour: .1 % more with a hazard.
    for hour in (10.0, 50.0, 200.0):
        reference = 0.2 + 0.8 * np.exp(-0.05 * hour)
        rows += [
            mean_of(
                f"share with a hazard at hour {hour:.0f}", float(reference), course.hazard.sel(time=hour), bias=1e-3
            )
        ]
    # Of hazards of a mean of 25 h, exp(-18.5 / 25) last until the order; hardly one begins anew in time.
    ordered = course.switches.sel(time=20.0)
    rows += [mean_of("switches by order by hour 20", float(np.exp(-18.5 / 25)), ordered, bias=5e-4)]

    def draw(axes: Axes) -> None:
        axes.plot(course.time, 0.2 + 0.8 * np.exp(-0.05 * course.time), label=".2 + .8 exp(-.05 t)")
        axes.plot(course.time, course.hazard.mean("replicate"), "o", label="measured")
        axes.plot(course.time, course.emergency.mean("replicate"), label="in emergency mode, by order only")
        axes.set_xlabel("time (h)")
        axes.set_ylabel("share of communities")
        axes.legend()

    return Result(rows, draw)


@case(
    "Mode-switch-4",
    mechanism="mode_switch",
    title="A false switch costs trust, a right one brings some back",
    source="worked by hand",
)
def trust(full: bool) -> Result:
    base = mode_switch.ModeSwitch(noise=0.0, hazard_rate=0.0, hold_off=2.0)
    rows: list[Row] = []
    # One hazard, which ends soon: it is over when the mode ends.
    right = mode_switch.simulate(
        base.replace(hazard_time=6.0), size=2_000, initial=STRUCK, until=120.0, every=120.0, step=0.1, seed=4
    )
    switched = right.switches[0, -1].item()
    rows += [exact("trust after right switches", 0.7 + switched * 0.05 * 0.3, right.trust[0, -1].item(), within=1e-5)]
    rows += [exact("switches in vain with a hazard", 0.0, right.in_vain[0, -1].item(), within=0.0)]
    # Without holds and noise a hazard is seen once it has lasted for 2 ln 2.5 h, with the chance exp(-2 ln(2.5) / 6).
    quick = mode_switch.simulate(
        base.replace(hazard_time=6.0, hold_on=0.0),
        size=1_000 if full else 200,
        initial=STRUCK,
        until=60.0,
        every=60.0,
        step=0.05,
        replicates=20,
        seed=5,
    )
    seen = float(2.5 ** (-2 / 6))
    rows += [mean_of("share of hazards seen", seen, quick.switches[:, -1], bias=0.1 / 6 * seen)]
    noisy = base.replace(noise=0.6, false_loss=0.1)
    found = mode_switch.simulate(noisy, size=1, until=200.0, every=200.0, step=0.1, replicates=200, seed=6)
    ended = found.in_vain[:, -1].to_numpy()
    apart = np.abs(found.trust[:, -1].to_numpy() - 0.7 * 0.9**ended).max()
    rows += [exact("trust of 200 communities beside .7 x .9^k after k in vain, furthest", 0.0, apart, within=1e-5)]
    rows += [exact("some of them were in vain", 1.0, float(ended.max() > 1), within=0.0)]

    def draw(axes: Axes) -> None:
        axes.plot(ended, found.trust[:, -1], "o", label="measured, 200 communities")
        counts = np.arange(0, int(ended.max()) + 1)
        axes.plot(counts, 0.7 * 0.9**counts, label=".7 x .9^k")
        axes.set_xlabel("switches in vain, k")
        axes.set_ylabel("trust in emergency mode")
        axes.legend()

    return Result(rows, draw)


CASES = (conversion, false_switches, hazards, trust)
