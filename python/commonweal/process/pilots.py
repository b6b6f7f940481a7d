# SPDX-License-Identifier: Apache-2.0
"""Practices are tried in pilots, rolled out or stopped, and lose by the change of scale.

>>> from commonweal.process import pilots
>>> print(f"{pilots.chance_better((8, 4), (5, 7)):.4f}")
0.9008
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, unsigned, vector
from commonweal.process.experiment import experiment, inner_of, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import ArrayLike

__all__ = [
    "Pilots",
    "approval_chance",
    "chance_above",
    "chance_better",
    "chances_best",
    "pilot_size",
    "simulate",
]

#: Successes or failures of a practice.
_MOST_TRIALS = 1_000_000


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
    asked = experiment(until=until, replicates=replicates, seed=seed, threads=threads)
    return to_xarray(inner_of(params, Pilots).simulate(asked), params)


def chance_better(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The chance that one practice succeeds more often than another one, as an exact sum.

    Args:
        one: Its successes and failures, those of the prior included: each at least 1, at most a million.
        other: The same of the other one.

    Returns:
        The chance.

    Raises:
        Error: If a number is below 1.
    """
    return _core.process.chance_better(_counts("one", one), _counts("other", other))


def chance_above(one: tuple[int, int], level: float) -> float:
    """The chance that a practice succeeds more often than a level.

    Args:
        one: Its successes and failures, those of the prior included: each at least 1, at most a million.
        level: A chance of success, in [0, 1].

    Returns:
        The chance.

    Raises:
        Error: If a number is below 1.
    """
    return _core.process.chance_above(_counts("one", one), bounded("level", level, high=1.0))


def chances_best(practices: Iterable[tuple[int, int]], *, level: float = 0.0) -> list[float]:
    """For each of some practices the chance that it is the best.

    Args:
        practices: Successes and failures of each, those of the prior included: each at least 1, at most a million.
        level: What the best must be better than, in [0, 1].

    Returns:
        The chances, on a grid of 1,024 cells.

    Raises:
        Error: If a number is below 1.
    """
    counts = unsigned("practices", practices, most=_MOST_TRIALS)
    pairs = [_counts("practices", each) for each in counts.reshape(len(counts) if counts.ndim else 1, -1)]
    return _core.process.chances_best(pairs, bounded("level", level, high=1.0))


def approval_chance(params: Pilots) -> float:
    """The chance that a pilot is allowed.

    Args:
        params: The parameters.

    Returns:
        The chance.
    """
    return float(inner_of(params, Pilots).approval_chance())


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
    given = {"present": present, "candidate": candidate, "error": error, "power": power}
    return _core.process.pilot_size(*(bounded(name, chance, high=1.0, above=True) for name, chance in given.items()))


def _counts(name: str, pair: ArrayLike) -> tuple[int, int]:
    counts = vector(name, pair, most=_MOST_TRIALS).tolist()
    if len(counts) != 2:
        _core.refuse_keyword(name, value=f"{len(counts)} numbers", rule="must be successes and failures")
    return counts[0], counts[1]
