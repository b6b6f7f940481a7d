# SPDX-License-Identifier: Apache-2.0
"""The command line: ``commonweal --help`` lists its commands.

Exit codes: 0 done; 1 something failed, the message says what; 2 the command, the scenario or a ``--set`` is wrong;
130 stopped with Ctrl-C, and the run can be resumed.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

import commonweal
from commonweal import _core
from commonweal.run import refuse_existing

if TYPE_CHECKING:
    from threading import Thread

    from commonweal.progress import HourCounter

FAILED, WRONG_INPUT, INTERRUPTED = 1, 2, 130

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

ScenarioPath = Annotated[Path, typer.Argument(metavar="SCENARIO", help="Scenario file, or a folder that holds one.")]
RunPath = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.")]
Settings = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer reads it
    typer.Option("--set", metavar="PATH=VALUE", help="Change a parameter; may be given many times."),
]
Profiles = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer reads it
    typer.Option("--profile", metavar="NAME", help="Take a profile of the scenario; may be given many times."),
]
Threads = Annotated[int, typer.Option(min=0, help="Threads to use; 0 for one on each processor.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")]
NoPictures = Annotated[bool, typer.Option("--no-pictures", help="Leave out pictures and report.")]


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
    count = len(mistakes)
    say_error(f"{count} {'mistake' if count == 1 else 'mistakes'}; nothing was run")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Ends the command with a message and an exit code instead of a traceback."""
    try:
        yield
    except commonweal.ConfigError as error:
        say_mistakes(error.mistakes)
        raise typer.Exit(WRONG_INPUT) from None
    except BrokenPipeError:  # Whoever read the output has seen enough.
        raise
    except (commonweal.Error, OSError) as error:
        say_error(str(error))
        raise typer.Exit(FAILED) from None
    except MemoryError:
        say_error("there is not enough memory")
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        say_error("interrupted")
        raise typer.Exit(INTERRUPTED) from None


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


@app.command()
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
    quiet: Quiet = False,
    no_pictures: NoPictures = False,
) -> None:
    """Run a scenario: results, pictures and a report in a folder of their own."""
    with plain_errors():
        folder = out or Path("runs") / f"{scenario_name(scenario)}-{seed}"
        overrides = parsed(settings, profiles, scenario, into=None if force else folder)
        with finishing(folder, quiet=quiet, pictures=not no_pictures) as counter:
            _core.run(
                scenario,
                overrides,
                profiles=profiles or [],
                seed=seed,
                replicate=0,
                threads=threads,
                out=folder,
                force=force,
                checkpoint_every=240,
                progress=counter,
            )


@app.command()
def check(
    scenario: ScenarioPath,
    profiles: Profiles = None,
    settings: Settings = None,
    list_: Annotated[bool, typer.Option("--list", help="List every parameter with its value and meaning.")] = False,
) -> None:
    """Find every mistake in a scenario without running it."""
    with plain_errors():
        overrides = dict(parsed(settings, profiles, scenario))
        found = commonweal.Scenario(scenario, profiles=profiles or (), set=overrides)
        known = found.available_profiles
        for name in known:  # What holds between parameters may hold without a profile and not with it.
            commonweal.Scenario(scenario, profiles=[*found.profiles, name], set=overrides)
        if list_:
            for row in found.parameters.values():
                notes = "; ".join(note for note in (row.meaning, row.range, *basis(row, found)) if note)
                typer.echo(f"{row.path} = {row.text}  # {notes}")
        changed = sum(row.text != row.default for row in found.parameters.values())
        typer.echo(
            f"{scenario}: no mistakes. {found.title}: {len(found.parameters)} parameters, "
            f"{changed} of them other than their defaults." + (f" Profiles: {', '.join(known)}." if known else "")
        )


@app.command()
def resume(folder: RunPath, threads: Threads = 0, quiet: Quiet = False, no_pictures: NoPictures = False) -> None:
    """Go on with a run that was stopped or killed; it ends with the bits of an uninterrupted run."""
    with plain_errors(), finishing(folder, quiet=quiet, pictures=not no_pictures) as counter:
        done = _core.resume(folder, threads=threads, progress=counter)
        for reason in done.skipped:
            typer.echo(f"not used: {reason}", err=True)
        if not quiet:
            typer.echo(f"Went on from hour {done.resumed_at} of {done.hours}.")


@app.command()
def show(
    folder: RunPath,
    pictures: Annotated[bool, typer.Option("--pictures", help="Draw pictures and report again.")] = False,
) -> None:
    """Tell what happened in a run, in plain words, and what its folder holds."""
    with plain_errors():
        found = commonweal.Run(folder)
        typer.echo(found.summary())
        if pictures:
            found.save_pictures()
        typer.echo(f"\n{folder} holds:")
        for file in sorted(found.folder.rglob("*")):
            if file.is_file() and file.name != "lock":
                typer.echo(f"  {file.relative_to(found.folder)}  ({size_text(file.stat().st_size)})")
        typer.echo(f"The results hold hourly series, and tables: {', '.join(found.tables)}.")


@app.command()
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
    with plain_errors():
        text = _core.json_schema()
        if out is None:
            typer.echo(text, nl=False)
        else:
            replace_file(out, text)


@app.command()
def explain_key(
    path: Annotated[str, typer.Argument(metavar="PATH", help="Such as time.duration, time or warnings.issued.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Explain a parameter, a table or a list: meaning, unit, range, default, evidence and an example."""
    with plain_errors():
        try:
            key = commonweal.explain_key(path)
        except commonweal.UnknownParameterError as error:
            say_error(str(error))
            raise typer.Exit(WRONG_INPUT) from None
        typer.echo(json.dumps(asdict(key), indent=2, ensure_ascii=False) if as_json else explanation(key))


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


def replace_file(file: Path, text: str) -> None:
    """Nobody who reads the file meanwhile sees half of it."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def basis(row: commonweal.Parameter, scenario: commonweal.Scenario) -> list[str]:
    """What a value rests on: evidence and source are the default's, and say nothing of another value."""
    if row.text == row.default:
        return [row.evidence, row.source]
    given = any(re.fullmatch(rf"{re.escape(path)}(?:[.[].*)?", row.path) for path in scenario.overrides)
    return ["set by --set" if given else "set by the scenario"]


def parsed(
    settings: list[str] | None, profiles: list[str] | None, scenario: Path, *, into: Path | None = None
) -> list[tuple[str, str]]:
    """The --set options as pairs. Where scenario, options or the folder for a new run are wrong, all of it is told."""
    overrides: list[tuple[str, str]] = []
    mistakes: list[commonweal.Mistake] = []
    for text in settings or []:
        try:
            overrides.append(_core.parse_override(text))
        except commonweal.ConfigError as error:
            mistakes += error.mistakes
    refusal = taken(into)
    if mistakes or refusal:
        try:
            commonweal.Scenario(scenario, profiles=profiles or (), set=dict(overrides))
        except commonweal.ConfigError as error:
            mistakes += error.mistakes
    if refusal and not mistakes:
        raise refusal
    if refusal:
        say_error(str(refusal))
    if mistakes:
        say_mistakes(mistakes)
        raise typer.Exit(WRONG_INPUT)
    return overrides


def taken(folder: Path | None) -> commonweal.Error | None:
    """Why a new run cannot go into the folder, if it cannot."""
    try:
        if folder:
            refuse_existing(folder, replace="--force", other="--out", resume=f"`commonweal resume {folder}`")
    except commonweal.Error as error:
        return error
    return None


def scenario_name(path: Path) -> str:
    """What a run's folder is called after."""
    place = path.resolve()
    return place.parent.name if place.name == "scenario.toml" else place.stem


def size_text(size: int) -> str:
    if size < 2**11:
        return f"{size:,} bytes"
    return f"{size / 2**10:,.0f} KiB" if size < 2**21 else f"{size / 2**20:,.1f} MiB"


@contextmanager
def finishing(folder: Path, *, quiet: bool, pictures: bool) -> Iterator[HourCounter]:
    """Shows progress while a run goes on; when it has ended, draws its pictures and says what happened."""
    from commonweal.progress import HourCounter

    loading = import_drawing_beside() if pictures else None
    counter = HourCounter(draw=not quiet and sys.stderr.isatty())
    try:
        with counter:
            yield counter
    except KeyboardInterrupt:
        if not (folder / "manifest.json").exists():
            raise
        say_error(what_was_stopped(folder, counter))
        raise typer.Exit(INTERRUPTED) from None
    if loading:
        loading.join()  # Two threads inside one half-imported package would trip over each other.
    ended = commonweal.Run(folder)
    files = ended.save_pictures() if pictures else []
    if not quiet:
        typer.echo(ended.summary())
        typer.echo("\n" + "\n".join(map(str, [folder / "results.h5", *files])))


def what_was_stopped(folder: Path, counter: HourCounter) -> str:
    """How far a run came before Ctrl-C, and how to go on with it."""
    if (folder / "results.h5").exists():
        return f"stopped when the run was complete; commonweal show {folder} --pictures draws it"
    # The counter hears of hours now and then, and may lie behind.
    done, of_all = _core.repair_journal(folder)[0], f" of {counter.hours}" if counter.hours else ""
    return (
        f"stopped after {done}{of_all} hours; a checkpoint is written, and\n"
        f"commonweal resume {folder}\ngoes on with the run"
    )


def import_drawing_beside() -> Thread:
    """Loads what pictures need while the simulation, which leaves Python alone, is running."""
    from importlib import import_module
    from threading import Thread

    def load() -> None:
        for name in ("h5py", "commonweal.report", "commonweal.pictures.function", "commonweal.pictures.maps"):
            import_module(name)

    thread = Thread(target=load, daemon=True)
    thread.start()
    return thread
