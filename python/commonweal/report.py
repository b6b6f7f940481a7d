# SPDX-License-Identifier: Apache-2.0
"""Pictures and a report in the folder of a run."""

from __future__ import annotations

from pathlib import Path

from commonweal import _core
from commonweal.pictures import PICTURES, draw
from commonweal.results import Results
from commonweal.run import Run
from commonweal.summary import summary_lines


def report_text(results: Results, lines: list[str], run: Run) -> str:
    """The summary and the pictures, as Markdown."""
    text = [f"# {results.title}", "", *(f"{number}. {line}" for number, line in enumerate(lines, 1)), ""]
    for name, meaning in PICTURES.items():
        text += [f"## {meaning}", "", f"![{meaning}](pictures/{name}.png)", ""]
    manifest = run.manifest
    text += [
        f"commonweal {manifest['version']}, seed {manifest['seed']}, replicate {manifest['replicate']}. The district is "
        "synthetic; its assumptions are in the scenario's README. Every number is in `results.h5`.",
        "",
    ]
    return "\n".join(text)


def write_report(run: Run) -> list[Path]:
    """Writes ``pictures/*.png`` and ``report.md``."""
    folder = run.folder / "pictures"
    report = run.folder / "report.md"
    try:
        folder.mkdir(exist_ok=True)
        with Results(run.folder) as results:
            for name in PICTURES:
                draw(name, results).savefig(folder / f"{name}.png")
            lines = summary_lines(results, run.manifest)
            report.write_text(report_text(results, lines, run), encoding="utf-8")
    except OSError as problem:
        raise _core.Error(f"the pictures of {run.folder} cannot be written: {problem}") from problem
    return [*(folder / f"{name}.png" for name in PICTURES), report]
