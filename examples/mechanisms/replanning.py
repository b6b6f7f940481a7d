# SPDX-License-Identifier: Apache-2.0
"""How many communities collapse in three months of stress, and what would keep them from it?"""

from commonweal.process import replanning

base = replanning.Replanning(drift=0.15)
cases = {
    "as it is": base,
    "orders from above only": base.replace(autonomy=0.1),
    "staff overworked": base.replace(free_staff=0.2),
    "half the repertoire": base.replace(measures=5),
    "nobody screens reports": base.replace(screening=0.4),
    "reports shaded": base.replace(feedback_bias=0.4),
    "re-planned twice a week": base.replace(interval=3.5),
}
for name, params in cases.items():
    last = replanning.simulate(params, size=2_000, seed=1).isel(replicate=0, time=-1)
    gain = replanning.feedback_gain(params)
    print(f"{name:24}gain {gain:.2f}, quality {last.quality:.2f}, collapsed {last.collapsed:.1%}")
