# SPDX-License-Identifier: Apache-2.0
"""A post weighs what its sources say and sounds the alarm, or does not; who was warned in vain believes it less.

>>> from commonweal.process import detection
>>> params = detection.Detection(sensitivity=1.0, sources=4)
>>> print(f"{detection.area_under_curve(detection.fused_sensitivity(params)):.4f}")
0.9214
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, flat, real, whole
from commonweal.process.experiment import Initial, experiment, inner_of, run, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "Detection",
    "Monitor",
    "alarm_rates",
    "area_under_curve",
    "average_run_length",
    "criterion",
    "expected_cost",
    "expected_trust",
    "fused_sensitivity",
    "run_lengths",
    "simulate",
]


class Detection(Parameters, kind=_core.process.Detection):
    """What a warning post sees, when it sounds the alarm, and what that does to trust.

    Green and Swets 1966; Sorkin and Dai 1994.
    """

    sensitivity: float = parameter()
    sources: int = parameter()
    correlation: float = parameter()
    hazard_chance: float = parameter()
    miss_cost: float = parameter()
    false_alarm_cost: float = parameter()
    criterion_shift: float = parameter()
    false_alarm_loss: float = parameter()
    miss_loss: float = parameter()
    hit_gain: float = parameter()


class Monitor(Parameters, kind=_core.process.Monitor):
    """How a series is watched whose observations have mean 0 and standard deviation 1 as long as nothing is amiss.

    Page 1954 for sums, Roberts 1959 for averages.
    """

    method: str = parameter()
    reference: float = parameter()
    limit: float = parameter()
    smoothing: float = parameter()
    width: float = parameter()


def simulate(
    params: Detection,
    *,
    initial: Initial | None = None,
    until: float = 100,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Lets posts judge one case after the other, each with those who hear its alarms.

    Args:
        params: The parameters.
        initial: ``trust``: in the alarms, at the start, in [0, 1] (1).
        until: How many cases.
        replicates: How many posts, each with cases of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``case``, as ``hazard`` and ``alarm`` (1 or 0), ``evidence`` (of all sources, standard
        deviations from half way), ``heeded`` (trust in the alarm that sounded, 0 without one) and ``trust`` (after
        the case).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(Detection, params, initial, until=until, replicates=replicates, seed=seed, threads=threads)


def fused_sensitivity(sources: Detection | Iterable[float], *, correlation: float = 0.0) -> float:
    """The sensitivity of all sources together, with the best weights (Sorkin and Dai 1994).

    Args:
        sources: Parameters, whose sources are alike; or the sensitivity of each source.
        correlation: Of any two of the sources that are given one by one, in [0, 1].

    Returns:
        How far apart their evidence lies with and without a hazard, standard deviations; infinite where sources that
        differ share all their noise.

    Raises:
        Error: If there is no source, a sensitivity is below 0 or not finite, or the correlation is not in [0, 1].
    """
    if isinstance(sources, Detection):
        return float(sources._inner.fused_sensitivity())
    return _core.process.fused_sensitivity(
        flat("sources", sources, low=0.0).tolist(), bounded("correlation", correlation, high=1.0)
    )


def area_under_curve(sensitivity: float) -> float:
    """The area under the curve of hits over false alarms.

    Args:
        sensitivity: Standard deviations.

    Returns:
        The chance that a hazard gives more evidence than a case without one, in [0, 1].

    Raises:
        ConfigError: If a number is out of its range.
    """
    return _core.process.area_under_curve(bounded("sensitivity", sensitivity, low=-inf))


def criterion(params: Detection) -> float:
    """The evidence above which the alarm sounds.

    Args:
        params: The parameters.

    Returns:
        Standard deviations from half way between the means with and without a hazard.
    """
    return float(inner_of(params, Detection).criterion())


def alarm_rates(params: Detection) -> tuple[float, float]:
    """How often the alarm sounds.

    Args:
        params: The parameters.

    Returns:
        The chance of an alarm with a hazard (hit rate) and without one (false alarm rate).
    """
    hit, false_alarm = inner_of(params, Detection).alarm_rates()
    return float(hit), float(false_alarm)


def expected_cost(params: Detection) -> float:
    """What a case costs on average; least without a ``criterion_shift``.

    Args:
        params: The parameters.

    Returns:
        The mean, in the unit of ``miss_cost`` and ``false_alarm_cost``.
    """
    return float(inner_of(params, Detection).expected_cost())


def expected_trust(params: Detection, *, trust: float = 1.0, cases: int = 100) -> float:
    """The mean trust after many cases.

    Args:
        params: The parameters.
        trust: At the start, in [0, 1].
        cases: How many.

    Returns:
        The mean, in [0, 1].

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, Detection).expected_trust(bounded("trust", trust, high=1.0), whole("cases", cases)))


def average_run_length(monitor: Monitor, *, shift: float = 0.0) -> float:
    """The mean number of observations until a monitor signals.

    Args:
        monitor: How the series is watched.
        shift: Mean of the observations from the first on, standard deviations.

    Returns:
        The number, by the integral equation of Page and of Crowder 1987;
        infinite above 1e9.

    Raises:
        Error: If the shift is not finite.
    """
    return float(
        inner_of(monitor, Monitor, "monitor").average_run_length(bounded("shift", shift, low=-100.0, high=100.0))
    )


def run_lengths(
    monitor: Monitor,
    *,
    shift: float = 0.0,
    until: float = 1e6,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Watches series until the monitor signals.

    Args:
        monitor: How they are watched.
        shift: Mean of the observations from the first on, standard deviations, from -100 to 100.
        until: Observations after which a series is given up.
        replicates: How many series.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` the ``run_length``, observations until the signal, and ``signalled``, 0 where ``until`` came
        first.

    Raises:
        ConfigError: With everything that is wrong.
    """
    asked = experiment(
        graph=None, size=None, until=until, every=None, step=None, replicates=replicates, seed=seed, threads=threads
    )
    return to_xarray(inner_of(monitor, Monitor, "monitor").run_lengths(real("shift", shift), asked), monitor)
