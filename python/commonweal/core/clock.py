# SPDX-License-Identifier: Apache-2.0
"""What moment of the calendar a tick stands for, and which days are worked."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from commonweal import _core
from commonweal.core.arguments import near, whole

if TYPE_CHECKING:
    import numpy as np

Moment: TypeAlias = "str | datetime.date | np.datetime64"
"""A moment of local time in whole minutes, such as ``"2021-07-20T16:00"``, or ``"2021-07-20"`` for its midnight."""

Duration: TypeAlias = "str | datetime.timedelta"
"""A length of time in whole minutes, such as ``"1 h"``, ``"15 min"`` or ``"1 d"``."""

EPOCH = datetime.datetime(1970, 1, 1)
MINUTE = datetime.timedelta(minutes=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Clock:
    """What moment of the calendar a tick stands for: tick t begins t ticks after the start.

    Args:
        start: The beginning of tick 0, in the years 1 to 9999.
        tick: How long a tick lasts, at least a minute.

    Raises:
        Error: For a start that is no moment, and a tick that is no whole number of minutes.
    """

    __slots__ = ("_clock",)

    def __init__(self, start: Moment = "1970-01-01", tick: Duration = "1 h") -> None:
        self._clock = _core.Clock(minutes_of("start", start), whole_minutes("tick", tick))

    @property
    def start(self) -> datetime.datetime:
        """The beginning of tick 0."""
        return self.at(0)

    @property
    def tick(self) -> datetime.timedelta:
        """How long a tick lasts."""
        return self._clock.minutes_per_tick * MINUTE

    def at(self, tick: int) -> datetime.datetime:
        """The beginning of a tick.

        Args:
            tick: The tick, from 0 on.

        Returns:
            Local time.

        Raises:
            Error: If it lies after the year 9999.
        """
        try:
            return EPOCH + self._clock.minutes_at(whole("tick", tick)) * MINUTE
        except OverflowError:
            raise _core.Error(f"tick {tick} lies after the year 9999") from None

    def tick_of(self, moment: Moment) -> int:
        """The tick in which a moment lies.

        Args:
            moment: Local time in whole minutes.

        Returns:
            The tick, from 0 on.

        Raises:
            Error: For a moment before the start.
        """
        return self._clock.tick_of(minutes_of("moment", moment))

    def ticks(self, duration: Duration) -> int:
        """How many ticks a length of time lasts.

        Args:
            duration: Such as ``"6 h"``.

        Returns:
            A whole number, at least 1.

        Raises:
            Error: Unless it is a whole number of ticks, at least one.
        """
        return self._clock.ticks(whole_minutes("duration", duration))

    def __repr__(self) -> str:
        return f"<Clock: from {self._clock.text_at(0)}, {self._clock.minutes_per_tick} min a tick>"


class Calendar:
    """Which days are worked: Monday to Friday, but for holidays, and days of a weekend worked in exchange.

    A tick belongs to the day in which it begins.

    Args:
        clock: Of the simulation, ``simulation.clock``.
        holidays: Days off, each a moment of the day, or a pair of the first day and the last.
        working_days: Saturdays and Sundays that are worked in exchange for a holiday, as in China.

    Raises:
        Error: For days that are no dates, a working day that is no Saturday or Sunday, and a day that is both.
    """

    __slots__ = ("_calendar",)

    def __init__(
        self,
        clock: Clock,
        *,
        holidays: Iterable[Moment | tuple[Moment, Moment]] = (),
        working_days: Iterable[Moment] = (),
    ) -> None:
        if not isinstance(clock, Clock):
            raise _core.Error(f"clock is {clock!r}; it must be a Clock, such as that of a simulation")
        self._calendar = _core.Calendar(clock._clock)
        for day in days_of("holidays", holidays):
            first, last = day if isinstance(day, tuple) and len(day) == 2 else (day, day)
            self._calendar.add_holidays(minutes_of("holidays", first), minutes_of("holidays", last))
        for day in days_of("working_days", working_days):
            self._calendar.add_working_day(minutes_of("working_days", day))

    def weekday(self, tick: int) -> str:
        """The day of the week, ``"monday"`` to ``"sunday"``.

        Args:
            tick: The tick, from 0 on.

        Returns:
            The name in small letters.
        """
        return WEEKDAYS[self._calendar.weekday(whole("tick", tick))]

    def is_weekend(self, tick: int) -> bool:
        """Saturday or Sunday, worked or not.

        Args:
            tick: The tick, from 0 on.

        Returns:
            True on Saturdays and Sundays.
        """
        return self._calendar.is_weekend(whole("tick", tick))

    def is_holiday(self, tick: int) -> bool:
        """Whether the day is one of the holidays.

        Args:
            tick: The tick, from 0 on.

        Returns:
            True on holidays.
        """
        return self._calendar.is_holiday(whole("tick", tick))

    def is_working_day(self, tick: int) -> bool:
        """Whether the day is worked.

        Args:
            tick: The tick, from 0 on.

        Returns:
            True on days that are worked.
        """
        return self._calendar.is_working_day(whole("tick", tick))

    def working_days(self) -> Callable[[int], bool]:
        """The condition that the day is worked, for the ``only_if`` of a rule."""
        return self._calendar.working_days()

    def days_off(self) -> Callable[[int], bool]:
        """The condition that the day is not worked, for the ``only_if`` of a rule."""
        return self._calendar.days_off()

    def on(self, weekday: str) -> Callable[[int], bool]:
        """The condition that it is one day of the week, ``"monday"`` to ``"sunday"``, for the ``only_if`` of a rule.

        Args:
            weekday: Its name in small letters.

        Returns:
            A condition that is asked for a tick.

        Raises:
            Error: With the nearest name, if it is none.
        """
        if weekday not in WEEKDAYS:
            raise _core.Error(f"{weekday!r} is no day of the week{near(str(weekday), WEEKDAYS)}")
        return self._calendar.on(WEEKDAYS.index(weekday))


def days_of(name: str, days: Iterable[Any]) -> list[Any]:
    """The days of a list; a text by itself is a slip."""
    if isinstance(days, str) or not isinstance(days, Iterable):
        raise _core.Error(f"{name} is {days!r}; it must be a list of days")
    return list(days)


def minutes_of(name: str, moment: Moment) -> int:
    """Minutes since 1970-01-01T00:00 local time."""
    wrong = _core.Error(f'{name} is {moment!r}; it must be a moment such as "2021-07-20T16:00", in whole minutes')
    if isinstance(moment, datetime.datetime):
        minutes, rest = divmod(moment.replace(tzinfo=None) - EPOCH, MINUTE)
        if rest or moment.tzinfo is not None:
            raise wrong
        return minutes
    if isinstance(moment, datetime.date):
        return (moment - EPOCH.date()) // MINUTE
    text = moment if isinstance(moment, str) else str(moment) if hasattr(moment, "dtype") else ""
    read = _core.read_date(text)
    if read is None or text.startswith("0000"):
        raise wrong
    return read


def whole_minutes(name: str, duration: Duration) -> int:
    """Minutes of a length of time."""
    if isinstance(duration, datetime.timedelta):
        minutes: float | None = duration / MINUTE
        reason = suggestion = ""
    else:
        minutes, reason, suggestion = _core.read_quantity(duration if isinstance(duration, str) else "", "min")
    if minutes is None or minutes != int(minutes):
        because = f", {reason}" if reason else ""
        meant = f". Did you mean {suggestion}?" if suggestion else ""
        raise _core.Error(f'{name} is {duration!r}; it must be a time in whole minutes such as "1 h"{because}{meant}')
    return int(minutes)
