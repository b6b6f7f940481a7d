# SPDX-License-Identifier: Apache-2.0
"""Belonging, public spirit, ties and cooperation of residents, in calm and under a threat, and who takes part.

>>> from commonweal.process import belonging
>>> levels = belonging.steady_state(belonging.Belonging(), initial={"owner": 0.5})
>>> print(f"{levels.belonging_owners:.2f} {levels.belonging_tenants:.2f}")
0.64 0.54
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commonweal import _core
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Belonging", "Representation", "mean_field", "representation", "simulate", "steady_state"]


class Belonging(Parameters, kind=_core.process.Belonging):
    """How residents come to belong to a place, what they do for others, and who takes part.

    Sampson 1988 and Putnam 2000 for ties and residence; Collins 2004 for solidarity under a threat.
    """

    belonging_gain: float = parameter()
    belonging_loss: float = parameter()
    activity: float = parameter()
    spirit_rate: float = parameter()
    covenant_rate: float = parameter()
    covenant: float = parameter()
    tie_gain: float = parameter()
    tie_time: float = parameter()
    owner_moves: float = parameter()
    tenant_moves: float = parameter()
    newcomer_belonging: float = parameter()
    newcomer_spirit: float = parameter()
    notice_rate: float = parameter()
    spirit_weight: float = parameter()
    belonging_weight: float = parameter()
    seen_weight: float = parameter()
    threat_effect: float = parameter()
    fade_time: float = parameter()
    institutionalised: float = parameter()
    bank: float = parameter()
    base_odds: float = parameter()
    belonging_odds: float = parameter()
    cooperation_odds: float = parameter()
    owner_ratio: float = parameter()
    elder_ratio: float = parameter()
    online_ratio: float = parameter()
    status_ratio: float = parameter()
    status_voice: float = parameter()


class Representation(NamedTuple):
    """The share of a group among others over its share of all residents.

    Attributes:
        presence: Among those who take part.
        voice: Among the voices heard.
    """

    presence: float
    voice: float


def simulate(
    params: Belonging,
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
    """Lets residents live together.

    Args:
        params: The parameters.
        graph: Who lives with whom; everybody with everybody else if not given. Of a list, replicate r takes graph r
            modulo its length; a model such as ``cw.core.SmallWorld()`` makes one for each replicate.
        size: How many residents, where ``graph`` does not tell; 1,000 if not given.
        initial: ``contact`` (0.5); the chances to be ``owner`` (0.7), ``elder`` (0.2), ``online`` (0.7) and of high
            ``status`` (0.2); ``belonging``, ``spirit``, ``seen`` (cooperation of others) and ``tie`` (0.3); ``threat``
            (0) and ``threat_days`` that it goes on (0); each a number for all, a distribution or a number for each.
        until: Days; five years if not given.
        every: Days between records; without it a hundredth of ``until``, or 30 days.
        step: Length of a tick, days; one if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days), means of ``belonging``, ``spirit``, ``cooperation``, ``tie``, ``threat``
        and ``moves`` so far; shares ``participating``; ``cohesion``; belonging and participation of owners and of
        tenants; ``presence_status`` and ``voice_status`` as in ``representation``; ``claims`` on the time bank.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Belonging,
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


def mean_field(
    params: Belonging, *, initial: Initial | None = None, until: float = 1826.25, every: float | None = None
) -> xr.Dataset:
    """The means of infinitely many residents who all meet each other.

    Args:
        params: The parameters; ``activity`` is 0.
        initial: ``contact``, the share ``owner``, ``belonging``, ``spirit``, ``seen``, ``tie``, ``threat`` and
            ``threat_days``, each one number for all.
        until: Days; at most ten million steps of the equations.
        every: Days between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        ``belonging``, ``spirit``, ``cooperation``, ``tie``, ``threat``, ``belonging_owners`` and ``belonging_tenants``
        over ``time`` (days).

    Raises:
        ConfigError: With everything that is wrong.
        Error: If ``activity`` is above 0.
    """
    return to_xarray(inner_of(params, Belonging).mean_field(starts(initial), *times(until, every)), params)


def steady_state(params: Belonging, *, initial: Initial | None = None) -> xr.Dataset:
    """The levels that the means end at without a threat, in closed form.

    Args:
        params: The parameters; ``activity`` is 0.
        initial: ``contact`` and the share ``owner``.

    Returns:
        ``belonging``, ``spirit``, ``cooperation``, ``tie``, ``belonging_owners`` and ``belonging_tenants``.

    Raises:
        ConfigError: With everything that is wrong.
        Error: If ``activity`` is above 0, or nothing holds a level.
    """
    return to_xarray(inner_of(params, Belonging).steady_state(starts(initial)), params)


def representation(params: Belonging, *, initial: Initial | None = None) -> Representation:
    """How far those of high status stand out among residents who are alike in all else.

    Args:
        params: The parameters.
        initial: The share of high ``status`` (0.2); whether all are ``owner`` (1), ``elder`` (0) and ``online`` (1);
            their ``belonging`` and ``cooperation`` (0.5).

    Returns:
        Their share of those who take part, and of voices, over their share of residents.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return Representation(*inner_of(params, Belonging).representation(starts(initial)))
