# SPDX-License-Identifier: Apache-2.0
"""Graphs in Python: no copies, no crashes, the same to and from everywhere, and measures that others confirm."""

import gc
import sys
import threading
import time

import commonweal as cw
import igraph
import networkx as nx
import numpy as np
import pytest
from commonweal import core
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

KINDS = ["undirected", "directed", "bipartite"]
TYPES = {"weight": "float32", "height": "int32", "since": "uint32", "visits": "uint16", "kin": "uint8"}


def values_of(dtype, count):
    if dtype == "float32":
        one = st.floats(width=32, allow_nan=False)
    else:
        one = st.integers(int(np.iinfo(dtype).min), int(np.iinfo(dtype).max))
    return st.lists(one, min_size=count, max_size=count).map(lambda values: np.array(values, dtype))


@st.composite
def graphs(draw, kinds=KINDS, most=12, types=TYPES):
    kind = draw(st.sampled_from(kinds))
    size = draw(st.integers(2, most))
    target_size = draw(st.integers(2, most)) if kind == "bipartite" else size
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, target_size - 1))
    if kind != "bipartite":
        pairs = pairs.filter(lambda pair: pair[0] != pair[1])
    edges = draw(st.lists(pairs, unique_by=sorted_pair if kind == "undirected" else tuple, max_size=40))
    columns = {name: draw(values_of(dtype, len(edges))) for name, dtype in types.items() if draw(st.booleans())}
    sizes = (size, target_size) if kind == "bipartite" else (size,)
    return getattr(cw.Graph, kind)(*sizes, edges, columns=columns)


def sorted_pair(pair):
    return tuple(sorted(pair))


def agent_ids(size):
    return st.lists(st.integers(0, 2**32 - 2), min_size=size, max_size=size, unique=True)


def assert_same(one, other):
    assert (one.kind, one.size, one.target_size) == (other.kind, other.size, other.target_size)
    assert one.columns == other.columns
    for name in ("starts", "targets"):
        assert np.array_equal(getattr(one, name), getattr(other, name))
    for name in one.columns:
        assert one.values(name).dtype == other.values(name).dtype
        assert np.array_equal(one.values(name), other.values(name))


def address(array):
    return array.__array_interface__["data"][0]


def random_graph(seed, size=60, ties=150, kind="undirected"):
    random = np.random.default_rng(seed)
    edges = random.integers(0, size, (ties, 2))
    weight = random.random(ties, dtype=np.float32)
    return getattr(cw.Graph, kind)(size, edges, weight=weight, untidy="drop")


def test_arrays_are_views_of_the_graphs_own_memory():
    graph = cw.Graph.undirected(4, [(0, 1), (1, 2), (3, 1)], weight=[0.5, 1, 2])
    assert address(graph.targets) == address(graph.targets)
    assert address(graph.starts) == address(graph.starts)
    assert address(graph.values("weight")) == address(graph.values("weight"))
    assert [address(graph.neighbours(v)) - address(graph.targets) for v in range(4)] == [
        4 * s for s in graph.starts[:-1]
    ]
    for array in (graph.targets, graph.starts, graph.values("weight"), graph.neighbours(1)):
        assert not array.flags.writeable
        assert not array.flags.owndata
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_arrays_outlive_the_graph():
    graph = random_graph(1, size=10_000, ties=50_000)
    row, targets, copy = graph.neighbours(17), graph.targets, graph.targets.copy()
    expected = row.copy()
    del graph
    gc.collect()
    cw.core.SmallWorld().generate(10_000)
    assert np.array_equal(row, expected)
    assert np.array_equal(targets, copy)


def test_weights_are_real_numbers_whatever_they_come_as():
    assert cw.Graph.undirected(2, [(0, 1)], weight=[3]).values("weight").dtype == np.float32
    club = core.from_networkx(nx.karate_club_graph()).graph
    assert club.values("weight").dtype == np.float32
    assert core.from_networkx(nx.Graph([(0, 1, {"visits": 3})])).graph.values("visits").dtype == np.int32


def test_rows_are_those_of_networkx():
    graph = random_graph(2)
    expected = nx.Graph(graph.edges().tolist())
    expected.add_nodes_from(range(60))
    assert [graph.neighbours(v).tolist() for v in range(60)] == [sorted(expected[v]) for v in range(60)]
    assert graph.degrees.tolist() == [expected.degree(v) for v in range(60)]
    assert graph.arcs == 2 * expected.number_of_edges()


def test_sizes_and_kinds_are_told():
    graph = cw.Graph.bipartite(2, 3, [(0, 2), (1, 2)], columns={"hours": [1, 2]})
    assert repr(graph) == "<Graph: 2 agents and 3 of another kind, 2 bipartite ties, columns hours>"
    assert (graph.is_bipartite, graph.is_undirected) == (True, False)
    assert graph.transposed().neighbours(2).tolist() == [0, 1]
    assert repr(cw.Graph.undirected(3, [])) == "<Graph: 3 agents, 0 undirected ties>"
    assert cw.Graph.undirected(0, []).starts.tolist() == [0]


def test_columns_keep_their_types_or_take_the_nearest():
    edges = [(0, 1), (1, 2)]
    given_and_kept = {
        "a": (np.array([1, 2], np.uint16), "uint16"),
        "b": ([1, 2], "int32"),
        "c": ([1, 2**32 - 1], "uint32"),
        "d": ([True, False], "uint8"),
        "e": (np.array([0.1, np.inf]), "float32"),
    }
    graph = cw.Graph.directed(3, edges, columns={name: values for name, (values, _) in given_and_kept.items()})
    assert {name: graph.values(name).dtype.name for name in graph.columns} == {
        name: dtype for name, (_, dtype) in given_and_kept.items()
    }
    assert graph.values("e").tolist() == [np.float32(0.1), np.inf]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: cw.Graph.undirected(3, [(0, 3)]), r"1 edge has an end outside the 3 agents: \(0, 3\)"),
        (lambda: cw.Graph.undirected(3, [(0, -1)]), "edges must be from 0 to 2; 1 is not: -1"),
        (lambda: cw.Graph.undirected(3, [(0, 2**32)]), "1 is not: 4294967296"),
        (lambda: cw.Graph.undirected(3, [(0, 1), (1, 0)]), "1 edge is listed more than once"),
        (lambda: cw.Graph.undirected(3, [(1, 1)]), "1 edge ties an agent to itself"),
        (lambda: cw.Graph.undirected(3, [(0, 1, 2)]), r"edges must have the shape \(n, 2\), not \(1, 3\)"),
        (lambda: cw.Graph.undirected(3, np.zeros((2, 2, 2), int)), r"not \(2, 2, 2\)"),
        (lambda: cw.Graph.undirected(3, [0, 1]), r"not \(2,\)"),
        (lambda: cw.Graph.undirected(3, [(0, 1), (2,)]), "edges cannot be an array"),
        (lambda: cw.Graph.undirected(3, [(0.0, 1.0)]), "edges must be whole numbers, not float64"),
        (lambda: cw.Graph.undirected(3, ["ab"]), "edges must be whole numbers, not text"),
        (lambda: cw.Graph.undirected(3, 7), "edges must have the shape"),
        (lambda: cw.Graph.undirected(-1, []), "size is -1; it must be from 0 to 4294967295"),
        (lambda: cw.Graph.undirected(2.5, []), "size is 2.5; it must be a whole number"),
        (lambda: cw.Graph.undirected(3, [(0, 1)], weight=[1, 2]), "2 values for 1 edges"),
        (lambda: cw.Graph.undirected(3, [(0, 1)], weight=[float("nan")]), "not a number"),
        (lambda: cw.Graph.undirected(3, [(0, 1)], weight=[1e300]), "beyond what float32 can hold"),
        (
            lambda: cw.Graph.undirected(3, [(0, 1)], columns={"lanes": [2**40]}),
            "1099511627776 is beyond what uint32 can hold",
        ),
        (lambda: cw.Graph.undirected(3, [(0, 1)], weight=["heavy"]), "must be numbers, not text"),
        (lambda: cw.Graph.undirected(3, [(0, 1)], weight=[[1]]), "one dimension"),
        (lambda: cw.Graph.undirected(3, [(0, 1)], weight=[1], columns={"weight": [1]}), "given twice"),
        (lambda: cw.Graph.undirected(3, [], untidy="maybe"), "must be 'refuse' or 'drop'"),
        (lambda: cw.Graph.undirected(3, [], threads=-1), "threads is -1"),
        (lambda: cw.Graph.bipartite(3, 2, [(0, 2)]), "outside the 3 agents and 2 targets"),
        (lambda: cw.Graph(3), "made by Graph.undirected"),
        (lambda: cw.Graph.undirected(3, []).neighbours(3), "no row 3 among the 3 agents"),
        (lambda: cw.Graph.undirected(3, []).neighbours(-1), "v is -1"),
        (lambda: cw.Graph.undirected(3, []).values("weight"), "no column 'weight'; there are: none"),
        (lambda: cw.Graph.undirected(3, []).to_dataframe(ids=[1, 2]), "2 ids for 3 agents"),
        (lambda: cw.Graph.undirected(2, []).to_dataframe(ids=[1, 1]), "ids must differ"),
        (lambda: cw.Graph.undirected(2, []).to_dataframe(target_ids=[1, 2]), "bipartite graphs only"),
    ],
)
def test_what_is_no_graph_is_one_clear_error(make, words):
    with pytest.raises(cw.Error, match=words):
        make()


@settings(deadline=None)
@given(graphs())
def test_a_graph_is_the_same_made_from_its_own_edges(graph):
    table = graph.to_dataframe()
    sizes = (graph.size, graph.target_size) if graph.is_bipartite else (graph.size,)
    columns = {name: table[name] for name in graph.columns}
    assert np.array_equal(table[["source", "target"]], graph.edges())
    assert_same(getattr(cw.Graph, graph.kind)(*sizes, graph.edges(), columns=columns), graph)


def test_python_goes_on_while_a_graph_is_made():
    edges = np.random.default_rng(1).integers(0, 1_000_000, (3_000_000, 2), dtype=np.uint32)
    begun = threading.Event()

    def make():
        begun.set()
        cw.Graph.undirected(1_000_000, edges, untidy="drop", threads=1)

    builder = threading.Thread(target=make)
    builder.start()
    begun.wait()
    rounds = 0
    while builder.is_alive():
        time.sleep(0.001)
        rounds += 1
    assert rounds > 30


def test_ties_come_and_go():
    graph = cw.Graph.undirected(5, [(0, 1), (1, 2)], columns={"hours": [1.5, 2.5], "kin": np.array([1, 0], np.uint8)})
    overlay = core.Overlay(graph)
    overlay.add(4, 0, until=24)
    overlay.set("hours", 0, 4, 3)
    overlay.set("kin", 0, 4, 200)
    overlay.remove(1, 2)
    assert (overlay.value("hours", 4, 0), overlay.value("kin", 4, 0)) == (3.0, 200)
    assert overlay.value("hours", 1, 0) == 1.5
    frozen = overlay.freeze()
    assert frozen.edges().tolist() == [[0, 1], [0, 4]]
    assert frozen.values("kin").tolist() == [1, 200, 1, 200]
    overlay.advance(24)
    assert [overlay.neighbours(v).tolist() for v in range(5)] == [[1], [0], [], [], []]
    assert graph.edges().tolist() == [[0, 1], [1, 2]]
    del graph
    gc.collect()
    assert overlay.frozen.neighbours(1).tolist() == [0, 2]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda overlay: overlay.add(0, 1), "is there already"),
        (lambda overlay: overlay.add(0, 0), "ties an agent to itself"),
        (lambda overlay: overlay.add(0, 9), "has an end outside the 3 agents"),
        (lambda overlay: overlay.add(0, 2, until=-1), "until is -1"),
        (lambda overlay: overlay.remove(0, 2), "is not there"),
        (lambda overlay: overlay.neighbours(3), "no row 3"),
        (lambda overlay: overlay.value("hours", 0, 2), "is not there"),
        (lambda overlay: overlay.value("days", 0, 1), "no column 'days'"),
        (lambda overlay: overlay.set("hours", 0, 1, 2), "one of the frozen graph"),
        (lambda overlay: overlay.set("kin", 0, 1, 256), "beyond what uint8 can hold"),
    ],
)
def test_a_change_that_cannot_be_is_one_clear_error(change, words):
    columns = {"hours": [1.5], "kin": np.array([1], np.uint8)}
    with pytest.raises(cw.Error, match=words):
        change(core.Overlay(cw.Graph.undirected(3, [(0, 1)], columns=columns)))


GENERATORS = {
    core.Complete(): 30,
    core.Lattice(width=20, diagonal=True, periodic=True): 400,
    core.ErdosRenyi(mean_degree=6.5): 3000,
    core.SmallWorld(degree=8, rewiring=0.2): 3000,
    core.ScaleFree(ties=3): 3000,
    core.ConfigurationModel(degrees=[3] * 2000 + [9] * 1000): 3000,
    core.BlockModel(sizes=[1000, 2000], probabilities=[[0.01, 0.001], [0.001, 0.005]]): 3000,
    core.Cliques(sizes=[2, 3, 4, 1] * 300): 3000,
    core.Groups(sizes=[2000, 1500], members=range(3500), probabilities=[0.01, 0.02]): 4000,
    core.NestedCommunities(levels=[(10, 4), (100, 3.5), (3000, 2)]): 3000,
    core.BipartiteMembership(mean_memberships=2.5, attraction=np.arange(50)): 3000,
}


@pytest.mark.parametrize("model", GENERATORS, ids=lambda model: type(model).__name__)
def test_a_model_makes_the_same_ties_for_any_number_of_threads(model):
    size = GENERATORS[model]
    one = model.generate(size, seed=7, replicate=2, layer="friends", threads=1)
    assert_same(one, model.generate(size, seed=7, replicate=2, layer="friends", threads=3))
    assert one.arcs > 0
    if isinstance(model, core.Complete | core.Lattice | core.Cliques):
        return
    for other in ({"seed": 8}, {"replicate": 3}, {"layer": "work"}):
        again = model.generate(size, **{"seed": 7, "replicate": 2, "layer": "friends", **other})
        assert not np.array_equal(again.targets, one.targets)


def test_models_make_what_their_parameters_say():
    assert core.Complete().generate(5).degrees.tolist() == [4] * 5
    torus = nx.grid_2d_graph(4, 5, periodic=True)
    lattice = core.Lattice(width=5, periodic=True).generate(20)
    assert {tuple(edge) for edge in lattice.edges().tolist()} == {
        sorted_pair((5 * a + b, 5 * c + d)) for (a, b), (c, d) in torus.edges
    }
    ring = core.SmallWorld(degree=4, rewiring=0).generate(50)
    assert set(map(sorted_pair, nx.watts_strogatz_graph(50, 4, 0).edges)) == set(map(tuple, ring.edges().tolist()))
    households = core.Cliques(sizes=[2, 3, 1]).generate(6)
    assert households.edges().tolist() == [[0, 1], [2, 3], [2, 4], [3, 4]]
    members = core.BipartiteMembership(mean_memberships=3, attraction=[0, 1, 1]).generate(100)
    assert (members.target_size, members.transposed().degrees[0]) == (3, 0)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: core.SmallWorld(degree=7).generate(100), "degree is 7, but must be even"),
        (lambda: core.SmallWorld(degree=-2).generate(100), "degree is -2"),
        (lambda: core.SmallWorld(rewiring=1.5).generate(100), "rewiring is 1.5, but must be in"),
        (lambda: core.SmallWorld(rewiring="much").generate(100), "rewiring is 'much'; it must be a number"),
        (lambda: core.SmallWorld().generate(100, seed=-1), "seed is -1"),
        (lambda: core.SmallWorld().generate(100, layer=3), "layer is 3; it must be a text"),
        (lambda: core.ErdosRenyi(mean_degree=float("nan")).generate(100), "mean_degree is nan, but must be in"),
        (lambda: core.Cliques(sizes=[1, 2]).generate(4), "must be the number of agents, 4"),
        (lambda: core.Cliques(sizes=[[1, 2]]).generate(3), "one dimension"),
        (lambda: core.BlockModel(sizes=[1, 2], probabilities=[0.1]).generate(3), r"shape \(2, 2\), not \(1,\)"),
        (
            lambda: core.BlockModel(sizes=[1, 1], probabilities=[[0, 1], [0, 0]]).generate(2),
            "must be equal to its mirror",
        ),
        (lambda: core.NestedCommunities(levels=[3]).generate(3), "a level is 3"),
        (lambda: core.BipartiteMembership(attraction=["a"]).generate(3), "attraction must be numbers"),
    ],
)
def test_a_parameter_out_of_range_is_one_clear_error(make, words):
    with pytest.raises(cw.Error, match=words):
        make()


@pytest.mark.parametrize("seed", range(5))
def test_measures_of_undirected_ties_equal_networkxs(seed):
    graph = random_graph(seed)
    other = core.to_networkx(graph)
    rows = range(graph.size)

    def as_array(by_node):
        return np.array([by_node[v] for v in rows])

    lowest = {v: min(piece) for piece in nx.connected_components(other) for v in piece}
    assert core.components(graph).tolist() == [lowest[v] for v in rows]
    assert core.core_numbers(graph).tolist() == [nx.core_number(other)[v] for v in rows]
    assert core.betweenness(graph) == pytest.approx(as_array(nx.betweenness_centrality(other, normalized=False)))
    assert core.closeness(graph) == pytest.approx(as_array(nx.closeness_centrality(other)))
    expected = as_array(nx.pagerank(other, weight=None, tol=1e-12))
    assert core.page_rank(graph, tolerance=1e-12) == pytest.approx(expected, abs=1e-9)
    assert core.clustering(graph, threads=3) == pytest.approx(as_array(nx.clustering(other)))
    assert core.mean_clustering(graph) == pytest.approx(nx.average_clustering(other))
    assert core.degree_assortativity(graph) == pytest.approx(nx.degree_assortativity_coefficient(other))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", ["undirected", "directed"])
def test_ways_and_flows_equal_networkxs(kind, seed):
    graph = random_graph(seed, kind=kind)
    other = core.to_networkx(graph)
    for length in (None, "weight"):
        found = core.shortest_paths(graph, 3, length=length)
        expected = nx.single_source_dijkstra_path_length(other, 3, weight=length or (lambda *_: 1))
        assert found.distance == pytest.approx(np.array([expected.get(v, np.inf) for v in range(graph.size)]))
        for v in set(expected) - {3}:
            step = other.edges[int(found.predecessor[v]), v]["weight"] if length else 1
            assert found.distance[v] == pytest.approx(found.distance[found.predecessor[v]] + step)
    for sink in (5, 10, 20):
        flow = core.max_flow(graph, 3, sink)
        assert flow.value == pytest.approx(nx.maximum_flow_value(other, 3, sink, capacity="weight"))
        assert (flow.flow <= graph.values("weight") + 1e-9).all()


def test_measures_of_directed_ties_equal_networkxs():
    graph = random_graph(9, kind="directed")
    other = core.to_networkx(graph)
    expected = nx.closeness_centrality(other.reverse())
    assert core.closeness(graph) == pytest.approx(np.array([expected[v] for v in range(60)]))
    ranks = nx.pagerank(other, weight=None, tol=1e-12)
    assert core.page_rank(graph, tolerance=1e-12) == pytest.approx(np.array([ranks[v] for v in range(60)]), abs=1e-9)
    between = nx.betweenness_centrality(other, normalized=False)
    assert core.betweenness(graph) == pytest.approx(np.array([between[v] for v in range(60)]))


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (core.core_numbers, "undirected"),
        (core.clustering, "undirected"),
        (core.degree_assortativity, "undirected"),
        (lambda graph: core.shortest_paths(graph, 3), "source is row 3; it must be below"),
        (lambda graph: core.shortest_paths(graph, 0, length="hours"), "no column 'hours'"),
        (lambda graph: core.max_flow(graph, 0, 1, capacity=None), "capacity is None; it must be a text"),
        (lambda graph: core.components(nx.path_graph(3)), "from_networkx, from_igraph and from_scipy make one"),
        (lambda graph: core.max_flow(graph, 1, 1), "both row 1; they must differ"),
        (lambda graph: core.page_rank(graph, damping=1.0), "damping is 1; it must be"),
        (lambda graph: core.page_rank(graph, most_rounds=0), "after 0 rounds a rank still changes"),
        (lambda graph: core.components(cw.Graph.bipartite(1, 1, [])), "bipartite"),
    ],
)
def test_a_measure_that_does_not_fit_is_one_clear_error(measure, words):
    with pytest.raises(cw.Error, match=words):
        measure(cw.Graph.directed(3, [(0, 1), (1, 2)], weight=[1.0, 2.0]))


def test_a_numbering_moves_graphs_and_arrays_alike():
    graph = random_graph(4)
    community = np.arange(60) % 3
    numbering = core.Numbering.by_groups(community, np.arange(60)[::-1])
    assert numbering.old_rows.tolist() == sorted(range(60), key=lambda v: (v % 3, -v))
    assert numbering.new_rows[numbering.old_rows].tolist() == list(range(60))
    assert not numbering.old_rows.flags.writeable
    moved = numbering.apply(graph)
    pairs = {sorted_pair(pair) for pair in numbering.new_rows[graph.edges()].tolist()}
    assert {tuple(pair) for pair in moved.edges().tolist()} == pairs
    assert numbering.apply(community).tolist() == sorted(community)
    assert np.array_equal(numbering.apply(graph.degrees), moved.degrees)


def test_reverse_cuthill_mckee_brings_neighbours_together():
    shuffled = core.Numbering(np.random.default_rng(1).permutation(900)).apply(core.Lattice(width=30).generate(900))
    numbering = core.Numbering.reverse_cuthill_mckee(shuffled)
    distance = np.abs(np.diff(numbering.apply(shuffled).edges().astype(int), axis=1))
    assert distance.max() <= 60 < np.abs(np.diff(shuffled.edges().astype(int), axis=1)).max()


def test_degree_windows_sort_within_windows_only():
    graph = random_graph(5)
    numbering = core.Numbering(range(60)).with_degree_windows(graph, window=20, segment_starts=[0, 30])
    degrees = numbering.apply(graph).degrees.astype(int)
    for first, last in ((0, 20), (20, 30), (30, 50), (50, 60)):
        assert (np.diff(degrees[first:last]) <= 0).all()
        assert sorted(numbering.old_rows[first:last]) == list(range(first, last))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: core.Numbering([0, 0]), "each old row must come once"),
        (lambda: core.Numbering([0.5]), "whole numbers"),
        (lambda: core.Numbering.by_groups(), "no keys to sort by"),
        (lambda: core.Numbering.by_groups([1, 2], [1]), "must be of one length"),
        (lambda: core.Numbering([1, 0]).apply([1, 2, 3]), r"shape \(3,\) does not belong to 2 agents"),
        (lambda: core.Numbering([1, 0]).apply(cw.Graph.undirected(3, [])), "3 values for 2 rows"),
    ],
)
def test_a_numbering_that_cannot_be_is_one_clear_error(make, words):
    with pytest.raises(cw.Error, match=words):
        make()


@settings(deadline=None)
@given(st.data(), graphs())
def test_networkx_and_back_is_identity(data, graph):
    ids, target_ids = data.draw(agent_ids(graph.size)), data.draw(agent_ids(graph.target_size))
    target_ids = target_ids if graph.is_bipartite else None
    back = core.from_networkx(core.to_networkx(graph, ids=ids, target_ids=target_ids))
    assert_back(back, graph, ids, target_ids)


@settings(deadline=None)
@given(st.data(), graphs())
def test_igraph_and_back_is_identity(data, graph):
    ids, target_ids = data.draw(agent_ids(graph.size)), data.draw(agent_ids(graph.target_size))
    target_ids = target_ids if graph.is_bipartite else None
    back = core.from_igraph(core.to_igraph(graph, ids=ids, target_ids=target_ids))
    assert_back(back, graph, ids, target_ids)


def assert_back(back, graph, ids, target_ids):
    assert_same(back.graph, graph)
    assert back.ids.tolist() == ids
    assert target_ids is None or back.target_ids.tolist() == target_ids


@settings(deadline=None)
@given(graphs(types={"weight": "float32"}))
def test_scipy_and_back_is_identity(graph):
    values = "weight" if graph.columns else None
    back = core.from_scipy(core.to_scipy(graph, values=values), kind=graph.kind, column=values)
    assert_same(back, graph)


def test_scipys_matrix_is_the_graphs_own_memory():
    graph = random_graph(1, kind="directed")
    matrix = core.to_scipy(graph, values="weight")
    assert address(matrix.indices) == address(graph.targets)
    assert address(matrix.indptr) == address(graph.starts)
    assert address(matrix.data) == address(graph.values("weight"))
    row_sums = np.bincount(graph.edges()[:, 0], graph.values("weight"), 60)
    assert matrix @ np.ones(60) == pytest.approx(row_sums)


@settings(max_examples=40, deadline=None)
@given(st.data(), graphs())
@pytest.mark.parametrize("suffix", ["csv", "tsv", "txt", "graphml", "parquet"])
def test_a_file_reads_back_equal(suffix, tmp_path_factory, data, graph):
    ids, target_ids = data.draw(agent_ids(graph.size)), data.draw(agent_ids(graph.target_size))
    target_ids = target_ids if graph.is_bipartite else None
    path = tmp_path_factory.mktemp("graphs") / f"ties.{suffix}"
    core.write_graph(graph, path, ids=ids, target_ids=target_ids)
    known = {} if suffix == "graphml" else {"ids": ids, "target_ids": target_ids}
    back = core.read_graph(path, kind=graph.kind, **known)
    assert_back(back, graph, ids, target_ids)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", ["csv", "parquet", "graphml"])
def test_a_file_without_further_word_gives_the_agents_it_names(suffix, tmp_path):
    graph = cw.Graph.undirected(3, [(0, 2)], weight=[0.5])
    path = tmp_path / f"ties.{suffix}"
    core.write_graph(graph, path, ids=[30, 20, 10])
    read, ids, target_ids = core.read_graph(path)
    assert ids.tolist() == ([30, 20, 10] if suffix == "graphml" else [10, 30])
    assert ids[read.edges()[0]].tolist() in ([10, 30], [30, 10])
    assert (read.values("weight").tolist(), target_ids) == ([0.5, 0.5], None)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text("source,target,weight\n1,2,heavy\n3,3,1\n")
    with pytest.raises(cw.ConfigError) as caught:
        core.read_graph(path)
    assert [(mistake.line, mistake.path) for mistake in caught.value.mistakes] == [(2, "weight"), (3, "tie")]


@pytest.mark.parametrize("suffix", ["csv", "graphml", "parquet"])
@pytest.mark.parametrize("content", [None, b"", b"\x00\xff\x01random", b"<graphml>", b"source,target\n1"])
def test_a_file_that_is_no_graph_is_one_clear_error(suffix, content, tmp_path):
    path = tmp_path / f"ties.{suffix}"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(cw.Error, match=r"ties\."):
        core.read_graph(path)


def test_unknown_agents_of_a_table_are_one_clear_error(tmp_path):
    path = tmp_path / "ties.parquet"
    core.write_graph(cw.Graph.undirected(3, [(0, 2)]), path)
    with pytest.raises(cw.Error, match="column 'target': 1 are no agent's id, such as 2"):
        core.read_graph(path, ids=[0, 1])
    with pytest.raises(cw.Error, match="bipartite graphs only"):
        core.read_graph(path, target_ids=[0, 1])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda path: core.read_graph(path / "ties.csv"), "No such file"),
        (lambda path: core.read_graph(path / "ties.parquet"), "No such file"),
        (lambda path: core.read_graph(path / "ties.graphml"), "No such file"),
        (lambda path: core.read_graph(path / "ties.doc"), "suffix must be one of .csv, .tsv"),
        (lambda path: core.read_graph(path / "ties.csv", kind="tree"), "kind is 'tree'"),
        (lambda path: core.read_graph(path / "ties.csv", separator="|"), "separator is '|'"),
        (lambda path: core.read_graph(path / "ties.graphml", ids=[1]), "ids of its own"),
        (lambda path: core.read_graph(path / "ties.csv", ids=[1], target_ids=[2]), "only bipartite ties"),
        (lambda path: core.write_graph(cw.Graph.undirected(1, []), path / "none" / "ties.csv"), "cannot write"),
        (lambda path: core.write_graph(cw.Graph.undirected(1, []), path / "none" / "ties.parquet"), "cannot write"),
        (lambda path: core.write_graph(cw.Graph.undirected(1, []), path / "none" / "ties.graphml"), "cannot write"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_clear_error(call, words, tmp_path):
    with pytest.raises(cw.Error, match=words):
        call(tmp_path)


def test_foreign_graphs_bring_their_own_names():
    karate = nx.karate_club_graph()
    graph, ids, _ = core.from_networkx(karate)
    assert (graph.size, graph.arcs, graph.columns) == (34, 156, ["weight"])
    named = nx.DiGraph([("ann", "bob"), ("cid", "ann")])
    graph, ids, _ = core.from_networkx(named)
    assert (graph.kind, ids.tolist(), graph.edges().tolist()) == ("directed", ["ann", "bob", "cid"], [[0, 1], [2, 0]])
    women = nx.davis_southern_women_graph()
    read = core.from_networkx(women, bipartite=True)
    assert (read.graph.size, read.graph.target_size, read.graph.arcs) == (18, 14, 89)
    assert sorted(read.target_ids) == sorted(women.graph["bottom"])
    star = igraph.Graph.Star(4)
    star.vs["name"] = list("abcd")
    assert core.from_igraph(star).ids.tolist() == list("abcd")


@pytest.mark.parametrize(
    ("take", "words"),
    [
        (
            lambda: core.from_networkx(nx.Graph([(0, 1, {"weight": 1}), (1, 2)])),
            "1 of 2 edges have no attribute 'weight', such as number 1; `columns` of from_networkx",
        ),
        (lambda: core.from_networkx(nx.Graph([(0, 1, {"weight": "x"})])), "must be numbers"),
        (lambda: core.from_networkx([(0, 1)]), "list is no graph of networkx"),
        (lambda: core.from_networkx(nx.Graph([(0, 0)])), "1 edge ties an agent to itself"),
        (
            lambda: core.from_networkx(nx.path_graph(3), bipartite=True),
            "3 of 3 nodes have no attribute 'bipartite', such as number 0",
        ),
        (lambda: core.from_igraph(igraph.Graph.Ring(3), columns=["weight"]), "no attribute 'weight'"),
        (lambda: core.from_igraph(igraph.Graph.Ring(3), bipartite=True), "no attribute 'type'"),
        (lambda: core.from_scipy(np.eye(2)), "sparse"),
        (lambda: core.from_scipy(sparse.csr_array((2, 3))), "square"),
        (lambda: core.from_scipy(sparse.csr_array([[0, 1.0], [2.0, 0]])), "differs from its transpose"),
        (lambda: core.from_scipy(sparse.csr_array((2, 2)), kind="tree"), "kind is 'tree'"),
    ],
)
def test_a_foreign_graph_that_does_not_fit_is_one_clear_error(take, words):
    with pytest.raises(cw.Error, match=words):
        take()


@pytest.mark.parametrize(
    ("module", "call"),
    [
        ("networkx", core.to_networkx),
        ("igraph", core.to_igraph),
        ("scipy.sparse", core.to_scipy),
        ("pyarrow", lambda graph: core.write_graph(graph, "ties.parquet")),
        ("networkx", lambda graph: core.write_graph(graph, "ties.graphml")),
    ],
)
def test_a_missing_library_is_named_with_the_extra_that_brings_it(module, call, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    extra = "parquet" if module == "pyarrow" else "graphs"
    with pytest.raises(cw.Error, match=rf"needs {module.partition('.')[0]}, .*pip install 'commonweal\[{extra}\]'"):
        call(cw.Graph.undirected(2, [(0, 1)]))
