# SPDX-License-Identifier: Apache-2.0
"""What keeps shelves full in a rush? Ten thousand households, a shock on day 14."""

from commonweal.process import panic_buying

params = panic_buying.PanicBuying()
measures = {
    "nothing": (params, {}),
    "a limit of a basket": (params.replace(purchase_limit=3.5), {}),
    "a reserve of 3 days": (params, {"reserve": 3.0}),
    "trusted information": (params, {"information": 1.0, "trust": 0.8}),
    "deliveries up by half": (params.replace(delivery_rate=1.5), {}),
}
for name, (changed, start) in measures.items():
    course = panic_buying.simulate(changed, size=10_000, initial=start, seed=1).isel(replicate=0)
    empty = course.turned_away.max().item()
    print(f"{name:24}demand up to {course.demand.max().item():.2f} of normal, {empty:4.0%} of visits in vain at worst")
