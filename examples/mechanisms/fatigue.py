# SPDX-License-Identifier: Apache-2.0
"""Two months of emergency, ten hours a day with one day off a week: what is left of a staff, and what would help?"""

from commonweal.process import fatigue

params = fatigue.Fatigue(leave_rate=0.001, hire_rate=0.005)
surge = {"load": "uniform(low=1.2, high=1.8)", "hours": 10.0, "rest": 1 / 7}
for what, changes in (
    ("as it is", {}),
    ("two days off", {"rest": 2 / 7}),
    ("support", {"support": 0.8}),
    ("half the overload", {"load": "uniform(low=1.1, high=1.4)"}),
):
    end = fatigue.simulate(params, size=2_000, initial={**surge, **changes}, until=60.0, seed=1).isel(time=-1)
    print(f"{what}: {end.burnt_out.item():.0%} burnt out, capacity {end.capacity.item():.0%}", end=", ")
    print(f"{end.present.item():.0%} of posts filled")
