# SPDX-License-Identifier: Apache-2.0
"""Property management is strong, residents are weak: which forums still meet after two years, and what do they do?"""

from commonweal.process import collaboration, metrics

power = [10, 4, 2, 1, 1, 1, 1]
forum = collaboration.Collaboration(leadership=0.2)
cases = {
    "equal power": (forum, [1] * 7),
    f"unequal, Gini {metrics.gini(power):.2f}": (forum, power),
    "and a leader": (forum.replace(leadership=0.95), power),
    "and an order": (forum.replace(mandate=0.3), power),
    "for 8 meetings": (forum.replace(mandate=0.3, mandate_meetings=8), power),
    "a platform": (forum.replace(digital_sharing=1.0, digital_scenes=1.0), power),
}
for name, (params, shares) in cases.items():
    last = collaboration.simulate(params, initial={"power": shares}, replicates=500, seed=1).isel(meeting=-1)
    print(f"{name:20}{last.alive.mean():4.0%} meet, trust {last.trust.mean():.2f}, capacity {last.capacity.mean():.2f}")
