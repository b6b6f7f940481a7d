# SPDX-License-Identifier: Apache-2.0
"""Offices are judged by what is measured, and report it themselves, while residents expect ever more.

>>> from commonweal.process import evaluation
>>> params = evaluation.Evaluation(audit=0.0)
>>> print(f"{evaluation.false_share(params, weight=1.0):.2f}")
0.22
>>> done = evaluation.steady_service(params, weight=1.0)
>>> done["reported"] > done["speed"] > done["solved"]
True
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, whole
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "Evaluation",
    "best_weight",
    "false_share",
    "mean_field",
    "ratchet_level",
    "simulate",
    "steady_service",
]


class Evaluation(Parameters, kind=_core.process.Evaluation):
    """What is measured and what is not, how reports and audits work, and how expectations move.

    Holmstrom and Milgrom 1991; Bevan and Hood 2006 (doi:10.1111/j.1467-9299.2006.00600.x).
    """

    measured_share: float = parameter()
    shift: float = parameter()
    drive: float = parameter()
    returns: float = parameter()
    base_quality: float = parameter()
    audit: float = parameter()
    gaming: float = parameter()
    false_closing: float = parameter()
    false_closing_effect: float = parameter()
    report_noise: float = parameter()
    target: float = parameter()
    peer_weight: float = parameter()
    adapt_rate: float = parameter()
    skill_weight: float = parameter()
    service_noise: float = parameter()
    expect_up: float = parameter()
    expect_down: float = parameter()
    satisfaction_slope: float = parameter()
    demand_growth: float = parameter()


def simulate(
    params: Evaluation,
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
    """Judges offices round after round.

    Args:
        params: The parameters.
        graph: Which offices are compared; everybody with everybody else if not given. Of a list, replicate r takes
            graph r modulo its length; a model such as ``cw.core.ErdosRenyi()`` makes one for each replicate.
        size: How many offices, where ``graph`` does not tell; 1,000 if not given.
        initial: ``weight`` of the measured indicator, in [0, 1] (0.3); ``ability``, a factor to what an office achieves
            (1); ``expected``: what residents expect, in [0, 1] (0.6).
        until: Rounds; 40 if not given.
        every: Rounds between records; without it 1, or a hundredth of ``until``.
        step: Left out, or 1: a tick is a round.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Means over offices by ``replicate`` and ``time`` (rounds) of ``weight``; of ``speed``, the share of cases closed
        in time, ``solved``, closed and settled, and ``reported``; of ``skill``; of the service ``seen`` and
        ``expected`` by residents and their ``satisfaction``; of ``returned``, cases that come back.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Evaluation,
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


def mean_field(params: Evaluation, *, initial: Initial | None = None, rounds: int = 40) -> xr.Dataset:
    """The same where all offices are alike and nothing is off by chance.

    Args:
        params: The parameters.
        initial: ``weight`` (0.3) and ``expected`` (0.6), each in [0, 1].
        rounds: How many, up to a million.

    Returns:
        The variables of :func:`simulate` by ``time`` (rounds).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, Evaluation).mean_field(starts(initial), whole("rounds", rounds)), params)


def false_share(params: Evaluation, *, weight: float) -> float:
    """How many of the closed cases are not settled.

    Args:
        params: The parameters.
        weight: Of the measured indicator, in [0, 1].

    Returns:
        The share, in [0, 1].

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, Evaluation).false_share(bounded("weight", weight, high=1.0)))


def steady_service(params: Evaluation, *, weight: float, demand: float = 1.0) -> dict[str, float]:
    """What an office of ability 1 does in the long run, when what is not settled has come back.

    Args:
        params: The parameters.
        weight: Of the measured indicator, in [0, 1].
        demand: Cases that come up, over those at the start; at least 0.

    Returns:
        ``speed``, ``solved``, ``skill``, ``quality`` and ``reported``, each in [0, 1].

    Raises:
        ConfigError: If a number is out of its range.
    """
    return dict(
        inner_of(params, Evaluation).steady_service(bounded("weight", weight, high=1.0), bounded("demand", demand))
    )


def best_weight(params: Evaluation) -> float:
    """The weight under which residents see the best service in the long run.

    Args:
        params: The parameters.

    Returns:
        The weight, in [0, 1].
    """
    return float(inner_of(params, Evaluation).best_weight())


def ratchet_level(params: Evaluation, *, mean: float, sd: float) -> float:
    """What residents expect in the long run, where they adapt slowly; an expectile (Newey and Powell 1987).

    Args:
        params: The parameters; ``expect_up`` and ``expect_down`` count.
        mean: Of the service that they see, which is normal from round to round.
        sd: Its standard deviation, above 0.

    Returns:
        The level; above the mean where expectations rise faster than they fall.

    Raises:
        Error: If expectations do not move, or the standard deviation is not above 0.
    """
    return float(
        inner_of(params, Evaluation).ratchet_level(bounded("mean", mean, low=-inf), bounded("sd", sd, above=True))
    )
