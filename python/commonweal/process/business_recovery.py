# SPDX-License-Identifier: Apache-2.0
"""Businesses that an event has closed open again, by lifelines, customers, money, damage and open neighbours.

>>> from commonweal.process import business_recovery
>>> params = business_recovery.BusinessRecovery(base_rate=0.001, lifeline_effect=0.0, customer_effect=0.0)
>>> rate = business_recovery.reopening_rate(params, damage=0.0)
>>> print(f"{rate:.4f}")
0.0010
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, flat, real
from commonweal.process.experiment import Initial, Ties, given_size, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = ["BusinessRecovery", "calibrated_rate", "mean_field", "reopening_rate", "simulate"]

#: What a group of businesses is like, where it is not told.
_GROUP = {"damage": 0.5, "small": 0.8, "finance": 0.5, "lifeline": 90.0, "open": 0.0, "weight": 1.0}


class BusinessRecovery(Parameters, kind=_core.process.BusinessRecovery):
    """At which rate closed businesses open, and what moves it.

    Lam et al. 2009 (doi:10.1371/journal.pone.0004765) and LeSage et al. 2011 (doi:10.1111/j.1467-985X.2011.00712.x) on
    New Orleans after 2005.
    """

    base_rate: float = parameter()
    lifeline_effect: float = parameter()
    customer_effect: float = parameter()
    finance_effect: float = parameter()
    damage_effect: float = parameter()
    small_effect: float = parameter()
    spill_effect: float = parameter()
    spill_time: float = parameter()
    customers_first: float = parameter()
    customer_time: float = parameter()


def simulate(
    params: BusinessRecovery,
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
    """Lets businesses open again.

    Args:
        params: The parameters.
        graph: Whose opening counts for whom; in a mixed crowd that of all.
        size: How many businesses, where neither ``graph`` nor a list in ``initial`` tells; 1,000 if not given.
        initial: What they are like, each a number for all, a distribution or a number for each; ``damage``, in [0, 1]
            (uniform); ``small``: a chance (.8); ``finance``: how far there is money, in [0, 1] (uniform); ``lifeline``:
            days until lifelines are restored (uniform up to 180); ``open``: the chance of never having closed (0).
        until: Days; 791, 26 months, if not given.
        every: Days between records; 30 if not given.
        step: Length of a tick, days; 3 if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days) the share ``open``, and ``open_small``, ``open_large`` and
        ``open_damaged`` (more than half), of those. Over ``replicate`` and ``agent`` ``open_time``, not a number for
        those closed in the end.

    Raises:
        ConfigError: With everything that is wrong.
    """
    size = given_size(initial) if size is None and graph is None else size
    return run(
        BusinessRecovery,
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


def mean_field(
    params: BusinessRecovery,
    *,
    groups: Mapping[str, ArrayLike] | None = None,
    until: float = 791.0,
    every: float | None = None,
) -> xr.Dataset:
    """What happens where everybody is everybody's neighbour and there are infinitely many of each group.

    Args:
        params: The parameters.
        groups: ``damage``, ``small``, ``finance``, ``lifeline``, ``open`` as in ``simulate``, and ``weight``: a number
            for all groups or one for each.
        until: Days; at most ten million steps of the equations.
        every: Days between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        The share ``open`` over ``time`` (days).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, BusinessRecovery).mean_field(_rows(groups), *times(until, every)), params)


def calibrated_rate(
    params: BusinessRecovery,
    *,
    groups: Mapping[str, ArrayLike] | None = None,
    share: float = 0.65,
    days: float = 791.0,
) -> float:
    """The base rate by which the mean field reaches a share that was found.

    Args:
        params: The parameters, of which ``base_rate`` does not matter.
        groups: As in ``mean_field``.
        share: Of businesses that are open.
        days: When, up to 1e5.

    Returns:
        The rate, 1 / d.

    Raises:
        ConfigError: With everything that is wrong.
        Error: Where no rate up to 10 reaches it.
    """
    return float(
        inner_of(params, BusinessRecovery).calibrated_rate(_rows(groups), real("share", share), real("days", days))
    )


def reopening_rate(
    params: BusinessRecovery,
    *,
    damage: float = 0.5,
    small: float = 0.0,
    finance: float = 0.0,
    lifeline: float = 1.0,
    customers: float = 1.0,
    neighbours: float = 0.0,
) -> float:
    """The rate at which a business opens.

    Args:
        params: The parameters.
        damage: In [0, 1].
        small: 1 for a small business, 0 for another one.
        finance: How far there is money, in [0, 1].
        lifeline: 1 where there are lifelines, 0 where there are none.
        customers: Share who are back.
        neighbours: Share of neighbours that are open; 0 when that no longer counts.

    Returns:
        The rate, 1 / d.

    Raises:
        ConfigError: If a number is out of its range.
    """
    business = {"damage": damage, "small": small, "finance": finance}
    around = {"lifeline": lifeline, "customers": customers, "neighbours": neighbours}
    own, others = ({name: bounded(name, value, high=1.0) for name, value in of.items()} for of in (business, around))
    return float(inner_of(params, BusinessRecovery).reopening_rate(_rows(own), *others.values()))


def _rows(groups: Mapping[str, ArrayLike] | None) -> NDArray[np.float64]:
    import numpy as np

    given = starts(groups, "groups")
    for name in given:
        if name not in _GROUP:
            _core.refuse_keyword("groups", value=name, rule=f"must have no names but {', '.join(_GROUP)}")
    columns = [flat(name, given.get(name, value)) for name, value in _GROUP.items()]
    most = max(map(len, columns))
    for name, column in zip(_GROUP, columns, strict=True):
        if len(column) not in (1, most):
            _core.refuse_keyword(name, value=f"{len(column)} numbers", rule=f"must be one for all groups or {most}")
    return np.ascontiguousarray(np.stack(np.broadcast_arrays(*columns), axis=1))
