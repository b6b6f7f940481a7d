# SPDX-License-Identifier: Apache-2.0
"""Which way a parameter moves a result, where the equations leave no doubt.

Each value of a parameter has draws of its own, and fixed ones. The mean over replicates has to move from each value to
the next by more than chance would.
"""

import inspect
from dataclasses import dataclass
from typing import Any

import commonweal as cw
import numpy as np
import pytest
import xarray as xr
from commonweal.process import collaboration, learning, opinion, pilots
from commonweal.process.parameters import Parameters

#: How many standard errors of a difference are no chance.
ERRORS = 4.0


@dataclass(frozen=True)
class Direction:
    params: Parameters
    #: A parameter, or what may be in ``initial``.
    moved: str
    #: From low to high.
    values: tuple[float, ...]
    #: What rises (+) or falls (-) then.
    results: tuple[str, ...]
    keywords: dict[str, Any]

    def __str__(self) -> str:
        return f"{type(self.params).__name__}-{self.moved}"

    def run(self, value: float, seed: int) -> xr.Dataset:
        given, keywords = {self.moved: value}, {"replicates": 400, "threads": 1, "seed": seed, **self.keywords}
        simulate = inspect.getmodule(type(self.params)).simulate
        if self.moved in self.params.parameters:
            return simulate(self.params.replace(**given), **keywords)
        return simulate(self.params, initial=given, **keywords)


def by_replicate(values: xr.DataArray) -> np.ndarray:
    """At the last time, or the sum over all there are of another kind."""
    for name in values.dims:
        if name in ("time", "meeting"):
            values = values.isel({name: -1})
        elif name != "replicate":
            values = values.sum(name)
    return values.to_numpy()


def directions(params: Parameters, keywords: dict[str, Any], table: str) -> list[Direction]:
    """From lines of a name, its values, and results with a sign."""
    found = []
    for line in table.strip().splitlines():
        name, values, *results = line.split()
        numbers = tuple(float(value) if "." in value else int(value) for value in values.split(","))
        found.append(Direction(params, name, numbers, tuple(results), keywords))
    return found


RING = cw.core.SmallWorld(degree=4, rewiring=0.1).generate(200, seed=1)
#: Periods of learning.
SHORT, LONG = {"until": 1, "every": 1}, {"until": 60, "replicates": 200}
DIRECTIONS = [
    # One meeting: who comes, what they promise and keep, what they say.
    *directions(
        collaboration.Collaboration(),
        {"until": 1, "replicates": 3000},
        """
        incentive             0.3,0.5,0.8     +attendance +commitment
        outside_value         0.1,0.2,0.3,0.4 -attendance
        mandate               0.0,0.1,0.3     +attendance +commitment
        leadership            0.0,0.5,1.0     +trust +understanding +commitment
        transparency          0.0,0.5,1.0     +trust
        trust_gain            0.02,0.1,0.3    +trust
        trust_loss            0.05,0.2,0.5    -trust
        dialogue              0.1,0.5,1.0     +understanding
        inclusiveness         0.1,0.5,1.0     +understanding
        understanding_rate    0.1,0.4,0.9     +understanding
        win_rate              0.1,0.5,2.0     +win +hope
        capacity_gain         0.1,0.5,1.0     +capacity
        hope                  0.3,0.6,0.9     +attendance
        prehistory            -0.8,0.0,0.8    +trust +attendance
        load                  0.0,0.3,0.6     -attendance -commitment
        digital_sharing       0.0,0.5,1.0     +understanding
        digital_scenes        0.0,0.5,1.0     +trust
        digital_monitoring    0.0,1.0         +win
        digital_communication 0.0,0.5,1.0     +understanding
        """,
    ),
    # Two dozen of them.
    *directions(
        collaboration.Collaboration(incentive=0.6),
        {"replicates": 800},
        """
        leadership            0.0,0.5,1.0     +alive +trust +capacity
        inclusiveness         0.2,0.6,1.0     +alive
        quorum                0.2,0.6,1.0     -alive
        mandate               0.0,0.1,0.3     +alive
        """,
    ),
    # After one period the code knows what it has taken over; after three, people do.
    *directions(learning.Learning(), SHORT, "code_learning 0.1,0.3,0.9 +code +code_right"),
    *directions(learning.Learning(), {"until": 3, "every": 3}, "socialisation 0.1,0.3,0.9 +agreement +people"),
    *directions(learning.Learning(), {"replicates": 200}, "socialisation 0.1,0.5,0.9 -code -periods"),
    *directions(learning.Learning(), LONG, "turbulence 0.0,0.01,0.05 -code -people -code_right"),
    *directions(learning.Learning(), LONG, "turnover 0.0,0.1,0.5 -agreement"),
    *directions(
        pilots.Pilots(),
        {"replicates": 1000},
        """
        autonomy              0.2,0.5,0.8     +allowed
        risk_tolerance        0.2,0.5,0.8     +allowed
        penalty               0.0,2.0,5.0     -allowed
        scale_loss            0.0,0.3,0.6     -success
        present               0.2,0.4,0.6     +success
        candidates            1,3,8           +allowed +success
        adopt_chance          0.7,0.9,0.99    +trials +periods
        stop_chance           0.0,0.05,0.3    -trials
        """,
    ),
    *directions(
        pilots.Pilots(scale_loss=1.0, present=0.4), {"replicates": 2000}, "withdraw_chance 0.0,0.5,1.0 +success"
    ),
    *directions(
        opinion.FriedkinJohnsen(),
        {"graph": RING, "until": 3.0, "replicates": 50},
        """
        susceptibility        0.2,0.6,1.0     -standard_deviation
        self_weight           0.0,0.4,0.8     +standard_deviation
        """,
    ),
    *directions(
        opinion.BoundedConfidence(),
        {"size": 200, "replicates": 40},
        "confidence 0.1,0.2,0.4 -standard_deviation -clusters",
    ),
    *directions(
        opinion.BoundedConfidence(confidence=1.0),
        {"size": 200, "until": 2.0, "every": 1.0, "replicates": 40},
        "convergence 0.05,0.2,0.5 -standard_deviation",
    ),
    *directions(
        opinion.BrockDurlauf(private_gain=0.2, social_gain=0.5),
        {"size": 400, "until": 4.0, "replicates": 200},
        """
        private_gain          -0.2,0.1,0.5    +mean_choice
        social_gain           0.0,0.4,0.8     +mean_choice
        rationality           0.5,1.0,2.0     +mean_choice
        mean_choice           -0.5,0.0,0.5    +mean_choice
        """,
    ),
]


@pytest.mark.parametrize("direction", DIRECTIONS, ids=str)
def test_a_parameter_moves_results_as_the_equations_say(direction):
    runs = [direction.run(value, seed) for seed, value in enumerate(direction.values, 1)]
    for result in direction.results:
        each = [by_replicate(course[result[1:]]) for course in runs]
        means = np.array([values.mean() for values in each])
        errors = np.array([values.var(ddof=1) / len(values) for values in each])
        moves = np.diff(means) if result[0] == "+" else -np.diff(means)
        assert (moves > ERRORS * np.sqrt(errors[1:] + errors[:-1]) + 1e-9).all(), f"{result}: {means}"
