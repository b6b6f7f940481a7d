# SPDX-License-Identifier: Apache-2.0
"""How long do requests wait in calm, in a surge and with a line for the urgent; and what does the whistle save?"""

from commonweal.process import service_queue

calm = service_queue.ServiceDesk(arrival_rate=8.0, servers=10, work_mean=1.0, abandon_rate=1 / 72)
for share, params in ((1.0, calm), (1.55, calm.replace(arrival_rate=8.0 * 1.55))):
    found = service_queue.erlang_a(params)
    print(f"requests x{share}: {found.mean_wait:.1f} h of wait, {found.abandon_chance:.1%} give up")
urgent = service_queue.simulate(
    calm.replace(arrival_rate=9.8), initial={"classes": [0.1, 0.9]}, until=2_000.0, replicates=20, seed=1
)
for rank, who in ((0, "urgent"), (1, "others")):
    print(f"{who}: {urgent.wait.sel(rank=rank).mean().item():.2f} h of wait")
joint = service_queue.ServiceDesk(
    arrival_rate=2.0, desks=4, servers=2, joint_share=0.3, parts=2, levels=4, cycle=8.0, misroute_chance=0.2
)
for route in ("hierarchy", "whistle"):
    runs = service_queue.simulate(joint.replace(joint_route=route), until=2_000.0, replicates=20, seed=1)
    print(f"{route}: two departments are done after {runs.joint_time.mean().item():.1f} h")
