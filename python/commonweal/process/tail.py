# SPDX-License-Identifier: Apache-2.0
"""What stands beside a mean over runs: how bad the bad runs are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commonweal import _core
from commonweal.core.arguments import bounded, flat, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = [
    "CountedChance",
    "counted_chance",
    "hill_exponent",
    "worst_mean",
]


class CountedChance(NamedTuple):
    """A chance that was counted.

    Attributes:
        chance: The share of runs in which it happened.
        low: Lower end of the 95 % interval.
        high: Upper end of the 95 % interval.
    """

    chance: float
    low: float
    high: float


def worst_mean(values: ArrayLike, *, share: float = 0.05, worst: str = "low") -> float:
    """The mean of the worst runs: expected shortfall (Acerbi and Tasche 2002, doi:10.1016/S0378-4266(02)00283-2).

    Args:
        values: Of the runs.
        share: Of the runs that count, in (0, 1]; one on the border counts in part.
        worst: ``"low"`` where low values are bad, ``"high"`` where high ones are.

    Returns:
        The mean.

    Raises:
        Error: If there are none, one is not finite, or the share or the end is none.
    """
    if worst not in ("low", "high"):
        raise _core.Error(f"worst is {worst!r}; it must be low or high")
    return float(
        _core.process.worst_mean(flat("values", values), bounded("share", share, high=1.0, above=True), worst == "high")
    )


def counted_chance(happened: int, *, runs: int) -> CountedChance:
    """The chance of something that was counted, with the interval of Wilson 1927 (doi:10.1080/01621459.1927.10502953).

    Args:
        happened: In how many runs.
        runs: How many there were, at least 1.

    Returns:
        The chance, and the ends of its 95 % interval.

    Raises:
        Error: If it happened in more runs than there were, or there were none.
    """
    return CountedChance(*_core.process.counted_chance(whole("happened", happened), whole("runs", runs)))


def hill_exponent(values: ArrayLike, *, count: int) -> float:
    """The exponent a of a power tail, P(X > x) ~ x^-a (Hill 1975, doi:10.1214/aos/1176343247).

    Args:
        values: Of which the largest are above 0 and not all equal.
        count: How many of the largest to go by, from 1 to one less than there are.

    Returns:
        The exponent.

    Raises:
        Error: For a wrong count, and values without a tail.
    """
    return float(_core.process.hill_exponent(flat("values", values), whole("count", count)))
