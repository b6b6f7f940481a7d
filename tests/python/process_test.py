# SPDX-License-Identifier: Apache-2.0
"""What all mechanisms have in common in Python."""

import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_type_hints

import commonweal as cw
import igraph
import networkx as nx
import numpy as np
import pytest
import scipy.sparse
import xarray as xr
from commonweal.process import rumour
from commonweal.process.parameters import Parameters

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples/mechanisms").glob("*.py"))
MECHANISMS = [getattr(cw.process, name) for name in cw.process.__all__]
CLASSES = [
    kind
    for module in MECHANISMS
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Parameters) and kind.__module__ == module.__name__
]
TYPES = {"number": float, "whole number": int, "true or false": bool, "choice": str}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
class TestParameters:
    def test_fields_are_those_of_the_table(self, kind):
        hints = {name: hint for name, hint in get_type_hints(kind).items() if name in kind.__annotations__}
        assert hints == {row.path: TYPES[row.kind] for row in kind()._inner.rows()}

    def test_a_name_that_is_none_is_refused_with_the_nearest(self, kind):
        name = next(iter(kind().parameters))
        with pytest.raises(cw.ConfigError, match=re.escape(f"Did you mean {name}?")):
            kind(**{name + "x": 1})

    def test_values_are_kept_and_shown(self, kind):
        params = kind()
        assert params == kind(**{name: getattr(params, name) for name in params.parameters})
        assert repr(params) == f"{kind.__name__}()"
        assert hash(params) == hash(kind())
        assert kind.__name__ in params._repr_html_()

    def test_numbers_out_of_range_and_not_a_number_are_refused(self, kind):
        for name, row in kind().parameters.items():
            if isinstance(getattr(kind(), name), float):
                with pytest.raises(cw.ConfigError, match=name):
                    kind(**{name: float("nan")})
                assert row.range, name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_print_what_the_documentation_shows(path):
    printed = subprocess.run([sys.executable, "-W", "error", path], check=True, capture_output=True, text=True).stdout
    assert printed == path.with_suffix(".txt").read_text()
    assert len([line for line in path.read_text().splitlines() if line.strip()]) <= 25


def test_every_mechanism_has_an_example_and_a_page():
    # A script named platform would hide Python's own module from the scripts beside it.
    names = {"platform" if path.stem == "digital_platform" else path.stem for path in EXAMPLES}
    pages = EXAMPLES[0].parents[2] / "docs/explanation/mechanisms"
    for name in cw.process.__all__:
        assert name in names
        assert (pages / f"{name}.md").exists()


def test_all_mistakes_are_told_at_once():
    with pytest.raises(cw.ConfigError) as raised:
        rumour.Rumour(spread_chance=1.5, contact_rate="5 m", failures=0.5)
    assert [mistake.path for mistake in raised.value.mistakes] == ["spread_chance", "contact_rate", "failures"]
    assert str(raised.value.mistakes[0]).startswith("keyword: spread_chance is 1.5; must be between 0 and 1")


def test_numbers_with_a_unit_are_converted():
    assert rumour.Rumour(contact_rate="0.5 / h").contact_rate == 12.0
    assert rumour.Rumour(contact_rate=12).parameters["contact_rate"].text == '"12 / d"'


def test_parameters_do_not_change():
    params = rumour.Rumour()
    with pytest.raises(AttributeError, match="replace"):
        params.contact_rate = 3.0
    assert params.replace(contact_rate=3.0).contact_rate == 3.0
    assert params.contact_rate == 5.0


def test_a_run_is_a_labelled_dataset():
    course = rumour.simulate(rumour.Rumour(), size=200, until=5.0, every=1.0, replicates=3, seed=2)
    assert isinstance(course, xr.Dataset)
    assert dict(course.sizes) == {"replicate": 3, "time": 6}
    assert course.time.units == "d"
    assert course.ignorant.long_name == "Share of people who are ignorant"
    assert course.attrs["process"] == "Rumour"
    assert course.attrs["contact_rate"] == "5 / d"


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_threads_change_nothing(threads):
    runs = [rumour.simulate(rumour.Rumour(), size=300, replicates=5, seed=1, threads=each) for each in (1, threads)]
    xr.testing.assert_identical(*runs)


def test_a_replicate_does_not_depend_on_how_many_there_are():
    few, many = (rumour.simulate(rumour.Rumour(), size=300, replicates=count, until=3.0, seed=1) for count in (2, 5))
    xr.testing.assert_identical(few, many.isel(replicate=slice(2)))


def test_graphs_of_all_libraries_give_the_same():
    edges = [(k, (k + 1) % 40) for k in range(40)]
    ours = cw.Graph.undirected(40, edges)
    matrix = cw.core.to_scipy(ours)
    given = [ours, cw.core.to_networkx(ours), cw.core.to_igraph(ours), matrix, np.array(edges), edges]
    assert isinstance(matrix, scipy.sparse.sparray)
    assert isinstance(given[1], nx.Graph)
    assert isinstance(given[2], igraph.Graph)
    runs = [rumour.simulate(rumour.Rumour(), graph=graph, until=3.0, seed=3) for graph in given]
    for run in runs[1:]:
        xr.testing.assert_identical(runs[0], run)


def test_replicates_take_turns_at_the_graphs_of_a_list():
    ring = cw.Graph.undirected(30, [(k, (k + 1) % 30) for k in range(30)])
    empty = cw.Graph.undirected(30, np.empty((0, 2), dtype=int))
    course = rumour.simulate(rumour.Rumour(), graph=[empty, ring], replicates=4, until=20.0, seed=3)
    assert (course.ignorant.isel(time=-1).to_numpy()[[0, 2]] == 29 / 30).all()
    assert (course.ignorant.isel(time=-1).to_numpy()[[1, 3]] < 29 / 30).all()


def test_a_model_makes_a_graph_for_each_replicate():
    graph = cw.core.ErdosRenyi(mean_degree=4.0)
    params = rumour.Rumour(forget_rate=0.0)
    course = rumour.simulate(params, graph=graph, size=100, replicates=3, until=20.0, initial={"spreader": [0]})
    ends = course.ignorant.isel(time=-1).to_numpy()
    assert len(set(ends)) > 1


@pytest.mark.parametrize(
    ("initial", "message"),
    [
        ({"spreaders": 1}, "initial.spreaders is no name of something to start from. Did you mean spreader?"),
        ({"spreader": -1}, "initial.spreader is -1; must be how many begin"),
        ({"spreader": 2000}, "spreader is 2000; must be at most the number of people, 100"),
        ({"credulity": 2.0}, "credulity is 2; must be between 0 and 1"),
        ({"credulity": [0.5]}, "credulity is 1 values; must be one for each of 100 people"),
        ({"credulity": [0.5] * 99 + [float("nan")]}, "credulity[99] is nan"),
        ({"credulity": "gauss(mean=1)"}, "initial.credulity"),
    ],
)
def test_what_it_cannot_start_from_is_refused(initial, message):
    with pytest.raises(cw.ConfigError, match=re.escape(message)):
        rumour.simulate(rumour.Rumour(), size=100, initial=initial)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"size": 0}, "size is 0 agents; there must be somebody"),
        ({"replicates": 0}, "replicates is 0; must be at least 1"),
        ({"until": float("nan")}, "until is nan; must be above 0"),
        ({"step": -1.0}, "step is -1; must be above 0"),
        ({"graph": [[1, 2, 3]]}, "graph is list; must be a graph of commonweal"),
        ({"graph": [(0, 1)], "size": 1}, "graph"),
        ({"graph": [(0, float("nan"))]}, "graph is pairs of float64; must hold whole numbers"),
        ({"initial": 5}, "initial is 5; must be a dict of names and values"),
        ({"initial": [0.5]}, "initial is [0.5]; must be a dict of names and values"),
    ],
)
def test_an_experiment_that_is_none_is_refused(keywords, message):
    with pytest.raises(cw.Error, match=re.escape(message)):
        rumour.simulate(rumour.Rumour(), **keywords)


@pytest.mark.parametrize("params", [None, rumour.Rumour, 3])
def test_what_is_no_parameters_is_refused(params):
    with pytest.raises(cw.ConfigError, match=r"params is .*; must be the parameters of the mechanism: Rumour\(\)"):
        rumour.simulate(params)


class Foreign(Parameters, kind=cw._core.process.Rumour):
    """Parameters that belong to no mechanism of the package."""


def functions_of_parameters() -> list[tuple[str, Callable[..., object], str]]:
    """Every function of a mechanism that takes its parameters, with the keyword that they have."""
    found = []
    for module in MECHANISMS:
        for name in module.__all__:
            if not inspect.isfunction(function := getattr(module, name)):
                continue
            keyword = next(iter(inspect.signature(function).parameters), "")
            if keyword in ("params", "monitor"):
                found.append((f"{module.__name__.rpartition('.')[2]}.{name}", function, keyword))
    return found


@pytest.mark.parametrize(("name", "function", "keyword"), functions_of_parameters())
def test_the_parameters_of_another_mechanism_are_refused(name, function, keyword):
    wanted = {
        each.name: 2 if each.annotation == "int" else 0.5
        for each in list(inspect.signature(function).parameters.values())[1:]
        if each.default is inspect.Parameter.empty
    }
    with pytest.raises(cw.ConfigError, match=f"{keyword} is Foreign.*; must be the parameters of the mechanism: "):
        function(Foreign(), **wanted)


@pytest.mark.parametrize(
    "keywords",
    [{"until": -1.0}, {"until": float("nan")}, {"every": 0.0}, {"initial": {"ignorant": float("nan")}}],
)
def test_equations_of_a_rumour_refuse_what_is_no_time_or_share(keywords):
    name = next(iter(keywords.get("initial", keywords)))
    with pytest.raises(cw.ConfigError, match=f"{name} is "):
        rumour.mean_field(rumour.Rumour(), **keywords)


@pytest.mark.parametrize(
    ("params", "every"),
    [
        (cw.process.belonging.Belonging(belonging_loss=10.0), 20.0),
        (cw.process.belonging.Belonging(notice_rate=100.0), 20.0),
        (cw.process.emotion.Emotion(calming_time=0.01), 0.5),
        (cw.process.hidden_hazard.HiddenHazard(closing_time=0.1), 0.1),
    ],
)
def test_equations_do_not_depend_on_how_often_they_are_recorded(params, every):
    mechanism = getattr(cw.process, type(params).__module__.rpartition(".")[2])
    seldom, often = (mechanism.mean_field(params, until=10 * every, every=each) for each in (every, every / 500))
    for name, values in seldom.items():
        assert values.to_numpy() == pytest.approx(often[name].to_numpy()[::500], rel=1e-5, abs=1e-6)


def test_who_would_agree_where_nobody_is_is_refused():
    with pytest.raises(cw.Error, match="there must be somebody"):
        cw.process.opinion.equilibrium(cw.process.opinion.FriedkinJohnsen(), graph=nx.Graph(), initial={"opinion": 0.5})


@pytest.mark.parametrize("wrong", [float("nan"), -1.0, float("inf")])
def test_water_and_shocks_that_are_none_are_refused(wrong):
    rain = cw.process.rain_depth.RainDepth()
    hazard = cw.process.hidden_hazard.HiddenHazard()
    for made, name in (
        (lambda: cw.process.rain_depth.stage(rain, volume=wrong), "volume"),
        (lambda: cw.process.rain_depth.volume_at(rain, depth=1.0, area=wrong), "area"),
        (lambda: cw.process.rain_depth.steady_depth(rain, rain=60.0, outlet=9.0, blocked=wrong), "blocked"),
        (lambda: cw.process.hidden_hazard.fragility_factor(hazard, severity=wrong), "severity"),
    ):
        with pytest.raises(cw.ConfigError, match=f"{name} is "):
            made()


@pytest.mark.parametrize("wrong", [float("nan"), -1.0, 1e9])
def test_offers_and_fears_that_are_none_are_refused(wrong):
    aid, buying = cw.process.mutual_aid.MutualAid(), cw.process.panic_buying.PanicBuying()
    for name in ("tie", "prosocial", "reciprocity", "own_need", "norm"):
        with pytest.raises(cw.ConfigError, match=f"{name} is .*; must be between 0 and 1"):
            cw.process.mutual_aid.help_chance(aid, **{name: wrong})
    for given, name in (({"panic": wrong}, "panic"), ({"panic": 0.5, "reserve": wrong}, "reserve")):
        with pytest.raises(cw.ConfigError, match=f"{name} is .*; must be between 0 and"):
            cw.process.panic_buying.target_stock(buying, **given)


@pytest.mark.parametrize("every", [60.0, 1e308])
def test_a_depot_that_is_seldom_recorded_is_recorded_at_the_end(every):
    course = cw.process.stock.simulate(cw.process.stock.Stock(), until=50, every=every, seed=1)
    assert course.time.to_numpy().tolist() == [0.0, 50.0]


@pytest.mark.parametrize("every", [7.0, 10.0, 1e308])
def test_equations_of_setting_out_end_when_asked(every):
    course = cw.process.protective_action.mean_field(
        cw.process.protective_action.ProtectiveAction(), until=24.0, every=every
    )
    assert course.time.to_numpy()[-1] == 24.0
