# SPDX-License-Identifier: Apache-2.0
"""Reports through levels: relay distortion, queues in a row, the count of Zhengzhou."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import reporting_chain

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FAITHFUL = reporting_chain.ReportingChain(flip_chance=0.0, audit_chance=0.0, cycle=0.0)
LEVELS = (1, 2, 3, 4)
CORRECT = (0.9, 0.82, 0.756, 0.7048)
LEFT = (0.9, 0.81, 0.729, 0.6561)


@case("V44", mechanism="reporting_chain", title="Relay distortion", source="Serial reproduction; Williamson 1967")
def relay(full: bool) -> Result:
    rows: list[Row] = []
    flipping, fading = FAITHFUL.replace(flip_chance=0.1), FAITHFUL.replace(fidelity=0.9)
    noisy = FAITHFUL.replace(noise=2.0, bias=0.5)
    runs, reports = (100, 5_000) if full else (40, 1_000)
    said = reporting_chain.simulate(flipping, size=reports, initial={"yes_share": 1.0}, replicates=runs, seed=1)
    heard = reporting_chain.simulate(noisy, size=reports, replicates=runs, seed=2)
    for level, correct, left in zip(LEVELS, CORRECT, LEFT, strict=True):
        chance = reporting_chain.correct_chance(flipping.replace(levels=level))
        rows += [exact(f"right, closed form, level {level}", correct, chance, within=1e-12)]
        rows += [mean_of(f"right, level {level}", correct, said.yes.sel(level=level).mean("report"))]
        value = reporting_chain.expected_value(fading.replace(levels=level), truth=1.0)
        rows += [exact(f"left with fidelity .9, level {level}", left, value, within=1e-12)]
        effect = reporting_chain.order_effect(FAITHFUL.replace(levels=level), central=0.0, best=0.0)
        rows += [exact(f"left of an order, level {level}", left, effect, within=1e-12)]
        values = heard.value.sel(level=level)
        rows += [mean_of(f"variance, level {level}", 4.0 * level, values.var("report", ddof=1))]
        rows += [mean_of(f"mean with bias .5, level {level}", 1.0 + 0.5 * level, values.mean("report"))]

    def draw(axes: Axes) -> None:
        levels = np.arange(0, 5)
        axes.plot(levels, 0.5 * (1 + 0.8**levels), label="yes or no, flipped with the chance .1")
        axes.plot(levels, said.yes.mean(["replicate", "report"]), "o", color="#3b6ea5")
        axes.plot(levels, 0.9**levels, label="order, .9 left at each level")
        axes.set_xticks(levels)
        axes.set_xlabel("levels")
        axes.set_ylabel("share right, share left")
        axes.legend()

    return Result(rows, draw)


@case("Reporting-chain-1", mechanism="reporting_chain", title="Delay in a row of queues", source="Jackson 1957")
def queues(full: bool) -> Result:
    params = FAITHFUL.replace(levels=3, handling=1.0, report_rate=0.5)
    runs, reports = (100, 20_000) if full else (20, 4_000)
    course = reporting_chain.simulate(params, size=reports, replicates=runs, seed=3)
    # The queues begin empty; after 500 reports nothing of that is left.
    delays = (course.time - course.time.sel(level=0)).isel(report=slice(500, None)).mean("report")
    rows = [exact("closed form", 6.0, reporting_chain.mean_delay(params), within=1e-12)]
    rows += [mean_of(f"hours to level {level}", 2.0 * level, delays.sel(level=level)) for level in (1, 2, 3)]
    rates = [0.1, 0.3, 0.5, 0.7, 0.8]

    def draw(axes: Axes) -> None:
        dense = np.linspace(0.05, 0.85, 50)
        axes.plot(dense, 3 / (1 - dense), label="3 / (mu - lambda)")
        for rate in rates:
            some = reporting_chain.simulate(params.replace(report_rate=rate), size=8_000, replicates=10, seed=4)
            delay = (some.time.sel(level=3) - some.time.sel(level=0)).isel(report=slice(500, None)).mean().item()
            axes.plot(rate, delay, "o", color="#3b6ea5")
        axes.set_xlabel("reports per hour; each level handles one in an hour")
        axes.set_ylabel("hours to the top of three levels")
        axes.legend()

    return Result(rows, draw)


@case(
    "Reporting-chain-2",
    mechanism="reporting_chain",
    title="380 dead and missing become 241",
    source="State Council report on the Zhengzhou rainstorm of 20 July 2021",
)
def zhengzhou(full: bool) -> Result:
    # Withheld: 15 by townships, 49 by counties, 75 by the city.
    withheld = [15 / 380, 49 / 365, 75 / 316]
    params = FAITHFUL.replace(levels=3)
    told = reporting_chain.simulate(params, size=1, initial={"value": 380.0, "withheld": withheld}).value
    rows = [
        exact(f"told by level {level}", reference, told.sel(level=level).item(), within=1e-9)
        for level, reference in ((1, 365.0), (2, 316.0), (3, 241.0))
    ]
    top = reporting_chain.expected_value(params, truth=380.0, withheld=[0.04, 0.13, 0.24])
    return Result([*rows, exact("with shares of two figures", 241.0, top, within=1.0)])


CASES = (relay, queues, zhengzhou)
