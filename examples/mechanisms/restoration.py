# SPDX-License-Identifier: Apache-2.0
"""Power after an earthquake: components that come back by themselves, and the same by six crews and by help."""

from commonweal.process import fragility, restoration

event = fragility.simulate(fragility.ComponentDamage(), size=50, initial={"intensity": 0.3}, replicates=100, seed=1)
station = restoration.ComponentRestoration(component="substation")
back = restoration.simulate(station, initial={"damage": event.damage}, until=30, every=1, replicates=100, seed=1)
for day in (1, 3, 7, 14):
    print(f"day {day}: {back.function.sel(time=day).mean().item():.0%} of substations work")

repairs = {"customers": "lognormal(median=300, sigma=1)", "work": "gamma(mean=12, shape=2)"}
for aid in (0, 12):
    crews = restoration.CrewRestoration(crews=6, mutual_aid_crews=aid, mutual_aid_lag=48, travel=1)
    runs = restoration.simulate(crews, size=200, initial=repairs, replicates=100, seed=1)
    print(
        f"{aid} crews of others: mean outage {runs.mean_outage.mean().item():.0f} h, "
        f"last repair after {runs.last_done.mean().item() / 24:.0f} d"
    )
