# SPDX-License-Identifier: Apache-2.0
"""Whose task is it? Some are nobody's, some are done twice, and an office with its hands full refuses.

>>> from commonweal.process import responsibility
>>> params = responsibility.Responsibility(units=4, clarity=0.8, blame=0.0)
>>> print(f"{responsibility.gap_chance(params):.3f}")
0.129
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import flat, whole
from commonweal.process.experiment import Initial, inner_of, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "Responsibility",
    "extra_claims",
    "gap_chance",
    "gap_delay",
    "joint_chance",
    "makeup_share",
    "mean_handovers",
    "simulate",
]


class Responsibility(Parameters, kind=_core.process.Responsibility):
    """How clear the bounds between offices are, who refuses and hands on, and what happens to what nobody claims."""

    units: int = parameter()
    clarity: float = parameter()
    blame: float = parameter()
    full_load: float = parameter()
    accountability: float = parameter()
    pass_chance: float = parameter()
    handover: float = parameter()
    triage: float = parameter()
    joint_delay: float = parameter()
    task_rate: float = parameter()
    handling: float = parameter()
    whistle_rate: float = parameter()
    escalation: float = parameter()
    makeup_rate: float = parameter()
    makeup_capacity: float = parameter()


def simulate(
    params: Responsibility,
    *,
    size: int | None = None,
    initial: Initial | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Brings up tasks until the last one is done.

    Args:
        params: The parameters.
        size: How many tasks; 1,000 if not given.
        initial: ``work``: what each office has in hand at the start, days (0).
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``task``, ``arises``, ``accepted`` and ``done``, days from the start; ``claims``, how
        many offices claim it; ``handovers``; ``taker``, 0 the owner, 1 another office, 2 the owner after a whistle,
        3 the owner told from above, 4 residents or an organisation; ``wasted``, days of work of those who claim in
        vain.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(Responsibility, params, initial, size=size, replicates=replicates, seed=seed, threads=threads)


def gap_chance(params: Responsibility, *, loads: Iterable[float] = ()) -> float:
    """How often nobody claims a task.

    Args:
        params: The parameters.
        loads: Work in hand over ``full_load`` for each office, at least 0, the owner's first; none if not given.

    Returns:
        The chance, in [0, 1].

    Raises:
        Error: If there is not one load for each office.
    """
    return float(inner_of(params, Responsibility).gap_chance(flat("loads", loads, low=0.0).tolist()))


def extra_claims(params: Responsibility, *, loads: Iterable[float] = ()) -> float:
    """How many offices too many claim a task; without refusals as many as the chance of a gap.

    Args:
        params: The parameters.
        loads: As for :func:`gap_chance`.

    Returns:
        The mean number of offices beyond the first.

    Raises:
        Error: If there is not one load for each office.
    """
    return float(inner_of(params, Responsibility).extra_claims(flat("loads", loads, low=0.0).tolist()))


def joint_chance(params: Responsibility, *, owners: int) -> float:
    """How often all owners claim their parts of a task across bounds.

    Args:
        params: The parameters.
        owners: How many offices the task needs.

    Returns:
        The chance where none of them has anything else to do.
    """
    return float(inner_of(params, Responsibility).joint_chance(whole("owners", owners)))


def mean_handovers(params: Responsibility) -> float:
    """How often a task is handed on before somebody accepts it.

    Args:
        params: The parameters.

    Returns:
        The mean, p / (1 - p), with p the ``pass_chance`` that accountability leaves.
    """
    return float(inner_of(params, Responsibility).mean_handovers())


def gap_delay(params: Responsibility) -> float:
    """How long a task that nobody claims waits.

    Args:
        params: The parameters.

    Returns:
        The mean time to a whistle, an escalation or a make-up, days.
    """
    return float(inner_of(params, Responsibility).gap_delay())


def makeup_share(params: Responsibility) -> float:
    """How much of what nobody claims is done by residents and organisations.

    Args:
        params: The parameters.

    Returns:
        The share, in [0, 1].
    """
    return float(inner_of(params, Responsibility).makeup_share())
