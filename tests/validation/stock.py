# SPDX-License-Identifier: Apache-2.0
"""Stocks: the newsvendor, base stock, reorder point and level, a road that is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import stock
from scipy.stats import norm, poisson

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray


@case("V46", mechanism="stock", title="The newsvendor", source="Arrow, Harris and Marschak 1951; Stockpyl")
def newsvendor(full: bool) -> Result:
    best = stock.newsvendor("normal(mean=100, sd=20)", shortage_cost=3, surplus_cost=1)
    rows = [exact("quantity, N(100, 20), 3 against 1", 113.489795, best, within=1e-6)]
    # An example that the documentation of the Python package Stockpyl prints with its cost.
    other = stock.newsvendor("normal(mean=120, sd=10)", shortage_cost=18, surplus_cost=2)
    rows += [exact("quantity, N(120, 10), 18 against 2", 132.815515655446, other, within=1e-9)]

    # Goods that keep for a day only, and demand that does not wait, make every day a newsvendor's.
    def cost(quantity: float, *, mean: float, sd: float, short: float, over: float, seed: int) -> NDArray[np.float64]:
        params = stock.Stock(
            level=quantity, lead_time=0, backlogged=0, shelf_life=1, shortage_cost=short, waste_cost=over
        )
        days = 2_000.0 if full else 200.0
        demand = {"demand": f"normal(mean={mean}, sd={sd}, min=0, max=1000)"}
        course = stock.simulate(params, initial=demand, until=days, every=days, replicates=100, seed=seed)
        return course.cost.to_numpy()[:, -1]

    first = cost(best, mean=100, sd=20, short=3, over=1, seed=1)
    rows += [mean_of("cost of a day, 3 against 1", 4 * 20 * norm.pdf(norm.ppf(0.75)), first)]
    second = cost(other, mean=120, sd=10, short=18, over=2, seed=2)
    rows += [mean_of("cost of a day, 18 against 2", 35.09966638649737, second)]

    def draw(axes: Axes) -> None:
        quantities = np.linspace(80, 150, 71)
        z = (quantities - 100) / 20
        costs = 20 * (4 * norm.pdf(z) + z * (4 * norm.cdf(z) - 3))
        axes.plot(quantities, costs, label="closed form")
        for quantity in quantities[::10]:
            found = cost(quantity, mean=100, sd=20, short=3, over=1, seed=3).mean()
            axes.plot(quantity, found, "o", color="#3b6ea5")
        axes.axvline(113.489795, color="#b3412e", label="113.49")
        axes.set_xlabel("quantity each morning (units)")
        axes.set_ylabel("cost of a day")
        axes.legend(title="points: simulated")

    return Result(rows, draw)


@case(
    "Stock-1",
    mechanism="stock",
    title="Base stock: the level less the demand of the lead time",
    source="Poisson tables of SciPy",
)
def base_stock(full: bool) -> Result:
    rows: list[Row] = []
    days, runs = (4_000.0, 100) if full else (500.0, 40)
    rate, lead = 5.0, 2
    shares = {}
    for level in (14, 18, 22):
        params = stock.Stock(level=level, lead_time=lead, demand_rate=rate)
        demand = np.arange(200)
        chance = poisson.pmf(demand, rate * (lead + 1))
        owed = float((chance * np.maximum(demand - level, 0)).sum())
        ready = float(poisson.cdf(level, rate * (lead + 1)))
        expected = stock.long_run(params)
        rows += [exact(f"owed, closed form, level {level}", owed, expected["owed"], within=1e-9)]
        rows += [exact(f"days with nothing owed, closed form, level {level}", ready, expected["ready"], within=1e-9)]
        course = stock.simulate(params, until=days, replicates=runs, seed=level)
        # A run begins with the full level on the shelf; the first twenty days are left out.
        later = course.isel(time=slice(20, None))
        rows += [mean_of(f"owed, level {level}", owed, later.owed.mean("time"))]
        there = level - rate * (lead + 1) + owed
        rows += [mean_of(f"there, level {level}", there, later.stock.mean("time"))]
        rows += [mean_of(f"days with nothing owed, level {level}", ready, (later.owed == 0).mean("time"))]
        shares[level] = (later.stock - later.owed).to_numpy().ravel()

    def draw(axes: Axes) -> None:
        for level, values in shares.items():
            edges = np.arange(values.min() - 0.5, level + 1.0)
            (line,) = axes.step(
                edges[:-1] + 0.5, np.histogram(values, edges, density=True)[0], where="mid", label=f"level {level}"
            )
            there = np.arange(-15, level + 1)
            axes.plot(there, poisson.pmf(level - there, 15), ".", color=line.get_color())
        axes.set_xlabel("stock less what is owed, at the end of a day (units)")
        axes.set_ylabel("share of days")
        axes.legend(title="points: Poisson")

    return Result(rows, draw)


def chain_cost(low: int, high: int, *, rate: float, fixed: float, lead: int) -> float:
    """Cost of a day by the stationary distribution of the position, found as an eigenvector."""
    positions = np.arange(low + 1, high + 1)
    moves = np.zeros((len(positions), len(positions)))
    orders = np.zeros(len(positions))
    demand = np.arange(400)
    chance = poisson.pmf(demand, rate)
    for at, position in enumerate(positions):
        for amount, likely in zip(demand, chance, strict=True):
            after = position - amount
            to = high if after <= low else after
            moves[at, to - low - 1] += likely
            orders[at] += likely * (after <= low)
    values, vectors = np.linalg.eig(moves.T)
    share = np.real(vectors[:, np.argmin(np.abs(values - 1))])
    share = share / share.sum()
    later = poisson.pmf(demand, rate * (lead + 1))
    level = positions[:, None] - demand[None, :]
    daily = (later * (np.maximum(level, 0) + 9 * np.maximum(-level, 0))).sum(axis=1)
    return float(share @ (daily + fixed * orders))


@case(
    "Stock-2",
    mechanism="stock",
    title="Reorder point and level",
    source="Markov chain of the position, by NumPy; Veinott and Wagner 1965",
)
def reorder(full: bool) -> Result:
    rows: list[Row] = []
    days, runs = (4_000.0, 100) if full else (500.0, 40)
    base = stock.Stock(policy="reorder", order_cost=64.0, lead_time=0, demand_rate=10.0)
    for low, high, lead, rate in ((6, 40, 0, 10.0), (20, 60, 1, 10.0), (16, 40, 2, 4.0)):
        params = base.replace(reorder_point=low, level=high, lead_time=lead, demand_rate=rate)
        reference = chain_cost(low, high, rate=rate, fixed=64.0, lead=lead)
        what = f"s = {low}, S = {high}, lead time {lead}, rate {rate:.0f}"
        rows += [exact(f"closed form, {what}", reference, stock.long_run(params)["cost"], within=1e-6)]
        course = stock.simulate(params, until=days, replicates=runs, seed=low).isel(time=slice(50, None))
        # What is counted after 50 days of a run that begins with a full depot hardly knows of it any more.
        rows += [mean_of(f"simulated, {what}", reference, course.cost.mean("time"), bias=0.002 * reference)]
    best = min(
        (stock.long_run(base.replace(reorder_point=low, level=high))["cost"], low, high)
        for low in range(15)
        for high in range(25, 60)
    )
    rows += [exact("best reorder point, ordering 64, holding 1, shortage 9, rate 10", 6, best[1], within=0)]
    rows += [exact("best level", 40, best[2], within=0)]

    def draw(axes: Axes) -> None:
        levels = np.arange(25, 60)
        for low in (2, 6, 10):
            costs = [stock.long_run(base.replace(reorder_point=low, level=high))["cost"] for high in levels]
            (line,) = axes.plot(levels, costs, label=f"s = {low}")
            some = levels[::6]
            chains = [chain_cost(low, int(high), rate=10.0, fixed=64.0, lead=0) for high in some]
            axes.plot(some, chains, "o", color=line.get_color())
        axes.plot(40, best[0], "k+", markersize=14, label="best")
        axes.set_xlabel("level S (units)")
        axes.set_ylabel("cost of a day")
        axes.legend(title="points: Markov chain")

    return Result(rows, draw)


@case("Stock-3", mechanism="stock", title="How long a depot lasts while its road is cut", source="closed form")
def cut_off(full: bool) -> Result:
    # 15 litres of water a head and day, steady use by 1,000: a depot for 3 days lasts 3 days of a week's cut.
    use, kept, cut = 15_000.0, 3, 7
    params = stock.Stock(level=use * (kept + 1), lead_time=0)
    course = stock.simulate(
        params, initial={"demand": use, "cut_start": 10, "cut_length": cut}, until=30, every=1, seed=1
    ).isel(replicate=0)
    owed = course.owed.to_numpy() / use
    # The level is there each morning; on the days 10 to 16 nothing comes, and on day 17 seven days' use at once.
    rows = [
        exact(f"owed after day {day}, days of use", max(0, day - 9 - kept), owed[day + 1], within=1e-9)
        for day in (9, 11, 12, 13, 16)
    ]
    rows += [exact("owed when the road is open again", 0.0, owed[18], within=1e-9)]
    rows += [exact("share of days on which somebody went without", 4 / 30, float(course.short[1:].mean()), within=1e-9)]

    def draw(axes: Axes) -> None:
        axes.step(course.time, course.stock / use, where="post", label="there")
        axes.step(course.time, owed, where="post", label="owed")
        axes.axvspan(10, 17, color="#dddddd", label="road cut")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("days of use")
        axes.legend()

    return Result(rows, draw)


CASES = (newsvendor, base_stock, reorder, cut_off)
