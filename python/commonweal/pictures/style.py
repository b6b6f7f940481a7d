# SPDX-License-Identifier: Apache-2.0
"""What the pictures share: colours that colour-blind readers can tell apart, dates, titles, two windows of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import blended_transform_factory

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from commonweal.results import Array, Results

# Okabe and Ito's palette (Color Universal Design, 2008).
BLACK, GREY = "#222222", "#8a8a8a"
ORANGE, SKY, GREEN, BLUE, RED, PURPLE = "#e69f00", "#56b4e9", "#009e73", "#0072b2", "#d55e00", "#cc79a7"

#: Phases in their order, from calm on.
PHASE_COLOURS = ["#dcdcdc", RED, ORANGE, SKY, GREEN]

NOTE = "Synthetic district: the scenario's README lists its assumptions and sources."

#: Settings of matplotlib while a picture is drawn.
LOOK: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.labelsize": 9,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": "#333333",
    "axes.titlelocation": "left",
    "axes.titlesize": 9,
    "axes.titley": 1.0,  # A fixed place: finding one costs more than drawing the rest.
    "figure.dpi": 110,
    "figure.facecolor": "white",
    "grid.color": "#e8e8e8",
    "grid.linewidth": 0.6,
    "legend.fontsize": 8,
    "legend.framealpha": 0.8,
    "legend.edgecolor": "none",
    "xtick.labelsize": 8,
    "xtick.major.size": 3,
    "ytick.labelsize": 8,
    "ytick.major.size": 3,
}

#: Hours between two ticks: the first that gives few enough of them is taken.
TICK_STEPS = [3, 6, 12, 24, 48, 120, 240, 360, 720, 1440, 2880, 8760]


@dataclass(frozen=True)
class Clock:
    """The hours of a run, and the same as matplotlib's dates: days since 1970.

    An hour is called after its beginning. What adds up in it, such as rain, is drawn from there; how things are at its
    end, such as function, is drawn at `ends`.
    """

    start: datetime
    zone: str
    hours: Array
    dates: Array

    @property
    def ends(self) -> Array:
        ends: Array = self.dates + 1 / 24
        return ends

    @classmethod
    def of(cls, results: Results) -> Clock:
        hours = results.read("time")
        first = (results.start - datetime(1970, 1, 1)) / timedelta(days=1)
        return cls(results.start, zone_name(results.utc_offset), hours, first + hours / 24.0)

    def window(self, first: float, last: float) -> slice:
        """The rows between two hours."""
        begin, end = np.searchsorted(self.hours, [first, last])
        return slice(int(begin), int(max(end, begin + 2)))

    def ticks(self, rows: slice, most: int) -> dict[float, str]:
        """Labels by date for the given rows: midnights, and hours where these are too few."""
        shown = self.dates[rows]
        span = (shown[-1] - shown[0]) * 24
        step = next((step for step in TICK_STEPS if span / step <= most), TICK_STEPS[-1]) / 24
        dates = np.arange(np.ceil(shown[0] / step), np.floor(shown[-1] / step) + 1) * step
        return {date: date_label(datetime(1970, 1, 1) + timedelta(days=date)) for date in dates.tolist()}


def date_label(moment: datetime) -> str:
    nearest = moment + timedelta(seconds=1)  # Days as floats may lie a little before the full hour.
    return f"{nearest.day} {nearest:%b}" if nearest.hour == 0 else f"{nearest:%H:%M}"


def zone_name(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


class Picture(Figure):
    """A figure that notebooks show, and that knows its axes by name.

    Attributes:
        panels: The axes by what they show, such as ``"function/storm"``; colour bars are in ``axes`` alone.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.panels: dict[str, Axes] = {}

    def _repr_png_(self) -> bytes:
        from io import BytesIO

        memory = BytesIO()
        self.savefig(memory, format="png")
        return memory.getvalue()


def new_figure(results: Results, heading: str, *, size: tuple[float, float]) -> Picture:
    """A figure with the scenario's title, what it shows, and where its numbers come from."""
    figure = Picture(figsize=size)
    left = 0.62 / size[0]
    figure.text(left, 1 - 0.14 / size[1], results.title, fontsize=13, weight="bold", va="top")
    figure.text(left, 1 - 0.42 / size[1], heading, fontsize=10, color="#444444", va="top")
    figure.text(left, 0.09 / size[1], NOTE, fontsize=7.5, color="#666666", va="bottom")
    return figure


def name_values(axes: Axes, label: str) -> None:
    """The label of the y axis; those below each other are aligned."""
    page = axes.get_figure(root=True)
    if page:
        axes.set_ylabel(label)
        axes.yaxis.set_label_coords(0.018, 0.5, blended_transform_factory(page.transFigure, axes.transAxes))


def date_axis(axes: Axes, clock: Clock, rows: slice, *, ticks: int = 8, labels: bool = True) -> None:
    """Local dates along x; without labels where the axes below has them."""
    axes.set_xlim(clock.dates[rows][0], clock.dates[rows][-1])
    marks = clock.ticks(rows, ticks)
    axes.set_xticks(list(marks), list(marks.values()) if labels else [""] * len(marks))
    if labels:
        axes.set_xlabel(f"{clock.start.year}, local time ({clock.zone})")


def storm_week(results: Results, clock: Clock) -> slice:
    """From a day before the heaviest rain to a week after it."""
    rain = results.read("rain")
    worst = float(clock.hours[int(rain.argmax())]) if rain.any() else 24.0
    first = max(float(clock.hours[0]), worst - 24)
    return clock.window(first, first + 192)


@dataclass(frozen=True)
class Window:
    """A part of the run that is shown by itself."""

    name: str
    title: str
    rows: slice
    smooth: bool  # Whether it is so long that hours are too fine.


def windows(results: Results, clock: Clock) -> list[Window]:
    """The storm's week and the whole run; where the run is not much longer than a week, that alone."""
    size = clock.hours.size
    if size < 240:
        return [Window("run", "the whole run", slice(0, size), smooth=False)]
    week = Window("storm", "the week of the storm, hour by hour", storm_week(results, clock), smooth=False)
    return [week, Window("run", "the whole run", slice(0, size), smooth=True)]


@dataclass(frozen=True)
class Panel:
    """One row of a picture: what it measures, how tall it is, and how it is drawn for some rows of the results."""

    name: str
    label: str
    height: float
    draw: Callable[[Axes, Window], None]


def draw_panels(figure: Picture, spec: Any, results: Results, clock: Clock, panels: Sequence[Panel]) -> list[Axes]:
    """Draws each panel once for each window of time; a panel shares its y axis, a window its dates.

    Returns:
        The last axes of each panel.
    """
    spans = windows(results, clock)
    heights = [panel.height for panel in panels]
    inner = spec.subgridspec(len(panels), len(spans), height_ratios=heights, wspace=0.05, hspace=0.14)
    last: list[Axes] = []
    for i, panel in enumerate(panels):
        row: list[Axes] = []
        for j, span in enumerate(spans):
            axes = figure.add_subplot(inner[i, j], sharey=row[0] if row else None)
            figure.panels[f"{panel.name}/{span.name}"] = axes
            panel.draw(axes, span)
            date_axis(axes, clock, span.rows, labels=panel is panels[-1])
            if i == 0:
                axes.set_title(span.title)
            row.append(axes)
        name_values(row[0], panel.label)
        row[0].yaxis.set_major_locator(MaxNLocator(round(1.5 * panel.height + 2), steps=[1, 2, 5, 10]))
        for axes in row[1:]:
            axes.tick_params(labelleft=False)
        last.append(row[-1])
    return last


def daily_mean(values: Array) -> Array:
    """Each row's mean with the 12 rows before and the 11 after it; near the ends, that of the nearest 24 rows."""
    size = values.shape[0]
    sums = np.cumsum(np.concatenate([np.zeros((1, *values.shape[1:])), values]), axis=0)
    first = np.clip(np.arange(size) - 12, 0, max(size - 24, 0))
    length = min(size, 24)
    means: Array = (sums[first + length] - sums[first]) / length
    return means
