# SPDX-License-Identifier: Apache-2.0
"""Sooner or surer: what does a lower threshold cost in false switches, and what do drills and orders bring?"""

from commonweal.process import mode_switch

base = mode_switch.ModeSwitch(hazard_rate=0.001, hazard_time=48.0)
for on, drill, order_delay in ((0.4, 0.0, 18.5), (0.8, 0.0, 18.5), (0.8, 1.0, 18.5), (2.0, 1.0, 18.5), (2.0, 1.0, 4.0)):
    params = base.replace(on=on, order_delay=order_delay)
    course = mode_switch.simulate(params, initial={"drill": drill}, until=2160.0, every=2160.0, step=0.25, seed=1)
    end = course.isel(replicate=0, time=-1)
    print(
        f"on {on}, drill {drill:.0f}, order after {order_delay} h: {end.switches.item():.2f} switches in 90 days,"
        f" {end.in_vain.item():.2f} in vain, {end.shortfall.item():.0f} h not met, trust {end.trust.item():.2f}"
    )
