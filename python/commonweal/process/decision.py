# SPDX-License-Identifier: Apache-2.0
"""Who decides, an office far up or each place for itself, and when to act on what is known so far.

>>> from commonweal.process import decision
>>> params = decision.governance("administrative")
>>> print(f"{decision.central_delay(params):.1f} days, {decision.decision_value(params):.2f} of the value")
2.4 days, 0.28 of the value
>>> pressure = decision.TimePressure(miss_cost=9.0, false_cost=1.0)
>>> print(decision.act_threshold(pressure), decision.act_threshold(pressure.replace(blame=8.0)))
0.1 0.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from commonweal import _core
from commonweal.core.arguments import bounded, text
from commonweal.process.experiment import Initial, experiment, inner_of, run, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "Decision",
    "TimePressure",
    "act_threshold",
    "act_times",
    "acted_share",
    "central_delay",
    "central_error",
    "central_supply",
    "decision_value",
    "evidence_needed",
    "expected_loss",
    "governance",
    "governance_work",
    "local_delay",
    "local_error",
    "local_supply",
    "mean_fit",
    "mean_spillover",
    "simulate",
]


class Decision(Parameters, kind=_core.process.Decision):
    """How rights to decide, resources and space are shared out, and what deciding above and on the spot takes.

    Oates 1972 for what places differ in against what they do to neighbours.
    """

    split: str = parameter()
    decision_share: float = parameter()
    resource_share: float = parameter()
    space_share: float = parameter()
    levels: int = parameter()
    cycle: float = parameter()
    office_rate: float = parameter()
    local_cycle: float = parameter()
    case_rate: float = parameter()
    need_time: float = parameter()
    need_spread: float = parameter()
    noise: float = parameter()
    relay_noise: float = parameter()
    heterogeneity: float = parameter()
    skill: float = parameter()
    votes: float = parameter()
    policy_noise: float = parameter()
    policy_time: float = parameter()
    mismatch_cost: float = parameter()
    resources: float = parameter()
    over_claim: float = parameter()
    coordination: float = parameter()
    space_need: float = parameter()
    spillover: float = parameter()
    office_work: float = parameter()
    local_work: float = parameter()
    coordination_work: float = parameter()


class TimePressure(Parameters, kind=_core.process.TimePressure):
    """How evidence of a hazard comes in, what acting too late and in vain cost, and when an order comes.

    Wald 1945 with one bound.
    """

    sensitivity: float = parameter()
    hazard_chance: float = parameter()
    miss_cost: float = parameter()
    false_cost: float = parameter()
    blame: float = parameter()
    order_time: float = parameter()
    harm_time: float = parameter()


def governance(preset: Literal["administrative", "autonomous", "co_governance", "hybrid"]) -> Decision:
    """The parameters of a known way to share out power.

    Args:
        preset: ``administrative``, all above; ``autonomous``, all on the spot, each place for itself;
            ``co_governance``, half, coordinated, and places have a say above; ``hybrid``, what is urgent on the spot.

    Returns:
        Parameters; what is not about sharing out power has its default.

    Raises:
        ConfigError: If there is no such way.
    """
    params = Decision.__new__(Decision)
    params._inner = _core.process.governance(text("preset", preset))
    return params


def simulate(
    params: Decision,
    *,
    size: int | None = None,
    initial: Initial | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Brings up cases until the last one is decided.

    Args:
        params: The parameters.
        size: How many cases; 1,000 if not given.
        initial: ``places``: how many there are (20); what is best in each is drawn in each replicate anew.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``case``, ``arises`` and ``delay`` (days); ``local``, 1 for a decision on the spot;
        ``error``, how far off the case is settled; ``value``, in [0, 1], and ``spillover``, what that takes from
        neighbours; ``work``, hours.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(Decision, params, initial, size=size, replicates=replicates, seed=seed, threads=threads)


def act_times(
    params: TimePressure,
    *,
    size: int | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Lets somebody weigh the evidence in one case after the other.

    Args:
        params: The parameters.
        size: How many cases; 1,000 if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``case``, ``hazard``, 1 where there is one; ``acts_at``, hours, NaN for never; ``loss``,
        in the unit of the costs.

    Raises:
        ConfigError: With everything that is wrong.
    """
    asked = experiment(
        graph=None, size=size, until=None, every=None, step=None, replicates=replicates, seed=seed, threads=threads
    )
    return to_xarray(inner_of(params, TimePressure).act_times(asked), params)


def central_delay(params: Decision) -> float:
    """How long a case takes to be decided above; half a cycle and a queue for each level (Jackson 1957).

    Args:
        params: The parameters.

    Returns:
        The mean, days.

    Raises:
        Error: Where cases come faster than an office can settle them.
    """
    return float(inner_of(params, Decision).central_delay())


def local_delay(params: Decision) -> float:
    """How long a case takes to be decided on the spot, asking above for space included.

    Args:
        params: The parameters.

    Returns:
        The mean, days.

    Raises:
        Error: As :func:`central_delay`, where places have to ask.
    """
    return float(inner_of(params, Decision).local_delay())


def central_error(params: Decision) -> float:
    """How far off cases are settled above.

    Args:
        params: The parameters.

    Returns:
        The standard deviation over places, cases and policies.
    """
    return float(inner_of(params, Decision).central_error())


def local_error(params: Decision) -> float:
    """How far off cases are settled on the spot.

    Args:
        params: The parameters.

    Returns:
        The standard deviation.
    """
    return float(inner_of(params, Decision).local_error())


def central_supply(params: Decision) -> float:
    """How much of what they need cases get that are decided above.

    Args:
        params: The parameters.

    Returns:
        The share, in [0, 1].
    """
    return float(inner_of(params, Decision).central_supply())


def local_supply(params: Decision) -> float:
    """How much of what they need cases get that are decided on the spot, where all claim too much.

    Args:
        params: The parameters.

    Returns:
        The share, in [0, 1].
    """
    return float(inner_of(params, Decision).local_supply())


def decision_value(params: Decision) -> float:
    """What a decision is worth, of what it could be; exact without cycles above (Reich 1957).

    Args:
        params: The parameters.

    Returns:
        The mean over cases, in [0, 1], without what is taken from neighbours.

    Raises:
        Error: As :func:`central_delay`, where any case goes up.
    """
    return float(inner_of(params, Decision).decision_value())


def mean_spillover(params: Decision) -> float:
    """What decisions on the spot take from neighbours.

    Args:
        params: The parameters.

    Returns:
        The mean over all cases.
    """
    return float(inner_of(params, Decision).mean_spillover())


def governance_work(params: Decision) -> float:
    """What governing costs.

    Args:
        params: The parameters.

    Returns:
        Work of all offices and the place on a case, the mean in hours.
    """
    return float(inner_of(params, Decision).governance_work())


def act_threshold(params: TimePressure) -> float:
    """From which chance of a hazard on one acts.

    Args:
        params: The parameters.

    Returns:
        The chance, in (0, 1].
    """
    return float(inner_of(params, TimePressure).act_threshold())


def evidence_needed(params: TimePressure) -> float:
    """How much evidence one waits for.

    Args:
        params: The parameters.

    Returns:
        A logarithm of odds; at most 0 for acting at once.
    """
    return float(inner_of(params, TimePressure).evidence_needed())


def expected_loss(params: TimePressure) -> float:
    """What a case costs, false acts and late ones together, blame aside.

    Args:
        params: The parameters.

    Returns:
        The mean, in the unit of the costs.
    """
    return float(inner_of(params, TimePressure).expected_loss())


def mean_fit(params: Decision, *, error: float) -> float:
    """What a decision keeps of its value that is off by a normal number.

    Args:
        params: The parameters; ``mismatch_cost`` counts.
        error: Standard deviation of how far it is off, at least 0.

    Returns:
        The mean share, in [0, 1].

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, Decision).mean_fit(bounded("error", error)))


def acted_share(params: TimePressure, *, hours: float, hazard: bool = True) -> float:
    """How often somebody has acted by a time.

    Args:
        params: The parameters.
        hours: Since evidence has come in, at least 0.
        hazard: Whether there is a hazard.

    Returns:
        The chance, in [0, 1]; with a hazard 1 once the order has come.

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, TimePressure).acted_share(bounded("hours", hours), bool(hazard)))
