# SPDX-License-Identifier: Apache-2.0
"""Households that want a larger stock the more they fear, and shops whose shelves are finite.

>>> from commonweal.process import panic_buying
>>> params = panic_buying.PanicBuying()
>>> [round(panic_buying.target_stock(params, panic=panic), 1) for panic in (0.0, 0.5, 1.0)]
[3.1, 8.5, 13.9]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded
from commonweal.process.experiment import Initial, Ties, inner_of, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["PanicBuying", "simulate", "target_stock"]


class PanicBuying(Parameters, kind=_core.process.PanicBuying):
    """How fear rises, what households then want, and what shops hold and are brought.

    O'Connell, de Paula and Smith 2021 (doi:10.1111/1475-5890.12271) for what is to be explained.
    """

    risk_effect: float = parameter()
    contagion: float = parameter()
    shelf_effect: float = parameter()
    rumour_effect: float = parameter()
    information_effect: float = parameter()
    calming_time: float = parameter()
    calm_target: float = parameter()
    panic_target: float = parameter()
    panic_threshold: float = parameter()
    panic_slope: float = parameter()
    trip_rate: float = parameter()
    panic_trips: float = parameter()
    need_trip_rate: float = parameter()
    basket: float = parameter()
    panic_basket: float = parameter()
    purchase_limit: float = parameter()
    shelf_stock: float = parameter()
    delivery_rate: float = parameter()
    sight_time: float = parameter()
    households_per_shop: int = parameter()


def simulate(
    params: PanicBuying,
    *,
    graph: Ties = None,
    size: int | None = None,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    step: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Lets households shop through a shock. Stocks are in days of a household's normal use.

    Args:
        params: The parameters of panic buying.
        graph: Which households see each other; each all others if not given. Of a list, replicate r takes graph r
            modulo its length; a model such as ``cw.core.SmallWorld()`` makes one for each replicate.
        size: How many households, where ``graph`` does not tell; 1,000 if not given.
        initial: What :func:`commonweal.process.emotion.simulate` takes, but with a ``risk`` of ``"uniform(low=0.2,
            high=1)"``, an ``onset`` at day 14 and a ``duration`` of 28; ``stock`` at first, days (as after a long calm
            time); ``reserve`` kept in any case, days (0).
        until: Days, at most 1,000; 60 if not given.
        every: Days between records; without it 1, or a hundredth of ``until``.
        step: Length of a tick, days; without it 0.125.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days), since the record before (not a number at first): ``demand``, ``sold``
        and ``delivered``, as multiples of normal use; ``buying`` and ``wanting``, purchases and visits to buy of a
        household in a day; ``basket`` and ``basket_wanted``, days; ``turned_away``, the share of visits for which the
        shelf was empty. At the time: ``stock`` of a household and ``shelf`` of a shop for each household, days; mean
        ``panic``; and the share ``short`` of households whose stock is used up.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        PanicBuying,
        params,
        initial,
        graph=graph,
        size=size,
        until=until,
        every=every,
        step=step,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )


def target_stock(params: PanicBuying, *, panic: float, reserve: float = 0.0) -> float:
    """The stock below which a household buys.

    Args:
        params: The parameters of panic buying.
        panic: In [0, 1].
        reserve: What it keeps in any case, in [0, 365] days; it counts as got already in panic.

    Returns:
        Days of normal use.

    Raises:
        ConfigError: If a number is out of range.
    """
    fear, kept = bounded("panic", panic, high=1.0), bounded("reserve", reserve, high=365.0)
    return float(inner_of(params, PanicBuying).target_stock(fear, kept))
