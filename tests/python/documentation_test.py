# SPDX-License-Identifier: Apache-2.0
"""What README, tutorial and guides tell readers to type does what they say."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from commonweal.cli import app
from typer.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", "docs/tutorials/first_five_minutes.md", "docs/reference/command_line.md"]
# Pages whose pieces of Python are one program, and have no commands.
GUIDES = ["docs/how_to/graphs.md"]


def snippets(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.M | re.S)


def commands(page):
    lines = "".join(snippets(page, "sh")).splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("commonweal ")]


@pytest.fixture
def like_the_root(tmp_path, monkeypatch):
    """A folder of its own where paths that start at the project's root lead to the scenarios."""
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_page_do_what_it_says(page, like_the_root):
    assert commands(page)
    for words in commands(page):
        small = ["--set", "residents.count=5000", "--no-pictures"] if words[0] == "run" else []
        result = CliRunner().invoke(app, [*words, *small])
        expected = 2 if "offices.stuff_per_10k=6" in words else 0
        assert result.exit_code == expected, result.output


@pytest.mark.parametrize("page", PAGES[:2])
def test_python_of_the_page_runs(page, like_the_root):
    (code,) = snippets(page, "python")
    small = re.sub(r'"residents\.count": [0-9_]+', '"residents.count": 5000', code)
    subprocess.run([sys.executable, "-W", "error", "-c", small], check=True, capture_output=True)


@pytest.mark.parametrize("page", GUIDES)
def test_python_of_the_guide_runs_from_top_to_bottom(page, tmp_path):
    code = "\n".join(snippets(page, "python"))
    assert code
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True, cwd=tmp_path)


def test_the_picture_of_models_is_drawn(tmp_path):
    picture = tmp_path / "graphs.png"
    script = [sys.executable, "-W", "error", ROOT / "docs/images/graphs.py", picture]
    subprocess.run(script, check=True, capture_output=True, env={**os.environ, "MPLBACKEND": "agg"})
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_tutorials_message_is_the_real_one(like_the_root):
    (message,) = snippets("docs/tutorials/first_five_minutes.md", "text")
    result = CliRunner().invoke(app, ["check", "scenarios/zhengzhou_720", "--set", "offices.stuff_per_10k=6"])
    assert result.stderr == message
