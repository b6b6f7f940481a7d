# SPDX-License-Identifier: Apache-2.0
"""The commands around a run, its estimate, examples of the help, documents and codes for machines."""

import json
import re
import shlex
import shutil
import tomllib

import commonweal as cw
import pandas as pd
import pytest
import typer
import yaml
from commonweal import doctor, shipped
from commonweal.cli import COMMANDS, app
from commonweal.cli.exits import ExitCode
from flood import FLOOD, SMALL
from typer.testing import CliRunner

ROOT = FLOOD.parents[1]
SMALLER = [word for path, value in SMALL.items() for word in ("--set", f"{path}={value}")]
COMMON = ["command", "version", "exit_code", "error", "mistakes"]


def call(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert "Traceback" not in result.output
    return result


def answer(*words, code=0):
    """The document of a command, which must be all that it prints."""
    result = call(*words, "--json")
    assert result.exit_code == code, result.output
    document = json.loads(result.stdout)
    assert list(document)[: len(COMMON)] == COMMON
    assert (document["command"], document["version"], document["exit_code"]) == (words[0], cw.__version__, code)
    return document


def test_the_page_lists_every_exit_code():
    page = (ROOT / "docs/reference/command_line.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (\d+) \| (.*) \|$", page, re.M)
    assert table == [(str(int(code)), code.meaning) for code in ExitCode]


def test_codes_are_those_that_systems_know():
    import os
    import signal

    assert (ExitCode.DONE, ExitCode.STOPPED) == (os.EX_OK, os.EX_TEMPFAIL)
    assert ExitCode.INTERRUPTED == 128 + signal.SIGINT


def test_the_example_of_each_help_works(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        _, example = COMMANDS[name]
        assert command.epilog == f"Example: {example}"
        start, *words = shlex.split(example)
        assert (start, words[0]) == ("commonweal", name)
        assert len(example) < 70  # One line of a narrow terminal.
        assert example in call(name, "--help").stdout
        if name == "compare":  # with the run of the example of `run`
            call("run", "zhengzhou_720", "--seed", 7, "--out", "runs/wide", "--no-pictures", *SMALLER)
        result = call(*words, *(SMALLER if name == "run" else []))
        assert result.exit_code == 0, result.output


@pytest.mark.parametrize("template", ["short_storm", *shipped.scenarios()])
def test_a_new_scenario_is_right_and_runs_at_once(template, tmp_path):
    folder = tmp_path / "river-town"
    made = answer("new", folder, "--template", template)
    assert made["files"] == [str(folder / "scenario.toml"), str(folder / "README.md")]
    assert call("check", folder).exit_code == 0
    assert cw.load(folder).title == "River town"
    text = (folder / "scenario.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["title"] == "River town"
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# River town\n")
    small = ["--set", "residents.count=5000", "--set", "time.duration=8 d", "--no-pictures"]
    assert call("run", folder, "--out", tmp_path / "run", *small).exit_code == 0


def test_nothing_is_overwritten_by_a_new_scenario(tmp_path):
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    result = call("new", tmp_path)
    assert result.exit_code == 1
    assert "is there already" in result.stderr
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("README.md", "mine")]


@pytest.mark.parametrize(("name", "title"), [("a\"b'c\\d", "A b c d"), ("___", "A new scenario"), ("京", "京")])
def test_a_title_comes_from_any_name(name, title, tmp_path):
    assert call("new", tmp_path / name).exit_code == 0
    assert cw.load(tmp_path / name).title == title


def test_a_title_may_be_given_and_hold_any_sign(tmp_path):
    assert call("new", tmp_path / "town", "--title", 'A "town" \\ of {braces} \\1').exit_code == 0
    assert cw.load(tmp_path / "town").title == 'A "town" \\ of {braces} \\1'


def test_an_unknown_template_is_told_with_the_nearest(tmp_path):
    result = call("new", tmp_path / "town", "--template", "short_strom")
    assert result.exit_code == 1
    assert "Did you mean 'short_storm'?" in result.stderr
    assert not (tmp_path / "town").exists()


def test_lists_name_what_can_be_named(flood_run):
    assert [item["name"] for item in answer("list", "scenarios")["items"]] == list(shipped.scenarios())
    assert "zhengzhou_720" in call("list", "templates").stdout
    for item in answer("list", "parameters")["items"]:
        assert cw.explain_key(item["name"]).meaning == item["meaning"]
    variables = answer("list", "variables")["items"]
    told = {item["name"]: (item["meaning"], item["unit"]) for item in variables}
    for table in [None, *flood_run.tables]:
        for name, variable in flood_run.to_xarray(table).data_vars.items():
            meaning, unit = told.pop(f"{table}/{name}" if table else name)
            assert meaning == variable.attrs["long_name"]
            assert unit == variable.attrs.get("units", unit)  # xarray makes dates of times.
    of_groups = {"group_informed", "group_protected", "group_members/group_number", "group_members/resident_id"}
    of_organisations = {"members_on_duty", "organisation_open", "organisation_closed", "requests/served_by"}
    assert set(told) == of_groups | of_organisations
    assert [item["name"] for item in answer("list", "pictures")["items"]] == list(flood_run.plot())
    for kind in [item["name"] for item in answer("list")["items"]]:
        assert call("list", kind).exit_code == 0


def test_the_citation_says_what_the_file_says():
    file = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    entry = yaml.safe_load(file)
    told = answer("cite")
    assert told["cff"] == file
    for value in (entry["title"], entry["version"], entry["authors"][0]["name"]):
        assert value in told["text"]
        assert value in told["bibtex"]
    assert call("cite", "--format", "cff").stdout == file
    assert told["bibtex"].count("{") == told["bibtex"].count("}")


def test_people_are_cited_by_family_name(monkeypatch):
    from commonweal import citation

    people = "- {family-names: Zhang, given-names: Li}\n- {family-names: Smith, given-names: Ann}\n"
    file = f"title: A & B\nversion: 1.2.3\nlicense: X\ndate-released: 2026-01-31\nauthors:\n{people}"
    monkeypatch.setattr(citation, "cff", lambda: file)
    assert citation.text() == "Zhang, Li, Smith, Ann. A & B, version 1.2.3. 2026-01-31."
    assert "author = {Zhang, Li and Smith, Ann}" in citation.bibtex()
    assert r"title = {{A \& B}}" in citation.bibtex()


def test_the_doctor_finds_this_installation_well():
    findings = answer("doctor")["findings"]
    names = [finding["name"] for finding in findings]
    assert {"commonweal", "python", "compiler", "instruction set", "threads", "HDF5", "self test"} <= set(names)
    assert all(finding["ok"] for finding in findings)
    assert "self test" in call("doctor").stdout


def test_the_doctor_says_what_is_broken_and_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "KNOWN", "0" * 64)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    monkeypatch.setattr(doctor, "OPTIONAL", {"no_such_package": "graphs"})
    result = call("doctor")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    broken = [line.split()[1:3] for line in lines if line.startswith("bad")]
    assert broken[:2] == [["temporary", "folder"], ["self", "test"]]
    assert "Set TMPDIR" in result.stdout
    assert "pip install 'commonweal[graphs]'" in result.stdout
    assert "are broken" in result.stderr
    assert [one["name"] for one in answer("doctor", code=1)["findings"] if not one["ok"]][:1] == ["temporary folder"]


def test_a_broken_package_does_not_stop_the_doctor(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "h5netcdf", None)
    found = {finding.name: finding for finding in doctor.findings()}
    assert not found["package h5netcdf"].ok
    assert found["self test"].ok


def test_mistakes_are_objects_in_the_document(tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_text("schema = 1\n[residents]\ncuont = 5\n", encoding="utf-8")
    for words in (["check", file], ["run", file, "--out", tmp_path / "run"]):
        told = answer(*words, code=2)
        (mistake,) = (one for one in told["mistakes"] if one["path"] == "residents.cuont")
        assert (mistake["file"], mistake["line"], mistake["column"]) == (str(file), 3, 1)
        assert (mistake["value"], mistake["suggestion"]) == ("5", "residents.count")
        assert told["error"] == f"{len(told['mistakes'])} mistakes; nothing was run"
    assert "stuff" in answer("check", FLOOD, "--set", "offices.stuff_per_10k=6", code=2)["mistakes"][0]["text"]


def test_check_tells_machines_what_it_tells_people():
    told = answer("check", FLOOD, "--list", "--threads", 3)
    assert told["title"] == cw.load(FLOOD).title
    assert len(told["parameters"]) == told["parameter_count"]
    assert told["estimate"]["threads"] == 3
    assert told["mistakes"] == []
    assert re.search(r"^Estimate of a run on 3 threads: ", call("check", FLOOD, "--threads", 3).stdout, re.M)


def test_a_run_tells_machines_where_it_is_and_show_what_is_there(tmp_path):
    out = tmp_path / "run"
    told = answer("run", FLOOD, "--out", out, "--seed", 4, *SMALLER)
    run = cw.load(out)
    assert (told["state"], told["seed"], told["folder"]) == ("complete", 4, str(out))
    assert (told["stopped_by"], told["resume"]) == (None, None)
    assert told["summary"] == run.summary().splitlines()
    assert told["results_sha256"] == run.manifest["results_sha256"]
    assert all((out / file).exists() for file in told["files"])
    shown = answer("show", out)
    assert shown["summary"] == told["summary"]
    assert {"path": "results.h5", "bytes": (out / "results.h5").stat().st_size} in shown["files"]
    assert (shown["tables"], shown["resume"]) == (run.tables, None)
    again = answer("resume", out, "--no-pictures")
    assert (again["resumed_at"], again["hours"], again["state"]) == (288, 288, "complete")
    assert call("resume", out, "--no-pictures").stdout.startswith("All 288 hours were there; none was run again.")
    assert answer("run", FLOOD, "--out", out, code=1)["error"].startswith(str(out))
    assert "there is no run" in answer("show", tmp_path, code=1)["error"]
    assert "Did you mean" in answer("explain-key", "residents.cuont", code=2)["error"]


@pytest.fixture(scope="module")
def made_runs(tmp_path_factory):
    """Two scenarios with two seeds each: as it is, and with drains of a larger capacity."""
    folder = tmp_path_factory.mktemp("compared")
    wide = ["--set", "rain_depth.drain_capacity=60 mm / h"]
    for name, change in {"plain": [], "wide": wide}.items():
        for seed in (1, 2):
            words = ["--seed", seed, "--out", folder / f"{name}{seed}", "--no-pictures", *SMALLER, *change]
            assert call("run", FLOOD, *words).exit_code == 0
    return folder


def test_runs_are_compared_as_in_python(made_runs, tmp_path):
    folders = {label: [str(made_runs / f"{label}{seed}") for seed in (1, 2)] for label in ("plain", "wide")}
    comparison = cw.compare(folders, confidence=0.9)
    words = [f"{label}={folder}" for label, some in folders.items() for folder in some]
    picture, table = tmp_path / "depth.png", tmp_path / "differences.csv"
    told = answer("compare", *words, "--confidence", 0.9, "--picture", picture, "--series", "depth", "--table", table)
    assert (told["baseline"], told["labels"], told["confidence"]) == ("plain", ["wide"], 0.9)
    assert told["pairs"] == [{"seed": 1, "replicate": 0}, {"seed": 2, "replicate": 0}]
    assert list(told["parameters"]) == ["rain_depth.drain_capacity"]
    assert told["files"] == [str(picture), str(table)]
    assert told["indicators"] == comparison.to_dataframe().to_dict("records")
    pd.testing.assert_frame_equal(pd.read_csv(table), comparison.to_dataframe())
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert call("compare", *words, "--confidence", 0.9).stdout == f"{comparison}\n"


def test_one_pair_has_no_interval_and_is_named_by_its_folders(made_runs, tmp_path):
    told = answer("compare", made_runs / "plain1", made_runs / "wide1", "--baseline", "wide1")
    assert (told["baseline"], told["labels"]) == ("wide1", ["plain1"])
    assert {row["low"] for row in told["indicators"]} == {None}
    beside = tmp_path / "a=b" / "wide1"
    shutil.copytree(made_runs / "plain1", beside)
    told = answer("compare", made_runs / "wide1", beside)
    assert (told["baseline"], told["labels"]) == (str(made_runs / "wide1"), [str(beside)])


def test_what_cannot_be_compared_is_told(made_runs, tmp_path):
    plain, wide = made_runs / "plain1", made_runs / "wide1"
    assert "the runs cannot be compared" in answer("compare", plain, made_runs / "wide2", code=1)["error"]
    assert "there is no run" in answer("compare", plain, tmp_path, code=1)["error"]
    assert "there must be two scenarios or more" in answer("compare", plain, code=2)["error"]
    wrong = answer("compare", plain, wide, "--baseline", "wide", code=2)["error"]
    assert wrong.startswith("--baseline is 'wide'; must be a label of runs: 'plain1', 'wide1'")
    picture = tmp_path / "none.png"
    refused = answer("compare", plain, wide, "--picture", picture, "--series", "dept", code=1)["error"]
    assert "Did you mean 'depth'?" in refused
    assert not picture.exists()
