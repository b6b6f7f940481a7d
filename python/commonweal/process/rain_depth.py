# SPDX-License-Identifier: Apache-2.0
"""Rain becomes standing water on a terrain of cells: what neither drains nor runs off to a lower neighbour stays.

>>> from commonweal.process import rain_depth
>>> flat = rain_depth.RainDepth(runoff=1.0, drain_capacity=30.0, relief=0.0)
>>> course = rain_depth.simulate(flat, ground=[[0.0]], rain=[50.0, 80.0])
>>> course.depth.isel(cell=0).round(3).values.tolist()
[0.0, 0.02, 0.07]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import as_array, bounded, flat, numbers, real
from commonweal.process.experiment import experiment, inner_of, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = ["RainDepth", "simulate", "stage", "steady_depth", "volume_at", "wet_share"]


class RainDepth(Parameters, kind=_core.process.RainDepth):
    """How much of the rain runs off, drains and flows on.

    Storage cells as in quasi-two-dimensional flood models: Bates and De Roo 2000 (doi:10.1016/S0022-1694(00)00278-X).
    """

    runoff: float = parameter()
    drain_capacity: float = parameter()
    relief: float = parameter()
    conveyance: float = parameter()
    substeps_per_hour: int = parameter()


def simulate(
    params: RainDepth,
    *,
    ground: ArrayLike,
    rain: ArrayLike,
    rain_step: float = 1.0,
    area: ArrayLike = 250_000.0,
    links: ArrayLike | None = None,
    outlet: ArrayLike = 0.0,
    weight: ArrayLike = 1.0,
    blocked: ArrayLike = 0.0,
    depth: ArrayLike = 0.0,
    until: float | None = None,
    every: float | None = None,
) -> xr.Dataset:
    """Lets a storm go over a terrain.

    Args:
        params: The parameters.
        ground: Lowest ground of each cell, m, as rows and columns of a grid, or one row.
        rain: mm / h, one number after the other; after the last one it is dry.
        rain_step: How long each lasts, h.
        area: Of a cell, m2; like all that follow one number for all, or in the shape of ``ground``.
        links: Pairs of cells between which water flows, (n, 2), numbered row by row; the four neighbours on the grid
            if not given.
        outlet: Flow out of the area per metre of depth, m2 / h.
        weight: Factor to the rain.
        blocked: Share of the drains that is blocked or without power, in [0, 1].
        depth: Water at the start, m.
        until: Hours; to the end of the rain if not given.
        every: Hours between records; ``rain_step`` if not given.

    Returns:
        ``depth`` over ``time`` (h) and ``cell``, m, above the lowest ground of the cell. Over ``time`` ``stored``,
        and so far ``runoff``, ``drained`` and ``left``, m3, which balance; and ``flooded``, the share of the ground
        under water.

    Raises:
        ConfigError: With everything that is wrong.
    """
    import numpy as np

    heights = np.atleast_2d(numbers("ground", ground))
    if heights.ndim != 2:
        rule = "must be rows and columns of a grid, or one row"
        _core.refuse_keyword("ground", value=f"an array of the shape {heights.shape}", rule=rule)
    given = {"ground": heights, "rain": rain, "area": area, "outlet": outlet}
    given |= {"weight": weight, "blocked": blocked, "depth": depth}
    lists = {name: flat(name, values).tolist() for name, values in given.items()}
    pairs = _grid_links(*heights.shape) if links is None else as_array("links", links)
    if pairs.size and (pairs.dtype.kind not in "iu" or pairs.ndim != 2 or pairs.shape[1] != 2 or pairs.min() < 0):
        rule = "must be pairs of cells, (n, 2), counted from 0"
        _core.refuse_keyword("links", value=f"an array of the shape {pairs.shape}", rule=rule)
    asked = experiment(until=until, every=every)
    ends = np.ascontiguousarray(pairs.ravel(), dtype=np.uint32)
    return to_xarray(inner_of(params, RainDepth).simulate(lists, ends, real("rain_step", rain_step), asked), params)


def steady_depth(
    params: RainDepth, *, rain: float, outlet: float, area: float = 250_000.0, blocked: float = 0
) -> float:
    """Depth of a cell by itself at which as much leaves as comes.

    Args:
        params: The parameters.
        rain: mm / h, at least 0.
        outlet: Flow out of it per metre of depth, m2 / h, at least 0.
        area: m2, above 0.
        blocked: Share of its drains that is blocked, in [0, 1].

    Returns:
        Depth, m; 0 where drains swallow the rain.

    Raises:
        ConfigError: If a number is out of its range.
        Error: Where it rises for ever.
    """
    return float(
        inner_of(params, RainDepth).steady_depth(
            bounded("rain", rain),
            bounded("blocked", blocked, high=1.0),
            bounded("area", area, above=True),
            bounded("outlet", outlet),
        )
    )


def stage(params: RainDepth, *, volume: float, area: float = 250_000.0) -> float:
    """Depth where so much water stands in a cell.

    Args:
        params: The parameters.
        volume: m3, at least 0.
        area: m2, above 0.

    Returns:
        Depth above the lowest ground, m.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, RainDepth).stage(bounded("area", area, above=True), bounded("volume", volume)))


def volume_at(params: RainDepth, *, depth: float, area: float = 250_000.0) -> float:
    """How much water stands in a cell at a depth.

    Args:
        params: The parameters.
        depth: Above the lowest ground, m, at least 0.
        area: m2, above 0.

    Returns:
        Volume, m3.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, RainDepth).volume_at(bounded("area", area, above=True), bounded("depth", depth)))


def wet_share(params: RainDepth, *, depth: float) -> float:
    """The share of a cell's ground that is under water.

    Args:
        params: The parameters.
        depth: Above its lowest ground, m, at least 0.

    Returns:
        A share, in [0, 1].

    Raises:
        ConfigError: If the depth is out of its range.
    """
    return float(inner_of(params, RainDepth).wet_share(bounded("depth", depth)))


def _grid_links(rows: int, columns: int) -> NDArray[np.int64]:
    import numpy as np

    cells = np.arange(rows * columns).reshape(rows, columns)
    beside = np.stack([cells[:, :-1].ravel(), cells[:, 1:].ravel()], axis=1)
    below = np.stack([cells[:-1].ravel(), cells[1:].ravel()], axis=1)
    return np.concatenate([beside, below])
