# SPDX-License-Identifier: Apache-2.0
"""Agents, the rules they live by, and the ties between them.

>>> import commonweal as cw
>>> friends = cw.core.SmallWorld(degree=4, rewiring=0.1).generate(100, seed=1)
>>> friends
<Graph: 100 agents, 200 undirected ties>

Agents are rows: whole numbers from 0 on. Persistent ids come and go with files, see :func:`read_graph`.
"""

from typing import TYPE_CHECKING, Any

from commonweal.core import math
from commonweal.core.active_set import ActiveSet
from commonweal.core.agents import Agents
from commonweal.core.clock import Calendar, Clock
from commonweal.core.distribution import Distribution
from commonweal.core.event_log import Log
from commonweal.core.exchange import from_igraph, from_networkx, from_scipy, to_igraph, to_networkx, to_scipy
from commonweal.core.files import read_graph, write_graph
from commonweal.core.graph import Graph, GraphWithIds
from commonweal.core.graph_generate import (
    BipartiteMembership,
    BlockModel,
    Cliques,
    Complete,
    ConfigurationModel,
    ErdosRenyi,
    Generator,
    Groups,
    Lattice,
    NestedCommunities,
    ScaleFree,
    SmallWorld,
)
from commonweal.core.graph_measures import (
    MaxFlow,
    ShortestPaths,
    betweenness,
    closeness,
    clustering,
    components,
    core_numbers,
    degree_assortativity,
    max_flow,
    mean_clustering,
    page_rank,
    shortest_paths,
)
from commonweal.core.numbering import Numbering
from commonweal.core.observe import Observer, count, mean, sum
from commonweal.core.overlay import Overlay
from commonweal.core.rule import Neighbours, Rule, neighbour_mean, neighbour_sum, rule
from commonweal.core.series import Series
from commonweal.core.simulation import Simulation

if TYPE_CHECKING:
    from commonweal.core.column import Column

__all__ = [
    "ActiveSet",
    "Agents",
    "BipartiteMembership",
    "BlockModel",
    "Calendar",
    "Cliques",
    "Clock",
    "Column",
    "Complete",
    "ConfigurationModel",
    "Distribution",
    "ErdosRenyi",
    "Generator",
    "Graph",
    "GraphWithIds",
    "Groups",
    "Lattice",
    "Log",
    "MaxFlow",
    "Neighbours",
    "NestedCommunities",
    "Numbering",
    "Observer",
    "Overlay",
    "Rule",
    "ScaleFree",
    "Series",
    "ShortestPaths",
    "Simulation",
    "SmallWorld",
    "betweenness",
    "closeness",
    "clustering",
    "components",
    "core_numbers",
    "count",
    "degree_assortativity",
    "from_igraph",
    "from_networkx",
    "from_scipy",
    "math",
    "max_flow",
    "mean",
    "mean_clustering",
    "neighbour_mean",
    "neighbour_sum",
    "page_rank",
    "read_graph",
    "rule",
    "shortest_paths",
    "sum",
    "to_igraph",
    "to_networkx",
    "to_scipy",
    "write_graph",
]


def __getattr__(name: str) -> Any:
    # A column is made of NumPy's parts, and importing this package must not import NumPy.
    if name == "Column":
        from commonweal.core.column import Column

        return Column
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
