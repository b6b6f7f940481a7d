# SPDX-License-Identifier: Apache-2.0
"""A forum meets again and again: dialogue, trust, understanding, commitment and small wins, or empty chairs.

>>> from commonweal.process import collaboration
>>> course = collaboration.simulate(collaboration.Collaboration(leadership=0.9), replicates=100, seed=1)
>>> course.alive.dims
('replicate', 'meeting')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.process.experiment import Initial, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Collaboration", "simulate"]

#: Members such as the residents' committee, property management, owners, an association, a firm, a clinic, the street.
DEFAULT_MEMBERS = 7


class Collaboration(Parameters, kind=_core.process.Collaboration):
    """Starting conditions, leadership, the rules of the house, the loop of meetings, and digital functions.

    Ansell and Gash 2008 (doi:10.1093/jopart/mum032).
    """

    loop: str = parameter()
    incentive: float = parameter()
    outside_value: float = parameter()
    leadership: float = parameter()
    inclusiveness: float = parameter()
    transparency: float = parameter()
    mandate: float = parameter()
    mandate_meetings: int = parameter()
    dialogue: float = parameter()
    trust_gain: float = parameter()
    trust_loss: float = parameter()
    understanding_rate: float = parameter()
    win_rate: float = parameter()
    expectation_rate: float = parameter()
    quorum: float = parameter()
    last_calls: int = parameter()
    capacity_gain: float = parameter()
    digital_sharing: float = parameter()
    digital_scenes: float = parameter()
    digital_monitoring: float = parameter()
    digital_communication: float = parameter()
    online_share: float = parameter()
    offline_loss: float = parameter()


def simulate(
    params: Collaboration,
    *,
    size: int = DEFAULT_MEMBERS,
    initial: Initial | None = None,
    until: float = 24,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Lets forums meet, one for each replicate.

    Args:
        params: The parameters.
        size: How many members, 2 to 500.
        initial: ``power`` of each (a lognormal distribution of median 1 and sigma 0.5), ``load`` of other work (0.1),
            each a number for all, a distribution or a number for each; ``prehistory``, from -1 for old quarrels to 1
            for good experience (0), and ``hope``, the chance of a success that members expect (0.6).
        until: Meetings.
        replicates: How many forums, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``meeting``, after it, ``attendance``, mean ``trust`` and ``commitment``, shared
        ``understanding``, ``win`` (1 or 0), ``hope``, joint ``capacity`` (1 without a forum) and ``alive`` (1 as long
        as meetings are called).

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Collaboration, params, initial, size=size, until=until, replicates=replicates, seed=seed, threads=threads
    )
