# SPDX-License-Identifier: Apache-2.0
"""How every mechanism is run alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Sized
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from commonweal import _core
from commonweal.core.arguments import as_array, real, whole
from commonweal.core.exchange import from_igraph, from_networkx, from_scipy
from commonweal.core.graph import Graph, inner
from commonweal.core.graph_generate import Generator
from commonweal.process.parameters import Parameters

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import ArrayLike

#: Who meets whom: a graph of commonweal, networkx, igraph or scipy.sparse, the two ends of each tie, (n, 2), a model
#: that makes graphs, or a list of graphs; None where everybody meets everybody.
Ties: TypeAlias = "Graph | Generator | Sequence[Graph] | ArrayLike | Any | None"
#: What each agent starts from: a number, a text such as ``"uniform(low=0, high=1)"``, or one number for each.
Initial: TypeAlias = "Mapping[str, float | str | ArrayLike | Iterable[float]]"

#: People, where neither a graph nor a size is given.
DEFAULT_SIZE = 1000


def run(
    kind: type[Parameters] | UnionType,
    params: Parameters,
    initial: Initial | None,
    *,
    graph: Ties = None,
    size: int | None = None,
    until: float | None = None,
    every: float | None = None,
    step: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """A mechanism alone: what its ``simulate`` does with its keywords. ``kind``: the classes that it takes."""
    inside = inner_of(params, kind)
    asked = experiment(
        graph=graph,
        size=size,
        until=until,
        every=every,
        step=step,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )
    return to_xarray(inside.simulate(starts(initial), asked), params)


def inner_of(params: object, kind: type[Parameters] | UnionType, name: str = "params") -> Any:
    """Where the extension keeps parameters; what is of no class that the mechanism takes is refused."""
    if not isinstance(params, kind):
        classes = " or ".join(each.__name__ for each in get_args(kind) or (kind,))
        _core.refuse_keyword(name, value=repr(params), rule=f"must be the parameters of the mechanism: {classes}()")
    return params._inner


def starts(initial: Mapping[str, Any] | None, name: str = "initial") -> dict[str, Any]:
    """``initial`` as a dict; what is none is refused."""
    if initial is None:
        return {}
    if not isinstance(initial, Mapping):
        _core.refuse_keyword(name, value=repr(initial), rule="must be a dict of names and values")
    return dict(initial)


def times(until: float, every: float | None) -> tuple[float, float]:
    """When equations end and how often they are recorded: a hundred times, if that is not told."""
    last = real("until", until)
    return last, last / 100 if every is None else real("every", every)


def experiment(
    *,
    graph: Ties = None,
    size: int | None = None,
    until: float | None = None,
    every: float | None = None,
    step: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> _core.process.Experiment:
    """What the extension is given of a mechanism's keywords."""
    model = graph._model() if isinstance(graph, Generator) else None
    graphs = [] if model else graphs_of(graph, size)
    if graphs and size is not None and graphs[0].size != size:
        _core.refuse_keyword("size", value=str(size), rule=f"the graph has {graphs[0].size} agents; leave out the size")
    return _core.process.Experiment(
        size=DEFAULT_SIZE if size is None else whole("size", size),
        graphs=[inner(each) for each in graphs],
        model=model,
        until=None if until is None else real("until", until),
        every=None if every is None else real("every", every),
        step=None if step is None else real("step", step),
        replicates=whole("replicates", replicates),
        seed=whole("seed", seed),
        threads=whole("threads", threads),
    )


def given_size(initial: Initial | None) -> int | None:
    """How many agents the first list in ``initial`` is about; None if it has no list."""
    for value in starts(initial).values():
        if isinstance(value, Sized) and not isinstance(value, str):
            return len(value)
    return None


def graphs_of(graph: Ties, size: int | None) -> list[Graph]:
    """The graphs that replicates live on, one after the other; none where everybody meets everybody."""
    if graph is None:
        return []
    if isinstance(graph, (list, tuple)) and graph and all(isinstance(each, Graph) for each in graph):
        return list(graph)
    return [graph_of(graph, size)]


def graph_of(graph: Any, size: int | None) -> Graph:
    """A graph of any library, or of the two ends of each tie."""
    if isinstance(graph, Graph):
        return graph
    library = type(graph).__module__.partition(".")[0]
    if library == "networkx":
        return from_networkx(graph).graph
    if library == "igraph":
        return from_igraph(graph).graph
    if library == "scipy":
        return from_scipy(graph)
    ends = as_array("graph", graph)
    if ends.ndim != 2 or ends.shape[1:] != (2,):
        rule = "must be a graph of commonweal, networkx, igraph or scipy.sparse, or the two ends of each tie, (n, 2)"
        _core.refuse_keyword("graph", value=type(graph).__name__, rule=rule)
    if ends.size and ends.dtype.kind not in "iu":
        _core.refuse_keyword(
            "graph", value=f"pairs of {ends.dtype}", rule="must hold whole numbers, the rows of agents"
        )
    agents = size if size is not None else int(ends.max(initial=0)) + 1
    return Graph.undirected(agents, ends)


def to_xarray(dataset: _core.process.Dataset, parameters: Parameters | None = None) -> xr.Dataset:
    """Named dimensions, units and meanings; the parameters are attributes."""
    import xarray as xr

    content = dataset.content()
    coordinates = {
        name: (name, values.astype(int) if name in ("replicate", "agent", "cell") else values, {"units": unit})
        for name, (unit, values) in content["coordinates"].items()
    }
    sizes = {name: len(values) for name, (_, values, _) in coordinates.items()}
    variables = {
        name: (dims, values.reshape([sizes[dim] for dim in dims]), {"units": unit, "long_name": meaning})
        for name, (dims, values, unit, meaning) in content["variables"].items()
    }
    attributes: dict[str, Any] = {}
    if parameters is not None:
        attributes = {
            "process": type(parameters).__name__,
            **{name: row.text.strip('"') for name, row in parameters.parameters.items()},
        }
    return xr.Dataset(variables, coordinates, attributes)
