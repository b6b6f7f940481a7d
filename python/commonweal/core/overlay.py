# SPDX-License-Identifier: Apache-2.0
"""Ties that come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import column_values, text, whole
from commonweal.core.graph import Graph, inner

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Overlay:
    """Ties that come and go on a frozen graph, such as contacts in a shelter or neighbours who moved away.

    A few changes cost little, and what did not change is read as fast as before. An undirected tie may be named in
    either order. All methods raise :class:`commonweal.Error` for ends that are no rows.

    Args:
        frozen: The graph, which stays as it is.
    """

    __slots__ = ("_frozen", "_overlay")

    def __init__(self, frozen: Graph) -> None:
        self._frozen = frozen
        self._overlay = _core.Overlay(inner(frozen))

    def _now(self) -> _core.Overlay:
        return self._overlay

    @property
    def frozen(self) -> Graph:
        """The graph without changes."""
        return self._frozen

    def add(self, first: int, second: int, *, until: int | None = None) -> None:
        """Ties two agents, for good or until :meth:`advance` reaches the tick ``until``.

        A frozen tie that was removed comes back with what it carries; a new one carries 0 in each column until
        :meth:`set`.

        Args:
            first: Row of one end.
            second: Row of the other.
            until: The tick; None for good.

        Raises:
            Error: If they are tied, or, unless the graph is bipartite, are one.
        """
        self._now().add(whole("first", first), whole("second", second), tick_or_none(until))

    def remove(self, first: int, second: int, *, until: int | None = None) -> None:
        """Parts two agents, for good or until :meth:`advance` reaches the tick ``until``.

        Args:
            first: Row of one end.
            second: Row of the other.
            until: The tick; None for good.

        Raises:
            Error: If they are not tied.
        """
        self._now().remove(whole("first", first), whole("second", second), tick_or_none(until))

    def advance(self, now: int) -> None:
        """Undoes the additions and removals whose time is up at tick ``now``.

        Args:
            now: The tick, not before that of the last call.
        """
        self._now().advance(whole("now", now))

    def neighbours(self, v: int) -> NDArray[np.uint32]:
        """Rows of one agent's neighbours as they are now, ascending; a copy.

        Args:
            v: Row of the agent.

        Returns:
            The rows, (neighbours,).
        """
        return self._now().neighbours(whole("v", v))

    def value(self, name: str, first: int, second: int) -> int | float:
        """What a tie carries in one column.

        Args:
            name: Of the edge column.
            first: Row of one end.
            second: Row of the other.

        Returns:
            A whole number, or a 32-bit float as Python's.

        Raises:
            Error: If the two are not tied, or there is no such column.
        """
        return self._now().value(text("name", name), whole("first", first), whole("second", second))

    def set(self, name: str, first: int, second: int, value: float) -> None:
        """Changes what an added tie carries in one column; frozen ties keep theirs.

        Args:
            name: Of the edge column.
            first: Row of one end.
            second: Row of the other.
            value: The new one, in the column's unit, finite.

        Raises:
            Error: As :meth:`value`, for a frozen tie, and for a value that is not finite or that the column
                cannot hold.
        """
        array = column_values(name, [value], dtype=self._frozen.values(name).dtype.name)
        self._now().set(name, whole("first", first), whole("second", second), array)

    def freeze(self) -> Graph:
        """All ties as they are now, as a graph of its own."""
        return Graph(self._now().freeze())

    def __repr__(self) -> str:
        return f"<Overlay on {self._frozen!r}>"


class LayerOverlay(Overlay):
    """What comes and goes on a layer of a simulation, looked up at each use: a state that is loaded has its own."""

    __slots__ = ("_engine", "_layer", "_of")

    def __init__(self, engine: _core.Engine, of: str, layer: str, frozen: Graph) -> None:
        self._engine, self._of, self._layer = engine, of, layer
        self._frozen = frozen

    def _now(self) -> _core.Overlay:
        return self._engine.overlay(self._of, self._layer)


def tick_or_none(until: int | None) -> int | None:
    return None if until is None else whole("until", until)
