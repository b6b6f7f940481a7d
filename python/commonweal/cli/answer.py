# SPDX-License-Identifier: Apache-2.0
"""What a command answers: text for people, or with ``--json`` one document; and the code that it ends with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

import commonweal
from commonweal.cli.exits import ExitCode


class CommandError(Exception):
    """How the command ends: with this code and message."""

    def __init__(self, code: ExitCode, text: str = "", mistakes: Sequence[commonweal.Mistake] = ()) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.mistakes = mistakes


class Answer:
    """Collects what a command has to say.

    Args:
        as_json: Whether one JSON document is wanted instead of text.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        #: What the document says besides what every document says.
        self.fields: dict[str, Any] = {}

    def say(self, text: str) -> None:
        """Text for people, on the standard output."""
        if not self.as_json:
            typer.echo(text)


@contextmanager
def answering(command: str, *, as_json: bool = False) -> Iterator[Answer]:
    """Ends the command with a message and an exit code instead of a traceback, and prints the document."""
    answer = Answer(as_json=as_json)
    end = CommandError(ExitCode.DONE)
    try:
        yield answer
    except CommandError as problem:
        end = problem
    except commonweal.ConfigError as error:
        end = CommandError(ExitCode.WRONG_INPUT, mistakes=error.mistakes)
    except BrokenPipeError:  # Whoever read the output has seen enough.
        raise
    except (commonweal.Error, OSError) as error:
        end = CommandError(ExitCode.FAILED, str(error))
    except MemoryError:
        end = CommandError(ExitCode.FAILED, "there is not enough memory")
    except KeyboardInterrupt:
        end = CommandError(ExitCode.INTERRUPTED, "interrupted")
    if end.text:
        say_error(end.text)
    if end.mistakes:
        say_mistakes(end.mistakes)
    if as_json:
        typer.echo(document(command, end, answer.fields))
    if end.code:
        raise typer.Exit(end.code)


def document(command: str, end: CommandError, fields: dict[str, Any]) -> str:
    """The JSON document: what every command says, then what this one has to say."""
    common = {
        "command": command,
        "version": commonweal.__version__,
        "exit_code": int(end.code),
        "error": end.text or (how_many(end.mistakes) if end.mistakes else None),
        "mistakes": [mistake_fields(mistake) for mistake in end.mistakes],
    }
    text = json.dumps(common | fields, indent=2, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")  # Names of files need not be UTF-8; JSON must be.


def mistake_fields(mistake: commonweal.Mistake) -> dict[str, str | int]:
    names = ("file", "line", "column", "length", "path", "rule", "value", "suggestion", "marked")
    return {"text": str(mistake)} | {name: getattr(mistake, name) for name in names}


def how_many(mistakes: Sequence[commonweal.Mistake]) -> str:
    count = len(mistakes)
    return f"{count} {'mistake' if count == 1 else 'mistakes'}; nothing was run"


def say_error(text: str) -> None:
    typer.echo(f"{typer.style('error:', fg='red', bold=True)} {text}", err=True)


def say_mistakes(mistakes: Sequence[commonweal.Mistake]) -> None:
    for mistake in mistakes:
        place, text = f"{mistake.file}:{mistake.line}:{mistake.column}", str(mistake)
        if not mistake.file:
            text = f"{'--profile' if mistake.path == 'profile' else '--set'}: {text}"
        if mistake.line and text.startswith(place):
            text = typer.style(place, bold=True) + text[len(place) :]
        typer.echo(text, err=True)
        if mistake.marked:
            line, caret = mistake.marked.rsplit("\n", 1)
            typer.echo(f"{line}\n{typer.style(caret, fg='green')}", err=True)
    say_error(how_many(mistakes))
