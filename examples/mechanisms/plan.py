# SPDX-License-Identifier: Apache-2.0
"""How many hours do two drills a year save, if plans were made by busy people, with residents, or long ago?"""

from commonweal.process import plan

base = plan.Plan(drill_interval=0.5)
cases = {
    "no drills": (base.replace(drill_interval=0.0), {}),
    "two drills a year": (base, {}),
    "planners overloaded": (base, {"load": 1.5}),
    "residents asked": (base, {"residents": 1.0}),
    "and planners with time": (base, {"residents": 1.0, "load": 0.2}),
    "a plan for ever": (base.replace(revision_interval=0.0), {}),
}
for name, (params, makers) in cases.items():
    last = plan.simulate(params, size=500, initial=makers, until=8.0, every=8.0, seed=1).isel(replicate=0, time=-1)
    print(f"{name:23}misfit {last.misfit:.2f}, training {last.training:.2f}, {last.action_time:.1f} h to action")
