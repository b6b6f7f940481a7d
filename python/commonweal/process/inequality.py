# SPDX-License-Identifier: Apache-2.0
"""How unequally something is spread, and who has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commonweal import _core
from commonweal.core.arguments import as_array, bounded, flat

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = [
    "TheilParts",
    "atkinson",
    "concentration_index",
    "gini",
    "jain_index",
    "low_to_high_ratio",
    "theil",
    "theil_parts",
]


class TheilParts(NamedTuple):
    """Theil's index in two parts that add up to it.

    Attributes:
        between: If everybody had the mean of their group.
        within: The groups' own indices, each weighted by its share of all amounts.
    """

    between: float
    within: float


def gini(amounts: ArrayLike) -> float:
    """The Gini coefficient: half the mean difference between two amounts over their mean.

    Args:
        amounts: At least 0.

    Returns:
        In [0, 1); 0 where all have the same.

    Raises:
        Error: If there are none, or one is negative or not finite.
    """
    return float(_core.process.gini(flat("amounts", amounts, low=0.0)))


def theil(amounts: ArrayLike) -> float:
    """Theil's index T: the mean of x / m log(x / m), m being the mean.

    Args:
        amounts: At least 0.

    Returns:
        In [0, log n]; 0 where all have the same.

    Raises:
        Error: If there are none, or one is negative or not finite.
    """
    return float(_core.process.theil(flat("amounts", amounts, low=0.0)))


def theil_parts(amounts: ArrayLike, groups: ArrayLike) -> TheilParts:
    """Theil's index between groups and within them (Shorrocks 1980, doi:10.2307/1913126).

    Args:
        amounts: At least 0.
        groups: The number of each one's group.

    Returns:
        The two parts, which add up to it.

    Raises:
        Error: As for ``theil``, and if the two differ in length.
    """
    import numpy as np

    numbers = np.unique(as_array("groups", groups), return_inverse=True)[1].astype(np.uint32)
    return TheilParts(*_core.process.theil_parts(flat("amounts", amounts, low=0.0), numbers))


def atkinson(amounts: ArrayLike, *, aversion: float = 1.0) -> float:
    """Atkinson's index, the share of all amounts given up to have the rest spread equally.

    Atkinson 1970 (doi:10.1016/0022-0531(70)90039-6).

    Args:
        amounts: At least 0.
        aversion: To inequality, at least 0; 1 compares the geometric mean with the arithmetic one.

    Returns:
        In [0, 1]; 0 where all have the same.

    Raises:
        Error: If there are none, or one is negative or not finite, and for a wrong aversion.
    """
    return float(_core.process.atkinson(flat("amounts", amounts, low=0.0), bounded("aversion", aversion)))


def jain_index(amounts: ArrayLike) -> float:
    """How equal amounts are (Jain, Chiu and Hawe 1984).

    Args:
        amounts: At least 0.

    Returns:
        1 where all are equal, 1 / n where one of n has all.

    Raises:
        Error: If there are none, or one is negative or not finite.
    """
    return float(_core.process.jain_index(flat("amounts", amounts, low=0.0)))


def concentration_index(amounts: ArrayLike, rank: ArrayLike) -> float:
    """Who has it: twice the covariance of an amount and its owner's place by rank, over the mean.

    Kakwani, Wagstaff and van Doorslaer 1997 (doi:10.1016/S0304-4076(96)01807-6).

    Args:
        amounts: At least 0.
        rank: What owners are ranked by, such as their income; of equal ranks each takes the middle place.

    Returns:
        In (-1, 1); below 0 where those of low rank have more. By the amounts' own rank it is the Gini coefficient.

    Raises:
        Error: If there are none, one is negative or not finite, a rank is no number, or the two differ in length.
    """
    return float(_core.process.concentration_index(flat("amounts", amounts, low=0.0), flat("rank", rank)))


def low_to_high_ratio(amounts: ArrayLike, rank: ArrayLike, *, share: float = 0.2) -> float:
    """The mean amount among the lowest by rank over that among the highest.

    Args:
        amounts: At least 0, such as times to recover.
        rank: What owners are ranked by, such as their income.
        share: Of all who count as the lowest, and as the highest, in (0, 0.5].

    Returns:
        The ratio; infinite where the highest have nothing and the lowest have.

    Raises:
        Error: As for ``concentration_index``, and for a wrong share.
    """
    return float(
        _core.process.low_to_high_ratio(
            flat("amounts", amounts, low=0.0), flat("rank", rank), bounded("share", share, high=0.5, above=True)
        )
    )
