# SPDX-License-Identifier: Apache-2.0
"""How far does a rumour get, and what is an early correction worth? A hundred runs on a small world each."""

import commonweal as cw
from commonweal.process import rumour

ties = cw.core.SmallWorld(degree=10, rewiring=0.1).generate(5_000, seed=1)
params = rumour.Rumour(contact_rate=5.0, stifle_chance=0.6, forget_rate=0.0)
print(f"everybody meets everybody: {1 - rumour.final_ignorant_share(params):.2f} hear of it")
for delay in (None, 2.0, 0.5):
    if delay is not None:
        params = params.replace(correction_delay=delay, correction_rate=1.0, truth_contact_rate=3.0)
    course = rumour.simulate(params, graph=ties, initial={"spreader": 5}, replicates=100, seed=1)
    believing = (course.spreader + course.stifler).max("time").mean().item()
    print(f"{f'correction after {delay} days' if delay else 'no correction'}: at most {believing:.2f} believe it")
