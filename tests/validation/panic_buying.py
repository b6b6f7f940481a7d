# SPDX-License-Identifier: Apache-2.0
"""Panic buying: sales without panic, the rush of March 2020, limits and reserves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import panic_buying

from validation.case import Result, case, exact, mean_of

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

PARAMS = panic_buying.PanicBuying()
ONSET = 14


def rush(params: panic_buying.PanicBuying, full: bool, **initial: object) -> xr.Dataset:
    """The course of the default shock, a day at a time."""
    return panic_buying.simulate(
        params,
        size=4_000,
        replicates=10 if full else 4,
        initial=initial,
        until=60.0,
        every=1.0,
        seed=20,
    )


def on_normal(course: xr.Dataset, name: str) -> np.ndarray:
    """A variable by replicate and day, as a multiple of its mean before the shock."""
    values = course[name].to_numpy()
    return values / values[:, 1 : ONSET + 1].mean(axis=1, keepdims=True)


@case("Panic-buying-1", mechanism="panic_buying", title="Without panic sales are what is used", source="closed form")
def without_panic(full: bool) -> Result:
    # Nobody runs short who wants so much and goes so soon.
    params = PARAMS.replace(calm_target=14.0, need_trip_rate=50.0)
    course = panic_buying.simulate(
        params,
        size=2_000,
        replicates=20 if full else 10,
        initial={"duration": 0.0},
        until=200.0,
        every=20.0,
        seed=1,
    )
    sold = course.sold[:, 1:].mean("time")
    change = (course.stock[:, -1] - course.stock[:, 0]) / 200.0
    # How much more or less is in the shelves than delivered and sold; the first rates are no numbers.
    balance = course.shelf - course.shelf[:, 0] - 20.0 * (course.delivered - course.sold).fillna(0.0).cumsum("time")
    rows = [
        mean_of("sold less what is added to stocks, of normal use", 1.0, sold - change, bias=1e-6),
        mean_of("sold, of normal use", 1.0, sold, bias=0.001),
        mean_of("purchases in a day, one for each basket", 1 / 3.5, course.buying[:, 1:].mean("time"), bias=0.0003),
        exact("goods lost or made in shops (d of use)", 0.0, float(np.abs(balance).max()), within=1e-9),
        exact("share of visits turned away", 0.0, float(course.turned_away[:, 1:].max()), within=0.0),
    ]

    def draw(axes: Axes) -> None:
        axes.plot(course.time, course.sold.T, color="#3b6ea5", alpha=0.3)
        axes.axhline(1, color="#b3412e", label="what is used")
        axes.set_xlabel("time (d); each run, 20 days at a time")
        axes.set_ylabel("sold, multiple of normal use")
        axes.legend()

    return Result(rows, draw)


@case(
    "Panic-buying-2",
    mechanism="panic_buying",
    title="March 2020: more households buy, hardly more each",
    source="O'Connell, de Paula and Smith 2021; Kantar 2020",
)
def march_2020(full: bool) -> Result:
    course = rush(PARAMS, full)
    demand, wanting = on_normal(course, "demand"), on_normal(course, "wanting")
    basket = on_normal(course, "basket_wanted")
    peak = int(demand.mean(axis=0)[ONSET:].argmax()) + ONSET
    share = (wanting[:, peak].mean() - 1) / (demand[:, peak].mean() - 1)
    four_weeks = course.sold[:, ONSET + 1 : ONSET + 29].mean("replicate") - 1
    rows = [
        exact("peak of demand, 60 to 100 % above normal", 1.8, demand[:, peak].mean(), within=0.2),
        exact("of that by more households, 70 to 100 %", 0.85, share, within=0.15),
        exact("baskets at the peak, up to 16 % larger", 1.08, basket[:, peak].mean(), within=0.08),
        exact("bought more than usual in 4 weeks, 5 d", 5.0, float(four_weeks.sum()), within=0.5),
    ]

    def draw(axes: Axes) -> None:
        days = course.time - ONSET
        axes.axhspan(1.6, 2.0, color="#eeeeee", label="peak, United Kingdom")
        axes.plot(days, demand.mean(axis=0), label="demand")
        axes.plot(days, wanting.mean(axis=0), label="households that buy in a day")
        axes.plot(days, basket.mean(axis=0), label="basket")
        axes.plot(days, course.panic.mean("replicate"), ":", color="#888888", label="panic, in [0, 1]")
        axes.set_xlabel("days from the shock's onset")
        axes.set_ylabel("multiple of normal")
        axes.set_ylim(0, 3.2)
        axes.legend(fontsize="small")

    return Result(rows, draw)


@case(
    "Panic-buying-3",
    mechanism="panic_buying",
    title="Limits change little, guided reserves much",
    source="O'Connell, de Paula and Smith 2021",
)
def limits(full: bool) -> Result:
    courses = {
        "no measure": rush(PARAMS, full),
        "limit of a basket (3.5 d)": rush(PARAMS.replace(purchase_limit=3.5), full),
        "reserve of 3 d": rush(PARAMS, full, reserve=3.0),
        "information": rush(PARAMS, full, information=1.0),
    }
    rise = {name: float(on_normal(course, "demand").mean(axis=0)[ONSET:].max()) - 1 for name, course in courses.items()}
    plain = rise["no measure"]
    rows = [
        exact(
            "rise of demand with a limit, of that without", 1.0, rise["limit of a basket (3.5 d)"] / plain, within=0.15
        ),
        exact(
            "a reserve takes more off the rise than a limit", 1, float(rise["reserve of 3 d"] < 0.7 * plain), within=0
        ),
        exact("and so does trusted information", 1, float(rise["information"] < 0.7 * plain), within=0),
    ]

    def draw(axes: Axes) -> None:
        for name, course in courses.items():
            axes.plot(course.time - ONSET, on_normal(course, "demand").mean(axis=0), label=name)
        axes.axhline(1, color="#888888", linestyle=":")
        axes.set_xlabel("days from the shock's onset")
        axes.set_ylabel("demand, multiple of normal")
        axes.legend()

    return Result(rows, draw)


CASES = (without_panic, march_2020, limits)
