# SPDX-License-Identifier: Apache-2.0
"""Graphs of other libraries, which are imported by the calls that need them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from commonweal._core import Error
from commonweal.core.arguments import COLUMN_TYPES, column_values, needed
from commonweal.core.graph import Graph, GraphWithIds, build, ids_of

if TYPE_CHECKING:
    import igraph as ig
    import networkx as nx
    import scipy.sparse
    from numpy.typing import ArrayLike, NDArray

#: Name of the text that remembers, in the other library's graph, what kind of ties these were and the types of columns.
NOTE = "commonweal"


def to_networkx(
    graph: Graph, *, ids: ArrayLike | Iterable[int] | None = None, target_ids: ArrayLike | Iterable[int] | None = None
) -> nx.Graph | nx.DiGraph:
    """The same ties as a graph of networkx; edge columns become edge attributes.

    Nodes are called by the agents' ids. Of a bipartite graph they are counted through, first the agents, then those of
    the other kind, with the node attributes ``bipartite`` (0 or 1, as networkx has it) and ``id``.

    Args:
        graph: The ties.
        ids: What the agents are called, (size,); their rows if not given.
        target_ids: The same for the agents of the other kind, for a bipartite graph.

    Returns:
        A ``networkx.Graph``, or a ``DiGraph`` for directed ties.

    Raises:
        Error: If networkx is not installed, or there are not as many ids as agents.
    """
    nx = needed("networkx")
    out = Outgoing(graph, ids, target_ids)
    made = nx.DiGraph() if graph.kind == "directed" else nx.Graph()
    made.graph[NOTE] = out.note
    if graph.is_bipartite:
        nodes = range(len(out.ids))
        made.add_nodes_from(
            (node, {"bipartite": side, "id": id_}) for node, side, id_ in zip(nodes, out.sides, out.ids, strict=True)
        )
    else:
        nodes = out.ids
        made.add_nodes_from(nodes)
    made.add_edges_from((nodes[first], nodes[second], values) for (first, second), values in out.edges_with_values())
    return made


def from_networkx(
    graph: nx.Graph,
    *,
    columns: Sequence[str] | None = None,
    bipartite: bool | None = None,
    untidy: Literal["refuse", "drop"] = "refuse",
) -> GraphWithIds:
    """A graph of networkx; a DiGraph gives directed ties.

    Rows follow the order of the nodes. ``ids`` are the nodes, as numbers where all of them are ids.

    Args:
        graph: The graph.
        columns: The edge attributes to take; all of them if not given. Each edge must have them, as numbers.
        bipartite: Whether the node attribute ``bipartite`` parts two kinds; if not given, whether
            :func:`to_networkx` made this graph from a bipartite one.
        untidy: As for :meth:`Graph.undirected`.

    Returns:
        The graph and what its agents are called.

    Raises:
        Error: For edges without an attribute, attributes that are no numbers, and untidy ties.
    """
    if not hasattr(graph, "adj"):
        raise Error(f"{type(graph).__name__} is no graph of networkx; Graph.undirected makes a graph of pairs")
    note = Note.of(graph.graph.get(NOTE))
    kind = kind_of(note, graph.is_directed(), bipartite)
    names = list(graph.nodes)
    numbers = {name: number for number, name in enumerate(names)}
    ends = [(numbers[first], numbers[second]) for first, second in graph.edges()]
    found = [values for _, _, values in graph.edges(data=True)]
    if columns is None:
        columns = list(dict.fromkeys(name for values in found for name in values) if found else note.dtypes)
    taken = {name: attribute_values("edges", name, found) for name in columns}
    incoming = Incoming(kind, ends, note.typed(taken), labels(names))
    if kind == "bipartite":
        incoming.sides = attribute_values("nodes", "bipartite", [data for _, data in graph.nodes(data=True)])
        incoming.names = labels([data.get("id", name) for name, data in graph.nodes(data=True)])
    return incoming.graph(untidy)


def to_igraph(
    graph: Graph, *, ids: ArrayLike | Iterable[int] | None = None, target_ids: ArrayLike | Iterable[int] | None = None
) -> ig.Graph:
    """The same ties as a graph of igraph; edge columns become edge attributes, ids the vertex attribute ``id``.

    Vertices stand in row order; of a bipartite graph those of the other kind follow, with ``type`` true as igraph has
    it.

    Args:
        graph: The ties.
        ids: What the agents are called, (size,); their rows if not given.
        target_ids: The same for the agents of the other kind, for a bipartite graph.

    Returns:
        An ``igraph.Graph``.

    Raises:
        Error: If igraph is not installed, or there are not as many ids as agents.
    """
    ig = needed("igraph")
    out = Outgoing(graph, ids, target_ids)
    made = ig.Graph(n=len(out.ids), edges=out.ends.tolist(), directed=graph.kind == "directed")
    made[NOTE] = out.note
    made.vs["id"] = out.ids
    if graph.is_bipartite:
        made.vs["type"] = [side == 1 for side in out.sides]
    for name, values in out.columns.items():
        made.es[name] = values.tolist()
    return made


def from_igraph(
    graph: ig.Graph,
    *,
    columns: Sequence[str] | None = None,
    bipartite: bool | None = None,
    untidy: Literal["refuse", "drop"] = "refuse",
) -> GraphWithIds:
    """A graph of igraph. Rows follow the vertices; ``ids`` are their attribute ``id``, else ``name``, else rows.

    Args:
        graph: The graph.
        columns: The edge attributes to take; all of them if not given.
        bipartite: Whether the vertex attribute ``type`` parts two kinds; if not given, whether :func:`to_igraph` made
            this graph from a bipartite one.
        untidy: As for :meth:`Graph.undirected`.

    Returns:
        The graph and what its agents are called.

    Raises:
        Error: For attributes that are missing or no numbers, and untidy ties.
    """
    note = Note.of(graph[NOTE] if NOTE in graph.attributes() else None)
    kind = kind_of(note, graph.is_directed(), bipartite)
    names = next((graph.vs[name] for name in ("id", "name") if name in graph.vs.attributes()), range(graph.vcount()))
    taken = {}
    for name in graph.es.attributes() if columns is None else columns:
        if name not in graph.es.attributes():
            raise Error(f"the edges have no attribute {name!r}")
        taken[name] = present("edges", name, graph.es[name])
    incoming = Incoming(kind, graph.get_edgelist(), note.typed(taken), labels(list(names)))
    if kind == "bipartite":
        if "type" not in graph.vs.attributes():
            raise Error("the vertices have no attribute 'type'")
        incoming.sides = [int(bool(side)) for side in graph.vs["type"]]
    return incoming.graph(untidy)


def to_scipy(graph: Graph, *, values: str | None = None) -> scipy.sparse.csr_array:
    """The matrix of the ties in compressed rows, (size, target_size).

    Nothing is copied but, without ``values``, that the matrix holds ones: indices and values are the graph's own
    memory and read-only, as long as there are at most 2**31 - 1 agents and arcs.

    Args:
        graph: The ties.
        values: Edge column that the matrix holds; ones if not given.

    Returns:
        A ``scipy.sparse.csr_array`` of 32-bit floats, or of the column's type.

    Raises:
        Error: If scipy is not installed, or there is no such column.
    """
    sparse = needed("scipy.sparse")
    import numpy as np

    data = np.ones(graph.arcs, np.float32) if values is None else graph.values(values)
    starts, targets = signed(graph.starts, graph.arcs), signed(graph.targets, graph.target_size)
    if starts.dtype != targets.dtype:
        starts, targets = starts.astype(np.int64), targets.astype(np.int64)
    return sparse.csr_array((data, targets, starts), shape=(graph.size, graph.target_size), copy=False)


def from_scipy(
    matrix: scipy.sparse.sparray,
    *,
    kind: Literal["undirected", "directed", "bipartite"] = "undirected",
    column: str | None = "weight",
    untidy: Literal["refuse", "drop"] = "refuse",
) -> Graph:
    """A sparse matrix of scipy in which entry (i, j) is a tie from row i to row j; entries of 0 are ties as well.

    Args:
        matrix: Square, unless the ties are bipartite; equal to its transpose if they are undirected.
        kind: What the ties are.
        column: Edge column that takes the entries; None for none.
        untidy: As for :meth:`Graph.undirected`.

    Returns:
        The graph.

    Raises:
        Error: For a matrix that is not square or not symmetric where it must be, and untidy ties.
    """
    sparse = needed("scipy.sparse")
    import numpy as np

    if kind not in ("undirected", "directed", "bipartite"):
        raise Error(f"kind is {kind!r}; it must be 'undirected', 'directed' or 'bipartite'")
    if not sparse.issparse(matrix) or len(matrix.shape) != 2:
        raise Error("the matrix must be a sparse one of scipy, with two dimensions")
    rows, width = matrix.shape
    if kind != "bipartite" and rows != width:
        raise Error(f"the matrix has the shape {matrix.shape}; only that of a bipartite graph need not be square")
    entries = matrix.tocoo()
    ends = np.column_stack(entries.coords)
    data = entries.data
    if kind == "undirected":
        refuse_asymmetric(ends, data)
        upper = ends[:, 0] <= ends[:, 1]
        ends, data = ends[upper], data[upper]
    return build(kind, rows, width, ends, None, {column: data} if column else None, untidy, threads=0)


@dataclass(frozen=True)
class Note:
    """What another library's graph cannot say of ours."""

    kind: str | None = None
    dtypes: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(text: Any) -> Note:
        try:
            known = json.loads(text)
            return Note(str(known["kind"]), {str(name): str(dtype) for name, dtype in known["columns"].items()})
        except (TypeError, ValueError, KeyError, AttributeError):
            return Note()

    @staticmethod
    def text(graph: Graph) -> str:
        columns = {name: graph.values(name).dtype.name for name in graph.columns}
        return json.dumps({"kind": graph.kind, "columns": columns})

    def typed(self, columns: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
        """The columns in the types they had, where that is known; other weights are real numbers."""
        known = {"weight": "float32"} | {name: dtype for name, dtype in self.dtypes.items() if dtype in COLUMN_TYPES}
        return {name: column_values(name, values, known.get(name)) for name, values in columns.items()}


class Outgoing:
    """A graph as other libraries want it: one numbering for both kinds of a bipartite graph, Python's own numbers."""

    def __init__(
        self, graph: Graph, ids: ArrayLike | Iterable[int] | None, target_ids: ArrayLike | Iterable[int] | None
    ) -> None:
        sources, targets = ids_of(graph, ids, target_ids)
        ends, self.columns = graph._graph.edges()
        self.ends = ends.astype("int64")
        self.ids = sources.tolist()
        self.sides = [0] * graph.size
        if graph.is_bipartite:
            self.ends[:, 1] += graph.size
            self.ids += targets.tolist()
            self.sides += [1] * graph.target_size
        self.note = Note.text(graph)

    def edges_with_values(self) -> Iterable[tuple[tuple[int, int], dict[str, float]]]:
        rows = zip(*(values.tolist() for values in self.columns.values()), strict=True) if self.columns else None
        for first, second in self.ends.tolist():
            yield (first, second), dict(zip(self.columns, next(rows), strict=True)) if rows else {}


@dataclass
class Incoming:
    """Another library's graph: ends are numbers of nodes."""

    kind: str
    ends: list[tuple[int, int]]
    columns: Mapping[str, Any]
    names: NDArray[Any]
    sides: list[Any] = field(default_factory=list)

    def graph(self, untidy: str) -> GraphWithIds:
        size = len(self.names)
        if self.kind != "bipartite":
            return GraphWithIds(
                build(self.kind, size, size, self.ends, None, self.columns, untidy, threads=0), self.names
            )
        return self._bipartite(untidy)

    def _bipartite(self, untidy: str) -> GraphWithIds:
        import numpy as np

        sides = np.asarray(self.sides)
        if not np.isin(sides, (0, 1)).all():
            raise Error("of a bipartite graph each node is of kind 0 or 1")
        second = sides == 1
        ends = np.array(self.ends, dtype=np.int64).reshape(-1, 2)
        if (second[ends[:, 0]] == second[ends[:, 1]]).any():
            raise Error("of a bipartite graph each edge leads from one kind to the other")
        turned = second[ends[:, 0]]
        ends[turned] = ends[turned][:, ::-1]
        rows = np.where(second, np.cumsum(second), np.cumsum(~second)) - 1
        sizes = int((~second).sum()), int(second.sum())
        graph = build("bipartite", *sizes, rows[ends], None, self.columns, untidy, threads=0)
        return GraphWithIds(graph, self.names[~second], self.names[second])


def kind_of(note: Note, directed: bool, bipartite: bool | None) -> str:
    if bipartite or (bipartite is None and note.kind == "bipartite"):
        return "bipartite"
    return "directed" if directed else "undirected"


def attribute_values(of: str, name: str, found: Sequence[Mapping[str, Any]]) -> list[Any]:
    return present(of, name, [values.get(name) for values in found])


def present(of: str, name: str, values: list[Any]) -> list[Any]:
    missing = [place for place, value in enumerate(values) if value is None]
    if missing:
        advice = "; `columns` of from_networkx and from_igraph says which to take" if of == "edges" else ""
        what = f"{len(missing)} of {len(values)} {of} have no attribute {name!r}"
        raise Error(f"{what}, such as number {missing[0]}{advice}")
    return values


def labels(names: Sequence[Any]) -> NDArray[Any]:
    """Names of nodes: 32-bit numbers where all are ids, else as they are."""
    import numpy as np

    if all(isinstance(name, int | np.integer) and 0 <= name < 2**32 - 1 for name in names):
        return np.array(names, dtype=np.uint32)
    array = np.empty(len(names), dtype=object)
    array[:] = names
    return array


def signed(values: NDArray[Any], most: int) -> NDArray[Any]:
    """The same memory as the signed numbers that scipy wants; copied only where they would not fit."""
    import numpy as np

    if values.dtype == np.uint64:
        return values.view(np.int64)
    return values.view(np.int32) if most < 2**31 else values.astype(np.int64)


def refuse_asymmetric(ends: NDArray[Any], data: NDArray[Any]) -> None:
    import numpy as np

    one = np.lexsort((data, ends[:, 1], ends[:, 0]))
    other = np.lexsort((data, ends[:, 0], ends[:, 1]))
    same = np.array_equal(ends[one], ends[other][:, ::-1]) and np.array_equal(data[one], data[other])
    if not same:
        raise Error("the matrix differs from its transpose; undirected ties have equal entries both ways")
