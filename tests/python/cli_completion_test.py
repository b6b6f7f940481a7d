# SPDX-License-Identifier: Apache-2.0
"""What a shell offers when the Tab key is pressed."""

import os
import subprocess
import sys

import pytest
from commonweal import shipped
from commonweal.cli import app
from flood import FLOOD
from typer.testing import CliRunner


def offered(line):
    """What bash is offered at the end of the line."""
    words = line.split(" ")
    asked = {"_COMMONWEAL_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    result = CliRunner().invoke(app, [], prog_name="commonweal", env=asked)
    return result.stdout.split()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_commands_and_options_are_offered():
    assert {"run", "resume"} <= set(offered("commonweal r"))
    assert offered("commonweal run x --max") == ["--max-walltime"]
    assert offered("commonweal list var") == ["variables"]


def test_scenarios_are_offered_by_name_and_by_place(folder):
    (folder / "zoo").mkdir()
    (folder / "zoo/scenario.toml").touch()
    (folder / "zone").mkdir()
    (folder / "zebra.toml").touch()
    (folder / "zinc.csv").touch()
    assert offered("commonweal check z") == [*shipped.scenarios(), "zebra.toml", "zone/", "zoo"]
    assert offered("commonweal check zoo/s") == ["zoo/scenario.toml"]
    assert offered("commonweal check absent/") == []


def test_runs_are_offered_and_other_folders_not(folder):
    for name in ("runs/flood", "runs/heat", "runs/letters"):
        (folder / name).mkdir(parents=True)
    for name in ("runs/flood", "runs/heat"):
        (folder / name / "manifest.json").touch()
    for line in ("commonweal show ru", "commonweal resume runs/"):
        assert offered(line) == ["runs/flood", "runs/heat"]
    assert offered("commonweal show runs/h") == ["runs/heat"]


def test_paths_of_parameters_are_offered():
    assert offered("commonweal run x --set residents.cou") == ["residents.count="]
    assert "residents.count=" in offered("commonweal check x --set ")
    assert {"warnings", "warnings.issued"} <= set(offered("commonweal explain-key warn"))


def test_profiles_of_the_scenario_are_offered(folder):
    text = f'schema = 1\nextends = "{FLOOD}"\n[profiles.short]\ntime.duration = "20 d"\n[profiles.small]\n'
    (folder / "varied.toml").write_text(text, encoding="utf-8")
    assert offered("commonweal run varied.toml --profile s") == ["short", "small"]
    assert offered("commonweal run absent.toml --profile s") == []


def test_templates_are_offered():
    assert offered("commonweal new town --template sh") == ["short_storm"]


def test_the_script_for_a_shell_is_printed():
    """With the switch by which Typer's own tests name the shell instead of finding it."""
    words = [sys.executable, "-m", "commonweal", "--show-completion", "bash"]
    named = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    script = subprocess.run(words, env=named, check=True, capture_output=True, text=True).stdout
    assert "_COMMONWEAL_COMPLETE=complete_bash" in script
    checked = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_completion_is_installed_where_the_shell_looks(tmp_path):
    words = [sys.executable, "-m", "commonweal", "--install-completion", "bash"]
    named = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", "HOME": str(tmp_path)}
    subprocess.run(words, env=named, check=True, capture_output=True)
    assert "commonweal" in (tmp_path / ".bashrc").read_text(encoding="utf-8")
