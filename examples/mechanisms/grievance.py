# SPDX-License-Identifier: Apache-2.0
"""How many mediators does a place of 5,000 need after a flood that left needs unmet? A year, ten runs each."""

import commonweal as cw
from commonweal.process import grievance

ties = cw.core.SmallWorld(degree=6, rewiring=0.1).generate(5_000, seed=1)
for mediators in (1, 2, 3):
    params = grievance.Grievance(mediators=mediators, mediation_time=5.0)
    course = grievance.simulate(params, graph=ties, initial={"unmet": 0.8}, until=365.0, replicates=10, seed=1)
    end = course.isel(time=-1).mean("replicate")
    print(
        f"{mediators} mediators: {end.opened:.0f} conflicts, {end.open:.0f} open, {end.escalated:.0f} escalated; "
        f"trust {end.trust:.3f}"
    )
