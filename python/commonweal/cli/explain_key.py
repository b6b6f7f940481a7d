# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

import commonweal
from commonweal.cli import completion
from commonweal.cli.answer import CommandError, answering
from commonweal.cli.exits import ExitCode
from commonweal.cli.options import AsJson


def explain_key(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="Such as time.duration, time or warnings.issued.",
            autocompletion=completion.keys,
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Explain a parameter, a table or a list: meaning, unit, range, default, evidence and an example."""
    with answering("explain-key", as_json=as_json) as answer:
        try:
            key = commonweal.explain_key(path)
        except commonweal.UnknownParameterError as error:
            raise CommandError(ExitCode.WRONG_INPUT, str(error)) from None
        answer.say(explanation(key))
        answer.fields |= asdict(key)


def explanation(key: commonweal.KeyExplanation) -> str:
    """A line for each thing that there is to say of a key; those after the first of one thing are indented."""
    lines = {
        "meaning": key.meaning,
        "kind": key.kind,
        "unit": key.unit,
        "allowed": key.allowed,
        "default": "none; it must be given" if key.required else key.default,
        "evidence": key.evidence,
        "source": key.source,
        "changes": "an intervention may change it in a run" if key.live else "",
        "holds": "\n".join(key.holds),
        "example": key.example,
    }
    indent = "\n" + " " * 12
    said = [f"  {name:<10}" + text.replace("\n", indent) for name, text in lines.items() if text]
    return "\n".join([key.path, *said])
