# SPDX-License-Identifier: Apache-2.0
"""An indicator gets its target: what do reports, cases that are settled and residents say?"""

from commonweal.process import evaluation

for audit, drive in ((0.0, 0.3), (0.9, 0.3), (0.9, 1.0)):
    params = evaluation.Evaluation(audit=audit, drive=drive, target=0.85)
    course = evaluation.simulate(params, size=200, initial={"weight": 0.0}, until=40.0, every=20.0, seed=1)
    for rounds in (0.0, 40.0):
        now = course.isel(replicate=0).sel(time=rounds)
        print(
            f"audits {audit:.0%}, drive {drive}, round {rounds:.0f}: weight {now.weight.item():.2f}, reported"
            f" {now.reported.item():.0%}, settled {now.solved.item():.0%}, skill {now.skill.item():.2f},"
            f" satisfied {now.satisfaction.item():.2f}"
        )
    print(f"  best weight for residents: {evaluation.best_weight(params):.2f}")
