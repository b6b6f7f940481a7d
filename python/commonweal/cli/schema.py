# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Optional

import typer

from commonweal import _core
from commonweal.cli.answer import answering


def schema(
    out: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads it
        typer.Option(metavar="FILE", help="Write it to a file, which is replaced at once, instead of printing it."),
    ] = None,
) -> None:
    """Print the JSON Schema of scenario files, with which an editor checks and explains them while you write.

    Write it beside the scenario with --out scenario.schema.json and begin the scenario with the line

    #:schema ./scenario.schema.json

    Editors with Taplo read that line, among them Visual Studio Code with Even Better TOML.
    """
    with answering("schema"):
        text = _core.json_schema()
        if out is None:
            typer.echo(text, nl=False)
        else:
            replace_file(out, text)


def replace_file(file: Path, text: str) -> None:
    """Nobody who reads the file meanwhile sees half of it."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
