# SPDX-License-Identifier: Apache-2.0
"""How function fell and came back, who bore it, and how bad the bad runs are.

>>> from commonweal.process import metrics
>>> measured = metrics.measure([1.0, 0.4, 0.6, 0.8, 1.0], step=1.0)
>>> print(f"{measured.loss.item():.1f}")
1.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commonweal import _core
from commonweal.core.arguments import near, real, whole
from commonweal.core.graph import inner
from commonweal.process.experiment import Initial, Ties, experiment, graph_of, to_xarray
from commonweal.process.parameters import Parameters, parameter

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


class TheilParts(NamedTuple):
    """Theil's index in two parts that add up to it.

    Attributes:
        between: If everybody had the mean of their group.
        within: The groups' own indices, each weighted by its share of all amounts.
    """

    between: float
    within: float


class CountedChance(NamedTuple):
    """A chance that was counted.

    Attributes:
        chance: The share of runs in which it happened.
        low: Lower end of the 95 % interval.
        high: Upper end of the 95 % interval.
    """

    chance: float
    low: float
    high: float


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
    read = (reading or Resilience())._inner
    return to_xarray(params._inner.simulate(dict(initial or {}), read, asked), params)


def function_after(params: RecoveryCurve, days: ArrayLike) -> NDArray[np.float64]:
    """Function some time after the shock.

    Args:
        params: The curve.
        days: Since the shock; before it function is 1.

    Returns:
        In [0, 1], of the same shape.
    """
    import numpy as np

    times = np.asarray(days, dtype=float)
    return np.asarray(params._inner.function_after(np.ascontiguousarray(times.ravel()))).reshape(times.shape)


def recovery_loss(params: RecoveryCurve, *, until: float) -> float:
    """The area of the resilience triangle, in closed form.

    Args:
        params: The curve.
        until: Days since the shock.

    Returns:
        The integral of what lacks, days.
    """
    return float(params._inner.loss(real("until", until)))


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
    values = np.ascontiguousarray(series.values, dtype=float)
    if not bool(np.all((values >= 0) & (values <= 1))):
        raise _core.Error("function must be in [0, 1]")
    every = _step_of(series) if step is None else real("step", step)
    if not (np.isfinite(every) and every > 0):
        raise _core.Error(f"step is {every}; it must be above 0")
    rows = np.array((reading or Resilience())._inner.read(values.ravel(), length, every)).reshape(-1, len(_MEASURES))
    shape = values.shape[:-1]
    variables = {
        name: (series.dims[:-1], rows[:, k].reshape(shape), {"long_name": meaning})
        for k, (name, meaning) in enumerate(_MEASURES)
    }
    return xr.Dataset(variables, {name: each for name, each in series.coords.items() if "time" not in each.dims})


def _plain_series(function: ArrayLike) -> xr.DataArray:
    import numpy as np
    import xarray as xr

    values = np.asarray(function, dtype=float)
    if values.ndim == 0:
        raise _core.Error("function is one number; it must be a series")
    names = ["replicate"] if values.ndim == 2 else [f"axis_{k}" for k in range(values.ndim - 1)]
    return xr.DataArray(values, dims=[*names, "time"])


def _step_of(series: xr.DataArray) -> float:
    import numpy as np

    if "time" not in series.coords:
        raise _core.Error("the times of function are not known; step must be given")
    steps = np.diff(np.asarray(series.coords["time"].values, dtype=float))
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
    import numpy as np

    values = np.ascontiguousarray(function, dtype=float)
    if values.ndim != 2 or values.shape[1] == 0:
        raise _core.Error(f"function has the shape {values.shape}; it must be by time and dimension")
    read = (reading or Resilience())._inner
    return bool(read.collapsed(values.ravel(), values.shape[1], real("step", step)))


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
    return float(_core.process.redundancy(_flat(capacities), real("need", need)))


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
    return float(_core.process.resourcefulness(_flat(deployed), _flat(needed)))


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

    values = np.ascontiguousarray(scores, dtype=float)
    if values.ndim != 2 or values.shape != (len(phases), len(DOMAINS)):
        raise _core.Error(f"scores have the shape {values.shape}; they must be by time and domain, {len(phases)} by 4")
    stages = [STAGES.index(_stage_of(phase)) for phase in phases]
    matrix = np.array(_core.process.linkov_matrix(values.ravel(), stages))
    return xr.DataArray(matrix, {"domain": list(DOMAINS), "stage": list(STAGES)}, ("domain", "stage"))


def _stage_of(phase: str) -> str:
    if phase in STAGES:
        return phase
    if phase not in STAGE_OF_PHASE:
        raise _core.Error(f"there is no stage or phase {phase!r}{near(phase, [*STAGES, *STAGE_OF_PHASE])}")
    return STAGE_OF_PHASE[phase]


def gini(amounts: ArrayLike) -> float:
    """The Gini coefficient: half the mean difference between two amounts over their mean.

    Args:
        amounts: At least 0.

    Returns:
        In [0, 1); 0 where all have the same.

    Raises:
        Error: If there are none, or one is negative or not finite.
    """
    return float(_core.process.gini(_flat(amounts)))


def theil(amounts: ArrayLike) -> float:
    """Theil's index T: the mean of x / m log(x / m), m being the mean.

    Args:
        amounts: At least 0.

    Returns:
        In [0, log n]; 0 where all have the same.

    Raises:
        Error: If there are none, or one is negative or not finite.
    """
    return float(_core.process.theil(_flat(amounts)))


def theil_parts(amounts: ArrayLike, groups: ArrayLike) -> TheilParts:
    """Theil's index between groups and within them (Shorrocks 1980, doi:10.2307/1913126).

    Args:
        amounts: At least 0.
        groups: The number of each one's group.

    Returns:
        The two parts, which add up to it.

    Raises:
        Error: As for ``theil``, and if the two differ in length.
    """
    import numpy as np

    numbers = np.unique(np.asarray(groups), return_inverse=True)[1].astype(np.uint32)
    return TheilParts(*_core.process.theil_parts(_flat(amounts), numbers))


def atkinson(amounts: ArrayLike, *, aversion: float = 1.0) -> float:
    """Atkinson's index, the share of all amounts given up to have the rest spread equally.

    Atkinson 1970 (doi:10.1016/0022-0531(70)90039-6).

    Args:
        amounts: At least 0.
        aversion: To inequality, at least 0; 1 compares the geometric mean with the arithmetic one.

    Returns:
        In [0, 1]; 0 where all have the same.

    Raises:
        Error: If there are none, or one is negative or not finite, and for a wrong aversion.
    """
    return float(_core.process.atkinson(_flat(amounts), real("aversion", aversion)))


def jain_index(amounts: ArrayLike) -> float:
    """How equal amounts are (Jain, Chiu and Hawe 1984).

    Args:
        amounts: At least 0.

    Returns:
        1 where all are equal, 1 / n where one of n has all.

    Raises:
        Error: If there are none, or one is negative or not finite.
    """
    return float(_core.process.jain_index(_flat(amounts)))


def concentration_index(amounts: ArrayLike, rank: ArrayLike) -> float:
    """Who has it: twice the covariance of an amount and its owner's place by rank, over the mean.

    Kakwani, Wagstaff and van Doorslaer 1997 (doi:10.1016/S0304-4076(96)01807-6).

    Args:
        amounts: At least 0.
        rank: What owners are ranked by, such as their income; of equal ranks each takes the middle place.

    Returns:
        In (-1, 1); below 0 where those of low rank have more. By the amounts' own rank it is the Gini coefficient.

    Raises:
        Error: If there are none, one is negative or not finite, a rank is no number, or the two differ in length.
    """
    return float(_core.process.concentration_index(_flat(amounts), _flat(rank)))


def low_to_high_ratio(amounts: ArrayLike, rank: ArrayLike, *, share: float = 0.2) -> float:
    """The mean amount among the lowest by rank over that among the highest.

    Args:
        amounts: At least 0, such as times to recover.
        rank: What owners are ranked by, such as their income.
        share: Of all who count as the lowest, and as the highest, in (0, 0.5].

    Returns:
        The ratio; infinite where the highest have nothing and the lowest have.

    Raises:
        Error: As for ``concentration_index``, and for a wrong share.
    """
    return float(_core.process.low_to_high_ratio(_flat(amounts), _flat(rank), real("share", share)))


def worst_mean(values: ArrayLike, *, share: float = 0.05, worst: str = "low") -> float:
    """The mean of the worst runs: expected shortfall (Acerbi and Tasche 2002, doi:10.1016/S0378-4266(02)00283-2).

    Args:
        values: Of the runs.
        share: Of the runs that count, in (0, 1]; one on the border counts in part.
        worst: ``"low"`` where low values are bad, ``"high"`` where high ones are.

    Returns:
        The mean.

    Raises:
        Error: If there are none, one is not finite, or the share or the end is none.
    """
    if worst not in ("low", "high"):
        raise _core.Error(f"worst is {worst!r}; it must be low or high")
    return float(_core.process.worst_mean(_flat(values), real("share", share), worst == "high"))


def counted_chance(happened: int, *, runs: int) -> CountedChance:
    """The chance of something that was counted, with the interval of Wilson 1927 (doi:10.1080/01621459.1927.10502953).

    Args:
        happened: In how many runs.
        runs: How many there were, at least 1.

    Returns:
        The chance, and the ends of its 95 % interval.

    Raises:
        Error: If it happened in more runs than there were, or there were none.
    """
    return CountedChance(*_core.process.counted_chance(whole("happened", happened), whole("runs", runs)))


def hill_exponent(values: ArrayLike, *, count: int) -> float:
    """The exponent a of a power tail, P(X > x) ~ x^-a (Hill 1975, doi:10.1214/aos/1176343247).

    Args:
        values: Of which the largest are above 0 and not all equal.
        count: How many of the largest to go by, from 1 to one less than there are.

    Returns:
        The exponent.

    Raises:
        Error: For a wrong count, and values without a tail.
    """
    return float(_core.process.hill_exponent(_flat(values), whole("count", count)))


def subject_resilience(graph: Ties, active: ArrayLike) -> float:
    """Of actors: the share who act under shock, times the share of these in the largest group that holds together.

    Args:
        graph: Their ties.
        active: Of each actor, whether the shock has left it in action.

    Returns:
        In [0, 1].

    Raises:
        Error: If there is not one value for each actor, or there are no actors.
    """
    import numpy as np

    acting = np.ascontiguousarray(np.asarray(active, dtype=bool).ravel(), dtype=np.uint8)
    ties = graph_of(graph, len(acting))
    return float(_core.process.subject_resilience(inner(ties), acting))


def spatial_resilience(*, usable: float, needed: float) -> float:
    """Of space: person-hours of usable shelter and open space over those needed.

    Args:
        usable: Person-hours, at least 0.
        needed: Person-hours, at least 0.

    Returns:
        In [0, 1]; 1 where none are needed.

    Raises:
        Error: For what is negative or not finite.
    """
    return float(_core.process.spatial_resilience(real("usable", usable), real("needed", needed)))


def technical_resilience(*, delivered_in_time: float, produced: float, uptime: float) -> float:
    """Of technology: the share of the information produced that was delivered in time, times its uptime.

    Args:
        delivered_in_time: From 0 to what was produced.
        produced: At least 0.
        uptime: Share of the time, in [0, 1].

    Returns:
        In [0, 1]; the uptime where nothing was produced.

    Raises:
        Error: For what is out of range.
    """
    given = (real("delivered_in_time", delivered_in_time), real("produced", produced), real("uptime", uptime))
    return float(_core.process.technical_resilience(*given))


def psychological_resilience(distress: ArrayLike, *, belonging_before: float, belonging_now: float) -> float:
    """Of minds: the mean of 1 - distress, times the share of belonging that is left.

    Args:
        distress: Of each resident, in [0, 1].
        belonging_before: Mean belonging before the shock, in [0, 1].
        belonging_now: Mean belonging now, in [0, 1].

    Returns:
        In [0, 1].

    Raises:
        Error: For what is out of range, and if there is nobody.
    """
    import numpy as np

    felt = np.ascontiguousarray(np.asarray(distress, dtype=np.float32).ravel())
    before, now = real("belonging_before", belonging_before), real("belonging_now", belonging_now)
    return float(_core.process.psychological_resilience(felt, before, now))


def digital_empowerment(*, benefit: float, burden: float, exclusion: float, distrust: float) -> float:
    """What digital tools bring on balance.

    Args:
        benefit: Of using them, in [0, 1].
        burden: Of feeding them, in [0, 1].
        exclusion: Share of those who are left out, in [0, 1].
        distrust: Of them, in [0, 1].

    Returns:
        The benefit less the others, in [-3, 1].

    Raises:
        Error: For what is out of range.
    """
    given = {"benefit": benefit, "burden": burden, "exclusion": exclusion, "distrust": distrust}
    return float(_core.process.digital_empowerment(*(real(name, value) for name, value in given.items())))


def _flat(values: ArrayLike) -> NDArray[np.float64]:
    import numpy as np

    return np.ascontiguousarray(np.asarray(values, dtype=float).ravel())
