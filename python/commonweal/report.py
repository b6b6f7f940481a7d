# SPDX-License-Identifier: Apache-2.0
"""Pictures and a report in the folder of a run."""

from __future__ import annotations

import os
import threading
import warnings
from io import BytesIO
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
        os.replace(partial, file)
    finally:
        partial.unlink(missing_ok=True)
    return file


def save_picture(run: Run, name: str) -> Path:
    with Results(run.folder) as results:
        return write_whole(run.folder / f"pictures/{name}.png", png(draw(name, results)))


def start_picture(run: Run, name: str) -> int:
    """Draws in a process of its own, since matplotlib keeps one processor busy; gives back the process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # The child uses none of this process's threads.
        process = os.fork()
    if process:
        return process
    try:
        save_picture(run, name)
        os._exit(0)
    finally:
        os._exit(1)


def save_pictures(run: Run, names: list[str]) -> None:
    """Draws all pictures, at once where this is safe: a lock that another thread holds would stay locked in a child.

    What a child could not draw is drawn again, so that its error is raised here.
    """
    alone = threading.active_count() == 1
    children = {name: start_picture(run, name) for name in names[1:]} if alone else {}
    try:
        for name in names:
            if name not in children:
                save_picture(run, name)
    finally:
        failed = [name for name, process in children.items() if os.waitpid(process, 0)[1]]
    for name in failed:
        save_picture(run, name)


def write_report(run: Run) -> list[Path]:
    """Writes ``pictures/*.png`` and ``report.md``."""
    try:
        (run.folder / "pictures").mkdir(exist_ok=True)
        with Results(run.folder) as results:
            names = drawable(results)
            text = report_text(results.title, summary_lines(results, run.manifest), names, run)
        save_pictures(run, names)
        report = write_whole(run.folder / "report.md", text.encode())
    except OSError as problem:
        raise _core.Error(f"the pictures of {run.folder} cannot be written: {problem}") from problem
    return [*(run.folder / f"pictures/{name}.png" for name in names), report]
