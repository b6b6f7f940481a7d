# SPDX-License-Identifier: Apache-2.0
"""Events in time: a background with a season, aftershocks, events that excite others, and which sets off which.

>>> from commonweal.process import point_process
>>> params = point_process.PointProcess(rate=1.0, branching=0.5)
>>> print(point_process.mean_rate(params))
2.0
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import bounded, flat, numbers, real, vector
from commonweal.process.experiment import Initial, experiment, inner_of, run, starts, to_xarray
from commonweal.process.parameters import Parameters, parameter

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "PointProcess",
    "background_count",
    "cascade",
    "count_variance",
    "events",
    "expected_cascade",
    "gutenberg_richter_scale",
    "mean_count",
    "mean_rate",
    "omori_count",
    "simulate",
]


#: The last day that closed forms are about.
_LATEST = 1e9


class PointProcess(Parameters, kind=_core.process.PointProcess):
    """How often something happens, what excites it, and how large it is.

    Hawkes 1971 (doi:10.1093/biomet/58.1.83); Omori 1894 and Utsu 1961; Gutenberg and Richter 1944.
    """

    rate: float = parameter()
    season_factor: float = parameter()
    season_start: float = parameter()
    season_length: float = parameter()
    branching: float = parameter()
    decay: float = parameter()
    aftershocks: float = parameter()
    aftershock_offset: float = parameter()
    aftershock_power: float = parameter()
    size_threshold: float = parameter()
    size_scale: float = parameter()
    size_shape: float = parameter()


def simulate(
    params: PointProcess,
    *,
    initial: Initial | None = None,
    until: float | None = None,
    every: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Counts events from record to record.

    Args:
        params: The parameters.
        initial: ``warm_up``: how long it has gone on before the start without being counted, days (0). A shock with
            aftershocks is at the start itself.
        until: Days in which at most ten million events are expected; 365 if not given.
        every: Days between records; without it a hundredth of ``until``.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``time`` (days), since the record before, ``count`` of all events, ``background``,
        ``aftershock`` and ``excited`` of each cause, and ``largest``, the largest size, NaN without an event.

    Raises:
        ConfigError: With everything that is wrong.
    """
    return run(
        PointProcess, params, initial, until=until, every=every, replicates=replicates, seed=seed, threads=threads
    )


def events(
    params: PointProcess,
    *,
    initial: Initial | None = None,
    until: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """The same run, event by event.

    Args:
        params: The parameters.
        initial: As for ``simulate``, as are all that follow.
        until: Days in which at most ten million events are expected; 365 if not given.
        replicates: How many runs.
        seed: From 0 to 2**32 - 1.
        threads: How many to use.

    Returns:
        Over ``replicate`` and ``event``, in the order of time, ``when`` (days), ``size`` and ``cause`` (0 background, 1
        aftershock, 2 excited by others); NaN behind the last one of a replicate.

    Raises:
        ConfigError: With everything that is wrong.
    """
    asked = experiment(until=until, replicates=replicates, seed=seed, threads=threads)
    return to_xarray(inner_of(params, PointProcess).events(starts(initial), asked), params)


def background_count(params: PointProcess, *, time: float) -> float:
    """How many events of the background there are on average, with the season.

    Args:
        params: The parameters.
        time: Days from the start, up to 1e9.

    Returns:
        The mean count up to then.

    Raises:
        ConfigError: For a time out of range.
    """
    return float(inner_of(params, PointProcess).background_count(bounded("time", time, high=_LATEST)))


def mean_count(params: PointProcess, *, time: float) -> float:
    """How many events there are on average where nothing came before the start.

    Args:
        params: The parameters, without season and aftershocks.
        time: Days from the start, up to 1e9.

    Returns:
        The mean count up to then.

    Raises:
        ConfigError: With a season or aftershocks.
    """
    return float(inner_of(params, PointProcess).mean_count(bounded("time", time, high=_LATEST)))


def mean_rate(params: PointProcess) -> float:
    """How many events there are in a day in the long run.

    Args:
        params: The parameters, without a season.

    Returns:
        ``rate`` / (1 - ``branching``), per day.

    Raises:
        ConfigError: With a season.
    """
    return float(inner_of(params, PointProcess).mean_rate())


def count_variance(params: PointProcess, *, window: float) -> float:
    """How much counts vary from window to window in the long run.

    Args:
        params: The parameters, without a season.
        window: Its length, days, up to 1e9.

    Returns:
        The variance of the count in one window.

    Raises:
        ConfigError: With a season.
    """
    return float(inner_of(params, PointProcess).count_variance(bounded("window", window, high=_LATEST)))


def omori_count(rate: float, *, offset: float, power: float, start: float, end: float) -> float:
    """How many aftershocks there are on average between two times after a shock: K / (t + c)^p, integrated.

    Args:
        rate: K, per day.
        offset: c, days.
        power: p.
        start: Days after the shock.
        end: Days after the shock, not before ``start``.

    Returns:
        The mean count, without those that aftershocks excite.

    Raises:
        ConfigError: For numbers out of range.
    """
    shape = (
        bounded("rate", rate, high=1e6),
        bounded("offset", offset, high=100.0, above=True),
        bounded("power", power, low=0.1, high=5.0),
    )
    begin = bounded("start", start, high=_LATEST)
    return _core.process.omori_count(*shape, begin, bounded("end", end, low=begin, high=_LATEST))


def gutenberg_richter_scale(b: float) -> float:
    """The ``size_scale`` of magnitudes.

    Args:
        b: The slope of the law of Gutenberg and Richter: a tenth as many exceed each next 1 / b.

    Returns:
        log10(e) / b.

    Raises:
        ConfigError: Unless ``b`` is above 0.
    """
    return _core.process.gutenberg_richter_scale(real("b", b))


def cascade(
    chances: ArrayLike,
    *,
    delays: ArrayLike,
    first: Iterable[int],
    until: float | None = None,
    replicates: int = 1,
    seed: int = 0,
    threads: int = 0,
) -> xr.Dataset:
    """Events of several kinds that set each other off, such as flood, outage, loss of water and rumour.

    Args:
        chances: A square table; in row i and column j the chance that an event of kind i sets off one of kind j, in
            [0, 1]. To cut a link, put 0.
        delays: The mean of the exponential time to it, days; one number for all, or a table of that shape.
        first: How many of each kind there are at first.
        until: Days; without it everything that follows.
        replicates: How many runs, each with draws of its own.
        seed: From 0 to 2**32 - 1.
        threads: How many to use; 0 for one on each processor. Results do not depend on it.

    Returns:
        Over ``replicate`` and ``kind``, ``total``, how many there are, those at first included, and ``first_time``
        (days), when the first one comes, NaN if none.

    Raises:
        ConfigError: With everything that is wrong, such as a table by which events go on for ever.
    """
    import numpy as np

    table = numbers("chances", chances)
    waits = numbers("delays", delays)
    if waits.shape not in ((), table.shape):
        rule = f"must be one number or a table of the shape of chances, {table.shape}"
        _core.refuse_keyword("delays", value=f"of the shape {waits.shape}", rule=rule)
    waits = np.broadcast_to(waits, table.shape)
    asked = experiment(until=until, replicates=replicates, seed=seed, threads=threads)
    begin = vector("first", first).tolist()
    return to_xarray(_core.process.cascade(table.ravel().tolist(), waits.ravel().tolist(), begin, asked))


def expected_cascade(chances: ArrayLike, *, first: Iterable[int]) -> NDArray[np.float64]:
    """How many events of each kind there are on average.

    Args:
        chances: As for ``cascade``.
        first: How many of each kind there are at first.

    Returns:
        The totals, those at first included.

    Raises:
        ConfigError: With everything that is wrong, such as a table by which events go on for ever.
    """
    import numpy as np

    table = flat("chances", chances).tolist()
    return np.array(_core.process.expected_cascade(table, vector("first", first).tolist()))
