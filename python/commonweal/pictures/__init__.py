# SPDX-License-Identifier: Apache-2.0
"""Pictures of a run. Each is one module with a function ``draw(results)`` that returns a matplotlib figure."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from commonweal import _core

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from commonweal.results import Results

#: What each picture shows, by its name.
PICTURES = {
    "function": "Function of the communities, rain and phases",
    "requests": "Requests, staff and repair crews",
    "maps": "Water and power, cell by cell",
}


def drawable(results: Results) -> list[str]:
    """Those of PICTURES that the results suffice for."""
    return [name for name in PICTURES if results.complete or name != "maps"]


def draw(name: str, results: Results) -> Figure:
    """Draws one of PICTURES."""
    if name not in PICTURES:
        raise _core.Error(f"there is no picture {name!r}; the pictures are {', '.join(PICTURES)}")
    from matplotlib import rc_context

    from commonweal.pictures.style import LOOK

    with rc_context(LOOK):
        figure: Figure = import_module(f"commonweal.pictures.{name}").draw(results)
    return figure
