# SPDX-License-Identifier: Apache-2.0
"""Two hundred communities recover, poor ones more slowly: how much is lost, who bears it, and how bad are the worst?"""

import numpy as np
from commonweal.process import metrics

income = np.linspace(1.0, 5.0, 200)
for shape in ("linear", "exponential", "trigonometric"):
    params = metrics.RecoveryCurve(shape=shape, drop=0.6, plateau=3.0)
    course = metrics.simulate(params, size=200, initial={"duration": 60.0 / income}, until=120.0, every=0.5)
    loss = course.loss[0]
    print(f"{shape}: {loss.mean().item():.1f} days of function lost, Gini {metrics.gini(loss):.2f},", end=" ")
    print(f"by income {metrics.concentration_index(loss, income):.2f},", end=" ")
    print(f"poorest fifth {metrics.low_to_high_ratio(loss, income):.1f} times the richest,", end=" ")
    print(f"worst twentieth {metrics.worst_mean(loss, worst='high'):.1f} days")
