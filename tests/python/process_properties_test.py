# SPDX-License-Identifier: Apache-2.0
"""What has to hold for every mechanism: seeds, threads, bounds, who is numbered how, how long a step is.

A setting of each stands in mechanisms.py. All runs have fixed seeds: a test passes always or never.
"""

import functools
import inspect

import commonweal as cw
import numpy as np
import pytest
import xarray as xr
from commonweal.process import (
    data_sharing,
    dependence,
    dependency_cascade,
    fragility,
    inoperability,
    restoration,
    service_queue,
)
from commonweal.process.parameters import Parameters
from mechanisms import TRIALS, Falling, First, uneven_ties

#: Of tests with many replicates.
REPLICATES = 64
#: How many standard errors of a difference are chance: over all mechanisms some thousand are compared.
ERRORS = 4.5

every_mechanism = pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)


def having(keyword):
    return pytest.mark.parametrize("trial", [t for t in TRIALS if t.takes(keyword)], ids=lambda trial: trial.name)


def ties(trial, size, *, backwards=False):
    return uneven_ties(size, backwards=backwards) if trial.takes("graph") and trial.size >= 100 else None


def run(trial, size=None, **given):
    size = size or trial.size
    graph = given.pop("graph") if "graph" in given else ties(trial, size)
    return trial.simulate(trial.params, **trial.keywords(size, **{"graph": graph, "threads": 1, "seed": 1, **given}))


@functools.cache
def usual(trial):
    return run(trial, replicates=3)


@functools.cache
def many(trial):
    return run(trial, trial.small, replicates=REPLICATES)


def same(one, other):
    return one.shape == other.shape and np.array_equal(one, other, equal_nan=True)


def test_every_class_that_is_simulated_has_a_setting():
    kinds = {
        kind
        for name in cw.process.__all__
        for kind in vars(getattr(cw.process, name)).values()
        if isinstance(kind, type) and issubclass(kind, Parameters) and kind is not Parameters
    }
    left_out = {kind.__name__ for kind in kinds} - {trial.name for trial in TRIALS}
    # No chance and no crowd: water on a map; what reads a course; a chart, of which detection_test.cpp tells.
    assert left_out == {"RainDepth", "Resilience", "Monitor"}


@every_mechanism
def test_another_seed_changes_all_that_chance_touches(trial):
    here, there = usual(trial), run(trial, replicates=3, seed=2)
    unchanged = {name for name in here.data_vars if same(here[name].to_numpy(), there[name].to_numpy())}
    assert unchanged == trial.certain
    replicates = many(trial)
    alike = {name for name, each in replicates.data_vars.items() if all(same(each[0], other) for other in each)}
    assert alike == trial.certain


@every_mechanism
@pytest.mark.parametrize("threads", [2, 4], ids=["between_replicates", "within_a_replicate"])
def test_threads_change_nothing(trial, threads):
    xr.testing.assert_identical(usual(trial), run(trial, replicates=3, threads=threads))


def expect_in_bounds(trial, course, absent=frozenset()):
    for name, values in course.data_vars.items():
        numbers = values.to_numpy()
        if name not in trial.absent | absent:
            assert not np.isnan(numbers).any(), name
        numbers = numbers[~np.isnan(numbers)]
        assert np.isfinite(numbers).all(), name
        assert name in trial.signed or (numbers >= -1e-9).all(), name
        assert values.units != "1" or name in trial.beyond or (numbers <= 1.0 + 1e-9).all(), name


@every_mechanism
def test_values_keep_their_bounds_sums_and_directions(trial):
    course = usual(trial)
    expect_in_bounds(trial, course)
    for whole, parts in trial.sums.items():
        total = 1.0 if whole == "1" else course[whole]
        np.testing.assert_allclose(sum(course[part] for part in parts.split()) - total, 0.0, atol=1e-9)
    for name, dimension in trial.shares_over.items():
        np.testing.assert_allclose(course[name].sum(dimension), 1.0, atol=1e-12)
    for name in trial.grows:
        assert (course[name].diff("time") >= 0.0).all(), name


@having("size")
def test_one_alone_runs(trial):
    if trial.least > 1:
        with pytest.raises(cw.ConfigError, match=f"size is 1; must be between {trial.least} and"):
            run(trial, 1, graph=None)
        return
    expect_in_bounds(trial, run(trial, 1, graph=None, replicates=3), trial.absent_groups)


@having("graph")
def test_people_without_ties_run(trial):
    apart = cw.Graph.undirected(5, np.empty((0, 2), dtype=int))
    expect_in_bounds(trial, run(trial, 5, graph=apart, replicates=3), trial.absent_groups)


def spread(values):
    """Mean and its squared error over replicates, of the last record and of all records."""
    per_replicate = values.to_numpy().reshape(values.sizes["replicate"], -1)
    known = per_replicate[~np.isnan(per_replicate).all(axis=1)]
    if len(known) < 3:
        return None
    means = np.nanmean(known, axis=1)
    return means.mean(), means.var(ddof=1) / len(means)


def expect_alike(one, other, share=0.0):
    """Means differ by no more than the Monte-Carlo error and a share."""
    for name in one.data_vars:
        here, there = one[name], other[name]
        pairs = [(here, there)]
        if "time" in here.dims:
            pairs.append((here.isel(time=-1), there.isel(time=-1)))
        for first, second in pairs:
            found, expected = spread(first), spread(second)
            if found is None or expected is None:
                continue
            error = ERRORS * np.sqrt(found[1] + expected[1]) + 1e-5 * abs(expected[0]) + 1e-9
            assert abs(found[0] - expected[0]) <= error + share * abs(expected[0]), name


NUMBERED = [t for t in TRIALS if any(isinstance(each, (Falling, First)) for each in t.initial.values())]


@pytest.mark.parametrize("trial", NUMBERED, ids=lambda trial: trial.name)
def test_numbering_people_otherwise_changes_nothing_but_chance(trial):
    size = trial.small
    there = run(
        trial,
        size,
        initial=trial.start(size, backwards=True),
        graph=ties(trial, size, backwards=True),
        replicates=REPLICATES,
        seed=2,
    )
    expect_alike(many(trial), there)


@pytest.mark.parametrize("trial", [t for t in TRIALS if t.halves and t.takes("step")], ids=lambda trial: trial.name)
def test_half_the_step_changes_nothing_but_chance_and_a_hundredth(trial):
    size = trial.small
    every_step = run(trial, size, every=1e-9)
    half = float(every_step.time[1]) / 2.0
    course = many(trial).drop_vars(trial.coarse)
    expect_alike(course, run(trial, size, step=half, replicates=REPLICATES, seed=2).drop_vars(trial.coarse), 0.01)


STARTS = [(trial, name) for trial in TRIALS for name in trial.initial if name not in trial.free]


@pytest.mark.parametrize(("trial", "name"), STARTS, ids=lambda each: getattr(each, "name", each))
def test_what_is_no_number_or_out_of_range_is_refused(trial, name):
    size = trial.small
    wrong = [float("nan"), float("inf"), -1e12]
    value = trial.initial[name]
    if isinstance(value, (Falling, First)):
        wrong.append(value.of(size + 1) if isinstance(value, Falling) else [0, size])
    for each in wrong:
        with pytest.raises(cw.ConfigError, match=name):
            run(trial, size, initial={**trial.start(size), name: each})


LISTS = [
    (dependency_cascade.SupplyCascade(), "user supplier need backup recharge"),
    (service_queue.ServiceDesk(), "classes"),
    (data_sharing.DataSharing(), "sharing"),
    (inoperability.Inoperability(), "interdependency"),
    (dependence.Dependence(), "goods hazards"),
    (fragility.ComponentDamage(), "median dispersion"),
    (restoration.ComponentRestoration(), "chances mean sd"),
]


@pytest.mark.parametrize(
    ("params", "name"), [(params, name) for params, all_names in LISTS for name in all_names.split()]
)
@pytest.mark.parametrize("one_for_all", [1, "uniform(low=0, high=1)"])
def test_what_is_a_list_is_no_number(params, name, one_for_all):
    module = inspect.getmodule(type(params))
    with pytest.raises(cw.ConfigError, match=name):
        module.simulate(params, initial={name: one_for_all})
