# SPDX-License-Identifier: Apache-2.0
"""How an uncertain quantity is spread, written as in a scenario file."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from commonweal import _core
from commonweal.core.arguments import text as a_text
from commonweal.core.arguments import whole
from commonweal.core.math import floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class Distribution:
    """How an uncertain quantity is spread.

    >>> import commonweal as cw
    >>> repair = cw.core.Distribution("lognormal(median=3 d, sigma=0.5)", unit="h")
    >>> repair.quantile(0.5)
    72.0
    >>> repair
    <Distribution: lognormal(median=72 h, sigma=0.5)>

    ``str`` gives a text that reads back as an equal distribution, also as the value of a parameter of a scenario.

    Args:
        text: As in a scenario file: a kind with named arguments, a quantity with its unit, or a plain number.
        unit: Of all numbers that go in and come out, such as ``"h"``; empty for plain numbers.

    Raises:
        ConfigError: With everything that is wrong with the text.
        Error: For a unit that is not known.
    """

    __slots__ = ("_distribution", "_unit")

    def __init__(self, text: str, *, unit: str = "") -> None:
        self._unit = a_text("unit", unit)
        self._distribution = _core.Distribution(a_text("text", text), self._unit)

    @property
    def kind(self) -> str:
        """The kind's name, such as ``"lognormal"``; ``"constant"`` for a bare quantity."""
        return self._distribution.kind

    @property
    def unit(self) -> str:
        """The unit of all numbers; empty for plain ones."""
        return self._unit

    @property
    def support(self) -> tuple[float, float]:
        """Smallest and largest value, infinite where there is none."""
        return self._distribution.support

    def mean(self) -> float:
        """The mean, within the limits if there are any."""
        return self._distribution.mean()

    def quantile(self, p: ArrayLike) -> Any:
        """The value that is not exceeded with chance p, for a number or an array of any shape.

        Args:
            p: Chances from 0 to 1, of any shape.

        Returns:
            Values in the unit, of the shape of p; a number for a number.

        Raises:
            Error: Unless p are numbers from 0 to 1.
        """
        import numpy as np

        chances = np.asarray(floats("p", p), dtype=np.float64, order="C")
        wrong = ~((chances >= 0) & (chances <= 1))
        if wrong.any():
            raise _core.Error(f"p must be from 0 to 1, not {chances[wrong].flat[0]}")
        return self._distribution.quantile(chances)[()]

    def cdf(self, x: ArrayLike) -> Any:
        """The chance of a value of at most x, for a number or an array of any shape.

        Args:
            x: Values in the unit, of any shape.

        Returns:
            Chances from 0 to 1, of the shape of x; a number for a number.

        Raises:
            Error: Unless x are numbers.
        """
        import numpy as np

        return self._distribution.cdf(np.asarray(floats("x", x), dtype=np.float64, order="C"))[()]

    def draw(self, *, seed: int, size: int | tuple[int, ...] | None = None) -> Any:
        """Random values, the same on every machine; the first ones of a larger size are those of a smaller.

        Args:
            seed: From 0 to 2^32 - 1.
            size: How many, or the shape of an array; without it, one number.

        Returns:
            Values in the unit, of the shape of size.

        Raises:
            Error: For a seed or a size that is no whole number or is out of range.
        """
        seed = whole("seed", seed)
        if size is None:
            return float(self._distribution.draw(seed=seed, count=1)[0])
        shape = tuple(whole("size", length) for length in (size if isinstance(size, tuple) else (size,)))
        count = whole("size", math.prod(shape))
        return self._distribution.draw(seed=seed, count=count).reshape(shape)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Distribution):
            return NotImplemented
        return self._unit == other._unit and self._distribution.equals(other._distribution)

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        return self._distribution.text(self._unit)

    def __repr__(self) -> str:
        return f"<Distribution: {self}>"
