# SPDX-License-Identifier: Apache-2.0
"""What the pictures share: colours that colour-blind readers can tell apart, dates, titles, two windows of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from commonweal.results import Array, Results

# Okabe and Ito's palette (Color Universal Design, 2008).
BLACK, GREY = "#222222", "#8a8a8a"
ORANGE, SKY, GREEN, BLUE, RED, PURPLE = "#e69f00", "#56b4e9", "#009e73", "#0072b2", "#d55e00", "#cc79a7"

#: Phases in their order, from calm on.
PHASE_COLOURS = ["#dcdcdc", RED, ORANGE, SKY, GREEN]

#: Ticks at years, months, days, hours, minutes, seconds.
DATE_FORMATS = ["%Y", "%d %b", "%d %b", "%H:%M", "%H:%M", "%S"]

NOTE = "Synthetic district: the scenario's README lists its assumptions and sources."
FONT_SIZES = {"title": 13, "heading": 10, "label": 9, "tick": 8, "note": 7.5}


@dataclass(frozen=True)
class Clock:
    """The hours of a run as matplotlib's dates."""

    hours: Array
    dates: Array
    year: int
    zone: str

    @classmethod
    def of(cls, results: Results) -> Clock:
        hours = results.read("time")
        first = results.start
        return cls(hours, date2num(first) + hours / 24.0, first.year, zone_name(results.utc_offset))

    def window(self, first: float, last: float) -> slice:
        """The rows between two hours."""
        begin, end = np.searchsorted(self.hours, [first, last])
        return slice(int(begin), int(max(end, begin + 2)))


def zone_name(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def new_figure(results: Results, heading: str, *, size: tuple[float, float]) -> Figure:
    """A figure with the scenario's title, what it shows, and where its numbers come from."""
    figure = Figure(figsize=size, dpi=110, facecolor="white")
    left = 0.62 / size[0]
    figure.text(left, 1 - 0.14 / size[1], results.title, fontsize=FONT_SIZES["title"], weight="bold", va="top")
    figure.text(left, 1 - 0.42 / size[1], heading, fontsize=FONT_SIZES["heading"], color="#444444", va="top")
    figure.text(left, 0.09 / size[1], NOTE, fontsize=FONT_SIZES["note"], color="#666666", va="bottom")
    return figure


def plain(axes: Axes, label: str = "") -> None:
    """Thin frame, light grid, readable ticks."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(visible=True, color="#e8e8e8", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=FONT_SIZES["tick"], length=3)
    if label:
        axes.set_ylabel(label, fontsize=FONT_SIZES["label"])
        page = axes.get_figure(root=True)
        if page:
            axes.yaxis.set_label_coords(0.018, 0.5, blended_transform_factory(page.transFigure, axes.transAxes))


def date_axis(axes: Axes, clock: Clock, rows: slice, *, ticks: int = 9, labels: bool = True) -> None:
    """Local dates along x; without labels where the axes below has them."""
    shown = clock.dates[rows]
    axes.set_xlim(shown[0], shown[-1])
    locator = AutoDateLocator(minticks=3, maxticks=ticks)
    axes.xaxis.set_major_locator(locator)
    formats = {"formats": DATE_FORMATS, "zero_formats": DATE_FORMATS, "show_offset": False}
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, **formats))
    axes.tick_params(axis="x", labelbottom=labels)
    if labels:
        axes.set_xlabel(f"{clock.year}, local time ({clock.zone})", fontsize=FONT_SIZES["label"])


def legend(axes: Axes, **options: Any) -> None:
    axes.legend(fontsize=FONT_SIZES["tick"], frameon=False, **options)


def storm_week(results: Results, clock: Clock) -> slice:
    """From a day before the heaviest rain to a week after it."""
    rain = results.read("rain")
    worst = float(clock.hours[int(rain.argmax())]) if rain.any() else 24.0
    first = max(float(clock.hours[0]), worst - 24)
    return clock.window(first, first + 192)


def windows(results: Results, clock: Clock) -> list[tuple[str, slice]]:
    """The storm's week and the whole run; where the run is as short as a week, that alone."""
    whole = ("the whole run", slice(0, clock.hours.size))
    week = storm_week(results, clock)
    return [whole] if clock.hours.size < 240 else [("the week of the storm", week), whole]


@dataclass(frozen=True)
class Panel:
    """One row of a picture: what it measures, how tall it is, and how it is drawn for some rows of the results."""

    label: str
    height: float
    draw: Callable[[Axes, slice], None]


def draw_panels(figure: Figure, spec: Any, results: Results, clock: Clock, panels: Sequence[Panel]) -> list[list[Axes]]:
    """Draws each panel once for each window of time; a panel shares its y axis, a window its dates."""
    spans = windows(results, clock)
    inner = spec.subgridspec(
        len(panels), len(spans), height_ratios=[p.height for p in panels], wspace=0.05, hspace=0.14
    )
    made: list[list[Axes]] = []
    for i, panel in enumerate(panels):
        row: list[Axes] = []
        for j, (name, span) in enumerate(spans):
            axes = figure.add_subplot(inner[i, j], sharey=row[0] if row else None)
            plain(axes, "" if row else panel.label)
            panel.draw(axes, span)
            date_axis(axes, clock, span, labels=panel is panels[-1])
            axes.tick_params(labelleft=not row)
            if i == 0:
                axes.set_title(name, fontsize=FONT_SIZES["label"], loc="left", color="#444444")
            row.append(axes)
        made.append(row)
    return made


def swatch(colour: str) -> Any:
    """A coloured square for a legend."""
    from matplotlib.patches import Patch

    return Patch(facecolor=colour, linewidth=0)
