# SPDX-License-Identifier: Apache-2.0
"""How badly components are damaged by a shaking, or by any intensity for which they have curves.

>>> from commonweal.process import fragility
>>> station = fragility.ComponentDamage(component="substation_low_voltage_anchored")
>>> print([f"{chance:.3f}" for chance in fragility.state_probabilities(station, 0.3)])
['0.161', '0.314', '0.341', '0.176', '0.007']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commonweal import _core
from commonweal.core.arguments import as_array, bounded, flat, numbers
from commonweal.process.experiment import Initial, inner_of, run, starts
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = ["ComponentDamage", "FragilityRow", "exceedance", "simulate", "state_probabilities", "table"]

#: The five damage states, in the order of their numbers.
STATES = ("none", "slight", "moderate", "extensive", "complete")


class FragilityRow(NamedTuple):
    """Curves of one component: slight, moderate, extensive, complete.

    Attributes:
        median: Intensities that half of the components stand, g.
        dispersion: Standard deviations of the logarithms of the intensities that components stand.
        source: Where the numbers stand.
        evidence: ``"A"`` if read in an official table or its publisher's data, ``"B"`` if read second hand.
    """

    median: tuple[float, ...]
    dispersion: tuple[float, ...]
    source: str
    evidence: str


class ComponentDamage(Parameters, kind=_core.process.ComponentDamage):
    """Components of one kind, how uncertain the intensity is, and what damage costs.

    Hazus earthquake model, chapter 8.
    """

    component: str = parameter()
    strength: float = parameter()
    shared_dispersion: float = parameter()
    own_dispersion: float = parameter()
    correlation: float = parameter()
    slight_loss: float = parameter()
    moderate_loss: float = parameter()
    extensive_loss: float = parameter()
    complete_loss: float = parameter()


def simulate(
    params: ComponentDamage,
    *,
    size: int | None = None,
    initial: Initial | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Damages components.

    Args:
        params: The parameters.
        size: How many components; as many as intensities are given, or 1,000.
        initial: ``intensity``: at each component (0.3); of uncertain ones, the median. ``median`` and ``dispersion``:
            four numbers each, slight to complete, in place of the curves of ``component``, in any unit of intensity.
        replicates: How many events, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``state`` (0 none, 1 slight, 2 moderate, 3 extensive, 4 complete) the ``share`` of
        components; over ``replicate`` the ``mean_loss``, a share of value; over ``replicate`` and ``agent`` the
        ``damage``, a state.

    Raises:
        ConfigError: With everything that is wrong.
    """
    places = starts(initial).get("intensity")
    if size is None and places is not None and not isinstance(places, (str, int, float)):
        size = as_array("intensity", places).size
    return run(ComponentDamage, params, initial, size=size, replicates=replicates, seed=seed, threads=threads)


def exceedance(intensity: ArrayLike, *, median: float, dispersion: float) -> NDArray[np.float64]:
    """Chance that an intensity brings a component to a damage state or a worse one.

    Args:
        intensity: One or any number of them, at least 0.
        median: Intensity that half of the components stand, above 0.
        dispersion: Standard deviation of the logarithm of the intensity that a component stands, above 0.

    Returns:
        Chances, in the shape of the intensities.

    Raises:
        ConfigError: If a number is out of its range.
    """
    array = numbers("intensity", intensity, low=0.0)
    curve = (bounded("median", median, above=True), bounded("dispersion", dispersion, above=True))
    chances = _core.process.exceedance(array.ravel().tolist(), *curve)
    return chances.reshape(array.shape)


def state_probabilities(
    params: ComponentDamage,
    intensity: ArrayLike,
    *,
    median: ArrayLike | None = None,
    dispersion: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Chance of each of the five states, over what is uncertain about the intensity.

    Args:
        params: The parameters.
        intensity: One or any number of them, at least 0; their medians where they are uncertain.
        median: Four medians in place of those of ``component``.
        dispersion: Four dispersions in place of those of ``component``.

    Returns:
        Chances, in the shape of the intensities with the five states as one dimension more, the last.

    Raises:
        ConfigError: If a number is out of its range.
    """
    array = numbers("intensity", intensity, low=0.0)
    curves = {"median": median, "dispersion": dispersion}
    own = [[] if each is None else flat(name, each, low=0.0).tolist() for name, each in curves.items()]
    chances: NDArray[np.float64] = inner_of(params, ComponentDamage).damage_chances(array.ravel().tolist(), *own)
    return chances.reshape((*array.shape, len(STATES)))


def table() -> dict[str, FragilityRow]:
    """All rows of the Hazus table by the names that ``component`` takes.

    Returns:
        A row for each name.
    """
    return {
        name: FragilityRow(tuple(median), tuple(dispersion), source, evidence)
        for name, median, dispersion, source, evidence in _core.process.fragility_rows()
    }
