# SPDX-License-Identifier: Apache-2.0
"""The scenarios that come with the package."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path

from commonweal import _core

#: Where the package keeps them, one folder for each.
FOLDER = Path(__file__).parent / "scenarios"


def scenarios() -> dict[str, Path]:
    """The shipped scenarios: their folders by name, in the order of the names.

    Each folder holds ``scenario.toml``, a ``README.md`` with question and sources, and ``expected.toml``, the bands
    that its runs are held to.
    """
    return {file.parent.name: file.parent for file in sorted(FOLDER.glob("*/scenario.toml"))}


def scenario(name: str) -> Path:
    """The folder of a shipped scenario.

    Args:
        name: One of :func:`scenarios`.

    Returns:
        The folder, which holds ``scenario.toml``.

    Raises:
        Error: Where none has that name; with the nearest one.
    """
    known = scenarios()
    if name not in known:
        near = _core.nearest(name, list(known))
        meant = f"Did you mean {near!r}?" if near else f"There is {', '.join(map(repr, known))}."
        raise _core.Error(f"there is no shipped scenario {name!r}. {meant}")
    return known[name]


def located(path: str | PathLike[str]) -> Path:
    """The path, or the folder of the shipped scenario of that name where there is nothing at the path.

    Args:
        path: A file, a folder or a name.

    Returns:
        Where it is; the path as it was given where nothing is found.

    Raises:
        ConfigError: Where there is neither, but a shipped scenario of nearly that name.
    """
    place = Path(fspath(path))
    if place.exists():
        return place
    name, known = str(place), scenarios()
    near = place.name if place.name in known else _core.nearest(name, list(known))
    if name not in known and near:
        _core.refuse_files([(name, 0, 0, "", "does not exist", "", near)])
    return known.get(name, place)
