# SPDX-License-Identifier: Apache-2.0
"""Water and outage, cell by cell, at the height of the flood and after."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from matplotlib import colormaps, rc_context
from matplotlib.collections import LineCollection
from matplotlib.colors import BoundaryNorm, ListedColormap, Normalize
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from commonweal import _core
from commonweal.pictures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commonweal.results import Array, Results

DEPTHS = [0.0, 0.05, 0.15, 0.3, 0.5, 0.8, 1.2, 1.6, 2.0, 3.0]
DAYS_AFTER = [0, 1, 3]


class Raster:
    """Where the cells lie."""

    def __init__(self, results: Results) -> None:
        self.column = results.read("cells/column").astype(int)
        self.row = results.read("cells/row").astype(int)
        self.community = results.read("cells/community")
        self.side = float(np.sqrt(np.mean(results.read("cells/area")))) / 1000
        self.shape = (int(self.row.max()) + 1, int(self.column.max()) + 1)

    def place(self, values: Array) -> Array:
        """Values by cell as an image; NaN where nobody lives."""
        image = np.full(self.shape, np.nan)
        image[self.row, self.column] = values
        return image

    def borders(self) -> LineCollection:
        """The lines between communities."""
        owner = self.place(self.community)
        beside = [
            ((column + 1, row), (column + 1, row + 1))
            for row, column in np.argwhere(differs(owner[:, :-1], owner[:, 1:]))
        ]
        below = [
            ((column, row + 1), (column + 1, row + 1)) for row, column in np.argwhere(differs(owner[:-1], owner[1:]))
        ]
        lines = np.array(beside + below, dtype=float).reshape(-1, 2, 2) * self.side
        return LineCollection(list(lines), colors="#555555", linewidths=0.5)

    def number(self, axes: Axes, width: float) -> None:
        """Writes the number of each community into its middle, as small as a map so many inches wide demands."""
        communities = np.unique(self.community)
        side = 72 * width / self.shape[1] * np.sqrt(self.column.size / communities.size)
        for community in communities:
            own = self.community == community
            x, y = (self.side * (place[own].mean() + 0.5) for place in (self.column, self.row))
            text = axes.text(x, y, str(community), fontsize=min(7.0, 0.45 * side), ha="center", va="center")
            text.set_path_effects([withStroke(linewidth=1.2, foreground="#ffffffb0")])

    def draw(self, axes: Axes, values: Array, **options: Any) -> Any:
        rows, columns = self.shape
        extent = (0, columns * self.side, rows * self.side, 0)
        axes.set_facecolor("#f4f4f4")
        axes.add_collection(self.borders())
        return axes.imshow(self.place(values), extent=extent, interpolation="nearest", **options)


def differs(here: Array, there: Array) -> Array:
    """Whether two cells belong to different communities; beyond the edge there is none."""
    different: Array = (here != there) & ~(np.isnan(here) & np.isnan(there))
    return different


def moments(results: Results, depth: Array) -> list[int]:
    """Rows of the series at the height of the flood and some days after it."""
    peak = int(depth.mean(axis=1).argmax())
    rows = [peak + 24 * days for days in DAYS_AFTER]
    return [row for row in rows if row < depth.shape[0]]


def depth_scale() -> dict[str, Any]:
    blues = colormaps["Blues"](np.linspace(0.18, 1.0, len(DEPTHS) - 1))
    colours = np.vstack([[0.98, 0.98, 0.95, 1.0], blues])
    return {"cmap": ListedColormap(colours), "norm": BoundaryNorm(DEPTHS, len(colours), extend="max")}


def add_bar(figure: Figure, where: Any, image: Any, label: str, **options: Any) -> None:
    figure.colorbar(image, cax=figure.add_subplot(where), **options).set_label(label)


#: Title, values by cell, and the scale of colours.
Map: TypeAlias = "tuple[str, Array, dict[str, Any]]"


def draw_row(figure: style.Picture, grid: Any, row: int, raster: Raster, maps: list[Map]) -> list[Any]:
    """The first map stands in column 0, the others from column 2 on; column 1 is for the first one's scale."""
    images = []
    for i, (title, values, options) in enumerate(maps):
        axes = figure.add_subplot(grid[row, i + (i > 0) * 2])
        figure.panels[title] = axes
        axes.set_title(title)
        images.append(raster.draw(axes, values, **options))
        if row == 1:
            axes.set_xlabel("km from the west")
            axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        else:
            axes.set_xticks([])
        if i == 0:
            raster.number(axes, axes.get_position().width * figure.get_figwidth())
            axes.set_ylabel("km from the north")
            axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        else:
            axes.set_yticks([])
    return images


def draw(results: Results) -> style.Picture:
    """Depth of water and power by cell: over the whole run, at the height of the flood, a day and three days later."""
    if not results.complete:
        raise _core.Error(f"the run in {results.folder} has not ended, and maps need its table of cells")
    with rc_context({"axes.grid": False}):
        return draw_maps(results)


def draw_maps(results: Results) -> style.Picture:
    raster = Raster(results)
    depth, powered = results.read("depth"), results.read("powered")
    zone = style.zone_name(results.utc_offset)
    hours = results.read("time")
    rows = moments(results, depth)
    # Depth and power are those of the end of their hour.
    names = [f"{results.start + timedelta(hours=float(hours[row]) + 1):%d %b %Y %H:%M}" for row in rows]
    cells = raster.column.size
    heading = f"Water and power in each of {cells} cells; lines and numbers: the communities; times are {zone}"
    height = 2.5 + 4.2 * raster.shape[0] / raster.shape[1]
    figure = style.new_figure(results, heading, size=(11, height))
    widths = [1, 0.045, 0.23, *[1] * len(rows), 0.045]
    frame = {"left": 0.06, "right": 0.94, "top": 1 - 0.95 / height, "bottom": 0.62 / height}
    grid = figure.add_gridspec(2, len(widths), width_ratios=widths, wspace=0.08, hspace=0.28, **frame)
    scale = depth_scale()
    water = draw_row(
        figure,
        grid,
        0,
        raster,
        [("deepest water", depth.max(axis=0), scale)]
        + [(f"water, {name}", depth[row], scale) for name, row in zip(names, rows, strict=True)],
    )
    out = (1 - powered).sum(axis=0)
    dark = {"cmap": "YlOrBr", "norm": Normalize(0, 100)}
    days = {"cmap": "YlOrBr", "norm": Normalize(0, max(24.0, float(out.max())))}
    power = draw_row(
        figure,
        grid,
        1,
        raster,
        [("time without power", out, days)]
        + [(f"outage, {name}", 100 * (1 - powered[row]), dark) for name, row in zip(names, rows, strict=True)],
    )
    add_bar(figure, grid[0, 1], water[0], "m", ticks=DEPTHS)
    add_bar(figure, grid[1, 1], power[0], "h")
    add_bar(figure, grid[0, -1], water[-1], "depth, m", ticks=DEPTHS)
    add_bar(figure, grid[1, -1], power[-1], "power lost, %")
    return figure
