# SPDX-License-Identifier: Apache-2.0
"""Sectors that need each other: how a loss in one spreads, how all recover, and what output is lost.

>>> from commonweal.process import inoperability
>>> needs = [[0, 0.4], [0.3, 0]]
>>> q = inoperability.static_inoperability(inoperability.Inoperability(), needs, [0.1, 0])
>>> print([f"{share:.7f}" for share in q])
['0.1136364', '0.0340909']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import as_array, bounded, flat, whole
from commonweal.process.experiment import Initial, inner_of, run, starts
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Inoperability",
    "even_interdependency",
    "interdependency_from",
    "interdependency_indices",
    "resilience_coefficient",
    "simulate",
    "static_inoperability",
]

#: Sectors, where nothing tells how many.
DEFAULT_SECTORS = 10


class Inoperability(Parameters, kind=_core.process.Inoperability):
    """How sectors need each other where no matrix is given, how fast they recover, and how long a perturbation lasts.

    Haimes and Jiang 2001; Lian and Haimes 2006 (doi:10.1002/sys.20051).
    """

    limit: str = parameter()
    coupling: float = parameter()
    recovery_time: float = parameter()
    left: float = parameter()
    perturbation_length: float = parameter()


def simulate(
    params: Inoperability,
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
    """Perturbs sectors and lets them recover.

    Args:
        params: The parameters.
        size: How many sectors; as many as ``initial`` tells of, or 10.
        initial: ``interdependency``: a square matrix, row i and column j the inoperability of i where j alone fails
            (even by ``coupling``); ``perturbation`` of each sector while it lasts (0); ``inoperability`` at first (0);
            ``output`` of each in normal times, any money a day (1); ``recovery_time`` of each, days.
        until: Days; without it three recovery times after the perturbation.
        every: Days between records, at least a millionth of ``until``; a hundredth if not given.
        step: Longest step where a sector is capped, days; a tenth of the shortest time constant if not given.
        replicates: How many events, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate``, ``time`` (days) and ``agent`` the ``inoperability``; over ``replicate`` and ``time`` its
        ``mean``, weighted by output, and the ``loss`` of output so far; over ``replicate`` and ``agent`` the
        ``sector_loss``, and ``lasting``, where a perturbation that stays would end.

    Raises:
        ConfigError: With everything that is wrong.
    """
    given = starts(initial)
    counts = [
        as_array(name, each).shape[0]
        for name, each in given.items()
        if not isinstance(each, (str, int, float)) and as_array(name, each).ndim
    ]
    matrix = as_array("interdependency", given.get("interdependency", ()))
    if matrix.ndim == 2:
        given["interdependency"] = flat("interdependency", matrix)
    if size is None:
        size = counts[0] if counts else DEFAULT_SECTORS
    return run(
        Inoperability,
        params,
        given,
        size=size,
        until=until,
        every=every,
        step=step,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )


def static_inoperability(
    params: Inoperability, interdependency: ArrayLike, perturbation: ArrayLike
) -> NDArray[np.float64]:
    """Where inoperabilities end under a perturbation that stays.

    Args:
        params: The parameters, of which only ``limit`` counts.
        interdependency: A square matrix, as for :func:`simulate`.
        perturbation: Of each sector.

    Returns:
        The inoperability of each sector.

    Raises:
        Error: If sizes do not fit, or chains of needs never end where the limit is linear.
    """
    found: NDArray[np.float64] = inner_of(params, Inoperability).static_inoperability(
        _flat("interdependency", interdependency), _flat("perturbation", perturbation)
    )
    return found


def resilience_coefficient(params: Inoperability, *, own_need: float = 0.0) -> float:
    """Rate at which a sector recovers.

    Args:
        params: The parameters.
        own_need: The sector's entry on the diagonal of the matrix, in [0, 0.99].

    Returns:
        Times in a day.
    """
    return float(inner_of(params, Inoperability).resilience_coefficient(bounded("own_need", own_need, high=0.99)))


def even_interdependency(params: Inoperability, sectors: int) -> NDArray[np.float64]:
    """The matrix that spreads ``coupling`` evenly over all others.

    Args:
        params: The parameters.
        sectors: How many, up to 10,000.

    Returns:
        A square matrix.
    """
    matrix: NDArray[np.float64] = inner_of(params, Inoperability).even_interdependency(
        whole("sectors", sectors, most=10_000)
    )
    return matrix.reshape(sectors, sectors)


def interdependency_from(technical: ArrayLike, output: ArrayLike) -> NDArray[np.float64]:
    """The matrix that technical coefficients of an input-output table make.

    Args:
        technical: Square; row i and column j is what j needs of i for a unit of its output.
        output: Of each sector in normal times, above 0.

    Returns:
        A square matrix, each coefficient times the output of the column over that of the row.

    Raises:
        Error: If sizes do not fit or an output is not above 0.
    """
    matrix = _core.process.interdependency_from(_flat("technical", technical), _flat("output", output))
    return matrix.reshape(as_array("technical", technical).shape)


def interdependency_indices(interdependency: ArrayLike) -> dict[str, NDArray[np.float64]]:
    """How much each sector depends on others, and they on it (Setola, De Porcellinis and Sforna 2009).

    Args:
        interdependency: A square matrix of two sectors or more.

    Returns:
        ``dependency`` and ``influence``, means of rows and columns; ``overall_dependency`` and ``overall_influence``,
        the same with all chains of needs. Own needs are left out.

    Raises:
        Error: If the matrix is not square, or its chains of needs never end.
    """
    return dict(_core.process.interdependency_indices(_flat("interdependency", interdependency)))


def _flat(name: str, values: ArrayLike) -> list[float]:
    found: list[float] = flat(name, values, low=0.0).tolist()
    return found
