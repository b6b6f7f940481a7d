# SPDX-License-Identifier: Apache-2.0
"""How function fell and came back, who bore it, and how bad the bad runs are.

>>> from commonweal.process import metrics
>>> measured = metrics.measure([1.0, 0.4, 0.6, 0.8, 1.0], step=1.0)
>>> print(f"{measured.loss.item():.1f}")
1.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, flat, names_of, near, numbers
from commonweal.process.experiment import Initial, experiment, inner_of, starts, to_xarray
from commonweal.process.four_resiliences import (
    digital_empowerment,
    psychological_resilience,
    spatial_resilience,
    subject_resilience,
    technical_resilience,
)
from commonweal.process.inequality import (
    TheilParts,
    atkinson,
    concentration_index,
    gini,
    jain_index,
    low_to_high_ratio,
    theil,
    theil_parts,
)
from commonweal.process.parameters import Parameters, parameter
from commonweal.process.tail import CountedChance, counted_chance, hill_exponent, worst_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "CountedChance",
    "RecoveryCurve",
    "Resilience",
    "TheilParts",
    "atkinson",
    "collapsed",
    "concentration_index",
    "counted_chance",
    "digital_empowerment",
    "function_after",
    "gini",
    "hill_exponent",
    "jain_index",
    "linkov_matrix",
    "low_to_high_ratio",
    "measure",
    "psychological_resilience",
    "recovery_loss",
    "redundancy",
    "resourcefulness",
    "simulate",
    "spatial_resilience",
    "subject_resilience",
    "technical_resilience",
    "theil",
    "theil_parts",
    "worst_mean",
]

#: The rows of the matrix of Linkov et al. 2013, and its columns.
DOMAINS = ("physical", "information", "cognitive", "social")
STAGES = ("plan", "absorb", "recover", "adapt")
#: The stage that each phase of a community belongs to.
STAGE_OF_PHASE = {
    "prevention": "plan",
    "resistance": "absorb",
    "adaptation": "adapt",
    "recovery": "recover",
    "innovation": "adapt",
}

_MEASURES = (
    ("loss", "Integral of what lacks"),
    ("normalised", "Mean of function"),
    ("robustness", "Lowest function"),
    ("time_to_low", "When function was first at its lowest"),
    ("time_regained", "When function was regained"),
    ("rapidity", "Mean rise of function until it was regained"),
)


class RecoveryCurve(Parameters, kind=_core.process.RecoveryCurve):
    """The textbook course of function after a shock: a drop, a time at the bottom, a recovery of one shape.

    Cimellaro, Reinhorn and Bruneau 2010 (doi:10.1016/j.engstruct.2010.08.008).
    """

    shape: str = parameter()
    drop: float = parameter()
    plateau: float = parameter()
    duration: float = parameter()


class Resilience(Parameters, kind=_core.process.Resilience):
    """How a series of function is read: what counts as regained, and what as collapse.

    Bruneau et al. 2003 (doi:10.1193/1.1623497).
    """

    regained: float = parameter()
    collapse_level: float = parameter()
    collapse_dimensions: int = parameter()
    collapse_hours: float = parameter()


def simulate(
    params: RecoveryCurve,
    *,
    reading: Resilience | None = None,
    size: int | None = None,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Communities fall and recover, each by a curve of its own.

    Args:
        params: The curve.
        reading: How each one's function is read; as usual if not given.
        size: How many communities; 1,000 if not given.
        initial: What communities differ in, in place of the curve's own number: ``drop``, in [0, 1], ``plateau`` and
            ``duration`` (days). Each a number for all, a distribution or a number for each.
        until: Days; 60 if not given.
        every: Days between records, which go into ``until`` a whole number of times; without it a hundredth of it.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days) the mean ``function``; over ``replicate`` and ``agent`` what ``measure``
        reads of each community at the times of the records.

    Raises:
        ConfigError: With everything that is wrong.
    """
    asked = experiment(size=size, until=until, every=every, replicates=replicates, seed=seed, threads=threads)
    read = inner_of(reading or Resilience(), Resilience, "reading")
    return to_xarray(inner_of(params, RecoveryCurve).simulate(starts(initial), read, asked), params)


def function_after(params: RecoveryCurve, days: ArrayLike) -> NDArray[np.float64]:
    """Function some time after the shock.

    Args:
        params: The curve.
        days: Since the shock; before it function is 1.

    Returns:
        In [0, 1], of the same shape.

    Raises:
        ConfigError: If a number is out of its range.
    """
    import numpy as np

    times = numbers("days", days)
    return np.asarray(inner_of(params, RecoveryCurve).function_after(times.ravel())).reshape(times.shape)


def recovery_loss(params: RecoveryCurve, *, until: float) -> float:
    """The area of the resilience triangle, in closed form.

    Args:
        params: The curve.
        until: Days since the shock, at least 0.

    Returns:
        The integral of what lacks, days.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, RecoveryCurve).loss(bounded("until", until)))


def measure(
    function: xr.DataArray | ArrayLike, *, step: float | None = None, reading: Resilience | None = None
) -> xr.Dataset:
    """Reads series of function by the resilience triangle.

    Args:
        function: In [0, 1], at equal steps of time; the dimension ``time`` of a DataArray, else the last one.
        step: Time from one value to the next; of a DataArray that has times it is read from them.
        reading: What counts as regained; as usual if not given.

    Returns:
        Over the other dimensions ``loss`` (the integral of 1 - function), ``normalised`` (the mean of function),
        ``robustness`` (its lowest), ``time_to_low``, ``time_regained`` (0 if it was never below, infinite if it did
        not come back) and ``rapidity`` (rise per time). Integrals are those of the trapezoid rule.

    Raises:
        Error: For less than two values, values outside [0, 1], times that are not equally far apart, or no step.
    """
    import numpy as np
    import xarray as xr

    given = function if isinstance(function, xr.DataArray) else _plain_series(function)
    if "time" not in given.dims:
        raise _core.Error(f"function has the dimensions {', '.join(map(str, given.dims))}; one must be time")
    series = given.transpose(..., "time")
    length = series.sizes["time"]
    if length < 2:
        raise _core.Error(f"function has {length} values in time; there must be at least two")
    values = numbers("function", series.values, low=0.0, high=1.0)
    every = bounded("step", _step_of(series) if step is None else step, above=True)
    rows = np.array(
        inner_of(reading or Resilience(), Resilience, "reading").read(values.ravel(), length, every)
    ).reshape(-1, len(_MEASURES))
    shape = values.shape[:-1]
    variables = {
        name: (series.dims[:-1], rows[:, k].reshape(shape), {"long_name": meaning})
        for k, (name, meaning) in enumerate(_MEASURES)
    }
    return xr.Dataset(variables, {name: each for name, each in series.coords.items() if "time" not in each.dims})


def _plain_series(function: ArrayLike) -> xr.DataArray:
    import xarray as xr

    values = numbers("function", function, low=0.0, high=1.0)
    if values.ndim == 0:
        raise _core.Error("function is one number; it must be a series")
    names = ["replicate"] if values.ndim == 2 else [f"axis_{k}" for k in range(values.ndim - 1)]
    return xr.DataArray(values, dims=[*names, "time"])


def _step_of(series: xr.DataArray) -> float:
    import numpy as np

    if "time" not in series.coords:
        raise _core.Error("the times of function are not known; step must be given")
    steps = np.diff(numbers("the times of function", series.coords["time"].values))
    if not np.allclose(steps, steps[0], rtol=1e-6, atol=0):
        raise _core.Error("the times of function must be equally far apart")
    return float(steps[0])


def collapsed(function: ArrayLike, *, step: float, reading: Resilience | None = None) -> bool:
    """Whether enough dimensions stayed below the level of collapse together, without a break, for long enough.

    Args:
        function: By time and dimension, in [0, 1].
        step: Hours from one value to the next; each stands for the step that it begins.
        reading: Level, number of dimensions and hours; as usual if not given.

    Returns:
        Whether it collapsed.

    Raises:
        Error: If it is not by time and dimension.
    """
    values = numbers("function", function, low=0.0, high=1.0)
    if values.ndim != 2 or values.shape[1] == 0:
        raise _core.Error(f"function has the shape {values.shape}; it must be by time and dimension")
    read = inner_of(reading or Resilience(), Resilience, "reading")
    return bool(read.collapsed(values.ravel(), values.shape[1], bounded("step", step, above=True)))


def redundancy(capacities: ArrayLike, *, need: float) -> float:
    """The share of a need that is still met when the largest of several supplies fails.

    Args:
        capacities: Of each supply, at least 0.
        need: At least 0.

    Returns:
        In [0, 1]; 1 without a need.

    Raises:
        Error: For what is negative or not finite.
    """
    return float(_core.process.redundancy(flat("capacities", capacities, low=0.0), bounded("need", need)))


def resourcefulness(*, deployed: ArrayLike, needed: ArrayLike) -> float:
    """Of all the means that were needed, step by step, the share that was put to work when it was needed.

    Args:
        deployed: What was at work in each step, at least 0.
        needed: What was needed in each step, at least 0.

    Returns:
        In [0, 1]; 1 if none were needed.

    Raises:
        Error: For what is negative or not finite, and if the two differ in length.
    """
    return float(_core.process.resourcefulness(flat("deployed", deployed, low=0.0), flat("needed", needed, low=0.0)))


def linkov_matrix(scores: ArrayLike, phases: Sequence[str]) -> xr.DataArray:
    """The matrix of Linkov et al. 2013 (doi:10.1021/es403443n), four domains of a system by four stages of a disaster.

    Args:
        scores: By time and domain (physical, information, cognitive, social), in [0, 1].
        phases: Of each time, a stage (plan, absorb, recover, adapt) or a community's phase; prevention is to plan,
            resistance to absorb, adaptation and innovation to adapt.

    Returns:
        By ``domain`` and ``stage`` the mean score; NaN for a stage that does not come.

    Raises:
        Error: For scores outside [0, 1], other shapes and unknown phases.
    """
    import numpy as np
    import xarray as xr

    values = numbers("scores", scores, low=0.0, high=1.0)
    names = names_of("phases", phases)
    if values.ndim != 2 or values.shape != (len(names), len(DOMAINS)):
        raise _core.Error(f"scores have the shape {values.shape}; they must be by time and domain, {len(names)} by 4")
    stages = [STAGES.index(_stage_of(phase)) for phase in names]
    matrix = np.array(_core.process.linkov_matrix(values.ravel(), stages))
    return xr.DataArray(matrix, {"domain": list(DOMAINS), "stage": list(STAGES)}, ("domain", "stage"))


def _stage_of(phase: str) -> str:
    if phase in STAGES:
        return phase
    if phase not in STAGE_OF_PHASE:
        raise _core.Error(f"there is no stage or phase {phase!r}{near(phase, [*STAGES, *STAGE_OF_PHASE])}")
    return STAGE_OF_PHASE[phase]
