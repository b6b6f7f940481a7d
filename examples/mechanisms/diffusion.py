# SPDX-License-Identifier: Apache-2.0
"""How soon do half of 500 communities have a good practice: by example, by order, or after a flood?"""

import commonweal as cw
from commonweal.process import diffusion

neighbours = cw.core.SmallWorld(degree=6, rewiring=0.1)
example = diffusion.Diffusion(innovation=0.03, imitation=0.38)
print(f"most adopt after {diffusion.peak_time(example):.1f} years where all look at all")
cases = {
    "by example": example,
    "ordered after 3 years": example.replace(mandate_rate=0.5, mandate_time=3.0),
    "flood after 3 years": example.replace(event_rate=1.0, event_time=3.0, event_fade=0.5),
    "nobody imitates": example.replace(imitation=0.0),
}
for name, params in cases.items():
    course = diffusion.simulate(params, graph=neighbours, size=500, until=30.0, every=0.1, replicates=40, seed=1)
    half = (course.adopted.mean("replicate") >= 0.5).idxmax("time")
    print(f"{name}: half have it after {half:.1f} years")
