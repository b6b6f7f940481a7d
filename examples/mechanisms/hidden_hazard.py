# SPDX-License-Identifier: Apache-2.0
"""When screens take the visits, who finds what is wrong in old buildings, and what does a shock find there?"""

from commonweal.process import hidden_hazard

base = hidden_hazard.HiddenHazard()
cases = {
    "as it is": (base, {}),
    "visits lost to forms": (base, {"visits": 1.0}),
    "sensors instead": (base, {"visits": 1.0, "sensors": 0.5}),
    "residents trained": (base, {"visits": 1.0, "participation": 0.5, "skill": 0.8}),
    "assessors each year": (base.replace(campaign_interval=1.0), {"visits": 1.0}),
}
for name, (params, watch) in cases.items():
    course = hidden_hazard.simulate(params, size=5_000, initial={"age": 40.0, **watch}, until=10.0, seed=1)
    end = course.isel(replicate=0, time=-1)
    damage = hidden_hazard.damage_chance(
        params, median=0.4, dispersion=0.5, intensity=0.2, severity=end.severity.item()
    )
    print(
        f"{name:22}hidden {end.hidden:.2f}, events {1000 * end.events:.0f} in 1,000 buildings, "
        f"tickets {end.cost:.1f} thousand CNY, damaged by 0.2 g {damage:.1%}"
    )
