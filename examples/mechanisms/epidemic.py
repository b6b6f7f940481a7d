# SPDX-License-Identifier: Apache-2.0
"""How far does an epidemic get in households and a town, and what is a lockdown worth that comes early or late?"""

import commonweal as cw
from commonweal.process import epidemic

homes = cw.core.Cliques(sizes=[4] * 2_500).generate(10_000, seed=1)
params = epidemic.Epidemic(tie_rate=0.05, community_r0=2.5)
attack = epidemic.household_attack_rate(params, size=4)
print(f"one infected infects {attack:.0%} of a household of 4")
start = {"infectious": 10, "immune_share": 0.1}
for day in (None, 40.0, 25.0):
    if day is not None:
        params = params.replace(control_time=day, control_factor=0.1)
    course = epidemic.simulate(params, graph=homes, initial=start, until=200.0, replicates=20, seed=1)
    infected = (1 - course.susceptible - course.immune).isel(time=-1).mean().item()
    peak = course.infectious.max("time").mean().item()
    print(f"{f'lockdown on day {day:.0f}' if day else 'no lockdown'}: {infected:.0%} infected, {peak:.1%} at once")
