# SPDX-License-Identifier: Apache-2.0
"""What people's minds go through after a blow: four courses of distress, which support and security shorten.

>>> from commonweal.process import mind
>>> params = mind.Mind(support="given")
>>> course = mind.mean_field(params, initial={"displacement": 1.0}, until=730.0, every=365.0)
>>> [round(share, 2) for share in course.distressed.to_numpy().tolist()]
[0.33, 0.14, 0.11]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Mind", "mean_field", "simulate"]


class Mind(Parameters, kind=_core.process.Mind):
    """What a blow does to people's minds, and how long it lasts.

    Galatzer-Levy, Huang and Bonanno 2018 (doi:10.1016/j.cpr.2018.05.008).
    """

    loss: float = parameter()
    injury: float = parameter()
    displacement: float = parameter()
    resilient_share: float = parameter()
    recovering_share: float = parameter()
    chronic_share: float = parameter()
    delayed_share: float = parameter()
    early_reaction: float = parameter()
    resilient_time: float = parameter()
    recovering_time: float = parameter()
    chronic_time: float = parameter()
    delayed_time: float = parameter()
    delay: float = parameter()
    delay_spread: float = parameter()
    second_rise: float = parameter()
    support: str = parameter()
    support_effect: float = parameter()
    security_effect: float = parameter()
    threshold: float = parameter()


def simulate(
    params: Mind,
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
    """Strikes people at the start and follows their distress.

    Args:
        params: The parameters.
        graph: Who supports whom; everybody everybody else if not given. Of a list, replicate r takes graph r modulo its
            length; a model such as ``cw.core.SmallWorld()`` makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: Chances that each has lost somebody near, ``loss`` (0.05), is injured, ``injury`` (0.1), and displaced,
            ``displacement`` (0.5); ``distress`` before that (0), ``support`` (0.5, where it is given) and ``security``
            (0.5); each a number for all, a distribution or a number for each, in [0, 1].
        until: Days; two years if not given.
        every: Days between records; without it a hundredth of ``until``, or ten days.
        step: Length of a tick, days; one if not given. Where support is given, results do not depend on it.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days), mean ``distress`` and the share ``distressed``, and the same two of each
        trajectory, ``distress_resilient``, ``distressed_resilient`` and so on; NaN where nobody has it.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Mind,
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
    params: Mind, *, initial: Initial | None = None, until: float = 730.0, every: float | None = None
) -> xr.Dataset:
    """The same numbers of infinitely many people, in closed form.

    Args:
        params: The parameters; ``support`` is given.
        initial: As for ``simulate``, each one number for all.
        until: Days, at most 1e12.
        every: Days between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        The variables of ``simulate`` over ``time`` (days).

    Raises:
        ConfigError: With everything that is wrong.
        Error: If support comes from neighbours.
    """
    return to_xarray(inner_of(params, Mind).mean_field(starts(initial), *times(until, every)), params)
