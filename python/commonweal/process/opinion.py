# SPDX-License-Identifier: Apache-2.0
"""What people think, and choose, for what others do: averaging, bounded confidence, choices that pay by company.

>>> from commonweal.process import opinion
>>> strong = opinion.BrockDurlauf(social_gain=2.0)
>>> [round(float(mean), 3) for mean in opinion.equilibria(strong)]
[-0.958, 0.0, 0.958]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, flat
from commonweal.core.graph import inner
from commonweal.process.experiment import Initial, Ties, graph_of, inner_of, run, starts
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "BoundedConfidence",
    "BrockDurlauf",
    "FriedkinJohnsen",
    "count_clusters",
    "equilibria",
    "equilibrium",
    "simulate",
    "social_influence",
]


class FriedkinJohnsen(Parameters, kind=_core.process.FriedkinJohnsen):
    """How much people listen to others, to themselves and to what they first thought.

    Friedkin and Johnsen 1990 (doi:10.1080/0022250X.1990.9990069); with susceptibility 1 the model of DeGroot 1974
    (doi:10.1080/01621459.1974.10480137).
    """

    susceptibility: float = parameter()
    self_weight: float = parameter()


class BoundedConfidence(Parameters, kind=_core.process.BoundedConfidence):
    """How near an opinion must be to be listened to.

    Deffuant, Neau, Amblard and Weisbuch 2000 (doi:10.1142/S0219525900000078); Hegselmann and Krause 2002.
    """

    model: str = parameter()
    confidence: float = parameter()
    convergence: float = parameter()


class BrockDurlauf(Parameters, kind=_core.process.BrockDurlauf):
    """What a choice between -1 and 1 pays by itself and by the choice of others.

    Brock and Durlauf 2001 (doi:10.1111/1467-937X.00168).
    """

    rationality: float = parameter()
    private_gain: float = parameter()
    social_gain: float = parameter()


def simulate(
    params: FriedkinJohnsen | BoundedConfidence | BrockDurlauf,
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
    """Lets people hear each other. Time is in rounds.

    Args:
        params: The parameters of one of the three models.
        graph: Who hears whom; everybody everybody else if not given. A directed tie leads from who hears to who is
            heard; for :class:`FriedkinJohnsen` its edge column ``weight``, if there is one, tells how much. Of a list,
            replicate r takes graph r modulo its length; a model such as ``cw.core.SmallWorld()`` makes one for each.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: ``opinion``: each one's at first (``"uniform(low=0, high=1)"``); in [0, 1] where confidence is
            bounded. For :class:`FriedkinJohnsen` also ``susceptibility`` and ``self_weight``, in [0, 1], each one's in
            place of the parameter. For :class:`BrockDurlauf` only ``mean_choice``, in [-1, 1] (0).
        until: Rounds; without it 100, or, where confidence is bounded, until no two who listen to each other differ
            by more than .001, at most 1,000.
        every: Rounds between records; without it a hundredth of ``until``, or 1, or 5 where confidence is bounded.
        step: Length of a tick, rounds, at most 1 except for meetings in pairs and choices; without it 1.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (rounds): ``mean``, ``standard_deviation``, ``lowest`` and ``highest`` opinion,
        and ``clusters`` where confidence is bounded; or ``mean_choice``. Over ``replicate`` and ``agent``: ``opinion``
        at the end.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        FriedkinJohnsen | BoundedConfidence | BrockDurlauf,
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


def equilibrium(params: FriedkinJohnsen, *, graph: Ties, initial: Initial) -> NDArray[np.float64]:
    """Where opinions end: (I - L W)^-1 (I - L) x, with susceptibilities L, weights W and first opinions x.

    Args:
        params: The parameters.
        graph: Who hears whom, as for :func:`simulate`.
        initial: As for :func:`simulate`, with one number for all or one for each.

    Returns:
        Each one's opinion. Whoever listens to nobody keeps theirs.

    Raises:
        Error: Where opinions are drawn, and where some listen, in the end, only to those of susceptibility 1.
    """
    import numpy as np

    return np.asarray(inner_of(params, FriedkinJohnsen).equilibrium(starts(initial), inner(graph_of(graph, None))))


def social_influence(params: FriedkinJohnsen, *, graph: Ties, initial: Initial | None = None) -> NDArray[np.float64]:
    """What each one's first opinion counts in the one that all of susceptibility 1 come to share (DeGroot 1974).

    Args:
        params: The parameters, of which only ``self_weight`` counts.
        graph: Who hears whom, as for :func:`simulate`.
        initial: ``self_weight``, one for each.

    Returns:
        Shares that add up to 1.

    Raises:
        Error: Where two groups listen to nobody else, so that no opinion is shared.
    """
    import numpy as np

    return np.asarray(inner_of(params, FriedkinJohnsen).social_influence(starts(initial), inner(graph_of(graph, None))))


def equilibria(params: BrockDurlauf) -> NDArray[np.float64]:
    """The mean choices m = tanh(rationality (private_gain + social_gain m)) of a large crowd.

    Args:
        params: The parameters.

    Returns:
        One, or three of which that in the middle is not stable; ascending.
    """
    import numpy as np

    return np.asarray(inner_of(params, BrockDurlauf).equilibria())


def count_clusters(opinions: ArrayLike, *, gap: float = 0.05, least_share: float = 0.05) -> int:
    """How many groups of opinions there are.

    Args:
        opinions: Numbers, (n,).
        gap: Neighbouring opinions further apart are of two groups.
        least_share: Smaller groups are not counted.

    Returns:
        The number of groups.
    """
    widths = (bounded("gap", gap), bounded("least_share", least_share, high=1.0))
    return int(_core.process.count_clusters(flat("opinions", opinions), *widths))
