# SPDX-License-Identifier: Apache-2.0
"""The values of one attribute of all agents of a kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from commonweal import _core

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Column(NDArrayOperatorsMixin):
    """One value for each agent, in row order: always the present ones, in the simulation's own memory.

    Use it as an array: it can be read and assigned by index, compared, added and handed to NumPy's functions, which
    give ordinary arrays. Nothing is copied. An array that is taken from it, by ``numpy.asarray(column)`` or a slice,
    shows the present values until the next step: columns that rules see at neighbours have two copies that take turns.
    Such an array stays safe to use for as long as it is kept, but may then hold values of an earlier tick.

    Made by ``people["trust"]`` of :class:`Agents`. In the middle of a tick, such as in a rule, columns are read-only:
    what a rule writes is what it declares.
    """

    __slots__ = ("_engine", "_kind", "_name")

    def __init__(self, engine: _core.Engine, kind: str, name: str) -> None:
        self._engine, self._kind, self._name = engine, kind, name
        _core.column(engine, kind, name)

    @property
    def name(self) -> str:
        """What rules call it."""
        return self._name

    def is_same(self, other: Column) -> bool:
        """Whether the other is the same column of the same simulation.

        Args:
            other: A column of any simulation.

        Returns:
            True if both are one column in one memory.
        """
        return (self._engine, self._kind, self._name) == (other._engine, other._kind, other._name)

    @property
    def values(self) -> NDArray[Any]:
        """The present values as an array, without a copy; valid until the next step."""
        return _core.column(self._engine, self._kind, self._name)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the values."""
        return self.values.dtype

    @property
    def shape(self) -> tuple[int]:
        """(agents,)."""
        return (len(self.values),)

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        values = self.values
        if dtype is not None and np.dtype(dtype) != values.dtype:
            if copy is False:
                raise ValueError(f"column {self._name!r} is {values.dtype}; as {np.dtype(dtype)} it would be a copy")
            return values.astype(dtype)
        return values.copy() if copy else values

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        into = kwargs.get("out", ())
        if into:
            kwargs["out"] = tuple(plain(target) for target in into)
        result = getattr(ufunc, method)(*map(plain, inputs), **kwargs)
        return into[0] if len(into) == 1 else result

    def __getitem__(self, key: Any) -> Any:
        return self.values[plain(key)]

    def __setitem__(self, key: Any, value: Any) -> None:
        values = self.values
        if values.flags.writeable:
            values[plain(key)] = self._fitting(plain(value), values.dtype)
            return
        raise _core.Error(
            f"column {self._name!r} of kind {self._kind} is assigned to in the middle of a tick; "
            "a rule writes what it declares in `write`"
        )

    def _fitting(self, value: Any, dtype: np.dtype[Any]) -> Any:
        """A value that a column of whole numbers can hold as it is."""
        given = np.asarray(value)
        if dtype.kind not in "iu" or given.dtype.kind not in "iuf" or given.dtype == dtype:
            return value
        with np.errstate(invalid="ignore"):
            whole = given.astype(dtype)
        if (whole == given).all():
            return whole
        wrong = given[whole != given].flat[0]
        limits = np.iinfo(dtype)
        raise _core.Error(
            f"column {self._name!r} of kind {self._kind} is given {wrong}; it holds whole numbers from {limits.min} to "
            f"{limits.max} ({dtype})"
        )

    def __getattr__(self, name: str) -> Any:
        """All else that an array has, such as ``sum`` and ``max``."""
        if name.startswith("_"):
            raise AttributeError(f"a Column has no attribute {name!r}")
        return getattr(self.values, name)

    def __repr__(self) -> str:
        values = np.array2string(self.values, separator=", ", threshold=10)
        return f"<Column {self._name!r} of {self._kind}: {values}, {self.dtype}>"


def plain(value: Any) -> Any:
    """Columns as arrays; all else as it is."""
    return value.values if isinstance(value, Column) else value
