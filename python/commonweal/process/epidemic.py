# SPDX-License-Identifier: Apache-2.0
"""An infection goes from people to those whom they meet; final sizes, growth and households in closed form.

>>> from commonweal.process import epidemic
>>> print(f"{epidemic.final_size(2.0):.4f} {epidemic.final_size(2.0, immune=0.4):.4f}")
0.7968 0.1882
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, flat, real, whole
from commonweal.process.experiment import Initial, Ties, experiment, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import NDArray

__all__ = [
    "Epidemic",
    "critical_transmissibility",
    "final_size",
    "growth_rate",
    "household_attack_rate",
    "household_sizes",
    "initial_growth",
    "line_list",
    "mean_field",
    "peak_prevalence",
    "percolate",
    "percolation_final_size",
    "r0_from_growth",
    "simulate",
]


class Epidemic(Parameters, kind=_core.process.Epidemic):
    """How an infection spreads, how long it lasts, and who dies or is reported.

    Kermack and McKendrick 1927 (doi:10.1098/rspa.1927.0118); two levels of mixing: Ball, Mollison and Scalia-Tomba 1997
    (doi:10.1214/aoap/1034625252).
    """

    r0: float = parameter()
    tie_rate: float = parameter()
    community_r0: float = parameter()
    latent_time: float = parameter()
    latent_stages: int = parameter()
    infectious_time: float = parameter()
    infectious_stages: int = parameter()
    death_share: float = parameter()
    report_share: float = parameter()
    control_time: float = parameter()
    control_factor: float = parameter()
    engine: str = parameter()


def simulate(
    params: Epidemic,
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
    """Runs the epidemic among people until nobody is infected any more.

    Args:
        params: The epidemic's parameters.
        graph: Who meets whom; everybody everybody else if not given. Of a list, replicate r takes graph r modulo its
            length; a model such as ``cw.core.Cliques()``, for households, makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: ``infectious`` (1), ``exposed`` (0) and ``immune`` (0): how many are so at first, drawn anew in each
            replicate, or their rows; or ``infectious_share``, ``exposed_share`` and ``immune_share``, as shares of all
            people; ``susceptibility``: each one's factor to the rate of infection, in [0, 1] (1).
        until: Days; without it a run goes on until nobody is infected, at most 1,000 days.
        every: Days between records; without it a hundredth of ``until``, or one.
        step: Length of a tick, days; without it a twentieth of the latent or infectious time, and less in a sweep.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Shares of people over ``replicate`` and ``time`` (days): ``susceptible``, ``exposed``, ``infectious``,
        ``recovered``, ``dead``, ``immune``, which add up to 1, and ``reported``. A run that ends before others stays
        as it is.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Epidemic,
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


def line_list(
    params: Epidemic,
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
    """The same run, and when each person was infected.

    Args:
        params: The epidemic's parameters.
        graph: As for ``simulate``, as are all that follow.
        size: How many people.
        initial: Who is infectious, exposed or immune at first.
        until: Days.
        every: Days between records.
        step: Length of a tick, days.
        replicates: How many runs.
        seed: From 0 to 2**32 - 1.
        threads: How many to use.

    Returns:
        What ``simulate`` gives, and ``infected_at`` (days) over ``replicate`` and ``agent``, NaN for those who were
        not.

    Raises:
        ConfigError: With everything that is wrong.
    """
    asked = experiment(
        graph=graph,
        size=size,
        until=until,
        every=every,
        step=step,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )
    return to_xarray(inner_of(params, Epidemic).line_list(starts(initial), asked), params)


def percolate(
    transmissibility: float,
    *,
    graph: Ties,
    size: int | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Ties pass an infection on with one chance, each by itself: who is reached in the end, without the course.

    An infectious time that is the same for all, ``infectious_stages=0``, comes to a chance of
    1 - exp(-``tie_rate`` ``infectious_time``).

    Args:
        transmissibility: The chance, in [0, 1].
        graph: Who meets whom; as for ``simulate``.
        size: How many people, where ``graph`` makes one for each replicate.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate``, ``largest``, the share of people in the largest group that is tied so, and ``outbreak``, the
        share that one person drawn at random infects, who counts.

    Raises:
        ConfigError: With everything that is wrong.
    """
    asked = experiment(graph=graph, size=size, replicates=replicates, seed=seed, threads=threads)
    return to_xarray(_core.process.percolate(real("transmissibility", transmissibility), asked))


def mean_field(
    params: Epidemic, *, initial: Initial | None = None, until: float = 100.0, every: float | None = None
) -> xr.Dataset:
    """The epidemic's course where everybody meets everybody and there are infinitely many people.

    Args:
        params: The epidemic's parameters, with ``r0`` and with stages.
        initial: Shares ``infectious`` (0), ``exposed`` (0) and ``immune`` (0) at the start.
        until: Days; at most ten million steps of the equations.
        every: Days between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        The shares of ``simulate`` over ``time`` (days).

    Raises:
        ConfigError: With everything that is wrong, such as a ``tie_rate`` or times that are the same for all.
    """
    return to_xarray(inner_of(params, Epidemic).mean_field(starts(initial), *times(until, every)), params)


def final_size(r0: float, *, initial: float = 0.0, immune: float = 0.0) -> float:
    """The share that is ever infected where everybody meets everybody.

    Args:
        r0: Infections by one infectious while all others are susceptible, at least 0.
        initial: Share infected at the start; with 0, very few are meant.
        immune: Share immune at the start.

    Returns:
        The share, in [0, 1], those infected at the start included.

    Raises:
        ConfigError: For numbers out of range.
    """
    return _core.process.final_size(real("r0", r0), bounded("initial", initial, high=1.0), real("immune", immune))


def peak_prevalence(r0: float) -> float:
    """The largest share that is infectious at once, without a latent time and with exponential infectious times.

    Args:
        r0: Infections by one infectious while all others are susceptible, at least 0.

    Returns:
        The share, in [0, 1], of an epidemic that starts from very few.

    Raises:
        ConfigError: For a number out of range.
    """
    return _core.process.peak_prevalence(real("r0", r0))


def growth_rate(*, beta: float, sigma: float, gamma: float) -> float:
    """How fast infections grow at first, with exponential latent and infectious times.

    Args:
        beta: Rate of infections by one infectious while all others are susceptible, per day.
        sigma: Rate at which those exposed become infectious, per day.
        gamma: Rate at which the infectious recover, per day.

    Returns:
        The rate, per day; negative where infections die out.

    Raises:
        ConfigError: For rates that are not above 0.
    """
    rates = {"beta": beta, "sigma": sigma, "gamma": gamma}
    return _core.process.growth_rate(*(bounded(name, rate, above=True) for name, rate in rates.items()))


def initial_growth(params: Epidemic) -> float:
    """How fast infections grow at first where everybody meets everybody.

    Args:
        params: The epidemic's parameters, with ``r0``.

    Returns:
        The rate, per day; negative where infections die out.

    Raises:
        ConfigError: With everything that is wrong, such as a ``tie_rate``.
    """
    return float(inner_of(params, Epidemic).initial_growth())


def r0_from_growth(params: Epidemic, *, growth: float) -> float:
    """The reproduction number that makes infections grow at a rate (Wearing, Rohani and Keeling 2005).

    Args:
        params: Latent and infectious times and their stages.
        growth: The rate, per day.

    Returns:
        The reproduction number; 1 where nothing grows.

    Raises:
        ConfigError: For a decline that is steeper than the times allow.
    """
    return float(inner_of(params, Epidemic).r0_from_growth(real("growth", growth)))


def percolation_final_size(degrees: Iterable[float], *, transmissibility: float) -> float:
    """The share of a random network that a large outbreak reaches (Newman 2002).

    Args:
        degrees: Shares of people with 0, 1, 2, ... ties; they add up to 1. ``participation.poisson_degrees()`` makes
            those of a random graph.
        transmissibility: Chance that a tie passes the infection on, in [0, 1].

    Returns:
        The share, in [0, 1]; 0 where no outbreak is large.

    Raises:
        ConfigError: For shares and chances out of range.
    """
    shares = flat("degrees", degrees).tolist()
    return _core.process.percolation_final_size(shares, real("transmissibility", transmissibility))


def critical_transmissibility(degrees: Iterable[float]) -> float:
    """The transmissibility from which on outbreaks on a random network can be large.

    Args:
        degrees: Shares of people with 0, 1, 2, ... ties; they add up to 1.

    Returns:
        Above 0; more than 1, or infinite, where none ever is.

    Raises:
        ConfigError: For shares out of range.
    """
    return _core.process.critical_transmissibility(flat("degrees", degrees).tolist())


def household_sizes(
    params: Epidemic, *, size: int, initial: int = 1, community_chance: float = 0.0
) -> NDArray[np.float64]:
    """How many of a household are infected in the end (Longini and Koopman 1982).

    Args:
        params: ``tie_rate``, between any two of the household, and the infectious time with its stages.
        size: People in the household, 1 to 12.
        initial: How many are infected at first.
        community_chance: Chance of being infected by somebody else in the same time, in [0, 1].

    Returns:
        The chances that 0, 1, 2, ... of those not infected at first are infected in the end.

    Raises:
        ConfigError: With everything that is wrong.
    """
    import numpy as np

    people = (whole("size", size), whole("initial", initial))
    return np.array(inner_of(params, Epidemic).household_sizes(*people, real("community_chance", community_chance)))


def household_attack_rate(params: Epidemic, *, size: int, initial: int = 1, community_chance: float = 0.0) -> float:
    """The share of those not infected at first who are infected in the end.

    Args:
        params: As for ``household_sizes``, as are all that follow.
        size: People in the household.
        initial: How many are infected at first, fewer than all.
        community_chance: Chance of being infected by somebody else.

    Returns:
        The share, in [0, 1]; NaN where all are infected at first.

    Raises:
        ConfigError: With everything that is wrong.
    """
    people = (whole("size", size), whole("initial", initial))
    if people[1] >= people[0]:
        _core.refuse_keyword("initial", value=str(initial), rule="must be below the size: who else is to be infected?")
    return float(inner_of(params, Epidemic).household_attack_rate(*people, real("community_chance", community_chance)))
