# SPDX-License-Identifier: Apache-2.0
"""Five ideas and 200 trials: what do room for trial and error, and the fear of a failed pilot, bring in the end?"""

import math

from commonweal.process import pilots

tolerant = pilots.Pilots(autonomy=0.8, risk_tolerance=0.8, penalty=0.0, allocation="thompson")
cases = {
    "tolerant": tolerant,
    "failures punished": tolerant.replace(penalty=4.0),
    "little autonomy": tolerant.replace(autonomy=0.1),
    "same trials for all": tolerant.replace(allocation="equal"),
    "given up if it fails": tolerant.replace(withdraw_chance=1.0),
}
for name, params in cases.items():
    course = pilots.simulate(params, replicates=2_000, seed=1)
    allowed, promised, success = (course[key].mean().item() for key in ("allowed", "promised", "success"))
    print(f"{name:21}{allowed:.1f} pilots, promised {promised:.2f}, success in the end {success:.2f}")
size = pilots.pilot_size(present=0.5, candidate=0.6)
print(f"to tell .6 from .5: {math.ceil(size)} trials of each")
