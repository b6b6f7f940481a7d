# SPDX-License-Identifier: Apache-2.0
"""Pictures of a run. Each is one module with a function ``draw(results)`` that returns a matplotlib figure."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from commonweal import _core
from commonweal.core.arguments import needed

if TYPE_CHECKING:
    from commonweal.pictures.style import Picture
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


def known(name: str) -> str:
    """The name of one of PICTURES."""
    if name not in PICTURES:
        raise _core.Error(f"there is no picture {name!r}; the pictures are {', '.join(PICTURES)}")
    return name


def is_interactive(engine: str) -> bool:
    """Whether pictures are to be drawn with Plotly, which is then there, and not with matplotlib."""
    if engine not in ("matplotlib", "plotly"):
        raise _core.Error(f"engine is {engine!r}; it must be 'matplotlib' or 'plotly'")
    if engine == "plotly":
        needed("plotly", extra="notebook")
    return engine == "plotly"


def draw(name: str, results: Results) -> Picture:
    """Draws one of PICTURES with matplotlib."""
    module = import_module(f"commonweal.pictures.{known(name)}")
    from matplotlib import rc_context

    from commonweal.pictures.style import LOOK

    with rc_context(LOOK):
        figure: Picture = module.draw(results)
    return figure


def draw_interactive(name: str, results: Results) -> Any:
    """Draws one of PICTURES with Plotly."""
    if known(name) not in drawable(results):
        raise _core.Error(f"the run in {results.folder} has not ended, and maps need its table of cells")
    return import_module("commonweal.pictures.interactive").DRAW[name](results)
