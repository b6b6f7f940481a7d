# SPDX-License-Identifier: Apache-2.0
"""Hazards arise in buildings and grow unseen until somebody finds and closes them; until then they cause events.

>>> from commonweal.process import hidden_hazard
>>> params = hidden_hazard.HiddenHazard()
>>> print(f"{hidden_hazard.fragility_factor(params, severity=1.0):.3f}")
0.741
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded
from commonweal.process.experiment import Initial, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["HiddenHazard", "damage_chance", "find_rates", "fragility_factor", "mean_field", "simulate"]


class HiddenHazard(Parameters, kind=_core.process.HiddenHazard):
    """How hazards arise and grow, who finds them, how long closing takes, what events and shocks make of them."""

    arrival_rate: float = parameter()
    reference_age: float = parameter()
    severity_median: float = parameter()
    severity_sigma: float = parameter()
    growth: float = parameter()
    visit_find: float = parameter()
    resident_find: float = parameter()
    sensor_find: float = parameter()
    campaign_interval: float = parameter()
    campaign_find: float = parameter()
    closing_time: float = parameter()
    ticket_cost: float = parameter()
    event_rate: float = parameter()
    event_exponent: float = parameter()
    weakening: float = parameter()


def simulate(
    params: HiddenHazard,
    *,
    size: int | None = None,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    step: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Lets hazards arise, be found and closed in buildings that have none at the start.

    Args:
        params: The parameters.
        size: How many buildings; 1,000 if not given.
        initial: Of a building, its ``age`` in years (20), which stays; hours of ``visits`` a year (6);
            ``participation`` of residents (0.2), their ``skill`` to see what is wrong (0.3), what ``sensors`` cover
            (0.1), each in [0, 1]; ``stress``, by which events are more frequent (0). Each a number for all, a
            distribution or a number for each.
        until: Years; 10 if not given.
        every: Years between records; without it 0.25, or a hundredth of ``until``.
        step: Length of a tick, years; a month if not given. Each hazard has times of its own within it.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (years), means of buildings. Hazards that are ``hidden`` or found and
        ``waiting``, the sum of their ``severity``, the ``fragility_factor``; so far, hazards ``found_by_visits``,
        ``found_by_residents``, ``found_by_sensors`` and ``found_by_campaign``, ``events`` and the ``cost`` of tickets
        (thousand CNY). Over ``replicate`` and ``agent``, ``severity_last``, the sum at the end.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        HiddenHazard,
        params,
        initial,
        size=size,
        until=until,
        every=every,
        step=step,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )


def mean_field(
    params: HiddenHazard, *, initial: Initial | None = None, until: float = 10.0, every: float | None = None
) -> xr.Dataset:
    """Means of infinitely many buildings that are alike, by integration over the ages of hazards.

    Args:
        params: The parameters.
        initial: As for ``simulate``, each one number for all.
        until: Years; at most ten million steps of the equations.
        every: Years between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        By ``time`` (years), ``hidden`` and ``waiting`` hazards, the sum of their ``severity``; so far hazards
        ``found``, ``events`` and the ``cost`` of tickets.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, HiddenHazard).mean_field(starts(initial), *times(until, every)), params)


def find_rates(params: HiddenHazard, *, initial: Initial | None = None) -> dict[str, float]:
    """The rates at which one hazard is found.

    Args:
        params: The parameters.
        initial: ``visits``, ``participation``, ``skill`` and ``sensors``, as for ``simulate``.

    Returns:
        By ``visits``, ``residents`` and ``sensors``, 1 / a.

    Raises:
        ConfigError: If a name is none of these.
    """
    return dict(
        zip(("visits", "residents", "sensors"), inner_of(params, HiddenHazard).find_rates(starts(initial)), strict=True)
    )


def fragility_factor(params: HiddenHazard, *, severity: float) -> float:
    """What hazards leave of the intensity that a building bears.

    Args:
        params: The parameters.
        severity: The sum of their severities, at least 0.

    Returns:
        The factor to the median of its fragility curve.

    Raises:
        ConfigError: If the severity is out of its range.
    """
    return float(inner_of(params, HiddenHazard).fragility_factor(bounded("severity", severity)))


def damage_chance(
    params: HiddenHazard, *, median: float, dispersion: float, intensity: float, severity: float
) -> float:
    """The chance that a shock damages a building with hazards.

    Args:
        params: The parameters.
        median: Intensity that damages half of the buildings without hazards, above 0.
        dispersion: Standard deviation of its logarithm, above 0.
        intensity: Of the shock, at least 0.
        severity: The sum of the severities of the building's hazards, at least 0.

    Returns:
        The chance.

    Raises:
        ConfigError: If a number is out of its range.
    """
    curve = (bounded("median", median, above=True), bounded("dispersion", dispersion, above=True))
    shock = (bounded("intensity", intensity), bounded("severity", severity))
    return float(inner_of(params, HiddenHazard).damage_chance(*curve, *shock))
