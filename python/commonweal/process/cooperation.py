# SPDX-License-Identifier: Apache-2.0
"""A common task that everybody may give to or leave to others, round after round.

>>> from commonweal.process import cooperation
>>> params = cooperation.Cooperation(vanguard_share=0.1)
>>> print(f"{cooperation.fixed_point(params):.3f}")
0.308
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import whole
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Cooperation", "fixed_point", "mean_field", "simulate"]


class Cooperation(Parameters, kind=_core.process.Cooperation):
    """Who gives how much to a common task, what it returns, and who punishes.

    Fischbacher and Gaechter 2010 (doi:10.1257/aer.100.1.541); Fehr and Gaechter 2000.
    """

    group_size: int = parameter()
    free_rider_share: float = parameter()
    hump_share: float = parameter()
    vanguard_share: float = parameter()
    slope: float = parameter()
    belief_seen: float = parameter()
    belief_kept: float = parameter()
    schedule_weight: float = parameter()
    belief_weight: float = parameter()
    marginal_return: float = parameter()
    punisher_share: float = parameter()
    punishment: float = parameter()
    punishment_cost: float = parameter()
    fine: float = parameter()
    standard: float = parameter()
    pressure_rate: float = parameter()
    covenant: float = parameter()
    covenant_rate: float = parameter()
    spirit_rate: float = parameter()


def simulate(
    params: Cooperation,
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
    """Plays the game round after round.

    Args:
        params: The game's parameters.
        graph: Who plays with whom: the group of a person is that person and the neighbours. If not given, people play
            in groups of ``group_size`` that stay together. Of a list, replicate r takes graph r modulo its length; a
            model such as ``cw.core.ErdosRenyi()`` makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: ``belief``: what others will give, in [0, 1] (0.5); ``spirit``: public spirit, in [0, 1] (0).
        until: Rounds; 10 if not given.
        every: Rounds between records; without it 1, or a hundredth of ``until``.
        step: Left out, or 1: a tick is a round.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Means over people by ``replicate`` and ``time`` (rounds played): ``contribution`` to the next round, ``belief``,
        ``spirit``, ``pressure`` and ``earned``, the sum of payoffs so far.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Cooperation,
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


def mean_field(params: Cooperation, *, initial: Initial | None = None, rounds: int = 10) -> xr.Dataset:
    """The game's course where all are one group of infinitely many who begin alike.

    Args:
        params: The game's parameters; ``group_size`` does not matter.
        initial: ``belief`` (0.5), ``spirit`` (0) and ``pressure`` (0), each in [0, 1].
        rounds: How many, up to a million.

    Returns:
        Means ``contribution``, ``belief``, ``spirit`` and ``pressure`` by ``time`` (rounds played).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, Cooperation).mean_field(starts(initial), whole("rounds", rounds)), params)


def fixed_point(params: Cooperation) -> float:
    """What people give on average in the end, where all are one group of infinitely many.

    Args:
        params: The game's parameters; nobody punishes, and public spirit stays at 0.

    Returns:
        The mean, in [0, 1].

    Raises:
        Error: If somebody punishes, public spirit changes, or any level can go on for ever.
    """
    return float(inner_of(params, Cooperation).fixed_point())
