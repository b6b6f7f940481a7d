# SPDX-License-Identifier: Apache-2.0
"""What a rule on whole columns tells the event log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from commonweal._core import Error
from commonweal.core.arguments import as_array, rows_of, type_words, unsigned

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Entry: TypeAlias = tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float64]]


class Log:
    """What a rule is given for the argument that it names in ``log``: called, it adds rows to the event log.

    The rows appear in :meth:`Simulation.events` when the tick is over. If the rule raises, or another one at this tick,
    they never do.

    Args:
        agents: How many the rule is called for.
    """

    __slots__ = ("_agents", "_entries", "_is_over")

    def __init__(self, agents: int) -> None:
        self._agents, self._is_over = agents, False
        self._entries: list[Entry] = []

    def __call__(
        self, rows: ArrayLike | Iterable[int], what: ArrayLike | Iterable[int] = 0, value: ArrayLike = 0.0
    ) -> None:
        """Adds one row of the event log for each of some agents.

        Args:
            rows: Where the agents stand in the arrays that the rule is given: numbers, or a mask of all. A number may
                stand by itself.
            what: The rule's own code for what happened, from 0 to 2**32 - 1; one for all, or one for each.
            value: The rule's own number; one for all, or one for each.

        Raises:
            Error: If a row, code or value is out of range or of another type or shape, and after the rule's call.
        """
        import numpy as np

        if self._is_over:
            raise Error("log: the call of the rule is over; a rule logs before it returns")
        of = np.array(rows_of("log: rows", rows, self._agents))
        codes = unsigned("log: what", each("log: what", what, len(of), "whole numbers"))
        values = each("log: value", value, len(of), "numbers")
        self._entries.append((of, codes, np.array(values, np.float64)))

    def finish(self) -> list[Entry]:
        """What it was told; it takes nothing from now on."""
        self._is_over = True
        return self._entries


def each(name: str, values: Any, count: int, wanted: str) -> NDArray[Any]:
    """One value for each of so many, in memory of their own."""
    import numpy as np

    array = as_array(name, values)
    if array.size and array.dtype.kind not in ("iu" if wanted == "whole numbers" else "iufb"):
        raise Error(f"{name} must be {wanted}, not {type_words(array)}")
    if array.shape not in ((), (count,)):
        raise Error(f"{name} has the shape {array.shape}; it must be one value or have the shape ({count},)")
    return np.array(np.broadcast_to(array, (count,)))
