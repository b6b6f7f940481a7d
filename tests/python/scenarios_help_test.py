# SPDX-License-Identifier: Apache-2.0
"""What the profiles of zhengzhou_720_help change, in pairs of runs of the same seed, against its expected.toml."""

import tomllib

import commonweal as cw
import numpy as np
import pytest
from flood import FLOOD

HELP = FLOOD.parent / "zhengzhou_720_help"
EXPECTED = tomllib.loads((HELP / "expected.toml").read_text(encoding="utf-8"))


def label_of(expected):
    return " + ".join(expected["profiles"])


#: Profiles that are taken together, by what runs of them are called.
TAKEN = {label_of(each): each["profiles"] for each in EXPECTED["effects"]}
SMALLER = {"residents.count": 20_000, "time.duration": "21 d"}


def compare(folder, seeds, changes):
    runs = {}
    for label, profiles in {"as it is": [], **TAKEN}.items():
        scenario = cw.load(HELP, profiles=profiles, set=changes)
        runs[label] = [scenario.run(seed=seed, out=folder / f"{label}-{seed}") for seed in seeds]
    return cw.compare(runs)


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """A fifth of the district for three weeks, at three seeds."""
    return compare(tmp_path_factory.mktemp("help"), (1, 2, 3), SMALLER).to_xarray()


def test_every_profile_has_an_expectation_that_says_on_what_it_rests():
    assert {name for profiles in TAKEN.values() for name in profiles} == set(cw.Scenario(HELP).available_profiles)
    for effect in EXPECTED["effects"]:
        low, high = effect["difference"]
        assert low <= high
        assert low > 0 or high < 0, "a direction"
        assert effect["basis"]


@pytest.mark.parametrize("effect", EXPECTED["effects"], ids=lambda effect: f"{label_of(effect)}-{effect['indicator']}")
def test_each_profile_changes_the_mean_in_the_expected_direction(few, effect):
    change = few[effect["indicator"]].sel(label=label_of(effect)).to_numpy()
    assert np.sign(change.mean()) == np.sign(effect["difference"][0]), change


@pytest.mark.parametrize("same", EXPECTED["unchanged"], ids=label_of)
def test_what_a_profile_has_no_way_to_reach_stays_as_it_is_to_the_bit(few, same):
    for name in same["series"]:
        assert not few[name].sel(label=label_of(same)).any(), name


def test_nothing_differs_before_the_first_help_or_blow(few):
    before = few.sel(time=slice(None, "2021-07-19T23:00"))
    for name in few.data_vars:
        if "time" in few[name].dims:
            assert not before[name].any(), name


@pytest.mark.long
def test_the_profiles_meet_their_bands_in_the_default_district_at_twenty_seeds(tmp_path):
    table = compare(tmp_path, range(1, 21), {}).to_dataframe().set_index(["label", "indicator"])
    print(table.to_string())
    for effect in EXPECTED["effects"]:
        found = table.loc[label_of(effect), effect["indicator"]]
        low, high = effect["difference"]
        assert low <= found["difference"] <= high, (effect, found)
