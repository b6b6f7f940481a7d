# SPDX-License-Identifier: Apache-2.0
"""One hourly variable over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib import rc_context

from commonweal import _core
from commonweal.compare import comparable
from commonweal.pictures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from commonweal.results import Results


def draw_series(results: Results, name: str, ax: Axes | None) -> Axes:
    """Draws into the axes, or into those of a new figure."""
    known = comparable(results)
    if name not in known:
        near = _core.nearest(str(name), known)
        meant = f"Did you mean {near!r}?" if near else f"They are {', '.join(known)}."
        raise _core.Error(f"{results.folder} has no series of numbers {name!r}. {meant}")
    values, clock = results.read(name), style.Clock.of(results)
    flat = values.reshape(len(values), -1)
    with rc_context(style.LOOK):
        axes = style.Picture(figsize=(8.5, 3.6), layout="constrained").add_subplot() if ax is None else ax
        if flat.shape[1] > 1:
            axes.fill_between(clock.ends, flat.min(axis=1), flat.max(axis=1), color="#bbbbbb", alpha=0.6, linewidth=0)
        axes.plot(clock.ends, flat.mean(axis=1), color=style.BLUE, linewidth=1.5)
        style.date_axis(axes, clock, slice(0, clock.dates.size))
        unit = results.unit(name)
        axes.set_ylabel(name if unit == "1" else f"{name}, {unit}")
        meaning = str(results.attributes(name).get("long_name", name))
        axes.set_title(meaning + ("; mean and range of places" if flat.shape[1] > 1 else ""), loc="left")
    return axes
