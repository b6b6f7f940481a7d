# SPDX-License-Identifier: Apache-2.0
"""Reserves that communities build, keep and use, and effort that falls where aid is expected.

>>> from commonweal.process import dependence
>>> params = dependence.Dependence(discouragement=0.5)
>>> settled = dependence.long_run(params, useful=0.6)
>>> print(f"{settled['reserve']:.3f} of an event's need in reserve")
0.241 of an event's need in reserve
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, flat
from commonweal.process.experiment import Initial, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Dependence", "long_run", "mean_field", "simulate", "useful_shares"]

#: Kinds of goods in reserve, in the order of ``initial["goods"]``.
GOODS = ("food_and_water", "medical", "shelter", "power", "pumps_and_boats")
#: Kinds of events, in the order of ``initial["hazards"]``.
HAZARDS = ("flood", "earthquake", "epidemic", "heat", "outage")


class Dependence(Parameters, kind=_core.process.Dependence):
    """What communities do for themselves, what aid does, and what they come to expect of it.

    The dilemma of the Samaritan: Buchanan 1975; aid that comes anyhow: Coate 1995.
    """

    building: float = parameter()
    discouragement: float = parameter()
    aid_share: float = parameter()
    learning: float = parameter()
    funding: float = parameter()
    upkeep: float = parameter()
    shelf_life: float = parameter()
    neglect: float = parameter()
    event_rate: float = parameter()


def simulate(
    params: Dependence,
    *,
    size: int | None = None,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    step: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Lets communities build and use reserves.

    Args:
        params: The parameters.
        size: How many communities; 1,000 if not given.
        initial: ``reserve`` in the needs of an event (0); ``aid_expected``, the share of an event's need (0);
            ``means``, a factor to what is built (1); ``access``, a factor to the share of aid, in [0, 1] (1); and five
            shares each, which add up to 1, ``goods`` that a reserve is made of and ``hazards`` of events (all equal).
        until: Years; 50 if not given.
        every: Years between records; without it a hundredth of ``until``, or 1.
        step: Length of a tick, years; a month if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Means over communities, over ``replicate`` and ``time`` (years) ``reserve``, ``aid_expected``, ``effort``, and
        since the start ``events``, and of their needs ``met_by_reserve``, ``met_by_aid`` and ``unmet``. Over
        ``replicate`` and ``agent`` ``reserve_left`` and ``aid_expected_last`` at the end.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Dependence,
        params,
        initial,
        size=size,
        until=until,
        every=every,
        step=step,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )


def long_run(params: Dependence, *, useful: float) -> dict[str, float]:
    """Where reserves and expectations settle on average, where a reserve never does for a whole event.

    Args:
        params: The parameters.
        useful: The share of a reserve that is of use, on average over events, in [0, 1].

    Returns:
        ``reserve``, ``aid_expected``, ``effort``, and the shares of an event's need ``met_by_reserve`` and ``unmet``.

    Raises:
        Error: Where a reserve may grow to the need of an event, or its care may cost more than there is.
    """
    return dict(inner_of(params, Dependence).long_run(bounded("useful", useful, high=1.0)))


def mean_field(
    params: Dependence,
    *,
    useful: float,
    initial: Initial | None = None,
    until: float = 50.0,
    every: float | None = None,
) -> xr.Dataset:
    """The mean course under the same conditions as for ``long_run``.

    Args:
        params: The parameters.
        useful: The share of a reserve that is of use, on average over events, in [0, 1].
        initial: ``reserve`` and ``aid_expected`` at first (0).
        until: Years; at most ten million steps of the equations.
        every: Years between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        ``reserve`` and ``aid_expected`` over ``time`` (years).

    Raises:
        Error: As ``long_run``.
    """
    share = bounded("useful", useful, high=1.0)
    return to_xarray(inner_of(params, Dependence).mean_field(starts(initial), share, *times(until, every)), params)


def useful_shares(goods: Iterable[float]) -> dict[str, float]:
    """How much of a reserve is of use under each hazard.

    Args:
        goods: The share of each good, in the order of ``GOODS``.

    Returns:
        A share for each of ``HAZARDS``.

    Raises:
        ConfigError: Unless there are five.
    """
    shares = _core.process.useful_shares(flat("goods", goods, low=0.0, high=1.0).tolist())
    return dict(zip(HAZARDS, shares, strict=True))
