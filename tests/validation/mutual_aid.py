# SPDX-License-Identifier: Apache-2.0
"""Mutual aid: rounds of asking, ties that fade, a time bank, professionals as a slow competitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import commonweal as cw
import numpy as np
from commonweal.process import mutual_aid

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

#: The tie alone decides; everybody is hit once, at the start.
TIE_ALONE = mutual_aid.MutualAid(
    need_rate=0.0,
    surge_share=1.0,
    prosocial_effect=0.0,
    reciprocity_effect=0.0,
    need_effect=0.0,
    norm_effect=0.0,
    tie_gain=0.0,
)
#: Whoever is asked helps, but for one in 160,000.
ALWAYS = TIE_ALONE.replace(strong_chance=0.999, weak_chance=0.999, cost=0.0, cost_effect=10.0)


def share(course: xr.Dataset, name: str) -> NDArray[np.float64]:
    """Of the requests made, at the last record."""
    return (course[name] / course.created).to_numpy()[:, -1]


@case(
    "Mutual-aid-1",
    mechanism="mutual_aid",
    title="A round of n equal neighbours meets 1 - (1 - p)^n",
    source="closed form",
)
def rounds(full: bool) -> Result:
    rows = []
    keywords = {"replicates": 40 if full else 20, "until": 4.0, "every": 4.0, "step": 0.25}
    size = 20_000 if full else 2_000
    ring = cw.core.SmallWorld(degree=6, rewiring=0.0).generate(size, seed=1)
    measured: dict[str, list[float]] = {"weak": [], "strong": []}
    for neighbours in range(1, 7):
        once = TIE_ALONE.replace(ask_limit=neighbours, patience=1.0)
        for kind, chance, ties in (("weak", 0.1, {}), ("strong", 0.5, {"graph": ring, "initial": {"tie": 1.0}})):
            where = ties or {"size": size}
            met = share(mutual_aid.simulate(once, seed=neighbours, **where, **keywords), "by_neighbours")
            measured[kind] += [float(met.mean())]
            if neighbours in (1, 3, 6):
                reference = 1 - (1 - chance) ** neighbours
                rows += [mean_of(f"met in the first round, {neighbours} {kind} ties", reference, met)]
    # Three rounds of three weak neighbours, worked out as a chain: (1 - p)^3 stay open in each.
    course = mutual_aid.simulate(TIE_ALONE.replace(ask_limit=3), size=size, seed=9, **keywords)
    stays = 0.9**3
    met = 1 - stays
    rows += [mean_of("met in three rounds, 3 weak ties", met * (1 + stays + stays**2), share(course, "by_neighbours"))]
    rows += [mean_of("given up after three rounds", stays**3, share(course, "given_up"))]
    delay = (stays + 2 * stays**2) / (1 + stays + stays**2)
    rows += [mean_of("mean delay of those met, d", delay, course.mean_delay.to_numpy()[:, -1])]
    fate = mutual_aid.request_fate(TIE_ALONE, neighbours=3, tie=0.1)
    rows += [exact("equations: given up", stays**3, fate.given_up, within=1e-12)]
    rows += [exact("equations: mean delay, d", delay, fate.mean_delay, within=1e-12)]

    def draw(axes: Axes) -> None:
        many = np.linspace(0, 7, 71)
        for kind, chance in (("strong", 0.5), ("weak", 0.1)):
            (line,) = axes.plot(many, 1 - (1 - chance) ** many, label=f"closed form, {kind} ties (p = {chance})")
            axes.plot(range(1, 7), measured[kind], "o", color=line.get_color(), label="measured")
        axes.set_xlabel("neighbours asked")
        axes.set_ylabel("share met in the first round")
        axes.set_ylim(0, 1.9)
        axes.legend(loc="upper left")

    return Result(rows, draw)


@case(
    "Mutual-aid-2",
    mechanism="mutual_aid",
    title="The weight of a tie: gain against fading",
    source="Campbell's theorem (shot noise)",
)
def ties_in_balance(full: bool) -> Result:
    # Two people who each need help .01 times a day and always help: .02 helps a day, each worth .1, fading in 100 d.
    params = ALWAYS.replace(need_rate=0.01, surge_share=0.0, tie_gain=0.1, tie_time=100.0)
    mean, sd = 0.1 * 0.02 * 100, 0.1 * np.sqrt(0.02 * 100 / 2)
    # Ties fade once a day and are read after that, and a tick holds at most one need: at most .7 % lower.
    bias = 0.007 * mean
    count = 500
    pairs = cw.Graph.undirected(2 * count, np.arange(2 * count).reshape(-1, 2))
    keywords = {"graph": pairs, "until": 500.0, "every": 25.0, "step": 0.25, "replicates": 40 if full else 16}
    courses = {
        start: mutual_aid.simulate(params, initial={"tie": start}, seed=2, **keywords).tie for start in (0.0, 0.6)
    }
    rows = [exact("closed form", mean, mutual_aid.steady_tie(params, help_rate=0.02), within=1e-12)]
    for start, course in courses.items():
        for day in (100, 500):
            reference = mean + (start - mean) * np.exp(-day / 100)
            rows += [mean_of(f"mean on day {day}, from {start}", reference, course.sel(time=day), bias=bias)]
    alone = mutual_aid.simulate(
        params,
        graph=[(0, 1)],
        initial={"tie": 0.2},
        until=500.0,
        every=500.0,
        step=0.25,
        replicates=4_000 if full else 500,
        seed=3,
    ).tie.to_numpy()[:, -1]
    spread = float(alone.std(ddof=1))
    # Shot noise of rate r and time T has an excess kurtosis of 1 / (r T), so that is what a variance is known to.
    error = spread * np.sqrt((2 + 0.5) / (4 * len(alone)))
    rows += [Row("standard deviation of one tie", float(sd), spread, error, bias=0.007 * float(sd))]

    def draw(axes: Axes) -> None:
        days = np.linspace(0, 500, 101)
        for start, course in courses.items():
            axes.plot(course.time, course.mean("replicate"), "o", label=f"measured, from {start}")
            axes.plot(days, mean + (start - mean) * np.exp(-days / 100), "k-", linewidth=1)
        axes.axhline(mean, color="#888888", linestyle=":", label="gain x rate x time")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("mean weight of ties")
        axes.legend()

    return Result(rows, draw)


@case(
    "Mutual-aid-3",
    mechanism="mutual_aid",
    title="Strangers help through a time bank",
    source="closed form",
)
def strangers(full: bool) -> Result:
    size, replicates = (20_000, 40) if full else (2_000, 20)
    params = TIE_ALONE.replace(ask_limit=0, bank_asks=5, credit_weight=0.5, overdraft=1_000)
    # A credit is worth a tie of weight .5: the logit lies on the line through -ln 9 at .1 and 0 at 1.
    persuaded = 1 / (1 + np.exp(np.log(9) * (1 - 0.5) / 0.9))
    rows = []
    points = []
    for trust in (0.25, 0.5, 1.0):
        for members in (0.5, 1.0):
            trusts = np.where(np.arange(size) < members * size, trust, 0.0)
            course = mutual_aid.simulate(
                params,
                size=size,
                initial={"bank_trust": trusts},
                until=4.0,
                every=4.0,
                step=0.25,
                replicates=replicates,
                seed=int(100 * trust),
            )
            # Each of 5 strangers, in each of 3 rounds, is a member by the share of the others who are.
            asked = (members * size - 1) / (size - 1) * trust * persuaded
            reference = members * (1 - (1 - asked) ** 15)
            met = share(course, "by_bank")
            rows += [mean_of(f"met, trust {trust}, {members:.0%} are members", reference, met)]
            points += [(members, trust, float(met.mean()))]
            rows += [exact("sum of credits", 0.0, float(np.abs(course.credits).max()), within=0.0)]

    def draw(axes: Axes) -> None:
        trusts = np.linspace(0, 1, 51)
        for members, colour in ((1.0, "#3b6ea5"), (0.5, "#b3412e")):
            curve = members * (1 - (1 - members * trusts * persuaded) ** 15)
            axes.plot(trusts, curve, color=colour, label=f"closed form, {members:.0%} are members")
            found = [(trust, met) for of, trust, met in points if of == members]
            axes.plot(*zip(*found, strict=True), "o", color=colour, label="measured")
        axes.set_xlabel("trust in the bank")
        axes.set_ylabel("share of requests met")
        axes.set_ylim(0, 1.6)
        axes.legend(loc="upper left")

    return Result(rows, draw)


@case(
    "Mutual-aid-4",
    mechanism="mutual_aid",
    title="Credits spread like money: how many can spend one",
    source="Dragulescu and Yakovenko 2000",
)
def credits_as_money(full: bool) -> Result:
    # Each request moves a credit from one who has one to anybody else. All ways of holding M credits by N people are
    # then equally likely, and somebody has none with chance (N - 1) / (M + N - 1). An overdraft shifts the zero.
    size = 1_000 if full else 400
    base = ALWAYS.replace(need_rate=1.0, surge_share=0.0, ask_limit=0, patience=0.5)
    rows = []
    points = []
    for held, overdraft in ((1, 0), (2, 0), (0, 1), (0, 3)):
        course = mutual_aid.simulate(
            base.replace(overdraft=overdraft),
            size=size,
            initial={"bank_trust": 1.0, "credits": held},
            until=300.0 if full else 150.0,
            every=50.0,
            step=0.005,
            replicates=20 if full else 10,
            seed=10 * held + overdraft,
        )
        late = course.isel(time=slice(2, None))
        met = (late.by_bank.diff("time").sum("time") / late.created.diff("time").sum("time")).to_numpy()
        can_spend = (held + overdraft) * size
        reference = can_spend / (can_spend + size - 1)
        # A tick holds at most one need of each, which spaces them: .125 times the tick too many are met.
        rows += [mean_of(f"met, {held} credits each, overdraft {overdraft}", reference, met, bias=1e-3)]
        rows += [exact("credits in the end", held * size, float(course.credits[:, -1].mean()), within=0.0)]
        points += [(held + overdraft, float(met.mean()))]

    def draw(axes: Axes) -> None:
        means = np.linspace(0, 4, 81)
        axes.plot(means, means / (1 + means), label="closed form, many people")
        axes.plot(*zip(*points, strict=True), "o", label=f"measured, {size:,} people")
        axes.set_xlabel("credits for each, above the lowest balance allowed")
        axes.set_ylabel("share of requests met")
        axes.legend()

    return Result(rows, draw)


def hour_by_hour(rate: float, hour: float) -> tuple[float, float]:
    """Shares met by neighbours, by the chance of each hour, and by professionals, in three days."""
    left = 1.0
    residents = officials = 0.0
    for _ in range(72):
        residents += left * hour
        left *= 1 - hour
        officials += left * (1 - np.exp(-rate / 24))
        left *= np.exp(-rate / 24)
    return residents, officials


@case(
    "Mutual-aid-5",
    mechanism="mutual_aid",
    title="Professionals as a slow competitor; Kobe 1995, 42 of 43",
    source="closed form; survey in Yoshii 1996",
)
def professionals(full: bool) -> Result:
    # Hourly rounds for three days, six neighbours of weight .5. The rate of professionals is set to the survey's share,
    # not predicted: what is checked is that the two compete as they should.
    size, replicates = (5_000, 40) if full else (2_000, 20)
    ring = cw.core.SmallWorld(degree=6, rewiring=0.0).generate(size, seed=1)
    chance = 1 / (1 + np.exp(np.log(9) * 0.5 / 0.9))
    hour = 1 - (1 - chance) ** (6 / 24)
    rows: list[Row] = []
    shown = []
    for rate in (0.038, 0.5, 2.0):
        params = TIE_ALONE.replace(round_interval="1 h", official_rate=rate)
        course = mutual_aid.simulate(
            params, graph=ring, initial={"tie": 0.5}, until=4.0, every=4.0, replicates=replicates, seed=7
        )
        helped = share(course, "by_neighbours")
        came = share(course, "by_officials")
        residents, officials = hour_by_hour(rate, hour)
        rows += [mean_of(f"met by neighbours, professionals at {rate} / d", residents, helped)]
        rows += [mean_of(f"met by professionals, at {rate} / d", officials, came)]
        shown += [(rate, float((helped / (helped + came)).mean()))]
    # One in 43 is known to two standard errors of a share of 43.
    error = 2 * np.sqrt(42 / 43 * (1 / 43) / 43)
    rows += [exact("of those helped, by residents (42 of 43)", 42 / 43, shown[0][1], within=float(error))]

    def draw(axes: Axes) -> None:
        rates = np.linspace(0, 2.1, 43)
        both = [hour_by_hour(rate, hour) for rate in rates]
        axes.plot(rates, [ours / (ours + theirs) for ours, theirs in both], label="worked out hour by hour")
        axes.plot(*zip(*shown, strict=True), "o", label="measured")
        axes.axhline(42 / 43, color="#888888", linestyle=":", label="Kobe 1995: 42 of 43")
        axes.set_xlabel("rate at which professionals come (1 / d)")
        axes.set_ylabel("by residents, of those helped")
        axes.legend()

    return Result(rows, draw)


CASES = (rounds, ties_in_balance, strangers, credits_as_money, professionals)
