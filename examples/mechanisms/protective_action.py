# SPDX-License-Identifier: Apache-2.0
"""Who leaves, and when: trust, an order, and neighbours who are seen to go. Twenty runs of 5,000 people each."""

from commonweal.process import protective_action

params = protective_action.ProtectiveAction()
rumoured = {"warned": 0.0, "environmental": 0.3, "expected_impact": 0.4}
ordered = {"warned": 1.0, "trust": "beta(a=7, b=3)", "delay": "weibull(median=1, shape=2)"}
for name, initial in (("by what they see", rumoured), ("under an order", ordered)):
    course = protective_action.simulate(params, initial=initial, size=5_000, replicates=20, seed=1)
    expected = protective_action.final_share(params, initial=initial)
    hours = course.hour.quantile(0.9).item()
    shares = f"{course.acting[:, -1].mean():.2f} set out (equations: {expected:.2f})"
    print(f"{name}: {shares}, nine tenths of them in {hours:.1f} h")
followers = params.replace(official=0.1, social=0.5, expected_impact=0.15, risk_effect=12.0, base=-5.7)
shares = protective_action.equilibria(followers, initial={"trust": 0.4})
print("people who mostly follow others rest at", ", ".join(f"{share:.2f}" for share in shares))
