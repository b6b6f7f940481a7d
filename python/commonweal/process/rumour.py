# SPDX-License-Identifier: Apache-2.0
"""A rumour goes from mouth to mouth; a correction may follow it.

>>> from commonweal.process import rumour
>>> params = rumour.Rumour(contact_rate=1.0, stifle_chance=1.0, forget_rate=0.0)
>>> print(f"{rumour.final_ignorant_share(params):.4f}")
0.2032
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import real
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts, times, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Rumour", "credulity", "final_ignorant_share", "mean_field", "simulate"]


class Rumour(Parameters, kind=_core.process.Rumour):
    """Who tells a rumour, how often, and when they stop.

    Maki and Thompson 1973; Daley and Kendall 1965 (doi:10.1093/imamat/1.1.42); on networks Moreno, Nekovee and Pacheco
    2004 (doi:10.1103/PhysRevE.69.066130).
    """

    model: str = parameter()
    contact_rate: float = parameter()
    spread_chance: float = parameter()
    stifle_chance: float = parameter()
    failures: int = parameter()
    forget_rate: float = parameter()
    correction_delay: float = parameter()
    correction_rate: float = parameter()
    truth_contact_rate: float = parameter()
    truth_chance: float = parameter()


def simulate(
    params: Rumour,
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
    """Runs the rumour among people until nobody tells anything any more.

    Args:
        params: The rumour's parameters.
        graph: Who meets whom; everybody everybody else if not given. Of a list, replicate r takes graph r modulo its
            length; a model such as ``cw.core.ErdosRenyi()`` makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: ``spreader``: how many tell it at first, drawn anew in each replicate, or their rows (1);
            ``corrected``: the same for those who were warned beforehand (0); ``credulity``: each one's factor to
            ``spread_chance``, in [0, 1] (1).
        until: Days; without it a run goes on until nobody tells anything, at most 1,000 days.
        every: Days between records; without it a hundredth of ``until``, or the mean time between two contacts.
        step: Length of a tick, days; without it a twentieth of the mean time between two contacts.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Shares of people over ``replicate`` and ``time`` (days): ``ignorant``, ``spreader``, ``stifler``,
        ``truth_teller`` and ``corrected``. A run that ends before others stays as it is.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Rumour,
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
    params: Rumour, *, initial: Initial | None = None, until: float = 10.0, every: float | None = None
) -> xr.Dataset:
    """The rumour's course where everybody meets everybody and there are infinitely many people.

    Args:
        params: The rumour's parameters; there is no correction among them.
        initial: Shares ``ignorant`` (1) and ``spreader`` (0) at the start.
        until: Days; at most ten million steps of the equations.
        every: Days between records, at least a millionth of ``until``; without it a hundredth.

    Returns:
        Shares ``ignorant``, ``spreader`` and ``stifler`` over ``time`` (days).

    Raises:
        Error: If there is a correction.
        ConfigError: With every share and time that is out of its range.
    """
    return to_xarray(inner_of(params, Rumour).mean_field(starts(initial), *times(until, every)), params)


def final_ignorant_share(params: Rumour, *, initial: Initial | None = None) -> float:
    """The share that never hears of it, where everybody meets everybody.

    Args:
        params: The rumour's parameters; nobody forgets or is corrected.
        initial: Shares ``ignorant`` (1) and ``spreader`` (0) at the start; with no spreaders, very few are meant.

    Returns:
        The share, in [0, 1]. Sudbury 1985 proved .2032 for the classical rumour.

    Raises:
        Error: If somebody forgets or is corrected.
        ConfigError: With every share that is out of its range.
    """
    return float(inner_of(params, Rumour).final_ignorant_share(starts(initial)))


def credulity(*, importance: float, ambiguity: float, trust: float, distrust_effect: float = 1.0) -> float:
    """A chance that a rumour is taken up (Allport and Postman 1947).

    Args:
        importance: Of the matter, in [0, 1].
        ambiguity: How little is known for certain, in [0, 1].
        trust: In the authorities, in [0, 1].
        distrust_effect: Exponent of 1 - ``trust``, in [0, 1000].

    Returns:
        The chance, in [0, 1].

    Raises:
        ConfigError: If a number is out of its range.
    """
    return _core.process.credulity(
        real("importance", importance),
        real("ambiguity", ambiguity),
        real("trust", trust),
        real("distrust_effect", distrust_effect),
    )
