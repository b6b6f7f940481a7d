# SPDX-License-Identifier: Apache-2.0
"""Measures of graphs. Bipartite graphs are refused unless it is said otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commonweal import _core
from commonweal.core.arguments import real, text, whole
from commonweal.core.graph import Graph, inner

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def components(graph: Graph) -> NDArray[np.uint32]:
    """For each agent the lowest row of its component, (size,); of its weak component where ties have a direction.

    Args:
        graph: The ties.

    Returns:
        Rows, (size,), equal for agents of one component.

    Raises:
        Error: For a bipartite graph.
    """
    return _core.components(inner(graph))


def core_numbers(graph: Graph) -> NDArray[np.uint32]:
    """For each agent the largest k such that it is in a subgraph in which everybody has k ties, (size,).

    Undirected graphs only. Batagelj and Zaversnik 2003 (arXiv:cs/0310049).

    Args:
        graph: Undirected ties.

    Returns:
        Whole numbers, (size,).

    Raises:
        Error: For directed and bipartite graphs.
    """
    return _core.core_numbers(inner(graph))


def betweenness(graph: Graph) -> NDArray[np.float64]:
    """For each agent the sum over pairs of others of the share of shortest paths that lead through it, (size,).

    A pair of an undirected graph counts once; nothing is divided by the number of pairs. Takes time in proportion to
    agents times arcs. Brandes 2001 (doi:10.1080/0022250X.2001.9990249).

    Args:
        graph: The ties.

    Returns:
        Numbers from 0 on, (size,).

    Raises:
        Error: For a bipartite graph.
    """
    return _core.betweenness(inner(graph))


def closeness(graph: Graph, *, threads: int = 0) -> NDArray[np.float64]:
    """For each agent how near it is to all others, from 0 (alone) to 1 (tied to all), (size,).

    (r - 1)/(n - 1) times (r - 1)/(sum of the distances to the r agents it reaches), along the arcs away from the agent.
    Takes time in proportion to agents times arcs. Wasserman and Faust 1994, section 5.2.

    Args:
        graph: The ties.
        threads: How many to use; 0 for one on each processor.

    Returns:
        Numbers from 0 to 1, (size,).

    Raises:
        Error: For a bipartite graph.
    """
    return _core.closeness(inner(graph), whole("threads", threads))


def page_rank(
    graph: Graph, *, damping: float = 0.85, tolerance: float = 1e-9, most_rounds: int = 1000
) -> NDArray[np.float64]:
    """Ranks that add up to 1, (size,); an agent without arcs gives to all alike.

    Brin and Page 1998 (doi:10.1016/S0169-7552(98)00110-X).

    Args:
        graph: The ties.
        damping: Share of an agent's rank that goes to its neighbours, from 0 up to but not 1.
        tolerance: Ends when no rank changes by more; above 0.
        most_rounds: How many rounds are tried.

    Returns:
        Numbers from 0 to 1 that add up to 1, (size,).

    Raises:
        Error: If the rounds do not suffice, or a parameter is out of range.
    """
    return _core.page_rank(
        inner(graph), real("damping", damping), real("tolerance", tolerance), whole("most_rounds", most_rounds)
    )


def clustering(graph: Graph, *, threads: int = 0) -> NDArray[np.float64]:
    """For each agent the share of pairs of neighbours that know each other, (size,); 0 with fewer than two.

    Undirected graphs only. Watts and Strogatz 1998 (doi:10.1038/30918).

    Args:
        graph: Undirected ties.
        threads: How many to use; 0 for one on each processor.

    Returns:
        Numbers from 0 to 1, (size,).

    Raises:
        Error: For directed and bipartite graphs.
    """
    return _core.clustering(inner(graph), whole("threads", threads))


def mean_clustering(graph: Graph, *, threads: int = 0) -> float:
    """The mean of :func:`clustering` over all agents; 0 without agents.

    Args:
        graph: Undirected ties.
        threads: How many to use; 0 for one on each processor.

    Returns:
        A number from 0 to 1.

    Raises:
        Error: For directed and bipartite graphs.
    """
    return _core.mean_clustering(inner(graph), whole("threads", threads))


def degree_assortativity(graph: Graph) -> float:
    """Pearson's correlation of the degrees at the two ends of a tie; NaN if all degrees are equal.

    Undirected graphs only. Newman 2002 (doi:10.1103/PhysRevLett.89.208701).

    Args:
        graph: Undirected ties.

    Returns:
        A number from -1 to 1, or NaN.

    Raises:
        Error: For directed and bipartite graphs.
    """
    return _core.degree_assortativity(inner(graph))


class ShortestPaths(NamedTuple):
    """The shortest ways from one agent to all others.

    Attributes:
        distance: Length of the way to each agent, (size,); infinite where there is none.
        predecessor: The agent before each on its way, (size,); itself for the source and the unreachable.
    """

    distance: NDArray[np.float64]
    predecessor: NDArray[np.uint32]


def shortest_paths(graph: Graph, source: int, *, length: str | None = None) -> ShortestPaths:
    """The shortest ways from one agent to all others, by Dijkstra's algorithm.

    Args:
        graph: The ties.
        source: Row of the agent where the ways begin.
        length: Edge column of 32-bit floats, none negative; 1 for each arc if not given.

    Returns:
        Distances, in the unit of ``length``, and the ways.

    Raises:
        Error: For a source outside the graph, a negative length, or no such column.
    """
    name = None if length is None else text("length", length)
    return ShortestPaths(*_core.shortest_paths(inner(graph), whole("source", source), name))


class MaxFlow(NamedTuple):
    """A largest flow between two agents.

    Attributes:
        value: How much flows in all.
        flow: How much flows along each arc, (arcs,); never more than its capacity.
    """

    value: float
    flow: NDArray[np.float64]


def max_flow(graph: Graph, source: int, sink: int, *, capacity: str = "weight") -> MaxFlow:
    """The largest flow from one agent to another (Goldberg and Tarjan 1988, doi:10.1145/48014.61051).

    Args:
        graph: The ties.
        source: Row of the agent where the flow begins.
        sink: Row of the agent where it ends.
        capacity: Edge column of 32-bit floats, none negative: the most that an arc can carry.

    Returns:
        The flow, in the unit of ``capacity``.

    Raises:
        Error: For ends outside the graph or equal, a negative capacity, or no such column.
    """
    name = text("capacity", capacity)
    return MaxFlow(*_core.max_flow(inner(graph), whole("source", source), whole("sink", sink), name))
