# SPDX-License-Identifier: Apache-2.0
"""A community's digital platform is taken up or not; it finds and settles more, or costs hours, money and trust.

>>> from commonweal.process import platform
>>> params = platform.Platform()
>>> linked = {"stage": 3, "coverage": 0.5, "link": 0.8, "staff_use": 0.5}
>>> platform.factors(params, initial=linked)["dispatch"]
0.8
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded
from commonweal.process.experiment import Initial, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Platform", "availability", "factors", "mean_field", "simulate", "voice_shift"]


class Platform(Parameters, kind=_core.process.Platform):
    """How a platform is taken up, what users get of it, and what it costs in hours, incidents and money."""

    staff_learning: float = parameter()
    resident_learning: float = parameter()
    staff_habit: float = parameter()
    resident_habit: float = parameter()
    benefit_display: float = parameter()
    benefit_shared: float = parameter()
    benefit_dispatch: float = parameter()
    dispatch_gain: float = parameter()
    visit_hours: float = parameter()
    form_hours: float = parameter()
    rekey_hours: float = parameter()
    screen_hours: float = parameter()
    voice_factor: float = parameter()
    incident_rate: float = parameter()
    incident_trust: float = parameter()
    incident_use: float = parameter()
    capital: float = parameter()
    running: float = parameter()
    own_share: float = parameter()
    outage_rate: float = parameter()
    outage_time: float = parameter()


def simulate(
    params: Platform,
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
    """Lets communities use their platforms.

    Args:
        params: The parameters.
        size: How many communities; 1,000 if not given.
        initial: ``stage`` (1; 0 none, 1 collects and displays, 2 shares, 3 dispatches), and, each in [0, 1],
            ``coverage`` (0.3), ``link`` to the level above (0.3), ``compatible`` share of data (0.5), ``rules`` of its
            use (0.5), ``staff_training`` (0.5), ``resident_training`` (0.3), residents who can use it ``online`` (0.7),
            ``staff_use`` (0.2), ``resident_use`` of those who can (0.1), ``trust`` (0.6); ``count`` of platforms that
            want forms (3), hours of ``backup`` (2). Each a number for all, a distribution or a number for each.
        until: Days; two years if not given.
        every: Days between records; without it 7, or a hundredth of ``until``.
        step: Length of a tick, days; 0.25 if not given. Hardly matters.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days), means of communities. Use by staff and by residents who can,
        ``staff_use`` and ``resident_use``; ``up``, the share of the last tick that platforms ran; ``reached`` (share
        of all residents) and ``voice_shift`` (surplus of users among voices); factors to the sensitivity of sensors,
        ``detection``, and to the time of ``dispatch``; hours a week left for ``visits``; ``trust``, ``incidents`` so
        far; ``cost`` and ``own_cost`` so far (thousand CNY).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Platform,
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
    params: Platform, *, initial: Initial | None = None, until: float = 730.5, every: float | None = None
) -> xr.Dataset:
    """Use, trust and incidents of infinitely many communities that are alike; exact without outages.

    With outages it takes their mean share of the time; and it is right as long as no trust is used up.

    Args:
        params: The parameters.
        initial: Of the names for ``simulate``, ``stage``, ``rules``, ``staff_training``, ``resident_training``,
            ``backup``, ``staff_use``, ``resident_use`` and ``trust``, each one number for all.
        until: Days, at most 1e12.
        every: Days between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        By ``time`` (days), mean ``staff_use``, ``resident_use``, ``trust`` and ``incidents``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, Platform).mean_field(starts(initial), *times(until, every)), params)


def factors(params: Platform, *, initial: Initial | None = None) -> dict[str, float]:
    """What one platform does now.

    Args:
        params: The parameters.
        initial: Of the names for ``simulate``, ``stage``, ``coverage``, ``link``, ``staff_use``, ``count`` and
            ``compatible``; and ``up``, the share of the time that it runs (1).

    Returns:
        The factor to the sensitivity of sensors, ``detection``; that to the time of ``dispatch``; the hours a week
        left for ``visits``.

    Raises:
        ConfigError: If a name is none of these, or there is no such stage.
    """
    return dict(
        zip(("detection", "dispatch", "visits"), inner_of(params, Platform).factors(starts(initial)), strict=True)
    )


def availability(params: Platform, *, backup: float) -> float:
    """The share of the time that a platform runs, in the long run.

    Args:
        params: The parameters.
        backup: Hours that it runs without power and telecom, at least 0.

    Returns:
        The share.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, Platform).availability(bounded("backup", backup)))


def voice_shift(params: Platform, *, share: float) -> float:
    """By how much users are over-represented among voices.

    Args:
        params: The parameters.
        share: Of users among residents, in [0, 1].

    Returns:
        Their share of voices less their share of residents.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, Platform).voice_shift(bounded("share", share, high=1.0)))
