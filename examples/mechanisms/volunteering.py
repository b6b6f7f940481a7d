# SPDX-License-Identifier: Apache-2.0
"""Volunteers after a flood: are there too few of them, or too few organisers?"""

import commonweal as cw
from commonweal.process import volunteering

ties = cw.core.SmallWorld(degree=10, rewiring=0.1).generate(10_000, seed=1)
for media_rate, organisers in ((0.02, 0.0018), (0.04, 0.0018), (0.04, 0.0036)):
    params = volunteering.Volunteering(media_rate=media_rate)
    course = volunteering.simulate(
        params, graph=ties, initial={"organisers": organisers}, until=14.0, every=1.0, replicates=8, seed=1
    )
    week = course.sel(time=7).mean("replicate")
    print(
        f"media {media_rate}, {organisers * 1e4:.0f} organisers for 10,000: {week.volunteers.item():.2%} volunteer on"
        f" day 7, {week.idle.item():.2%} without a task; {course.work_done[:, -1].mean().item():.2f} h done for each"
    )
