# SPDX-License-Identifier: Apache-2.0
"""How runs differ over time, with the uncertainty of the mean difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import rc_context

from commonweal.pictures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commonweal.compare import Comparison, Quantity
    from commonweal.results import Results
    from commonweal.student import PairedMean

COLOURS = [style.BLUE, style.ORANGE, style.GREEN, style.RED, style.PURPLE, style.SKY]


def draw(
    results: Results,
    quantity: Quantity,
    statistics: Mapping[str, PairedMean],
    comparison: Comparison,
    ax: Axes | None,
) -> Figure:
    """Draws into the axes, or into a figure of their own; the results are of one of the runs and tell the dates."""
    with rc_context(style.LOOK):
        figure: Figure = style.Picture(figsize=(8.5, 4.2), layout="constrained") if ax is None else root_of(ax)
        axes = figure.add_subplot() if ax is None else ax
        clock = style.Clock.of(results)
        axes.axhline(0, color=style.GREY, linewidth=0.8)
        for i, (label, found) in enumerate(statistics.items()):
            colour = COLOURS[i % len(COLOURS)]
            axes.plot(clock.ends, found.mean, color=colour, linewidth=1.6, label=label)
            if np.isfinite(found.low).all():
                axes.fill_between(clock.ends, found.low, found.high, color=colour, alpha=0.22, linewidth=0)
        style.date_axis(axes, clock, slice(0, clock.dates.size))
        axes.set_ylabel(f"difference of {quantity.name}, {unit_text(quantity)}")
        axes.set_title(
            f"{quantity.meaning}\ndifference from {comparison.baseline!r}; {band_text(comparison)}", loc="left"
        )
        axes.legend(loc="best")
    return figure


def band_text(comparison: Comparison) -> str:
    pairs = len(comparison.pairs)
    if pairs == 1:
        return "one pair"
    return f"band: {100 * comparison.confidence:.4g} % interval of the mean of {pairs} pairs"


def unit_text(quantity: Quantity) -> str:
    """The unit; of plain numbers whether they count or are shares."""
    if quantity.unit != "1":
        return quantity.unit
    whole = all(np.array_equal(values, values.round()) for values in quantity.values.values())
    return "count" if whole else "share"


def root_of(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    assert figure is not None
    return figure
