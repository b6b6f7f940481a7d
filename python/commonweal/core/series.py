# SPDX-License-Identifier: Apache-2.0
"""What a simulation has observed and logged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from commonweal import _core
from commonweal.card import number_text
from commonweal.core.arguments import text
from commonweal.core.clock import Clock

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


class Series(Mapping[str, "NDArray[np.float64]"]):
    """What a simulation has observed: for each series its values, the earliest first, as an array of one's own.

    Made by :attr:`Simulation.series`.
    """

    __slots__ = ("_engine",)

    def __init__(self, engine: _core.Engine) -> None:
        self._engine = engine

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        return self._engine.values(text("name", name))

    def ticks(self, name: str | None = None) -> NDArray[np.int64]:
        """The ticks at which a series was observed; without a name, an empty array.

        Args:
            name: Of the series; None for none.

        Returns:
            Whole numbers, (observations,), ascending.

        Raises:
            Error: For an unknown series, with the nearest name.
        """
        import numpy as np

        if name is None:
            return np.zeros(0, np.int64)
        every, phase = self._engine.every_and_phase(name)
        return phase + every * np.arange(len(self[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._engine.series)

    def __len__(self) -> int:
        return len(self._engine.series)

    def __contains__(self, name: object) -> bool:
        return name in self._engine.series

    def __repr__(self) -> str:
        return f"<Series: {', '.join(self) or 'none'}>"


def latest(values: NDArray[np.float64]) -> list[str]:
    """How often a series was observed, and its latest value."""
    return [f"{len(values):,}", number_text(float(values[-1])) if len(values) else ""]


def series_table(series: Series, clock: Clock) -> pd.DataFrame:
    """One column for each series, by date."""
    import pandas as pd

    columns = {name: pd.Series(series[name], index=dates(clock, series.ticks(name))) for name in series}
    table = pd.DataFrame(columns, index=None if columns else dates(clock, series.ticks()))
    return table.rename_axis("date")


def events_table(engine: _core.Engine, clock: Clock) -> pd.DataFrame:
    """One row for each entry that a rule has logged."""
    import numpy as np
    import pandas as pd

    names, tick, rule, agent, what, value = engine.events()
    return pd.DataFrame(
        {
            "tick": tick,
            "date": dates(clock, tick),
            "rule": np.array(names, dtype=object)[rule],
            "agent": agent,
            "what": what,
            "value": value,
        }
    )


def dates(clock: Clock, ticks: NDArray[Any]) -> pd.DatetimeIndex:
    """The beginnings of ticks."""
    import numpy as np
    import pandas as pd

    start = np.datetime64(clock.start, "s")
    return pd.DatetimeIndex(start + ticks * np.timedelta64(clock.tick, "s"))
