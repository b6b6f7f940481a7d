# SPDX-License-Identifier: Apache-2.0
"""A practice spreads between communities: by innovation, imitation, order from above and after an event.

>>> from commonweal.process import diffusion
>>> params = diffusion.Diffusion(innovation=0.03, imitation=0.38)
>>> print(f"{diffusion.peak_time(params):.4f}")
6.1926
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Diffusion", "adopted_share", "mean_field", "peak_rate", "peak_time", "simulate"]


class Diffusion(Parameters, kind=_core.process.Diffusion):
    """What makes a community take up a practice, and how fast.

    Bass 1969 (doi:10.1287/mnsc.15.5.215); policies: Berry and Berry 1990 (doi:10.2307/1963526), Shipan and Volden 2008
    (doi:10.1111/j.1540-5907.2008.00346.x).
    """

    innovation: float = parameter()
    imitation: float = parameter()
    potential: float = parameter()
    mandate_rate: float = parameter()
    mandate_time: float = parameter()
    event_rate: float = parameter()
    event_time: float = parameter()
    event_fade: float = parameter()


def simulate(
    params: Diffusion,
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
    """Runs a practice among communities until all who may have adopted it.

    Args:
        params: The parameters.
        graph: Who looks at whom; everybody at everybody else if not given. Of a list, replicate r takes graph r modulo
            its length; a model such as ``cw.core.ErdosRenyi()`` makes one for each replicate.
        size: How many communities, where ``graph`` does not tell; 1,000 if not given.
        initial: ``adopted``: how many have it at first, drawn anew in each replicate, or their rows (0); ``readiness``:
            each one's factor to all rates (1).
        until: Years; without it a run goes on until all who may have adopted, at most 100 years.
        every: Years between records; without it a hundredth of ``until``, or a tenth of the mean time by all rates.
        step: Length of a tick, years; without it a twentieth of that time.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        The share ``adopted`` of all communities over ``replicate`` and ``time`` (years), and ``adoption_time`` over
        ``replicate`` and ``agent``, NaN for those without.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Diffusion,
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
    params: Diffusion, *, initial: Initial | None = None, until: float = 20.0, every: float | None = None
) -> xr.Dataset:
    """The course where everybody looks at everybody and there are infinitely many, equally ready.

    Args:
        params: The parameters.
        initial: ``adopted``, the share that has it at first of those who may (0).
        until: Years; at most ten million steps of the equations.
        every: Years between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        The share ``adopted`` of all over ``time`` (years).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, Diffusion).mean_field(starts(initial), *times(until, every)), params)


def adopted_share(params: Diffusion, *, years: float) -> float:
    """The share that has adopted after so many years from nobody, by the formula of Bass.

    Args:
        params: The parameters, without a mandate and an event.
        years: Since the practice is known, at least 0.

    Returns:
        The share of all.

    Raises:
        Error: With a mandate or an event.
    """
    return float(inner_of(params, Diffusion).adopted_share(bounded("years", years)))


def peak_time(params: Diffusion) -> float:
    """When most adopt, by the formula of Bass.

    Args:
        params: The parameters, without a mandate and an event.

    Returns:
        Years; 0 where imitation is not above innovation.

    Raises:
        Error: With a mandate or an event, and where nobody innovates.
    """
    return float(inner_of(params, Diffusion).peak_time())


def peak_rate(params: Diffusion) -> float:
    """How many adopt when most do, by the formula of Bass.

    Args:
        params: The parameters, without a mandate and an event.

    Returns:
        The share of all in a year.

    Raises:
        Error: With a mandate or an event, and where nobody innovates.
    """
    return float(inner_of(params, Diffusion).peak_rate())
