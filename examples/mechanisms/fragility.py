# SPDX-License-Identifier: Apache-2.0
"""Twenty substations are shaken at 0.3 g: how many break, and how often do most of them break in one event?"""

from commonweal.process import fragility

row = fragility.table()["substation_low_voltage_anchored"]
print(f"medians {row.median} g, {row.source}, evidence {row.evidence}")
events = {
    "each by itself": {},
    "of one make": {"correlation": 0.6},
    "shaking known to a factor": {"shared_dispersion": 0.5},
}
for name, uncertain in events.items():
    station = fragility.ComponentDamage(component="substation_low_voltage_anchored", **uncertain)
    out = fragility.simulate(station, size=20, initial={"intensity": 0.3}, replicates=2000, seed=1)
    broken = out.share.sel(state=[2, 3, 4]).sum("state")
    print(
        f"{name}: {broken.mean().item():.0%} moderate or worse, more than 3 in 4 in {(broken > 0.75).mean().item():.1%}"
    )
