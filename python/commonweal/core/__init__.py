# SPDX-License-Identifier: Apache-2.0
"""Ties between agents: graphs, models that make them, measures, and the way to other libraries and files.

>>> import commonweal as cw
>>> friends = cw.core.SmallWorld(degree=4, rewiring=0.1).generate(100, seed=1)
>>> friends
<Graph: 100 agents, 200 undirected ties>

Agents are rows: whole numbers from 0 on. Persistent ids come and go with files, see :func:`read_graph`.
"""

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
from commonweal.core.overlay import Overlay

__all__ = [
    "BipartiteMembership",
    "BlockModel",
    "Cliques",
    "Complete",
    "ConfigurationModel",
    "ErdosRenyi",
    "Generator",
    "Graph",
    "GraphWithIds",
    "Groups",
    "Lattice",
    "MaxFlow",
    "NestedCommunities",
    "Numbering",
    "Overlay",
    "ScaleFree",
    "ShortestPaths",
    "SmallWorld",
    "betweenness",
    "closeness",
    "clustering",
    "components",
    "core_numbers",
    "degree_assortativity",
    "from_igraph",
    "from_networkx",
    "from_scipy",
    "max_flow",
    "mean_clustering",
    "page_rank",
    "read_graph",
    "shortest_paths",
    "to_igraph",
    "to_networkx",
    "to_scipy",
    "write_graph",
]
