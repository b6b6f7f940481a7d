# SPDX-License-Identifier: Apache-2.0
"""Departments share what their sensors see, or stay data islands whose forms are filled in again and again.

>>> from commonweal.process import data_sharing
>>> params = data_sharing.DataSharing(share_chance=0.3)
>>> print(f"{data_sharing.expected_variance(params, departments=10):.3f}")
0.324
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from commonweal import _core
from commonweal.core.arguments import as_array, flat, whole
from commonweal.core.graph_generate import Generator
from commonweal.process.experiment import Initial, Ties, inner_of, run, starts
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "DataSharing",
    "expected_form_hours",
    "expected_variance",
    "fused_variance",
    "one_island_chance",
    "simulate",
]

#: Departments, where neither a graph nor a size is given.
DEFAULT_DEPARTMENTS = 10


class DataSharing(Parameters, kind=_core.process.DataSharing):
    """How departments come to use each other's data, what they see by themselves, and what forms cost."""

    form: str = parameter()
    received: str = parameter()
    share_chance: float = parameter()
    precision: float = parameter()
    correlation: float = parameter()
    prior_precision: float = parameter()
    platforms: int = parameter()
    form_hours: float = parameter()


def simulate(
    params: DataSharing,
    *,
    graph: Ties = None,
    size: int | None = None,
    initial: Initial | None = None,
    until: float = 100,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Draws who shares with whom, and lets every department estimate the state of each ward.

    Args:
        params: The parameters.
        graph: Who may share with whom, each tie with the chance ``share_chance`` (1 for a graph as it is); a directed
            arc leads from the department that uses data to the one that has them. All with all if not given. Of a
            list, replicate r takes graph r modulo its length.
        size: How many departments, where ``graph`` does not tell; 10 if not given.
        initial: ``precision``: of each one's own sensors (that of ``params``); ``sharing``: a square matrix of chances
            in place of ``share_chance``, in row i and column j that i uses the data of j.
        until: How many wards.
        replicates: How many draws of who shares, each with wards of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``department``, as ``partners`` (whose data are used), ``variance`` of the error of the
        estimate, ``squared_error`` (its mean over wards) and ``form_hours`` (of a community, in a week); over
        ``replicate``, ``islands`` (groups that share nothing) and ``disagreement`` (variance of the estimates of one
        ward).

    Raises:
        ConfigError: With everything that is wrong.
    """
    if size is None and (graph is None or isinstance(graph, Generator)):
        size = DEFAULT_DEPARTMENTS
    return run(
        DataSharing,
        params,
        _flat(initial),
        graph=graph,
        size=size,
        until=until,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )


def _flat(initial: Initial | None) -> dict[str, Any]:
    """The matrix row by row."""
    given = starts(initial)
    if "sharing" in given:
        matrix = as_array("initial.sharing", given["sharing"])
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
            rule = "must be a square matrix of chances, a row for each department"
            _core.refuse_keyword("initial.sharing", value=f"of shape {matrix.shape}", rule=rule)
        given["sharing"] = flat("initial.sharing", matrix)
    return given


def fused_variance(params: DataSharing, precisions: Iterable[float]) -> float:
    """The variance of the error of the best estimate from some sensors.

    Args:
        params: The parameters, of which ``correlation`` and ``prior_precision`` count.
        precisions: Of the sensors, each at least 0.

    Returns:
        The variance; infinite where nothing is known.

    Raises:
        Error: If a precision is below 0 or not finite.
    """
    return float(inner_of(params, DataSharing).fused_variance(flat("precisions", precisions, low=0.0).tolist()))


def expected_variance(params: DataSharing, *, departments: int = DEFAULT_DEPARTMENTS) -> float:
    """The mean variance of the error of one of many departments that are alike and may all share.

    Args:
        params: The parameters; without a hub, data received are kept.
        departments: How many, 1 to 2,000.

    Returns:
        The mean, by the binomial law of the number of partners.

    Raises:
        Error: If there are too many or none, or data are passed on without a hub.
    """
    return float(inner_of(params, DataSharing).expected_variance(whole("departments", departments)))


def expected_form_hours(params: DataSharing, *, departments: int = DEFAULT_DEPARTMENTS) -> float:
    """The mean time that a community fills in forms for all departments.

    Args:
        params: The parameters; without a hub, data received are kept.
        departments: How many, 1 to 2,000.

    Returns:
        Hours in a week.

    Raises:
        Error: If there are too many or none, or data are passed on without a hub.
    """
    return float(inner_of(params, DataSharing).expected_form_hours(whole("departments", departments)))


def one_island_chance(params: DataSharing, *, departments: int = DEFAULT_DEPARTMENTS) -> float:
    """The chance that all departments hang together, directly or by way of others (Gilbert 1959).

    Args:
        params: The parameters.
        departments: How many, 1 to 2,000.

    Returns:
        The chance; of a hub, that all join it.

    Raises:
        Error: If there are too many or none.
    """
    return float(inner_of(params, DataSharing).one_island_chance(whole("departments", departments)))
