# SPDX-License-Identifier: Apache-2.0
"""A warning spreads by broadcast and from neighbour to neighbour.

>>> from commonweal.process import warning
>>> params = warning.Warning(broadcast_rate="0.02 / min", contagion_rate="0.2 / min")
>>> print(f"{60 * warning.time_to_warned_share(params, 0.5):.2f} min")
11.30 min
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Warning", "mean_field", "simulate", "time_to_warned_share", "warned_share"]


class Warning(Parameters, kind=_core.process.Warning):
    """How fast a broadcast and neighbours warn, and how many can be warned.

    Rogers and Sorensen 1988; the form is that of Bass 1969.
    """

    broadcast_rate: float = parameter()
    contagion_rate: float = parameter()
    penetration: float = parameter()


def simulate(
    params: Warning,
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
    """Warns people until nobody else can be warned.

    Args:
        params: The warning's parameters. Who is among the share ``penetration`` is drawn anew in each replicate; the
            others hear neither the broadcast nor their neighbours, and count as neighbours who do not know.
        graph: Who talks to whom; everybody to everybody else if not given. Of a list, replicate r takes graph r modulo
            its length; a model such as ``cw.core.ErdosRenyi()`` makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: ``warned``: how many know at first, drawn anew in each replicate, or their rows (0); ``reach``: each
            one's factor to ``broadcast_rate``, in [0, 1] (1). Whoever has a reach of 0 hears it from neighbours only.
        until: Hours; without it a run goes on until nobody else can be warned, at most 1,000 hours.
        every: Hours between records; without it a hundredth of ``until``, or a tenth of the mean time until somebody
            hears whose neighbours all know.
        step: Length of a tick, hours; without it a twentieth of that time.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        The share of people ``warned`` over ``replicate`` and ``time`` (hours), and over ``replicate`` and ``agent`` the
        ``hour`` in which somebody heard it, NaN for those who did not. A run that ends before others stays as it is.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Warning,
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
    params: Warning, *, initial: Initial | None = None, until: float = 24.0, every: float | None = None
) -> xr.Dataset:
    """The warning's course where everybody meets everybody and there are infinitely many people.

    Args:
        params: The warning's parameters.
        initial: ``warned``: share that knows at first (0); ``reach``: each one's factor to ``broadcast_rate``, in
            [0, 1] (1).
        until: Hours; at most ten million steps of the equations.
        every: Hours between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        The share ``warned`` over ``time`` (hours).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, Warning).mean_field(starts(initial), *times(until, every)), params)


def warned_share(params: Warning, hours: float) -> float:
    """The share warned where everybody meets everybody and the broadcast reaches all alike.

    Args:
        params: The warning's parameters.
        hours: Since the broadcast began, at least 0.

    Returns:
        The share, in [0, 1].

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, Warning).warned_share(bounded("hours", hours)))


def time_to_warned_share(params: Warning, share: float) -> float:
    """When a share is warned where everybody meets everybody and the broadcast reaches all alike.

    Args:
        params: The warning's parameters.
        share: In [0, 1].

    Returns:
        Hours since the broadcast began; infinite where the share is not below ``penetration`` or nothing is broadcast.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, Warning).time_to_warned_share(bounded("share", share, high=1.0)))
