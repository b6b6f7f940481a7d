# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

import commonweal
from commonweal import _core
from commonweal.cli.answer import answering
from commonweal.cli.options import AsJson, NoPictures, Profiles, Quiet, ScenarioPath, Settings, Threads, parsed
from commonweal.cli.running import MaxWalltime, finishing
from commonweal.run import refuse_existing
from commonweal.scenario import read_options
from commonweal.shipped import located


def run(
    scenario: ScenarioPath,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="The same seed gives the same bits.")] = 1,
    threads: Threads = 0,
    out: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads it
        typer.Option(metavar="DIR", help="Folder to be made.", show_default="runs/<scenario>-<seed>"),
    ] = None,
    profiles: Profiles = None,
    settings: Settings = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an older run in the folder.")] = False,
    max_walltime: MaxWalltime = None,
    quiet: Quiet = False,
    no_pictures: NoPictures = False,
    as_json: AsJson = False,
) -> None:
    """Run a scenario: results, pictures and a report in a folder of their own."""
    with answering("run", as_json=as_json) as answer:
        scenario = located(scenario)
        folder = out or Path("runs") / f"{scenario_name(scenario)}-{seed}"
        overrides = parsed(settings, profiles, scenario, refusal=None if force else taken(folder))
        with finishing(answer, folder, quiet=quiet, pictures=not no_pictures, walltime=max_walltime) as progress:
            _core.run(
                scenario,
                read_options(profiles or (), overrides),
                seed=seed,
                replicate=0,
                threads=threads,
                out=folder,
                force=force,
                checkpoint_every=_core.usual_checkpoint_every,
                progress=progress,
            )


def taken(folder: Path) -> commonweal.Error | None:
    """Why a new run cannot go into the folder, if it cannot."""
    try:
        refuse_existing(folder, replace="--force", other="--out", resume=f"`commonweal resume {folder}`")
    except commonweal.Error as error:
        return error
    return None


def scenario_name(path: Path) -> str:
    """What a run's folder is called after."""
    place = path.resolve()
    return place.parent.name if place.name == "scenario.toml" else place.stem
