# SPDX-License-Identifier: Apache-2.0
"""Agents of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from commonweal import _core
from commonweal.card import Card, Grid, Shown, number_text
from commonweal.core.arguments import COLUMN_TYPES, as_array, names_of, near, type_words, vector, whole
from commonweal.core.graph import agent_ids

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from commonweal.core.column import Column


class Agents(Shown):
    """The agents of one kind in a simulation: ids, and columns by name, as in ``people["trust"]``.

    Made by :meth:`Simulation.add_agents`. ``people["trust"] = 0.5`` assigns to all of them.
    """

    __slots__ = ("_engine", "_kind")

    def __init__(self, engine: _core.Engine, kind: str) -> None:
        self._engine, self._kind = engine, kind
        _core.columns(engine, kind)

    @property
    def kind(self) -> str:
        """What the agents are called."""
        return self._kind

    @property
    def ids(self) -> NDArray[np.uint32]:
        """The persistent id of each agent, (agents,); a read-only view."""
        return _core.ids(self._engine, self._kind)

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return _core.columns(self._engine, self._kind)

    def __getitem__(self, name: str) -> Column:
        from commonweal.core.column import Column

        return Column(self._engine, self._kind, name)

    def __setitem__(self, name: str, value: ArrayLike) -> None:
        column = self[name]
        # What comes back from an operator in place is the column itself.
        if isinstance(value, type(column)) and value.is_same(column):
            return
        column[:] = value

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def __len__(self) -> int:
        return len(self.ids)

    def _card(self) -> Card:
        rows = []
        for name in self.columns:
            values = _core.column(self._engine, self._kind, name)
            spread = (values.min(), values.mean(), values.max()) if len(values) else ()
            rows.append([name, str(values.dtype), *([number_text(float(value)) for value in spread] or [""] * 3)])
        columns = Grid("Columns", ["name", "type", "least", "mean", "most"], rows)
        return Card(f"Agents: {len(self):,} of kind {self._kind}", grids=[columns])

    def __repr__(self) -> str:
        return f"<Agents: {len(self)} of kind {self._kind}, columns {', '.join(self.columns) or 'none'}>"


def add_agents(
    engine: _core.Engine,
    kind: str,
    size: int,
    columns: Mapping[str, ArrayLike],
    ids: ArrayLike | Iterable[int] | None,
    segments: ArrayLike | Iterable[int] | None,
    rows: Iterable[Iterable[str]],
) -> None:
    """Checks what agents are described by, and adds them."""
    if not isinstance(columns, Mapping):
        raise _core.Error(f"columns is {columns!r}; it must be a dict of names and values")
    count = whole("size", size)
    mistakes: list[str] = []
    values = [(str(name), column_of(str(name), value, count, mistakes)) for name, value in columns.items()]
    packed = [names_of("rows", row) for row in rows]
    for name in (name for row in packed for name in row):
        if name not in columns:
            mistakes.append(f"the row's {name!r} is no column{near(name, map(str, columns))}")
    if mistakes:
        raise _core.Error(f"{kind}: " + "; ".join(mistakes))
    _core.add_agents(
        engine,
        kind=kind,
        ids=agent_ids("ids", ids, count),
        segments=None if segments is None else vector("segments", segments),
        columns=values,
        rows=packed,
    )


def column_of(name: str, values: ArrayLike, size: int, mistakes: list[str]) -> NDArray[Any]:
    """The values of a column for all agents, without holding one number many times."""
    import numpy as np

    array = as_array(f"column {name!r}", values)
    if array.dtype.kind == "b":
        array = array.astype(np.uint8)
    if array.dtype.name not in COLUMN_TYPES:
        example = "np.uint8(1) or np.int32(-1)" if array.dtype.kind in "iu" else "np.float32(0.5)"
        mistakes.append(
            f"column {name!r} is {type_words(array)}; it must be {', '.join(COLUMN_TYPES[:-1])} or "
            f"{COLUMN_TYPES[-1]}, such as {example}"
        )
    elif array.shape not in ((), (size,)):
        mistakes.append(f"column {name!r} has the shape {array.shape}; it must be one value or the shape ({size},)")
        return array
    return np.broadcast_to(array, (size,))
