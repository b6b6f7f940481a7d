# SPDX-License-Identifier: Apache-2.0
"""Runs: what a scenario became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from commonweal import _core
from commonweal.card import Card, Grid, Shown, number_text
from commonweal.progress import Shows, reporting
from commonweal.scenario import Scenario, Setting

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.axes import Axes

    from commonweal.indicators import Indicator
    from commonweal.pictures.style import Picture
    from commonweal.results import Results


class TemporaryFolder:
    """A folder that is removed with the last object that holds this one."""

    def __init__(self) -> None:
        import tempfile
        import weakref
        from shutil import rmtree

        self.path = Path(tempfile.mkdtemp(prefix="commonweal-"))
        self._remove = weakref.finalize(self, rmtree, self.path, ignore_errors=True)


class Run(Shown):
    """The folder of a run: complete, interrupted, killed or still being written.

    Args:
        folder: That of a run, which holds a ``manifest.json``.

    Raises:
        Error: Where there is no run.
    """

    def __init__(self, folder: str | PathLike[str]) -> None:
        #: Where the run is.
        self.folder: Path = Path(fspath(folder))
        self._temporary: TemporaryFolder | None = None
        self._manifest = read_manifest(self.folder)

    @classmethod
    def of_temporary(cls, folder: Path, temporary: TemporaryFolder) -> Run:
        """A run whose folder goes with it.

        Args:
            folder: That of the run, inside the temporary one.
            temporary: What removes it.

        Returns:
            The run, which keeps the folder.
        """
        run = cls(folder)
        run._temporary = temporary
        return run

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The contents of ``manifest.json``, which tells what the run was made from, and its circumstances."""
        return self._manifest

    @property
    def complete(self) -> bool:
        """Whether the run reached its last hour."""
        return (self.folder / "results.h5").exists()

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The values in effect by dotted path, as numbers, or as texts where there is a unit, such as ``"0.2 / d"``."""
        from commonweal.results import Results

        with Results(self.folder) as results:
            return parameters_of(results)

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """The run in a dozen numbers by name, each with unit and meaning; of an unfinished run, those so far."""
        from commonweal.indicators import indicators_of
        from commonweal.results import Results

        with Results(self.folder) as results:
            return indicators_of(results)

    @property
    def tables(self) -> list[str]:
        """Names of the tables that the results hold besides the hourly series."""
        from commonweal.results import Results

        with Results(self.folder) as results:
            return results.tables()

    def to_xarray(self, table: str | None = None) -> xr.Dataset:
        """The results as an xarray Dataset in memory, with named dimensions, dates, units and meanings.

        Args:
            table: One of :attr:`tables`; None for the hourly series, whose first dimension is ``time``.

        Returns:
            Its attributes are the run's parameters; each variable's are its unit and meaning. Dates are local time.
            Of an unfinished run: the rows that are safe.

        Raises:
            Error: Where there is no such table.
        """
        from commonweal.results import Results, to_xarray

        with Results(self.folder) as results:
            if table is not None and table not in results.tables():
                known = ", ".join(results.tables())
                raise _core.Error(f"{self.folder} has no table {table!r}; its tables are {known}")
            return to_xarray(results, table)

    def to_dataframe(self, table: str) -> pd.DataFrame:
        """A table, one row for each thing, or an hourly variable, one row for each hour and place.

        Args:
            table: One of :attr:`tables`, or a variable of the hourly series such as ``"function"``.

        Returns:
            Codes with names, such as phases, arrive as categories; dates are local time.

        Raises:
            Error: Where there is neither.
        """
        import pandas as pd

        if table in self.tables:
            dataset = self.to_xarray(table)
        else:
            series = self.to_xarray()
            if table not in series:
                known = ", ".join([*self.tables, *map(str, series)])
                raise _core.Error(f"{self.folder} has no table or series {table!r}; it has {known}")
            dataset = series[[table]]
        frame = dataset.to_dataframe().reset_index()
        for name in dataset.variables:
            labels = str(dataset[name].attrs.get("flag_meanings", "")).split()
            if labels:
                frame[name] = pd.Categorical.from_codes(frame[name].to_numpy(dtype=int), pd.Index(labels))
        return frame

    def summary(self) -> str:
        """What happened, in ten lines of plain words; of an unfinished run, what happened so far."""
        from commonweal.results import Results
        from commonweal.summary import summary_lines

        with Results(self.folder) as results:
            return "\n".join(summary_lines(results, self._manifest))

    @overload
    def plot(self, picture: None = None, *, engine: Literal["matplotlib"] = "matplotlib") -> dict[str, Picture]: ...
    @overload
    def plot(self, picture: str, *, engine: Literal["matplotlib"] = "matplotlib") -> Picture: ...
    @overload
    def plot(self, picture: str | None = None, *, engine: Literal["plotly"]) -> Any: ...
    def plot(self, picture: str | None = None, *, engine: str = "matplotlib") -> Any:
        """Pictures of the run.

        Args:
            picture: ``"function"`` of communities with rain and phases, ``"requests"`` and staff, or ``"maps"`` of
                water and outage by cell; None for all of them by name, without maps for an unfinished run.
            engine: ``"matplotlib"``, or ``"plotly"`` for figures with every value under the pointer (extra
                ``notebook``).

        Returns:
            A matplotlib figure, whose ``panels`` are its axes by name, such as ``"function/storm"`` for the week of
            the storm and ``"function/run"`` for the whole run; or a ``plotly.graph_objects.Figure``. Without a name a
            dict of them.

        Raises:
            Error: Where there is no picture or engine of that name, or Plotly is not installed.
        """
        from commonweal.pictures import draw, draw_interactive, drawable, is_interactive
        from commonweal.results import Results

        drawn = draw_interactive if is_interactive(engine) else draw
        with Results(self.folder) as results:
            if picture is None:
                return {name: drawn(name, results) for name in drawable(results)}
            return drawn(picture, results)

    def plot_series(self, series: str, *, ax: Axes | None = None) -> Axes:
        """One hourly variable over time: a line where it is a number, else its mean and the range of its places.

        Args:
            series: A variable of :meth:`to_xarray`, such as ``"rain"`` or ``"depth"``.
            ax: Matplotlib axes to draw into; those of a new figure if not given.

        Returns:
            The axes, labelled with meaning and unit; their figure is ``ax.figure``.

        Raises:
            Error: Where there is no such series, or it holds codes.
        """
        from commonweal.pictures.series import draw_series
        from commonweal.results import Results

        with Results(self.folder) as results:
            return draw_series(results, series, ax)

    def to_parquet(self, folder: str | PathLike[str]) -> list[Path]:
        """Writes every table, events among them, as a Parquet file; needs pyarrow (extra ``parquet``).

        Args:
            folder: Made where it does not exist; files of the same names are replaced.

        Returns:
            The files, ``<table>.parquet``. ``pandas.read_parquet`` gives what :meth:`to_dataframe` gives; the metadata
            of each column hold its ``units`` and ``long_name``, those of the file version and seed.

        Raises:
            Error: Where the files cannot be written, or pyarrow is not installed.
        """
        from commonweal.tables import write_tables

        return write_tables(self, Path(fspath(folder)))

    def save_pictures(self) -> list[Path]:
        """Writes every picture into the run folder, as ``pictures/<name>.png``, and ``report.md`` with the summary.

        Returns:
            The files, the report last.
        """
        from commonweal.report import write_report

        return write_report(self)

    def _card(self) -> Card:
        from commonweal.results import Results

        facts = [("folder", str(self.folder)), ("seed", seed_text(self._manifest))]
        facts += [("state", str(self._manifest.get("state", ""))), ("version", str(self._manifest.get("version", "")))]
        try:
            with Results(self.folder) as results:
                return card_of(results, facts)
        except (_core.Error, OSError, KeyError) as problem:
            return Card("Run", [*facts, ("results", str(problem))])

    def __repr__(self) -> str:
        state = "complete" if self.complete else "unfinished"
        return f"<Run in {str(self.folder)!r}, seed {self._manifest['seed']}, {state}>"


#: Attributes of the results that are no parameters.
CIRCUMSTANCES = {"Conventions", "start", "utc_offset_minutes", "version", "seed", "replicate"}


def parameters_of(results: Results) -> dict[str, Any]:
    """The parameters that the results were made with, NumPy's numbers as Python's."""
    return {
        path: value.item() if hasattr(value, "item") else value
        for path, value in results.attributes("/").items()
        if path not in CIRCUMSTANCES
    }


def seed_text(manifest: Mapping[str, Any]) -> str:
    replicate = manifest.get("replicate", 0)
    return str(manifest["seed"]) + (f", replicate {replicate}" if replicate else "")


def card_of(results: Results, facts: list[tuple[str, str]]) -> Card:
    """What there is to say of a run whose results can be read."""
    from datetime import timedelta

    from commonweal.indicators import indicators_of

    hours = len(results.read("time"))
    end = results.start + timedelta(hours=hours)
    parameters = parameters_of(results)
    planned = str(parameters.get("time.duration", ""))
    span = f"{hours:,} h" + (f" of {planned}" if planned and not results.complete else "")
    facts = [
        *facts,
        ("hours", f"{span}, {results.start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"),
        ("residents", f"{parameters['residents.count']:,}" if "residents.count" in parameters else ""),
    ]
    rows = [
        [indicator.name, number_text(indicator.value), indicator.unit, indicator.meaning]
        for indicator in indicators_of(results).values()
    ]
    return Card(f"Run: {results.title}", facts, [Grid("Indicators", ["name", "value", "unit", "meaning"], rows)])


def refuse_existing(folder: Path, *, replace: str, other: str, resume: str) -> None:
    """Raises Error where the folder holds a run; the texts name the ways out of it."""
    if not (folder / "manifest.json").exists():
        return
    if (folder / "results.h5").exists():
        raise _core.Error(f"{folder} holds a run already; give {replace} to replace it, or another {other}")
    ways = f"give {replace} to replace it, or {resume} to go on with it"
    raise _core.Error(f"{folder} holds an unfinished run; {ways}")


def read_manifest(folder: Path) -> dict[str, Any]:
    import json

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _core.Error(f"there is no run in {folder}: it has no manifest.json") from None
    except (OSError, ValueError) as problem:
        raise _core.Error(f"the manifest in {folder} cannot be read: {problem}") from problem
    if not isinstance(manifest, dict) or "seed" not in manifest:
        raise _core.Error(f"the manifest in {folder} is not that of a run")
    return manifest


def load(
    path: str | PathLike[str],
    *,
    profiles: Sequence[str] = (),
    set: Mapping[str, Setting] | None = None,  # noqa: A002
) -> Any:
    """Loads whatever stands at ``path``.

    Args:
        path: A scenario file, a folder that holds a ``scenario.toml``, the folder of a run, or the name of a shipped
            scenario where nothing stands at the path.
        profiles: Names of profiles of a scenario to take, as ``--profile`` on the command line.
        set: New values for a scenario's parameters by dotted path, as ``--set`` on the command line.

    Returns:
        A :class:`Scenario` or a :class:`Run`. Which one is not known before the program runs, so the declared type is
        ``Any``: call ``Scenario(path)`` or ``Run(folder)`` where a type checker is to follow.

    Raises:
        ConfigError: With every mistake of a scenario.
        Error: Where there is neither a scenario nor a run.
    """
    place = Path(fspath(path))
    if not (place / "manifest.json").exists():
        return Scenario(place, profiles=profiles, set=set)
    if set or profiles:
        raise _core.Error(f"{place} is a run, which no value can change any more")
    return Run(place)


def resume(folder: str | PathLike[str], *, threads: int = 0, progress: Shows = "auto") -> Run:
    """Goes on with a run that was stopped or killed; its results have the bits of an uninterrupted run.

    Args:
        folder: That of the run.
        threads: How many to use; 0 for one on each processor.
        progress: As for :meth:`Scenario.run`.

    Returns:
        The run, unfinished where ``progress`` stopped it again.

    Raises:
        Error: Where there is no run, another process is writing it, or another version of commonweal began it.
    """
    with reporting(progress) as report:
        _core.resume(Path(fspath(folder)), threads=threads, progress=report)
    return Run(folder)
