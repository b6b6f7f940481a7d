# SPDX-License-Identifier: Apache-2.0
"""A depot of one good: deliveries, demand, what is owed and what gets too old; when it orders, and how much.

>>> from commonweal.process import stock
>>> print(f"{stock.newsvendor('normal(mean=100, sd=20)', shortage_cost=3, surplus_cost=1):.4f}")
113.4898
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, real, text
from commonweal.process.experiment import Initial, inner_of, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Stock", "long_run", "newsvendor", "simulate"]


class Stock(Parameters, kind=_core.process.Stock):
    """When a depot orders and how much, how long it waits for it, and what that costs.

    Arrow, Harris and Marschak 1951 (doi:10.2307/1906813); reorder point and level: Scarf 1960.
    """

    policy: str = parameter()
    level: float = parameter()
    reorder_point: float = parameter()
    lead_time: int = parameter()
    demand_rate: float = parameter()
    backlogged: float = parameter()
    shelf_life: int = parameter()
    order_cost: float = parameter()
    holding_cost: float = parameter()
    shortage_cost: float = parameter()
    waste_cost: float = parameter()


def simulate(
    params: Stock,
    *,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Keeps a depot day by day.

    Args:
        params: The parameters.
        initial: ``stock``: what is there at first (the level); ``demand``: of a day, a distribution that is drawn each
            day or a number for each day, in place of Poisson demand; ``cut_start`` and ``cut_length``: the day from
            which no delivery comes through, and for how many days (0).
        until: Days, a whole number; 365 if not given.
        every: Days between records, a whole number; 1 if not given.
        replicates: How many depots, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days) ``stock``, ``owed`` and ``on_order``, and for each day since the record
        before ``demand``, ``issued``, ``at_once`` (of the day's demand), ``lost``, ``expired``, ``cost``, and
        ``short``, the share of days on which not all demand was met at once.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(Stock, params, initial, until=until, every=every, replicates=replicates, seed=seed, threads=threads)


def long_run(params: Stock) -> dict[str, float]:
    """How a depot does in the long run, with Poisson demand that waits and goods that keep.

    Args:
        params: The parameters.

    Returns:
        ``on_hand`` and ``owed``, means at the end of a day; ``ready``, the share of days at whose end nothing is owed;
        ``fill_rate``, the share of demand met on its day; ``orders`` and ``cost`` of a day.

    Raises:
        Error: Where demand is lost, goods age or nothing is ordered, and where levels are no whole numbers.
    """
    return dict(inner_of(params, Stock).long_run())


def newsvendor(demand: str | float, *, shortage_cost: float, surplus_cost: float) -> float:
    """The best quantity where an uncertain demand is to be met once (Arrow, Harris and Marschak 1951).

    Args:
        demand: A distribution such as ``"normal(mean=100, sd=20)"``.
        shortage_cost: Of a unit too few, above 0, up to 1e12.
        surplus_cost: Of a unit too many, above 0, up to 1e12.

    Returns:
        The quantity that demand exceeds with the chance surplus_cost / (shortage_cost + surplus_cost).

    Raises:
        ConfigError: If that is no distribution.
        Error: Unless both costs are above 0.
    """
    spread = text("demand", demand) if isinstance(demand, str) else repr(real("demand", demand))
    given = {"shortage_cost": shortage_cost, "surplus_cost": surplus_cost}
    costs = [bounded(name, cost, high=1e12, above=True) for name, cost in given.items()]
    return float(_core.process.newsvendor(spread, *costs))
