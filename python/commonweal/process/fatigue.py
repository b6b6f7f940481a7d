# SPDX-License-Identifier: Apache-2.0
"""Staff tire by overload and long hours and recover by rest and support; strain costs capacity and makes them leave.

>>> from commonweal.process import fatigue
>>> params = fatigue.Fatigue()
>>> print(f"{fatigue.expected_strain(params, initial={'load': 1.5}, days=56):.3f}")
0.388
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import real
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Fatigue", "expected_strain", "mean_field", "simulate"]


class Fatigue(Parameters, kind=_core.process.Fatigue):
    """What tires staff and what lets them recover, and what their strain costs.

    Bakker and Demerouti 2007.
    """

    overload_rate: float = parameter()
    overtime_rate: float = parameter()
    usual_hours: float = parameter()
    rest_recovery: float = parameter()
    support_recovery: float = parameter()
    recovery_rate: float = parameter()
    capacity_loss: float = parameter()
    feedback: float = parameter()
    leave_rate: float = parameter()
    strain_effect: float = parameter()
    handover: float = parameter()
    hire_rate: float = parameter()
    pay: float = parameter()
    pay_effect: float = parameter()
    novice_loss: float = parameter()
    learning_time: float = parameter()
    threshold: float = parameter()


def simulate(
    params: Fatigue,
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
    """Follows the posts of a staff and those who fill them.

    Args:
        params: The parameters.
        graph: Who are colleagues, to whom the work of one who has left falls; everybody of everybody if not given. Of a
            list, replicate r takes graph r modulo its length; a model makes one for each replicate.
        size: How many posts, where ``graph`` does not tell; 1,000 if not given.
        initial: ``strain`` in [0, 1] (0.1); ``load``, work over the capacity of somebody experienced without strain, in
            [0, 100] (1); ``hours`` a day (8); ``rest``, share of time off (2/7); ``support`` in [0, 1] (0); each a
            number for all, a distribution or a number for each.
        until: Days; 365 if not given.
        every: Days between records; without it a hundredth of ``until``, or five days.
        step: Length of a tick, days; one if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days), ``strain`` (mean of those at work; NaN without any), ``burnt_out``
        (share of those at work), ``present`` (share of posts that are filled), ``capacity`` (of all posts, as a share
        of what they have without strain and vacancies) and ``leavings`` (for each post).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Fatigue,
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


def expected_strain(params: Fatigue, *, days: float, initial: Initial | None = None) -> float:
    """The strain of somebody after so many days, where nobody leaves.

    Args:
        params: The parameters, without ``feedback``.
        days: How many.
        initial: As for :func:`simulate`, each one number.

    Returns:
        The strain, in [0, 1].

    Raises:
        ConfigError: With everything that is wrong.
        Error: With ``feedback``.
    """
    return float(inner_of(params, Fatigue).expected_strain(starts(initial), real("days", days)))


def mean_field(
    params: Fatigue, *, initial: Initial | None = None, until: float = 365.0, every: float | None = None
) -> xr.Dataset:
    """What the equations say of infinitely many posts that are all alike, where vacancies stay.

    Args:
        params: The parameters, with a ``hire_rate`` of 0.
        initial: As for :func:`simulate`, each one number.
        until: Days; at most ten million steps of the equations.
        every: Days between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        The variables of :func:`simulate` over ``time`` (days).

    Raises:
        ConfigError: With everything that is wrong.
        Error: With a ``hire_rate``.
    """
    return to_xarray(inner_of(params, Fatigue).mean_field(starts(initial), *times(until, every)), params)
