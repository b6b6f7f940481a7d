# SPDX-License-Identifier: Apache-2.0
"""Tickets wait for staff: classes, patience, escalation, joint tickets that several departments work on, whistles.

>>> from commonweal.process import service_queue
>>> params = service_queue.ServiceDesk(arrival_rate=8.0, servers=10, work_mean=1.0)
>>> print(f"{service_queue.erlang_c(params):.4f} wait, {60 * service_queue.mean_wait(params):.1f} min on average")
0.4092 wait, 12.3 min on average
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from commonweal import _core
from commonweal.core.arguments import bounded, flat
from commonweal.process.experiment import Initial, experiment, inner_of, run, starts, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "ErlangA",
    "ServiceDesk",
    "cobham_waits",
    "compliance_chance",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "joint_job_mean",
    "mean_wait",
    "pollaczek_khinchine_wait",
    "simulate",
    "tickets",
]


class ServiceDesk(Parameters, kind=_core.process.ServiceDesk):
    """One or several desks with staff, and the tickets that come to them.

    Erlang 1917; Cobham 1954; Palm 1957.
    """

    arrival_rate: float = parameter()
    desks: int = parameter()
    servers: int = parameter()
    work_mean: float = parameter()
    work_spread: str = parameter()
    work_phases: int = parameter()
    work_variation: float = parameter()
    abandon_rate: float = parameter()
    escalation_wait: float = parameter()
    joint_share: float = parameter()
    parts: int = parameter()
    levels: int = parameter()
    cycle: float = parameter()
    misroute_chance: float = parameter()
    joint_route: str = parameter()
    whistle_wait: float = parameter()
    whistle_class: int = parameter()
    report_time: float = parameter()
    compliance: float = parameter()
    evaluation_effect: float = parameter()
    evaluation: float = parameter()
    attention_effect: float = parameter()
    attention: float = parameter()
    load_effect: float = parameter()
    false_whistle_chance: float = parameter()
    false_whistle_work: float = parameter()


class ErlangA(NamedTuple):
    """What an arrival meets where those who wait give up.

    Attributes:
        wait_chance: Chance to find all servers busy.
        abandon_chance: Chance to give up before service starts.
        mean_wait: Hours until service starts or one gives up, of all arrivals.
    """

    wait_chance: float
    abandon_chance: float
    mean_wait: float


def simulate(
    params: ServiceDesk,
    *,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Lets tickets come to empty desks, and works them off to the last one.

    Lines that grow as long as tickets come are allowed.

    Args:
        params: The parameters.
        initial: ``classes``: weights of the classes, the first served first (one class); ``speed``: work that each
            member of staff does in an hour, one number, a distribution or a number for each (1); ``skill``: chance that
            what they have done is right and does not come back (1); ``warm_up``: tickets made before this hour do not
            count (0).
        until: Hours in which tickets come; 1,000 if not given.
        every: Hours between records of the lines; a hundredth of ``until`` if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``rank``, the class by which a ticket began, ``tickets``, ``closed`` and ``abandoned``
        (shares), ``duration`` (to the end of the last part, mean of those closed), ``parts``, ``wait`` (in line, mean
        of parts) and ``waited`` (share of parts). Over ``replicate`` ``queue_length`` and ``utilisation`` (from
        ``warm_up`` to ``until``), ``waiting_hours`` and ``serving_hours`` (from empty to empty), ``joint_time`` and
        ``route_time``. Over ``replicate`` and ``time`` the numbers ``waiting`` and ``serving``. Hours; NaN where there
        is nothing to take the mean of.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        ServiceDesk, params, initial, until=until, every=every, replicates=replicates, seed=seed, threads=threads
    )


def tickets(
    params: ServiceDesk,
    *,
    initial: Initial | None = None,
    until: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """The same runs as those of :func:`simulate`, ticket by ticket.

    Args:
        params: The parameters.
        initial: As for :func:`simulate`; ``warm_up`` changes nothing.
        until: Hours in which tickets come; 1,000 if not given.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``ticket``, in the order in which they are made, ``made``, ``rank`` (class), ``work`` and
        ``wait`` (of all parts), ``patience`` (infinite where it never waited) and ``duration`` (from its making to the
        end of its last part; NaN where it gave up). Hours; NaN behind the last ticket of a replicate.

    Raises:
        ConfigError: With everything that is wrong.
    """
    asked = experiment(until=until, replicates=replicates, seed=seed, threads=threads)
    return to_xarray(inner_of(params, ServiceDesk).tickets(starts(initial), asked), params)


def compliance_chance(params: ServiceDesk, *, load: float) -> float:
    """How often a department comes when the whistle is blown.

    Args:
        params: The parameters.
        load: Tickets that each member of its staff has or that wait for them, at least 0.

    Returns:
        The chance, in [0, 1].

    Raises:
        ConfigError: If a number is out of its range.
    """
    return float(inner_of(params, ServiceDesk).compliance_chance(bounded("load", load)))


def erlang_b(params: ServiceDesk) -> float:
    """How often all are busy where nobody can wait (Erlang 1917).

    Args:
        params: The parameters.

    Returns:
        The chance that an arrival is lost.

    Raises:
        ConfigError: With several desks, joint tickets, escalation, or work that is not exponential.
    """
    return float(inner_of(params, ServiceDesk).erlang_b())


def erlang_c(params: ServiceDesk) -> float:
    """How often an arrival has to wait (Erlang 1917).

    Args:
        params: The parameters.

    Returns:
        The chance.

    Raises:
        ConfigError: As for :func:`erlang_b`, with patience, and where the line grows for ever.
    """
    return float(inner_of(params, ServiceDesk).erlang_c())


def erlang_a(params: ServiceDesk) -> ErlangA:
    """What an arrival meets where those who wait give up (Palm 1957).

    Args:
        params: The parameters.

    Returns:
        Chances to wait and to give up, and the mean wait, hours.

    Raises:
        ConfigError: As for :func:`erlang_b`, and where nobody gives up and the line grows for ever.
    """
    return ErlangA(*(float(number) for number in inner_of(params, ServiceDesk).erlang_a()))


def mean_wait(params: ServiceDesk) -> float:
    """The mean wait before service by Erlang's C formula.

    Args:
        params: The parameters.

    Returns:
        Hours, of all arrivals.

    Raises:
        ConfigError: As for :func:`erlang_c`.
    """
    return float(inner_of(params, ServiceDesk).mean_wait())


def pollaczek_khinchine_wait(params: ServiceDesk) -> float:
    """The mean wait for one server whose work is spread in any way.

    Args:
        params: The parameters.

    Returns:
        Hours, of all arrivals.

    Raises:
        ConfigError: As for :func:`erlang_c`, but with any work, and with more than one server.
    """
    return float(inner_of(params, ServiceDesk).pollaczek_khinchine_wait())


def cobham_waits(params: ServiceDesk, *, classes: Iterable[float]) -> list[float]:
    """The mean wait of each class where nobody is interrupted (Cobham 1954).

    Args:
        params: The parameters.
        classes: Weights of the classes, the first served first.

    Returns:
        Hours, for each class.

    Raises:
        ConfigError: As for :func:`erlang_c`, but with any work for one server.
        Error: Unless there is a weight, none is below 0 and one is above.
    """
    return [
        float(wait) for wait in inner_of(params, ServiceDesk).cobham_waits(flat("classes", classes, low=0.0).tolist())
    ]


def joint_job_mean(params: ServiceDesk) -> float:
    """How long a joint ticket takes whose parts nobody keeps waiting.

    Args:
        params: The parameters.

    Returns:
        The mean, ``work_mean`` times 1 + 1/2 + ... + 1/``parts``, hours.

    Raises:
        ConfigError: Where work is not exponential.
    """
    return float(inner_of(params, ServiceDesk).joint_job_mean())
