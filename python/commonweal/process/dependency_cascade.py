# SPDX-License-Identifier: Apache-2.0
"""Failures that spread because networks need each other, and facilities of a city that stores keep going for a while.

>>> from commonweal.process import dependency_cascade
>>> networks = dependency_cascade.DependencyCascade(networks=2, mean_degree=4.0, intact=0.7)
>>> print("{:.6f} {:.6f}".format(*dependency_cascade.percolation_threshold(networks)))
0.613852 0.314108
>>> print(f"{dependency_cascade.giant_share(networks):.6f}")
0.557616
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commonweal import _core
from commonweal.core.arguments import as_array, unsigned, whole
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "BackupRow",
    "DependencyCascade",
    "SupplyCascade",
    "giant_share",
    "mean_field",
    "percolation_threshold",
    "simulate",
    "table",
]


class BackupRow(NamedTuple):
    """A store that stands in for a supply.

    Attributes:
        capacity: How long it carries the full need, hours.
        recharge: Hours of need that come back per hour of full supply.
        lowest: Lower end of the sweep of the capacity, hours.
        highest: Upper end, hours.
        source: Where the capacity comes from.
    """

    capacity: float
    recharge: float
    lowest: float
    highest: float
    source: str


class DependencyCascade(Parameters, kind=_core.process.DependencyCascade):
    """Networks whose nodes need one node of every other network each, and what a first failure leaves of them.

    Buldyrev and others 2010 (doi:10.1038/nature08932); Gao and others 2011 (doi:10.1103/PhysRevLett.107.195701).
    """

    networks: int = parameter()
    mean_degree: float = parameter()
    intact: float = parameter()


class SupplyCascade(Parameters, kind=_core.process.SupplyCascade):
    """Facilities of a city that need each other, and their stores, where links do not tell otherwise.

    The taxonomy is that of Ouyang 2014 (doi:10.1016/j.ress.2013.06.040).
    """

    order: str = parameter()
    need: float = parameter()
    backup: float = parameter()
    recharge: float = parameter()
    backup_factor: float = parameter()
    charge: float = parameter()


def simulate(
    params: DependencyCascade | SupplyCascade,
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
    """Lets networks fail, or the facilities of a city.

    Args:
        params: The parameters of one of the two.
        graph: For :class:`DependencyCascade`: of a list, network m is graph m modulo its length, and which node needs
            which is drawn in each replicate; a model such as ``cw.core.ScaleFree()`` makes one for each network.
            Random ties if not given.
        size: Nodes of each network, or facilities; as many as ``initial`` tells of, or 1,000.
        initial: Only for :class:`SupplyCascade`. ``user`` and ``supplier``: rows of each link (the first facility
            supplies all others); ``need``, ``backup`` and ``recharge`` of each link, in place of the parameters;
            ``own``: function of each facility by itself until it is repaired (1); ``repaired``: the hour from which on
            it is 1 again (24).
        until: Only for :class:`SupplyCascade`: hours (168).
        every: Hours between records; a hundredth of ``until`` if not given.
        step: Hours (1).
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        For networks over ``replicate`` and ``stage`` the share ``giant`` of nodes that are left, the first stage being
        what the first failure leaves and each other what one network, in turn, cuts off; over ``replicate`` the share
        ``remaining`` and the number of ``stages``. For facilities over ``replicate``, ``time`` (hours) and ``agent``
        the ``function``; over ``replicate`` and ``time`` its ``mean``; over ``replicate`` and ``agent`` the hours of
        full function ``lost``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    given = starts(initial)
    if size is None and isinstance(params, SupplyCascade):
        lists = {name: as_array(name, each) for name, each in given.items() if not isinstance(each, (str, int, float))}
        counts = [lists[name].size for name in ("own", "repaired") if name in lists]
        if not counts and "user" in lists and "supplier" in lists:
            ends = [unsigned(name, lists[name]) for name in ("user", "supplier")]
            counts = [1 + int(max(each.max(initial=0) for each in ends))]
        size = counts[0] if counts else None
    return run(
        DependencyCascade | SupplyCascade,
        params,
        given,
        graph=graph,
        size=size,
        until=until,
        every=every,
        step=step,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )


def percolation_threshold(params: DependencyCascade) -> tuple[float, float]:
    """Below which share of nodes left nothing remains of large random networks, and what remains at it.

    Args:
        params: The parameters, of which ``intact`` does not count.

    Returns:
        Two shares of nodes; the second is 0 for a single network, whose largest part fades, and a jump for others.
    """
    intact, giant = inner_of(params, DependencyCascade).percolation_threshold()
    return float(intact), float(giant)


def giant_share(params: DependencyCascade) -> float:
    """Share of nodes that remain of large random networks.

    Args:
        params: The parameters.

    Returns:
        The largest P with P = intact (1 - exp(-mean_degree P))^networks.
    """
    return float(inner_of(params, DependencyCascade).giant_share())


def mean_field(params: DependencyCascade, *, stages: int = 20) -> xr.Dataset:
    """What is left of large random networks after each stage.

    Args:
        params: The parameters.
        stages: How many after the first failure.

    Returns:
        Over ``stage`` the share ``giant`` of nodes.
    """
    return to_xarray(inner_of(params, DependencyCascade).mean_field(whole("stages", stages, most=1_000_000)), params)


def table() -> dict[str, BackupRow]:
    """Usual stores by who keeps them.

    Returns:
        A row for each user.
    """
    return {
        name: BackupRow(capacity, recharge, lowest, highest, source)
        for name, capacity, recharge, lowest, highest, source in _core.process.backup_rows()
    }
