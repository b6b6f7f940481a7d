# SPDX-License-Identifier: Apache-2.0
"""Fear that rises by risk, by others who fear more, by empty shelves and rumours, and calms down again.

>>> from commonweal.process import emotion
>>> params = emotion.Emotion()
>>> print(f"{emotion.steady_panic(params, initial={'risk': 0.5}):.3f}")
0.429
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Emotion", "mean_field", "simulate", "steady_panic"]


class Emotion(Parameters, kind=_core.process.Emotion):
    """What frightens people, and how fast they calm down.

    For contagion compare Bosse and others 2013 (doi:10.1007/s10458-012-9201-1).
    """

    risk_effect: float = parameter()
    contagion: float = parameter()
    shelf_effect: float = parameter()
    rumour_effect: float = parameter()
    information_effect: float = parameter()
    calming_time: float = parameter()


def simulate(
    params: Emotion,
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
    """Lets people feel and see each other through a shock. Nothing is drawn but what they start from.

    Args:
        params: The parameters of the emotion.
        graph: Who sees whom; everybody everybody else if not given. Of a list, replicate r takes graph r modulo its
            length; a model such as ``cw.core.SmallWorld()`` makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: ``panic`` at first (0); ``frightened``: how many, or which, start with a panic of 1 (0); the shock's
            ``onset`` (0) and ``duration`` (for ever), days, and the ``risk`` that each perceives while it lasts (0.5);
            ``shelf``, the sight of an empty one (0), belief in a ``rumour`` (0), ``trust`` in who informs (0.5) and
            official ``information`` (0), all the time. Each in [0, 1].
        until: Days; 30 if not given.
        every: Days between records; without it 0.5, or a hundredth of ``until``.
        step: Length of a tick, days; without it 0.125.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days): mean ``panic``, and the share ``afraid`` (panic above one half). Over
        ``replicate`` and ``agent``: ``last_panic``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Emotion,
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
    params: Emotion, *, initial: Initial | None = None, until: float = 30.0, every: float | None = None
) -> xr.Dataset:
    """Panic of infinitely many who all see each other: some frightened at first, all others alike.

    Args:
        params: The parameters of the emotion.
        initial: ``panic`` of the others (0), the share ``frightened`` (0), ``onset`` (0) and ``duration`` (for ever) of
            the shock, ``risk`` (0.5), ``shelf`` (0), ``rumour`` (0), ``trust`` (0.5) and ``information`` (0).
        until: Days; at most ten million steps of the equations.
        every: Days between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        By ``time`` (days): mean ``panic``, and that ``of_frightened`` and ``of_others``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return to_xarray(inner_of(params, Emotion).mean_field(starts(initial), *times(until, every)), params)


def steady_panic(params: Emotion, *, initial: Initial | None = None) -> float:
    """The panic in which people end who are all alike, as long as the shock lasts.

    Args:
        params: The parameters of the emotion.
        initial: ``risk`` (0.5), ``shelf`` (0), ``rumour`` (0), ``trust`` (0.5) and ``information`` (0).

    Returns:
        The panic, in [0, 1].

    Raises:
        ConfigError: With everything that is wrong.
    """
    return float(inner_of(params, Emotion).steady_panic(starts(initial)))
