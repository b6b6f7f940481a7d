# SPDX-License-Identifier: Apache-2.0
"""How much water must a depot keep for 1,000 people, 15 litres a head and day, if the road is cut for a week?"""

from commonweal.process import stock

people, litres = 1_000, 15.0
use = people * litres
for days in (1, 3, 5, 8):
    depot = stock.Stock(level=days * use, lead_time=0)
    week = {"demand": f"normal(mean={use}, sd=1500, min=0, max=30000)", "cut_start": 10, "cut_length": 7}
    course = stock.simulate(depot, initial=week, until=30, replicates=100, seed=1)
    dry = course.short.sum("time").mean().item()
    print(f"{days} days' use in the depot: {dry:.1f} days on which somebody goes without")
best = stock.newsvendor("normal(mean=100, sd=20)", shortage_cost=3, surplus_cost=1)
print(f"where a tent too few costs three times one too many: {best:.1f} tents for 100 +- 20 families")
