# SPDX-License-Identifier: Apache-2.0
"""Is it good that all learn the rules fast? March's organisation with slow, fast and mixed learners, and newcomers."""

from commonweal.process import learning

slow = learning.Learning(socialisation=0.1, code_learning=0.5)
fast = slow.replace(socialisation=0.9)
halves = {"socialisation": [0.1] * 25 + [0.9] * 25}
for name, params, initial in (("slow", slow, None), ("fast", fast, None), ("half and half", slow, halves)):
    course = learning.simulate(params, initial=initial, replicates=300, seed=1)
    periods, knows = course.periods.mean().item(), course.code.isel(time=-1).mean().item()
    print(f"{name:14}right less wrong {knows:.2f} of all things, settled after {periods:.0f} periods")
for turnover in (0.0, 0.05, 0.3):
    params = slow.replace(socialisation=0.5, turbulence=0.02, turnover=turnover)
    course = learning.simulate(params, until=150, replicates=100, seed=1)
    print(f"the world changes, turnover {turnover:.2f}: {course.code.isel(time=-1).mean().item():.2f} in the end")
