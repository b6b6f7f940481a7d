# SPDX-License-Identifier: Apache-2.0
"""Rules in Python: what is refused at once, what the function is given, and what happens when it fails."""

import threading

import commonweal as cw
import numpy as np
import pandas as pd
import pytest


def town(size=4, **columns):
    sim = cw.Simulation()
    given = {"state": np.uint8(0), "trust": np.float32(0.5), **columns}
    return sim, sim.add_agents("resident", size, columns=given)


@cw.rule(write=["trust"], read=["state"])
def lose_trust(trust, state, *, loss=0.25):
    """Less trust for those of state 1."""
    trust -= np.float32(loss) * state


def test_a_rule_is_still_the_plain_function():
    trust = np.float32([1, 1])
    lose_trust(trust, np.uint8([0, 1]), loss=0.5)
    assert trust.tolist() == [1, 0.5]
    assert lose_trust.__doc__ == "Less trust for those of state 1."
    assert repr(lose_trust) == "<rule lose_trust: writes trust>"


def test_keyword_only_arguments_are_parameters():
    sim, people = town()
    people["state"][2:] = 1
    sim.add(lose_trust, of="resident", loss=0.5)
    sim.step()
    assert people["trust"].tolist() == [0.5, 0.5, 0, 0]
    assert sim.parameters(lose_trust, of="resident") == {"loss": 0.5}
    sim.set_parameters("lose_trust", of="resident", loss=-0.5)
    sim.step()
    assert people["trust"].tolist() == [0.5] * 4
    assert lose_trust.parameters == {"loss": 0.25}


def defective(decoration, function):
    with pytest.raises(cw.Error) as refused:
        cw.rule(**decoration)(function)
    return str(refused.value)


def with_surplus(trust, hope, stat, states, *, beta): ...
def with_stars(*trust, **others): ...
def with_slash(trust, /): ...
def with_default(trust=1): ...
def with_taken(trust, *, every=1): ...
def with_active(trust, *, active=1): ...
def plain(trust, state): ...


def test_all_mistakes_of_a_rule_are_told_at_once_with_the_nearest_names():
    told = defective({"write": ["trust"], "read": ["state"], "draws": ["hop"]}, with_surplus)
    assert told == (
        "rule with_surplus: the parameter 'beta' needs a default; "
        "'state' in read is no argument of the function. Did you mean 'states'?; "
        "'hop' in draws is no argument of the function. Did you mean 'hope'?; "
        "the argument 'hope' is named in none of write, read, neighbours, draws, log. Did you mean 'hop'?; "
        "the argument 'stat' is named in none of write, read, neighbours, draws, log. Did you mean 'state'?; "
        "the argument 'states' is named in none of write, read, neighbours, draws, log. Did you mean 'state'?"
    )


@pytest.mark.parametrize(
    ("decoration", "function", "told"),
    [
        ({}, with_stars, "it takes *trust; its arguments must have names; it takes **others"),
        ({"write": ["trust"]}, with_slash, "'trust' can be given by position only"),
        ({"write": ["trust"]}, with_default, "'trust' has a default; parameters stand behind a '*'"),
        ({"write": ["trust"]}, with_taken, "the parameter 'every' has the name of an argument of Simulation.add"),
        ({"write": ["trust"], "read": ["trust", "state"]}, plain, "'trust' is named in write and in read"),
        ({"read": ["trust", "state", "trust"]}, plain, "'trust' is named in read and in read"),
        ({"read": "trust"}, plain, "read is 'trust'; it must be a list of names"),
        ({"read": [1]}, plain, "a name in read is 1; it must be a text"),
        ({"neighbours": {"trust": "state"}}, plain, "'trust' is 'state'; it must be neighbour_sum"),
        ({"read": ["trust"], "log": "stat"}, plain, "'stat' in log is no argument of the function. Did you mean"),
        ({"read": ["trust", "state"], "log": "state"}, plain, "'state' is named in read and in log"),
        ({"read": ["trust"], "log": ["state"]}, plain, "log is ['state']; it must be a text"),
        ({"write": ["trust"]}, with_active, "the parameter 'active' has the name of an argument of Simulation.add"),
        ({}, 7, "7 is no function"),
    ],
)
def test_a_defective_rule_is_refused(decoration, function, told):
    assert told in defective(decoration, function)


def forgets(trust, state):
    if state.any():
        trust = trust - 1
    return


def forgets_in_a_closure(trust, state):
    trust = state + 1
    assert (lambda: trust.any())()


@pytest.mark.parametrize("function", [forgets, forgets_in_a_closure])
def test_a_rule_that_loses_what_it_writes_is_refused(function):
    told = defective({"write": ["trust"], "read": ["state"]}, function)
    assert told == (
        f"rule {function.__name__}: 'trust' is made the name of something else, which changes nobody; "
        "write trust[:] = ..., or return {'trust': ...}, or choose another name for it"
    )


def in_place(trust, state):
    trust -= 1
    trust[state > 0] **= 2
    trust[:] = trust + 1


def gives_back(trust, state):
    trust = trust + state
    return {"trust": trust}


def reads_only(trust, state):
    state = state > 0
    trust[state] = 1


@pytest.mark.parametrize("function", [in_place, gives_back, reads_only])
def test_a_rule_that_keeps_what_it_writes_is_accepted(function):
    assert cw.rule(write=["trust"], read=["state"])(function).write == ("trust",)


def test_a_rule_without_its_columns_is_refused():
    with pytest.raises(cw.Error, match=r"stands above the function with its columns"):

        @cw.rule
        def rest(fear):
            pass


def test_unknown_names_are_refused_when_the_rule_is_added():
    sim, _ = town()
    sim.add_layer("kin", cw.Graph.undirected(4, [(0, 1)]), of="resident")
    refusals = {
        "no parameter 'los'. Did you mean 'loss'?; its parameters: loss": lambda: sim.add(
            lose_trust, of="resident", los=1
        ),
        "no kind 'residents'; there are: resident. Did you mean resident?": lambda: sim.add(lose_trust, of="residents"),
        "resident: no column 'stat'. Did you mean state?": lambda: sim.add(
            cw.rule(read=["stat"])(lambda stat: None), of="resident"
        ),
        "rule r: layers: no layer 'kim'; there are: kin. Did you mean kin?": lambda: sim.add(
            cw.rule(neighbours={"n": cw.neighbour_sum("kim", "state")}, name="r")(lambda n: None), of="resident"
        ),
        "is no rule; write @commonweal.rule(...) above the function": lambda: sim.add(plain, of="resident"),
        "it must be a list of rules or their names": lambda: sim.add(lose_trust, of="resident", after="infect"),
        "the period must be at least 1 and the first tick below it": lambda: sim.add(
            lose_trust, of="resident", every=0
        ),
        "every is -1; it must be from 0": lambda: sim.add(lose_trust, of="resident", every=-1),
        "only_if is 3; it must be a function of the tick": lambda: sim.add(lose_trust, of="resident", only_if=3),
        "simulation: no rule 'lose_trsut' of kind resident": lambda: sim.parameters("lose_trsut", of="resident"),
    }
    for told, action in refusals.items():
        with pytest.raises(cw.Error) as refused:
            action()
        assert told in str(refused.value)
    sim.add(lose_trust, of="resident")
    with pytest.raises(cw.Error, match="has a rule of this name already"):
        sim.add(lose_trust, of="resident")
    with pytest.raises(cw.Error, match=r"no parameter 'lss'. Did you mean 'loss'"):
        sim.set_parameters(lose_trust, of="resident", lss=1)
    sim.step()


def test_arrays_are_the_simulations_memory_and_read_only_unless_written():
    sim, people = town(state=np.uint8([0, 1, 0, 1]))
    sim.add_layer("kin", cw.Graph.undirected(4, [(0, 1), (1, 2)]), of="resident")
    addresses = {name: np.asarray(people[name]).__array_interface__["data"][0] for name in ("trust", "state")}
    kept = []

    @cw.rule(
        write=["trust"],
        read=["state"],
        neighbours={"near": cw.neighbour_sum("kin", "state"), "share": cw.neighbour_mean("kin", "state")},
        draws=["a", "b"],
    )
    def look(trust, state, near, share, a, b):
        assert trust.__array_interface__["data"][0] == addresses["trust"]
        assert state.__array_interface__["data"][0] == addresses["state"]
        assert (trust.dtype, state.dtype, near.dtype, a.dtype) == ("float32", "uint8", "float32", "float32")
        assert [array.flags.writeable for array in (trust, state, near, share, a, b)] == [True] + [False] * 5
        assert near.tolist() == [1, 0, 1, 0]
        assert share.tolist() == [1, 0, 1, 0]
        with pytest.raises(ValueError, match="cannot set WRITEABLE"):
            state.setflags(write=True)
        kept.extend((trust, state, near, a, b))

    sim.add(look, of="resident")
    sim.step()
    _, _, _, a, b = kept
    assert (a != b).any()
    assert ((a >= 0) & (a < 1)).all()
    del sim, people
    assert kept[0].tolist() == [0.5] * 4
    assert kept[2].tolist() == [1, 0, 1, 0]


def test_packed_columns_are_given_as_they_lie():
    sim = cw.Simulation()
    people = sim.add_agents(
        "resident", 3, columns={"fear": np.float32(0), "state": np.uint8([1, 2, 3])}, rows=[("fear", "state")]
    )

    @cw.rule(write=["fear"], read=["state"])
    def grow(fear, state):
        assert fear.strides == (16,)
        fear += state

    sim.add(grow, of="resident")
    sim.run(2)
    assert people["fear"].tolist() == [2, 4, 6]


def returning(value):
    sim, people = town()
    sim.add(cw.rule(write=["trust"], name="r")(lambda trust: value), of="resident")
    return sim, people


def test_a_rule_may_return_its_written_columns():
    sim, people = returning({"trust": np.float32([1, 2, 3, 4])})
    sim.step()
    assert people["trust"].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (1, "it returned int; a rule changes its written columns in place"),
        ({"trsut": np.zeros(4)}, "it returned 'trsut', which it does not write. Did you mean 'trust'?"),
        (
            {"trust": np.zeros(4)},
            r"it returned 'trust' as float64 of the shape \(4,\); it must be float32 of the shape \(4,\)",
        ),
        (
            {"trust": np.float32([1])},
            r"it returned 'trust' as float32 of the shape \(1,\); it must be float32 of the shape",
        ),
    ],
)
def test_what_a_rule_returns_is_checked(value, told):
    sim, people = returning(value)
    with pytest.raises(cw.Error, match="rule r: at tick 0, for all agents of kind resident: " + told):
        sim.step()
    assert people["trust"].tolist() == [0.5] * 4


def test_a_write_to_what_is_read_is_named_with_rule_and_tick():
    sim, _ = town()

    @cw.rule(read=["trust"])
    def cheat(trust):
        trust[0] = 1

    sim.add(cheat, of="resident", every=3, phase=2)
    with pytest.raises(
        cw.Error, match=r"rule cheat: at tick 2, for all agents of kind resident: ValueError: .*read-only"
    ) as told:
        sim.run(5)
    assert type(told.value.__cause__) is ValueError
    assert sim.now == 2


def test_after_an_exception_the_simulation_is_as_it_was_before_the_tick():
    def build(fails):
        sim, people = town(state=np.uint8([0, 1, 0, 1]), rounds=np.int32(0))

        @cw.rule(write=["rounds"])
        def first(rounds):
            rounds += 1

        @cw.rule(write=["trust"], read=["rounds"], draws=["luck"])
        def second(trust, rounds, luck, *, limit=0):
            trust *= luck
            if fails and rounds[0] > limit:
                raise ZeroDivisionError("by purpose")

        sim.add(first, of="resident")
        sim.add(second, of="resident", after=[first], limit=3)
        sim.observe("trust", cw.core.sum("resident", "trust"))
        return sim, people

    sim, people = build(fails=True)
    with pytest.raises(
        cw.Error, match="rule second: at tick 3, for all agents of kind resident: ZeroDivisionError: by purpose"
    ) as told:
        sim.run(10)
    assert isinstance(told.value.__cause__, ZeroDivisionError)
    expected, their = build(fails=False)
    expected.run(3)
    assert sim.now == 3
    assert sim.save() == expected.save()
    sim.set_parameters("second", of="resident", limit=100)
    sim.run(4)
    expected.run(4)
    assert people["rounds"].tolist() == their["rounds"].tolist() == [7] * 4
    assert sim.save() == expected.save()


def test_an_interrupt_in_a_rule_undoes_the_tick_and_comes_through():
    sim, people = town()
    interrupts = iter([False, True, False])

    @cw.rule(write=["trust"])
    def halve(trust):
        trust /= 2
        if next(interrupts):
            raise KeyboardInterrupt

    sim.add(halve, of="resident")
    with pytest.raises(KeyboardInterrupt):
        sim.run(10)
    assert (sim.now, people["trust"][0]) == (1, 0.25)
    sim.step()
    assert (sim.now, people["trust"][0]) == (2, 0.125)


def test_a_condition_that_fails_is_an_error_and_changes_nothing():
    sim, people = town(state=np.uint8(1))
    sim.add(lose_trust, of="resident", only_if=lambda tick: 1 // (tick - 1) < 0)
    with pytest.raises(cw.Error, match="rule lose_trust: only_if at tick 1: ZeroDivisionError") as told:
        sim.run(2)
    assert isinstance(told.value.__cause__, ZeroDivisionError)
    assert (sim.now, people["trust"][0]) == (1, 0.25)


def test_rules_run_when_they_are_to():
    sim, _ = town()
    seen = []

    def recorder(name):
        return cw.rule(read=["state"], name=name)(lambda state: seen.append((name, sim.now)))

    sim.add(recorder("often"), of="resident", every=2, phase=1)
    sim.add(recorder("asked"), of="resident", only_if=lambda tick: tick in (0, 3))
    sim.run(4)
    assert seen == [("asked", 0), ("often", 1), ("often", 3), ("asked", 3)]
    assert sim.sweeps(3) == [["often"], ["asked"]]


def test_a_simulation_is_left_alone_while_it_ticks():
    sim, people = town()
    told = []

    @cw.rule(write=["trust"])
    def meddle(trust):
        for action in (
            sim.step,
            sim.save,
            sim.fork,
            sim.check,
            lambda: sim.load(b""),
            lambda: people["state"][:].fill(1),
        ):
            try:
                action()
            except (cw.Error, ValueError) as refused:
                told.append(str(refused))
        with pytest.raises(cw.Error, match="'state' of kind resident is assigned to in the middle of a tick"):
            people["state"][0] = 1

    sim.add(meddle, of="resident")
    sim.step()
    assert told[:5] == [
        "simulation: it is in the middle of a tick; this call has to wait until it has stopped",
        "simulation: it is in the middle of a tick; this call has to wait until the tick is over",
        "simulation: it is in the middle of a tick; this call has to wait until the tick is over",
        "simulation: it is in the middle of a tick; this call has to wait until it has stopped",
        "simulation: it is in the middle of a tick; this call has to wait until it has stopped",
    ]
    assert "read-only" in told[5]
    assert people["state"].tolist() == [0] * 4


def test_one_simulation_may_run_another_in_a_rule_and_forks_call_their_own():
    sim, people = town()
    inner, theirs = town()
    theirs["trust"] = 8

    @cw.rule(write=["trust"])
    def quarter(trust, *, by=4):
        trust /= by

    inner.add(quarter, of="resident")
    copy = inner.fork()
    copy.set_parameters(quarter, of="resident", by=2)

    @cw.rule(write=["trust"])
    def outer(trust):
        copy.step()
        trust[:] = copy.agents("resident")["trust"]

    sim.add(outer, of="resident")
    sim.run(2)
    inner.step()
    assert (people["trust"][0], theirs["trust"][0], copy.agents("resident")["trust"][0]) == (2, 2, 2)


def test_a_rule_logs_agents_by_row_or_mask():
    sim = cw.Simulation(start="2021-07-20", tick="1 h")
    people = sim.add_agents("resident", 4, columns={"trust": np.float32([0, 1, 2, 3])}, ids=[9, 8, 7, 6])

    @cw.rule(write=["trust"], log="tell")
    def lose(trust, tell):
        trust -= 1
        tell(trust < 0, 5)
        tell([3, 0], what=np.uint8([1, 2]), value=trust[[3, 0]])
        tell([], what=[])

    @cw.rule(log="log")
    def everybody(log):
        log(range(1, 4), value=0.5)
        log(0, value=0.5)

    sim.add(lose, of="resident")
    sim.add(everybody, of="resident", phase=1, every=2)
    sim.run(2)
    table = sim.events()
    hours = pd.to_datetime(["2021-07-20 00:00"] * 3 + ["2021-07-20 01:00"] * 8).astype(table["date"].dtype)
    expected = pd.DataFrame(
        {
            "tick": np.uint32([0] * 3 + [1] * 8),
            "date": hours,
            "rule": ["lose"] * 3 + ["everybody"] * 4 + ["lose"] * 4,
            "agent": np.uint32([6, 9, 9, 6, 7, 8, 9, 6, 8, 9, 9]),
            "what": np.uint32([1, 2, 5, 0, 0, 0, 0, 1, 5, 2, 5]),
            "value": [2, -1, 0, 0.5, 0.5, 0.5, 0.5, 1, 0, -2, 0],
        }
    )
    pd.testing.assert_frame_equal(table, expected, check_dtype=False)
    assert people["trust"].tolist() == [-2, -1, 0, 1]
    assert (lose.log, everybody.log, lose_trust.log) == ("tell", "log", None)


def test_a_rule_that_logs_is_still_the_plain_function():
    told = []

    @cw.rule(read=["trust"], log="log")
    def despair(trust, log):
        log(trust == 0, 1)

    despair(np.float32([0, 1]), log=lambda rows, what: told.append((rows.tolist(), what)))
    assert told == [([True, False], 1)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (([4],), "log: rows must be from 0 to 3; 1 is not: 4"),
        (([-1],), "log: rows must be from 0 to 3; 1 is not: -1"),
        (([0.5],), "log: rows must be whole numbers, not float64"),
        (([[0]],), r"log: rows must have one dimension, not the shape \(1, 1\)"),
        (([0], "high"), "log: what must be whole numbers, not text"),
        (([True, False],), r"log: rows is a mask of the shape \(2,\); it must have the shape \(4,\)"),
        (([0], -1), "log: what must be from 0 to 4294967295; 1 is not: -1"),
        (([0], 0.5), "log: what must be whole numbers, not float64"),
        (([0, 1], [1, 2, 3]), r"log: what has the shape \(3,\); it must be one value or have the shape \(2,\)"),
        (([0, 1], 1, [1.0]), r"log: value has the shape \(1,\); it must be one value or have the shape \(2,\)"),
        (([0, 1], 1, "high"), "log: value must be numbers, not text"),
        (([0, 1], 1, None), "log: value must be numbers, not objects"),
    ],
)
def test_what_cannot_be_logged_is_refused_and_nothing_is_kept(arguments, told):
    sim, _ = town()

    @cw.rule(read=["trust"], log="log")
    def tell(trust, log):
        log([0, 1], 1, 2.0)
        log(*arguments)

    sim.add(tell, of="resident")
    before = sim.save()
    with pytest.raises(cw.Error, match="rule tell: at tick 0, for all agents of kind resident: " + told):
        sim.step()
    assert sim.save() == before


def test_a_log_takes_nothing_after_the_call():
    sim, _ = town()
    kept = []
    sim.add(cw.rule(log="log", name="keep")(lambda log: kept.append(log)), of="resident")
    sim.step()
    with pytest.raises(cw.Error, match="log: the call of the rule is over; a rule logs before it returns"):
        kept[0]([0])
    assert sim.events().empty


def test_rows_are_logged_as_they_were_when_told():
    sim, _ = town()
    rows = np.uint32([1])

    @cw.rule(log="log")
    def tell(log):
        log(rows, rows, rows)
        rows[0] = 3

    sim.add(tell, of="resident")
    sim.step()
    assert sim.events()[["agent", "what", "value"]].to_numpy().tolist() == [[1, 1, 1]]


def test_events_of_a_tick_that_another_rule_breaks_are_gone():
    sim, people = town()
    first = cw.rule(write=["trust"], log="log", name="first")(lambda trust, log: (trust.fill(9), log([0]))[2:] or None)
    fails = [True]

    @cw.rule(read=["trust"])
    def second(trust):
        if fails:
            raise ValueError("once")

    sim.add(first, of="resident")
    sim.add(second, of="resident", after=[first])
    before = sim.save()
    with pytest.raises(cw.Error, match="once"):
        sim.step()
    assert (sim.save(), people["trust"][0]) == (before, 0.5)
    fails.clear()
    sim.step()
    assert (len(sim.events()), people["trust"][0]) == (1, 9)


def test_simulations_run_side_by_side_in_threads():
    original, _ = town(size=1000)

    @cw.rule(write=["trust"], draws=["luck"])
    def drift(trust, luck):
        trust += luck

    original.add(drift, of="resident")
    forks = [original.fork() for _ in range(3)]
    threads = [threading.Thread(target=fork.run, args=(50,), kwargs={"threads": 1}) for fork in forks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    original.run(50)
    assert {fork.save() for fork in forks} == {original.save()}
