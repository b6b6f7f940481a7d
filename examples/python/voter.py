# SPDX-License-Identifier: Apache-2.0
"""The voter model: each takes opinion 1 with the probability that is its share among the neighbours (Holley and Liggett
1975, doi:10.1214/aop/1176996306; here all at once)."""

import commonweal as cw
import numpy as np


@cw.rule(write=["opinion"], neighbours={"share": cw.neighbour_mean("ties", "opinion")}, draws=["luck"])
def adopt(opinion, share, luck):
    opinion[:] = luck < share


sim = cw.Simulation(seed=1)
people = sim.add_agents("resident", 10_000, columns={"opinion": np.uint8(0)})
people["opinion"][::2] = 1
ties = cw.core.SmallWorld(degree=8, rewiring=0.1).generate(10_000, seed=1, layer="ties")
sim.add_layer("ties", ties, of="resident")
sim.add(adopt, of="resident")
sim.observe("ones", cw.core.sum("resident", "opinion"))
sim.run(200)
for ticks in (1, 100, 200):
    print(f"after {ticks} ticks: {sim.series['ones'][ticks - 1]:.0f} hold opinion 1")
