# SPDX-License-Identifier: Apache-2.0
"""Links lead somewhere, and the check of them sees those that do not. The stage `docs` checks the built site."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def faults(*options):
    command = [sys.executable, ROOT / "tools/check_links.py", *options]
    return subprocess.run(command, capture_output=True, text=True).stderr.splitlines()


def test_links_of_the_project_lead_somewhere():
    assert faults() == []


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("docs/gone.md", "leads to no file"),
        ("docs/page.md#three", "leads to no heading of docs/page.md"),
        ("#three", "leads to no heading of README.md"),
        ("http://example.org", "is no address that begins with https://"),
        ("https://doi.org/11.1/x", "is no DOI"),
    ],
)
def test_a_link_of_a_file_that_leads_nowhere_is_told(link, told, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/page.md").write_text("# One, and `two`\n\n# One, and `two`\n", encoding="utf-8")
    fine = "[a](docs/page.md#one-and-two) [b](docs/page.md#one-and-two-1) [c](#here) <https://doi.org/10.1000/x>"
    readme = tmp_path / "README.md"
    readme.write_text(f"# Here\n\n{fine}\n\n```sh\n[d](e)\n```\n\n`[f](g)`\n", encoding="utf-8")
    assert faults("--root", tmp_path) == []
    readme.write_text(f"# Here\n\n{fine} [h]({link})\n", encoding="utf-8")
    assert faults("--root", tmp_path) == [f"README.md: {link} {told}"]


def test_a_link_of_a_page_that_leads_nowhere_is_told(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/page.html").write_text('<h2 id="two">Two</h2><a href="../index.html#one">1</a>')
    index = tmp_path / "index.html"
    fine = '<h1 id="one">One</h1><a href="deep/page.html#two">2</a><a href="#one">1</a><a href="https://a.org/b">b</a>'
    index.write_text(fine)
    assert faults("--root", tmp_path, "--site", tmp_path) == []
    index.write_text(fine + '<a href="deep/page.html#three">3</a><img src="gone.png">')
    assert faults("--root", tmp_path, "--site", tmp_path) == [
        "index.html: deep/page.html#three leads to nothing on that page",
        "index.html: gone.png leads to no file",
    ]
