# SPDX-License-Identifier: Apache-2.0
"""What keeps a common task alive? Groups of four, a hundred times each."""

from commonweal.process import cooperation

plain = cooperation.Cooperation()
cases = {
    "nothing": plain,
    "a covenant": plain.replace(covenant=1.0),
    "a tenth gives all": plain.replace(vanguard_share=0.1),
    "half of them punish": plain.replace(punisher_share=0.5),
}
for name, params in cases.items():
    course = cooperation.simulate(params, size=400, until=20.0, every=1.0, replicates=100, seed=1)
    effort = course.contribution.mean("replicate").to_numpy()
    payoff = (course.earned[:, -1] - course.earned[:, -2]).mean().item()
    print(f"{name:20}round 1: {effort[0]:.2f}, round 20: {effort[-2]:.2f}, payoff {payoff:.2f}")
