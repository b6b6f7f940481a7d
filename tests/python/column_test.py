# SPDX-License-Identifier: Apache-2.0
"""Columns in Python: the simulation's own memory, whatever is done with them."""

import gc

import commonweal as cw
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

TYPES = ["float32", "int32", "uint32", "uint16", "uint8"]


def address(array):
    return np.asarray(array).__array_interface__["data"][0]


def town(rows=(), **columns):
    return cw.Simulation().add_agents("resident", 4, columns=columns, rows=rows)


def test_an_array_of_a_column_is_no_copy():
    people = town(trust=np.float32([1, 2, 3, 4]))
    trust = people["trust"]
    assert address(trust) == address(trust) == address(trust[:]) == address(people["trust"].values)
    assert address(trust[2:]) == address(trust) + 8
    assert np.asarray(trust).flags.owndata is False
    assert np.shares_memory(np.asarray(trust), np.array(trust, copy=False))
    assert not np.shares_memory(np.array(trust), np.asarray(trust))
    trust[1:3] = 7
    np.asarray(trust)[0] = 9
    assert people["trust"].tolist() == [9, 7, 7, 4]
    with pytest.raises(ValueError, match="'trust' is float32; as float64 it would be a copy"):
        np.array(trust, dtype=np.float64, copy=False)
    assert np.asarray(trust, dtype=np.float64).dtype == np.float64


def test_a_column_shows_the_present_values_after_any_step():
    sim = cw.Simulation()
    people = sim.add_agents("resident", 3, columns={"ill": np.uint8([1, 0, 0])})
    sim.add_layer("kin", cw.Graph.undirected(3, [(0, 1), (1, 2)]), of="resident")

    @cw.rule(write=["ill"], neighbours={"near": cw.neighbour_sum("kin", "ill")})
    def infect(ill, near):
        ill[near > 0] = 1

    sim.add(infect, of="resident")
    ill = people["ill"]
    for expected in ([1, 1, 0], [1, 1, 1]):
        sim.step()
        assert ill.tolist() == np.asarray(ill).tolist() == expected


def test_an_array_outlives_the_simulation():
    people = town(trust=np.float32([1, 2, 3, 4]), fear=np.uint8(7), rows=[("trust", "fear")])
    kept, packed, ids = people["trust"][1:], people["fear"].values, people.ids
    del people
    gc.collect()
    town(trust=np.float32(0))
    assert (kept.tolist(), packed.tolist(), ids.tolist()) == ([2, 3, 4], [7] * 4, [0, 1, 2, 3])


def test_a_column_is_used_as_an_array():
    people = town(trust=np.float32([1, 2, 3, 4]), state=np.uint8([0, 1, 0, 1]))
    trust, state = people["trust"], people["state"]
    assert (len(trust), trust.shape, trust.dtype, trust.ndim, trust.size, trust.name) == (
        4,
        (4,),
        "float32",
        1,
        4,
        "trust",
    )
    assert (trust + state).tolist() == [1, 3, 3, 5]
    assert (2 * trust == [2, 4, 6, 8]).all()
    assert trust[state == 1].tolist() == [2, 4]
    assert trust[people["state"] > 0].tolist() == [2, 4]
    assert (np.sum(trust), trust.max(), np.mean(trust), list(trust)[3]) == (10, 4, 2.5, 4)
    assert np.add.reduce(trust) == 10
    assert type(np.exp(trust)) is np.ndarray
    assert repr(trust) == "<Column 'trust' of resident: [1., 2., 3., 4.], float32>"
    assert not hasattr(trust, "_missing")
    assert not hasattr(trust, "missing")


def test_operators_in_place_change_the_column():
    people = town(trust=np.float32([1, 2, 3, 4]))
    where = address(people["trust"])
    people["trust"] *= 2
    trust = people["trust"]
    trust += 1
    assert isinstance(trust, cw.core.Column)
    np.add.at(trust, [0, 0], 1)
    np.negative(trust, out=trust)
    people["trust"][3] -= 1
    assert people["trust"].tolist() == [-5, -5, -7, -10]
    people["trust"] = 0.5
    assert trust.tolist() == [0.5] * 4
    assert address(trust) == where


@given(st.data())
def test_columns_hold_what_they_are_given_alone_and_packed(data):
    types = data.draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=4))
    values = {}
    for k, dtype in enumerate(types):
        numbers = st.integers(0, 255) if dtype != "float32" else st.floats(width=32, allow_nan=False)
        values[f"c{k}"] = np.array(data.draw(st.lists(numbers, min_size=4, max_size=4)), dtype)
    packed = data.draw(st.lists(st.sampled_from(sorted(values)), unique=True))
    people = town(**values, rows=[packed] if packed else [])
    assert sorted(people.columns) == sorted(people) == sorted(values)
    for name, expected in values.items():
        assert people[name].dtype == expected.dtype
        assert people[name].tolist() == expected.tolist()
        assert people[name].values.strides == (16 if name in packed else expected.itemsize,)
        people[name] = expected[::-1]
    for name, expected in values.items():
        assert people[name].tolist() == expected[::-1].tolist()


@pytest.mark.parametrize("value", [0.7, 300, -1, float("nan"), [0, 1.5, 2]])
def test_a_column_of_whole_numbers_refuses_what_it_cannot_hold(value):
    people = cw.Simulation().add_agents("resident", 3, columns={"stage": np.uint8(1)})
    with pytest.raises(cw.Error, match=r"column 'stage' of kind resident is given .*whole numbers from 0 to 255"):
        people["stage"] = value
    assert people["stage"].tolist() == [1, 1, 1]
    people["stage"][1:] = 2.0
    people["stage"][0] = True
    assert people["stage"].tolist() == [1, 2, 2]


def test_agents_tell_what_they_are():
    people = town(trust=np.float32(0), kin=True)
    assert repr(people) == "<Agents: 4 of kind resident, columns trust, kin>"
    assert (people.kind, len(people), "trust" in people, people["kin"].dtype) == ("resident", 4, True, "uint8")
    assert people.ids.tolist() == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="read-only"):
        people.ids[0] = 1
    with pytest.raises(cw.Error, match=r"resident: no column 'trst'. Did you mean trust?"):
        people["trst"]


@pytest.mark.parametrize(
    ("described", "told"),
    [
        ({"columns": {"a": 1}}, "column 'a' is int64; it must be float32, int32, uint32, uint16 or uint8"),
        (
            {"columns": {"a": 0.5, "b": np.uint8([1])}},
            r"resident: column 'a' is float64; .*; column 'b' has the shape \(1,\); it must be one value or the shape",
        ),
        ({"columns": {"a": "x"}}, "column 'a' is text"),
        ({"columns": {"a": np.zeros((4, 1), np.uint8)}}, r"column 'a' has the shape \(4, 1\)"),
        ({"columns": ["a"]}, "it must be a dict of names and values"),
        ({"columns": {"a": np.uint8(1)}, "rows": [("a", "b")]}, "the row's 'b' is no column"),
        ({"columns": {"a": np.uint8(1)}, "rows": ["a"]}, "rows is 'a'; it must be a list of names"),
        ({"columns": {"a": np.uint8(1)}, "rows": [("a",), ("a",)]}, "there is a column 'a' already"),
        (
            {"columns": {c: np.float32(1) for c in "abcde"}, "rows": [tuple("abcde")]},
            "column 'e' does not fit into a packed row of 16 bytes",
        ),
        ({"columns": {}, "ids": [1, 2, 3]}, "there are 3 ids for 4 agents"),
        ({"columns": {}, "ids": [1, 2, 3, 3]}, "ids must differ"),
        ({"columns": {}, "ids": [1, 2, 3, 2**32 - 1]}, "ids must be from 0 to 4294967294"),
        ({"columns": {}, "segments": [1, 2]}, "the segments hold 3 agents, but there are 4"),
    ],
)
def test_agents_that_are_described_wrongly_are_refused(described, told):
    sim = cw.Simulation()
    with pytest.raises(cw.Error, match=told):
        sim.add_agents("resident", 4, **described)
    sim.add_agents("resident", 4, columns={})
    with pytest.raises(cw.Error, match="there is a kind 'resident' already"):
        sim.add_agents("resident", 4, columns={})


def test_no_agents_and_one_agent_work():
    for size in (0, 1):
        sim = cw.Simulation()
        people = sim.add_agents("resident", size, columns={"trust": np.float32(1)})
        sim.add_layer("kin", cw.Graph.undirected(size, []), of="resident")
        rule = cw.rule(
            write=["trust"], neighbours={"near": cw.neighbour_mean("kin", "trust")}, draws=["luck"], name="rule"
        )

        def add(trust, near, luck):
            trust += near + (luck < 0)

        sim.add(rule(add), of="resident")
        sim.observe("trust", cw.core.sum("resident", "trust"))
        sim.run(2)
        assert people["trust"].tolist() == [1] * size
        assert sim.series["trust"].tolist() == [size] * 2
