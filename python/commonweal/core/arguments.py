# SPDX-License-Identifier: Apache-2.0
"""What users hand in, as the extension takes it; what is wrong with it, in one sentence."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from importlib import import_module
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, NoReturn

from commonweal import _core
from commonweal._core import Error

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

MOST = 2**32 - 1
#: Squares and products of larger numbers overflow.
LARGEST = 1e100
UNTIDY = ("refuse", "drop")
COLUMN_TYPES = ("float32", "int32", "uint32", "uint16", "uint8")


def needed(module: str, *, extra: str = "graphs") -> Any:
    """A library that only some calls need, and that an extra of the package brings."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        library = module.partition(".")[0]
        raise Error(
            f"this call needs {library}, which is not installed: pip install 'commonweal[{extra}]'"
        ) from missing


def whole(name: str, value: int, *, most: int = MOST) -> int:
    """A whole number from 0 to ``most``."""
    try:
        number = operator.index(value)
    except TypeError:
        raise Error(f"{name} is {value!r}; it must be a whole number") from None
    if not 0 <= number <= most:
        raise Error(f"{name} is {number}; it must be from 0 to {most}")
    return number


def real(name: str, value: float) -> float:
    """A number."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise Error(f"{name} is {value!r}; it must be a number") from None


def bounded(name: str, value: float, *, low: float = 0.0, high: float = inf, above: bool = False) -> float:
    """A number from ``low`` to ``high``, or ``above`` the low end, and not beyond ``LARGEST``."""
    number = real(name, value)
    if abs(number) <= LARGEST and low <= number <= high and not (above and number == low):
        return number
    _refuse(name, number, low, high, above)


def numbers(
    name: str, values: ArrayLike | Iterable[float], *, low: float = -inf, high: float = inf, above: bool = False
) -> NDArray[np.float64]:
    """The same for numbers of any shape."""
    import numpy as np

    array = as_array(name, values)
    if array.dtype.kind not in "iufbO":
        raise Error(f"{name} must be numbers, not {type_words(array)}")
    try:
        array = np.array(array, dtype=float, order="C")
    except (TypeError, ValueError, OverflowError):
        raise Error(f"{name} must be numbers, not {type_words(array)}") from None
    right = (np.abs(array) <= LARGEST) & (array >= low) & (array <= high) & ~(above & (array == low))
    if not right.all():
        _refuse(name, array[~right][0], low, high, above)
    return array


def flat(
    name: str, values: ArrayLike | Iterable[float], *, low: float = -inf, high: float = inf
) -> NDArray[np.float64]:
    """The same, one after the other."""
    return numbers(name, values, low=low, high=high).ravel()


def _refuse(name: str, number: float, low: float, high: float, above: bool) -> NoReturn:
    if abs(number) > LARGEST and low < number < high:
        rule = f"must be from {-LARGEST:g} to {LARGEST:g}"
    elif above and isfinite(high):
        rule = f"must be above {low:g} and at most {high:g}"
    elif above:
        rule = f"must be above {low:g}"
    elif isfinite(high):
        rule = f"must be between {low:g} and {high:g}"
    else:
        rule = f"must be at least {low:g}" if isfinite(low) else "must be a finite number"
    _core.refuse_keyword(name, value=f"{number:g}", rule=rule)


def text(name: str, value: str) -> str:
    """A text."""
    if not isinstance(value, str):
        raise Error(f"{name} is {value!r}; it must be a text")
    return value


def near(word: str, names: Iterable[str]) -> str:
    """How a refusal of an unknown name ends: the nearest of the names there are, if one is near."""
    meant = _core.nearest(word, list(names))
    return "" if meant is None else f". Did you mean {meant!r}?"


def names_of(name: str, values: Iterable[str]) -> list[str]:
    """A list of names; a text by itself is a slip."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise Error(f"{name} is {values!r}; it must be a list of names")
    return [text(f"a name in {name}", value) for value in values]


def drops(untidy: str) -> bool:
    """Whether untidy ties are to be dropped."""
    if untidy not in UNTIDY:
        raise Error(f"untidy is {untidy!r}; it must be 'refuse' or 'drop'")
    return untidy == "drop"


def as_array(name: str, values: ArrayLike | Iterable[Any]) -> NDArray[Any]:
    """Any array, list or iterator as an array."""
    import numpy as np

    try:
        return np.asarray(values if hasattr(values, "__array__") or not isinstance(values, Iterable) else list(values))
    except (TypeError, ValueError) as problem:
        raise Error(f"{name} cannot be an array: {problem}") from None


def unsigned(
    name: str, values: ArrayLike | Iterable[Any], *, most: int = MOST, told: int | None = None
) -> NDArray[np.uint32]:
    """Whole numbers from 0 to ``most``, in any shape. Who gives others is told that they go up to ``told``."""
    import numpy as np

    array = as_array(name, values)
    if array.size == 0:
        return np.zeros(array.shape, np.uint32)
    if array.dtype.kind not in "iu":
        raise Error(f"{name} must be whole numbers, not {type_words(array)}")
    wrong = (array < 0) | (array > most)
    if wrong.any():
        count, first = int(wrong.sum()), array[wrong].flat[0]
        are_not = f"1 is not: {first}" if count == 1 else f"{count} are not, such as {first}"
        raise Error(f"{name} must be from 0 to {most if told is None else told}; {are_not}")
    return np.ascontiguousarray(array, dtype=np.uint32)


def vector(name: str, values: ArrayLike | Iterable[int], *, most: int = MOST) -> NDArray[np.uint32]:
    """A row of whole numbers from 0 to ``most``."""
    array = unsigned(name, values, most=most)
    if array.ndim != 1:
        raise Error(f"{name} must have one dimension, not the shape {array.shape}")
    return array


def rows_of(name: str, rows: ArrayLike | Iterable[int], count: int) -> NDArray[np.uint32]:
    """Rows below ``count``, which are given as numbers or as a mask of all."""
    import numpy as np

    array = as_array(name, rows)
    if array.dtype.kind != "b":
        return vector(name, array, most=count - 1)
    if array.shape != (count,):
        raise Error(f"{name} is a mask of the shape {array.shape}; it must have the shape ({count},)")
    return np.flatnonzero(array).astype(np.uint32)


def ends_of(edges: ArrayLike | Iterable[tuple[int, int]], agents: int) -> NDArray[np.uint32]:
    """The two ends of each tie, (n, 2), among so many agents; those beyond them are left to the graph to refuse."""
    import numpy as np

    array = unsigned("edges", edges, told=max(agents, 1) - 1)
    if array.shape == (0,):
        return np.zeros((0, 2), np.uint32)
    if array.ndim != 2 or array.shape[1] != 2:
        raise Error(f"edges must have the shape (n, 2), not {array.shape}")
    return array


def column_values(name: str, values: ArrayLike | Iterable[float], dtype: str | None = None) -> NDArray[Any]:
    """Values of an edge column in one of the types that columns can have, or in ``dtype``."""
    import numpy as np

    array = as_array(f"column {name!r}", values)
    if array.ndim != 1:
        raise Error(f"column {name!r} must have one dimension, not the shape {array.shape}")
    if array.size and array.dtype.kind not in "iufb":
        raise Error(f"column {name!r} must be numbers, not {type_words(array)}")
    wanted = np.dtype(dtype or column_dtype(array))
    if wanted.kind == "f":
        with np.errstate(over="ignore"):
            narrow = np.ascontiguousarray(array, dtype=wanted)
        fits = np.isinf(narrow) <= np.isinf(array)
    else:
        limits = np.iinfo(wanted)
        fits = (array >= limits.min) & (array <= limits.max) & (array == np.floor(array))
        narrow = np.ascontiguousarray(np.where(fits, array, 0), dtype=wanted)
    if not fits.all():
        raise Error(f"column {name!r}: {array[~fits][0]} is beyond what {wanted} can hold")
    return narrow


def column_dtype(array: NDArray[Any]) -> str:
    """The type that a column of these numbers has."""
    if array.dtype.kind == "b":
        return "uint8"
    if array.dtype.kind not in "iu" or array.size == 0:
        return array.dtype.name if array.dtype.name in COLUMN_TYPES else "float32"
    if array.dtype.name in COLUMN_TYPES:
        return array.dtype.name
    return "uint32" if array.max() > 2**31 - 1 else "int32"


def type_words(array: NDArray[Any]) -> str:
    """What the values of an array are, as a message says it."""
    return {"U": "text", "S": "text", "O": "objects"}.get(array.dtype.kind, array.dtype.name)
