# SPDX-License-Identifier: Apache-2.0
"""The commands around a run: new, list, doctor, cite, the estimate, examples, documents and codes for machines."""

import json
import re
import shlex
import tomllib

import commonweal as cw
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
