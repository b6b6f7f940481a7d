# SPDX-License-Identifier: Apache-2.0
"""One layer of ties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from commonweal import _core
from commonweal.card import Card, Shown, number_text
from commonweal.core.arguments import column_values, drops, ends_of, text, vector, whole

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray


class Graph(Shown):
    """One layer of ties in compressed rows: the neighbours of each agent, ascending, each once.

    Make one with :meth:`undirected`, :meth:`directed` or :meth:`bipartite`, with a generator such as
    :class:`SmallWorld`, or from a file or another library. It never changes; see :class:`Overlay` for ties that do.
    Arrays are read-only views of the graph's own memory: nothing is copied, and they keep it alive. Each position in
    ``targets`` is an arc; an undirected tie is two arcs.
    """

    __slots__ = ("_graph",)

    def __init__(self, graph: _core.Graph) -> None:
        if not isinstance(graph, _core.Graph):
            raise _core.Error("a graph is made by Graph.undirected, Graph.directed or Graph.bipartite")
        self._graph = graph

    @staticmethod
    def undirected(
        size: int,
        edges: ArrayLike | Iterable[tuple[int, int]],
        *,
        weight: ArrayLike | Iterable[float] | None = None,
        columns: Mapping[str, ArrayLike] | None = None,
        untidy: Literal["refuse", "drop"] = "refuse",
        threads: int = 0,
    ) -> Graph:
        """Ties among ``size`` agents that know each other.

        Args:
            size: How many agents there are.
            edges: Rows of the two ends of each tie, (n, 2), listed once in either order.
            weight: The edge column ``weight``, (n,), as 32-bit floats.
            columns: Further edge columns by name, (n,); 32-bit floats, or whole numbers of 8, 16 or 32 bits. Wider
                numbers are narrowed where they fit, floats are rounded.
            untidy: ``"refuse"`` ties of an agent to itself and repeated ones, or ``"drop"`` them: of several equal
                ones the first stays.
            threads: How many to use; 0 for one on each processor. The graph does not depend on it.

        Returns:
            The graph; equal edges give equal graphs, whatever their order.

        Raises:
            Error: For ends that are no rows, other shapes and types, values that are not numbers, and untidy ties.
        """
        return build("undirected", size, size, edges, weight, columns, untidy, threads)

    @staticmethod
    def directed(
        size: int,
        edges: ArrayLike | Iterable[tuple[int, int]],
        *,
        weight: ArrayLike | Iterable[float] | None = None,
        columns: Mapping[str, ArrayLike] | None = None,
        untidy: Literal["refuse", "drop"] = "refuse",
        threads: int = 0,
    ) -> Graph:
        """Arcs from the first end to the second.

        Args:
            size: How many agents there are.
            edges: Rows of the first and the second end of each arc, (n, 2).
            weight: As for :meth:`undirected`.
            columns: As for :meth:`undirected`.
            untidy: As for :meth:`undirected`.
            threads: As for :meth:`undirected`.

        Returns:
            The graph.

        Raises:
            Error: As :meth:`undirected`.
        """
        return build("directed", size, size, edges, weight, columns, untidy, threads)

    @staticmethod
    def bipartite(
        size: int,
        target_size: int,
        edges: ArrayLike | Iterable[tuple[int, int]],
        *,
        weight: ArrayLike | Iterable[float] | None = None,
        columns: Mapping[str, ArrayLike] | None = None,
        untidy: Literal["refuse", "drop"] = "refuse",
        threads: int = 0,
    ) -> Graph:
        """Arcs from ``size`` agents of one kind to ``target_size`` of another, such as residents and organisations.

        The second end of a tie is a row of the other kind.

        Args:
            size: How many agents ties lead from.
            target_size: How many agents of the other kind there are.
            edges: Rows of the two ends of each tie, (n, 2).
            weight: As for :meth:`undirected`.
            columns: As for :meth:`undirected`.
            untidy: As for :meth:`undirected`.
            threads: As for :meth:`undirected`.

        Returns:
            The graph.

        Raises:
            Error: As :meth:`undirected`.
        """
        return build("bipartite", size, target_size, edges, weight, columns, untidy, threads)

    @property
    def size(self) -> int:
        """How many agents there are."""
        return self._graph.size

    @property
    def target_size(self) -> int:
        """How many agents a row may name; another number than ``size`` only for a bipartite graph."""
        return self._graph.target_size

    @property
    def arcs(self) -> int:
        """How many arcs there are, two for an undirected tie."""
        return self._graph.arcs

    @property
    def is_undirected(self) -> bool:
        """Whether each arc has its reverse."""
        return self._graph.is_undirected

    @property
    def is_bipartite(self) -> bool:
        """Whether ties lead to agents of another kind."""
        return self._graph.is_bipartite

    @property
    def kind(self) -> str:
        """``"undirected"``, ``"directed"`` or ``"bipartite"``."""
        if self.is_bipartite:
            return "bipartite"
        return "undirected" if self.is_undirected else "directed"

    @property
    def starts(self) -> NDArray[np.uint32] | NDArray[np.uint64]:
        """Where each agent's row begins in ``targets``, and where the last one ends, (size + 1,)."""
        return self._graph.starts

    @property
    def targets(self) -> NDArray[np.uint32]:
        """The row of the agent that each arc leads to, (arcs,)."""
        return self._graph.targets

    @property
    def degrees(self) -> NDArray[np.uint32]:
        """How many neighbours each agent has, (size,). Made anew at each call."""
        import numpy as np

        return np.diff(self.starts).astype(np.uint32)

    def neighbours(self, v: int) -> NDArray[np.uint32]:
        """Rows of one agent's neighbours, ascending.

        Args:
            v: Row of the agent.

        Returns:
            The rows, (neighbours,); a read-only view.

        Raises:
            Error: If ``v`` is no row.
        """
        return self._graph.neighbours(whole("v", v))

    @property
    def columns(self) -> list[str]:
        """Names of what each arc carries."""
        return self._graph.columns

    def values(self, name: str) -> NDArray[Any]:
        """What each arc carries in one column, (arcs,); both arcs of an undirected tie carry the same.

        Args:
            name: Of the column, one of ``columns``.

        Returns:
            The values in the order of ``targets``; a read-only view.

        Raises:
            Error: Naming the columns there are, where there is none of this name.
        """
        return self._graph.values(text("name", name))

    def edges(self) -> NDArray[np.uint32]:
        """The two ends of each tie, (n, 2), in row order; of an undirected tie the lower row comes first."""
        return self._graph.edges()[0]

    def to_dataframe(
        self, *, ids: ArrayLike | Iterable[int] | None = None, target_ids: ArrayLike | Iterable[int] | None = None
    ) -> pd.DataFrame:
        """A table of all ties with the columns source, target and what they carry.

        Args:
            ids: What the agents are called, (size,); their rows if not given.
            target_ids: The same for the agents of the other kind, for a bipartite graph.

        Returns:
            One row for each tie, in the order of :meth:`edges`.
        """
        import pandas as pd

        sources, targets = ids_of(self, ids, target_ids)
        ends, columns = self._graph.edges()
        return pd.DataFrame({"source": sources[ends[:, 0]], "target": targets[ends[:, 1]], **columns})

    def transposed(self, *, threads: int = 0) -> Graph:
        """Every arc turned round; of a bipartite graph the rows of the other kind.

        Args:
            threads: How many to use; 0 for one on each processor.

        Returns:
            A graph of its own, with the same edge columns.
        """
        return Graph(self._graph.transposed(threads=whole("threads", threads)))

    @property
    def ties(self) -> int:
        """How many ties there are, half of the arcs where these are undirected."""
        return self.arcs // 2 if self.is_undirected else self.arcs

    def _card(self) -> Card:
        others = f" and {self.target_size:,} of another kind" if self.is_bipartite else ""
        facts = [("agents", f"{self.size:,}{others}"), ("ties", f"{self.ties:,}")]
        if self.size:
            facts.append(("mean degree", number_text(self.arcs / self.size)))
        return Card(f"Graph: {self.kind}", [*facts, ("columns", ", ".join(self.columns))])

    def __repr__(self) -> str:
        agents = f"{self.size} agents"
        if self.is_bipartite:
            agents += f" and {self.target_size} of another kind"
        ties = f"{self.ties} {self.kind} ties"
        columns = f", columns {', '.join(self.columns)}" if self.columns else ""
        return f"<Graph: {agents}, {ties}{columns}>"


class GraphWithIds(NamedTuple):
    """A graph from elsewhere, and what its agents are called there.

    Attributes:
        graph: The ties.
        ids: What the agent of each row is called, (graph.size,).
        target_ids: The same for the agents of the other kind; None unless the graph is bipartite.
    """

    graph: Graph
    ids: NDArray[Any]
    target_ids: NDArray[Any] | None = None


def inner(graph: Graph) -> _core.Graph:
    """What the extension knows of a graph."""
    if not isinstance(graph, Graph):
        raise _core.Error(f"{graph!r} is no commonweal.Graph; from_networkx, from_igraph and from_scipy make one")
    return graph._graph


def build(
    kind: str,
    size: int,
    target_size: int,
    edges: ArrayLike | Iterable[tuple[int, int]],
    weight: ArrayLike | Iterable[float] | None,
    columns: Mapping[str, Any] | None,
    untidy: str,
    threads: int,
) -> Graph:
    named = dict(columns or {})
    if weight is not None:
        if "weight" in named:
            raise _core.Error("the edge column 'weight' is given twice")
        named = {"weight": column_values("weight", weight, "float32"), **named}
    graph = _core.Graph.build(
        kind=kind,
        size=whole("size", size),
        target_size=whole("target_size", target_size),
        ends=ends_of(edges, max(size, target_size)),
        columns=[(str(name), column_values(name, values)) for name, values in named.items()],
        drop_untidy=drops(untidy),
        threads=whole("threads", threads),
    )
    return Graph(graph)


def ids_of(
    graph: Graph, ids: ArrayLike | Iterable[int] | None, target_ids: ArrayLike | Iterable[int] | None
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Ids of both ends' rows."""
    inner(graph)
    if target_ids is not None and not graph.is_bipartite:
        raise _core.Error("target_ids are for bipartite graphs only")
    sources = agent_ids("ids", ids, graph.size)
    return sources, agent_ids("target_ids", target_ids, graph.target_size) if graph.is_bipartite else sources


def agent_ids(name: str, ids: ArrayLike | Iterable[int] | None, size: int) -> NDArray[np.uint32]:
    import numpy as np

    if ids is None:
        return np.arange(size, dtype=np.uint32)
    array = vector(name, ids, most=2**32 - 2)
    if len(array) != size:
        raise _core.Error(f"there are {len(array)} {name} for {size} agents")
    if len(np.unique(array)) != size:
        raise _core.Error(f"{name} must differ from each other")
    return array
