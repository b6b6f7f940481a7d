# SPDX-License-Identifier: Apache-2.0
"""Does a neighbourhood agree on a plan? Three accounts of how people listen to each other."""

import commonweal as cw
from commonweal.process import opinion

ties = cw.core.SmallWorld(degree=10, rewiring=0.1).generate(2_000, seed=1)
averaging = opinion.FriedkinJohnsen(susceptibility=0.8)
course = opinion.simulate(averaging, graph=ties, seed=1)
spread = course.standard_deviation[0]
print(f"averaging: opinions spread by {spread[0]:.2f}, then by {spread[-1]:.2f}")
for confidence in (0.1, 0.2, 0.4):
    course = opinion.simulate(opinion.BoundedConfidence(confidence=confidence), size=2_000, replicates=5, seed=1)
    print(f"listening up to {confidence}: {course.clusters[:, -1].mean():.1f} groups")
for gain in (0.8, 1.6):
    means = opinion.equilibria(opinion.BrockDurlauf(social_gain=gain))
    print(f"social gain {gain}: mean choice {', '.join(f'{mean:+.2f}' for mean in means)}")
