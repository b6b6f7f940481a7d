# SPDX-License-Identifier: Apache-2.0
"""Damaged homes: who must leave, when they are repaired and paid for, and who comes back.

>>> from commonweal.process import housing_recovery
>>> params = housing_recovery.HousingRecovery()
>>> print(f"{housing_recovery.dislocation_chance(params, loss=50):.6f}")
0.577644
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, real, text, whole
from commonweal.process.experiment import Initial, Ties, given_size, inner_of, run, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import NDArray

__all__ = [
    "HousingRecovery",
    "HousingStages",
    "delay_table",
    "dislocation_chance",
    "joplin_share",
    "return_levels",
    "simulate",
    "simulate_stages",
    "stage_chances",
    "stage_shares",
    "state_of_loss",
]


class HousingRecovery(Parameters, kind=_core.process.HousingRecovery):
    """What delays the repair of homes, how it is paid, who must leave and who comes back.

    Delays: Almufti and Willford 2013 (REDi), pyrecodes; dislocation: Lin 2008, pyincore; queues for money: Miles,
    Burton and Kang 2019 (DESaster).
    """

    delays: str = parameter()
    repair: str = parameter()
    repair_dispersion: float = parameter()
    surge: float = parameter()
    funds: str = parameter()
    fund_dispersion: float = parameter()
    relief_delay: float = parameter()
    relief_ceiling: float = parameter()
    subsidy_delay: float = parameter()
    subsidy_ceiling: float = parameter()
    insurance_delay: float = parameter()
    insurance_ceiling: float = parameter()
    loan_delay: float = parameter()
    loan_ceiling: float = parameter()
    aid_delay: float = parameter()
    aid_ceiling: float = parameter()
    unregistered_part: float = parameter()
    insurance_processors: int = parameter()
    subsidy_processors: int = parameter()
    loan_processors: int = parameter()
    patience: float = parameter()
    crews: int = parameter()
    dislocation_base: float = parameter()
    dislocation_loss: float = parameter()
    dislocation_single_family: float = parameter()
    dislocation_black: float = parameter()
    dislocation_hispanic: float = parameter()
    reconsider_rate: float = parameter()
    return_base: float = parameter()
    return_repaired: float = parameter()
    return_lifelines: float = parameter()
    return_school: float = parameter()
    return_job: float = parameter()
    return_tenant: float = parameter()
    return_neighbours: float = parameter()


class HousingStages(Parameters, kind=_core.process.HousingStages):
    """How dislocated households move between stages of housing, by social vulnerability.

    Sutley and Hamideh 2020 (doi:10.1111/risa.13576).
    """

    leave_emergency: float = parameter()
    leave_temporary: float = parameter()
    settle: float = parameter()
    skip: float = parameter()
    setback: float = parameter()
    relapse: float = parameter()
    vulnerability_slows: float = parameter()
    vulnerability_setback: float = parameter()
    setbacks_year: int = parameter()
    setbacks_two_years: int = parameter()
    setbacks_all: int = parameter()
    deadline: int = parameter()


def simulate(
    params: HousingRecovery,
    *,
    graph: Ties = None,
    size: int | None = None,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    step: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Repairs homes, and lets households decide where to live.

    Args:
        params: The parameters.
        graph: Whose return counts for whom; in a mixed crowd that of all.
        size: How many households, where neither ``graph`` nor a list in ``initial`` tells; 1,000 if not given.
        initial: What households are like, each a number for all, a distribution or a number for each; ``damage``: 0
            none, 1 slight, 2 moderate, 3 extensive, 4 complete (2); as chances ``single_family`` (1), ``insured`` (.1),
            ``credit`` (.5), ``registered`` (.8), ``tenant`` (.25) and ``job`` near by (.8); ``savings``: share of the
            cost (.1); ``persons`` (2.6); ``black`` and ``hispanic``: % of the block (0); ``lifeline`` and ``school``:
            days until they are there again (30, 60).
        until: Days; three years if not given.
        every: Days between records; 28 if not given.
        step: Length of a tick, days; 7 if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days) ``home``, the share of households at home; ``displaced``, of people
        elsewhere; ``repaired`` and ``funded``, of damaged homes. Over ``replicate`` and ``agent`` ``funded_time``,
        ``start_time`` and ``ready_time`` of the repair, not a number where there is none; ``dislocated``, and
        ``at_home`` in the end.

    Raises:
        ConfigError: With everything that is wrong.
    """
    size = given_size(initial) if size is None and graph is None else size
    return run(
        HousingRecovery,
        params,
        initial,
        graph=graph,
        size=size,
        until=until,
        every=every,
        step=step,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )


def simulate_stages(
    params: HousingStages,
    *,
    size: int | None = None,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Moves dislocated households between stages of housing, month by month.

    Args:
        params: The parameters.
        size: How many households; as many as ``initial`` lists, or 1,000.
        initial: ``stage`` at first, 1 to 4 (1); ``vulnerability``, in [0, 1] (uniform).
        until: Months; 90 if not given.
        every: Months between records; 1 if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        ``share`` of households over ``replicate``, ``time`` (months) and ``stage``, 1 to 5.

    Raises:
        ConfigError: With everything that is wrong.
    """
    size = given_size(initial) if size is None else size
    return run(
        HousingStages,
        params,
        initial,
        size=size,
        until=until,
        every=every,
        replicates=replicates,
        seed=seed,
        threads=threads,
    )


def stage_shares(params: HousingStages, *, first: int = 1, vulnerability: float = 0.5, months: int = 90) -> xr.Dataset:
    """What the Markov chain says of infinitely many who are alike, without limits on setbacks.

    Args:
        params: The parameters.
        first: Stage at the start, 1 to 4.
        vulnerability: In [0, 1].
        months: How many.

    Returns:
        ``share`` over ``time`` (months) and ``stage``.

    Raises:
        ConfigError: With everything that is wrong.
    """
    found = inner_of(params, HousingStages).stage_shares(
        whole("first", first), real("vulnerability", vulnerability), whole("months", months)
    )
    return to_xarray(found, params)


def stage_chances(params: HousingStages, *, vulnerability: float) -> NDArray[np.float64]:
    """Chances of a month from each of the stages 1 to 4 to each.

    Args:
        params: The parameters.
        vulnerability: In [0, 1].

    Returns:
        A matrix whose rows add up to 1.

    Raises:
        ConfigError: If a number is out of its range.
    """
    import numpy as np

    return np.asarray(
        inner_of(params, HousingStages).stage_chances(bounded("vulnerability", vulnerability, high=1.0))
    ).reshape(4, 4)


def dislocation_chance(
    params: HousingRecovery, *, loss: float, single_family: bool = True, black: float = 0, hispanic: float = 0
) -> float:
    """The chance that a household with damage has to leave.

    Args:
        params: The parameters.
        loss: Percent of the value, in [0, 100].
        single_family: Whether it lives in a house of one family.
        black: Percent of the block's people, in [0, 100].
        hispanic: The same.

    Returns:
        A chance; at no loss it is not 0.

    Raises:
        ConfigError: If a number is out of its range.
    """
    shares = (bounded("black", black, high=100.0), bounded("hispanic", hispanic, high=100.0))
    percent = bounded("loss", loss, high=100.0)
    return float(inner_of(params, HousingRecovery).dislocation_chance(percent, float(bool(single_family)), *shares))


def joplin_share(*, state: str, days: float) -> float:
    """The share of homes that have full function again, as at Joplin after the tornado of 2011.

    Args:
        state: Of damage, such as ``"moderate"``.
        days: Since the event, at least 0.

    Returns:
        A share, in [0, 1].

    Raises:
        ConfigError: For a state that is none.
    """
    return _core.process.joplin_share(text("state", state), bounded("days", days))


def state_of_loss(loss: float) -> int:
    """The damage state whose repair cost is nearest to a loss.

    Args:
        loss: Share of the value, in [0, 1].

    Returns:
        0 for no loss, else 1 slight to 4 complete.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return _core.process.state_of_loss(bounded("loss", loss, high=1.0))


def delay_table(params: HousingRecovery) -> dict[str, dict[str, tuple[float, float]]]:
    """The published delays and repair times.

    Args:
        params: The parameters, of which ``delays`` and ``repair`` say which tables.

    Returns:
        By damage state and step the median (days) and the dispersion.
    """
    return dict(inner_of(params, HousingRecovery).delay_table())


def return_levels(
    params: HousingRecovery, *, dislocated: float = 1.0, job: float = 1.0, tenant: float = 0.0
) -> list[float]:
    """Shares of households at home that stay as they are, where everybody meets everybody and all is repaired.

    Args:
        params: The parameters.
        dislocated: Share of households that had to leave.
        job: Share of them with a job near by, taken as everybody's part of one.
        tenant: The same of tenants.

    Returns:
        One share, or three, of which the middle one is the tipping point.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return list(
        inner_of(params, HousingRecovery).return_levels(
            real("dislocated", dislocated), real("job", job), real("tenant", tenant)
        )
    )
