# SPDX-License-Identifier: Apache-2.0
"""What do four ways to share out power achieve, and what does the fear of a false alarm cost?"""

from commonweal.process import decision

for preset in ("administrative", "autonomous", "co_governance", "hybrid"):
    params = decision.governance(preset)
    course = decision.simulate(params, size=2_000, replicates=10, seed=1)
    value, taken = course.value.mean().item(), course.spillover.mean().item()
    print(
        f"{preset}: a case takes {course.delay.mean().item():.1f} d and {course.work.mean().item():.0f} h of work,"
        f" is worth {value:.2f} and takes {taken:.2f} from neighbours"
    )
for blame in (0.0, 10.0, 1000.0):
    pressure = decision.TimePressure(blame=blame)
    by_then = decision.acted_share(pressure, hours=12.0)
    print(
        f"blame {blame:.0f}: acts at a chance of {decision.act_threshold(pressure):.0%}, by hour 12 in {by_then:.0%}"
        f" of hazards; a case costs {decision.expected_loss(pressure):.2f}"
    )
