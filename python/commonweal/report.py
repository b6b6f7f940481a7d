# SPDX-License-Identifier: Apache-2.0
"""Pictures and a report in the folder of a run."""

from __future__ import annotations

from io import BytesIO
from os import replace
from pathlib import Path
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.pictures import PICTURES, draw, drawable
from commonweal.results import Results
from commonweal.run import Run
from commonweal.summary import summary_lines

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def report_text(title: str, lines: list[str], pictures: list[str], run: Run) -> str:
    """The summary and the pictures, as Markdown."""
    text = [f"# {title}", "", *(f"{number}. {line}" for number, line in enumerate(lines, 1)), ""]
    for name in pictures:
        text += [f"## {PICTURES[name]}", "", f"![{PICTURES[name]}](pictures/{name}.png)", ""]
    made_by = ", ".join(f"{key} {run.manifest.get(key, '')}" for key in ("version", "seed", "replicate"))
    text += [
        f"Made by commonweal {made_by}. The district is synthetic; its assumptions are in the scenario's README.",
        "Every number is in `results.h5`.",
        "",
    ]
    return "\n".join(text)


def png(figure: Figure) -> bytes:
    memory = BytesIO()
    figure.savefig(memory, format="png")
    return memory.getvalue()


def write_whole(file: Path, content: bytes) -> Path:
    """The file has its name only when it is complete."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_bytes(content)
        replace(partial, file)
    finally:
        partial.unlink(missing_ok=True)
    return file


def write_report(run: Run) -> list[Path]:
    """Writes ``pictures/*.png`` and ``report.md``."""
    folder = run.folder / "pictures"
    try:
        folder.mkdir(exist_ok=True)
        with Results(run.folder) as results:
            names = drawable(results)
            files = [write_whole(folder / f"{name}.png", png(draw(name, results))) for name in names]
            text = report_text(results.title, summary_lines(results, run.manifest), names, run)
        return [*files, write_whole(run.folder / "report.md", text.encode())]
    except OSError as problem:
        raise _core.Error(f"the pictures of {run.folder} cannot be written: {problem}") from problem
