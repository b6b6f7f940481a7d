# SPDX-License-Identifier: Apache-2.0
"""An organisation learns from those of its people who know more than its code, and they learn from the code.

>>> from commonweal.process import learning
>>> course = learning.simulate(learning.Learning(socialisation=0.1), replicates=100, seed=1)
>>> course.code.isel(time=-1).mean().item() > 0.9
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.process.experiment import Initial, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Learning", "simulate"]

#: People in March's organisation.
DEFAULT_PEOPLE = 50


class Learning(Parameters, kind=_core.process.Learning):
    """How fast people learn from the code and the code from people, and what keeps both from settling.

    March 1991 (doi:10.1287/orsc.2.1.71).
    """

    form: str = parameter()
    dimensions: int = parameter()
    socialisation: float = parameter()
    code_learning: float = parameter()
    turnover: float = parameter()
    turbulence: float = parameter()


def simulate(
    params: Learning,
    *,
    size: int = DEFAULT_PEOPLE,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Lets organisations learn, one for each replicate.

    Args:
        params: The parameters.
        size: How many people.
        initial: ``socialisation`` of each person, in place of that of ``params``: a distribution or a number for each.
        until: Periods; without it until nothing can change, or 100 where there is turnover or turbulence.
        every: Periods between records; without it 10, or a hundredth of ``until``.
        replicates: How many organisations, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (periods), things right less things wrong as a share of all, of the ``code`` and
        of ``people`` (mean), the shares right, ``code_right`` and ``people_right``, and the share of people's beliefs
        that are the code's, ``agreement``. Over ``replicate`` and ``agent``, the ``score`` at the end. Over
        ``replicate``, the ``periods`` until nothing could change, NaN if it still can.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Learning,
        params,
        initial,
        size=size,
        until=until,
        every=every,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )
