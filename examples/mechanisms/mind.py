# SPDX-License-Identifier: Apache-2.0
"""Who is distressed a year after a flood that displaced half of a town? With and without neighbours who help."""

import commonweal as cw
from commonweal.process import mind

ties = cw.core.SmallWorld(degree=6, rewiring=0.1).generate(5_000, seed=1)
alone = mind.Mind(support="given")
helped = mind.Mind(support="neighbours")
cases = {"without support": (alone, {"support": 0.0}), "with neighbours": (helped, {})}
for name, (params, initial) in cases.items():
    course = mind.simulate(params, graph=ties, initial=initial, until=365.0, every=73.0, replicates=20, seed=1)
    distressed = course.distressed.mean("replicate").to_numpy()
    print(f"{name}: {', '.join(f'{share:.3f}' for share in distressed)} are distressed")
