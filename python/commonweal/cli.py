# SPDX-License-Identifier: Apache-2.0
"""The command line: ``commonweal --help`` lists its commands."""

from typing import Annotated

import typer

import commonweal

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"commonweal {commonweal.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop."),
    ] = False,
) -> None:
    """Simulate how a community lives through a shock: prevention, resistance, adaptation, recovery, innovation."""
