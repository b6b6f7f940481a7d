# SPDX-License-Identifier: Apache-2.0
"""How long does a government pay for a bad month, and for a broken promise? Ten thousand residents each."""

from commonweal.process import trust

params = trust.Trust()
good = trust.steady_trust(params, service=0.8)
print(f"good service for long: trust {good:.2f}")
stories = {
    "no change": {},
    "service falls to .4": {"service": 0.4, "expectation": 0.8},
    "a promise broken to half": {"breach": 5_000, "breach_day": 1},
}
for name, story in stories.items():
    start = {"trust": good, "service": 0.8, **story}
    course = trust.simulate(params, size=10_000, initial=start, until=180.0, every=1.0, seed=1).trust[0]
    print(f"{name:25}day 10: {course[10]:.2f}, day 60: {course[60]:.2f}, day 180: {course[180]:.2f}")
