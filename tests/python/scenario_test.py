# SPDX-License-Identifier: Apache-2.0
"""Scenarios: reading, changing, and every mistake at once."""

from datetime import datetime

import commonweal as cw
import numpy as np
import pytest


@pytest.fixture
def wrong_file(tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_text(
        'schema = 1\ntitle = "Wrong"\n[residents]\ncuont = 5000\n[time]\nduration = "-3 d"\n', encoding="utf-8"
    )
    return file


def test_a_scenario_is_loaded_from_its_folder_or_its_file(small_flood):
    assert cw.load(small_flood.path).title == cw.load(small_flood.path / "scenario.toml").title == small_flood.title


def test_parameters_tell_their_unit_range_default_and_source(small_flood):
    share = small_flood.parameters["residents.elderly_share"]
    assert (share.text, share.default, share.value) == ("0.0898", "0.0898", 0.0898)
    assert share.meaning
    assert share.evidence in {"sourced", "computed", "literature", "assumed"}
    assert share.range == "between 0 and 1"


def test_elements_of_lists_are_parameters_of_their_own(small_flood):
    assert datetime.fromisoformat(small_flood["warnings[0].issued"]).date().isoformat() == "2021-07-19"


def test_values_are_set_by_path_with_their_units(small_flood):
    changed = cw.load(small_flood.path, set={"time.duration": "216 h"})
    changed["residents.count"] = 7000
    assert (changed["residents.count"], changed["time.duration"]) == (7000, "216 h")
    assert dict(changed.overrides) == {"time.duration": "216 h", "residents.count": "7000"}


def test_python_values_are_written_as_a_scenario_file_writes_them(small_flood):
    changed = cw.load(small_flood.path)
    changed.set({"storm.start": datetime(2021, 7, 18, 20), "residents.household_size_shares": [0.5, 0.5]})
    assert changed["storm.start"] == "2021-07-18T20:00"
    assert changed["residents.household_size_shares"] == [0.5, 0.5]


def test_numbers_of_numpy_are_as_good_as_those_of_python(small_flood):
    changed = cw.load(small_flood.path, set={"residents.count": np.int64(7000)})
    changed.set({"storm.drains_blocked": np.float32(0.25), "residents.household_size_shares": np.array([0.25, 0.75])})
    assert dict(changed.overrides) == {
        "residents.count": "7000",
        "storm.drains_blocked": "0.25",
        "residents.household_size_shares": "[0.25, 0.75]",
    }


def test_a_table_is_a_dict_and_a_list_of_tables_a_list_of_dicts(small_flood):
    pumps = {"name": "pumps \U0001f6b0", "start": datetime(2021, 7, 20, 18), "set": {"storm.drains_blocked": 0.1}}
    changed = cw.load(
        small_flood.path, set={"interventions": [pumps], "storm.rain": {"unit": "mm / h", "values": [1, 2]}}
    )
    assert changed["interventions[0].name"] == pumps["name"]
    assert changed["interventions[0].start"] == "2021-07-20T18:00"
    assert changed["interventions[0].set"] == pumps["set"]
    assert changed["storm.rain"] == {"unit": "mm / h", "values": [1, 2]}


def test_numbers_that_are_not_finite_are_refused_by_their_range(small_flood):
    for number in (float("nan"), float("inf")):
        with pytest.raises(cw.ConfigError, match=f"drains_blocked is {number}"):
            cw.load(small_flood.path, set={"storm.drains_blocked": number})


@pytest.fixture
def varied(small_flood, tmp_path):
    """A scenario that builds on another and has profiles."""
    file = tmp_path / "varied.toml"
    file.write_text(
        f'schema = 1\nextends = "{small_flood.path}"\ntitle = "Varied"\n'
        '[profiles.small]\nresidents.count = 5000\ntime.duration = "12 d"\n[profiles.dry]\nstorm.weakest_share = 0.1\n',
        encoding="utf-8",
    )
    return file


def test_a_scenario_builds_on_another_and_takes_profiles(small_flood, varied):
    plain = cw.load(varied)
    assert (plain["title"], plain["residents.count"], plain.profiles) == ("Varied", 100_000, ())
    assert plain["warnings[0].issued"] == small_flood["warnings[0].issued"]
    assert plain.available_profiles == ("dry", "small")
    taken = cw.load(varied, profiles=["small", "dry"], set={"time.duration": "20 d"})
    assert (taken["residents.count"], taken["time.duration"], taken["storm.weakest_share"]) == (5000, "480 h", 0.1)
    assert "profiles small, dry" in repr(taken)


def test_a_run_records_its_profiles_and_files(varied):
    manifest = cw.load(varied, profiles=["small"], set={"time.duration": "9 d"}).run().manifest
    assert manifest["profiles"] == ["small"]
    assert [file["path"].rpartition("/")[2] for file in manifest["inputs"]] == ["scenario.toml", "varied.toml"]


def test_an_unknown_profile_is_named_with_the_nearest(varied):
    with pytest.raises(cw.ConfigError, match="Did you mean small"):
        cw.load(varied, profiles=["smalls"])
    with pytest.raises(cw.ConfigError, match="must be a list of names"):
        cw.load(varied, profiles="small")


def test_a_wrong_value_is_refused_and_the_scenario_stays_as_it_was(small_flood):
    changed = cw.load(small_flood.path)
    with pytest.raises(cw.ConfigError, match=r"residents\.count is -1"):
        changed.set({"title": "Other", "residents.count": -1})
    assert not changed.overrides
    assert changed.title == small_flood.title


def test_all_mistakes_come_at_once_with_place_rule_value_and_suggestion(wrong_file):
    with pytest.raises(cw.ConfigError) as caught:
        cw.load(wrong_file, set={"residents.elderly_share": 2})
    found = {mistake.path: mistake for mistake in caught.value.mistakes}
    missing = {"time.start", "storm.start", "storm.rain"}
    assert set(found) == {"residents.cuont", "time.duration", "residents.elderly_share"} | missing
    unknown = found["residents.cuont"]
    assert (unknown.file, unknown.line, unknown.column) == (str(wrong_file), 4, 1)
    assert unknown.suggestion == "residents.count"
    assert found["time.duration"].value == '"-3 d"'
    assert found["residents.elderly_share"].rule == "must be between 0 and 1"
    assert unknown.length == len("cuont")
    assert unknown.marked == "    4 | cuont = 5000\n      | ^~~~~"
    assert not found["residents.elderly_share"].marked
    told = [line for mistake in caught.value.mistakes for line in [str(mistake), *mistake.marked.splitlines()]]
    assert str(caught.value).splitlines() == told


def test_config_errors_are_errors():
    assert issubclass(cw.ConfigError, cw.Error)


def test_the_text_of_a_scenario_says_what_was_changed(small_flood):
    assert "residents.count=5000" in repr(small_flood)


def test_an_unknown_path_is_a_key_error_and_an_error_that_names_the_nearest(small_flood):
    with pytest.raises(KeyError) as caught:
        small_flood["offices.stuff"]
    assert str(caught.value) == "there is no parameter 'offices.stuff'. Did you mean 'offices.staff_per_10k'?"
    assert isinstance(caught.value, cw.Error)
    with pytest.raises(cw.Error, match=r"there is no parameter 'zzz'; Scenario\.parameters lists all"):
        small_flood["zzz"]


@pytest.mark.parametrize("values", [["a=1"], [("a", 1)], "a=1", {1: 2}])
def test_new_values_that_are_no_mapping_are_refused(small_flood, values):
    with pytest.raises(cw.ConfigError, match=r"keyword: set is .*; must be a mapping of paths to values"):
        cw.load(small_flood.path, set=values)


@pytest.mark.parametrize("name", ["seed", "replicate", "threads", "checkpoint_every"])
@pytest.mark.parametrize("value", [-1, 2**32, "a", 1.0, None])
def test_numbers_of_a_run_that_are_none_are_mistakes(small_flood, name, value):
    with pytest.raises(cw.ConfigError) as caught:
        small_flood.run(**{name: value})
    assert str(caught.value) == f"keyword: {name} is {value!r}; must be a whole number between 0 and 4294967295."
    assert [mistake.path for mistake in caught.value.mistakes] == [name]


def test_a_storm_outside_the_run_is_a_mistake(small_flood):
    with pytest.raises(cw.ConfigError, match=r"storm\.start is 2022-01-01; must let rain fall in the run; it falls"):
        cw.load(small_flood.path, set={"storm.start": "2022-01-01"})


def test_interventions_leave_their_mark_in_the_events(small_flood, tmp_path):
    file = tmp_path / "surge.toml"
    file.write_text(
        f'schema = 1\nextends = "{small_flood.path}"\n[[interventions]]\nname = "Surge"\n'
        'start = "response_level == 1"\nset.offices.emergency_duty = 1\n',
        encoding="utf-8",
    )
    surge = cw.load(file, set=dict(small_flood.overrides))
    assert surge["interventions[0].set"] == {"offices.emergency_duty": 1}
    events = surge.run(seed=3).to_dataframe("events")
    turned = events[events["rule"] == "interventions"]
    assert turned["kind"].tolist() == ["started", "ended"]
    # Level 1 is ordered on 20 July at 16:30 and lowered on 22 July at 13:20; an hour's end counts from the next on.
    assert turned["hour"].astype(str).tolist() == ["2021-07-20 17:00:00", "2021-07-22 14:00:00"]


def test_metrics_are_variables_of_the_series(small_flood, tmp_path):
    file = tmp_path / "load.toml"
    file.write_text(
        f'schema = 1\nextends = "{small_flood.path}"\n[[metrics]]\nname = "open_share"\n'
        'value = "requests_open.sum / requests_open.max"\nmeaning = "Communities that are as busy as the busiest"\n'
        '[[metrics]]\nname = "deepest"\nvalue = "depth.max"\nunit = "cm"\n',
        encoding="utf-8",
    )
    series = cw.load(file, set=dict(small_flood.overrides)).run(seed=3).to_xarray()
    assert series["deepest"].attrs["units"] == "cm"
    assert series["deepest"].attrs["long_name"] == "depth.max"
    assert series["open_share"].attrs["long_name"] == "Communities that are as busy as the busiest"
    np.testing.assert_allclose(series["deepest"], 100 * series["depth"].max("cell"), rtol=1e-6)
    open_ = series["requests_open"]
    np.testing.assert_allclose(series["open_share"], open_.sum("community") / open_.max("community"))


def test_a_metric_that_does_not_measure_what_its_unit_says_is_refused(small_flood):
    wrong = '[{ name = "deepest", value = "depth.max", unit = "h" }]'
    with pytest.raises(cw.ConfigError, match=r"must be a time, as its unit says, not a length"):
        cw.load(small_flood.path, set={"metrics": wrong})


def test_an_intervention_on_an_unknown_series_is_refused_with_the_nearest(small_flood):
    unknown = '[{ name = "x", start = "depth.maxx > 1 m", set = { offices.report_error = 0.1 } }]'
    with pytest.raises(cw.ConfigError, match=r"Did you mean depth\.max"):
        cw.load(small_flood.path, set={"interventions": unknown})
