# SPDX-License-Identifier: Apache-2.0
"""People come to help after an event, are given tasks, tire and leave.

>>> from commonweal.process import volunteering
>>> params = volunteering.Volunteering(span=15.0, hours=2.0, skill=0.8)
>>> print(volunteering.effective_labour(params, volunteers=500, organisers=10))
240.0
>>> print(volunteering.effective_labour(params, volunteers=1000, organisers=10))
240.0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, real
from commonweal.process.experiment import Initial, Ties, inner_of, run
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Volunteering", "effective_labour", "joined_share", "simulate", "staying_share", "steady_pool"]


class Volunteering(Parameters, kind=_core.process.Volunteering):
    """How people join, what they get done, and when they leave.

    Joining has the gates of :class:`commonweal.process.participation.Participation` and a term of the media after Bass
    1969 (doi:10.1287/mnsc.15.5.215).
    """

    media_rate: float = parameter()
    task_rate: float = parameter()
    ask_rate: float = parameter()
    organiser_effect: float = parameter()
    span: float = parameter()
    hours: float = parameter()
    hours_sigma: float = parameter()
    skill: float = parameter()
    work_rate: float = parameter()
    fatigue_rate: float = parameter()
    rest_rate: float = parameter()
    fatigue_exit: float = parameter()
    idle_exit: float = parameter()
    return_rate: float = parameter()


def simulate(
    params: Volunteering,
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
    """Lets people join, work, tire and leave; one team hands out all work.

    Args:
        params: The parameters.
        graph: Who sees whom volunteer; everybody everybody else if not given. Of a list, replicate r takes graph r
            modulo its length; a model such as ``cw.core.ErdosRenyi()`` makes one for each replicate.
        size: How many people, where ``graph`` does not tell; 1,000 if not given.
        initial: ``acting``: how many volunteer at first, or their rows (0); ``eligible``: chance of each to be so
            (0.25); ``threshold``: each one's share of neighbours who must volunteer ("normal(mean=0.35, sd=0.15)");
            ``organiser``: contact with an organiser, in [0, 1] (0); ``tasks``: share of tasks that somebody gets to see
            (1); ``organisers``: for each resident (0.0018); ``work``: open at first, hours for each resident (2).
        until: Days; 30 if not given.
        every: Days between records; without it 1, or a hundredth of ``until``.
        step: Length of a tick, days; without it a twentieth of the shortest mean time to join, tire or leave.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Shares of people by ``replicate`` and ``time`` (days) who are ``volunteers``, of them ``tasked`` and ``idle``,
        and ``away``; ``hours``, mean so far of those who have worked; and for each person ``exits``, ``work_open``,
        ``work_done`` and ``work_arrived`` (hours). By ``replicate`` and ``agent``, ``hours_of`` each in the end.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        Volunteering,
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


def effective_labour(params: Volunteering, *, volunteers: float, organisers: float) -> float:
    """Work that volunteers get done in a day.

    Args:
        params: The parameters.
        volunteers: How many there are, at least 0.
        organisers: How many there are, at least 0.

    Returns:
        The least of volunteers and span times organisers, times hours and skill (hours).

    Raises:
        ConfigError: If a number is out of its range.
    """
    people = (bounded("volunteers", volunteers), bounded("organisers", organisers))
    return float(inner_of(params, Volunteering).effective_labour(*people))


def staying_share(params: Volunteering, *, days: float, tasked: float = 1.0) -> float:
    """The share of volunteers who are still there, all of whom began fresh at once.

    Args:
        params: The parameters.
        days: Since they began.
        tasked: Share of the time that they have had a task.

    Returns:
        The share.

    Raises:
        ConfigError: With everything that is out of range.
    """
    return float(inner_of(params, Volunteering).staying_share(real("days", days), real("tasked", tasked)))


def joined_share(params: Volunteering, *, days: float) -> float:
    """The share that has joined in a large mixed crowd of thresholds 0 that nobody leaves (Bass 1969).

    Args:
        params: The parameters; media and tasks bring somebody alone, those who volunteer bring others.
        days: Since the event.

    Returns:
        The share of those who are eligible.

    Raises:
        ConfigError: If the days are out of range.
    """
    return float(inner_of(params, Volunteering).joined_share(real("days", days)))


def steady_pool(params: Volunteering, *, joining: float, leaving: float) -> float:
    """The share who volunteer in the end where everybody joins and leaves at rates that stay.

    Args:
        params: The parameters; ``return_rate`` counts.
        joining: Rate at which somebody at hand joins, 1 / d, above 0.
        leaving: Rate at which a volunteer leaves, 1 / d.

    Returns:
        The share of those who are eligible.

    Raises:
        ConfigError: With everything that is out of range.
    """
    return float(inner_of(params, Volunteering).steady_pool(real("joining", joining), real("leaving", leaving)))
