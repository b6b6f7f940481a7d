# SPDX-License-Identifier: Apache-2.0
"""Numbers that are observed of all agents again and again."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal import _core
from commonweal.core.agents import Agents
from commonweal.core.arguments import real, text


@dataclass(frozen=True)
class Observer:
    """One number of all agents of a kind; made by :func:`sum`, :func:`mean` and :func:`count`.

    Attributes:
        what: ``"sum"``, ``"mean"`` or ``"count"``.
        kind: Of agents.
        column: Of this kind.
        value: The one that is counted; None unless it is a count.
    """

    what: str
    kind: str
    column: str
    value: float | None = None


def sum(kind: str, column: str) -> Observer:
    """The sum of a column over all agents of a kind, in its unit; made on all threads, in a fixed order.

    Args:
        kind: Of agents.
        column: Of this kind.

    Returns:
        What :meth:`Simulation.observe` takes.
    """
    return Observer("sum", text("kind", kind), text("column", column))


def mean(kind: str, column: str) -> Observer:
    """The mean of a column over all agents of a kind, in its unit; not a number if there are none.

    Args:
        kind: Of agents.
        column: Of this kind.

    Returns:
        What :meth:`Simulation.observe` takes.
    """
    return Observer("mean", text("kind", kind), text("column", column))


def count(kind: str, column: str, value: float) -> Observer:
    """How many agents of a kind have this value in a column.

    Args:
        kind: Of agents.
        column: Of this kind.
        value: The one that is counted, in the column's unit.

    Returns:
        What :meth:`Simulation.observe` takes.
    """
    return Observer("count", text("kind", kind), text("column", column), real("value", value))


def observe(engine: _core.Engine, name: str, observer: Observer, *, every: int, phase: int, unit: str) -> None:
    """Lets an engine observe a number without calling Python."""
    _core.observe(
        engine,
        name,
        what=observer.what,
        kind=observer.kind,
        column=observer.column,
        value=counted(engine, name, observer),
        every=every,
        phase=phase,
        unit=unit,
    )


def counted(engine: _core.Engine, name: str, observer: Observer) -> float:
    """The value that is counted, which a column of its type can have; 0 where none is."""
    import numpy as np

    dtype = Agents(engine, observer.kind)[observer.column].dtype
    if observer.value is None or dtype.kind == "f":
        return observer.value or 0.0
    limits = np.iinfo(dtype)
    if not limits.min <= observer.value <= limits.max or observer.value != int(observer.value):
        raise _core.Error(f"series {name!r}: {observer.value:g} is no value that a column of {dtype} can have")
    return observer.value
