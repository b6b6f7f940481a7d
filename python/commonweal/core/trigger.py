# SPDX-License-Identifier: Apache-2.0
"""Switches that conditions or observed values turn."""

from __future__ import annotations

from commonweal import _core
from commonweal.core.arguments import real, text, whole


def add_trigger(
    engine: _core.Engine,
    name: str,
    *,
    start: str | None,
    end: str | None,
    series: str | None,
    above: float | None,
    below: float | None,
    off: float | None,
    hold: int,
    release_hold: int,
) -> None:
    """Adds what :meth:`Simulation.add_trigger` was given."""
    if start is not None:
        others = {"series": series, "above": above, "below": below, "off": off}
        others |= {"hold": hold if hold != 1 else None, "release_hold": release_hold if release_hold != 1 else None}
        add_condition_trigger(engine, name, start, end, [key for key, value in others.items() if value is not None])
        return
    if end is not None or series is None:
        raise _core.Error(f"trigger {name!r}: give start, which is a condition, or a series and its level")
    if above is not None and below is None:
        is_above, level = True, real("above", above)
    elif below is not None and above is None:
        is_above, level = False, real("below", below)
    else:
        raise _core.Error(f"trigger {name!r}: give one of above and below")
    engine.add_trigger(
        name=text("name", name),
        series=text("series", series),
        above=is_above,
        on_at=level,
        off_at=level if off is None else real("off", off),
        hold=whole("hold", hold),
        release_hold=whole("release_hold", release_hold),
    )


def add_condition_trigger(engine: _core.Engine, name: str, start: str, end: str | None, strays: list[str]) -> None:
    """Adds a trigger with conditions, where nothing else was given."""
    if strays:
        raise _core.Error(
            f"trigger {name!r}: with start it takes no {' or '.join(strays)}; write levels and holds into the "
            "conditions, as in 'depth >= 2 m for 3 h'"
        )
    given_end = "" if end is None else text("end", end)
    engine.add_condition_trigger(name=text("name", name), start=text("start", start), end=given_end)
