# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import typer

from commonweal import _core
from commonweal.cli.answer import answering
from commonweal.cli.options import AsJson, NoPictures, Quiet, RunPath, Threads
from commonweal.cli.running import MaxWalltime, finishing


def resume(
    folder: RunPath,
    threads: Threads = 0,
    max_walltime: MaxWalltime = None,
    quiet: Quiet = False,
    no_pictures: NoPictures = False,
    as_json: AsJson = False,
) -> None:
    """Go on with a run that was stopped or killed; it ends with the bits of an uninterrupted run."""
    with (
        answering("resume", as_json=as_json) as answer,
        finishing(answer, folder, quiet=quiet, pictures=not no_pictures, walltime=max_walltime) as progress,
    ):
        done = _core.resume(folder, threads=threads, progress=progress)
        for reason in done.skipped:
            typer.echo(f"not used: {reason}", err=True)
        answer.fields |= {"resumed_at": done.resumed_at, "hours": done.hours, "skipped": done.skipped}
        if not quiet:
            complete = done.resumed_at == done.hours
            answer.say(
                f"All {done.hours} hours were there; none was run again."
                if complete
                else f"Went on from hour {done.resumed_at} of {done.hours}."
            )
