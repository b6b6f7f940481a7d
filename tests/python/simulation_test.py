# SPDX-License-Identifier: Apache-2.0
"""Simulations driven from Python: resumed, forked and stopped without a trace, and what they observe."""

import datetime
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import weakref

import commonweal as cw
import numpy as np
import pandas as pd
import pytest
from commonweal.core.math import expm1, log1p
from hypothesis import given, settings
from hypothesis import strategies as st


@cw.rule(write=["ill"], neighbours={"near": cw.neighbour_sum("contacts", "ill")}, draws=["luck"])
def infect(ill, near, luck, *, beta=0.1):
    ill[(ill == 0) & (luck < -expm1(near * log1p(np.float32(-beta))))] = 1


@cw.rule(write=["calm"], read=["ill"], neighbours={"near": cw.neighbour_sum("kin", "calm")}, draws=["luck"], log="log")
def rest(calm, ill, near, luck, log):
    calm += luck - ill + np.float32(0.1) * near
    log(luck < 0.02, 1, calm[luck < 0.02])


@cw.rule(write=["fear"], read=["ill"], neighbours={"theirs": cw.neighbour_mean("all", "fear")}, draws=["luck", "more"])
def worry(fear, ill, theirs, luck, more, *, pull=0.5):
    fear += np.float32(pull) * (theirs - fear) + ill * luck * more


def epidemic(seed=1, size=700):
    sim = cw.Simulation(seed=seed, start="2021-07-20", tick="1 h")
    people = sim.add_agents(
        "resident",
        size,
        columns={"ill": np.uint8(0), "fear": np.float32(0), "calm": np.float32(0)},
        rows=[("fear",)],
        segments=[size - size // 3, size // 3],
        ids=np.arange(size)[::-1] + 5,
    )
    people["ill"][:5] = 1
    sim.add_layer("contacts", cw.core.SmallWorld(degree=6).generate(size, seed=seed), of="resident")
    sim.add_layer("kin", cw.core.Lattice(width=size).generate(size), of="resident")
    sim.join_layers("all", ["contacts", "kin"], of="resident")
    sim.add(infect, of="resident")
    sim.add(worry, of="resident", every=2, after=[infect], trigger="alarm")
    sim.active_set("resident", "awake").add_segment(1)
    sim.add(rest, of="resident", after=[infect], active=sim.active_set("resident", "awake"))
    sim.observe("ill", cw.core.sum("resident", "ill"))
    sim.observe("fear", cw.core.mean("resident", "fear"), every=3, phase=1)
    sim.observe("half", lambda sim: sim.agents("resident")["ill"][::2].sum())
    sim.add_trigger("alarm", series="ill", above=20)
    sim.overlay("contacts", of="resident").add(0, size // 2, until=7)
    return sim


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), first=st.integers(0, 12), second=st.integers(0, 12), threads=st.integers(1, 3))
def test_a_run_is_the_same_in_one_piece_resumed_forked_and_on_any_threads(seed, first, second, threads):
    whole = epidemic(seed)
    whole.run(first + second, threads=1)
    parts = epidemic(seed)
    parts.run(first, threads=threads)
    state = parts.save()
    fork = parts.fork()
    resumed = epidemic(seed)
    resumed.load(state)
    parts.run(3, threads=2)
    parts.load(state)
    for sim in (parts, fork, resumed):
        assert sim.now == first
        sim.run(second, threads=threads)
        assert sim.save() == whole.save()
        assert sim.to_dataframe().equals(whole.to_dataframe())
        assert sim.triggers == whole.triggers
        assert sim.events().equals(whole.events())
    assert len(whole.events()) > 0 or first + second < 5


def test_a_fork_goes_on_by_itself():
    sim = epidemic()
    sim.run(5)
    before = sim.save()
    fork = sim.fork()
    fork.agents("resident")["ill"] = 1
    fork.set_parameters(infect, of="resident", beta=1.0)
    fork.overlay("contacts", of="resident").add(0, 10)
    fork.run(5)
    assert sim.save() == before
    assert sim.parameters(infect, of="resident") == {"beta": 0.1}
    assert (sim.now, fork.now, fork.series["ill"][-1]) == (5, 10, 700)
    assert sim.overlay("contacts", of="resident").frozen is fork.overlay("contacts", of="resident").frozen


def test_forks_outlive_the_original():
    fork = epidemic().fork()
    fork.run(10)
    expected = epidemic()
    expected.run(10)
    assert fork.save() == expected.save()


def test_states_of_others_are_refused():
    sim, other = epidemic(seed=1), epidemic(seed=2)
    for state, told in [
        (other.save(), "the state is of seed 2"),
        (b"", "state"),
        ("text", "state is of type str; it must be bytes"),
    ]:
        with pytest.raises(cw.Error, match=told):
            sim.load(state)
    with pytest.raises(cw.Error, match="left in the middle by an error; load a state"):
        sim.step()
    good = epidemic(seed=1)
    good.run(4)
    sim.load(good.save())
    sim.step()


def test_series_are_numpy_and_pandas():
    sim = epidemic()
    assert sim.to_dataframe().shape == (0, 3)
    sim.run(8)
    ill = sim.series["ill"]
    assert (len(sim.series), list(sim.series), "ill" in sim.series) == (3, ["ill", "fear", "half"], True)
    assert repr(sim.series) == "<Series: ill, fear, half>"
    assert (ill.dtype, len(ill), len(sim.series["fear"])) == ("float64", 8, 3)
    assert ill[-1] == np.sum(sim.agents("resident")["ill"])
    assert sim.series.ticks("fear").tolist() == [1, 4, 7]
    table = sim.to_dataframe()
    assert list(table.columns) == ["ill", "fear", "half"]
    assert table.index.name == "date"
    assert list(table.index[:2]) == [pd.Timestamp("2021-07-20 00:00"), pd.Timestamp("2021-07-20 01:00")]
    assert table["ill"].tolist() == ill.tolist()
    assert table["fear"].notna().tolist() == [tick % 3 == 1 for tick in range(8)]
    with pytest.raises(cw.Error, match=r"iil.*ill"):
        sim.series["iil"]
    assert cw.Simulation().to_dataframe().empty


def test_observers_are_what_numpy_says():
    sim = cw.Simulation()
    values = np.float32(np.random.default_rng(1).integers(0, 4, 2000))
    sim.add_agents("resident", 2000, columns={"a": values, "b": values.astype(np.int32)})
    for name in "ab":
        sim.observe("sum " + name, cw.core.sum("resident", name))
        sim.observe("mean " + name, cw.core.mean("resident", name))
        sim.observe("count " + name, cw.core.count("resident", name, 3))
    sim.step()
    for name in "ab":
        assert sim.series["sum " + name] == values.sum()
        assert sim.series["mean " + name] == pytest.approx(values.mean(dtype=float), rel=1e-15)
        assert sim.series["count " + name] == (values == 3).sum()


@pytest.mark.parametrize(
    ("described", "told"),
    [
        (("s", cw.core.sum("residents", "ill")), "no kind 'residents'.*Did you mean resident?"),
        (("s", cw.core.sum("resident", "il")), "no column 'il'. Did you mean ill?"),
        (("s", cw.core.count("resident", "ill", 256)), "256 is no value that a column of uint8 can have"),
        (("s", cw.core.count("resident", "ill", 0.5)), "0.5 is no value"),
        (("s", "sum"), "'sum' is no observer"),
        (("ill", len), "ill"),
        (("", len), "name"),
    ],
)
def test_what_cannot_be_observed_is_refused(described, told):
    with pytest.raises(cw.Error, match=told):
        epidemic().observe(*described)


def test_an_observer_that_fails_changes_nothing():
    sim = epidemic()
    fails = False

    def fickle(sim):
        return 1 / 0 if fails else sim.now

    sim.observe("fickle", fickle)
    sim.run(2)
    before = sim.save()
    fails = True
    with pytest.raises(cw.Error, match="series 'fickle': at tick 2: ZeroDivisionError: division by zero") as told:
        sim.run(2)
    assert isinstance(told.value.__cause__, ZeroDivisionError)
    assert sim.save() == before
    fails = False
    sim.run(2)
    expected = epidemic()
    expected.observe("fickle", lambda sim: sim.now)
    expected.run(4)
    assert sim.save() == expected.save()


def test_an_observer_is_asked_before_the_first_tick():
    sim = epidemic()
    sim.observe("wrong", lambda sim: "text", every=10, phase=9)
    with pytest.raises(cw.Error, match="series 'wrong': at tick 0: ValueError"):
        sim.step()
    assert sim.now == 0


def test_triggers_switch_rules_with_hysteresis():
    sim = cw.Simulation(start="2021-07-20", tick="1 d")
    people = sim.add_agents("resident", 1, columns={"level": np.float32(0), "ran": np.int32(0)})
    path = [0, 5, 5, 5, 3, 1, 1, 1]
    sim.add(cw.rule(write=["level"], name="move")(lambda level: {"level": np.float32([path[sim.now]])}), of="resident")
    sim.add(cw.rule(write=["ran"], name="act")(lambda ran: {"ran": ran + 1}), of="resident", trigger="alarm")
    sim.observe("level", cw.core.sum("resident", "level"))
    sim.add_trigger("alarm", series="level", above=5, off=2, hold=2)
    sim.add_trigger("calm", series="level", below=1)
    states, lines = [], []
    sim.run(8, progress=lambda now, end: states.append((now, end, sim.triggers)), log=lines.append)
    assert [state["alarm"] for _, _, state in states] == [False, False, True, True, True, False, False, False]
    assert [state["calm"] for _, _, state in states] == [True, False, False, False, False, True, True, True]
    assert [(now, end) for now, end, _ in states] == [(k, 8) for k in range(1, 9)]
    assert people["ran"][0] == 3
    assert lines == [
        "2021-07-20T00:00 trigger 'calm' on",
        "2021-07-21T00:00 trigger 'calm' off",
        "2021-07-22T00:00 trigger 'alarm' on",
        "2021-07-25T00:00 trigger 'alarm' off",
        "2021-07-25T00:00 trigger 'calm' on",
    ]


@pytest.mark.parametrize(
    ("described", "told"),
    [
        ({}, "give one of above and below"),
        ({"above": 1, "below": 2}, "give one of above and below"),
        ({"above": 1, "off": 2}, "alarm"),
        ({"above": float("nan")}, "alarm"),
        ({"above": 1, "hold": 0}, "alarm"),
        ({"above": "high"}, "above is 'high'; it must be a number"),
        ({"start": "1 < 2", "hold": 2}, "with start it takes no series or hold; write levels and holds into"),
        ({"series": None, "start": "ill > 2"}, "trigger 'alarm', start:1:1: this is ill; must be one of time, hour"),
        ({"series": None, "above": 2}, "give start, which is a condition, or a series and its level"),
        ({"end": "1 < 2", "above": 2}, "give start, which is a condition, or a series and its level"),
    ],
)
def test_a_trigger_that_is_described_wrongly_is_refused(described, told):
    sim = cw.Simulation()
    with pytest.raises(cw.Error, match=told):
        sim.add_trigger("alarm", **{"series": "ill", **described})


def rising_water(**trigger):
    """A level that goes through 0, 60, 60, 60, 0, 60, 60, 60 cm, by the hour from 14:00 on, and a rule that counts."""
    sim = cw.Simulation(start="2021-07-20T14:00", tick="1 h")
    sim.add_agents("resident", 2, columns={"ran": np.int32(0)})
    path = [0, 60, 60, 60, 0, 60, 60, 60]
    sim.observe("depth", lambda sim: path[sim.now], unit="cm")
    sim.add(cw.rule(write=["ran"], name="act")(lambda ran: {"ran": ran + 1}), of="resident", **trigger)
    return sim


def test_a_rule_runs_while_its_condition_holds():
    sim = rising_water(trigger="depth>=0.5 m for 2h or time>=2021-07-20T21:00")
    lines = []
    sim.run(8, log=lines.append)
    normal = "depth >= 0.5 m for 2 h or time >= 2021-07-20T21:00"
    assert sim.triggers == {normal: True}
    assert lines == [
        f"2021-07-20T16:00 trigger '{normal}' on",
        f"2021-07-20T18:00 trigger '{normal}' off",
        f"2021-07-20T20:00 trigger '{normal}' on",
    ]
    assert sim.agents("resident")["ran"].tolist() == [3, 3]


def test_what_a_condition_counts_is_saved_and_forked():
    trigger = "depth >= 50 cm for 3 h"
    whole = rising_water(trigger=trigger)
    whole.run(8)
    assert whole.agents("resident")["ran"].tolist() == [1, 1]
    for middle in range(8):
        first, loaded = rising_water(trigger=trigger), rising_water(trigger=trigger)
        first.run(middle, threads=2)
        loaded.load(first.save())
        for each in (first.fork(), loaded):
            each.run(8 - middle)
            assert each.save() == whole.save()


def test_a_named_trigger_has_a_condition_for_its_end():
    sim = rising_water(trigger="alarm")
    sim.add_trigger("alarm", start="depth >= 50 cm for 2 h", end="time_of_day >= 21 h")
    states = []
    sim.run(8, progress=lambda now, end: states.append(sim.triggers["alarm"]))
    assert states == [False, False, True, True, True, True, False, True]


def test_mistakes_in_a_condition_are_told_as_the_rule_is_added():
    with pytest.raises(cw.ConfigError) as told:
        rising_water(trigger="dpeth > 3 m and depth > 2")
    assert str(told.value) == (
        "rule act, trigger:1:1: this is dpeth; must be a known name. Did you mean depth?\n"
        "    1 | dpeth > 3 m and depth > 2\n"
        "      | ^~~~~\n"
        "rule act, trigger:1:25: this is 2; must have a unit, as depth is a length. Did you mean 2 cm?\n"
        "    1 | dpeth > 3 m and depth > 2\n"
        "      |                         ^"
    )
    with pytest.raises(cw.Error, match=r"series 'depth': its unit is .metres., which is not known. Did you mean m\?"):
        cw.Simulation().observe("depth", lambda sim: 0.0, unit="metres")


def test_everything_unknown_is_told_before_the_first_tick():
    sim = epidemic()
    touch = cw.rule(read=["fear"], name="touch")(lambda fear: None)
    sim.add(touch, of="resident", after=["infct"], trigger="alrm")
    with pytest.raises(cw.Error) as told:
        sim.check()
    assert "'touch' runs after 'infct', which is no rule. Did you mean infect?" in str(told.value)
    assert "'touch' waits for 'alrm', which is no trigger. Did you mean alarm?" in str(told.value)
    sim = epidemic()
    sim.add_trigger("late", series="il", above=1)
    with pytest.raises(cw.Error, match=r"late.*il"):
        sim.step()
    assert sim.now == 0


def test_circles_and_conflicts_are_refused():
    def rules(first, second):
        sim = cw.Simulation()
        sim.add_agents("resident", 1, columns={"a": np.uint8(0)})
        for name, after in (("first", first), ("second", second)):
            sim.add(cw.rule(write=["a"], name=name)(lambda a: None), of="resident", after=after)
        return sim

    with pytest.raises(cw.Error, match="rules wait for each other in a circle: 'first', 'second'"):
        rules(["second"], ["first"]).step()
    with pytest.raises(cw.Error, match=r"'first' writes resident.a and 'second' writes it at the same tick"):
        rules([], []).step()
    assert rules(["second"], []).sweeps(0) == [["second"], ["first"]]


def test_progress_stops_saves_and_forks():
    sim = epidemic()
    states = []

    def progress(now, end):
        states.append((sim.save(), sim.fork()))
        sim.agents("resident")["fear"][0] = now
        with pytest.raises(cw.Error, match="it is running; this call has to wait until it has stopped"):
            sim.step()
        return now < 3

    assert sim.run(10, progress=progress) is False
    assert (sim.now, len(states), sim.agents("resident")["fear"][0]) == (3, 3, 3)
    state, fork = states[1]
    assert fork.save() == state
    fork.run(2)
    assert sim.run(0) is True
    assert sim.run(2, progress=lambda now, end: now) is True


def test_what_a_callback_raises_comes_through_after_the_tick():
    sim = epidemic()
    for callback in ({"progress": lambda now, end: 1 // 0}, {"log": lambda line: 1 // 0}):
        with pytest.raises(ZeroDivisionError):
            sim.run(30, **callback)
    assert 2 <= sim.now < 31
    expected = epidemic()
    expected.run(sim.now)
    assert sim.save() == expected.save()


@pytest.fixture
def heeds_ctrl_c():
    """A shell that started the tests in the background had them ignore SIGINT."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_ctrl_c")
@pytest.mark.parametrize("place", ["rules", "engine"])
def test_ctrl_c_stops_between_ticks_and_leaves_the_simulation_usable(place):
    sim = epidemic(size=30_000) if place == "rules" else cw.Simulation()
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        sim.run(2**31)
    timer.join()
    stopped = sim.now
    assert stopped > 0
    sim.step()
    assert sim.now == stopped + 1
    if place == "rules":
        expected = epidemic(size=30_000)
        expected.run(sim.now)
        assert sim.save() == expected.save()


def test_other_threads_go_on_while_it_runs():
    sim = cw.Simulation()
    over = threading.Event()
    thread = threading.Thread(target=sim.run, args=(2**31,), kwargs={"progress": lambda now, end: not over.is_set()})
    thread.start()
    while sim.now < 1000:
        time.sleep(0.001)
    with pytest.raises(cw.Error, match=r"simulation: it is .*; this call has to wait until it has stopped"):
        sim.step()
    over.set()
    thread.join()
    stopped = sim.now
    sim.step()
    assert sim.now == stopped + 1


def test_layers_are_checked_against_the_agents():
    sim = epidemic()
    sim.add_agents("office", 3, columns={"open": np.float32([1, 2, 3])})
    ring = cw.Graph.undirected(3, [(0, 1)])
    members = cw.Graph.bipartite(700, 3, [(0, 2), (0, 1)])
    for described, told in [
        (("a", ring, {"of": "resident"}), "layer 'a': its graph has 3 agents, but there are 700 of kind resident"),
        (("a", members, {"of": "resident"}), "say which, as in to='organisation'"),
        (("a", ring, {"of": "office", "to": "resident"}), "its ties stay within one kind"),
        (("a", members, {"of": "resident", "to": "resident"}), "leads to 3 agents, but there are 700"),
        (("a", members, {"of": "resident", "to": "ofice"}), "no kind 'ofice'.*Did you mean office?"),
        (("kin", ring, {"of": "office"}), None),
        (("kin", ring, {"of": "office"}), "there is a layer 'kin' already"),
        (("a", [(0, 1)], {"of": "resident"}), "is no commonweal.Graph"),
    ]:
        name, graph, where = described
        if told is None:
            sim.add_layer(name, graph, **where)
            continue
        with pytest.raises(cw.Error, match=told):
            sim.add_layer(name, graph, **where)
    with pytest.raises(cw.Error, match="layers is 'kin'; it must be a list of names"):
        sim.join_layers("b", "kin", of="resident")
    with pytest.raises(cw.Error, match="'all' joins several layers"):
        sim.overlay("all", of="resident")


def test_rules_see_agents_of_another_kind():
    sim = cw.Simulation()
    people = sim.add_agents("resident", 3, columns={"hope": np.float32(0)})
    sim.add_agents("office", 2, columns={"open": np.float32([1, 3])})
    sim.add_layer("member", cw.Graph.bipartite(3, 2, [(0, 0), (0, 1), (2, 1)]), of="resident", to="office")

    @cw.rule(
        write=["hope"],
        neighbours={"total": cw.neighbour_sum("member", "open"), "mean": cw.neighbour_mean("member", "open")},
    )
    def look(hope, total, mean):
        hope[:] = 10 * total + mean

    sim.add(look, of="resident")
    sim.step()
    assert people["hope"].tolist() == [42, 0, 33]


def test_weights_of_ties_count():
    sim = cw.Simulation()
    people = sim.add_agents("resident", 3, columns={"hope": np.float32([0, 1, 3]), "seen": np.float32(0)})
    sim.add_layer("kin", cw.Graph.undirected(3, [(0, 1), (0, 2)], weight=[1.0, 3.0]), of="resident")

    @cw.rule(
        write=["seen"],
        neighbours={
            "total": cw.neighbour_sum("kin", "hope", weight="weight"),
            "mean": cw.neighbour_mean("kin", "hope", weight="weight"),
        },
    )
    def look(seen, total, mean):
        seen[:] = 10 * total + mean

    sim.add(look, of="resident")
    sim.step()
    assert people["seen"].tolist() == [102.5, 0, 0]


def test_ties_that_come_and_go_are_seen_and_end_by_themselves():
    sim = cw.Simulation()
    people = sim.add_agents("resident", 3, columns={"one": np.float32(1), "degree": np.float32(0)})
    sim.add_layer("kin", cw.Graph.undirected(3, [(0, 1)]), of="resident")
    count = cw.rule(write=["degree"], neighbours={"n": cw.neighbour_sum("kin", "one")}, name="count")
    sim.add(count(lambda degree, n: {"degree": n}), of="resident")
    overlay = sim.overlay("kin", of="resident")
    overlay.add(0, 2, until=2)
    overlay.remove(0, 1)
    state = sim.save()
    degrees = []
    sim.run(3, progress=lambda now, end: degrees.append(people["degree"].tolist()))
    assert degrees == [[1, 0, 1], [1, 0, 1], [0, 0, 0]]
    assert overlay.neighbours(0).tolist() == []
    sim.load(state)
    assert overlay.neighbours(0).tolist() == [2]
    overlay.add(1, 2)
    sim.step()
    assert people["degree"].tolist() == [1, 1, 2]


def test_dates_follow_the_clock():
    sim = cw.Simulation(start=datetime.datetime(2021, 7, 20, 16), tick="30 min")
    assert repr(sim) == "<Simulation: 0 ticks to 2021-07-20 16:00, rules none>"
    sim.run(3)
    assert (sim.now, sim.date) == (3, datetime.datetime(2021, 7, 20, 17, 30))
    assert sim.clock.tick_of("2021-07-21") == 16


def test_events_are_a_table():
    sim = epidemic()
    table = sim.events()
    assert list(table.columns) == ["tick", "date", "rule", "agent", "what", "value"]
    assert table.empty
    sim.run(5)
    table = sim.events()
    assert not table.empty
    assert set(table["rule"]) == {"rest"}
    assert (table["agent"] < 5 + 700 // 3).all(), "ids of the second segment"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"seed": -1}, "seed is -1; it must be from 0"),
        ({"replicate": 2**32}, "replicate is 4294967296"),
        ({"start": "20 July 2021"}, "start is '20 July 2021'; it must be a moment such as"),
        ({"tick": "1 m"}, "tick is '1 m'; it must be a time"),
        ({"tick": "20 s"}, "in whole minutes"),
        ({"tick": datetime.timedelta(0)}, "tick|minute"),
    ],
)
def test_a_simulation_that_is_described_wrongly_is_refused(arguments, told):
    with pytest.raises(cw.Error, match=told):
        cw.Simulation(**arguments)


def test_importing_the_package_imports_no_numpy():
    code = "import sys, commonweal; commonweal.rule; commonweal.core.Simulation(); sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ)


def test_a_simulation_that_its_own_rules_know_is_freed():
    def build():
        sim = cw.Simulation()
        sim.add_agents("resident", 1, columns={"x": np.float32(0)})
        sim.add(cw.rule(read=["x"], name="look")(lambda x: sim.now), of="resident", only_if=lambda tick: sim.now > 5)
        sim.observe("now", lambda _: sim.now)
        sim.run(3)
        return weakref.ref(sim), weakref.ref(sim.fork())

    references = build()
    gc.collect()
    assert [reference() for reference in references] == [None, None]


def test_replicates_draw_other_numbers():
    runs = []
    for replicate in (0, 0, 1):
        sim = cw.Simulation(seed=3, replicate=replicate)
        people = sim.add_agents("resident", 5, columns={"x": np.float32(0)})
        draw = cw.rule(write=["x"], draws=["luck"], name="draw")(lambda x, luck: {"x": luck})
        sim.add(draw, of="resident")
        sim.step()
        runs.append(people["x"].tolist())
    assert runs[0] == runs[1] != runs[2]
