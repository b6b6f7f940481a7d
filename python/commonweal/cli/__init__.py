# SPDX-License-Identifier: Apache-2.0
"""The command line: ``commonweal --help`` lists its commands, each of which is a file here.

What takes long to import is imported by the commands that need it, so that help and completion are quick.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

import commonweal
from commonweal.cli import check, cite, compare, doctor, explain_key, listing, new, resume, run, schema, show

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


def print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"commonweal {commonweal.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=print_version, is_eager=True, help="Print the version and stop."),
    ] = False,
) -> None:
    """Simulate how a community lives through a shock: prevention, resistance, adaptation, recovery, innovation."""


#: The commands in the order of the help, each with an example that ends its help.
COMMANDS: dict[str, tuple[Callable[..., None], str]] = {
    "new": (new.new, "commonweal new river_town"),
    "check": (check.check, "commonweal check zhengzhou_720 --set residents.count=20_000"),
    "run": (run.run, "commonweal run zhengzhou_720 --seed 7 --out runs/flood"),
    "resume": (resume.resume, "commonweal resume runs/flood --threads 2"),
    "show": (show.show, "commonweal show runs/flood --pictures"),
    "compare": (compare.compare, "commonweal compare runs/flood runs/wide --picture drains.png"),
    "list": (listing.list_, "commonweal list variables"),
    "explain-key": (explain_key.explain_key, "commonweal explain-key time.duration"),
    "schema": (schema.schema, "commonweal schema --out scenario.schema.json"),
    "doctor": (doctor.doctor, "commonweal doctor --json"),
    "cite": (cite.cite, "commonweal cite --format bibtex"),
}
for name, (command, example) in COMMANDS.items():
    app.command(name, epilog=f"Example: {example}")(command)
