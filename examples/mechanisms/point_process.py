# SPDX-License-Identifier: Apache-2.0
"""A year of storms that cluster, the days after an earthquake, and what it is worth to cut a link of a chain."""

import numpy as np
from commonweal.process import point_process

storms = point_process.PointProcess(rate=0.02, season_factor=6.0, branching=0.4, decay=0.5)
course = point_process.simulate(storms, until=365.0, every=365.0, replicates=2000, seed=1)
counts = course["count"].isel(time=1)
print(f"storms in a year: {counts.mean().item():.1f} on average, {np.quantile(counts, 0.95):.0f} in one year of twenty")
for start, end in ((0.0, 1.0), (1.0, 10.0), (10.0, 100.0)):
    shocks = point_process.omori_count(50.0, offset=0.05, power=1.1, start=start, end=end)
    print(f"aftershocks from day {start:g} to {end:g}: {shocks:.0f}")
kinds = ["flood", "outage", "no water", "rumour"]
table = np.array([[0.0, 0.7, 0.2, 0.3], [0.0, 0.1, 0.5, 0.2], [0.0, 0.0, 0.0, 0.6], [0.0, 0.0, 0.0, 0.4]])
for name, cut in (("as it is", None), ("with generators", (1, 2))):
    if cut:
        table[cut] = 0.0
    totals = point_process.expected_cascade(table, first=[1, 0, 0, 0])
    print(f"{name}: " + ", ".join(f"{total:.2f} {kind}" for kind, total in zip(kinds, totals, strict=True)))
