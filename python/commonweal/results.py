# SPDX-License-Identifier: Apache-2.0
"""The results of a run as arrays, read with h5py alone: what pictures and summaries are made from."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

from commonweal import _core

if TYPE_CHECKING:
    import h5py
    import xarray as xr
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[Any]

#: Groups of a journal that are no tables.
PRIVATE_GROUPS = {"committed", "letters"}

#: Attributes that tell HDF5, not people, how variables and dimensions belong together.
HDF5_ATTRIBUTES = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"}


def open_file(folder: Path) -> h5py.File:
    """``results.h5``, or the journal of a run that has not reached its end, whether it lives or was killed."""
    import h5py

    results, journal = folder / "results.h5", folder / "journal.h5"
    try:
        if results.exists():
            return h5py.File(results, "r")
        if not journal.exists():
            raise _core.Error(f"{folder} holds no results yet; commonweal resume {folder} goes on with the run")
        try:
            _core.repair_journal(folder)
        except _core.Error:  # Another process is writing it: read what it has committed.
            return h5py.File(journal, "r", swmr=True, libver="latest")
        return h5py.File(journal, "r")
    except OSError as problem:
        raise _core.Error(f"the results in {folder} cannot be read: {problem}") from problem


class Results:
    """The results of one run, complete or not; use it in a ``with`` block.

    Variables have paths: ``function`` is an hourly series, ``requests/created`` a column of a table. Of an unfinished
    run it shows the rows that were safe when it was opened.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = open_file(folder)
        self._committed: dict[str, int] | None = None
        if "committed" in self.file:
            counts = self.file["committed/committed_rows"]
            self._committed = dict(
                zip((name.decode() for name in counts.attrs["counts"]), map(int, counts[()]), strict=True)
            )

    def __enter__(self) -> Results:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        self.file.close()

    @property
    def complete(self) -> bool:
        return self._committed is None

    @property
    def title(self) -> str:
        return str(self.file.attrs["title"])

    @property
    def start(self) -> datetime:
        """Local time of hour 0."""
        return datetime.fromisoformat(str(self.file.attrs["start"]))

    @property
    def utc_offset(self) -> timedelta:
        return timedelta(minutes=int(self.file.attrs["utc_offset_minutes"]))

    def tables(self) -> list[str]:
        """Names of the tables besides the hourly series."""
        return [name for name, item in self.file.items() if hasattr(item, "keys") and name not in PRIVATE_GROUPS]

    def variables(self, table: str | None = None) -> list[str]:
        """Names of the variables of a table; None stands for the hourly series."""
        group = self.file if table is None else self.file[table]
        return [name for name, item in group.items() if not hasattr(item, "keys")]

    def read(self, path: str) -> Array:
        """A variable's values, (rows, ...)."""
        dataset = self.file[path]
        table, name = path.split("/") if "/" in path else ("series", path)
        growing = self._committed is not None and dataset.maxshape[0] is None
        values: Array = dataset[: self._committed[table]] if self._committed and growing else dataset[()]
        letters = self.file.get(f"letters/{table}.{name}")
        if letters is not None:
            return split_letters(letters[()].tobytes(), values)
        return dataset.asstr()[()] if values.dtype == object else values

    def labels(self, path: str) -> list[str]:
        """What the codes of a variable mean."""
        return str(self.file[path].attrs["flag_meanings"]).split()

    def unit(self, path: str) -> str:
        return str(self.file[path].attrs["units"])

    def dimensions(self, path: str) -> list[str]:
        """Names of a variable's dimensions, the rows' first."""
        dataset = self.file[path]
        if dataset.is_scale:
            return [path.rpartition("/")[2]]
        return [str(axis[0].name).rpartition("/")[2] for axis in dataset.dims]

    def attributes(self, path: str) -> dict[str, Any]:
        """A variable's unit, meaning and the like; of ``/``, the parameters of the run."""
        return {name: value for name, value in self.file[path].attrs.items() if name not in HDF5_ATTRIBUTES}


def community_names(results: Results) -> list[str]:
    """What to call each community."""
    places = results.read("community")
    return [str(place) if isinstance(place, str) else f"community {place}" for place in places]


def days_lost(function: Array) -> Array:
    """Days without any function to which each community's loss adds up; of function (hour, community, dimension)."""
    mean = function.mean(axis=2)
    days: Array = (mean[0] - mean).clip(0).sum(axis=0) / 24
    return days


def split_letters(letters: bytes, ends: Array) -> Array:
    """The texts that lie one after another in ``letters``, each up to its entry in ``ends``."""
    import numpy as np

    texts = [letters[first:last].decode() for first, last in zip([0, *ends[:-1]], ends, strict=True)]
    return np.array(texts, dtype=object)


def to_xarray(results: Results, table: str | None) -> xr.Dataset:
    """The hourly series, or a table, in memory, with dates and missing values understood."""
    import xarray as xr

    prefix = f"{table}/" if table else ""
    variables = {
        name: (results.dimensions(prefix + name), results.read(prefix + name), results.attributes(prefix + name))
        for name in results.variables(table)
    }
    dataset = xr.Dataset(variables, attrs=results.attributes("/"))
    return xr.decode_cf(dataset, decode_timedelta=False)
