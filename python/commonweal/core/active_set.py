# SPDX-License-Identifier: Apache-2.0
"""Those for whom a rule runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import rows_of, whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


class ActiveSet:
    """The agents for whom rules run that are added with it as ``active``; made by :meth:`Simulation.active_set`.

    It holds whole blocks: at most 512 agents who stand side by side within one segment. All others cost nothing and
    keep their values. Change it between two ticks, as activity moves on; in the middle of a tick that is an Error.
    """

    __slots__ = ("_engine", "_kind", "_name", "_set")

    def __init__(self, engine: _core.Engine, kind: str, name: str) -> None:
        self._engine, self._kind, self._name = engine, kind, name
        self._set = engine.active_set(kind, name)

    @property
    def kind(self) -> str:
        """What its agents are called."""
        return self._kind

    @property
    def name(self) -> str:
        """By which a fork of the simulation finds its own."""
        return self._name

    @property
    def rows(self) -> NDArray[np.uint32]:
        """Where its agents stand in the columns, (agents in it,), in row order."""
        return self._set.rows

    def clear(self) -> None:
        """Nobody."""
        self._changed().clear()

    def add_all(self) -> None:
        """Every agent of the kind."""
        self._changed().add_all()

    def add_segment(self, segment: int) -> None:
        """The agents of one segment, by its place in the ``segments`` that the agents were added with.

        Args:
            segment: Its place, from 0 on.

        Raises:
            Error: If there is no such segment.
        """
        self._changed().add_segment(whole("segment", segment))

    def add_rows(self, rows: ArrayLike | Iterable[int]) -> None:
        """The blocks in which some agents stand.

        Args:
            rows: Their rows, or a mask of all agents, such as ``people["depth"] > 0``.

        Raises:
            Error: For a row that is out of range or a mask of another shape; the set is then as it was.
        """
        self._changed().add_rows(rows_of("rows", rows, self._set.kind_size))

    def is_of(self, engine: _core.Engine) -> bool:
        """Whether this is a set of the simulation that has this engine.

        Args:
            engine: That of a simulation.

        Returns:
            True if it is that of the set.
        """
        return self._engine is engine

    def _changed(self) -> _core.ActiveSet:
        # Asks the engine, which refuses in the middle of a tick.
        return self._engine.active_set(self._kind, self._name)

    def __len__(self) -> int:
        return len(self._set)

    def __repr__(self) -> str:
        return f"<ActiveSet {self._name!r}: {len(self)} of {self._set.kind_size} agents of kind {self._kind}>"


def refuse_foreign(rule: str, active: ActiveSet, engine: _core.Engine) -> None:
    """Refuses to let a rule run for what is no set of this engine's simulation."""
    if not isinstance(active, ActiveSet):
        raise _core.Error(f"rule {rule}: active is {active!r}; it must be a set that active_set() returned")
    if not active.is_of(engine):
        raise _core.Error(
            f"rule {rule}: its active set is one of another simulation; take that of this one: "
            f"active_set({active.kind!r}, {active.name!r})"
        )
