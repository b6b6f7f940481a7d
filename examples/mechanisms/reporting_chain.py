# SPDX-License-Identifier: Apache-2.0
"""What did the top hear of 380 dead and missing, how late, and what would audits have been worth?"""

from commonweal.process import reporting_chain

# Withheld by townships, counties and the city in Zhengzhou 2021, of what each had received (State Council report).
withheld = [15 / 380, 49 / 365, 75 / 316]
for audit_chance in (0.0, 0.5, 0.9):
    params = reporting_chain.ReportingChain(levels=3, audit_chance=audit_chance, cycle=6.0, loss_chance=0.05)
    top = reporting_chain.simulate(
        params, size=200, initial={"value": 380.0, "withheld": withheld}, replicates=50, seed=1
    )
    arrived = top.isel(level=-1)
    told = arrived.value.mean().item()
    delay, lost = (arrived.time - top.time.isel(level=0)).mean().item(), arrived.value.isnull().mean().item()
    print(f"audits {audit_chance:.0%}: {told:.0f} told after {delay:.1f} h, {lost:.0%} lost")
order = reporting_chain.ReportingChain(levels=4, order_fidelity=0.9, autonomy=0.0, mismatch_cost=0.5)
for autonomy in (0.0, 0.5):
    effect = reporting_chain.order_effect(order.replace(autonomy=autonomy), central=1.0, best=2.0)
    print(f"one order for all where another is best, autonomy {autonomy}: {effect:.2f} of its effect")
