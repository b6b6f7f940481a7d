# SPDX-License-Identifier: Apache-2.0
"""One setting of each mechanism in which all that it does happens, and what holds in any setting."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import commonweal as cw
import numpy as np
from commonweal import process
from commonweal.process.parameters import Parameters


@dataclass(frozen=True)
class Falling:
    """A number of each agent that falls from the first to the last: who has which is then no matter of chance."""

    high: float
    low: float
    whole: bool = False

    def of(self, size: int) -> np.ndarray:
        values = np.linspace(self.high, self.low, size)
        return np.rint(values) if self.whole else values


@dataclass(frozen=True)
class First:
    """The first agents, as many as that share."""

    share: float

    def of(self, size: int) -> list[int]:
        return list(range(max(1, round(self.share * size))))


@dataclass(frozen=True)
class Count:
    """That share of agents, whoever they are; nobody where it is less than one."""

    share: float

    def of(self, size: int) -> int:
        return int(self.share * size)


@dataclass(frozen=True, eq=False)
class Trial:
    params: Parameters
    #: What it starts from; ``Falling`` and ``First`` are made for as many agents as there are.
    initial: Mapping[str, Any] = field(default_factory=dict)
    size: int = 1100  # more than two blocks of agents, so that threads share one run
    #: Of runs with many replicates.
    few: int = 200
    until: float | None = None
    #: Whether a step is a length of time and not a round.
    halves: bool = True
    #: Variables that chance does not touch in this setting.
    certain: frozenset[str] = frozenset()
    #: Variables without a unit that are no shares.
    beyond: frozenset[str] = frozenset()
    #: Variables that may be negative.
    signed: frozenset[str] = frozenset()
    #: Variables that are no number where what they time or average has not happened.
    absent: frozenset[str] = frozenset()
    #: Variables that never fall with time.
    grows: frozenset[str] = frozenset()
    #: What adds up to what at every time: parts by the whole, "1" for one.
    sums: Mapping[str, str] = field(default_factory=dict)
    #: Variables of a state that add up to one over a dimension.
    shares_over: Mapping[str, str] = field(default_factory=dict)
    #: Means over a group that may be empty, which are then no number.
    absent_groups: frozenset[str] = frozenset()
    #: Variables that go up and down within a step, so that what is recorded after it moves with its length.
    coarse: frozenset[str] = frozenset()
    #: What may start from any number.
    free: frozenset[str] = frozenset()
    #: The fewest agents.
    least: int = 1
    run: Callable[..., Any] | None = None

    @property
    def name(self) -> str:
        return type(self.params).__name__

    @property
    def simulate(self) -> Callable[..., Any]:
        module = inspect.getmodule(type(self.params))
        return self.run or module.simulate  # type: ignore[union-attr]

    def takes(self, keyword: str) -> bool:
        return keyword in inspect.signature(self.simulate).parameters

    @property
    def small(self) -> int:
        return min(self.size, self.few)

    def start(self, size: int, *, backwards: bool = False) -> dict[str, Any]:
        """What so many agents start from; backwards, the last of them has what was the first's."""
        made = {}
        for name, value in self.initial.items():
            if isinstance(value, Falling):
                made[name] = value.of(size)[::-1] if backwards else value.of(size)
            elif isinstance(value, First):
                made[name] = [size - 1 - row for row in value.of(size)] if backwards else value.of(size)
            elif isinstance(value, Count):
                made[name] = value.of(size)
            else:
                made[name] = value
        return made

    def keywords(self, size: int | None = None, **given: Any) -> dict[str, Any]:
        """Those that this mechanism takes of the usual ones and of those given."""
        usual = {"size": size or self.size, "until": self.until, "initial": self.start(size or self.size)}
        every = {**usual, **given}
        return {name: value for name, value in every.items() if self.takes(name) and value is not None}


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def uneven_ties(size: int, *, backwards: bool = False) -> cw.Graph:
    """A dense first half, a thin ring in the next two fifths, and nobody's neighbours at the end."""
    dense, thin = size // 2, size // 5 * 2
    ends = [(k, (k + reach) % dense) for k in range(dense) for reach in (1, 2, 3, 5)]
    ends += [(dense + k, dense + (k + 1) % thin) for k in range(thin)]
    pairs = np.unique(np.sort(np.array(ends), axis=1), axis=0)
    return cw.Graph.undirected(size, size - 1 - pairs if backwards else pairs)


TRIALS = [
    Trial(
        process.allocation.Allocation(rule="report_driven", supply=0.8),
        {"need": "uniform(low=0.5, high=1.5)", "report": "uniform(low=1, high=3)", "connection": Falling(1, 0)},
        until=3.0,
    ),
    Trial(
        process.belonging.Belonging(),
        {
            "owner": Falling(0.9, 0.1),
            "status": Falling(1, 0),
            "threat": 1.0,
            "threat_days": 20.0,
            "contact": Falling(0.8, 0.2),
        },
        until=40.0,
        certain=names("threat"),
        beyond=names("presence_status voice_status"),
        grows=names("moves claims"),
        absent_groups=names(
            "belonging_owners belonging_tenants participating_owners participating_tenants presence_status voice_status"
        ),
    ),
    Trial(
        process.business_recovery.BusinessRecovery(),
        {"damage": Falling(1, 0), "finance": Falling(0, 1), "small": Falling(1, 0)},
        until=200.0,
        absent=names("open_time"),
        grows=names("open open_small open_large open_damaged"),
        absent_groups=names("open_small open_large open_damaged"),
    ),
    Trial(
        process.collaboration.Collaboration(),
        {"power": Falling(3, 1), "load": Falling(0.2, 1.0)},
        size=9,
        beyond=names("capacity"),
        least=2,
    ),
    Trial(
        process.cooperation.Cooperation(punisher_share=0.3, covenant=0.5, vanguard_share=0.1, spirit_rate=0.1),
        {"belief": Falling(0.9, 0.1)},
        beyond=names("earned"),
        grows=names("earned"),
        halves=False,
    ),
    Trial(
        process.data_sharing.DataSharing(),
        {"precision": Falling(6, 1)},
        size=9,
        beyond=names("partners islands squared_error"),
    ),
    Trial(process.decision.Decision(), {"places": 3}, size=200, beyond=names("error"), signed=names("error")),
    Trial(
        process.decision.TimePressure(),
        size=200,
        run=process.decision.act_times,
        beyond=names("loss"),
        absent=names("acts_at"),
    ),
    Trial(
        process.dependence.Dependence(),
        {"means": Falling(1.5, 0.5), "access": Falling(1, 0.2)},
        until=10.0,
        beyond=names("events met_by_reserve met_by_aid unmet"),
        grows=names("events met_by_reserve met_by_aid unmet"),
        sums={"events": "met_by_reserve met_by_aid unmet"},
    ),
    Trial(process.dependency_cascade.DependencyCascade(intact=0.95), size=500, beyond=names("stages"), halves=False),
    Trial(
        process.dependency_cascade.SupplyCascade(),
        {"repaired": "uniform(low=0, high=60)", "own": "uniform(low=0.2, high=1)"},
        size=20,
        until=72.0,
    ),
    Trial(
        process.depth_damage.DepthDamage(scatter="beta", spread=0.4),
        {"depth": Falling(3, 0.1), "value": Falling(5, 1)},
        beyond=names("total_loss loss"),
        certain=names("damaged"),
    ),
    Trial(process.detection.Detection(), beyond=names("evidence"), signed=names("evidence")),
    Trial(
        process.diffusion.Diffusion(innovation=0.03, imitation=0.38),
        {"adopted": First(0.02), "readiness": Falling(1, 0.3)},
        until=6.0,
        absent=names("adoption_time"),
        grows=names("adopted"),
    ),
    Trial(
        process.emotion.Emotion(),
        {"frightened": Count(0.1), "risk": Falling(1, 0), "rumour": Falling(1, 0), "duration": 3.0},
        until=6.0,
        free=names("frightened duration"),
    ),
    Trial(
        process.epidemic.Epidemic(),
        {"infectious": First(0.02), "exposed": Count(0.01), "immune": Count(0.02), "susceptibility": Falling(1, 0.2)},
        until=20.0,
        certain=names("immune"),
        grows=names("recovered dead reported"),
        sums={"1": "susceptible exposed infectious recovered dead immune"},
    ),
    Trial(
        process.evaluation.Evaluation(), {"weight": Falling(1, 0), "ability": Falling(1, 0.2)}, until=10.0, halves=False
    ),
    Trial(
        process.fatigue.Fatigue(leave_rate=0.002, hire_rate=0.01),
        {"load": Falling(2, 0.5), "hours": Falling(12, 4), "support": Falling(0, 1)},
        until=60.0,
        beyond=names("leavings"),
        grows=names("leavings"),
    ),
    Trial(
        process.fragility.ComponentDamage(),
        {"intensity": Falling(0.8, 0.01)},
        beyond=names("damage"),
        shares_over={"share": "state"},
    ),
    Trial(
        process.grievance.Grievance(mediators=2, conflict_rate=1e-3, patience=5.0),
        {"unmet": Falling(1, 0), "broken": 0.3, "trust": Falling(0.2, 0.9)},
        until=60.0,
        beyond=names("opened open settled escalated"),
        grows=names("opened settled escalated"),
    ),
    Trial(
        process.hidden_hazard.HiddenHazard(campaign_interval=1.0),
        {"age": Falling(60, 1), "visits": Falling(0, 12), "sensors": 0.3},
        until=4.0,
        beyond=names(
            "hidden waiting severity found_by_visits found_by_residents found_by_sensors found_by_campaign"
            " events cost severity_last"
        ),
        grows=names("found_by_visits found_by_residents found_by_sensors found_by_campaign events cost"),
    ),
    Trial(
        process.housing_recovery.HousingRecovery(crews=40),
        {"damage": Falling(4.9, 1), "insured": Falling(1, 0), "tenant": Falling(1, 0), "savings": 0.3},
        until=300.0,
        absent=names("funded_time start_time ready_time"),
        grows=names("repaired funded"),
        sums={"1": "home displaced"},
    ),
    Trial(
        process.housing_recovery.HousingStages(),
        {"vulnerability": Falling(1, 0), "stage": 1.0},
        until=24.0,
        run=process.housing_recovery.simulate_stages,
        shares_over={"share": "stage"},
    ),
    Trial(
        process.inoperability.Inoperability(),
        {
            "inoperability": "uniform(low=0, high=0.5)",
            "perturbation": "uniform(low=0, high=0.4)",
            "output": Falling(5, 1),
        },
        size=6,
        until=20.0,
        beyond=names("loss sector_loss"),
        grows=names("loss"),
        halves=False,
    ),
    Trial(
        process.learning.Learning(),
        {"socialisation": Falling(0.9, 0.1)},
        size=20,
        until=40.0,
        beyond=names("periods"),
        signed=names("code people score"),
        absent=names("periods"),
    ),
    Trial(
        process.metrics.RecoveryCurve(),
        {"duration": "uniform(low=5, high=20)"},
        size=40,
        until=40.0,
        certain=names("robustness time_to_low"),
        grows=names("function"),
    ),
    Trial(
        process.mind.Mind(),
        {"loss": Falling(1, 0), "injury": Falling(0, 1), "displacement": 0.3, "security": Falling(0, 1)},
        until=60.0,
        absent_groups=frozenset(
            f"{what}_{kind}"
            for what in ("distress", "distressed")
            for kind in ("resilient", "recovering", "chronic", "delayed")
        ),
    ),
    Trial(
        process.mode_switch.ModeSwitch(hazard_rate=0.02, hazard_time=5.0, filter_time=1.0, noise=1.0, hold_off=1.0),
        {"drill": Falling(1, 0), "space": Falling(0.2, 1)},
        size=520,
        few=40,
        until=12.0,
        beyond=names("switches in_vain"),
        grows=names("switches in_vain lost_time shortfall"),
    ),
    Trial(
        process.mutual_aid.MutualAid(need_rate=0.5, surge_share=0.5, need_effect=5.0, official_rate=0.2),
        {"tie": 0.5, "prosocial": Falling(1, 0), "bank_trust": Falling(1, 0.5), "credits": "uniform(low=0, high=3)"},
        until=10.0,
        beyond=names("created by_neighbours by_bank by_officials given_up open credits"),
        grows=names("created by_neighbours by_bank by_officials given_up"),
        sums={"created": "by_neighbours by_bank by_officials given_up open"},
    ),
    Trial(
        process.opinion.FriedkinJohnsen(),
        {"opinion": "uniform(low=0, high=1)", "susceptibility": Falling(1, 0), "self_weight": Falling(0.2, 0.8)},
        until=2.0,
    ),
    Trial(
        process.opinion.BoundedConfidence(),
        {"opinion": Falling(1, 0)},
        until=4.0,
        beyond=names("clusters"),
        certain=names("mean lowest clusters"),
    ),
    Trial(process.opinion.BrockDurlauf(), until=2.0, signed=names("mean_choice")),
    Trial(
        process.panic_buying.PanicBuying(delivery_rate=0.9, shelf_stock=0.5),
        {"stock": Falling(14, 2), "reserve": 1.0, "risk": Falling(1, 0), "frightened": Count(0.1)},
        until=20.0,
        beyond=names("demand sold delivered"),
        # Where what a step brings is too little, its last buyer gets part of a basket.
        coarse=names("buying basket turned_away"),
        absent=names("demand sold delivered buying wanting basket basket_wanted turned_away"),
    ),
    Trial(
        process.participation.Participation(opportunity="by_chance", task_rate=0.3, ask_rate=0.5),
        {"acting": First(0.05), "threshold": Falling(0.4, 0), "eligible": Falling(1, 0.5)},
        until=10.0,
        grows=names("acting"),
        free=names("threshold"),
    ),
    Trial(
        process.pilots.Pilots(),
        beyond=names("trials successes outcome periods allowed failed"),
        absent=names("promised"),
    ),
    Trial(process.plan.Plan(), {"experience": Falling(1, 0), "load": Falling(1.5, 0.2)}, until=3.0),
    Trial(
        process.platform.Platform(incident_rate=10.0),
        {"stage": 3, "coverage": Falling(1, 0.2), "link": 0.9, "online": Falling(1, 0.3), "backup": 4.0},
        size=520,
        few=40,
        until=7.0,
        beyond=names("incidents cost own_cost dispatch detection"),
        certain=names("cost own_cost"),
        grows=names("incidents"),
    ),
    Trial(
        process.point_process.PointProcess(rate=0.2, season_factor=3.0, branching=0.4, aftershocks=0.5),
        until=200.0,
        beyond=names("count background aftershock excited largest"),
        absent=names("largest"),
        sums={"count": "background aftershock excited"},
    ),
    Trial(
        process.protective_action.ProtectiveAction(),
        {"warned": Falling(1, 0.5), "trust": Falling(1, 0), "cost": Falling(0, 1), "acting": First(0.05)},
        until=6.0,
        absent=names("hour"),
        grows=names("acting"),
    ),
    Trial(
        process.replanning.Replanning(drift=0.15),
        {"misfit": 0.2},
        size=520,
        few=40,
        until=10.0,
        beyond=names("misfit square"),
        grows=names("collapsed"),
    ),
    Trial(
        process.reporting_chain.ReportingChain(levels=3, audit_chance=0.3, loss_chance=0.05, flip_chance=0.1),
        size=100,
        absent=names("value yes time"),
    ),
    Trial(
        process.responsibility.Responsibility(units=4, task_rate=3.0, whistle_rate=0.05),
        size=200,
        beyond=names("claims handovers taker"),
    ),
    Trial(
        process.restoration.ComponentRestoration(),
        {"damage": Falling(4, 0, whole=True)},
        size=300,
        until=30.0,
        grows=names("function"),
    ),
    Trial(
        process.restoration.CrewRestoration(crews=4),
        {"customers": "lognormal(median=300, sigma=1)", "work": "gamma(mean=12, shape=2)"},
        size=40,
        until=100.0,
        beyond=names("open"),
        grows=names("restored"),
        free=names("customers work"),
    ),
    Trial(
        process.rumour.Rumour(correction_delay=0.2, correction_rate=1.0, truth_contact_rate=3.0),
        {"spreader": First(0.02), "corrected": Count(0.02), "credulity": Falling(1, 0.3)},
        until=5.0,
        sums={"1": "ignorant spreader stifler truth_teller corrected"},
    ),
    Trial(
        process.service_queue.ServiceDesk(
            arrival_rate=2.0, desks=4, servers=1, joint_share=0.3, parts=2, levels=3, cycle=8.0, abandon_rate=0.05
        ),
        {"classes": [0.2, 0.8]},
        until=200.0,
        beyond=names("tickets parts queue_length waiting serving"),
    ),
    Trial(
        process.stock.Stock(shelf_life=5, backlogged=0.5),
        {"demand": "normal(mean=20, sd=5, min=0, max=40)", "cut_start": 10, "cut_length": 7},
        until=60.0,
        beyond=names("stock owed on_order"),
        absent=names("demand issued at_once lost expired cost short"),
        free=names("cut_start cut_length"),
    ),
    Trial(
        process.trust.Trust(),
        {"trust": Falling(0.9, 0.1), "service": Falling(1, 0), "breach": First(0.2), "breach_day": 3},
        until=20.0,
        # What is expected follows days that chance makes better than the best service, or worse than none.
        signed=names("felt expectation"),
        beyond=names("expectation"),
    ),
    Trial(
        process.volunteering.Volunteering(),
        {"acting": First(0.1), "eligible": Falling(1, 0.3), "organisers": 0.01},
        until=8.0,
        beyond=names("exits"),
        certain=names("work_arrived"),
        coarse=names("idle"),  # who joined in a step has a task from the next on at the earliest
        grows=names("exits work_done"),
        sums={"volunteers": "tasked idle", "work_arrived": "work_open work_done"},
    ),
    Trial(
        process.warning.Warning(),
        {"warned": First(0.01), "reach": Falling(1, 0)},
        until=2.0,
        absent=names("hour"),
        grows=names("warned"),
    ),
]
