# SPDX-License-Identifier: Apache-2.0
"""What a shell offers when the Tab key is pressed; never an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer


def scenarios(incomplete: str) -> list[str]:
    """Shipped scenarios by name, then folders on the way to one, and TOML files."""
    from commonweal import shipped

    names = [name for name in shipped.scenarios() if name.startswith(incomplete)]
    return names + [
        f"{place}/" if place.is_dir() and not (place / "scenario.toml").exists() else str(place)
        for place in places(incomplete)
        if place.is_dir() or place.suffix == ".toml"
    ]


def run_folders(incomplete: str) -> list[str]:
    """Folders of runs that begin so, there or one folder further down."""
    folders = [place for place in places(incomplete) if place.is_dir()]
    below = [place for folder in folders for place in sorted(folder.iterdir())]
    return [str(place) for place in [*folders, *below] if (place / "manifest.json").exists()]


def places(incomplete: str) -> list[Path]:
    """Files and folders whose path begins so, without hidden ones."""
    start, slash, name = incomplete.rpartition("/")
    folder = Path(start + slash)
    try:
        found = sorted(place for place in folder.iterdir() if place.name.startswith(name))
    except OSError:
        return []
    return [place for place in found if name.startswith(".") or not place.name.startswith(".")]


def profiles(context: typer.Context, incomplete: str) -> list[str]:
    """Profiles of the scenario that stands in the command already."""
    from commonweal import Error, _core
    from commonweal.scenario import read_options
    from commonweal.shipped import located

    # The last option lacks its value yet, and the argument may not have been read for that.
    given: list[Any] = [context.params.get("scenario"), *context.args]
    for scenario in filter(None, given):
        try:
            known = _core.profiles_of(located(scenario), read_options())
        except Error:
            continue
        return [name for name in known if name.startswith(incomplete)]
    return []


def settings(incomplete: str) -> list[str]:
    """Paths of parameters, each with the sign after which the value comes."""
    return [f"{path}=" for path in parameter_paths() if path.startswith(incomplete)]


def keys(incomplete: str) -> list[str]:
    """Paths of parameters, tables and lists, without the brackets that a shell would read."""
    from commonweal import _core

    paths = [key.path.replace("[]", "") for key in _core.explain_keys()]
    return [path for path in paths if path.startswith(incomplete)]


def parameter_paths() -> list[str]:
    """What ``--set`` may change, but for elements of lists."""
    from commonweal import _core

    return [key.path for key in _core.explain_keys() if key.kind != "table" and "[" not in key.path]


def templates(incomplete: str) -> list[str]:
    from commonweal.templates import templates as known

    return [name for name in known() if name.startswith(incomplete)]
