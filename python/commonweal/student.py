# SPDX-License-Identifier: Apache-2.0
"""Means of paired differences and their confidence, after Student."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan, cos, pi, sin, sqrt, tan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonweal.results import Array


@dataclass(frozen=True)
class PairedMean:
    """What is known of the mean of differences.

    Attributes:
        mean: Of the pairs' differences.
        standard_error: Standard deviation of the differences (n - 1 in the denominator) over the root of n; not a
            number for a single pair.
        low: Lower end of the confidence interval of the mean; not a number for a single pair.
        high: Its upper end.
    """

    mean: Array
    standard_error: Array
    low: Array
    high: Array


def paired_mean(differences: Array, confidence: float) -> PairedMean:
    """Mean over the first axis, the pairs, with the interval that Student's distribution gives for n - 1 degrees."""
    import numpy as np

    pairs = len(differences)
    mean = differences.mean(axis=0)
    if pairs < 2:
        unknown = np.full_like(mean, np.nan)
        return PairedMean(mean, unknown, unknown, unknown)
    error = differences.std(axis=0, ddof=1) / sqrt(pairs)
    reach = two_sided_quantile(confidence, pairs - 1) * error
    return PairedMean(mean, error, mean - reach, mean + reach)


def two_sided(angle: float, degrees: int) -> float:
    """Chance that Student's t lies within sqrt(degrees) * tan(angle) of 0.

    Finite sums for whole degrees of freedom: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3
    and 26.7.4.
    """
    term = cos(angle) if degrees % 2 else 1.0
    total = term if degrees > 1 else 0.0
    for k in range(2 + degrees % 2, degrees, 2):
        term *= (k - 1) / k * cos(angle) ** 2
        total += term
    return 2 / pi * (angle + sin(angle) * total) if degrees % 2 else sin(angle) * total


def two_sided_quantile(chance: float, degrees: int) -> float:
    """How far from 0 Student's t lies with no more than this chance, by halving angles."""
    low, high = 0.0, atan(float("inf"))
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided(middle, degrees) < chance else (low, middle)
    return sqrt(degrees) * tan(low)
