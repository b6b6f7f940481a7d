# SPDX-License-Identifier: Apache-2.0
"""The command line: what it does, what it says, how it ends."""

import functools
import json
import re
import signal
import subprocess
import sys
import time

import commonweal as cw
import pytest
import typer
from commonweal.cli import app
from flood import FLOOD, SMALL
from typer.testing import CliRunner

SMALLER = [word for path, value in SMALL.items() for word in ("--set", f"{path}={value}")]


def call(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert "Traceback" not in result.output
    return result


def test_a_run_leaves_results_pictures_report_and_ten_lines(tmp_path):
    out = tmp_path / "run"
    result = call("run", FLOOD, "--seed", 3, "--threads", 1, "--out", out, *SMALLER)
    assert result.exit_code == 0
    files = {file.relative_to(out).as_posix() for file in out.rglob("*")}
    assert {"results.h5", "manifest.json", "report.md", "pictures/function.png", "pictures/maps.png"} <= files
    assert result.stdout.startswith(cw.load(out).summary())
    assert "(pictures/requests.png)" in (out / "report.md").read_text(encoding="utf-8")


def test_a_quiet_run_without_pictures_says_nothing(tmp_path):
    result = call("run", FLOOD, "--out", tmp_path / "run", "--quiet", "--no-pictures", *SMALLER)
    assert (result.exit_code, result.output) == (0, "")
    assert not (tmp_path / "run/pictures").exists()


def test_the_folder_is_called_after_scenario_and_seed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("run", FLOOD / "scenario.toml", "--seed", 8, "--no-pictures", *SMALLER).exit_code == 0
    assert (tmp_path / "runs/zhengzhou_720-8/results.h5").exists()


def test_an_existing_run_is_replaced_with_force_only(tmp_path):
    words = ["run", FLOOD, "--out", tmp_path / "run", "--quiet", "--no-pictures", *SMALLER]
    assert call(*words).exit_code == 0
    refused = call(*words, "--seed", 2)
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert cw.load(tmp_path / "run").manifest["seed"] == 1
    assert call(*words, "--seed", 2, "--force").exit_code == 0
    assert cw.load(tmp_path / "run").manifest["seed"] == 2


def test_a_folder_that_is_no_run_is_never_replaced(tmp_path):
    (tmp_path / "letters").write_text("dear", encoding="utf-8")
    result = call("run", FLOOD, "--out", tmp_path, "--force", *SMALLER)
    assert result.exit_code == 1
    assert "not the folder of a run" in result.stderr
    assert (tmp_path / "letters").read_text(encoding="utf-8") == "dear"


def test_check_accepts_a_right_scenario_and_lists_its_parameters():
    result = call("check", FLOOD, "--list")
    assert result.exit_code == 0
    assert "residents.count = 100000  # " in result.stdout
    assert "no mistakes" in result.stdout


def test_check_tries_every_profile(tmp_path):
    file = tmp_path / "varied.toml"
    start = f'schema = 1\nextends = "{FLOOD}"\n'
    file.write_text(start + '[profiles.short]\ntime.duration = "20 d"\n', encoding="utf-8")
    assert "Profiles: short." in call("check", file).stdout
    assert call("check", file, "--profile", "short").exit_code == 0
    file.write_text(start + "[profiles.young]\nresidents.child_share = 0.9\nresidents.elderly_share = 0.9\n")
    result = call("check", file)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{file}:5:27: residents.elderly_share is 0.9; must leave room")
    result = call("check", file, "--profile", "yong")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        '--profile: profile is "yong"; must be a profile of the file: young. Did you mean young?'
    )


def test_check_takes_what_set_gives_before_it_looks_at_profiles(tmp_path):
    file = tmp_path / "unfinished.toml"
    start = (
        'schema = 1\ntime.start = 2021-07-14\nstorm.start = 2021-07-20\nstorm.rain = { unit = "mm/h", values = [9] }\n'
    )
    file.write_text(start + '[profiles.short]\ntime.duration = "20 d"\n', encoding="utf-8")
    assert call("check", file).exit_code == 2
    result = call("check", file, "--set", "title=Finished")
    assert result.exit_code == 0, result.stderr
    assert "Profiles: short." in result.stdout


def test_the_list_says_what_each_value_rests_on():
    lines = call("check", FLOOD, "--list", "--set", "residents.child_share=0.2", "--set", "district.slope=0.002").stdout
    notes = {line.split(" = ")[0]: line.partition("  # ")[2] for line in lines.splitlines()}
    assert "; computed; Zhengzhou 2020, from the dependency ratios" in notes["residents.elderly_share"]
    assert notes["residents.child_share"] == "Share of residents below 15 years; between 0 and 0.9; set by --set"
    assert notes["district.slope"].endswith("; set by --set")
    assert notes["warning.broadcast_rate"].endswith("; set by the scenario")
    assert notes["warnings[0].issued"].endswith("; set by the scenario")
    assert call("check", FLOOD, "--list", "--set", "orders=[]", "--set", "warnings[0].in_force=5 h").exit_code == 0


def test_an_option_for_a_whole_list_has_set_its_elements():
    listed = call("check", FLOOD, "--list", "--set", 'orders=[{issued="2021-07-20T10:00", level=3}]').stdout
    (level,) = (line for line in listed.splitlines() if line.startswith("orders[0].level"))
    assert level.endswith("; set by --set")


def test_mistakes_and_a_folder_in_use_are_told_at_once(flood_run):
    words = ["run", FLOOD, "--out", flood_run.folder, "--set", "residents.count=20,000", "--set", "time.duration"]
    result = call(*words)
    assert result.exit_code == 2
    assert "holds a run already; give --force to replace it, or another --out" in result.stderr
    assert "between 5,000 and 20,000,000, written without commas. Did you mean 20_000?" in result.stderr
    assert "path=value" in result.stderr
    assert result.stderr.endswith("2 mistakes; nothing was run\n")


def test_an_unfinished_run_is_replaced_or_resumed(stopped_run):
    refused = call("run", FLOOD, "--out", stopped_run.folder, *SMALLER)
    assert refused.exit_code == 1
    assert f"give --force to replace it, or `commonweal resume {stopped_run.folder}` to go on with it" in refused.stderr


def test_mistakes_are_listed_one_a_line_with_place_and_suggestion(tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_text('schema = 1\n[residents]\ncuont = 5\nelderly_share = "many"\n', encoding="utf-8")
    for words in (["check", file], ["run", file, "--out", tmp_path / "run"]):
        result = call(*words, "--set", "time.duration=4 kg")
        assert result.exit_code == 2
        unknown, wrong = (
            line for line in result.stderr.splitlines() if line.startswith((f"{file}:3:1", f"{file}:4:1"))
        )
        assert unknown.endswith("residents.cuont is 5; must be a known key. Did you mean residents.count?")
        assert "residents.elderly_share" in wrong
        assert "    3 | cuont = 5\n      | ^~~~~\n" in result.stderr
        assert "--set: time.duration is 4 kg" in result.stderr
        assert result.stderr.endswith("mistakes; nothing was run\n")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("setting", ["residents.count", "=3", ""])
def test_a_setting_without_path_or_value_is_a_mistake(setting):
    result = call("check", FLOOD, "--set", setting)
    assert result.exit_code == 2
    assert "path=value" in result.stderr


def test_files_that_are_no_scenario_are_one_clear_error(tmp_path):
    noise = tmp_path / "noise.toml"
    noise.write_bytes(bytes(range(256)))
    for place in (noise, tmp_path, tmp_path / "absent.toml", "/dev/null"):
        result = call("check", place)
        assert result.exit_code == 2
        assert str(place) in result.stderr


@pytest.mark.parametrize(
    "words", [["show"], ["resume"], ["run"], ["run", "x", "--seed", "-1"], ["run", "x", "--seed", "a"]]
)
def test_a_wrong_command_ends_with_2(words):
    assert call(*words).exit_code == 2


@pytest.mark.parametrize("command", ["show", "resume"])
def test_a_folder_without_a_run_ends_with_1(command, tmp_path):
    result = call(command, tmp_path)
    assert result.exit_code == 1
    assert "there is no run" in result.stderr


def test_show_tells_the_summary_and_what_is_there(flood_run):
    result = call("show", flood_run.folder)
    assert result.exit_code == 0
    assert result.stdout.startswith(flood_run.summary())
    assert "results.h5" in result.stdout
    tables = ", ".join(flood_run.tables)
    assert result.stdout.splitlines()[-1] == f"The results hold hourly series, and tables: {tables}."
    assert all(len(flood_run.to_dataframe(table)) for table in flood_run.tables)


def test_show_says_how_to_go_on_with_a_run_that_has_not_ended(stopped_run):
    command = f"commonweal resume {stopped_run.folder}"
    assert f"\n{command}\ngoes on with the run\n" in call("show", stopped_run.folder).stdout
    assert json.loads(call("show", stopped_run.folder, "--json").stdout)["resume"] == command


def test_pictures_that_cannot_be_written_are_one_clear_error(flood_run):
    (flood_run.folder / "pictures").write_text("in the way", encoding="utf-8")
    result = call("show", flood_run.folder, "--pictures")
    (flood_run.folder / "pictures").unlink()
    assert result.exit_code == 1
    assert "pictures" in result.stderr


def test_every_command_and_option_is_documented():
    page = (FLOOD.parents[1] / "docs/reference/command_line.md").read_text(encoding="utf-8")
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        assert f"## `commonweal {name} " in page
        for option in command.params:
            assert option.param_type_name == "argument" or f"--{option.opts[0].lstrip('-')}" in page


def test_the_schema_is_printed_or_written(tmp_path):
    printed = call("schema")
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == cw.schema()
    file = tmp_path / "scenario.schema.json"
    file.write_text("older", encoding="utf-8")
    written = call("schema", "--out", file)
    assert (written.exit_code, written.output) == (0, "")
    assert file.read_text(encoding="utf-8") == printed.stdout
    assert [other.name for other in tmp_path.iterdir()] == [file.name]


def test_a_schema_that_cannot_be_written_is_one_clear_error(tmp_path):
    for place in (tmp_path / "absent/schema.json", tmp_path):
        result = call("schema", "--out", place)
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_the_help_of_the_schema_says_how_an_editor_finds_it():
    assert "#:schema ./scenario.schema.json" in call("schema", "--help").stdout


def test_a_key_is_explained_in_lines():
    assert call("explain-key", "warnings.in_force").stdout.splitlines() == [
        "warnings[].in_force",
        "  meaning   How long it is in force",
        "  kind      number",
        "  unit      h",
        "  allowed   above 0 h and at most 1,000 h",
        '  default   "6 h"',
        "  evidence  assumed",
        "  example   [[warnings]]",
        '            in_force = "6 h"',
    ]
    listed = call("explain-key", "orders").stdout
    assert "holds     orders[].issued\n            orders[].level\n" in listed
    assert "default   none; it must be given\n" in call("explain-key", "time.start").stdout


def test_a_key_is_explained_as_json():
    told = json.loads(call("explain-key", "residents.elderly_share", "--json").stdout)
    assert (told["kind"], told["default"], told["evidence"]) == ("number", "0.0898", "computed")


def test_an_unknown_key_ends_with_2_and_the_nearest():
    result = call("explain-key", "residents.cuont")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: there is no parameter 'residents.cuont'. Did you mean 'residents.count'?\n"


def test_ctrl_c_after_the_last_hour_says_that_the_run_is_complete(tmp_path, monkeypatch):
    from commonweal import _core

    def run_and_interrupt(*words, make=_core.run, **options):
        make(*words, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(_core, "run", run_and_interrupt)
    result = call("run", FLOOD, "--out", tmp_path / "run", "--quiet", "--no-pictures", *SMALLER)
    assert result.exit_code == 130
    assert "stopped when the run was complete" in result.stderr


def test_ctrl_c_leaves_a_run_that_resumes_to_the_same_bits(tmp_path):
    settings = ["--set", "residents.count=100000", "--no-pictures", "--quiet"]
    words = [sys.executable, "-m", "commonweal", "run", str(FLOOD), "--out", str(tmp_path / "run"), *settings]
    # A shell that started the tests in the background had them ignore SIGINT, and children inherit that.
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, preexec_fn=heed)
    while not (tmp_path / "run/journal.h5").exists():
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert f"commonweal resume {tmp_path / 'run'}" in said
    safe = cw.load(tmp_path / "run").to_xarray().sizes["time"]
    assert re.search(rf"stopped after {safe} (of 1440 )?hours; a checkpoint is written", said)
    assert any(f"{safe:06}" in file.name for file in (tmp_path / "run/checkpoints").iterdir())
    assert not (tmp_path / "run/results.h5").exists()
    assert call("resume", tmp_path / "run", "--no-pictures").exit_code == 0
    assert call("run", FLOOD, "--out", tmp_path / "whole", *settings).exit_code == 0
    assert (tmp_path / "run/results.h5").read_bytes() == (tmp_path / "whole/results.h5").read_bytes()
