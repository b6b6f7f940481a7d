# SPDX-License-Identifier: Apache-2.0
"""What comes with the package."""

import commonweal as cw
import pytest
from commonweal import shipped
from flood import FLOOD


def test_every_scenario_of_the_project_is_shipped_as_it_is():
    kept = {file.parent.name: file.parent for file in FLOOD.parent.glob("*/scenario.toml")}
    assert list(shipped.scenarios()) == sorted(kept)
    for name, folder in kept.items():
        there = shipped.scenario(name)
        assert sorted(file.name for file in there.iterdir()) == sorted(file.name for file in folder.iterdir())
        for file in folder.iterdir():
            assert (there / file.name).read_bytes() == file.read_bytes()


def test_a_name_that_is_not_shipped_is_told_with_the_nearest():
    with pytest.raises(cw.Error, match=r"no shipped scenario 'zhengzou_720'. Did you mean 'zhengzhou_720'\?"):
        shipped.scenario("zhengzou_720")
    with pytest.raises(cw.Error, match="There is 'zhengzhou_720'"):
        shipped.scenario("atlantis")


def test_a_shipped_scenario_is_loaded_by_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cw.load("zhengzhou_720").title == cw.load(FLOOD).title


def test_a_path_that_exists_comes_before_a_shipped_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zhengzhou_720").mkdir()
    (tmp_path / "zhengzhou_720/scenario.toml").write_text('schema = 1\ntitle = "Mine"\n', encoding="utf-8")
    with pytest.raises(cw.ConfigError, match="missing"):
        cw.load("zhengzhou_720")


def test_a_shipped_name_that_is_misspelt_is_told_with_the_right_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(cw.ConfigError, match=r"zhengzou_720: does not exist. Did you mean zhengzhou_720\?"):
        cw.load("zhengzou_720")
    with pytest.raises(cw.ConfigError, match=r"scenarios/zhengzhou_720: does not exist. Did you mean zhengzhou_720\?"):
        cw.load("scenarios/zhengzhou_720")
    with pytest.raises(cw.ConfigError, match="does not exist"):
        cw.load("a/zhengzou_720.toml")


def test_a_file_anywhere_extends_a_shipped_scenario_by_its_name(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('schema = 1\nextends = "zhengzhou_720"\ntitle = "Mine"\n', encoding="utf-8")
    mine = cw.load(file, set={"residents.count": 5000, "time.duration": "8 d"})
    assert mine["storm.rain"] == cw.load(FLOOD)["storm.rain"]
    assert mine.run(seed=1).to_xarray().sizes["time"] == 8 * 24
    assert cw.load(file).available_profiles == cw.load(FLOOD).available_profiles


def test_a_misspelt_name_that_is_extended_is_told_with_the_right_one(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('schema = 1\nextends = "zhengzhou_702"\n', encoding="utf-8")
    with pytest.raises(cw.ConfigError, match=r'Did you mean "zhengzhou_720"\?'):
        cw.load(file)
