# SPDX-License-Identifier: Apache-2.0
"""Reports go up from level to level, each of which hears, shades, delays and loses them; orders come down and weaken.

>>> from commonweal.process import reporting_chain
>>> params = reporting_chain.ReportingChain(levels=4, flip_chance=0.1)
>>> print(f"{reporting_chain.correct_chance(params):.4f}")
0.7048
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, flat
from commonweal.process.experiment import Initial, inner_of, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "ReportingChain",
    "arrival_chance",
    "correct_chance",
    "expected_value",
    "mean_delay",
    "noise_variance",
    "order_effect",
    "simulate",
]


class ReportingChain(Parameters, kind=_core.process.ReportingChain):
    """What each level of an administration does to the reports that it passes up and the orders that it passes down.

    Williamson 1967 for the loss of control from level to level.
    """

    levels: int = parameter()
    flip_chance: float = parameter()
    fidelity: float = parameter()
    bias: float = parameter()
    noise: float = parameter()
    withheld: float = parameter()
    threshold: float = parameter()
    audit_chance: float = parameter()
    penalty: float = parameter()
    loss_chance: float = parameter()
    cycle: float = parameter()
    handling: float = parameter()
    report_rate: float = parameter()
    order_fidelity: float = parameter()
    autonomy: float = parameter()
    mismatch_cost: float = parameter()


def simulate(
    params: ReportingChain,
    *,
    size: int | None = None,
    initial: Initial | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Sends reports up the chain until the last one is at the top or lost.

    Args:
        params: The parameters.
        size: How many reports are made; 1,000 if not given.
        initial: ``value``: what there is to report, one number for all, a distribution or a number for each (1);
            ``yes_share``: the chance that the right answer to a question of yes or no is yes (0.5); ``withheld``: the
            share that each level withholds, from the lowest up, instead of that of ``params``.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate``, ``report`` and ``level``, 0 being where reports are made, ``value`` and ``yes`` as the level
        passes them on, and ``time``, hours from the start, when it has done so; NaN from where a report is lost.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(ReportingChain, params, initial, size=size, replicates=replicates, seed=seed, threads=threads)


def correct_chance(params: ReportingChain) -> float:
    """How often a yes or no is right at the top.

    Args:
        params: The parameters.

    Returns:
        The chance, (1 + (1 - 2 ``flip_chance``)**levels) / 2.
    """
    return float(inner_of(params, ReportingChain).correct_chance())


def arrival_chance(params: ReportingChain) -> float:
    """How often a report gets to the top.

    Args:
        params: The parameters.

    Returns:
        The chance, in [0, 1].
    """
    return float(inner_of(params, ReportingChain).arrival_chance())


def expected_value(params: ReportingChain, *, truth: float, withheld: Iterable[float] = ()) -> float:
    """What the top is told on average, where chance carries no report over the threshold.

    Args:
        params: The parameters.
        truth: What there is to report.
        withheld: The share that each level withholds, from the lowest up, instead of that of ``params``; in [-10, 1].

    Returns:
        The mean, in the unit of ``truth``.

    Raises:
        Error: If ``withheld`` has not one share for each level.
    """
    shares = flat("withheld", withheld, low=-10.0, high=1.0).tolist()
    return float(inner_of(params, ReportingChain).expected_value(bounded("truth", truth, low=-inf), shares))


def noise_variance(params: ReportingChain) -> float:
    """How much what the top is told varies by chance, where nobody withholds anything.

    Args:
        params: The parameters.

    Returns:
        The variance, in the square of the unit of the values.
    """
    return float(inner_of(params, ReportingChain).noise_variance())


def mean_delay(params: ReportingChain) -> float:
    """How long a report takes to the top: half a cycle a level, or the time in a row of queues (Jackson 1957).

    Args:
        params: The parameters, with a ``cycle`` or a ``handling`` time.

    Returns:
        The mean over reports that get there, hours.

    Raises:
        Error: With both a cycle and a handling time, or where reports come faster than a level can handle them.
    """
    return float(inner_of(params, ReportingChain).mean_delay())


def order_effect(params: ReportingChain, *, central: float, best: float, local_error: float = 0.0) -> float:
    """What an order achieves at one place at the bottom.

    Args:
        params: The parameters.
        central: The setting that the order says.
        best: The setting that would be best at this place.
        local_error: How far from the best the place would set it by itself.

    Returns:
        The share of what the order could achieve, in [0, 1].

    Raises:
        ConfigError: If a number is out of its range.
    """
    settings = {"central": central, "best": best, "local_error": local_error}
    return float(
        inner_of(params, ReportingChain).order_effect(
            *(bounded(name, value, low=-inf) for name, value in settings.items())
        )
    )
