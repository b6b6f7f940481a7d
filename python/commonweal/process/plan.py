# SPDX-License-Identifier: Apache-2.0
"""Plans fit as well as those who made them know the place, and grow old; drills turn a plan into speed.

>>> from commonweal.process import plan
>>> params = plan.Plan()
>>> busy, free = (plan.plan_quality(params, initial={"load": load}) for load in (1.5, 0.8))
>>> busy < free
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Plan", "action_time", "mean_field", "plan_quality", "simulate"]


class Plan(Parameters, kind=_core.process.Plan):
    """What makes a plan good, how it grows old, and what drills bring."""

    base: float = parameter()
    experience_effect: float = parameter()
    expert_effect: float = parameter()
    resident_effect: float = parameter()
    load_effect: float = parameter()
    half_life: float = parameter()
    revision_interval: float = parameter()
    drill_gain: float = parameter()
    drill_half_life: float = parameter()
    drill_interval: float = parameter()
    action_time: float = parameter()
    drill_effect: float = parameter()


def simulate(
    params: Plan,
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
    """Lets communities plan and drill.

    Args:
        params: The parameters.
        graph: Ties, which change nothing here; of a list, replicate r takes graph r modulo its length.
        size: How many communities, where ``graph`` does not tell; 1,000 if not given.
        initial: Of those who make plans, ``experience`` (0.3), ``experts`` (0.3), ``residents`` (0.3), each in [0, 1],
            and ``load``, in [0, 2] (0.8); ``training`` at the start (0). Each a number for all, a distribution or a
            number for each. The next plan and the next drill are due at random within their interval.
        until: Years; 10 if not given.
        every: Years between records; without it 0.1, or a hundredth of ``until``.
        step: Length of a tick, years, up to 1,000; 0.05 if not given. Results depend on it by rounding only.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (years), mean ``quality`` and ``misfit`` of plans, ``training`` and
        ``action_time`` (hours from onset to action).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Plan,
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
    params: Plan, *, initial: Initial | None = None, until: float = 10.0, every: float | None = None
) -> xr.Dataset:
    """Quality, misfit and training of very many communities that are alike, in closed form.

    Args:
        params: The parameters.
        initial: As for ``simulate``, each one number for all.
        until: Years, at most 1e12.
        every: Years between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        By ``time`` (years), mean ``quality``, ``misfit`` and ``training``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, Plan).mean_field(starts(initial), *times(until, every)), params)


def plan_quality(params: Plan, *, initial: Initial | None = None) -> float:
    """The quality of a plan that is made now.

    Args:
        params: The parameters.
        initial: ``experience`` (0.3), ``experts`` (0.3), ``residents`` (0.3) and ``load`` (0.8) of those who make it.

    Returns:
        The quality, in (0, 1).

    Raises:
        ConfigError: If a name is none of these.
    """
    return float(inner_of(params, Plan).plan_quality(starts(initial)))


def action_time(params: Plan, *, quality: float, training: float) -> float:
    """The time from onset to action.

    Args:
        params: The parameters.
        quality: Of the plan, in [0, 1].
        training: By it, in [0, 1].

    Returns:
        Hours.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(
        inner_of(params, Plan).action_time(
            bounded("quality", quality, high=1.0), bounded("training", training, high=1.0)
        )
    )
