# SPDX-License-Identifier: Apache-2.0
"""Sets of agents for whom rules run: who is in them, what is refused, and that nobody else is touched."""

import commonweal as cw
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SIZES = [700, 3, 0, 1100]
SIZE = sum(SIZES)


def town(seed=1):
    sim = cw.Simulation(seed=seed)
    people = sim.add_agents(
        "resident",
        SIZE,
        columns={"mood": np.float32(0), "visits": np.uint16(0), "fear": np.float32(np.arange(SIZE) % 7)},
        segments=SIZES,
        rows=[("mood", "visits")],
        ids=np.arange(SIZE)[::-1],
    )
    sim.add_agents("shop", 3, columns={"mood": np.float32(0)})
    sim.add_layer("kin", cw.core.SmallWorld(degree=4).generate(SIZE, seed=1), of="resident")
    return sim, people


decorated = cw.rule(
    write=["mood", "visits"],
    read=["fear"],
    neighbours={"theirs": cw.neighbour_mean("kin", "mood"), "afraid": cw.neighbour_sum("kin", "fear")},
    draws=["luck"],
    log="log",
)


@decorated
def visit(mood, visits, fear, theirs, afraid, luck, log):
    mood += np.float32(0.5) * (theirs - mood) + luck - afraid * fear
    visits += 1
    log(luck < 0.05, visits[luck < 0.05], mood[luck < 0.05])


def rows_of(sim):
    return sim.active_set("resident", "awake").rows.tolist()


def blocks():
    """The rows of each block: up to 512 within a segment, as the documentation says."""
    first, found = 0, []
    for size in SIZES:
        found += [range(first + k, first + min(k + 512, size)) for k in range(0, size, 512)]
        first += size
    return found


BLOCKS = blocks()


def block_rows(rows):
    return [row for block in BLOCKS if set(block) & set(rows) for row in block]


def test_a_set_holds_the_blocks_of_those_who_are_added():
    sim, people = town()
    awake = sim.active_set("resident", "awake")
    assert (awake.kind, awake.name, len(awake), rows_of(sim)) == ("resident", "awake", 0, [])
    awake.add_rows([701])
    assert rows_of(sim) == [700, 701, 702]
    awake.add_segment(1)
    awake.add_segment(2)
    assert repr(awake) == "<ActiveSet 'awake': 3 of 1803 agents of kind resident>"
    awake.add_rows(people["fear"] > 6)
    assert len(awake) == 3
    awake.add_rows(np.arange(SIZE) == 699)
    assert rows_of(sim) == list(range(512, 703))
    awake.clear()
    assert len(awake) == 0
    awake.add_all()
    assert rows_of(sim) == list(range(SIZE))


@settings(max_examples=30, deadline=None)
@given(
    rounds=st.lists(st.lists(st.integers(0, SIZE - 1), max_size=3), min_size=1, max_size=4),
    threads=st.integers(1, 3),
    as_mask=st.booleans(),
)
def test_a_rule_changes_exactly_the_agents_of_the_blocks_as_numpy_does(rounds, threads, as_mask):
    sim, people = town()
    awake = sim.active_set("resident", "awake")
    calls = []

    def watched(mood, visits, fear, theirs, afraid, luck, log):
        calls.append([array.copy() for array in (mood, visits, fear, theirs, afraid, luck)])
        visit(mood, visits, fear, theirs, afraid, luck, log)

    sim.add(decorated(watched), of="resident", active=awake)
    told = []
    for tick, rows in enumerate(rounds):
        before = {name: people[name].copy() for name in people}
        whole = sim.fork()
        whole.active_set("resident", "awake").add_all()
        whole.step()
        chosen = block_rows(rows)
        mood, visits, *others = part = [array[chosen] for array in calls.pop()]
        given_to_the_rule = [array.tolist() for array in part]
        visit(mood, visits, *others, lambda *row, tick=tick, of=people.ids[chosen]: told.append((tick, of, *row)))
        before["mood"][chosen], before["visits"][chosen] = mood, visits

        awake.clear()
        awake.add_rows(np.isin(np.arange(SIZE), rows) if as_mask else rows)
        assert rows_of(sim) == chosen
        sim.step(threads=threads)
        assert [[array.tolist() for array in call] for call in calls] == ([given_to_the_rule] if chosen else [])
        calls.clear()
        for name in people:
            assert people[name].tolist() == before[name].tolist()
    expected = [
        (tick, agent, code, number)
        for tick, of, leaving, codes, numbers in told
        for agent, code, number in sorted(zip(of[leaving], codes, numbers, strict=True))
    ]
    assert list(sim.events()[["tick", "agent", "what", "value"]].itertuples(index=False, name=None)) == expected


def test_a_rule_is_given_the_values_of_the_set_in_row_order_and_only_they():
    sim, people = town()
    people["mood"] = np.float32(np.arange(SIZE))
    awake = sim.active_set("resident")
    given_arrays = []

    @cw.rule(write=["visits"], read=["mood"], neighbours={"near": cw.neighbour_sum("kin", "fear")}, draws=["luck"])
    def look(visits, mood, near, luck):
        given_arrays.append((visits, mood, near, luck))
        assert [array.flags.writeable for array in given_arrays[-1]] == [True, False, False, False]
        return {"visits": visits + np.uint16(2)}

    sim.add(look, of="resident", active=awake)
    sim.step()
    assert not given_arrays, "an empty set is no call"
    awake.add_segment(1)
    awake.add_rows([0])
    sim.step()
    (visits, mood, near, luck) = given_arrays[0]
    expected = [*range(512), 700, 701, 702]
    assert mood.tolist() == expected
    assert len(visits) == len(near) == len(luck) == 515
    assert np.flatnonzero(people["visits"]).tolist() == expected
    kept = luck.copy()
    awake.add_all()
    sim.step()
    assert len(luck) == len(kept), "an array that is kept is no larger, and still safe to read"
    assert (np.sum(people["visits"]), len(given_arrays[1][0])) == (2 * (515 + SIZE), SIZE)


def test_a_set_of_all_gives_the_bits_of_none():
    states = []
    for with_set in (False, True):
        sim, people = town()
        awake = sim.active_set("resident")
        awake.add_all()
        sim.add(visit, of="resident", active=awake if with_set else None)
        sim.run(5)
        states.append(([people[name].tolist() for name in people], sim.events()))
    assert states[0][0] == states[1][0]
    assert states[0][1].equals(states[1][1])


def test_one_that_fails_leaves_everything_as_it_was_before_the_tick():
    sim, _ = town()
    awake = sim.active_set("resident", "awake")
    awake.add_rows([600])

    @cw.rule(write=["mood"])
    def stumble(mood):
        mood[:] = 3
        raise ValueError("fell")

    sim.add(visit, of="resident", active=awake)
    sim.add(stumble, of="resident", active=awake, after=[visit])
    before = sim.save()
    with pytest.raises(cw.Error, match="rule stumble: at tick 0, for 188 active agents of kind resident: ValueError"):
        sim.step()
    assert sim.save() == before


def test_a_fork_finds_its_own_set_by_name():
    sim, people = town()
    awake = sim.active_set("resident", "awake")
    awake.add_segment(0)
    sim.add(visit, of="resident", active=awake)
    sim.step()
    fork = sim.fork()
    theirs = fork.active_set("resident", "awake")
    assert rows_of(fork) == rows_of(sim) == list(range(700))
    theirs.clear()
    theirs.add_segment(1)
    sim.step()
    fork.step()
    assert people["visits"][[0, 700]].tolist() == [2, 0]
    assert fork.agents("resident")["visits"][[0, 700]].tolist() == [1, 1]
    state = sim.save()
    awake.clear()
    sim.load(state)
    assert len(awake) == 700


def test_sets_are_changed_between_ticks_only():
    sim, _ = town()
    awake = sim.active_set("resident", "awake")
    seen = []

    @cw.rule(read=["mood"])
    def meddle(mood):
        seen.append(len(awake.rows))
        for action in (awake.clear, awake.add_all, lambda: awake.add_rows([0]), lambda: awake.add_segment(0)):
            with pytest.raises(cw.Error, match="in the middle of a tick; this call has to wait until the tick is over"):
                action()

    sim.add(meddle, of="resident", active=awake)
    awake.add_rows([0])
    sim.run(2, progress=lambda now, end: awake.add_all())
    assert seen == [512, SIZE]


def test_what_is_no_set_of_the_rule_is_refused():
    sim, _ = town()
    other, _ = town()
    for active, told in [
        (sim.active_set("shop"), "rule visit: its active set is of kind shop, not of kind resident"),
        (
            other.active_set("resident", "awake"),
            r"rule visit: its active set is one of another simulation; take that of this one: "
            r"active_set\('resident', 'awake'\)",
        ),
        ("awake", r"rule visit: active is 'awake'; it must be a set that active_set\(\) returned"),
    ]:
        with pytest.raises(cw.Error, match=told):
            sim.add(visit, of="resident", active=active)
    awake = sim.active_set("resident", "awake")
    for action, told in [
        (lambda: awake.add_rows([0, SIZE]), "rows must be from 0 to 1802; 1 is not: 1803"),
        (lambda: awake.add_rows([True]), r"rows is a mask of the shape \(1,\); it must have the shape \(1803,\)"),
        (lambda: awake.add_rows(["a"]), "rows must be whole numbers, not text"),
        (lambda: awake.add_segment(4), "active set: segment 4 of 4 of kind resident"),
        (lambda: sim.active_set("resdent"), "no kind 'resdent'.*Did you mean resident?"),
        (lambda: sim.active_set("resident", 3), "name is 3; it must be a text"),
    ]:
        with pytest.raises(cw.Error, match=told):
            action()
    assert len(awake) == 0
    sim.step()
    with pytest.raises(cw.Error, match=r"there is no active set 'awaek' of kind resident. Did you mean awake?"):
        sim.active_set("resident", "awaek")
