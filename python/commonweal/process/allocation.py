# SPDX-License-Identifier: Apache-2.0
"""A supply that does not do for all is divided, by one of seven rules.

>>> from commonweal.process import allocation
>>> fair = allocation.Allocation(rule="max_min")
>>> print(allocation.allocate(fair, need=[2, 4, 10], supply=10).tolist())
[2.0, 4.0, 4.0]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, numbers
from commonweal.process.experiment import Initial, inner_of, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Allocation", "allocate", "simulate"]


class Allocation(Parameters, kind=_core.process.Allocation):
    """By which rule what is scarce is divided, and how much there is.

    Max-min fairness: Bertsekas and Gallager 1992; claims problems: Thomson 2003 (doi:10.1016/S0165-4896(02)00070-7).
    """

    rule: str = parameter()
    supply: float = parameter()
    connection_power: float = parameter()
    diminishing: float = parameter()
    carried: float = parameter()


def simulate(
    params: Allocation,
    *,
    size: int | None = None,
    initial: Initial | None = None,
    until: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Divides a supply among claimants, round by round.

    Args:
        params: The parameters.
        size: How many claimants there are; 1,000 if not given.
        initial: What claimants are like, each a number for all, a distribution or a number for each; ``need``: new in
            every round (1); ``report``: how many times its need each reports (1); ``severity``: at least 0 (1);
            ``connection``: upwards, in [0, 1] (1); ``arrival``: when each comes in a round, drawn anew in every round
            (uniform) or given.
        until: Rounds; 1 if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (rounds) ``met``, the share of the need asked for that is met; ``wasted``, the
        share of the supply given to no need; ``left``, the share kept for the next round; ``equality``, Jain's index of
        the shares of need met; and ``worst``, the smallest of them. Over ``replicate`` and ``agent`` ``satisfied``, the
        share of all need that was met.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(Allocation, params, initial, size=size, until=until, replicates=replicates, seed=seed, threads=threads)


def allocate(
    params: Allocation,
    *,
    need: ArrayLike,
    supply: float,
    reported: ArrayLike = (),
    severity: ArrayLike = (),
    connection: ArrayLike = (),
    arrival: ArrayLike = (),
) -> NDArray[np.float64]:
    """What each claimant gets of a supply.

    Args:
        params: The parameters, of which ``supply`` and ``carried`` do not matter here.
        need: What each needs.
        supply: What there is.
        reported: What each says to need; the truth if not given.
        severity: How severe each one's need is; all equal if not given.
        connection: Connection upwards of each; all equal if not given.
        arrival: When each comes; in the order of their rows if not given.

    Returns:
        Amounts, one for each claimant.

    Raises:
        Error: If lists differ in length, or hold numbers that are negative or not finite.
    """
    import numpy as np

    given = {"need": need, "reported": reported, "severity": severity, "connection": connection, "arrival": arrival}
    arrays = [numbers(name, values, low=0.0) for name, values in given.items()]
    return np.asarray(inner_of(params, Allocation).allocate(*arrays, bounded("supply", supply)))
