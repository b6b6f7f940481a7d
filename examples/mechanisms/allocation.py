# SPDX-License-Identifier: Apache-2.0
"""Who is left behind by which rule? A hundred communities of unequal need and connection, supply for 80 %."""

from commonweal.process import allocation

communities = {
    "need": "lognormal(median=1, sigma=0.5, max=20)",
    "report": "uniform(low=1, high=3)",
    "severity": "uniform(low=0, high=1)",
    "connection": "uniform(low=0, high=1)",
}
print(f"{'rule':20} need met  equality  worst  wasted")
for rule in ("first_come", "proportional", "max_min", "priority", "greedy", "connection_weighted", "report_driven"):
    params = allocation.Allocation(rule=rule, supply=0.8)
    last = allocation.simulate(params, size=100, initial=communities, replicates=200, seed=1).mean()
    print(f"{rule:20} {last.met:8.2f} {last.equality:9.2f} {last.worst:6.2f} {last.wasted:7.2f}")
