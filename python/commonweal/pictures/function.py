# SPDX-License-Identifier: Apache-2.0
"""Function of the communities over real dates, with rain and phases."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from commonweal.pictures import style
from commonweal.results import community_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commonweal.results import Array, Results


class Town:
    """The series that the picture shows."""

    def __init__(self, results: Results) -> None:
        self.dates = style.Clock.of(results).dates
        self.rain = results.read("rain")
        self.warned = results.read("warning_in_force") > 0
        self.dimensions = list(results.read("dimension"))
        self.by_dimension = results.read("function")
        self.function: Array = self.by_dimension.mean(axis=2)
        self.perceived = results.read("perceived_function")
        self.communities = community_names(results)
        self.phases = results.labels("phase")
        codes = results.read("phase")
        self.phase_shares = np.stack([(codes == code).mean(axis=1) for code in range(len(self.phases))])

    def ranked(self) -> list[int]:
        """Communities, the one that lost most function first."""
        return list(np.argsort(self.function.sum(axis=0), kind="stable"))


def shade_phases(axes: Axes, town: Town, rows: slice) -> None:
    """The background has the colour of the phase that most communities are in."""
    leading = town.phase_shares[:, rows].argmax(axis=0)
    changes = [0, *(np.flatnonzero(np.diff(leading)) + 1), leading.size]
    dates = town.dates[rows]
    for first, last in pairwise(changes):
        if phase := leading[first]:
            end = dates[min(last, dates.size - 1)]
            axes.axvspan(dates[first], end, color=style.PHASE_COLOURS[phase], alpha=0.13, linewidth=0)


def draw_rain(axes: Axes, town: Town, rows: slice) -> None:
    axes.fill_between(town.dates[rows], town.rain[rows], step="post", color=style.BLUE, linewidth=0)
    top = max(10.0, 1.15 * float(town.rain.max()))
    axes.set_ylim(0, top)
    axes.fill_between(
        town.dates[rows],
        0.94 * top,
        top,
        where=town.warned[rows],
        step="post",
        color=style.PURPLE,
        linewidth=0,
        label="warning in force",
    )


def draw_function(axes: Axes, town: Town, rows: slice) -> None:
    dates, shown = town.dates[rows], town.function[rows]
    shade_phases(axes, town, rows)
    low, high = np.quantile(shown, [0.1, 0.9], axis=1)
    axes.fill_between(dates, low, high, color="#bbbbbb", alpha=0.75, linewidth=0, label="8 of 10 communities")
    ranked = town.ranked()
    for place, name, colour in [(ranked[0], "hardest hit", style.RED), (ranked[-1], "least hit", style.GREEN)]:
        axes.plot(dates, shown[:, place], color=colour, linewidth=1, label=f"{name}: {town.communities[place]}")
    axes.plot(dates, shown.mean(axis=1), color=style.BLACK, linewidth=1.8, label="mean of all communities")
    axes.plot(
        dates,
        town.perceived[rows].mean(axis=1),
        color=style.BLACK,
        linewidth=1.1,
        linestyle=(0, (3, 2)),
        label="mean as the offices see it",
    )
    axes.set_ylim(min(0.75, float(np.floor(town.function.min() * 20) / 20)), 1.01)


def draw_phases(axes: Axes, town: Town, rows: slice) -> None:
    axes.stackplot(town.dates[rows], 100 * town.phase_shares[:, rows], colors=style.PHASE_COLOURS, linewidth=0)
    axes.set_ylim(0, 100)
    axes.grid(visible=False)


def draw_dimensions(figure: Figure, spec: Any, results: Results, town: Town) -> None:
    """One small panel for each dimension of function."""
    clock = style.Clock.of(results)
    everything = slice(0, town.dates.size)
    inner = spec.subgridspec(1, len(town.dimensions), wspace=0.1)
    first: Axes | None = None
    for i, name in enumerate(town.dimensions):
        axes = figure.add_subplot(inner[0, i], sharey=first)
        style.plain(axes, "" if first else "function, share of normal")
        values = town.by_dimension[:, :, i]
        low, high = np.quantile(values, [0.1, 0.9], axis=1)
        axes.fill_between(town.dates, low, high, color="#bbbbbb", alpha=0.75, linewidth=0)
        axes.plot(town.dates, values.mean(axis=1), color=style.BLACK, linewidth=1.3)
        axes.set_title(name, fontsize=style.FONT_SIZES["label"], loc="left")
        style.date_axis(axes, clock, everything, ticks=4)
        axes.set_xlabel("")
        axes.tick_params(labelleft=first is None)
        first = first or axes
        first.set_ylim(-0.02, 1.02)


def draw(results: Results) -> Figure:
    """Rain; function of the communities in all; phases; each dimension of function by itself."""
    town = Town(results)
    heading = "How well the communities work, hour by hour, and the phase that each office thinks it is in"
    figure = style.new_figure(results, heading, size=(11, 8.6))
    outer = figure.add_gridspec(2, 1, height_ratios=[3, 1], left=0.07, right=0.985, top=0.90, bottom=0.085, hspace=0.26)
    rows = style.draw_panels(
        figure,
        outer[0],
        results,
        style.Clock.of(results),
        [
            style.Panel("rain, mm / h", 1.0, lambda axes, span: draw_rain(axes, town, span)),
            style.Panel("function, share of normal", 3.2, lambda axes, span: draw_function(axes, town, span)),
            style.Panel("communities, %", 1.0, lambda axes, span: draw_phases(axes, town, span)),
        ],
    )
    style.legend(rows[0][-1], loc="upper right")
    style.legend(rows[1][-1], loc="lower right")
    marks = [style.swatch(colour) for colour in style.PHASE_COLOURS]
    figure.legend(
        marks,
        town.phases,
        loc="upper right",
        bbox_to_anchor=(0.99, 0.955),
        ncols=len(marks),
        fontsize=style.FONT_SIZES["label"],
        frameon=False,
    )
    draw_dimensions(figure, outer[1], results, town)
    return figure
