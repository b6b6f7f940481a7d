# SPDX-License-Identifier: Apache-2.0
"""Function of the communities over real dates, with rain and phases."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Patch

from commonweal.pictures import style
from commonweal.results import community_names, days_lost

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from commonweal.results import Array, Results


class Town:
    """The series that the picture shows."""

    def __init__(self, results: Results) -> None:
        clock = style.Clock.of(results)
        self.dates, self.ends = clock.dates, clock.ends
        self.rain = results.read("rain")
        self.warned = results.read("warning_in_force") > 0
        self.dimensions = list(results.read("dimension"))
        self.by_dimension = results.read("function")
        self.function: Array = self.by_dimension.mean(axis=2)
        self.lost = days_lost(self.by_dimension)
        self.perceived = results.read("perceived_function")
        self.communities = community_names(results)
        self.phases = results.labels("phase")
        codes = results.read("phase")
        self.phase_shares = np.stack([(codes == code).mean(axis=1) for code in range(len(self.phases))])

    def ranked(self) -> list[int]:
        """Communities, the one that lost most function first."""
        return [int(place) for place in np.argsort(-self.lost, kind="stable")]


def shade_phases(axes: Axes, town: Town, rows: slice) -> None:
    """The background has the colour of the phase that most communities are in."""
    leading = town.phase_shares[:, rows].argmax(axis=0)
    changes = [0, *(np.flatnonzero(np.diff(leading)) + 1), leading.size]
    ends = town.ends[rows]
    for first, last in pairwise(changes):
        if phase := leading[first]:
            end = ends[min(last, ends.size - 1)]
            axes.axvspan(ends[first], end, color=style.PHASE_COLOURS[phase], alpha=0.13, linewidth=0)


def draw_rain(axes: Axes, town: Town, window: style.Window) -> None:
    dates, rain = town.dates[window.rows], town.rain[window.rows]
    top = max(10.0, 1.2 * float(town.rain.max()))
    axes.fill_between(dates, rain, step="post", color=style.BLUE, linewidth=0)
    axes.fill_between(
        dates, 0.92 * top, top, where=town.warned[window.rows], step="post", color=style.PURPLE, linewidth=0
    )
    axes.set_ylim(0, top)


def draw_function(axes: Axes, town: Town, window: style.Window) -> None:
    ends, shown = town.ends[window.rows], town.function[window.rows]
    shade_phases(axes, town, window.rows)
    low, high = np.quantile(shown, [0.1, 0.9], axis=1)
    axes.fill_between(ends, low, high, color="#bbbbbb", alpha=0.75, linewidth=0, label="8 of 10 communities")
    ranked = town.ranked()
    ends_of_scale = [(ranked[0], "hardest hit", style.RED), (ranked[-1], "least hit", style.GREEN)]
    for place, name, colour in ends_of_scale if town.lost.any() else []:
        axes.plot(ends, shown[:, place], color=colour, linewidth=1, label=f"{name}: {town.communities[place]}")
    axes.plot(ends, shown.mean(axis=1), color=style.BLACK, linewidth=1.8, label="mean of all communities")
    perceived = town.perceived[window.rows].mean(axis=1)
    axes.plot(
        ends, perceived, color=style.BLACK, linewidth=1, linestyle=":", label="perceived by offices: water, power"
    )
    axes.set_ylim(lower_end(town.function), 1.01)


def draw_phases(axes: Axes, town: Town, window: style.Window) -> None:
    shares = 100 * town.phase_shares[:, window.rows]
    axes.stackplot(town.ends[window.rows], shares, colors=style.PHASE_COLOURS, linewidth=0)
    axes.set_ylim(0, 100)
    axes.grid(visible=False)


def lower_end(values: Array) -> float:
    """Where an axis begins that shows all of the values, and at least the upper quarter."""
    return min(0.75, float(np.floor(values.min() * 20) / 20) - 0.01)


def draw_dimensions(figure: style.Picture, spec: Any, results: Results, town: Town) -> None:
    """One small panel for each dimension of function."""
    clock = style.Clock.of(results)
    inner = spec.subgridspec(1, len(town.dimensions), wspace=0.1)
    low, high = np.quantile(town.by_dimension, [0.1, 0.9], axis=1)
    mean = town.by_dimension.mean(axis=1)
    first: Axes | None = None
    for i, name in enumerate(town.dimensions):
        axes = figure.add_subplot(inner[0, i], sharey=first)
        figure.panels[f"dimension/{name}"] = axes
        axes.fill_between(town.ends, low[:, i], high[:, i], color="#bbbbbb", alpha=0.75, linewidth=0)
        axes.plot(town.ends, mean[:, i], color=style.BLACK, linewidth=1.3)
        axes.set_title(name)
        style.date_axis(axes, clock, slice(0, town.dates.size), ticks=4)
        axes.set_xlabel("")
        axes.tick_params(labelleft=first is None)
        first = first or axes
    if first:
        style.name_values(first, "function, share of normal")
        first.set_ylim(lower_end(low), 1.01)


def key_to_colours(axes: Axes, town: Town) -> None:
    names = ["warning in force", *town.phases]
    colours = [style.PURPLE, *style.PHASE_COLOURS]
    patches = [Patch(facecolor=colour, linewidth=0) for colour in colours]
    axes.legend(patches, names, loc="upper right", ncols=2)


def draw(results: Results) -> style.Picture:
    """Rain; function of the communities in all; phases; each dimension of function by itself."""
    town = Town(results)
    heading = "How well the communities work; background: the phase that most of their offices think they are in"
    figure = style.new_figure(results, heading, size=(11, 8.6))
    outer = figure.add_gridspec(2, 1, height_ratios=[3, 1], left=0.07, right=0.985, top=0.90, bottom=0.07, hspace=0.27)
    panels = [
        style.Panel("rain", "rain, mm / h", 1.2, lambda axes, window: draw_rain(axes, town, window)),
        style.Panel(
            "function", "function, share of normal", 3.2, lambda axes, window: draw_function(axes, town, window)
        ),
        style.Panel("phases", "communities, %", 1.0, lambda axes, window: draw_phases(axes, town, window)),
    ]
    rain, function, _ = style.draw_panels(figure, outer[0], results, style.Clock.of(results), panels)
    key_to_colours(rain, town)
    function.legend(loc="lower right")
    draw_dimensions(figure, outer[1], results, town)
    return figure
