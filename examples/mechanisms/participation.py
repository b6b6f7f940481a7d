# SPDX-License-Identifier: Apache-2.0
"""Who volunteers, and what is it worth that organisers ask? Twenty runs on a small world each."""

import commonweal as cw
from commonweal.process import participation

ties = cw.core.SmallWorld(degree=10, rewiring=0.1).generate(5_000, seed=1)
params = participation.Participation(opportunity="by_chance", task_rate=0.2, ask_rate=0.5, organiser_effect=0.15)
print(f"everybody sees everybody, all free: {participation.equilibrium(mean=0.35, sd=0.15):.2f} act in the end")
initial = {"acting": 50, "threshold": "normal(mean=0.35, sd=0.15)", "eligible": 0.3}
for contacted in (0.0, 0.5, 1.0):
    course = participation.simulate(
        params, graph=ties, initial={**initial, "organiser": contacted}, until=30.0, every=1.0, replicates=20, seed=1
    )
    acting = course.acting.mean("replicate")
    print(f"organisers' contact {contacted}: {acting[3].item():.3f} on day 3, {acting[30].item():.3f} on day 30")
