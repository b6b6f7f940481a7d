# SPDX-License-Identifier: Apache-2.0
"""Do clear bounds or offices that answer for what they refuse leave fewer tasks to nobody?"""

from commonweal.process import responsibility

base = responsibility.Responsibility(units=4, task_rate=3.0, whistle_rate=0.05)
for clarity, accountability in ((0.5, 0.0), (0.9, 0.0), (0.5, 1.0), (0.9, 1.0)):
    params = base.replace(clarity=clarity, accountability=accountability)
    course = responsibility.simulate(params, size=2_000, replicates=10, seed=1)
    nobody = (course.claims == 0).mean().item()
    made_up = (course.taker == 4).mean().item()
    days = (course.done - course.arises).mean().item()
    print(
        f"clarity {clarity}, accountability {accountability:.0f}: unclaimed {nobody:.0%}, made up {made_up:.0%},"
        f" {course.wasted.sum('task').mean().item():.0f} d in vain, a task is done after {days:.1f} d"
    )
