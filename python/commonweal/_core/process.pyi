# SPDX-License-Identifier: Apache-2.0
from collections.abc import Sequence
from typing import Any

import numpy as np
from commonweal._core import Graph, GraphModel
from numpy.typing import NDArray

class Experiment:
    def __init__(
        self,
        *,
        size: int,
        graphs: Sequence[Graph],
        model: GraphModel | None,
        until: float | None,
        every: float | None,
        step: float | None,
        replicates: int,
        seed: int,
        threads: int,
    ) -> None: ...

class Dataset:
    def content(self) -> dict[str, Any]: ...

Allocation: Any
Belonging: Any
BoundedConfidence: Any
BrockDurlauf: Any
Collaboration: Any
ComponentDamage: Any
ComponentRestoration: Any
Cooperation: Any
CrewRestoration: Any
DataSharing: Any
Decision: Any
Dependence: Any
DependencyCascade: Any
Detection: Any
Diffusion: Any
Emotion: Any
Evaluation: Any
Fatigue: Any
FriedkinJohnsen: Any
Grievance: Any
Inoperability: Any
Learning: Any
Mind: Any
ModeSwitch: Any
Monitor: Any
MutualAid: Any
PanicBuying: Any
Participation: Any
Pilots: Any
Plan: Any
ProtectiveAction: Any
ReportingChain: Any
Responsibility: Any
Rumour: Any
ServiceDesk: Any
Stock: Any
SupplyCascade: Any
TimePressure: Any
Trust: Any
Volunteering: Any
Warning: Any

def area_under_curve(sensitivity: float) -> float: ...
def backup_rows() -> list[tuple[str, float, float, float, float, str]]: ...
def beta_reputation(successes: float, failures: float) -> float: ...
def cascade_window(threshold: float) -> tuple[float, float] | None: ...
def chance_above(one: tuple[int, int], level: float) -> float: ...
def chance_better(one: tuple[int, int], other: tuple[int, int]) -> float: ...
def chances_best(practices: list[tuple[int, int]], level: float) -> list[float]: ...
def count_clusters(opinions: NDArray[np.float64], gap: float, least_share: float) -> int: ...
def credulity(importance: float, ambiguity: float, trust: float, distrust_effect: float) -> float: ...
def critical_sd(mean: float) -> float: ...
def equilibrium(mean: float, sd: float, acting: float, eligible: float) -> float: ...
def exceedance(intensity: list[float], median: float, dispersion: float) -> NDArray[np.float64]: ...
def fragility_rows() -> list[tuple[str, list[float], list[float], str, str]]: ...
def fused_sensitivity(sensitivities: list[float], correlation: float) -> float: ...
def governance(preset: str) -> Any: ...
def interdependency_from(technical: list[float], output: list[float]) -> NDArray[np.float64]: ...
def interdependency_indices(interdependency: list[float]) -> dict[str, NDArray[np.float64]]: ...
def jain_index(shares: NDArray[np.float64]) -> float: ...
def newsvendor(demand: str, shortage_cost: float, surplus_cost: float) -> float: ...
def gini_of(power: list[float]) -> float: ...
def pilot_size(present: float, candidate: float, error: float, power: float) -> float: ...
def poisson_degrees(mean_degree: float) -> list[float]: ...
def reputation_after(outcomes: list[float], forgetting: float) -> float: ...
def restoration_rows() -> list[tuple[str, list[float], list[float], str, str]]: ...
def useful_shares(goods: list[float]) -> list[float]: ...
