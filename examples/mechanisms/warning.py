# SPDX-License-Identifier: Apache-2.0
"""Whom does a cell broadcast miss, and do neighbours tell them? Five runs on a small world each."""

import commonweal as cw
import numpy as np
from commonweal.process import warning

ties = cw.core.SmallWorld(degree=10, rewiring=0.1).generate(5_000, seed=1)
online = (np.arange(5_000) % 5 > 0).astype(float)  # four in five have a telephone that is on
params = warning.Warning(broadcast_rate="11 / h", contagion_rate=0.0)
for name, rate in (("nobody tells", 0.0), ("neighbours tell", 1.0), ("and quickly", 6.0)):
    told = params.replace(contagion_rate=rate)
    course = warning.simulate(told, graph=ties, initial={"reach": online}, until=2.0, replicates=5, seed=1)
    hour = course.hour.to_numpy()
    minutes = 60 * np.nanquantile(np.where(np.isnan(hour), np.inf, hour), [0.5, 0.9], method="lower")
    missed = np.isnan(hour).mean()
    print(f"{name}: half know after {minutes[0]:.0f} min, nine tenths after {minutes[1]:.0f}; {missed:.2f} miss it")
