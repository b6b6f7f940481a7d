# SPDX-License-Identifier: Apache-2.0
"""Numbers that are observed of all agents again and again."""

from __future__ import annotations

from dataclasses import dataclass

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
