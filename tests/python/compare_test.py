# SPDX-License-Identifier: Apache-2.0
"""Comparisons of runs in pairs: against Student by hand, and scipy."""

import json
import shutil
import tempfile
from pathlib import Path

import commonweal as cw
import h5py
import numpy as np
import pytest
from commonweal.student import paired_mean, two_sided_quantile
from flood import SMALL
from made_up_run import write_run
from scipy import stats


def changed(folder, *, seed, name="rain", by=0.0, replicate=0, **manifest):
    """A made-up run of another seed, with a series raised."""
    known = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    known |= {"seed": seed, "replicate": replicate, **manifest}
    (folder / "manifest.json").write_text(json.dumps(known), encoding="utf-8")
    with h5py.File(folder / "results.h5", "a") as file:
        file[name][...] = file[name][()] + by
    return cw.Run(folder)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return write_run(tmp_path_factory.mktemp("made") / "run", hours=60, communities=2)


@pytest.fixture
def made(template, tmp_path):
    def make(label, **how):
        folder = Path(tempfile.mkdtemp(prefix=label, dir=tmp_path))
        return changed(shutil.copytree(template, folder, dirs_exist_ok=True), **how)

    return make


def pairs(make, differences, **how):
    base = [make("base", seed=seed) for seed in range(len(differences))]
    other = [make("other", seed=seed, by=by, **how) for seed, by in enumerate(differences)]
    return {"base": base, "other": other[::-1]}


# Gosset's sleep data: hours that two drugs added to the sleep of ten people, in pairs. Student, The probable error of a
# mean, Biometrika 6 (1908), table 1: difference 1.58, t = 4.06 (with n - 1 in the denominator).
FIRST = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SECOND = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_the_probable_error_of_a_mean_is_that_of_student():
    found = paired_mean(SECOND - FIRST, 0.95)
    assert found.mean == pytest.approx(1.58)
    assert found.mean / found.standard_error == pytest.approx(4.0621, abs=1e-4)
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 5, 8, 9, 29, 30, 199, 1000])
@pytest.mark.parametrize("chance", [0.01, 0.5, 0.9, 0.95, 0.999])
def test_quantiles_of_student_are_those_of_scipy(chance, degrees):
    assert two_sided_quantile(chance, degrees) == pytest.approx(stats.t.ppf((1 + chance) / 2, degrees), rel=1e-9)


def test_differences_worked_by_hand(made):
    # Rain higher by 1, 2 and 6 mm / h in three pairs: mean 3, deviations -2, -1, 3, variance 14 / 2 = 7, standard error
    # sqrt(7 / 3); Student's two-sided 95 % for 2 degrees is 4.30265.
    comparison = cw.compare(pairs(made, [1.0, 2.0, 6.0]))
    row = comparison.to_dataframe("rain").iloc[10]
    assert row["difference"] == pytest.approx(3)
    assert row["standard_error"] == pytest.approx(np.sqrt(7 / 3))
    assert row["high"] - row["difference"] == pytest.approx(4.30265 * np.sqrt(7 / 3), rel=1e-5)
    total = comparison.to_dataframe().set_index("indicator").loc["rain_total"]
    assert total["difference"] == pytest.approx(180)  # 60 hours
    assert (total["unit"], total["label"]) == ("mm", "other")
    assert total["value"] - total["baseline"] == pytest.approx(180)


def test_intervals_are_those_of_a_paired_test_of_scipy(made):
    differences = np.random.default_rng(4).normal(0.5, 1.0, 12)
    comparison = cw.compare(pairs(made, differences), confidence=0.9)
    dataset = comparison.to_xarray()["rain"]
    assert dataset.dims == ("label", "pair", "time")
    series = comparison.to_dataframe("rain")
    expected = stats.ttest_rel(dataset.to_numpy()[0], np.zeros((12, 60))).confidence_interval(0.9)
    np.testing.assert_allclose(series["low"], expected.low)
    np.testing.assert_allclose(series["high"], expected.high)


def test_pairs_are_runs_of_one_seed_and_replicate_in_any_order(made):
    runs = pairs(made, [1.0, 2.0])
    runs["base"].append(made("base", seed=1, replicate=5))
    runs["other"].append(made("other", seed=9))
    comparison = cw.compare(runs)
    assert comparison.pairs == [(0, 0), (1, 0)]
    assert comparison.left_out == {"base": [(1, 5)], "other": [(9, 0)]}
    rain = comparison.to_xarray()["rain"]
    assert rain.isel(time=0).to_numpy()[0] == pytest.approx([1.0, 2.0])
    assert "left out    base: seed 1/5; other: seed 9" in str(comparison)


def test_a_single_pair_has_a_difference_and_no_interval(made):
    comparison = cw.compare({"base": made("base", seed=0), "other": made("other", seed=0, by=2.0).folder})
    row = comparison.to_dataframe().set_index("indicator").loc["rain_total"]
    assert row["difference"] == pytest.approx(120)
    assert np.isnan([row["standard_error"], row["low"], row["high"]]).all()
    assert "none for a single pair" in str(comparison)
    comparison.plot("rain")


def test_the_baseline_may_be_any_label(made):
    runs = pairs(made, [1.0, 2.0])
    turned = cw.compare(runs, baseline="other").to_dataframe("rain")
    np.testing.assert_allclose(turned["difference"], -cw.compare(runs).to_dataframe("rain")["difference"])


def test_every_reason_against_a_comparison_is_told_at_once(made, tmp_path, stopped_run):
    with pytest.raises(cw.Error) as caught:
        cw.compare(
            {
                "base": [made("base", seed=1), made("base", seed=1)],
                "stopped": [stopped_run],
                "old": made("old", seed=2, version="0.0.9"),
                "empty": [],
                "gone": tmp_path / "gone",
                "no run": 3,
            }
        )
    lines = str(caught.value).splitlines()
    assert lines[0] == "the runs cannot be compared:"
    for said in (
        "- 'empty' has no run",
        "- 'gone': there is no run in ",
        "- 'no run': 3 is no run and no folder of one",
        "- 'stopped': the run in ",
        "- 'base' has seed 1 twice, in ",
        "of version 0.0.9, that of 'base' of 0.1.0",
    ):
        assert any(said in line for line in lines), said


def test_other_hours_and_no_shared_seed_are_reasons(made, tmp_path):
    shorter = changed(write_run(tmp_path / "shorter", hours=50, communities=2), seed=3)
    with pytest.raises(cw.Error) as caught:
        cw.compare({"base": made("base", seed=1), "shorter": shorter})
    lines = str(caught.value).splitlines()
    assert lines[1].endswith("has 50 hours from 2021-07-17 08:00, that of 'base' 60 from 2021-07-17 08:00")
    assert lines[2] == "- no seed is that of a run of every label: 'base' has seed 1; 'shorter' has seed 3"


def test_runs_of_two_scenarios_under_one_label_are_refused(small_flood, flood_run):
    other = cw.Scenario(small_flood.path, set=SMALL | {"offices.report_error": 0.2}).run(seed=4)
    with pytest.raises(cw.Error, match=r"- 'a': the runs in .* differ in offices\.report_error"):
        cw.compare({"a": [flood_run, other], "b": flood_run})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"runs": {}}, "runs is {}; must be a mapping of two or more labels"),
        ({"runs": {"a": "x", "b": "y"}, "confidence": 95}, "confidence is 95; must be a number between 0 and 1"),
        ({"runs": {"a": "x", "b": "y"}, "baseline": "c"}, "baseline is 'c'; must be a label of runs: 'a', 'b'"),
    ],
)
def test_wrong_arguments_are_mistakes(arguments, message):
    with pytest.raises(cw.ConfigError, match=message):
        cw.compare(**arguments)


@pytest.fixture(scope="module")
def drains(small_flood):
    """Wider drains, in pairs of the same seeds."""
    wide = cw.Scenario(small_flood.path, set=SMALL | {"rain_depth.drain_capacity": "60 mm / h"})
    scenarios = {"as it is": small_flood, "wide drains": wide}
    return cw.compare({label: [one.run(seed=seed) for seed in (1, 2, 3)] for label, one in scenarios.items()})


def test_a_comparison_says_what_differs_between_the_scenarios(drains):
    assert drains.parameters == {"rain_depth.drain_capacity": {"as it is": "30 mm / h", "wide drains": "60 mm / h"}}
    text = str(drains)
    assert text.startswith("Comparison: wide drains with as it is\n")
    assert ["rain_depth.drain_capacity", "30", "mm", "/", "h", "60", "mm", "/", "h"] in [
        line.split() for line in text.splitlines()
    ]
    assert "wide drains less as it is" in drains._repr_html_()


def test_wider_drains_leave_less_water_and_more_function(drains):
    found = drains.to_dataframe().set_index("indicator")["difference"]
    assert found["depth_most"] < 0 < found["function_least"]
    assert found["rain_total"] == 0


def test_a_comparison_names_its_series_with_units_and_dates(drains):
    dataset = drains.to_xarray()
    assert set(drains.series) < set(dataset.variables)
    assert set(drains.indicators) < set(dataset.variables)
    assert dataset["depth"].attrs["units"] == "m"
    assert dataset["time"].to_numpy()[0] == np.datetime64("2021-07-14T00:00")
    assert dataset["seed"].to_numpy().tolist() == [1, 2, 3]
    assert "phase" not in drains.series
    with pytest.raises(cw.Error, match=r"no series 'dpeth'\. Did you mean 'depth'"):
        drains.plot("dpeth")


def test_the_picture_shows_the_mean_difference_and_its_band(drains):
    (axes,) = drains.plot("depth").axes
    assert axes.get_ylabel() == "difference of depth, m"
    assert "95 % interval of the mean of 3 pairs" in axes.get_title(loc="left")
    assert axes.get_legend_handles_labels()[1] == ["wide drains"]
    table = drains.to_dataframe("depth")
    line = next(line for line in axes.lines if line.get_label() == "wide drains")
    np.testing.assert_allclose(line.get_ydata(), table["difference"])
    low, high = axes.collections[0].get_datalim(axes.transData).intervaly
    assert (low, high) == pytest.approx((table["low"].min(), table["high"].max()), rel=1e-6)


def test_the_picture_is_drawn_into_axes_that_are_given(drains):
    from matplotlib.figure import Figure

    figure = Figure()
    upper, lower = figure.subplots(2)
    assert drains.plot("depth", ax=upper) is figure
    assert upper.lines
    assert not lower.lines


def test_plotly_shows_the_same_difference_and_band_with_the_interval_under_the_pointer(drains):
    figure, table = drains.plot("depth", engine="plotly"), drains.to_dataframe("depth")
    lines = {one.name: one for one in figure.data}
    assert list(lines) == ["wide drains, low", "wide drains, high", "wide drains"]
    for name, column in zip(lines, ["low", "high", "difference"], strict=True):
        np.testing.assert_allclose(lines[name].y, table[column], atol=1e-5)
    worst = table["difference"].abs().idxmax()
    assert lines["wide drains"].text[worst] == f"{table['low'][worst]:.4g} to {table['high'][worst]:.4g}"
    assert figure.layout.yaxis.title.text == "difference of depth, m"
    assert "95 % interval of the mean of 3 pairs" in figure.layout.title.text


def test_plotly_refuses_axes_and_unknown_engines_are_told(drains):
    from matplotlib.figure import Figure

    with pytest.raises(cw.Error, match="ax belongs to matplotlib; engine='plotly' cannot draw into it"):
        drains.plot("depth", ax=Figure().add_subplot(), engine="plotly")
    with pytest.raises(cw.Error, match="engine is 'bokeh'"):
        drains.plot("depth", engine="bokeh")
