# SPDX-License-Identifier: Apache-2.0
"""After a flood: does faster money, more crews or keeping neighbours together bring people home?"""

from commonweal.process import housing_recovery

homes = {"damage": "uniform(low=1, high=4.9)", "insured": 0.1, "credit": 0.5, "registered": 0.8, "tenant": 0.3}
base = housing_recovery.HousingRecovery(funds="parallel", crews=40)
choices = {
    "as it is": base,
    "subsidy of half the cost": base.replace(subsidy_ceiling=0.5),
    "floating people served, too": base.replace(unregistered_part=1.0),
    "twice as many crews": base.replace(crews=80),
    "all of it": base.replace(subsidy_ceiling=0.5, unregistered_part=1.0, crews=80),
}
for name, params in choices.items():
    course = housing_recovery.simulate(params, size=1_000, initial=homes, replicates=10, seed=1)
    year, end = course.sel(time=364).mean(), course.isel(time=-1).mean()
    print(f"{name}: repaired {year.repaired:.0%} in a year, {end.repaired:.0%} in three; at home {end.home:.0%}")
stages = housing_recovery.HousingStages()
for vulnerability in (0.1, 0.9):
    share = housing_recovery.stage_shares(stages, vulnerability=vulnerability).share.sel(time=24)
    print(f"vulnerability {vulnerability}: {share.sel(stage=4):.0%} in permanent housing after two years")
