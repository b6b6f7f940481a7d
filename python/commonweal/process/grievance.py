# SPDX-License-Identifier: Apache-2.0
"""Grievance from unmet need, unfair shares and broken promises; conflicts, and mediators who settle them or come late.

>>> from commonweal.process import grievance
>>> params = grievance.Grievance(mediators=3, mediation_time=1.0, success_chance=1.0)
>>> print(f"{grievance.mediation_wait(params, conflicts_a_day=2.0):.4f}")
0.4444
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import real
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Grievance", "mean_field", "mediation_wait", "simulate", "steady_grievance"]


class Grievance(Parameters, kind=_core.process.Grievance):
    """What makes people aggrieved, how soon that becomes a conflict, and who settles it.

    Erlang 1917 and Jackson 1957 for the wait.
    """

    unmet_weight: float = parameter()
    unfair_weight: float = parameter()
    broken_weight: float = parameter()
    decay: float = parameter()
    highest: float = parameter()
    conflict_rate: float = parameter()
    grievance_effect: float = parameter()
    trust_effect: float = parameter()
    mediators: int = parameter()
    mediation_time: float = parameter()
    success_chance: float = parameter()
    patience: float = parameter()
    escalation_factor: float = parameter()
    trust_loss: float = parameter()
    relief: float = parameter()


def simulate(
    params: Grievance,
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
    """Follows people's grievance and their conflicts.

    Args:
        params: The parameters.
        graph: Who compares with whom, and whom a conflict that escalates touches; without it people compare with
            everybody, and it touches nobody else. Of a list, replicate r takes graph r modulo its length; a model such
            as ``cw.core.SmallWorld()`` makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: ``unmet`` need (0.2), ``share`` of what there is (0.5), ``broken`` promises (0), ``grievance`` (0) and
            ``trust`` (0.6); each a number for all, a distribution or a number for each.
        until: Days; a year if not given.
        every: Days between records; without it a hundredth of ``until``, or five days.
        step: Length of a tick, days; one if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days), mean ``grievance`` and ``trust``; how many conflicts have been
        ``opened``, are ``open``, have been ``settled`` and have ``escalated``; the ``rate`` of new ones a day; and the
        mean ``wait`` for mediators.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Grievance,
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
    params: Grievance, *, initial: Initial | None = None, until: float = 365.0, every: float | None = None
) -> xr.Dataset:
    """Grievance and conflicts of people who are all alike, where no conflict changes anything.

    Args:
        params: The parameters.
        initial: ``unmet`` need (0.2), ``unfair`` share (0) and ``broken`` promises (0), ``grievance`` (0) and ``trust``
            (0.6), each one number for all.
        until: Days; at most ten million steps of the equations.
        every: Days between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        ``grievance`` and ``conflicts``, how many each has had on average, over ``time`` (days).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, Grievance).mean_field(starts(initial), *times(until, every)), params)


def steady_grievance(params: Grievance, *, initial: Initial | None = None) -> float:
    """Where grievance ends while its grounds stay.

    Args:
        params: The parameters.
        initial: As for ``mean_field``.

    Returns:
        The level, at most ``highest``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return float(inner_of(params, Grievance).steady_grievance(starts(initial)))


def mediation_wait(params: Grievance, *, conflicts_a_day: float) -> float:
    """How long a conflict waits for mediators in all its mediations, where conflicts begin by chance (Erlang 1917).

    Args:
        params: The parameters.
        conflicts_a_day: How many begin.

    Returns:
        The mean, days; infinite where mediators cannot follow.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return float(inner_of(params, Grievance).mediation_wait(real("conflicts_a_day", conflicts_a_day)))
