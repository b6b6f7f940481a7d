# SPDX-License-Identifier: Apache-2.0
"""Half of the power of a city is off at once: what do other sectors lose, and what if all recover sooner?"""

from commonweal.process import inoperability

names = ["power", "water", "telecom", "transport", "shops"]
needs = [
    [0.0, 0.1, 0.1, 0.05, 0.0],
    [0.6, 0.0, 0.1, 0.05, 0.0],
    [0.5, 0.0, 0.0, 0.05, 0.0],
    [0.3, 0.0, 0.2, 0.0, 0.0],
    [0.4, 0.2, 0.2, 0.3, 0.0],
]
half_the_power, output = [0.5, 0, 0, 0, 0], [10, 5, 8, 20, 60]
for days in (10, 3):
    params = inoperability.Inoperability(recovery_time=days, perturbation_length=0)
    course = inoperability.simulate(
        params,
        initial={"interdependency": needs, "inoperability": half_the_power, "output": output},
        until=60,
        every=0.5,
    )
    worst = course.inoperability.max("time").isel(replicate=0).to_numpy()
    print(f"recovery in {days} d: {course.loss[0, -1].item():.0f} lost;", *map("{} {:.0%}".format, names, worst))
influence = inoperability.interdependency_indices(needs)["overall_influence"]
print("others depend most on", names[influence.argmax()])
