# SPDX-License-Identifier: Apache-2.0
"""Practices are tried in pilots, rolled out or stopped, lose by the change of scale, and spread between communities.

>>> from commonweal.process import pilots
>>> print(f"{pilots.chance_better((8, 4), (5, 7)):.4f}")
0.9008
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import real, whole
from commonweal.process.experiment import Initial, Ties, experiment, run, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "Pilots",
    "PracticeSpread",
    "approval_chance",
    "chance_above",
    "chance_better",
    "chances_best",
    "mean_field",
    "peak",
    "pilot_size",
    "simulate",
    "spread",
]


class Pilots(Parameters, kind=_core.process.Pilots):
    """What is tried, who allows it, how trials are shared, and when a practice is stopped or rolled out.

    Trials go on as in a bandit with Beta priors (Thompson 1933, doi:10.1093/biomet/25.3-4.285).
    """

    candidates: int = parameter()
    prior_successes: int = parameter()
    prior_failures: int = parameter()
    present: float = parameter()
    autonomy: float = parameter()
    risk_tolerance: float = parameter()
    approval_slope: float = parameter()
    penalty: float = parameter()
    allocation: str = parameter()
    budget: int = parameter()
    batch: int = parameter()
    adopt_chance: float = parameter()
    stop_chance: float = parameter()
    scale_loss: float = parameter()
    withdraw_chance: float = parameter()


class PracticeSpread(Parameters, kind=_core.process.PracticeSpread):
    """How a practice spreads between communities, on orders from above and by example.

    Bass 1969 (doi:10.1287/mnsc.15.5.215).
    """

    promotion_rate: float = parameter()
    imitation_rate: float = parameter()
    struck_factor: float = parameter()


def simulate(
    params: Pilots, *, until: float | None = None, replicates: int = 1, seed: int = 0, threads: int = 0
) -> xr.Dataset:
    """Tries candidates in communities, one for each replicate.

    Args:
        params: The parameters.
        until: Periods at most; without it, until something is rolled out, all are stopped or trials are used up.
        replicates: How many communities, each with candidates and draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``candidate``, its ``chance`` of success, ``trials``, ``successes`` and ``outcome`` (0
        refused, 1 stopped, 2 undecided, 3 rolled out, 4 taken back). Over ``replicate``, how many were ``allowed`` and
        ``failed`` (allowed and not in use in the end), ``periods``, the chance of ``success`` of what is in use in
        the end, and what its pilot ``promised`` (NaN if nothing was rolled out).

    Raises:
        ConfigError: With everything that is wrong.
    """
    asked = experiment(
        graph=None, size=None, until=until, every=None, step=None, replicates=replicates, seed=seed, threads=threads
    )
    return to_xarray(params._inner.simulate(asked), params)


def spread(
    params: PracticeSpread,
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
    """Lets communities take a practice up.

    Args:
        params: The parameters of the spread.
        graph: Who sees whom; everybody everybody else if not given. Of a list, replicate r takes graph r modulo its
            length; a model such as ``cw.core.SmallWorld()`` makes one for each replicate.
        size: How many communities, where ``graph`` does not tell; 1,000 if not given.
        initial: ``users``, who has it at the start, how many or a list of rows (0); ``struck``, by a shock, a number
            for all, a distribution or a number for each, in [0, 1] (0).
        until: Years; 30 if not given.
        every: Years between records; without it a hundredth of ``until``, or 0.5.
        step: Length of a tick, years; 0.02 if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        The share of ``users`` over ``replicate`` and ``time`` (years).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
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
    params: PracticeSpread, *, initial: Initial | None = None, until: float = 30.0, every: float | None = None
) -> xr.Dataset:
    """The share of users among very many communities that all meet: the curve of Bass.

    Args:
        params: The parameters of the spread; nobody is struck.
        initial: ``users``, their share at the start (0).
        until: Years.
        every: Years between records; without it a hundredth of ``until``.

    Returns:
        The share of ``users`` over ``time`` (years).

    Raises:
        ConfigError: With everything that is wrong.
    """
    last = real("until", until)
    each = last / 100 if every is None else real("every", every)
    return to_xarray(params._inner.mean_field(dict(initial or {}), last, each), params)


def peak(params: PracticeSpread) -> tuple[float, float, float]:
    """When most communities take the practice up, if nobody has begun.

    Args:
        params: The parameters of the spread.

    Returns:
        The time (years; 0 if imitation is slower than promotion), the share of users then, and the share that takes
        it up in a year.

    Raises:
        Error: Without promotion, where nobody begins.
    """
    time, share, rate = params._inner.peak()
    return float(time), float(share), float(rate)


def chance_better(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The chance that one practice succeeds more often than another one, as an exact sum.

    Args:
        one: Its successes and failures, those of the prior included: each at least 1.
        other: The same of the other one.

    Returns:
        The chance.

    Raises:
        Error: If a number is below 1.
    """
    return _core.process.chance_better(_counts(one), _counts(other))


def chance_above(one: tuple[int, int], level: float) -> float:
    """The chance that a practice succeeds more often than a level.

    Args:
        one: Its successes and failures, those of the prior included: each at least 1.
        level: A chance of success.

    Returns:
        The chance.

    Raises:
        Error: If a number is below 1.
    """
    return _core.process.chance_above(_counts(one), real("level", level))


def chances_best(practices: Iterable[tuple[int, int]], *, level: float = 0.0) -> list[float]:
    """For each of some practices the chance that it is the best.

    Args:
        practices: Successes and failures of each, those of the prior included: each at least 1.
        level: What the best must be better than.

    Returns:
        The chances, on a grid of 1,024 cells.

    Raises:
        Error: If a number is below 1.
    """
    return _core.process.chances_best([_counts(each) for each in practices], real("level", level))


def approval_chance(params: Pilots) -> float:
    """The chance that a pilot is allowed.

    Args:
        params: The parameters.

    Returns:
        The chance.
    """
    return float(params._inner.approval_chance())


def pilot_size(*, present: float, candidate: float, error: float = 0.05, power: float = 0.8) -> float:
    """How many trials each of two practices needs to be told apart.

    Args:
        present: The chance of success of the one.
        candidate: That of the other one.
        error: The chance to see a difference where there is none, on both sides.
        power: The chance to see it where there is one.

    Returns:
        The number, to be rounded up.

    Raises:
        Error: For chances outside (0, 1), and where the two do not differ.
    """
    return _core.process.pilot_size(
        real("present", present), real("candidate", candidate), real("error", error), real("power", power)
    )


def _counts(pair: tuple[int, int]) -> tuple[int, int]:
    successes, failures = pair
    return whole("successes", successes), whole("failures", failures)
