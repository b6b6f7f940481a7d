# SPDX-License-Identifier: Apache-2.0
"""A storm hits a third of the people at once: who helps them, with and without a time bank?"""

import commonweal as cw
from commonweal.process import mutual_aid

ties = cw.core.SmallWorld(degree=6, rewiring=0.1).generate(5_000, seed=1)
params = mutual_aid.MutualAid(surge_share=0.33, surge_time="2 d")
for tie in (0.1, 0.5, 1.0):
    fate = mutual_aid.request_fate(params, neighbours=6, tie=tie)
    print(f"six ties of weight {tie}: {fate.by_neighbours:.0%} helped after {fate.mean_delay:.1f} days")
for trust in (0.0, 0.5, 1.0):
    course = mutual_aid.simulate(params, graph=ties, initial={"bank_trust": trust}, until=10.0, replicates=20, seed=1)
    last = course.isel(time=-1).mean("replicate")
    shares = [(last[name] / last.created).item() for name in ("by_neighbours", "by_bank", "given_up")]
    print("trust {}: {:.1%} by neighbours, {:.1%} through the bank, {:.1%} given up".format(trust, *shares))
