# SPDX-License-Identifier: Apache-2.0
"""Neighbours help each other, strong ties first, and a time bank brings in strangers.

>>> from commonweal.process import mutual_aid
>>> params = mutual_aid.MutualAid()
>>> print(f"{mutual_aid.help_chance(params, tie=1.0):.2f}, {mutual_aid.help_chance(params, tie=0.1):.2f}")
0.50, 0.10
>>> print(f"{mutual_aid.request_fate(params, neighbours=3, tie=0.1).by_neighbours:.3f}")
0.613
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commonweal import _core
from commonweal.core.arguments import bounded, real, whole
from commonweal.process.experiment import Initial, Ties, inner_of, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Fate", "MutualAid", "help_chance", "request_fate", "simulate", "steady_tie"]


class MutualAid(Parameters, kind=_core.process.MutualAid):
    """Who comes to need help, who gives it, how ties change, and the time bank.

    Strong and weak ties after Granovetter 1973 (doi:10.1086/225469) and Aldrich 2012.
    """

    need_rate: float = parameter()
    surge_time: float = parameter()
    surge_share: float = parameter()
    ask_limit: int = parameter()
    round_interval: float = parameter()
    patience: float = parameter()
    strong_chance: float = parameter()
    weak_chance: float = parameter()
    prosocial_effect: float = parameter()
    reciprocity: str = parameter()
    reciprocity_effect: float = parameter()
    need_effect: float = parameter()
    cost_effect: float = parameter()
    cost: float = parameter()
    norm_effect: float = parameter()
    learning: float = parameter()
    tie_time: float = parameter()
    tie_gain: float = parameter()
    bank_asks: int = parameter()
    credit_weight: float = parameter()
    overdraft: int = parameter()
    official_rate: float = parameter()


class Fate(NamedTuple):
    """What becomes of a request.

    Attributes:
        by_neighbours: Chance that a neighbour helps.
        by_officials: Chance that professionals come first.
        given_up: Chance that it is given up.
        mean_delay: Days until a neighbour helps, of those who do.
    """

    by_neighbours: float
    by_officials: float
    given_up: float
    mean_delay: float


def simulate(
    params: MutualAid,
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
    """Lets people come to need help, ask for it, and help each other.

    Args:
        params: The parameters.
        graph: Who is whose neighbour; in a mixed crowd, if not given, all ties are weak. Ties begin with the weights of
            the graph's edge column ``weight``, if it has one. Of a list, replicate r takes graph r modulo its length; a
            model such as ``cw.core.ErdosRenyi()`` makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: ``tie``: weight of each tie at first ("uniform(low=0, high=1)"); ``prosocial``: of each person (0.5);
            ``bank_trust``: in the time bank, 0 of those who are no members (0), all in [0, 1]; ``credits``: what each
            holds in the bank (0).
        until: Days; 30 if not given.
        every: Days between records; without it 1, or a hundredth of ``until``.
        step: Length of a tick, days; without it an hour.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Numbers of requests by ``replicate`` and ``time`` (days), ``created`` so far and what became of them, namely
        ``by_neighbours``, ``by_bank``, ``by_officials``, ``given_up`` and ``open``; ``mean_delay`` of those met (days);
        ``tie``, the mean weight; ``help_gini``, of the times that people have helped; and ``credits``, their sum.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        MutualAid,
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


def help_chance(
    params: MutualAid,
    *,
    tie: float = 0.1,
    prosocial: float = 0.5,
    reciprocity: float = 0.5,
    own_need: float = 0.5,
    norm: float = 0.5,
) -> float:
    """The chance that somebody who is asked for a day helps.

    Args:
        params: The parameters.
        tie: Weight of the tie to the one who asks, in [0, 1] as all that follow.
        prosocial: How prosocial the one who is asked is.
        reciprocity: How lately the one who asks has helped the other, or how often that person helps anybody.
        own_need: Whether the one who is asked needs help as well.
        norm: Share of requests that the one who is asked has seen being met.

    Returns:
        The chance, in (0, 1).

    Raises:
        ConfigError: If a number is out of range.
    """
    offer = {"tie": tie, "prosocial": prosocial, "reciprocity": reciprocity, "own_need": own_need, "norm": norm}
    return float(
        inner_of(params, MutualAid).help_chance({name: bounded(name, value, high=1.0) for name, value in offer.items()})
    )


def request_fate(
    params: MutualAid,
    *,
    neighbours: int,
    tie: float = 0.1,
    prosocial: float = 0.5,
    reciprocity: float = 0.5,
    own_need: float = 0.5,
    norm: float = 0.5,
) -> Fate:
    """What becomes of a request to neighbours who all offer alike, without a time bank.

    Args:
        params: The parameters.
        neighbours: How many there are.
        tie: As for :func:`help_chance`, and so are all that follow.
        prosocial: Of each of them.
        reciprocity: Of each of them.
        own_need: Of each of them.
        norm: Of each of them.

    Returns:
        The chances, and the mean delay.

    Raises:
        ConfigError: With everything that is out of range.
    """
    offer = {"tie": tie, "prosocial": prosocial, "reciprocity": reciprocity, "own_need": own_need, "norm": norm}
    numbers = {name: real(name, value) for name, value in offer.items()}
    return Fate(*inner_of(params, MutualAid).request_fate(numbers, whole("neighbours", neighbours)))


def steady_tie(params: MutualAid, *, help_rate: float) -> float:
    """The mean weight in the end of a tie along which help comes at random, as long as it stays clear of 1.

    Args:
        params: The parameters.
        help_rate: Helps in a day.

    Returns:
        Gain of a help times rate times the time in which a tie fades.

    Raises:
        ConfigError: If the rate is out of range.
    """
    return float(inner_of(params, MutualAid).steady_tie(real("help_rate", help_rate)))
