# SPDX-License-Identifier: Apache-2.0
"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

import commonweal
from commonweal import _core
from commonweal.cli import completion
from commonweal.cli.answer import CommandError
from commonweal.cli.exits import ExitCode

ScenarioPath = Annotated[
    Path,
    typer.Argument(
        metavar="SCENARIO",
        help="Scenario file, a folder that holds one, or the name of a shipped scenario.",
        autocompletion=completion.scenarios,
    ),
]
RunPath = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.", autocompletion=completion.run_folders)]
Settings = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer reads it
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change a parameter; may be given many times.",
        autocompletion=completion.settings,
    ),
]
Profiles = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer reads it
    typer.Option(
        "--profile",
        metavar="NAME",
        help="Take a profile of the scenario; may be given many times.",
        autocompletion=completion.profiles,
    ),
]
Threads = Annotated[int, typer.Option(min=0, help="Threads to use; 0 for one on each processor.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")]
NoPictures = Annotated[bool, typer.Option("--no-pictures", help="Leave out pictures and report.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]


def parsed(
    settings: list[str] | None,
    profiles: list[str] | None,
    scenario: Path,
    *,
    refusal: commonweal.Error | None = None,
) -> list[tuple[str, str]]:
    """The --set options as pairs. Where scenario, options or the folder for a new run are wrong, all of it is told.

    Args:
        refusal: What is wrong with the folder for a new run.
    """
    overrides: list[tuple[str, str]] = []
    mistakes: list[commonweal.Mistake] = []
    for text in settings or []:
        try:
            overrides.append(_core.parse_override(text))
        except commonweal.ConfigError as error:
            mistakes += error.mistakes
    if mistakes or refusal:
        try:
            commonweal.Scenario(scenario, profiles=profiles or (), set=dict(overrides))
        except commonweal.ConfigError as error:
            mistakes += error.mistakes
    if refusal and not mistakes:
        raise refusal
    if mistakes:
        raise CommandError(ExitCode.WRONG_INPUT, str(refusal or ""), mistakes)
    return overrides


def size_text(size: float) -> str:
    """Bytes as people write them."""
    if size < 2**11:
        return f"{size:,.0f} bytes"
    if size < 2**21:
        return f"{size / 2**10:,.0f} KiB"
    return f"{size / 2**20:,.1f} MiB" if size < 2**31 else f"{size / 2**30:,.1f} GiB"
