# SPDX-License-Identifier: Apache-2.0
"""A cascade on a random network: one is active when at least 18 % of the neighbours are (Watts 2002,
doi:10.1073/pnas.082090499)."""

import commonweal as cw
import numpy as np


@cw.rule(write=["active"], neighbours={"share": cw.neighbour_mean("ties", "active")})
def cascade(active, share, *, threshold=0.18):
    active[share >= np.float32(threshold)] = 1


sim = cw.Simulation(seed=1)
people = sim.add_agents("resident", 10_000, columns={"active": np.uint8(0)})
people["active"][:10] = 1
sim.add_layer("ties", cw.core.ErdosRenyi(mean_degree=4.0).generate(10_000, seed=1, layer="ties"), of="resident")
sim.add(cascade, of="resident")
sim.observe("active", cw.core.sum("resident", "active"))
sim.run(50)
for ticks in (1, 10, 50):
    print(f"after {ticks} ticks: {sim.series['active'][ticks - 1]:.0f} are active")
