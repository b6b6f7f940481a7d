# SPDX-License-Identifier: Apache-2.0
"""Scenarios: what a run is given."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from math import isfinite
from operator import index
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from commonweal import _core
from commonweal.card import Card, Grid, Shown
from commonweal.progress import Progress as Progress  # Its type is part of this module's vocabulary.
from commonweal.progress import Shows, reporting
from commonweal.shipped import FOLDER, located

if TYPE_CHECKING:
    import numpy as np

    from commonweal.run import Run

#: A number or an array of numbers, a truth value, a text, a quantity with its unit such as ``"0.2 / d"``, a date, a
#: table as a dict, or a list of these.
Setting: TypeAlias = "Numbers | str | date | list[Any] | tuple[Any, ...] | Mapping[str, Any]"
Numbers: TypeAlias = "bool | int | float | np.number[Any] | np.ndarray[Any, Any]"


@dataclass(frozen=True, slots=True)
class Parameter(Shown):
    """One parameter of a scenario.

    Attributes:
        path: Dotted path, the same in scenario files, on the command line, in C++ and in the results.
        meaning: One phrase.
        unit: Unit in which ranges and results are written; empty for plain numbers.
        range: What is allowed, such as ``"between 0 m and 5 m"``; empty where nothing is excluded.
        evidence: How far the default can be trusted: sourced, computed, literature or assumed.
        source: Where the default comes from.
        text: The value as a scenario file writes it.
        default: The default likewise; empty where there is none.
    """

    path: str
    meaning: str
    unit: str
    range: str
    evidence: str
    source: str
    text: str
    default: str

    @property
    def value(self) -> Any:
        """The value as Python knows it; quantities are texts with their unit."""
        return tomllib.loads(f"value = {self.text}")["value"]

    def _card(self) -> Card:
        facts = [("value", self.text), ("default", self.default or "none"), ("unit", self.unit), ("range", self.range)]
        facts += [("evidence", self.evidence), ("source", self.source)]
        return Card(f"{self.path}: {self.meaning}", facts)


class UnknownParameterError(_core.Error, KeyError):
    """Raised where a path is that of no parameter; it names the nearest one."""

    def __init__(self, path: object, known: Iterable[str], *, listed_by: str = "Scenario.parameters") -> None:
        paths = list(known)
        last_key = str(path).rpartition(".")[2]
        near = get_close_matches(str(path), paths, n=1) or [
            other for other in paths if other.rpartition(".")[2] == last_key
        ]
        meant = f". Did you mean {near[0]!r}?" if near else f"; {listed_by} lists all"
        super().__init__(f"there is no parameter {path!r}{meant}")

    __str__ = _core.Error.__str__  # A KeyError shows its text in quotes.


#: What 32 bits hold.
MOST = 2**32 - 1


def whole_number(name: str, value: int) -> int:
    """The value of a keyword, where it is a whole number from 0 to MOST."""
    try:
        number = index(value)
    except TypeError:
        number = -1
    if not 0 <= number <= MOST:
        _core.refuse_keyword(name, value=repr(value), rule=f"must be a whole number between 0 and {MOST}")
    return number


def profile_names(names: Sequence[str]) -> tuple[str, ...]:
    """The value of a keyword that names profiles."""
    if isinstance(names, str) or not all(isinstance(name, str) for name in names):
        rule = 'must be a list of names such as ["small"]'
        _core.refuse_keyword("profiles", value=repr(names), rule=rule)
    return tuple(names)


def read_options(profiles: Iterable[str] = (), overrides: Iterable[tuple[str, str]] = ()) -> _core.ReadOptions:
    """What is taken of a scenario and changed in it; what it extends may be a shipped one."""
    return _core.ReadOptions(profiles=list(profiles), overrides=list(overrides), library=FOLDER)


def setting_text(setting: Setting) -> str:
    """A setting as ``--set path=value`` takes it."""
    if isinstance(setting, str):
        return setting
    if isinstance(setting, date):
        return _date_text(setting)
    return _toml_text(setting)


def _date_text(moment: date) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


def _toml_text(value: Any) -> str:
    """A value as it stands in a scenario file, where texts and dates have quotes."""
    if hasattr(value, "tolist"):  # numbers and arrays of NumPy
        value = value.tolist()
    if isinstance(value, Mapping):
        entries = (f"{_toml_text(str(key))} = {_toml_text(entry)}" for key, entry in value.items())
        return f"{{ {', '.join(entries)} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml_text, value))}]"
    if isinstance(value, date):
        value = _date_text(value)
    if isinstance(value, float) and not isfinite(value):
        return repr(float(value))  # nan and inf, which JSON spells in another way
    return json.dumps(value, ensure_ascii=False)


def parameters_of(rows: Iterable[_core.ParameterRow]) -> dict[str, Parameter]:
    """The rows of a parameter table by path."""
    return {
        row.path: Parameter(
            path=row.path,
            meaning=row.meaning,
            unit=row.unit,
            range=row.range,
            evidence=row.evidence,
            source=row.source,
            text=row.text,
            default=row.default_text,
        )
        for row in rows
    }


class Scenario(Shown):
    """A scenario file, and what was changed in it.

    Args:
        path: The file, a folder that holds a ``scenario.toml``, or the name of a shipped scenario.
        profiles: Names of profiles of the file to take, one after the other; each replaces what it says.
        set: New values by dotted path, as ``--set`` on the command line; they replace those of file and profiles.

    Raises:
        ConfigError: With every mistake in the file, in what it extends, in ``profiles`` and in ``set``.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        profiles: Sequence[str] = (),
        set: Mapping[str, Setting] | None = None,  # noqa: A002
    ) -> None:
        #: The file or folder that it was read from.
        self.path: Path = located(path)
        #: Names of the profiles that were taken.
        self.profiles: tuple[str, ...] = profile_names(profiles)
        self._overrides: dict[str, str] = {}
        self._parameters: dict[str, Parameter] = {}
        self.set(set or {})

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Every parameter by its path, in the order of the documentation."""
        return self._parameters

    @property
    def overrides(self) -> Mapping[str, str]:
        """Texts by path of what was changed after the file was read."""
        return self._overrides

    @property
    def available_profiles(self) -> tuple[str, ...]:
        """Names of all profiles that the file and what it extends have, those of each file by the alphabet."""
        return tuple(_core.profiles_of(self.path, read_options(self.profiles, self._overrides.items())))

    @property
    def title(self) -> str:
        """What the scenario calls itself."""
        return str(self["title"])

    def set(self, values: Mapping[str, Setting]) -> None:
        """Changes values by path. Either all of them are taken or, where one is wrong, none.

        Args:
            values: New values by dotted path.

        Raises:
            ConfigError: With every mistake that the scenario would then hold.
        """
        if not isinstance(values, Mapping) or not all(isinstance(path, str) for path in values):
            rule = 'must be a mapping of paths to values such as {"residents.count": 5000}'
            _core.refuse_keyword("set", value=repr(values), rule=rule)
        overrides = self._overrides | {path: setting_text(value) for path, value in values.items()}
        rows = _core.read_parameters(self.path, read_options(self.profiles, overrides.items()))
        self._parameters = parameters_of(rows)
        self._overrides = overrides

    def __getitem__(self, path: str) -> Any:
        """The value of a parameter as Python knows it; quantities are texts with their unit.

        Args:
            path: Dotted path.

        Returns:
            A number, truth value, text, list or dict.

        Raises:
            UnknownParameterError: Where there is no such parameter; it is a KeyError and names the nearest one.
        """
        if path not in self._parameters:
            raise UnknownParameterError(path, self._parameters)
        return self._parameters[path].value

    def __setitem__(self, path: str, value: Setting) -> None:
        """Changes one value, as :meth:`set` does.

        Args:
            path: Dotted path.
            value: The new one.

        Raises:
            ConfigError: With every mistake that the scenario would then hold.
        """
        self.set({path: value})

    def run(
        self,
        *,
        seed: int = 1,
        replicate: int = 0,
        threads: int = 0,
        out: str | PathLike[str] | None = None,
        force: bool = False,
        checkpoint_every: int = _core.usual_checkpoint_every,
        progress: Shows = "auto",
    ) -> Run:
        """Runs the scenario, whose file is read again.

        Args:
            seed: From 0 to 2**32 - 1; the same seed and version give the same bits on any machine.
            replicate: Another draw of the same seed, from 0 to 2**32 - 1.
            threads: How many to use; 0 for one on each processor.
            out: Folder to be made for the run; None for a temporary one that is removed with the Run.
            force: Replace an older run in ``out``.
            checkpoint_every: Hours of simulated time between two checkpoints; 0: only when the run is stopped.
            progress: ``"auto"`` draws a bar on a terminal and in a notebook, and none elsewhere; None draws none. A
                function is called with the hours that have been run and all hours; answering False stops the run.

        Returns:
            The run, unfinished where ``progress`` stopped it.

        Raises:
            ConfigError: With every mistake in the scenario.
            Error: Where ``out`` exists without ``force``, or cannot be written.
            KeyboardInterrupt: After Ctrl-C; a checkpoint was written and :func:`commonweal.resume` goes on from it.
        """
        from commonweal.run import Run, TemporaryFolder, refuse_existing

        numbers = {"seed": seed, "replicate": replicate, "threads": threads, "checkpoint_every": checkpoint_every}
        numbers = {name: whole_number(name, value) for name, value in numbers.items()}
        temporary = TemporaryFolder() if out is None else None
        folder = temporary.path / "run" if temporary else Path(fspath(out or ""))
        if not force:
            refuse_existing(folder, replace="force=True", other="out", resume=f"commonweal.resume({str(folder)!r})")
        with reporting(progress) as report:
            _core.run(
                self.path,
                read_options(self.profiles, self._overrides.items()),
                out=folder,
                force=force,
                progress=report,
                **numbers,
            )
        return Run.of_temporary(folder, temporary) if temporary else Run(folder)

    def _card(self) -> Card:
        changed = [row for row in self._parameters.values() if row.default and row.text != row.default]
        known = [row for row in changed if row.path not in ("title", "question")]
        available = f"none of {', '.join(self.available_profiles)}" if self.available_profiles else ""
        facts = [
            ("question", self._text("question")),
            ("file", str(self.path)),
            ("period", f"{self._text('time.duration')} from {self._text('time.start')}"),
            ("residents", f"{self['residents.count']:,}" if "residents.count" in self._parameters else ""),
            ("profiles", ", ".join(self.profiles) or available),
            ("parameters", f"{len(self._parameters)}, {len(known)} of them other than their defaults"),
        ]
        rows = [[row.path, row.text, row.default, self._origin(row.path)] for row in known]
        differs = Grid("Other than the defaults", ["parameter", "value", "default", "set by"], rows, "parameters")
        return Card(f"Scenario: {self.title}", facts, [differs])

    def _text(self, path: str) -> str:
        return str(self[path]) if path in self._parameters else ""

    def _origin(self, path: str) -> str:
        """Who set a parameter: the program, or the file and what it extends."""
        return "program" if any(f"{path}.".startswith((f"{set_}.", f"{set_}[")) for set_ in self._overrides) else "file"

    def __repr__(self) -> str:
        changes = f", profiles {', '.join(self.profiles)}" if self.profiles else ""
        changes += "".join(f", {path}={text}" for path, text in self._overrides.items())
        return f"<Scenario {self.title!r} from {str(self.path)!r}{changes}>"
