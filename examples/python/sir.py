# SPDX-License-Identifier: Apache-2.0
"""An epidemic on a small world: susceptible 0, infected 1, recovered 2 (Kermack and McKendrick 1927,
doi:10.1098/rspa.1927.0118; on a network)."""

import commonweal as cw
import numpy as np
from commonweal.core.math import expm1, log1p


@cw.rule(write=["state", "ill"], neighbours={"near": cw.neighbour_sum("contacts", "ill")}, draws=["luck"])
def sir(state, ill, near, luck, *, beta=0.03, gamma=0.1):
    infected = (state == 0) & (luck < -expm1(near * log1p(np.float32(-beta))))
    recovered = (state == 1) & (luck < np.float32(gamma))
    state[infected] = 1
    state[recovered] = 2
    ill[:] = state == 1


sim = cw.Simulation(seed=1)
people = sim.add_agents("resident", 100_000, columns={"state": np.uint8(0), "ill": np.uint8(0)})
people["state"][:10] = people["ill"][:10] = 1
contacts = cw.core.SmallWorld(degree=10, rewiring=0.1).generate(100_000, seed=1, layer="contacts")
sim.add_layer("contacts", contacts, of="resident")
sim.add(sir, of="resident")
for state, name in enumerate("SIR"):
    sim.observe(name, cw.core.count("resident", "state", state))
sim.run(100)
for ticks in (10, 50, 100):
    counts = " ".join(f"{sim.series[name][ticks - 1]:.0f} {name}" for name in "SIR")
    print(f"after {ticks} ticks: {counts}")
