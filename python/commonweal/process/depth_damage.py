# SPDX-License-Identifier: Apache-2.0
"""Buildings under water lose a share of their value that a published curve says, with scatter or without.

>>> from commonweal.process import depth_damage
>>> asia = depth_damage.DepthDamage(curve="jrc_asia_residential")
>>> depth_damage.damage_share(asia, depth=[0.5, 1.25, 2.5]).round(4).tolist()
[0.327, 0.5555, 0.7955]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from commonweal import _core
from commonweal.core.arguments import numbers
from commonweal.process.experiment import Initial, given_size, inner_of, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Curve", "DepthDamage", "curves", "damage_share", "expected_share", "simulate"]


class DepthDamage(Parameters, kind=_core.process.DepthDamage):
    """Which curve, how single buildings scatter round it, and from where it counts depth.

    Huizinga, de Moel and Szewczyk 2017 (doi:10.2760/16510); FEMA Hazus. Scatter: Egorova, van Noortwijk and Holterman
    2008, Wagenaar et al. 2016 (doi:10.5194/nhess-16-1-2016).
    """

    curve: str = parameter()
    scatter: str = parameter()
    spread: float = parameter()
    floor_height: float = parameter()


class Curve(NamedTuple):
    """A published curve, linear between its points.

    Attributes:
        depth: Water above where the curve counts from, m.
        share: Damaged share of the value.
        source: Where it was published.
    """

    depth: NDArray[np.float64]
    share: NDArray[np.float64]
    source: str


def curves() -> dict[str, Curve]:
    """All published curves by name.

    Returns:
        The points of each, with the source.
    """
    return {name: Curve(*table) for name, table in _core.process.damage_curves().items()}


def simulate(
    params: DepthDamage,
    *,
    size: int | None = None,
    initial: Initial | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Damages buildings by their highest water.

    Args:
        params: The parameters.
        size: How many buildings there are; as many as ``initial`` lists, or 1,000.
        initial: What each building meets with and is worth, each a number for all, a distribution or a number for each;
            ``depth``: water above the ground, m (1); ``value``: in any currency (1); ``saved``: the share of the
            damage that its people prevent, in [0, 1] (0).
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` ``share``, the damaged share of all value; ``total_loss``; and ``damaged``, the share of
        buildings with any damage. Over ``replicate`` and ``agent`` ``damage``, the share of a building's value, and
        its ``loss``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    size = given_size(initial) if size is None else size
    return run(DepthDamage, params, initial, size=size, replicates=replicates, seed=seed, threads=threads)


def damage_share(params: DepthDamage, *, depth: ArrayLike) -> NDArray[np.float64]:
    """What the curve says, without scatter.

    Args:
        params: The parameters.
        depth: Water above the ground, m; one or an array of them.

    Returns:
        The damaged share of the value, in the same shape.
    """
    return _by_depth(inner_of(params, DepthDamage).damage_share, depth)


def expected_share(params: DepthDamage, *, depth: ArrayLike) -> NDArray[np.float64]:
    """The mean over buildings that scatter.

    Args:
        params: The parameters.
        depth: Water above the ground, m; one or an array of them.

    Returns:
        The curve itself, but for what lognormal scatter cuts off at the whole value; in the same shape.
    """
    return _by_depth(inner_of(params, DepthDamage).expected_share, depth)


def _by_depth(function: Any, depth: ArrayLike) -> NDArray[np.float64]:
    import numpy as np

    metres = numbers("depth", depth)
    return np.asarray(function(metres.ravel())).reshape(metres.shape)
