# SPDX-License-Identifier: Apache-2.0
"""A hundred millimetres an hour on a town with a hollow: how deep does it get, and what do blocked drains add?"""

import numpy as np
from commonweal.process import rain_depth

rows, columns = np.mgrid[0:15, 0:15]
ground = 100.0 + 0.05 * columns - 1.5 * np.exp(-((rows - 7) ** 2 + (columns - 7) ** 2) / 6)
storm = [10.0, 40.0, 100.0, 40.0, 10.0]
outlet = np.where(columns == 0, 2e4, 0.0)
params = rain_depth.RainDepth(drain_capacity="30 mm / h")
for blocked in (0.0, 0.5, 1.0):
    course = rain_depth.simulate(params, ground=ground, rain=storm, outlet=outlet, blocked=blocked, until=12)
    deepest = course.depth.max("time").to_numpy().reshape(ground.shape)
    wet = course.flooded.max().item()
    print(f"drains {blocked:.0%} blocked: hollow {deepest[7, 7]:.2f} m, edge {deepest[0, 14]:.2f} m, {wet:.0%} wet")
end = course.isel(time=-1)
print(f"after 12 h {end.stored / end.runoff:.0%} of the water still stands, {end.left / end.runoff:.0%} has left")
