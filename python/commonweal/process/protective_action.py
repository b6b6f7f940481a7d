# SPDX-License-Identifier: Apache-2.0
"""Whether and when people protect themselves: cues make a perceived risk, risk and means the readiness to act.

>>> from commonweal.process import protective_action
>>> params = protective_action.ProtectiveAction()
>>> for trust in (0.3, 0.7):
...     print(f"{protective_action.final_share(params, initial={'trust': trust}):.2f}")
0.34
0.71
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["ProtectiveAction", "equilibria", "final_share", "mean_field", "ready_share", "simulate"]


class ProtectiveAction(Parameters, kind=_core.process.ProtectiveAction):
    """What counts how much in the decision to act, and how fast those who decided set out.

    Lindell and Perry 2012 (doi:10.1111/j.1539-6924.2011.01647.x); Huang, Lindell and Prater 2016
    (doi:10.1177/0013916515578485).
    """

    official: float = parameter()
    environmental: float = parameter()
    social: float = parameter()
    experience: float = parameter()
    expected_impact: float = parameter()
    base: float = parameter()
    risk_effect: float = parameter()
    self_efficacy_effect: float = parameter()
    response_efficacy_effect: float = parameter()
    cost_effect: float = parameter()
    mobility_effect: float = parameter()
    setting_out_rate: float = parameter()


def simulate(
    params: ProtectiveAction,
    *,
    graph: Ties = None,
    size: int | None = None,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    step: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Lets people in a standing situation decide and set out, each seeing how many neighbours have done so.

    Args:
        params: The parameters.
        graph: Who sees whom; everybody everybody else if not given. Of a list, replicate r takes graph r modulo its
            length; a model such as ``cw.core.ErdosRenyi()`` makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: What each perceives, ``warned`` (1), ``trust`` (0.7), ``environmental`` (0.3), ``experience`` (0.3) and
            ``expected_impact`` (0.6), and can do, ``self_efficacy``, ``response_efficacy``, ``cost`` and ``mobility``
            (0.5), all in [0, 1]; ``acting``: how many have set out before, drawn anew in each replicate, or their rows
            (0); ``delay``: hours from deciding to setting out, such as ``"weibull(scale=0.7, shape=2)"`` or one number
            for each; without it exponential, of the rate ``setting_out_rate``.
        until: Hours; without it a run goes on until nobody sets out any more, at most 1,000 hours.
        every: Hours between records; without it a hundredth of ``until``, or a tenth of the median delay.
        step: Length of a tick, hours; without it a twentieth of the median delay.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Shares of people over ``replicate`` and ``time`` (hours), ``acting`` (have set out) and ``preparing`` (have
        decided), and over ``replicate`` and ``agent`` the ``hour`` of setting out, NaN for those who stay. A run that
        ends before others stays as it is.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        ProtectiveAction,
        params,
        initial,
        graph=graph,
        size=size,
        until=until,
        every=every,
        step=step,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )


def ready_share(params: ProtectiveAction, *, initial: Initial | None = None) -> float:
    """The share of people who would act, in a given situation.

    Args:
        params: The parameters.
        initial: The situation as for ``simulate``; ``acting``: the share of everybody's neighbours who act (0).

    Returns:
        The share, in [0, 1]; of a situation that is drawn, the mean over 16,384 evenly spread points.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return float(inner_of(params, ProtectiveAction).ready_share(starts(initial)))


def mean_field(
    params: ProtectiveAction, *, initial: Initial | None = None, until: float = 24.0, every: float | None = None
) -> xr.Dataset:
    """The course where everybody sees everybody and there are infinitely many people.

    Args:
        params: The parameters.
        initial: The situation and the ``delay`` as for ``simulate``; ``acting``: share that has set out before (0).
        until: Hours, at most 1e12.
        every: Hours between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        The share ``acting`` over ``time`` (hours).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, ProtectiveAction).mean_field(starts(initial), *times(until, every)), params)


def equilibria(params: ProtectiveAction, *, initial: Initial | None = None) -> list[float]:
    """All shares at which nobody else is drawn along, where everybody sees everybody.

    Args:
        params: The parameters.
        initial: As for ``mean_field``; the ``delay`` does not matter.

    Returns:
        The shares, ascending. Of three, action that has come beyond the middle one goes on to the last.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return [float(share) for share in inner_of(params, ProtectiveAction).equilibria(starts(initial))]


def final_share(params: ProtectiveAction, *, initial: Initial | None = None) -> float:
    """The share that has set out in the end, where everybody sees everybody.

    Args:
        params: The parameters.
        initial: As for ``mean_field``.

    Returns:
        The least of the ``equilibria``: action grows from those who act without others, and stops at the first balance.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return float(inner_of(params, ProtectiveAction).final_share(starts(initial)))
