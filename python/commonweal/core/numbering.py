# SPDX-License-Identifier: Apache-2.0
"""Orders of the agents' rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, overload

from commonweal import _core
from commonweal.core.arguments import as_array, vector, whole
from commonweal.core.graph import Graph, inner

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


class Numbering:
    """An order of the agents' rows. Rules run fastest when neighbours are near in memory.

    Ids, draws and results do not depend on the order, because ids move along with the rows.

    Args:
        old_rows: Row k of the new order is row ``old_rows[k]`` of the old one.

    Raises:
        Error: Unless each row from 0 on comes once.
    """

    __slots__ = ("_numbering",)

    def __init__(self, old_rows: ArrayLike | Iterable[int] | _core.Numbering) -> None:
        if isinstance(old_rows, _core.Numbering):
            self._numbering = old_rows
        else:
            self._numbering = _core.Numbering(vector("old_rows", old_rows))

    @staticmethod
    def by_groups(*keys: ArrayLike | Iterable[int]) -> Numbering:
        """Sorted by the first key, within equal ones by the second, and so on; equal agents keep their order.

        Args:
            *keys: One whole number for each agent, such as community, grid cell, building, household.

        Returns:
            The order.
        """
        return Numbering(_core.Numbering.by_groups([vector("a key", key) for key in keys]))

    @staticmethod
    def reverse_cuthill_mckee(graph: Graph) -> Numbering:
        """From the ties alone (Cuthill and McKee 1969, doi:10.1145/800195.805928). Undirected graphs only.

        Args:
            graph: Undirected ties.

        Returns:
            The order.

        Raises:
            Error: For a graph whose ties have a direction.
        """
        return Numbering(_core.Numbering.reverse_cuthill_mckee(inner(graph)))

    def with_degree_windows(
        self, graph: Graph, *, window: int = 1024, segment_starts: ArrayLike | Iterable[int] = ()
    ) -> Numbering:
        """The same order, except that within each window of rows agents stand by descending degree.

        Neighbouring rows of equal length are gathered faster.

        Args:
            graph: The ties, in the old order.
            window: Rows in a window.
            segment_starts: Ascending rows of the new order at each of which windows start anew, so that no agent
                leaves its segment.

        Returns:
            The order.
        """
        starts = vector("segment_starts", segment_starts)
        return Numbering(self._numbering.with_degree_windows(inner(graph), whole("window", window), starts))

    @property
    def old_rows(self) -> NDArray[np.uint32]:
        """The old row of each new one, (agents,); a read-only view."""
        return self._numbering.old_rows

    @property
    def new_rows(self) -> NDArray[np.uint32]:
        """The new row of each old one, (agents,); a read-only view."""
        return self._numbering.new_rows

    @overload
    def apply(self, old: Graph, *, threads: int = 0) -> Graph: ...
    @overload
    def apply(self, old: ArrayLike, *, threads: int = 0) -> NDArray[Any]: ...
    def apply(self, old: Graph | ArrayLike, *, threads: int = 0) -> Graph | NDArray[Any]:
        """The same in the new order.

        Args:
            old: A graph, with its edge columns, but no bipartite one; or an array whose first dimension is the agents.
            threads: How many to build a graph with; 0 for one on each processor.

        Returns:
            A graph, or an array of the same shape and type.

        Raises:
            Error: For another number of agents.
        """
        if isinstance(old, Graph):
            return Graph(self._numbering.apply(old._graph, threads=whole("threads", threads)))
        array = as_array("what is to be ordered", old)
        if array.ndim == 0 or len(array) != len(self.old_rows):
            raise _core.Error(f"an array of the shape {array.shape} does not belong to {len(self.old_rows)} agents")
        moved: NDArray[Any] = array[self.old_rows]
        return moved

    def __repr__(self) -> str:
        return f"<Numbering of {len(self.old_rows)} agents>"
