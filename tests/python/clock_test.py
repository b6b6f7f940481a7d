# SPDX-License-Identifier: Apache-2.0
"""Ticks as dates and lengths of time, against Python's own calendar."""

import datetime

import commonweal as cw
import numpy as np
import pytest
from commonweal.core import Calendar, Clock
from hypothesis import given
from hypothesis import strategies as st

MOMENTS = st.datetimes(datetime.datetime(1, 1, 1), datetime.datetime(9000, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(start=MOMENTS, minutes=st.integers(1, 10_000), tick=st.integers(0, 10_000))
def test_ticks_are_pythons_dates(start, minutes, tick):
    length = datetime.timedelta(minutes=minutes)
    clock = Clock(start, length)
    assert (clock.start, clock.tick) == (start, length)
    assert clock.at(tick) == start + tick * length
    assert clock.tick_of(clock.at(tick)) == tick
    assert clock.ticks(7 * length) == 7
    weekday = Calendar(clock).weekday(tick)
    assert weekday == clock.at(tick).strftime("%A").lower()


def test_moments_are_taken_in_many_forms():
    forms = [
        "2021-07-20",
        "2021-07-20T00:00",
        datetime.date(2021, 7, 20),
        datetime.datetime(2021, 7, 20),
        np.datetime64("2021-07-20"),
        np.datetime64("2021-07-20T00:00:00"),
    ]
    assert {Clock(form).start for form in forms} == {datetime.datetime(2021, 7, 20)}
    assert repr(Clock("2021-07-20", "15 min")) == "<Clock: from 2021-07-20T00:00, 15 min a tick>"


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Clock("2021-02-30"), "start is '2021-02-30'; it must be a moment such as"),
        (lambda: Clock("0000-01-01"), "start is '0000-01-01'"),
        (lambda: Clock(2021), "start is 2021"),
        (lambda: Clock(datetime.datetime(2021, 1, 1, 0, 0, 1)), "in whole minutes"),
        (lambda: Clock(datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)), "it must be a moment"),
        (lambda: Clock(tick=1), "tick is 1; it must be a time in whole minutes such as"),
        (lambda: Clock(tick="1 hour"), r'such as "1 h", .* Did you mean "1 h"\?'),
        (lambda: Clock(tick="1.5 min"), "in whole minutes"),
        (lambda: Clock(tick="0 min"), "minute"),
        (lambda: Clock("2021-01-01").tick_of("2020-12-31"), "2020-12-31"),
        (lambda: Clock().ticks("90 min"), "90|ticks"),
        (lambda: Clock("9999-12-31", "10 d").at(5), "tick 5 lies after the year 9999"),
        (lambda: Calendar("2021"), "it must be a Clock"),
        (lambda: Calendar(Clock(), holidays="2021-01-01"), "it must be a list of days"),
        (lambda: Calendar(Clock(), holidays=["2021-13-01"]), "holidays is '2021-13-01'"),
        (lambda: Calendar(Clock(), working_days=["2021-02-08"]), "2021-02-08"),
        (lambda: Calendar(Clock(), holidays=["2021-02-07"], working_days=["2021-02-07"]), "2021-02-07"),
        (lambda: Calendar(Clock()).on("moonday"), r"'moonday' is no day of the week. Did you mean 'monday'\?"),
    ],
)
def test_what_is_no_time_is_refused(make, told):
    with pytest.raises(cw.Error, match=told):
        make()


def test_a_calendar_decides_when_rules_run():
    """The Spring Festival of 2021: off from 11 to 17 February, worked on Sunday 7 and Saturday 20 (General Office of
    the State Council of China, notice 2020 No. 27)."""
    sim = cw.Simulation(start="2021-02-06", tick="12 h")
    calendar = Calendar(
        sim.clock, holidays=[("2021-02-11", "2021-02-17")], working_days=["2021-02-07", datetime.date(2021, 2, 20)]
    )
    people = sim.add_agents(
        "resident", 1, columns={"worked": np.int32(0), "rested": np.int32(0), "sundays": np.int32(0)}
    )
    counting = {
        "worked": cw.rule(write=["worked"], name="work")(lambda worked: {"worked": worked + 1}),
        "rested": cw.rule(write=["rested"], name="rest")(lambda rested: {"rested": rested + 1}),
        "sundays": cw.rule(write=["sundays"], name="count")(lambda sundays: {"sundays": sundays + 1}),
    }
    for name, condition in (
        ("worked", calendar.working_days()),
        ("rested", calendar.days_off()),
        ("sundays", calendar.on("sunday")),
    ):
        sim.add(counting[name], of="resident", only_if=condition)
    fork = sim.fork()
    sim.run(2 * 15)
    worked = [7, 8, 9, 10, 18, 19, 20]
    assert people["worked"][0] == 2 * len(worked)
    assert people["rested"][0] == 2 * (15 - len(worked))
    assert people["sundays"][0] == 2 * 2
    assert [day for day in range(6, 21) if calendar.is_working_day(2 * (day - 6))] == worked
    assert [day for day in range(6, 21) if calendar.is_weekend(2 * (day - 6))] == [6, 7, 13, 14, 20]
    assert [day for day in range(6, 21) if calendar.is_holiday(2 * (day - 6))] == list(range(11, 18))
    assert calendar.working_days()(2) is True
    fork.run(2 * 15)
    assert fork.save() == sim.save()
