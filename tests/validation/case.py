# SPDX-License-Identifier: Apache-2.0
"""What a case of the validation is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

#: Standard errors of the measured mean within which a right mechanism lies but for once in 16,000 numbers.
STANDARD_ERRORS = 4.0


@dataclass(frozen=True)
class Row:
    """One number of a case.

    Attributes:
        what: Which number it is.
        reference: What it should be.
        measured: What it is.
        standard_error: Of the measured mean; 0 where nothing is drawn.
        bias: How far a right mechanism may be off besides, for a reason that the case tells.
    """

    what: str
    reference: float
    measured: float
    standard_error: float = 0.0
    bias: float = 0.0

    @property
    def allowed(self) -> float:
        """How far apart the two may be."""
        return STANDARD_ERRORS * self.standard_error + self.bias

    @property
    def passed(self) -> bool:
        """Whether they are as near as that."""
        return bool(math.isfinite(self.measured) and abs(self.measured - self.reference) <= self.allowed)


Draw = Callable[["Axes"], None]


@dataclass(frozen=True)
class Result:
    """What running a case gave.

    Attributes:
        rows: Its numbers.
        draw: Draws what was measured beside the reference.
    """

    rows: Sequence[Row]
    draw: Draw | None = None


@dataclass(frozen=True)
class Case:
    """A published or derived result, and how to measure it.

    Attributes:
        number: Its number, such as "V01".
        mechanism: The module of ``commonweal.process`` that it tries, or ``graphs``.
        title: What is found out.
        source: Who showed it.
        run: Measures it, at full size or reduced.
    """

    number: str
    mechanism: str
    title: str
    source: str
    run: Callable[[bool], Result]


def case(number: str, *, mechanism: str, title: str, source: str) -> Callable[[Callable[[bool], Result]], Case]:
    """Makes a case of the function that measures it; it is given whether to run at full size."""
    return lambda run: Case(number, mechanism, title, source, run)


def exact(what: str, reference: float, measured: float, *, within: float) -> Row:
    """A number without noise."""
    return Row(what, reference, float(measured), bias=within)


def mean_of(what: str, reference: float, samples: ArrayLike, *, bias: float = 0.0) -> Row:
    """The mean of independent samples."""
    values = np.asarray(samples, dtype=float)
    error = float(values.std(ddof=1)) / math.sqrt(len(values))
    return Row(what, reference, float(values.mean()), standard_error=error, bias=bias)
