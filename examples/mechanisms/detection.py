# SPDX-License-Identifier: Apache-2.0
"""Are four reports of residents worth as much as one good gauge, and what do false alarms cost?"""

from commonweal.process import detection

gauge = detection.Detection(sensitivity=2.0, hazard_chance=0.05, miss_cost=20.0)
residents = gauge.replace(sensitivity=1.0, sources=4)
hearsay = residents.replace(correlation=0.5)
for name, params in (("one gauge", gauge), ("four residents", residents), ("four who ask each other", hearsay)):
    hit, false_alarm = detection.alarm_rates(params)
    course = detection.simulate(params, until=200, replicates=500, seed=1)
    heeded = course.heeded.where(course.hazard * course.alarm == 1).mean().item()
    print(f"{name}: hits {hit:.2f}, false alarms {false_alarm:.2f}, {heeded:.2f} heed an alarm that is right")
cusum = detection.Monitor(reference=0.5, limit=5.0)
lengths = [detection.average_run_length(cusum, shift=shift) for shift in (0.0, 1.0)]
print(f"CUSUM: a false alarm in {lengths[0]:.0f} days; a shift of one standard deviation seen in {lengths[1]:.1f}")
