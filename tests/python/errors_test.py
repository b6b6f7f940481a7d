# SPDX-License-Identifier: Apache-2.0
"""A mistake reads alike wherever it is made: one checker looks at files, the command line and Python."""

import tomllib

import commonweal as cw
import pytest
from commonweal.cli import app
from flood import FLOOD
from typer.testing import CliRunner

MISTAKES = [
    ("residents.cuont", "5"),
    ("zebra", "5"),
    ("residents.count", "100"),
    ("residents.count", "5000.5"),
    ("residents.count", "true"),
    ("awareness.online_reach", "65"),
    ("awareness.online_reach", "[0.5]"),
    ("time.duration", "240"),
    ("time.duration", '"10 days"'),
    ("offices.emergency_report_cycle", '"90 min"'),
    ("time.start", '"2021-02-30"'),
    ("residents.household_size_shares", '[0.5, "x"]'),
    ("requests.everyday_work", '"gamma(maen=1 h, shape=2)"'),
]


def mistakes_of(call, *words, **keywords):
    with pytest.raises(cw.ConfigError) as caught:
        call(*words, **keywords)
    return caught.value.mistakes


def in_file(path, text, folder):
    table, _, key = path.rpartition(".")
    header = f"[{table}]\n" if table else ""
    file = folder / "town.toml"
    file.write_text(f"schema = 1\nextends = '{FLOOD}'\n{header}{key} = {text}\n", encoding="utf-8")
    return mistakes_of(cw.load, file)


@pytest.mark.parametrize(("path", "text"), MISTAKES)
def test_a_mistake_reads_alike_in_a_file_an_option_and_a_keyword(tmp_path, path, text):
    of_file = in_file(path, text, tmp_path)
    assert all(mistake.marked.splitlines()[1].count("^") == 1 for mistake in of_file)
    value = tomllib.loads(f"value = {text}")["value"]
    of_keyword = mistakes_of(cw.load, FLOOD, set={path: text if isinstance(value, str) else value})
    said = [str(mistake) for mistake in of_keyword]
    assert [str(mistake).partition(": ")[2] for mistake in of_file] == said
    result = CliRunner().invoke(app, ["check", str(FLOOD), "--set", f"{path}={text}"])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[:-1] == [f"--set: {line}" for line in said]
