# SPDX-License-Identifier: Apache-2.0
"""Coupled networks break at once; the hospitals of a city last as long as their diesel."""

from commonweal.process import dependency_cascade as cascade

for networks in (1, 2, 4):
    params = cascade.DependencyCascade(networks=networks, mean_degree=4.0, intact=0.7)
    at, jump = cascade.percolation_threshold(params)
    left = cascade.simulate(params, size=20_000, replicates=5, seed=1).remaining.mean().item()
    print(f"{networks} networks: {left:.1%} of 70% remain; all is lost below {at:.1%}, at a jump of {jump:.1%}")

store = {name: row.capacity for name, row in cascade.table().items()}
power, water, tower, ward, clinic = range(5)
users = ("water_works", "telecom_site", "tertiary_hospital", "water_tower", "clinic")
city = cascade.simulate(
    cascade.SupplyCascade(),
    initial={
        "user": [water, tower, ward, ward, clinic],
        "supplier": [power, power, power, water, power],
        "backup": [store[name] for name in users],
        "own": [0.0, 1, 1, 1, 1],
        "repaired": [36.0, 0, 0, 0, 0],
    },
    until=72,
    step=0.5,
)
for name, hours in zip(("power", "water", "tower", "ward", "clinic"), city.lost[0].to_numpy(), strict=True):
    print(f"{name} loses {hours:.0f} h")
