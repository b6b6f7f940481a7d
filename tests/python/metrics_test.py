# SPDX-License-Identifier: Apache-2.0
"""Measures in Python: shapes, names, refusals; what they say is tried in C++ and by the validation."""

import commonweal as cw
import numpy as np
import pytest
import xarray as xr
from commonweal.process import metrics
from hypothesis import given, settings
from hypothesis import strategies as st

TRIANGLE = [1.0, 0.4, 0.6, 0.8, 1.0]
amounts = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)


def test_a_series_by_itself_is_measured():
    measured = metrics.measure(TRIANGLE, step=2.0)
    assert measured.loss.item() == pytest.approx(2.4)
    assert measured.robustness.item() == 0.4
    assert measured.time_to_low.item() == 2.0
    assert measured.time_regained.item() == pytest.approx(7.0)
    assert measured.rapidity.item() == pytest.approx(0.1)


def test_what_a_simulation_gives_is_measured_over_its_other_dimensions():
    params = metrics.RecoveryCurve(drop=0.5)
    course = metrics.simulate(params, initial={"duration": "uniform(low=5, high=40)"}, size=4, replicates=3, seed=1)
    measured = metrics.measure(course.function)
    assert measured.loss.dims == ("replicate",)
    # Loss is linear in function, so that the loss of the mean is the mean of the losses.
    assert measured.loss.values == pytest.approx(course.loss.mean("agent").values)
    assert (course.time_regained <= 36.0 + 1e-9).all()


def test_dimensions_keep_their_names_and_places():
    values = xr.DataArray(np.full((5, 2, 3), 0.5), dims=("time", "policy", "run"), coords={"policy": ["a", "b"]})
    measured = metrics.measure(values, step=1.0)
    assert measured.loss.dims == ("policy", "run")
    assert measured.policy.values.tolist() == ["a", "b"]
    assert metrics.measure(np.full((2, 5), 0.5), step=1.0).loss.dims == ("replicate",)


@pytest.mark.parametrize(
    ("function", "step", "said"),
    [
        ([1.0], 1.0, "at least two"),
        ([1.0, 1.5], 1.0, "between 0 and 1"),
        ([1.0, float("nan")], 1.0, "between 0 and 1"),
        ([1.0, 0.5], None, "step must be given"),
        ([1.0, 0.5], 0.0, "above 0"),
        (0.5, 1.0, "must be a series"),
        (xr.DataArray([1.0, 0.5], dims="hour"), 1.0, "one must be time"),
        (xr.DataArray([1.0, 0.5, 1.0], {"time": [0, 1, 3]}, ("time",)), None, "equally far apart"),
    ],
)
def test_what_is_no_series_is_refused(function, step, said):
    with pytest.raises(cw.Error, match=said):
        metrics.measure(function, step=step)


def test_collapse_needs_dimensions_level_and_time():
    low = np.full((80, 3), 0.9)
    low[:75, :2] = 0.2
    assert metrics.collapsed(low, step=1.0)
    assert not metrics.collapsed(low[:70], step=1.0)
    assert not metrics.collapsed(low, step=1.0, reading=metrics.Resilience(collapse_dimensions=3))
    with pytest.raises(cw.Error, match="by time and dimension"):
        metrics.collapsed(low[:, 0], step=1.0)


def test_the_matrix_knows_stages_and_phases():
    matrix = metrics.linkov_matrix([[0.2] * 4, [0.4] * 4, [0.6] * 4], ["resistance", "absorb", "innovation"])
    assert matrix.sel(domain="social", stage="absorb").item() == pytest.approx(0.3)
    assert matrix.sel(domain="physical", stage="adapt").item() == pytest.approx(0.6)
    assert np.isnan(matrix.sel(stage="plan")).all()
    with pytest.raises(cw.Error, match="Did you mean 'recovery'"):
        metrics.linkov_matrix([[0.2] * 4], ["recovry"])
    with pytest.raises(cw.Error, match="1 by 4"):
        metrics.linkov_matrix([[0.2] * 3], ["recovery"])


@settings(deadline=None, max_examples=50)
@given(amounts)
def test_inequality_is_bounded_and_its_parts_add_up(values):
    parts = metrics.theil_parts(values, [k % 3 for k in range(len(values))])
    assert sum(parts) == pytest.approx(metrics.theil(values), abs=1e-9)
    assert 0 <= metrics.gini(values) < 1
    assert metrics.concentration_index(values, values) == pytest.approx(metrics.gini(values), abs=1e-9)
    assert metrics.low_to_high_ratio(values, values) <= 1 + 1e-9
    assert 0 <= metrics.atkinson(values, aversion=0.5) <= 1
    assert 0 < metrics.jain_index(values) <= 1 + 1e-9


def test_groups_may_have_names():
    assert metrics.theil_parts([1, 1, 3, 3], ["a", "a", "b", "b"]).within == pytest.approx(0)


def test_worst_runs_and_counted_chances():
    assert metrics.worst_mean([3, 1, 2, 4], share=0.5) == 1.5
    assert metrics.worst_mean([3, 1, 2, 4], share=0.5, worst="high") == 3.5
    with pytest.raises(cw.Error, match="low or high"):
        metrics.worst_mean([1], worst="bad")
    assert metrics.counted_chance(0, runs=20).high == pytest.approx(0.1611, abs=5e-5)
    with pytest.raises(cw.Error):
        metrics.counted_chance(3, runs=2)
    assert metrics.hill_exponent((np.arange(1, 2001) / 2000) ** -0.5, count=200) == pytest.approx(2, abs=0.05)


def test_the_four_resiliences_and_means():
    assert metrics.subject_resilience([(0, 1), (1, 2), (2, 3)], [True, True, False, True]) == 0.5
    assert metrics.spatial_resilience(usable=1, needed=4) == 0.25
    assert metrics.technical_resilience(delivered_in_time=1, produced=2, uptime=0.5) == 0.25
    assert metrics.psychological_resilience([0.5, 0], belonging_before=0.8, belonging_now=0.4) == 0.375
    assert metrics.digital_empowerment(benefit=0.5, burden=0.25, exclusion=0.25, distrust=0) == 0
    assert metrics.redundancy([3, 5, 2], need=10) == 0.5
    assert metrics.resourcefulness(deployed=[0, 5], needed=[10, 10]) == 0.25
