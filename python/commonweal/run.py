# SPDX-License-Identifier: Apache-2.0
"""Runs: what a scenario became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from commonweal import _core
from commonweal.scenario import Progress, Scenario, Setting

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure


class TemporaryFolder:
    """A folder that is removed with the last object that holds this one."""

    def __init__(self) -> None:
        import tempfile
        import weakref
        from shutil import rmtree

        self.path = Path(tempfile.mkdtemp(prefix="commonweal-"))
        self._remove = weakref.finalize(self, rmtree, self.path, ignore_errors=True)


class Run:
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
    def plot(self) -> dict[str, Figure]: ...
    @overload
    def plot(self, picture: str) -> Figure: ...
    def plot(self, picture: str | None = None) -> dict[str, Figure] | Figure:
        """Pictures of the run, as matplotlib figures.

        Args:
            picture: ``"function"`` of communities with rain and phases, ``"requests"`` and staff, or ``"maps"`` of
                water and outage by cell; None for all of them by name, without maps for an unfinished run.

        Raises:
            Error: Where there is no picture of that name.
        """
        from commonweal.pictures import draw, drawable
        from commonweal.results import Results

        with Results(self.folder) as results:
            if picture is None:
                return {name: draw(name, results) for name in drawable(results)}
            return draw(picture, results)

    def save_pictures(self) -> list[Path]:
        """Writes every picture into the run folder, as ``pictures/<name>.png``, and ``report.md`` with the summary.

        Returns:
            The files, the report last.
        """
        from commonweal.report import write_report

        return write_report(self)

    def __repr__(self) -> str:
        state = "complete" if self.complete else "unfinished"
        return f"<Run in {str(self.folder)!r}, seed {self._manifest['seed']}, {state}>"


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


def resume(folder: str | PathLike[str], *, threads: int = 0, progress: Progress | None = None) -> Run:
    """Goes on with a run that was stopped or killed; its results have the bits of an uninterrupted run.

    Args:
        folder: That of the run.
        threads: How many to use; 0 for one on each processor.
        progress: Called with the hours that have been run and all hours; answering False stops the run again.

    Raises:
        Error: Where there is no run, another process is writing it, or another version of commonweal began it.
    """
    _core.resume(Path(fspath(folder)), threads=threads, progress=progress)
    return Run(folder)
