# SPDX-License-Identifier: Apache-2.0
"""Wrong numbers given to closed forms and equations: one clear error that names the argument, or finite numbers.

Every public function of a mechanism that takes more than its parameters stands in FORMULAS with arguments that are
right; each of them is then made wrong in turn.
"""

import inspect
import math

import commonweal as cw
import numpy as np
import pytest
import xarray as xr
from commonweal import process
from mechanisms import TRIALS

NAN, INF = math.nan, math.inf
#: What is a number nowhere.
NONE = [NAN, "many", 1j, [[1.0], [1.0, 2.0]], 10**400]
#: What is a number, and may be out of range.
FAR = [INF, -INF, -1, -1e308, 1e308, 2.0**70]
#: Between records, and of a tick.
TINY = 1e-300
#: Of runs, beside arguments of their own.
OF_RUNS = {"replicates", "seed", "threads"}

RING = cw.Graph.undirected(4, [(0, 1), (1, 2), (2, 3), (3, 0)])
DEGREES = [0.2, 0.3, 0.5]
TABLE = [[0.0, 0.4], [0.1, 0.0]]

FORMULAS = {
    "allocation.allocate": {
        "need": [2.0, 4.0, 10.0],
        "supply": 10.0,
        "reported": [2.0, 4.0, 10.0],
        "severity": [1.0, 1.0, 2.0],
        "connection": [0.1, 0.2, 0.3],
        "arrival": [0.1, 0.2, 0.3],
    },
    "belonging.mean_field": {
        "initial": {
            "contact": 0.5,
            "owner": 0.7,
            "belonging": 0.3,
            "spirit": 0.3,
            "seen": 0.3,
            "tie": 0.3,
            "threat": 0.5,
            "threat_days": 20.0,
        },
        "until": 30.0,
        "every": 10.0,
    },
    "belonging.steady_state": {"initial": {"contact": 0.5, "owner": 0.7}},
    "belonging.representation": {
        "initial": {
            "status": 0.2,
            "owner": 1.0,
            "elder": 0.0,
            "online": 1.0,
            "belonging": 0.5,
            "cooperation": 0.5,
        }
    },
    "business_recovery.mean_field": {
        "groups": {
            "damage": [0.5, 0.2],
            "small": 0.8,
            "finance": 0.5,
            "lifeline": 90.0,
            "open": 0.0,
            "weight": [1.0, 2.0],
        },
        "until": 100.0,
        "every": 50.0,
    },
    "business_recovery.calibrated_rate": {"groups": {"damage": 0.5}, "share": 0.65, "days": 791.0},
    "business_recovery.reopening_rate": {
        "damage": 0.5,
        "small": 1.0,
        "finance": 0.5,
        "lifeline": 1.0,
        "customers": 0.5,
        "neighbours": 0.5,
    },
    "cooperation.mean_field": {"initial": {"belief": 0.5, "spirit": 0.1, "pressure": 0.1}, "rounds": 5},
    "data_sharing.fused_variance": {"precisions": [1.0, 2.0]},
    "data_sharing.expected_variance": {"departments": 5},
    "data_sharing.expected_form_hours": {"departments": 5},
    "data_sharing.one_island_chance": {"departments": 5},
    "decision.mean_fit": {"error": 0.5},
    "decision.acted_share": {"hours": 3.0},
    "dependence.long_run": {"useful": 0.5},
    "dependence.mean_field": {
        "useful": 0.5,
        "initial": {"reserve": 0.1, "aid_expected": 0.1},
        "until": 10.0,
        "every": 1.0,
    },
    "dependence.useful_shares": {"goods": [0.2, 0.2, 0.2, 0.2, 0.2]},
    "dependency_cascade.mean_field": {"stages": 5},
    "depth_damage.damage_share": {"depth": [0.5, 1.0]},
    "depth_damage.expected_share": {"depth": [0.5, 1.0]},
    "detection.fused_sensitivity": {"sources": [1.0, 2.0], "correlation": 0.2},
    "detection.area_under_curve": {"sensitivity": 1.0},
    "detection.expected_trust": {"trust": 0.9, "cases": 10},
    "detection.average_run_length": {"shift": 1.0},
    "diffusion.mean_field": {"initial": {"adopted": 0.1}, "until": 10.0, "every": 1.0},
    "diffusion.adopted_share": {"years": 5.0},
    "emotion.mean_field": {
        "initial": {
            "panic": 0.1,
            "frightened": 0.1,
            "onset": 1.0,
            "duration": 3.0,
            "risk": 0.5,
            "shelf": 0.1,
            "rumour": 0.1,
            "trust": 0.5,
            "information": 0.1,
        },
        "until": 5.0,
        "every": 1.0,
    },
    "emotion.steady_panic": {"initial": {"risk": 0.5, "shelf": 0.1, "rumour": 0.1, "trust": 0.5, "information": 0.1}},
    "epidemic.mean_field": {
        "initial": {"infectious": 0.01, "exposed": 0.01, "immune": 0.1},
        "until": 50.0,
        "every": 10.0,
    },
    "epidemic.final_size": {"r0": 2.0, "initial": 0.01, "immune": 0.1},
    "epidemic.peak_prevalence": {"r0": 2.0},
    "epidemic.growth_rate": {"beta": 0.5, "sigma": 0.3, "gamma": 0.2},
    "epidemic.r0_from_growth": {"growth": 0.1},
    "epidemic.percolation_final_size": {"degrees": DEGREES, "transmissibility": 0.8},
    "epidemic.critical_transmissibility": {"degrees": DEGREES},
    "epidemic.household_sizes": {
        "params": process.epidemic.Epidemic(tie_rate=0.1),
        "size": 4,
        "initial": 1,
        "community_chance": 0.1,
    },
    "epidemic.household_attack_rate": {
        "params": process.epidemic.Epidemic(tie_rate=0.1),
        "size": 4,
        "initial": 1,
        "community_chance": 0.1,
    },
    "evaluation.mean_field": {"initial": {"weight": 0.3, "expected": 0.6}, "rounds": 5},
    "evaluation.false_share": {"weight": 0.3},
    "evaluation.steady_service": {"weight": 0.3, "demand": 1.0},
    "evaluation.ratchet_level": {"mean": 0.6, "sd": 0.1},
    "fatigue.expected_strain": {
        "days": 10.0,
        "initial": {"strain": 0.1, "load": 1.0, "hours": 8.0, "rest": 0.5, "support": 0.5},
    },
    "fatigue.mean_field": {
        "params": process.fatigue.Fatigue(hire_rate=0.0),
        "initial": {"strain": 0.1, "load": 1.0, "hours": 8.0, "rest": 0.5, "support": 0.5},
        "until": 10.0,
        "every": 1.0,
    },
    "fragility.exceedance": {"intensity": [0.1, 0.5], "median": 0.4, "dispersion": 0.6},
    "fragility.state_probabilities": {
        "intensity": [0.1, 0.5],
        "median": [0.1, 0.2, 0.4, 0.8],
        "dispersion": [0.6, 0.6, 0.6, 0.6],
    },
    "grievance.mean_field": {
        "initial": {"unmet": 0.2, "unfair": 0.1, "broken": 0.1, "grievance": 0.1, "trust": 0.6},
        "until": 10.0,
        "every": 1.0,
    },
    "grievance.steady_grievance": {
        "initial": {"unmet": 0.2, "unfair": 0.1, "broken": 0.1, "grievance": 0.1, "trust": 0.6}
    },
    "grievance.mediation_wait": {"conflicts_a_day": 0.1},
    "hidden_hazard.mean_field": {
        "initial": {
            "age": 20.0,
            "visits": 6.0,
            "participation": 0.2,
            "skill": 0.3,
            "sensors": 0.1,
            "stress": 0.1,
        },
        "until": 2.0,
        "every": 1.0,
    },
    "hidden_hazard.find_rates": {"initial": {"visits": 6.0, "participation": 0.2, "skill": 0.3, "sensors": 0.1}},
    "hidden_hazard.fragility_factor": {"severity": 2.0},
    "hidden_hazard.damage_chance": {"median": 0.4, "dispersion": 0.6, "intensity": 0.3, "severity": 2.0},
    "housing_recovery.stage_shares": {"first": 1, "vulnerability": 0.5, "months": 5},
    "housing_recovery.stage_chances": {"vulnerability": 0.5},
    "housing_recovery.dislocation_chance": {"loss": 30.0, "black": 20.0, "hispanic": 20.0},
    "housing_recovery.joplin_share": {"state": "moderate", "days": 30.0},
    "housing_recovery.state_of_loss": {"loss": 0.3},
    "housing_recovery.return_levels": {"dislocated": 0.9, "job": 0.9, "tenant": 0.1},
    "inoperability.static_inoperability": {"interdependency": TABLE, "perturbation": [0.1, 0.0]},
    "inoperability.resilience_coefficient": {"own_need": 0.1},
    "inoperability.even_interdependency": {"sectors": 3},
    "inoperability.interdependency_from": {"technical": TABLE, "output": [1.0, 2.0]},
    "inoperability.interdependency_indices": {"interdependency": TABLE},
    "metrics.function_after": {"days": [1.0, 2.0]},
    "metrics.recovery_loss": {"until": 30.0},
    "metrics.measure": {"function": [1.0, 0.5, 1.0], "step": 1.0},
    "metrics.collapsed": {"function": [[1.0, 0.5], [0.5, 1.0]], "step": 1.0},
    "metrics.redundancy": {"capacities": [1.0, 2.0], "need": 2.0},
    "metrics.resourcefulness": {"deployed": [1.0, 2.0], "needed": [2.0, 2.0]},
    "metrics.linkov_matrix": {"scores": [[0.5] * 4] * 4, "phases": ["plan", "absorb", "recover", "adapt"]},
    "metrics.subject_resilience": {"graph": RING, "active": [1, 1, 0, 1]},
    "metrics.spatial_resilience": {"usable": 5.0, "needed": 10.0},
    "metrics.technical_resilience": {"delivered_in_time": 5.0, "produced": 10.0, "uptime": 0.9},
    "metrics.psychological_resilience": {"distress": [0.1, 0.2], "belonging_before": 0.5, "belonging_now": 0.4},
    "metrics.digital_empowerment": {"benefit": 0.5, "burden": 0.1, "exclusion": 0.1, "distrust": 0.1},
    "metrics.gini": {"amounts": [1.0, 2.0, 3.0]},
    "metrics.theil": {"amounts": [1.0, 2.0, 3.0]},
    "metrics.theil_parts": {"amounts": [1.0, 2.0, 3.0], "groups": [0, 0, 1]},
    "metrics.atkinson": {"amounts": [1.0, 2.0, 3.0], "aversion": 0.5},
    "metrics.jain_index": {"amounts": [1.0, 2.0, 3.0]},
    "metrics.concentration_index": {"amounts": [1.0, 2.0, 3.0], "rank": [3.0, 2.0, 1.0]},
    "metrics.low_to_high_ratio": {"amounts": [1.0, 2.0, 3.0], "rank": [3.0, 2.0, 1.0], "share": 0.4},
    "metrics.worst_mean": {"values": [1.0, 2.0, 3.0], "share": 0.4},
    "metrics.counted_chance": {"happened": 2, "runs": 10},
    "metrics.hill_exponent": {"values": [1.0, 2.0, 3.0, 4.0], "count": 2},
    "mind.mean_field": {
        "params": process.mind.Mind(support="given"),
        "initial": {
            "loss": 0.1,
            "injury": 0.1,
            "displacement": 0.1,
            "distress": 0.1,
            "support": 0.5,
            "security": 0.5,
        },
        "until": 100.0,
        "every": 50.0,
    },
    "mode_switch.conversion_time": {"drill": 0.5, "space": 0.8},
    "mode_switch.converted_share": {"hours": 3.0, "drill": 0.5, "space": 0.8},
    "mode_switch.decision_cycle": {"converted": 0.5},
    "mode_switch.switch_delay": {"signal": 1.0},
    "mode_switch.return_delay": {"signal": 1.0},
    "mode_switch.backlog_after": {"hours": 30.0, "drill": 0.5, "space": 0.8},
    "mutual_aid.help_chance": {"tie": 0.1, "prosocial": 0.5, "reciprocity": 0.5, "own_need": 0.5, "norm": 0.5},
    "mutual_aid.request_fate": {
        "neighbours": 3,
        "tie": 0.1,
        "prosocial": 0.5,
        "reciprocity": 0.5,
        "own_need": 0.5,
        "norm": 0.5,
    },
    "mutual_aid.steady_tie": {"help_rate": 0.1},
    "opinion.equilibrium": {"graph": RING, "initial": {"opinion": 0.5, "susceptibility": 0.5, "self_weight": 0.5}},
    "opinion.social_influence": {"graph": RING, "initial": {"self_weight": 0.5}},
    "opinion.count_clusters": {"opinions": [0.1, 0.9], "gap": 0.05, "least_share": 0.05},
    "panic_buying.target_stock": {"panic": 0.5, "reserve": 1.0},
    "participation.equilibrium": {"mean": 0.3, "sd": 0.2, "acting": 0.1, "eligible": 0.9},
    "participation.critical_sd": {"mean": 0.3},
    "participation.cascade_window": {"threshold": 0.18},
    "participation.poisson_degrees": {"mean_degree": 3.0},
    "participation.cascade_branching": {"degrees": DEGREES, "threshold": 0.3},
    "participation.cascade_size": {"degrees": DEGREES, "threshold": 0.3, "seeds": 0.01},
    "pilots.chance_better": {"one": [3, 2], "other": [2, 3]},
    "pilots.chance_above": {"one": [3, 2], "level": 0.5},
    "pilots.chances_best": {"practices": [[3, 2], [2, 3]], "level": 0.1},
    "pilots.pilot_size": {"present": 0.3, "candidate": 0.5, "error": 0.05, "power": 0.8},
    "plan.mean_field": {
        "initial": {"experience": 0.3, "experts": 0.3, "residents": 0.3, "load": 0.8, "training": 0.1},
        "until": 5.0,
        "every": 1.0,
    },
    "plan.plan_quality": {"initial": {"experience": 0.3, "experts": 0.3, "residents": 0.3, "load": 0.8}},
    "plan.action_time": {"quality": 0.5, "training": 0.5},
    "platform.mean_field": {
        "initial": {
            "stage": 2.0,
            "rules": 0.5,
            "staff_training": 0.5,
            "resident_training": 0.5,
            "backup": 2.0,
            "staff_use": 0.2,
            "resident_use": 0.2,
            "trust": 0.6,
        },
        "until": 30.0,
        "every": 10.0,
    },
    "platform.factors": {
        "initial": {
            "stage": 2.0,
            "coverage": 0.3,
            "link": 0.3,
            "staff_use": 0.2,
            "count": 3.0,
            "compatible": 0.5,
            "up": 1.0,
        }
    },
    "platform.availability": {"backup": 2.0},
    "platform.voice_shift": {"share": 0.3},
    "point_process.background_count": {"time": 100.0},
    "point_process.mean_count": {"time": 100.0},
    "point_process.count_variance": {"window": 100.0},
    "point_process.omori_count": {"rate": 10.0, "offset": 0.1, "power": 1.1, "start": 0.0, "end": 10.0},
    "point_process.gutenberg_richter_scale": {"b": 1.0},
    "point_process.expected_cascade": {"chances": TABLE, "first": [1, 0]},
    "protective_action.ready_share": {"initial": {"warned": 0.9, "trust": 0.5, "cost": 0.2, "acting": 0.1}},
    "protective_action.mean_field": {
        "initial": {"warned": 0.9, "trust": 0.5, "cost": 0.2, "acting": 0.1, "delay": 1.0},
        "until": 6.0,
        "every": 1.0,
    },
    "protective_action.equilibria": {"initial": {"warned": 0.9, "trust": 0.5, "cost": 0.2, "acting": 0.1}},
    "protective_action.final_share": {"initial": {"warned": 0.9, "trust": 0.5, "cost": 0.2, "acting": 0.1}},
    "rain_depth.simulate": {
        "ground": [[1.0, 2.0], [0.5, 1.0]],
        "rain": [60.0, 30.0],
        "rain_step": 0.5,
        "area": 1000.0,
        "links": [[0, 1], [0, 2]],
        "outlet": 5.0,
        "weight": 1.0,
        "blocked": 0.1,
        "depth": 0.1,
        "until": 1.0,
        "every": 0.5,
    },
    "rain_depth.steady_depth": {"rain": 60.0, "outlet": 9000.0, "area": 250_000.0, "blocked": 0.1},
    "rain_depth.stage": {"volume": 1000.0, "area": 250_000.0},
    "rain_depth.volume_at": {"depth": 0.5, "area": 250_000.0},
    "rain_depth.wet_share": {"depth": 0.5},
    "replanning.mean_field": {"initial": {"misfit": 0.2}, "until": 10.0, "every": 1.0},
    "reporting_chain.expected_value": {
        "params": process.reporting_chain.ReportingChain(levels=2),
        "truth": 3.0,
        "withheld": [0.1, 0.2],
    },
    "reporting_chain.order_effect": {"central": 0.5, "best": 0.6, "local_error": 0.1},
    "responsibility.gap_chance": {
        "params": process.responsibility.Responsibility(units=2),
        "loads": [0.1, 0.2],
    },
    "responsibility.extra_claims": {
        "params": process.responsibility.Responsibility(units=2),
        "loads": [0.1, 0.2],
    },
    "responsibility.joint_chance": {"owners": 2},
    "restoration.functionality": {"days": [1.0, 2.0], "chances": [0.2, 0.2, 0.2, 0.2, 0.2]},
    "restoration.makespan_bounds": {"work": [3.0, 4.0]},
    "rumour.mean_field": {"initial": {"ignorant": 0.9, "spreader": 0.1}, "until": 5.0, "every": 1.0},
    "rumour.final_ignorant_share": {
        "params": process.rumour.Rumour(forget_rate=0.0),
        "initial": {"ignorant": 0.9, "spreader": 0.1},
    },
    "rumour.credulity": {"importance": 0.5, "ambiguity": 0.5, "trust": 0.5, "distrust_effect": 1.0},
    "service_queue.compliance_chance": {"load": 2.0},
    "service_queue.cobham_waits": {"classes": [0.5, 0.5]},
    "stock.newsvendor": {"demand": "normal(mean=100, sd=20)", "shortage_cost": 3.0, "surplus_cost": 1.0},
    "trust.mean_field": {
        "initial": {"trust": 0.5, "service": 0.6, "expectation": 0.6, "presence": 0.5, "fairness": 0.5},
        "days": 5,
    },
    "trust.steady_trust": {"service": 0.6, "presence": 0.5, "fairness": 0.5},
    "trust.beta_reputation": {"successes": 3.0, "failures": 2.0},
    "trust.reputation_after": {"outcomes": [1.0, 0.0], "forgetting": 0.9},
    "volunteering.effective_labour": {"volunteers": 10.0, "organisers": 2.0},
    "volunteering.staying_share": {"days": 10.0, "tasked": 0.5},
    "volunteering.joined_share": {"days": 10.0},
    "volunteering.steady_pool": {"joining": 0.1, "leaving": 0.1},
    "warning.mean_field": {"initial": {"warned": 0.1, "reach": 0.5}, "until": 5.0, "every": 1.0},
    "warning.warned_share": {"hours": 5.0},
    "warning.time_to_warned_share": {"share": 0.5},
}


def formulas():
    """Public functions that are given more than parameters, by name; what runs people is tried elsewhere."""
    found = {}
    for name in process.__all__:
        module = getattr(process, name)
        for each in module.__all__:
            function = getattr(module, each)
            if inspect.isfunction(function) and not OF_RUNS & set(inspect.signature(function).parameters):
                found[f"{name}.{each}"] = function
    return found


FUNCTIONS = formulas()


def right(name):
    """Arguments that are right, by name, the parameters among them."""
    function = FUNCTIONS[name]
    given = dict(FORMULAS[name])
    for each in ("params", "monitor"):
        if each in inspect.signature(function).parameters and each not in given:
            kind = inspect.signature(function).parameters[each].annotation
            given[each] = getattr(inspect.getmodule(function), kind)()
    return given


#: Labels of any kind, not numbers.
LABELS = {"groups", "phases"}


def places(given):
    """Where a number can be made wrong: an argument, and a name or row in it."""
    for name, value in given.items():
        if isinstance(value, dict):
            for key, inside in value.items():
                yield from ((name, key, *rest) for rest in rows_of(inside))
        elif isinstance(value, (int, float, list)) and name not in LABELS:
            yield from ((name, *rest) for rest in rows_of(value))


def rows_of(value):
    yield ()
    if isinstance(value, list):
        yield from ((0, *rest) for rest in rows_of(value[0]))


def numbers_in(given):
    return [place for place in places(given) if not isinstance(at(given, place), (list, dict))]


def at(value, place):
    return at(value[place[0]], place[1:]) if place else value


def replaced(value, place, wrong):
    if not place:
        return wrong
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = replaced(copy[place[0]], place[1:], wrong)
    return copy


def all_numbers(found):
    if isinstance(found, xr.Dataset):
        return [all_numbers(found[name].to_numpy()) for name in found.data_vars]
    if isinstance(found, dict):
        return [all_numbers(each) for each in found.values()]
    if isinstance(found, (list, tuple)):
        return [all_numbers(each) for each in found]
    return [] if found is None else np.asarray(found, dtype=float).ravel().tolist()


def finite(found):
    numbers = all_numbers(found)
    while any(isinstance(each, list) for each in numbers):
        numbers = [inner for each in numbers for inner in (each if isinstance(each, list) else [each])]
    return all(map(math.isfinite, numbers))


def told(error, place):
    """Whether the error says which argument is wrong, or which name in it."""
    return any(name in str(error) for name in place if isinstance(name, str))


def refused_or(call):
    """What a call gives, and how it is refused: one of the two is none."""
    try:
        return call(), None
    except cw.Error as error:
        return None, error


def test_every_formula_has_arguments():
    asks = {
        name
        for name, function in FUNCTIONS.items()
        if set(inspect.signature(function).parameters) - {"params", "monitor", "preset"}
    }
    assert set(FORMULAS) == asks
    for name, given in FORMULAS.items():
        parameters = set(inspect.signature(FUNCTIONS[name]).parameters)
        assert parameters - {"params", "monitor", "hazard", "single_family", "worst", "reading"} <= set(given) | {
            "params"
        }, name


@pytest.mark.parametrize("name", FORMULAS)
def test_what_is_right_gives_finite_numbers(name):
    assert finite(FUNCTIONS[name](**right(name)))


@pytest.mark.parametrize("name", FORMULAS)
def test_what_is_no_number_is_refused(name):
    given = right(name)
    for place in places(given):
        for wrong in NONE:
            with pytest.raises(cw.Error) as refused:
                FUNCTIONS[name](**replaced(given, place, wrong))
            assert told(refused.value, place), (place, wrong, str(refused.value))


@pytest.mark.parametrize("name", FORMULAS)
def test_numbers_far_off_are_refused_or_give_finite_numbers(name):
    given = right(name)
    for place in numbers_in(given):
        for wrong in [*FAR, TINY] if place in (("until",), ("every",)) else FAR:
            found, refused = refused_or(lambda: FUNCTIONS[name](**replaced(given, place, wrong)))  # noqa: B023
            if refused:
                assert told(refused, place), (place, wrong, str(refused))
            else:
                assert finite(found), (place, wrong, found)


@pytest.mark.parametrize("name", [name for name, given in FORMULAS.items() if "initial" in given])
def test_what_is_no_dict_is_refused(name):
    with pytest.raises(cw.Error, match="initial is 'many'"):
        FUNCTIONS[name](**{**right(name), "initial": "many"})


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_times_without_end_are_refused_or_run(trial):
    for keyword, all_wrong in (("until", FAR), ("step", [*FAR, TINY]), ("every", [NAN, INF, -1, 1e308, TINY])):
        for wrong in all_wrong if trial.takes(keyword) else ():
            given = trial.keywords(trial.small, **{keyword: wrong})
            course, refused = refused_or(lambda: trial.simulate(trial.params, **given))  # noqa: B023
            if refused:
                assert told(refused, (keyword, "until")), (keyword, wrong, str(refused))
                continue
            for each, values in course.data_vars.items():
                assert each in trial.absent or not np.isnan(values.to_numpy()).any(), (keyword, wrong, each)


@pytest.mark.parametrize("params", [trial.params for trial in TRIALS], ids=lambda params: type(params).__name__)
def test_a_complex_number_is_no_parameter(params):
    for name in params.parameters:
        if isinstance(getattr(params, name), (int, float)):
            with pytest.raises(cw.ConfigError, match=name):
                params.replace(**{name: 1j})
