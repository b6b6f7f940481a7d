# SPDX-License-Identifier: Apache-2.0
"""Who is afraid in the ten days of a shock? A small world in which a twentieth is frightened first."""

import commonweal as cw
from commonweal.process import emotion

ties = cw.core.SmallWorld(degree=10, rewiring=0.1).generate(2_000, seed=1)
params = emotion.Emotion()
situations = {
    "risk alone": {},
    "a rumour that most believe": {"rumour": 0.8},
    "information that is trusted": {"information": 1.0, "trust": 0.8},
    "information that is not": {"information": 1.0, "trust": 0.2},
}
for name, situation in situations.items():
    start = {"frightened": 100, "risk": "uniform(low=0, high=1)", "duration": 10.0, **situation}
    course = emotion.simulate(params, graph=ties, initial=start, until=20.0, every=1.0, seed=1)
    panic = course.panic[0].to_numpy()
    print(f"{name:28}day 10: {panic[10]:.2f}, day 20: {panic[20]:.2f}")
