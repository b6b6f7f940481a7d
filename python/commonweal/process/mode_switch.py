# SPDX-License-Identifier: Apache-2.0
"""From normal to emergency mode and back, after a lag, at a cost, and now and then in vain.

>>> from commonweal.process import mode_switch
>>> params = mode_switch.ModeSwitch(on=0.6, filter_time=2.0, hold_on=1.0)
>>> print(f"{mode_switch.switch_delay(params):.2f} h")
2.83 h
>>> print(f"{mode_switch.converted_share(params, hours=24.0, drill=1.0):.2f}")
0.93
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded
from commonweal.process.experiment import Initial, inner_of, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "ModeSwitch",
    "backlog_after",
    "conversion_time",
    "converted_share",
    "decision_cycle",
    "false_crossing_rate",
    "return_delay",
    "simulate",
    "switch_delay",
]


class ModeSwitch(Parameters, kind=_core.process.ModeSwitch):
    """What a community goes over on, how long that takes, what it costs, and which hazards there are."""

    on: float = parameter()
    hold_on: float = parameter()
    off: float = parameter()
    hold_off: float = parameter()
    filter_time: float = parameter()
    noise: float = parameter()
    noise_time: float = parameter()
    order_delay: float = parameter()
    convert_time: float = parameter()
    drill_effect: float = parameter()
    return_time: float = parameter()
    normal_cycle: float = parameter()
    emergency_cycle: float = parameter()
    diverted: float = parameter()
    routine_load: float = parameter()
    hazard_rate: float = parameter()
    hazard_time: float = parameter()
    false_loss: float = parameter()
    right_gain: float = parameter()


def simulate(
    params: ModeSwitch,
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
    """Lets communities watch for hazards, each by itself.

    Args:
        params: The parameters.
        size: How many communities; 1,000 if not given.
        initial: ``drill``: how well drilled, in [0, 1] (0); ``space``: share of the space needed that is at hand, in
            [0.01, 1] (1); ``hazard``: chance of one at the start (0); ``trust`` in emergency mode being right (0.7).
        until: Hours; 720 if not given.
        every: Hours between records; without it 6, or a hundredth of ``until``.
        step: Length of a tick, hours; without it a twentieth of the shortest of the times that matter.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        By ``replicate`` and ``time`` (hours), shares of communities with a ``hazard`` and in ``emergency`` mode, and
        means over communities of ``converted``, ``cycle`` (hours), ``backlog`` (hours of full capacity), ``trust``, and
        so far of ``switches``, those ``in_vain``, ``lost_time`` spent in these (hours) and ``shortfall`` (hours of
        hazard met by what was not converted).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        ModeSwitch,
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


def conversion_time(params: ModeSwitch, *, drill: float = 0.0, space: float = 1.0) -> float:
    """How long it takes until all but 1/e is converted.

    Args:
        params: The parameters.
        drill: How well drilled the community is, in [0, 1].
        space: Share of the space needed that is at hand, in [0.01, 1].

    Returns:
        Hours.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, ModeSwitch).conversion_time(*_readiness(drill, space)))


def converted_share(params: ModeSwitch, *, hours: float, drill: float = 0.0, space: float = 1.0) -> float:
    """How much is converted after a switch.

    Args:
        params: The parameters.
        hours: Since the switch, at least 0.
        drill: How well drilled the community is, in [0, 1].
        space: Share of the space needed that is at hand, in [0.01, 1].

    Returns:
        The share of staff and space, in [0, 1].

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, ModeSwitch).converted_share(*_readiness(drill, space), bounded("hours", hours)))


def decision_cycle(params: ModeSwitch, *, converted: float) -> float:
    """How long it is from one decision to the next.

    Args:
        params: The parameters.
        converted: Share of staff that is converted, in [0, 1].

    Returns:
        Hours.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, ModeSwitch).decision_cycle(bounded("converted", converted, high=1.0)))


def switch_delay(params: ModeSwitch, *, signal: float = 1.0) -> float:
    """How long a community takes to switch after a signal has come and stays, without noise.

    Args:
        params: The parameters.
        signal: How strong it is, at least 0.

    Returns:
        Hours; those until the order from above at most.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, ModeSwitch).switch_delay(bounded("signal", signal)))


def return_delay(params: ModeSwitch, *, signal: float = 1.0) -> float:
    """How long a community takes to go back after a signal has gone, without noise.

    Args:
        params: The parameters.
        signal: How strong it was, at least 0.

    Returns:
        Hours.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, ModeSwitch).return_delay(bounded("signal", signal)))


def false_crossing_rate(params: ModeSwitch) -> float:
    """How often noise alone carries the perceived signal over ``on`` (Rice 1944).

    Args:
        params: The parameters.

    Returns:
        The rate, 1 / h.
    """
    return float(inner_of(params, ModeSwitch).false_crossing_rate())


def backlog_after(params: ModeSwitch, *, hours: float, drill: float = 0.0, space: float = 1.0) -> float:
    """Everyday work that an emergency leaves undone.

    Args:
        params: The parameters.
        hours: How long the emergency mode has lasted, at least 0.
        drill: How well drilled the community is, in [0, 1].
        space: Share of the space needed that is at hand, in [0.01, 1].

    Returns:
        Hours of full capacity.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, ModeSwitch).backlog_after(*_readiness(drill, space), bounded("hours", hours)))


def _readiness(drill: float, space: float) -> tuple[float, float]:
    return bounded("drill", drill, high=1.0), bounded("space", space, low=0.01, high=1.0)
