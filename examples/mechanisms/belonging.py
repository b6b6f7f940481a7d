# SPDX-License-Identifier: Apache-2.0
"""What is left of a crisis's cooperation after a year, and who belongs: owners and tenants of 5,000 homes."""

import commonweal as cw
from commonweal.process import belonging

ties = cw.core.SmallWorld(degree=6, rewiring=0.1).generate(5_000, seed=1)
crisis = {"owner": 0.5, "threat": 1.0, "threat_days": 60.0}
for lasting in (0.0, 0.5, 1.0):
    params = belonging.Belonging(institutionalised=lasting)
    course = belonging.simulate(params, graph=ties, initial=crisis, until=365.0, every=5.0, seed=1)
    at = course.cooperation.isel(replicate=0).sel(time=[55.0, 150.0, 365.0]).to_numpy()
    print(f"institutionalised {lasting}: cooperation {at[0]:.2f} in the crisis, {at[1]:.2f}, {at[2]:.2f} after a year")
levels = belonging.steady_state(belonging.Belonging(), initial={"owner": 0.5})
print(f"belonging in the long run: owners {levels.belonging_owners:.2f}, tenants {levels.belonging_tenants:.2f}")
