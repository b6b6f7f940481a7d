# SPDX-License-Identifier: Apache-2.0
"""A run in a dozen numbers, which comparisons and cards show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonweal.card import Card, Shown, number_text

if TYPE_CHECKING:
    from commonweal.results import Array, Results


@dataclass(frozen=True, slots=True)
class Indicator(Shown):
    """One number that sums up a run.

    Attributes:
        name: Such as ``"function_least"``.
        meaning: One phrase.
        unit: Such as ``"m"``; ``"1"`` for counts and shares.
        value: The number, in this unit.
    """

    name: str
    meaning: str
    unit: str
    value: float

    def _card(self) -> Card:
        return Card(self.name, [("value", number_text(self.value)), ("unit", self.unit), ("meaning", self.meaning)])


def over_places(results: Results, variable: str) -> Array:
    """An hourly series added up over places, (hours,)."""
    values = results.read(variable)
    summed: Array = values.reshape(len(values), -1).sum(axis=1, dtype=float)
    return summed


def most(results: Results, variable: str) -> float:
    """The largest value anywhere at any time."""
    return float(results.read(variable).max())


def most_in_all(results: Results, variable: str) -> float:
    """The largest sum over places."""
    return float(over_places(results, variable).max())


def in_all(results: Results, variable: str) -> float:
    """The sum over places and hours."""
    return float(over_places(results, variable).sum())


def days_in_all(results: Results, variable: str) -> float:
    return in_all(results, variable) / 24


def at_the_end(results: Results, variable: str) -> float:
    """The sum over places in the last hour."""
    return float(over_places(results, variable)[-1])


def share_at_the_end(results: Results, variable: str) -> float:
    """A share by community in the last hour, over all residents; of an unfinished run, over the communities."""
    import numpy as np

    weights = results.read("communities/residents") if results.complete else None
    return float(np.average(results.read(variable)[-1], weights=weights))


def least_mean(results: Results, variable: str) -> float:
    """The least that the mean over communities and dimensions comes to."""
    return float(results.read(variable).mean(axis=(1, 2), dtype=float).min())


def mean_days_lost(results: Results, variable: str) -> float:
    from commonweal.results import days_lost

    return float(days_lost(results.read(variable)).mean())


#: Name, unit, meaning, the variable that it sums up, and how.
INDICATORS: list[tuple[str, str, str, str, Callable[[Results, str], float]]] = [
    ("rain_total", "mm", "rain in all, where it is strongest", "rain", in_all),
    ("depth_most", "m", "deepest water in any cell", "depth", most),
    ("no_power_most", "1", "households without power at the worst", "households_without_power", most_in_all),
    ("no_power_time", "d", "days without power, added up over households", "households_without_power", days_in_all),
    ("informed_share", "1", "share of residents who heard the warning", "informed", share_at_the_end),
    ("protected_share", "1", "share of residents who took protective action", "protected", share_at_the_end),
    ("function_least", "1", "least function, mean of communities and dimensions", "function", least_mean),
    ("function_lost", "d", "days without any function that the loss adds up to", "function", mean_days_lost),
    ("requests_made", "1", "requests of residents", "requests_created", in_all),
    ("requests_open_most", "1", "requests open at once, at the worst", "requests_open", most_in_all),
    ("requests_given_up", "1", "requests given up by the end", "requests_abandoned", at_the_end),
    ("repairs_open_most", "1", "repairs reported and not finished, at the worst", "repairs_open", most_in_all),
]


def indicators_of(results: Results) -> dict[str, Indicator]:
    """Those whose variables the results hold, by name; none before the first hour is safe."""
    if not results.read("time").size:
        return {}
    known = results.variables()
    return {
        name: Indicator(name, meaning, unit, measure(results, variable))
        for name, unit, meaning, variable, measure in INDICATORS
        if variable in known
    }
