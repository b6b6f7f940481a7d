# SPDX-License-Identifier: Apache-2.0
"""Somebody acts once enough others do: riots, cascades, volunteering.

>>> from commonweal.process import participation
>>> print(f"{participation.equilibrium(mean=0.25, sd=0.12):.4f}")
0.0402
>>> print(f"{participation.equilibrium(mean=0.25, sd=0.125):.4f}")
1.0000
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import flat, real
from commonweal.process.experiment import Initial, Ties, inner_of, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Participation",
    "cascade_branching",
    "cascade_size",
    "cascade_window",
    "critical_sd",
    "equilibrium",
    "poisson_degrees",
    "simulate",
]


class Participation(Parameters, kind=_core.process.Participation):
    """What a threshold is compared with, and when somebody begins.

    Granovetter 1978 (doi:10.1086/226707) where everybody sees everybody; on networks Watts 2002
    (doi:10.1073/pnas.082090499), and Centola and Macy 2007 for numbers of neighbours.
    """

    measure: str = parameter()
    opportunity: str = parameter()
    task_rate: float = parameter()
    ask_rate: float = parameter()
    organiser_effect: float = parameter()


def simulate(
    params: Participation,
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
    """Lets people begin, one after the other, until nobody else would.

    Args:
        params: The parameters.
        graph: Who sees whom act; everybody everybody else if not given. Of a list, replicate r takes graph r modulo its
            length; a model such as ``cw.core.ErdosRenyi()`` makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: ``acting``: how many act at first, drawn anew in each replicate, or their rows (0); ``threshold``: each
            one's share or number of neighbours who must act, below 0 of those who act in any case
            ("normal(mean=0.35, sd=0.15)"); ``eligible``: chance of each to be so (1); ``organiser``: contact with an
            organiser, in [0, 1] (0); ``tasks``: share of tasks that somebody gets to see (1).
        until: Days; without it a run goes on until nobody else would begin, at most 1,000 days.
        every: Days between records; without it a hundredth of ``until``, or a round, or by chance the mean time to an
            opportunity.
        step: Length of a tick, days; without it 1, a round, or by chance a twentieth of the mean time to an
            opportunity.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        The share of people ``acting`` over ``replicate`` and ``time`` (days). A run that ends before others stays as it
        is.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Participation,
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


def equilibrium(*, mean: float, sd: float, acting: float = 0.0, eligible: float = 1.0) -> float:
    """The share that acts in the end where everybody sees everybody and thresholds are normal (Granovetter 1978).

    Args:
        mean: Of the thresholds.
        sd: Their standard deviation, above 0.
        acting: Share that acts from the start, whatever others do.
        eligible: Share that can act at all, at least ``acting``.

    Returns:
        The smallest share at which nobody else would begin.

    Raises:
        ConfigError: With everything that is out of range.
    """
    return _core.process.equilibrium(
        real("mean", mean), real("sd", sd), real("acting", acting), real("eligible", eligible)
    )


def critical_sd(mean: float) -> float:
    """The standard deviation of normal thresholds from which on nearly all act; below it few do.

    Args:
        mean: Of the thresholds, above 0 and below .5.

    Returns:
        The standard deviation; .1222 for a mean of .25 (about 12.2 of 100 in Granovetter 1978).

    Raises:
        ConfigError: If the mean is out of range.
    """
    return _core.process.critical_sd(real("mean", mean))


def cascade_window(threshold: float) -> tuple[float, float] | None:
    """The mean degrees of random networks of Erdos and Renyi that a few can set off (Watts 2002).

    Args:
        threshold: The share of neighbours that everybody needs, in [0.001, 1].

    Returns:
        The lowest and the highest; None if there are none.

    Raises:
        ConfigError: If the threshold is out of range.
    """
    return _core.process.cascade_window(real("threshold", threshold))


def poisson_degrees(mean_degree: float) -> NDArray[np.float64]:
    """How many neighbours people have in a large random network of Erdos and Renyi.

    Args:
        mean_degree: Above 0, at most 4,000.

    Returns:
        The shares of people with 0, 1, 2 ... neighbours.

    Raises:
        ConfigError: If the mean degree is out of range.
    """
    import numpy as np

    return np.array(_core.process.poisson_degrees(real("mean_degree", mean_degree)))


def cascade_branching(params: Participation, *, degrees: ArrayLike, threshold: float | str) -> float:
    """How many more are told by each who is told and begins; above 1 few can set off a large random network.

    Args:
        params: The parameters; their ``measure`` counts.
        degrees: Shares or numbers of people with 0, 1, 2 ... neighbours, up to 5,000: ``numpy.bincount`` of a graph's.
        threshold: Of everybody, or its distribution.

    Returns:
        The mean number of further neighbours of those whom one acting neighbour makes act (Watts 2002).

    Raises:
        ConfigError: With everything that is out of range.
    """
    return float(inner_of(params, Participation).cascade_branching(flat("degrees", degrees).tolist(), threshold))


def cascade_size(params: Participation, *, degrees: ArrayLike, threshold: float | str, seeds: float) -> float:
    """The share that acts in the end in a large random network (Gleeson and Cahalane 2007).

    Args:
        params: The parameters; their ``measure`` counts.
        degrees: Shares or numbers of people with 0, 1, 2 ... neighbours, up to 5,000.
        threshold: Of everybody, or its distribution.
        seeds: Share that acts from the start, above 0; 1e-9 for very few.

    Returns:
        The share.

    Raises:
        ConfigError: With everything that is out of range.
    """
    return float(
        inner_of(params, Participation).cascade_size(flat("degrees", degrees).tolist(), threshold, real("seeds", seeds))
    )
