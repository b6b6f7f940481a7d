# SPDX-License-Identifier: Apache-2.0
"""Trust in a level of government: won slowly by service better than expected, lost fast by worse.

>>> from commonweal.process import trust
>>> params = trust.Trust()
>>> [round(trust.steady_trust(params, service=service), 2) for service in (0.3, 0.6, 0.9)]
[0.37, 0.45, 0.51]
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, flat, real, whole
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Trust", "beta_reputation", "mean_field", "reputation_after", "simulate", "steady_trust"]


class Trust(Parameters, kind=_core.process.Trust):
    """How experience, what it is compared with, and others move trust.

    Slovic 1993 (doi:10.1111/j.1539-6924.1993.tb01329.x) for the asymmetry; Oliver 1980 for expectations.
    """

    experience: str = parameter()
    gain: float = parameter()
    loss: float = parameter()
    sensitivity: float = parameter()
    dead_band: float = parameter()
    noise: float = parameter()
    expectation_rate: float = parameter()
    memory: float = parameter()
    return_rate: float = parameter()
    baseline: float = parameter()
    service_weight: float = parameter()
    presence_weight: float = parameter()
    fairness_weight: float = parameter()
    social_weight: float = parameter()
    breach_loss: float = parameter()


def simulate(
    params: Trust,
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
    """Lets residents meet a day's service, day after day.

    Args:
        params: The parameters of trust.
        graph: Who talks to whom, of weight where ``social_weight`` is above 0; everybody to everybody else if not
            given. Of a list, replicate r takes graph r modulo its length; a model such as ``cw.core.SmallWorld()``
            makes one for each replicate.
        size: How many residents, where ``graph`` does not tell; 1,000 if not given.
        initial: ``trust`` at first (0.5); ``service``, which is each one's mean service, or the chance that it is good
            (0.6); ``expectation`` at first (the service); ``presence`` and ``fairness`` of the government (0.5). Each
            in [0, 1]. ``breach``: how many, or which, find a promise broken at ``breach_day`` (0).
        until: Days; 365 if not given.
        every: Days between records; without it 1, or a hundredth of ``until``.
        step: Length of a tick, days; a day, or a whole part of one. Service is met once a day in any case.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days): mean ``trust`` and its ``standard_deviation``, the share
        ``distrusting`` (below one half), mean ``expectation`` and what was ``felt`` on the latest day. Over
        ``replicate`` and ``agent``: ``last_trust``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Trust,
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


def mean_field(params: Trust, *, initial: Initial | None = None, days: int = 365) -> xr.Dataset:
    """Mean trust of infinitely many alike, as if a day's feeling did not depend on the trust before it.

    Args:
        params: The parameters of trust.
        initial: ``trust`` (0.5), ``service`` (0.6), ``expectation`` (the service), ``presence`` and ``fairness``
            (0.5), each in [0, 1].
        days: How many, up to a million.

    Returns:
        Means ``trust`` and ``expectation`` by ``time`` (days).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, Trust).mean_field(starts(initial), whole("days", days, most=1_000_000)), params)


def steady_trust(params: Trust, *, service: float, presence: float = 0.5, fairness: float = 0.5) -> float:
    """Where mean trust ends under steady service.

    Args:
        params: The parameters of trust.
        service: Its mean, or the chance that it is good, in [0, 1].
        presence: Of the government, in [0, 1].
        fairness: Of the government, in [0, 1].

    Returns:
        The mean, in [0, 1].

    Raises:
        Error: Where nothing moves trust.
    """
    return float(
        inner_of(params, Trust).steady_trust(
            real("service", service), real("presence", presence), real("fairness", fairness)
        )
    )


def beta_reputation(successes: float, failures: float) -> float:
    """The chance of a success that so many successes and failures suggest (Josang and Ismail 2002).

    Args:
        successes: How many, at least 0.
        failures: How many, at least 0.

    Returns:
        The mean of the beta distribution, (successes + 1) / (successes + failures + 2).

    Raises:
        Error: For a number below 0 or not finite.
    """
    return float(_core.process.beta_reputation(real("successes", successes), real("failures", failures)))


def reputation_after(outcomes: Iterable[float], *, forgetting: float = 1.0) -> float:
    """The same after outcomes in the order of time.

    Args:
        outcomes: Each 1 for a success, 0 for a failure, or a share between.
        forgetting: How much earlier outcomes count after each further one, in [0, 1]; 1 to forget nothing.

    Returns:
        The chance of a success.

    Raises:
        Error: For a number outside [0, 1].
    """
    given = flat("outcomes", outcomes, low=0.0, high=1.0).tolist()
    return float(_core.process.reputation_after(given, bounded("forgetting", forgetting, high=1.0)))
