# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from commonweal.cli import completion
from commonweal.cli.answer import answering
from commonweal.cli.options import AsJson


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="To be made; its name becomes the title.")],
    template: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="What to begin with: short_storm, or a shipped scenario.",
            autocompletion=completion.templates,
        ),
    ] = "short_storm",
    title: Annotated[
        Optional[str],  # noqa: UP045 - typer reads it
        typer.Option(metavar="TEXT", help="What the scenario calls itself.", show_default="from the folder's name"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Begin a scenario: a folder with a scenario.toml that runs at once, and a README.md."""
    from commonweal.templates import make_scenario

    with answering("new", as_json=as_json) as answer:
        files = make_scenario(folder, template=template, title=title)
        answer.say("\n".join(map(str, files)))
        answer.say(f"\nNext: commonweal check {folder}")
        answer.fields |= {"folder": str(folder), "template": template, "files": [str(file) for file in files]}
