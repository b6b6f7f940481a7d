# SPDX-License-Identifier: Apache-2.0
"""Collaboration: the loop beside a second program of the same equations, and the propositions of Ansell and Gash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from commonweal.process import collaboration
from numpy.typing import NDArray

from validation.case import Result, Row, case, exact

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Numbers = NDArray[np.float64]

UNEQUAL = [10.0, 4.0, 2.0, 1.0, 1.0, 1.0, 1.0]
BASE = collaboration.Collaboration()


def squash(x: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-x))


class Forums:
    """Many forums at once, in arrays over forum and member: the equations of the page, programmed for this case."""

    def __init__(self, p: collaboration.Collaboration, power: list[float], runs: int, seed: int, **start: float):
        self.p, self.random = p, np.random.default_rng(seed)
        n = self.n = len(power)
        shares = np.array(power) / sum(power)
        self.rho = shares
        self.asymmetry = float(np.abs(np.subtract.outer(shares, shares)).sum() / (2 * n))
        self.weak = np.maximum(0, 1 - n * shares)
        self.strong = np.clip(n * shares - 1, 0, 1)
        self.down = self.asymmetry * (1 - p.leadership)
        self.load = start.get("load", 0.1)
        self.views = self.random.normal(size=(runs, n))
        self.first = self.views.std(axis=1)
        self.trust = np.full((runs, n, n), 0.5 + 0.4 * start.get("prehistory", 0.0))
        self.incentive = np.full((runs, n), p.incentive)
        self.hope = np.full(runs, 0.6)
        self.failed = np.zeros(runs)
        self.alive = np.ones(runs, bool)
        self.cost = 0.05 + 0.25 * self.load
        self.commitment = np.zeros((runs, n))
        self.commit(self.alive, 0)

    def mean_trust(self) -> Numbers:
        own = np.einsum("rii->ri", self.trust)
        return (self.trust.sum(axis=2) - own) / (self.n - 1)

    def understanding(self) -> Numbers:
        return np.maximum(0, 1 - self.views.std(axis=1) / self.first)

    def order(self, meeting: int) -> float:
        return self.p.mandate if meeting < self.p.mandate_meetings else 0.0

    def commit(self, who: NDArray[np.bool_], meeting: int) -> None:
        held = 3 * self.mean_trust() + 2 * (self.incentive - self.cost) - 2 * self.down * self.weak
        new = squash(-2.2 + 1.5 * self.understanding()[:, None] + held + self.order(meeting))
        self.commitment[who] = new[who]

    def meet(self, meeting: int) -> None:
        gain = self.incentive * self.hope[:, None] * (1 - self.down * self.weak) * (0.5 + self.mean_trust())
        worth = gain - self.cost + self.order(meeting)
        come = self.random.random(worth.shape) < squash((worth - self.p.outside_value) / 0.05)
        share = come.mean(axis=1)
        works = self.alive & (share >= self.p.quorum) & (share > 0)
        idle = self.alive & ~works
        self.hope[idle] *= 0.9
        self.commitment[idle] *= 0.9
        self.failed = np.where(works, 0, self.failed + idle)
        self.present = come & works[:, None]
        self.promise()
        if self.p.loop == "action_first":
            won = self.act()
        self.talk()
        self.commit(works, meeting)
        if self.p.loop == "consensus_first":
            won = self.act()
        self.hope[works] += self.p.expectation_rate * (won - self.hope)[works]
        self.alive &= self.failed < self.p.last_calls

    def pairs(self) -> NDArray[np.bool_]:
        both = self.present[:, :, None] & self.present[:, None, :]
        return both & ~np.eye(self.n, dtype=bool)

    def promise(self) -> None:
        lead = self.p.leadership
        willing = 0.55 + 0.45 * self.commitment + 0.1 * self.p.transparency
        chance = np.minimum(0.98, willing * (1 - 0.3 * self.load) * (1 - 0.8 * self.down * self.strong))
        kept = (self.random.random(chance.shape) < chance)[:, None, :]
        up = self.p.trust_gain * (1 + lead) * (1 - self.trust)
        down = -self.p.trust_loss * (1 - 0.5 * lead) * self.trust
        self.trust += np.where(self.pairs(), np.where(kept, up, down), 0)

    def talk(self) -> None:
        p = self.p
        voice = p.dialogue * p.inclusiveness * (0.5 + 0.5 * p.leadership) * (1 - self.down * self.weak)
        heard, power = voice * self.present, self.rho * self.present
        with np.errstate(invalid="ignore"):
            by_voice = (heard * self.views).sum(axis=1) / heard.sum(axis=1)
            by_power = (power * self.views).sum(axis=1) / power.sum(axis=1)
        common = (1 - self.asymmetry) * by_voice + self.asymmetry * by_power
        step = np.minimum(1, p.understanding_rate * voice * self.mean_trust()) * (common[:, None] - self.views)
        self.views += np.where(self.present, step, 0)

    def act(self) -> Numbers:
        effort = (self.present * self.rho * self.commitment * (1 - 0.6 * self.load)).sum(axis=1)
        chance = 1 - np.exp(-self.p.win_rate * effort * (0.3 + 0.7 * self.understanding()))
        won = self.random.random(len(effort)) < chance
        gained = np.clip(self.incentive + np.where(won, 0.02, -0.03)[:, None], 0, 1)
        self.incentive = np.where(self.present, gained, self.incentive)
        more = np.where(won[:, None, None], 0.015 * (1 - self.trust), -0.03 * self.trust)
        self.trust += np.where(self.pairs(), more, 0)
        return won.astype(float)

    def state(self) -> dict[str, Numbers]:
        return {
            "trust": self.mean_trust().mean(axis=1),
            "commitment": self.commitment.mean(axis=1),
            "understanding": self.understanding(),
            "hope": self.hope,
            "alive": self.alive.astype(float),
        }


@case(
    "Collaboration-1",
    mechanism="collaboration",
    title="The loop, programmed twice",
    source="the same equations in NumPy",
)
def twice(full: bool) -> Result:
    rows: list[Row] = []
    runs = 8_000 if full else 1_500
    settings: dict[str, tuple[dict[str, Any], list[float], dict[str, float]]] = {
        "equal power": ({"leadership": 0.3}, [1.0] * 7, {}),
        "unequal power": ({"leadership": 0.3}, UNEQUAL, {"load": 0.2}),
        "action first": ({"loop": "action_first", "outside_value": 0.3}, UNEQUAL, {"prehistory": -0.3}),
        "an order for 8 meetings": ({"mandate": 0.3, "mandate_meetings": 8, "outside_value": 0.4}, [1.0] * 7, {}),
    }
    curves = []
    for name, (keywords, power, start) in settings.items():
        params = BASE.replace(**keywords)
        course = collaboration.simulate(params, initial={"power": power, **start}, until=24, replicates=runs, seed=1)
        forums = Forums(params, power, runs, 2, **start)
        alive = []
        for meeting in range(24):
            forums.meet(meeting)
            alive.append(float(forums.alive.mean()))
            if meeting not in (5, 23):
                continue
            for what, values in forums.state().items():
                found = course[what][:, meeting].to_numpy()
                error = float(np.sqrt((values.var() + found.var()) / runs))
                label = f"{what} after {meeting + 1} meetings, {name}"
                rows += [Row(label, float(values.mean()), float(found.mean()), standard_error=error, bias=1e-6)]
        curves.append((name, alive, course.alive.mean("replicate").to_numpy()))

    def draw(axes: Axes) -> None:
        at = np.arange(1, 25)
        for k, (name, reference, found) in enumerate(curves):
            axes.plot(at, reference, color=f"C{k}", label=f"NumPy, {name}")
            axes.plot(at, found, "o", color=f"C{k}", markersize=4)
        axes.set_xlabel("meetings")
        axes.set_ylabel("share of forums alive")
        axes.legend(fontsize=8)

    return Result(rows, draw)


@case(
    "Collaboration-2",
    mechanism="collaboration",
    title="Propositions of Ansell and Gash",
    source="Ansell and Gash 2008, as directions",
)
def propositions(_: bool) -> Result:
    runs = 600  # fewer do not tell these apart by four standard errors
    alike, quarrel = {"power": 1.0}, {"power": 1.0, "prehistory": -0.8}
    askew = {"power": UNEQUAL}
    found: dict[str, float] = {}

    def last(name: str, initial: dict[str, Any], what: str = "alive", until: int = 24, **keywords: Any) -> Numbers:
        course = collaboration.simulate(BASE.replace(**keywords), initial=initial, until=until, replicates=runs, seed=3)
        values: Numbers = course[what][:, -1].to_numpy()
        if what == "alive":
            found[name] = float(values.mean())
        return values

    def more(what: str, higher: Numbers, lower: Numbers) -> Row:
        """Whether a mean is above another by more than four standard errors of their difference, and a tenth."""
        error = float(np.sqrt(higher.var() / len(higher) + lower.var() / len(lower)))
        return exact(what, 1, float(higher.mean() - lower.mean() > 4 * error + 0.1), within=0)

    weak_lead = last("unequal, weak leader", askew, leadership=0.1)
    rows = [
        more("(a) unequal power: a leader keeps the forum", last("unequal, leader", askew, leadership=0.95), weak_lead)
    ]
    rows += [
        more("(a) weak leader: equal power keeps it", last("equal, weak leader", alike, leadership=0.1), weak_lead)
    ]
    tempted = last("a good place elsewhere", alike, outside_value=0.5)
    rows += [more("(b) a good place elsewhere ends it", last("equal", alike), tempted)]
    needed = last("and members need each other", alike, outside_value=0.5, incentive=1.0)
    rows += [more("(b) unless members need each other", needed, tempted)]
    low = last("old quarrels", quarrel, incentive=0.6)
    rows += [more("(c) old quarrels need high stakes", last("old quarrels, high stakes", quarrel, incentive=1.0), low)]
    slow = last("", quarrel, "trust", until=12, incentive=1.0)
    rows += [more("(c) and time", last("", quarrel, "trust", until=48, incentive=1.0), slow)]
    wary = {"power": 1.0, "prehistory": -0.4}
    broker = last("little trust, equal power, leader", wary, leadership=1.0)
    rows += [more("(d) little trust, equal power: a broker helps", broker, last("and none", wary, leadership=0.0))]
    ordered = {"incentive": 0.4, "outside_value": 0.4, "mandate": 0.5}
    kept = last("an order", alike, **ordered)
    rows += [more("(e) an order fills the table", kept, last("no order", alike, incentive=0.4, outside_value=0.4))]
    rows += [more("(e) until it lapses", kept, last("an order for 8 meetings", alike, mandate_meetings=8, **ordered))]
    lasting = last("", alike, "commitment", **ordered)
    lapsed = last("", alike, "commitment", mandate_meetings=8, **ordered)
    rows += [more("(e) and commitment lapses with it", lasting, lapsed)]

    def draw(axes: Axes) -> None:
        axes.barh(range(len(found)), list(found.values()))
        axes.set_yticks(range(len(found)), list(found))
        axes.invert_yaxis()
        axes.set_xlabel("share of forums alive after 24 meetings")
        axes.set_ylabel("setting")

    return Result(rows, draw)


CASES = (twice, propositions)
