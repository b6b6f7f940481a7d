# SPDX-License-Identifier: Apache-2.0
"""Does aid make communities careless, and what keeps reserves up? A thousand communities for fifty years."""

from commonweal.process import dependence

usual = dependence.Dependence()
cases = {
    "no aid": (usual.replace(aid_share=0.0), {}),
    "aid for .6 of what is lacking": (usual, {}),
    "the same, nobody discouraged": (usual.replace(discouragement=0.0), {}),
    "the same, a grant at first": (usual, {"reserve": 1.0}),
    "the same, steady funds": (usual.replace(funding=0.05), {}),
    "the same, only pumps in reserve": (usual, {"goods": [0, 0, 0, 0, 1.0]}),
}
for name, (params, initial) in cases.items():
    last = dependence.simulate(params, initial=initial, replicates=10, seed=1).isel(time=-1).mean()
    own, unmet = last.met_by_reserve / last.events, last.unmet / last.events
    print(f"{name:32} effort {last.effort:.2f}, met by the reserve {own:.2f}, by nobody {unmet:.2f}")
