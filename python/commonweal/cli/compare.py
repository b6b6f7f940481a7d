# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections import Counter
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

import commonweal
from commonweal.cli import completion
from commonweal.cli.answer import CommandError, answering
from commonweal.cli.exits import ExitCode
from commonweal.cli.options import AsJson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commonweal.compare import RunOrFolder

Folders = Annotated[
    list[str],
    typer.Argument(
        metavar="[LABEL=]DIR...",
        help="Folders of runs; those of one label, with other seeds, are one scenario. Without a label: the name.",
        autocompletion=completion.run_folders,
    ),
]


def compare(
    folders: Folders,
    baseline: Annotated[
        Optional[str],  # noqa: UP045 - typer reads it
        typer.Option(metavar="LABEL", help="What the others are compared with.", show_default="the first"),
    ] = None,
    confidence: Annotated[float, typer.Option(help="Of the intervals, between 0 and 1.")] = 0.95,
    series: Annotated[str, typer.Option(metavar="NAME", help="What the picture shows.")] = "function",
    picture: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads it
        typer.Option(metavar="FILE", help="Draw the mean difference over time into a PNG file."),
    ] = None,
    table: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads it
        typer.Option(metavar="FILE", help="Write the differences of all indicators into a CSV file."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare runs of scenarios in pairs of the same seed: mean differences, with their confidence."""
    from commonweal.report import png, write_whole

    with answering("compare", as_json=as_json) as answer:
        runs = by_label(folders)
        if len(runs) < 2:
            raise CommandError(ExitCode.WRONG_INPUT, "there must be two scenarios or more: other folders, other labels")
        try:
            comparison = commonweal.compare(runs, baseline=baseline, confidence=confidence)
        except commonweal.ConfigError as refused:  # in keywords, which are options here
            told = str(refused).removeprefix("keyword: ")
            raise CommandError(ExitCode.WRONG_INPUT, f"--{told}") from None
        indicators = comparison.to_dataframe()
        if picture:
            write_whole(picture, png(comparison.plot(series)))
        if table:
            write_whole(table, indicators.to_csv(index=False).encode())
        answer.say(str(comparison))
        answer.fields |= {
            "baseline": comparison.baseline,
            "labels": list(comparison.labels),
            "confidence": comparison.confidence,
            "pairs": keys_of(comparison.pairs),
            "left_out": {label: keys_of(keys) for label, keys in comparison.left_out.items()},
            "parameters": {path: plain(row) for path, row in comparison.parameters.items()},
            "indicators": [plain(row) for row in indicators.to_dict("records")],
            "files": [str(file) for file in (picture, table) if file],
        }


def by_label(folders: Sequence[str]) -> dict[str, list[RunOrFolder]]:
    """Folders by label; those of one name that have none are told apart by their paths."""
    given = [label_and_folder(text) for text in folders]
    names = Counter(Path(folder).name for label, folder in given if not label)
    runs: dict[str, list[RunOrFolder]] = {}
    for label, folder in given:
        name = Path(folder).name
        runs.setdefault(label or (name if names[name] == 1 else folder), []).append(folder)
    return runs


def label_and_folder(text: str) -> tuple[str, str]:
    """Without a label where the folder's own name holds the sign."""
    label, sign, folder = text.partition("=")
    return (label, folder) if sign and not Path(text).exists() else ("", text)


def keys_of(keys: Sequence[tuple[int, int]]) -> list[dict[str, int]]:
    return [{"seed": seed, "replicate": replicate} for seed, replicate in keys]


def plain(row: dict[Any, Any]) -> dict[str, Any]:
    """Without what JSON has no number for: a single pair has no interval."""
    return {str(key): None if isinstance(value, float) and not isfinite(value) else value for key, value in row.items()}
