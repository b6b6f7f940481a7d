# SPDX-License-Identifier: Apache-2.0
"""Events in time: Hawkes, Omori and Utsu, Poisson, and which events set off which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import point_process
from scipy.integrate import quad

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HAWKES = point_process.PointProcess(rate=1.0, branching=0.5, decay=1.0)


@case(
    "V60",
    mechanism="point_process",
    title="Events that excite others; aftershocks",
    source="Hawkes 1971; Utsu, Ogata and Matsu'ura 1995",
)
def hawkes_and_omori(full: bool) -> Result:
    days, runs = (2000.0, 400) if full else (500.0, 60)
    counts = point_process.simulate(HAWKES, initial={"warm_up": 50.0}, until=days, replicates=runs, seed=1)["count"]
    rows = [exact("mean rate, closed form", 2.0, point_process.mean_rate(HAWKES), within=1e-12)]
    # Allowed are 3 %; the standard error is far less.
    rows += [mean_of("mean rate, simulated", 2.0, counts.sum("time").to_numpy() / days)]
    shock = HAWKES.replace(rate=0.0, branching=0.0, aftershocks=20.0, aftershock_offset=0.05, aftershock_power=1.1)
    times = np.array([0.1, 1.0, 10.0, 100.0])
    found = []
    for time in times:
        integral = quad(lambda t: 20.0 / (t + 0.05) ** 1.1, 0.0, time, limit=500)[0]
        formula = point_process.omori_count(20.0, offset=0.05, power=1.1, start=0.0, end=time)
        rows += [exact(f"aftershocks in {time:g} d, closed form", integral, formula, within=1e-3)]
        many = point_process.simulate(shock, until=float(time), replicates=runs, seed=2)["count"].sum("time")
        rows += [mean_of(f"aftershocks in {time:g} d, simulated", integral, many)]
        found.append(float(many.mean()))

    def draw(axes: Axes) -> None:
        fine = np.logspace(-2, 2, 100)
        curve = [point_process.omori_count(20.0, offset=0.05, power=1.1, start=0.0, end=each) for each in fine]
        axes.semilogx(fine, curve, color="#b3412e", label="integral")
        axes.semilogx(times, found, "o", color="#3b6ea5", label="simulated")
        axes.set_xlabel("time after the shock (d)")
        axes.set_ylabel("aftershocks")
        axes.legend()

    return Result(rows, draw)


@case("Point-process-1", mechanism="point_process", title="How counts vary from window to window", source="Hawkes 1971")
def count_variances(full: bool) -> Result:
    runs = 20_000 if full else 4_000
    rows = []
    windows = [0.5, 2.0, 10.0, 50.0]
    found = []
    # The variance of an integral of the autocovariance, which falls from n (1 - n / 2) / (1 - n) of rate times decay
    # at the rate (1 - n) decay; and of the points themselves.
    rate, n, decay = 1.0, 0.5, 1.0
    mean = rate / (1 - n)
    fade = decay * (1 - n)
    height = mean * decay * n * (2 - n) / (2 * (1 - n))
    references = [
        mean * window + 2 * quad(lambda lag, window=window: (window - lag) * height * np.exp(-fade * lag), 0, window)[0]
        for window in windows
    ]
    for window, reference in zip(windows, references, strict=True):
        formula = point_process.count_variance(HAWKES, window=window)
        rows += [exact(f"{window:g} d, closed form", reference, formula, within=1e-8)]
        counts = (
            point_process.simulate(
                HAWKES, initial={"warm_up": 40.0}, until=window, every=window, replicates=runs, seed=3
            )["count"]
            .sum("time")
            .to_numpy()
        )
        squares = (counts - counts.mean()) ** 2
        rows += [mean_of(f"{window:g} d, simulated", reference, squares)]
        found.append(float(squares.mean()))

    def draw(axes: Axes) -> None:
        fine = np.logspace(-1, 2, 60)
        curve = np.array([point_process.count_variance(HAWKES, window=each) for each in fine])
        axes.semilogx(fine, curve / (mean * fine), color="#b3412e", label="theory")
        axes.semilogx(windows, np.array(found) / (mean * np.array(windows)), "o", color="#3b6ea5", label="simulated")
        axes.set_xlabel("window (d)")
        axes.set_ylabel("variance over mean of counts")
        axes.legend()

    return Result(rows, draw)


@case(
    "Point-process-2",
    mechanism="point_process",
    title="Exponential waits, generalised Pareto sizes",
    source="Kolmogorov and Smirnov",
)
def waits_and_sizes(full: bool) -> Result:
    days = 100_000.0 if full else 10_000.0
    params = point_process.PointProcess(rate=1.0, branching=0.0, size_threshold=1.0, size_scale=2.0, size_shape=0.3)
    listed = point_process.events(params, until=days, seed=4)
    waits = np.sort(np.diff(listed.when.to_numpy()[0]))
    sizes = np.sort(listed["size"].to_numpy()[0])
    rows = []
    for what, values, law in (
        ("waits", waits, 1 - np.exp(-waits)),
        ("sizes", sizes, 1 - (1 + 0.3 * (sizes - 1.0) / 2.0) ** (-1 / 0.3)),
    ):
        steps = np.arange(len(values) + 1) / len(values)
        distance = max(np.abs(law - steps[1:]).max(), np.abs(law - steps[:-1]).max())
        # Exceeded by one in a thousand of right samples.
        rows += [exact(f"distance of {what}", 0.0, distance, within=1.95 / np.sqrt(len(values)))]

    def draw(axes: Axes) -> None:
        axes.semilogy(waits, 1 - np.arange(len(waits)) / len(waits), color="#3b6ea5", label="simulated")
        axes.semilogy(waits, np.exp(-waits), color="#b3412e", linestyle=":", label="exponential")
        axes.set_xlabel("wait (d)")
        axes.set_ylabel("share of waits that are longer")
        axes.legend()

    return Result(rows, draw)


@case(
    "Point-process-3",
    mechanism="point_process",
    title="Events of several kinds that set each other off",
    source="Branching processes: first (1 - table)^-1",
)
def cascades(full: bool) -> Result:
    kinds = ["flood", "outage", "water", "rumour"]
    table = np.array([[0.0, 0.7, 0.2, 0.3], [0.0, 0.1, 0.5, 0.2], [0.0, 0.0, 0.0, 0.6], [0.0, 0.0, 0.0, 0.4]])
    first = [1, 0, 0, 0]
    runs = 20_000 if full else 3_000
    expected = np.array(first) @ np.linalg.inv(np.eye(4) - table)
    formula = point_process.expected_cascade(table, first=first)
    found = point_process.cascade(table, delays=2.0, first=first, replicates=runs, seed=5).total.to_numpy()
    rows = []
    for k, kind in enumerate(kinds):
        rows += [exact(f"{kind}, closed form", expected[k], formula[k], within=1e-12)]
        error = float(found[:, k].std(ddof=1)) / np.sqrt(runs)
        rows += [Row(f"{kind}, simulated", expected[k], float(found[:, k].mean()), standard_error=error)]

    def draw(axes: Axes) -> None:
        places = np.arange(4)
        axes.bar(places - 0.2, expected, 0.4, color="#b3412e", label="theory")
        axes.bar(places + 0.2, found.mean(axis=0), 0.4, color="#3b6ea5", label="simulated")
        axes.set_xticks(places, kinds)
        axes.set_xlabel("kind of event")
        axes.set_ylabel("events that follow from one flood")
        axes.legend()

    return Result(rows, draw)


CASES = (hawkes_and_omori, count_variances, waits_and_sizes, cascades)
