# SPDX-License-Identifier: Apache-2.0
"""What is left of a platform after two years: bought and shown, or linked, with trained people and rules?"""

from commonweal.process import platform

params = platform.Platform()
closed_loop = {"stage": 3, "coverage": 0.6, "link": 0.9, "count": 1, "compatible": 1, "backup": 12}
cases = {
    "no platform": {"stage": 0, "count": 0},
    "three that display": {"stage": 1, "coverage": 0.6},
    "one closed loop": closed_loop,
    "and staff trained": {**closed_loop, "staff_training": 1.0},
    "and residents, rules": {**closed_loop, "staff_training": 1.0, "resident_training": 1.0, "rules": 0.95},
}
for name, initial in cases.items():
    end = platform.simulate(params, size=500, initial=initial, seed=1).isel(replicate=0, time=-1)
    print(
        f"{name:21}staff {end.staff_use:.2f}, reached {end.reached:.2f}, sensors x {end.detection:.2f}, dispatch x "
        f"{end.dispatch:.2f}, visits {end.visits:.0f} h/wk, trust {end.trust:.2f}, cost {end.cost:.0f}"
    )
