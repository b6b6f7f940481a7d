# SPDX-License-Identifier: Apache-2.0
"""Graphs in files, told apart by their suffix."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from commonweal import _core
from commonweal.core.arguments import drops, needed, vector, whole
from commonweal.core.exchange import Note, from_networkx, to_networkx
from commonweal.core.graph import Graph, GraphWithIds, agent_ids, build, ids_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

#: What parts the fields of a line in files with these suffixes.
SEPARATORS = {".csv": ",", ".tsv": "\t", ".txt": " "}
SUFFIXES = (*SEPARATORS, ".graphml", ".parquet")
KINDS = ("undirected", "directed", "bipartite")


def read_graph(
    path: str | PathLike[str],
    *,
    kind: Literal["undirected", "directed", "bipartite"] | None = None,
    ids: ArrayLike | Iterable[int] | None = None,
    target_ids: ArrayLike | Iterable[int] | None = None,
    separator: Literal[",", ";", "\t", " "] | None = None,
    untidy: Literal["refuse", "drop"] = "refuse",
    threads: int = 0,
) -> GraphWithIds:
    """Reads ties and what they carry.

    ``.csv``, ``.tsv`` and ``.txt`` are edge lists: a line of names, the first two ``source`` and ``target``, then the
    ids of two agents on each line and what the tie carries. Columns are 32-bit floats unless their name is followed by
    another type, such as ``visits:u16`` (i32, u32, u16 or u8). Lines that begin with # are comments. ``.graphml`` is
    read by networkx, ``.parquet`` by pandas and pyarrow: a table with the columns source, target and further ones.

    An edge list or table knows only agents that are tied: give ``ids`` where others are to have rows as well.

    Args:
        path: The file.
        kind: What the ties are; if not given, what the file says, else undirected.
        ids: The agents in row order; if not given, all that the file names, ascending. Not for GraphML, which has them.
        target_ids: The same for the agents of the other kind, for bipartite ties.
        separator: What parts the fields of an edge list, a space for any blanks; if not given, what its first line
            shows.
        untidy: ``"refuse"`` ties of an agent to itself and repeated ones, or ``"drop"`` them.
        threads: How many to build with; 0 for one on each processor.

    Returns:
        The graph and what its agents are called.

    Raises:
        ConfigError: With the first ten of an edge list's mistakes, by line and column.
        Error: Where the file cannot be read or is no graph.
    """
    file = Path(fspath(path))
    suffix = known_suffix(file)
    if kind is not None and kind not in KINDS:
        raise _core.Error(f"kind is {kind!r}; it must be 'undirected', 'directed' or 'bipartite'")
    if target_ids is not None and kind == "undirected":
        raise _core.Error("target_ids are for bipartite graphs only")
    if separator is not None and separator not in (",", ";", "\t", " "):
        raise _core.Error(f"separator is {separator!r}; it must be a comma, a semicolon, a tab or a space")
    given = tuple(None if names is None else vector("ids", names, most=2**32 - 2) for names in (ids, target_ids))
    if suffix == ".graphml":
        if ids is not None or target_ids is not None:
            raise _core.Error("a GraphML file has ids of its own; give none")
        return read_graphml(file, kind, untidy)
    if suffix == ".parquet":
        return read_parquet(file, kind, given, untidy, threads)
    graph, found, found_targets = _core.read_edge_list(
        file,
        kind=kind or "undirected",
        separator=separator,
        ids=given[0],
        target_ids=given[1],
        drop_untidy=drops(untidy),
        threads=whole("threads", threads),
    )
    return GraphWithIds(Graph(graph), found, found_targets if kind == "bipartite" else None)


def write_graph(
    graph: Graph,
    path: str | PathLike[str],
    *,
    ids: ArrayLike | Iterable[int] | None = None,
    target_ids: ArrayLike | Iterable[int] | None = None,
) -> None:
    """Writes ties and what they carry, such that :func:`read_graph` reads back the same.

    The file has its old content or all of the new one, whatever happens meanwhile.

    Args:
        graph: The ties.
        path: The file; its suffix says how: ``.csv``, ``.tsv``, ``.txt``, ``.graphml`` or ``.parquet``.
        ids: What the agents are called, (size,); their rows if not given.
        target_ids: The same for the agents of the other kind, for a bipartite graph.

    Raises:
        Error: Where the file cannot be written, or a column's name cannot stand in it.
    """
    file = Path(fspath(path))
    suffix = known_suffix(file)
    if suffix in SEPARATORS:
        sources, targets = ids_of(graph, ids, target_ids)
        _core.write_edge_list(file, graph._graph, sources, targets, SEPARATORS[suffix])
    elif suffix == ".graphml":
        made = to_networkx(graph, ids=ids, target_ids=target_ids)
        with replacing(file) as partial:
            needed("networkx").write_graphml_xml(made, partial)
    else:
        needed("pyarrow", extra="parquet")
        table = graph.to_dataframe(ids=ids, target_ids=target_ids)
        table.attrs["commonweal"] = Note.text(graph)
        with replacing(file) as partial:
            table.to_parquet(partial, engine="pyarrow", index=False)


def known_suffix(file: Path) -> str:
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise _core.Error(f"{file}: the suffix must be one of {', '.join(SUFFIXES)}")
    return suffix


def refuse_unreadable(file: Path) -> None:
    try:
        file.open("rb").close()
    except OSError as problem:
        raise _core.Error(f"cannot read {file}: {problem.strerror or problem}") from problem


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A file to write that takes the place of ``file`` when it is complete and on the disk."""
    partial = file.with_name(file.name + ".partial")
    try:
        try:
            yield partial
            with partial.open("rb") as written:
                os.fsync(written.fileno())
            partial.replace(file)
        except OSError as problem:
            raise _core.Error(f"cannot write {file}: {problem.strerror or problem}") from problem
    finally:
        partial.unlink(missing_ok=True)


def read_graphml(file: Path, kind: str | None, untidy: str) -> GraphWithIds:
    nx = needed("networkx")
    from xml.etree.ElementTree import ParseError

    refuse_unreadable(file)
    try:
        found = nx.read_graphml(file)
    except (ParseError, nx.NetworkXException, ValueError, KeyError, AttributeError) as problem:
        raise _core.Error(f"cannot read {file}: it is no GraphML: {problem}") from problem
    if all(name.isascii() and name.isdecimal() for name in found):
        found = nx.relabel_nodes(found, {name: int(name) for name in found})
    bipartite = None if kind is None else kind == "bipartite"
    read = from_networkx(found, bipartite=bipartite, untidy="drop" if drops(untidy) else "refuse")
    if kind is not None and read.graph.kind != kind:
        raise _core.Error(f"{file}: its ties are {read.graph.kind}, not {kind}")
    return read


def read_parquet(
    file: Path, kind: str | None, given: tuple[NDArray[np.uint32] | None, ...], untidy: str, threads: int
) -> GraphWithIds:
    needed("pyarrow", extra="parquet")
    import pandas as pd

    refuse_unreadable(file)
    try:
        table = pd.read_parquet(file, engine="pyarrow")
    except (OSError, ValueError) as problem:
        raise _core.Error(f"cannot read {file}: it is no table: {problem}") from problem
    if not {"source", "target"} <= set(table.columns):
        raise _core.Error(f"{file}: a table of ties has the columns source and target")
    note = Note.of(table.attrs.get("commonweal"))
    columns = note.typed({name: table[name] for name in table.columns if name not in ("source", "target")})
    return graph_of_table(table, kind or note.kind or "undirected", columns, given, untidy, threads)


def graph_of_table(
    table: pd.DataFrame,
    kind: str,
    columns: dict[str, Any],
    given: tuple[NDArray[np.uint32] | None, ...],
    untidy: str,
    threads: int,
) -> GraphWithIds:
    import numpy as np

    if given[1] is not None and kind != "bipartite":
        raise _core.Error("target_ids are for bipartite graphs only")
    sources, targets = (vector(name, table[name], most=2**32 - 2) for name in ("source", "target"))
    if kind == "bipartite":
        ids = np.unique(sources) if given[0] is None else given[0]
        target_ids = np.unique(targets) if given[1] is None else given[1]
    else:
        ids = np.unique(np.concatenate([sources, targets])) if given[0] is None else given[0]
        target_ids = ids
    ends = np.column_stack([rows_of("source", sources, ids), rows_of("target", targets, target_ids)])
    graph = build(kind, len(ids), len(target_ids), ends, None, columns, untidy, threads)
    return GraphWithIds(graph, ids, target_ids if kind == "bipartite" else None)


def rows_of(end: str, names: NDArray[np.uint32], ids: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The rows of agents with these names."""
    import numpy as np

    ids = agent_ids("ids", ids, len(ids))
    unknown = names[~np.isin(names, ids)]
    if len(unknown):
        raise _core.Error(f"column {end!r}: {len(unknown)} are no agent's id, such as {unknown[0]}")
    order = np.argsort(ids)
    return order[np.searchsorted(ids, names, sorter=order)]
