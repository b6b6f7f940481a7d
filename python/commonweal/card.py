# SPDX-License-Identifier: Apache-2.0
"""What objects say of themselves: as text for ``print``, as HTML for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

#: Lengths beyond which texts are cut, characters.
LONGEST, LONGEST_CELL = 200, 64
#: Rows beyond which a table is cut.
MOST_ROWS = 16

# Colours are those of the page, so that light and dark ones are readable alike; in old pages tables inherit none.
FRAME = "margin:.4em 0;padding:.5em .8em;border:1px solid rgba(128,128,128,.45);border-radius:4px;max-width:62em"
GRID = "border-collapse:collapse;margin:.3em 0;color:inherit;font-size:inherit"
CELL = "padding:.1em .8em .1em 0;text-align:left;vertical-align:top;background:transparent;color:inherit"
FAINT = "opacity:.72;font-weight:normal"
LINE = "border-top:1px solid rgba(128,128,128,.45)"


@dataclass(frozen=True)
class Grid:
    """A small table on a card.

    Attributes:
        title: What it shows.
        header: Names of its columns.
        rows: As many texts as there are columns.
        more: Where the rows are that a card has no room for.
    """

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    more: str = ""

    def shown(self) -> list[list[str]]:
        """The rows that have room, cut where they are long."""
        return [[shortened(cell, LONGEST_CELL) for cell in row] for row in self.rows[:MOST_ROWS]]

    def rest(self) -> str:
        """What is said of the rows that have none."""
        left = len(self.rows) - MOST_ROWS
        return f"... and {left} more{': ' + self.more if self.more else ''}" if left > 0 else ""


@dataclass(frozen=True)
class Card:
    """A heading, named facts and small tables.

    Attributes:
        heading: What kind of thing it is, and which.
        facts: What there is to say of it, by name; those without text are left out.
        grids: Tables below the facts.
    """

    heading: str
    facts: Sequence[tuple[str, str]] = ()
    grids: Sequence[Grid] = field(default_factory=tuple)

    def text(self) -> str:
        """Lines of plain text."""
        lines = [shortened(self.heading, LONGEST)]
        lines += columns_of([[name, shortened(text, LONGEST)] for name, text in self.facts if text])
        for grid in filter(lambda grid: grid.rows, self.grids):
            lines += [f"{grid.title}:", *columns_of([list(grid.header), *grid.shown()])]
            lines += [f"  {grid.rest()}"] if grid.rest() else []
        return "\n".join(lines)

    def html(self) -> str:
        """The same as HTML without scripts; every text of the user's is escaped."""
        facts = [
            f'<tr><th style="{CELL};{FAINT}">{escape(name)}</th><td style="{CELL}">{cut(text)}</td></tr>'
            for name, text in self.facts
            if text
        ]
        parts = [f"<strong>{cut(self.heading)}</strong>"]
        parts += [f'<table style="{GRID}">{"".join(facts)}</table>'] if facts else []
        parts += [grid_html(grid) for grid in self.grids if grid.rows]
        return f'<div class="commonweal" style="{FRAME}">{"".join(parts)}</div>'


def grid_html(grid: Grid) -> str:
    head = "".join(f'<th style="{CELL};{FAINT}">{escape(name)}</th>' for name in grid.header)
    rows = [
        f'<tr style="{LINE}">' + "".join(f'<td style="{CELL}">{escape(cell)}</td>' for cell in row) + "</tr>"
        for row in grid.shown()
    ]
    rest = f'<div style="{FAINT}">{escape(grid.rest())}</div>' if grid.rest() else ""
    table = f'<table style="{GRID}"><tr>{head}</tr>{"".join(rows)}</table>'
    return f"<details open><summary>{escape(grid.title)}</summary>{table}{rest}</details>"


class Shown:
    """Prints as a card, and shows as one in notebooks."""

    __slots__ = ()

    def _card(self) -> Card:
        raise NotImplementedError

    def __str__(self) -> str:
        return self._card().text()

    def _repr_html_(self) -> str:
        return self._card().html()


def columns_of(rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines whose cells are below each other."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    ]


def shortened(text: str, length: int) -> str:
    """One line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 3].rstrip() + "..."


def cut(text: str) -> str:
    return escape(shortened(text, LONGEST))


def number_text(value: float) -> str:
    """A number for people: 4 significant digits, or all of a large one."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
