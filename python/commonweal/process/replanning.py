# SPDX-License-Identifier: Apache-2.0
"""What would be best drifts away under lasting stress; communities re-plan by what they are told, or collapse.

>>> from commonweal.process import replanning
>>> params = replanning.Replanning(measures=3, fit_chance=0.5)
>>> replanning.fitting_chance(params)
0.875
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.process.experiment import Initial, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Replanning", "feedback_gain", "fitting_chance", "mean_field", "simulate", "steady_misfit"]


class Replanning(Parameters, kind=_core.process.Replanning):
    """How fast what is best moves, what is told of it and screened, how far plans may follow, what a collapse is."""

    functions: int = parameter()
    drift: float = parameter()
    policy_rate: float = parameter()
    policy_change: float = parameter()
    interval: float = parameter()
    feedback_sd: float = parameter()
    feedback_bias: float = parameter()
    feedback_rate: float = parameter()
    screening: float = parameter()
    autonomy: float = parameter()
    free_staff: float = parameter()
    measures: int = parameter()
    fit_chance: float = parameter()
    collapse_quality: float = parameter()
    collapse_functions: int = parameter()
    collapse_time: float = parameter()


def simulate(
    params: Replanning,
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
    """Lets communities re-plan under lasting stress.

    Args:
        params: The parameters.
        size: How many communities; 1,000 if not given.
        initial: ``misfit`` of each function at the start (0), in misfits that stop it.
        until: Days; 90 if not given.
        every: Days between records; without it 1, or a 90th of ``until``.
        step: Length of a tick, days; 0.25 if not given. The interval is whole ticks. Misfits at the end of an interval
            do not depend on it; whether functions are down is looked at once a tick.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days), mean ``misfit`` (distance of plans from what would be best), its mean
        ``square``, mean ``quality`` of functions, and ``collapsed``, the share of communities that have collapsed.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Replanning,
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


def mean_field(
    params: Replanning, *, initial: Initial | None = None, until: float = 90.0, every: float | None = None
) -> xr.Dataset:
    """The moments of the misfit of infinitely many functions, exactly.

    Args:
        params: The parameters.
        initial: As for ``simulate``.
        until: Days; at most ten million steps of the equations.
        every: Days between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        By ``time`` (days), the ``mean`` misfit with its sign and the mean ``square``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, Replanning).mean_field(starts(initial), *times(until, every)), params)


def fitting_chance(params: Replanning) -> float:
    """The chance that the repertoire has a measure that fits.

    Args:
        params: The parameters.

    Returns:
        The chance.
    """
    return float(inner_of(params, Replanning).fitting_chance())


def feedback_gain(params: Replanning) -> float:
    """The weight of an interval's feedback that leaves the least misfit where all of a change is made.

    Args:
        params: The parameters.

    Returns:
        The steady gain of Kalman's filter, in [0, 1).
    """
    return float(inner_of(params, Replanning).feedback_gain())


def steady_misfit(params: Replanning) -> tuple[float, float]:
    """The misfit right after a re-planning, in the long run.

    Args:
        params: The parameters.

    Returns:
        Its mean and its mean square; infinite where nothing is ever changed.
    """
    mean, square = inner_of(params, Replanning).steady_misfit()
    return float(mean), float(square)
