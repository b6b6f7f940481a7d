# SPDX-License-Identifier: Apache-2.0
"""What does a street lose to water of .2 to 1.8 metres, and how sure is that for a single house?"""

from commonweal.process import depth_damage

street = {"depth": "uniform(low=0.2, high=1.8)", "value": "uniform(low=4e5, high=8e5)"}
for curve in ("jrc_asia_residential", "jrc_europe_residential", "hazus_iwr_one_storey"):
    params = depth_damage.DepthDamage(curve=curve, floor_height=0.6 if curve.startswith("hazus") else 0.0)
    found = depth_damage.simulate(params, size=200, initial=street, replicates=100, seed=1)
    print(f"{curve}: {found.share.mean():.3f} of the value")
for scatter in ("none", "beta"):
    params = depth_damage.DepthDamage(scatter=scatter, spread=0.4)
    houses = depth_damage.simulate(params, size=200, initial={"depth": 1.0}, replicates=100, seed=1)
    low, high = houses.damage.quantile([0.05, 0.95])
    town_low, town_high = houses.share.quantile([0.05, 0.95])
    print(f"1 m, {scatter}: a house {low:.2f} to {high:.2f}, all 200 {town_low:.2f} to {town_high:.2f}")
