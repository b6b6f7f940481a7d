# SPDX-License-Identifier: Apache-2.0
"""Elementary functions whose bits do not depend on machine, compiler or version of NumPy.

Rules that use these give the same numbers everywhere, and the same as rules in C++ that call
``commonweal::core::math``. Each takes a number or an array of any shape and returns 32-bit floats for
32-bit floats, and 64-bit floats for all other numbers. At 0, infinity, NaN and outside the domain the
results are those of C, without warnings.

>>> import numpy as np
>>> from commonweal.core import math
>>> math.exp(np.float32([0, 1])).dtype
dtype('float32')
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from commonweal import _core
from commonweal.core.arguments import as_array, type_words

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["exp", "expm1", "log", "log1p", "pow"]


def exp(x: ArrayLike) -> Any:
    """e to the power x.

    Args:
        x: A number, or an array of any shape.

    Returns:
        32-bit floats for 32-bit floats, else 64-bit floats, of the shape of x; a number for a number.

    Raises:
        Error: If x is no numbers.
    """
    return mapped(_core.exp, floats("x", x))


def expm1(x: ArrayLike) -> Any:
    """e to the power x, less 1; accurate near 0.

    Args:
        x: A number, or an array of any shape.

    Returns:
        32-bit floats for 32-bit floats, else 64-bit floats, of the shape of x; a number for a number.

    Raises:
        Error: If x is no numbers.
    """
    return mapped(_core.expm1, floats("x", x))


def log(x: ArrayLike) -> Any:
    """Natural logarithm.

    Args:
        x: A number, or an array of any shape.

    Returns:
        32-bit floats for 32-bit floats, else 64-bit floats, of the shape of x; a number for a number.

    Raises:
        Error: If x is no numbers.
    """
    return mapped(_core.log, floats("x", x))


def log1p(x: ArrayLike) -> Any:
    """Natural logarithm of 1 + x; accurate near 0.

    Args:
        x: A number, or an array of any shape.

    Returns:
        32-bit floats for 32-bit floats, else 64-bit floats, of the shape of x; a number for a number.

    Raises:
        Error: If x is no numbers.
    """
    return mapped(_core.log1p, floats("x", x))


def pow(x: ArrayLike, y: ArrayLike) -> Any:
    """x to the power y, element by element as NumPy broadcasts them.

    32-bit floats if both are, or one is and the other is a plain number of Python.

    Args:
        x: Bases: a number, or an array of any shape.
        y: Exponents likewise.

    Returns:
        Floats of the shape that x and y have together; a number for two numbers.

    Raises:
        Error: If x or y is no numbers, or their shapes do not fit.
    """
    import numpy as np

    bases, exponents = floats("x", x), floats("y", y)
    plain = [type(value) in (int, float) for value in (x, y)]
    if plain == [True, False]:
        bases = bases.astype(exponents.dtype)
    elif plain == [False, True]:
        exponents = exponents.astype(bases.dtype)
    dtype = np.result_type(bases, exponents)
    try:
        bases, exponents = np.broadcast_arrays(bases, exponents)
    except ValueError:
        raise _core.Error(f"x and y have the shapes {bases.shape} and {exponents.shape}, which do not fit") from None
    bases, exponents = (np.asarray(values, dtype=dtype, order="C") for values in (bases, exponents))
    return _core.power(bases, exponents)[()]


def floats(name: str, values: ArrayLike) -> NDArray[Any]:
    """Numbers as 32-bit floats, or as 64-bit floats."""
    import numpy as np

    array = as_array(name, values)
    if array.dtype.kind not in "iufb":
        raise _core.Error(f"{name} must be numbers, not {type_words(array)}")
    return np.asarray(array, dtype=np.float32 if array.dtype == np.float32 else np.float64, order="C")


def mapped(function: Callable[[NDArray[Any]], NDArray[Any]], values: NDArray[Any]) -> Any:
    """An array of results, or one number for one."""
    return function(values)[()]
