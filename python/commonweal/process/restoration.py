# SPDX-License-Identifier: Apache-2.0
"""How damaged lifelines come back: each component by itself, after a time that its damage tells, or by few crews.

>>> from commonweal.process import restoration
>>> station = restoration.ComponentRestoration(component="substation")
>>> after = restoration.functionality(station, [1, 3, 7], chances=[0, 0, 1, 0, 0])
>>> print([f"{share:.4f}" for share in after])
['0.0912', '0.5000', '0.9962']
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from commonweal import _core
from commonweal.core.arguments import as_array, flat, numbers
from commonweal.process.experiment import Initial, inner_of, run, starts
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "ComponentRestoration",
    "CrewRestoration",
    "RestorationRow",
    "functionality",
    "makespan_bounds",
    "simulate",
    "table",
]


class RestorationRow(NamedTuple):
    """Times until a component works again: slight, moderate, extensive, complete.

    Attributes:
        mean: Days.
        sd: Standard deviations, days.
        source: Where the numbers stand.
        evidence: ``"A"`` if read in an official table or its publisher's data, ``"B"`` second hand, ``"C"`` from
            memory, to be confirmed.
    """

    mean: tuple[float, ...]
    sd: tuple[float, ...]
    source: str
    evidence: str


class ComponentRestoration(Parameters, kind=_core.process.ComponentRestoration):
    """Components of one kind, each of which comes back after a normal time by its damage.

    Hazus earthquake model, chapters 7 and 8.
    """

    component: str = parameter()
    before_damage: str = parameter()
    time_factor: float = parameter()


class CrewRestoration(Parameters, kind=_core.process.CrewRestoration):
    """Crews that go from repair to repair, and those that others send."""

    crews: int = parameter()
    mutual_aid_crews: int = parameter()
    mutual_aid_lag: float = parameter()
    travel: float = parameter()


def simulate(
    params: ComponentRestoration | CrewRestoration,
    *,
    size: int | None = None,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Restores components, or sends crews to repairs. Time is in days for components and in hours for crews.

    Args:
        params: The parameters of one of the two.
        size: How many components or repairs; as many as ``initial`` tells of, or 1,000.
        initial: For :class:`ComponentRestoration` ``chances`` of none, slight, moderate, extensive and complete damage
            (.2, .3, .3, .15, .05), or in their place ``damage``, the states from 0 to 4 of all components, or over
            replicates and components as :func:`commonweal.process.fragility.simulate` gives them; ``mean`` and
            ``sd``: four times each, days, in place of those of ``component``. For :class:`CrewRestoration`
            ``customers`` of each repair (``"lognormal(median=300, sigma=1)"``); ``work``, one crew's hours at the place
            (``"gamma(mean=12, shape=2)"``); ``priority``, a class, 0 first (1); ``detour``, hours (0); ``reported`` and
            ``ready``, hours before which nobody knows of it or can work there (0); ``call_hour``, when mutual aid is
            called for (0).
        until: Without it, three standard deviations over the mean of complete damage, or the last repair of all.
        every: Time between records; a hundredth of ``until`` if not given.
        replicates: How many events, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        For components over ``replicate`` and ``time`` the ``function``, the share that works, and over ``replicate``
        and ``agent`` the time at which each is ``restored``. For crews over ``replicate`` and ``time`` the share of
        customers ``restored`` and the repairs ``open``; over ``replicate`` ``last_done`` and ``mean_outage``, a
        customer's mean hours; over ``replicate`` and ``agent`` the hour at which each repair is ``done``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    given = starts(initial)
    if "damage" in given:
        states = as_array("damage", given["damage"])
        size = states.shape[-1] if size is None and states.ndim else size
        given["damage"] = states.ravel()
    elif size is None:
        lists = [each for name, each in given.items() if name not in ("chances", "mean", "sd")]
        counts = [as_array("initial", each).size for each in lists if not isinstance(each, (str, int, float))]
        size = counts[0] if counts else None
    return run(
        ComponentRestoration | CrewRestoration,
        params,
        given,
        size=size,
        until=until,
        every=every,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )


def functionality(params: ComponentRestoration, days: ArrayLike, *, chances: Iterable[float]) -> NDArray[np.float64]:
    """Expected function of a component after its damage.

    Args:
        params: The parameters.
        days: Time since the damage, one or any number of them.
        chances: Of none, slight, moderate, extensive and complete damage.

    Returns:
        Shares from 0 to 1, in the shape of the days.

    Raises:
        ConfigError: If there are not five chances.
    """
    array = numbers("days", days)
    shares = flat("chances", chances, low=0.0, high=1.0).tolist()
    function: NDArray[np.float64] = inner_of(params, ComponentRestoration).functionality(shares, array.ravel().tolist())
    return function.reshape(array.shape)


def makespan_bounds(params: CrewRestoration, work: Iterable[float]) -> tuple[float, float]:
    """When the own crews are done, at the earliest and at the latest, where all repairs are known at once.

    Args:
        params: The parameters; mutual aid is not counted.
        work: Hours of each repair at its place, at least 0.

    Returns:
        Two times in hours; no order of the repairs is faster than the first, and none that leaves no crew idle while a
        repair waits is slower than the second (Graham 1969).

    Raises:
        Error: Without crews.
    """
    low, high = inner_of(params, CrewRestoration).makespan_bounds(flat("work", work, low=0.0).tolist())
    return float(low), float(high)


def table() -> dict[str, RestorationRow]:
    """All rows of the Hazus table by the names that ``component`` takes.

    Returns:
        A row for each name.
    """
    return {
        name: RestorationRow(tuple(mean), tuple(sd), source, evidence)
        for name, mean, sd, source, evidence in _core.process.restoration_rows()
    }
