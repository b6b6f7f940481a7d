# SPDX-License-Identifier: Apache-2.0
"""What surrounds a run: progress, pictures, what happened; or how far it came, and how to go on."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Annotated, Optional

import typer

import commonweal
from commonweal import _core
from commonweal.cli.answer import Answer, CommandError
from commonweal.cli.exits import ExitCode
from commonweal.cli.stopping import Stopped, seconds, stopping_on_signals, until
from commonweal.progress import HourCounter

MaxWalltime = Annotated[
    Optional[float],  # noqa: UP045 - typer reads it
    typer.Option(
        parser=seconds,
        metavar="TIME",
        help='Stop with a checkpoint after this time, such as "2 h"; the exit code is then 75.',
    ),
]


@contextmanager
def finishing(
    answer: Answer, folder: Path, *, quiet: bool, pictures: bool, walltime: float | None
) -> Iterator[Callable[[int, int], None]]:
    """Shows progress while a run goes on; when it has ended, draws its pictures and says what happened."""
    loading = import_drawing_beside() if pictures else None
    counter = HourCounter(draw=not quiet and sys.stderr.isatty())
    try:
        with stopping_on_signals():
            with counter:
                yield until(walltime, counter)
            if loading:
                loading.join()  # Two threads inside one half-imported package would trip over each other.
            ended = commonweal.Run(folder)
            files = ended.save_pictures() if pictures else []
    except (KeyboardInterrupt, Stopped) as request:
        if not (folder / "manifest.json").exists():
            if isinstance(request, KeyboardInterrupt):
                raise
            raise CommandError(ExitCode.STOPPED, f"stopped by {request} before anything was written") from None
        raise stopped(answer, folder, counter, request) from None
    tell(answer, ended, [folder / "results.h5", *files], quiet=quiet)


def tell(answer: Answer, ended: commonweal.Run, files: list[Path], *, quiet: bool) -> None:
    """What happened in a run that is complete."""
    summary = ended.summary()
    if not quiet:
        answer.say(summary)
        answer.say("\n" + "\n".join(map(str, files)))
    manifest = ended.manifest
    answer.fields |= {
        "folder": str(ended.folder),
        "state": manifest["state"],
        "seed": manifest["seed"],
        "results_sha256": manifest["results_sha256"],
        "files": [str(file) for file in files],
        "summary": summary.splitlines(),
        "stopped_by": None,
        "resume": None,
    }


def stopped(answer: Answer, folder: Path, counter: HourCounter, request: BaseException) -> CommandError:
    """How far a run came before it was asked to stop, and how to go on with it."""
    by_user = isinstance(request, KeyboardInterrupt)
    reason = "Ctrl-C" if by_user else str(request)
    code = ExitCode.INTERRUPTED if by_user else ExitCode.STOPPED
    answer.fields |= {"folder": str(folder), "stopped_by": reason}
    if (folder / "results.h5").exists():
        answer.fields |= {"state": "complete", "resume": None}
        return CommandError(code, f"stopped when the run was complete; commonweal show {folder} --pictures draws it")
    # The counter hears of hours now and then, and may lie behind.
    done, of_all = _core.repair_journal(folder)[0], f" of {counter.hours}" if counter.hours else ""
    resume = resuming(folder)
    answer.fields |= {"state": "interrupted", "hour": done, "hours": counter.hours or None, "resume": resume}
    by = "" if by_user else f" by {reason}"
    return CommandError(
        code, f"stopped{by} after {done}{of_all} hours; a checkpoint is written, and\n{resume}\ngoes on with the run"
    )


def resuming(folder: Path) -> str:
    """The command that goes on with a run."""
    return shlex.join(["commonweal", "resume", str(folder)])


def import_drawing_beside() -> Thread:
    """Loads what pictures need while the simulation, which leaves Python alone, is running."""
    from importlib import import_module

    def load() -> None:
        for name in ("h5py", "commonweal.report", "commonweal.pictures.function", "commonweal.pictures.maps"):
            import_module(name)

    thread = Thread(target=load, daemon=True)
    thread.start()
    return thread
