# SPDX-License-Identifier: Apache-2.0
"""What a run is going to cost: an estimate, made without running anything.

Each figure is a sum of products with the coefficients below. They were fitted to runs of ``zhengzhou_720`` with 5,000,
100,000 and 1,000,000 residents, each as ``commonweal run`` makes it, with pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from commonweal import _core

if TYPE_CHECKING:
    from commonweal.scenario import Scenario

MIB = 2.0**20

#: s, to start, and to draw and write pictures and report.
START = 2.3
#: s for each resident, for the city before the first hour and for the storm: by one thread, and by all together.
SECONDS_BY_RESIDENT = 5.0e-6
SHARED_SECONDS_BY_RESIDENT = 7.5e-6
#: s for each hour of the scenario, and for each hour and resident: most hours are quiet.
SECONDS_BY_HOUR = 1.3e-4
SECONDS_BY_RESIDENT_HOUR = 1.5e-9

#: Bytes of Python with its libraries; for each resident; for each byte of the journal's series, which pictures read.
MEMORY_OF_PYTHON = 120 * MIB
MEMORY_BY_RESIDENT = 280.0
MEMORY_BY_SERIES = 2.2

#: Bytes in the journal for each hour, for what is one number, a community and a cell; of events for each resident.
SERIES_BY_HOUR = 80.0
SERIES_BY_COMMUNITY_HOUR = 49.0
SERIES_BY_CELL_HOUR = 8.0
EVENTS_BY_RESIDENT = 20.0

#: Bytes of a checkpoint; how many are kept, and hours between two.
CHECKPOINT = 0.67 * MIB
CHECKPOINT_BY_RESIDENT = 85.0
CHECKPOINTS = 2
CHECKPOINT_EVERY = 240

#: Bytes that stay: pictures, report and what any file of results has; for each resident; for each byte of the series.
RESULTS = 0.7 * MIB
RESULTS_BY_RESIDENT = 38.0
RESULTS_BY_SERIES = 0.1


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run is likely to take, within a factor of two on the machine that was measured.

    Attributes:
        threads: That the run would use.
        seconds: From the start of the command to its end.
        memory_bytes: At most at any time.
        disk_bytes: Of the run folder when the run has ended.
        peak_disk_bytes: Of the run folder at most, while journal and checkpoints are there.
    """

    threads: int
    seconds: float
    memory_bytes: int
    disk_bytes: int
    peak_disk_bytes: int


def estimate(scenario: Scenario, *, threads: int = 0) -> Estimate:
    """What a run of the scenario would cost.

    Args:
        scenario: With profiles and changed values.
        threads: As for a run; 0 for one on each processor.

    Returns:
        The figures, which are those of the command ``commonweal run`` with pictures.
    """
    hours = _core.read_quantity(str(scenario["time.duration"]), "h")[0] or 0.0
    residents: int = scenario["residents.count"]
    used: int = threads or _core.build_info()["threads"]
    series = series_bytes(scenario, residents, hours)
    by_resident = SECONDS_BY_RESIDENT + SHARED_SECONDS_BY_RESIDENT / used + SECONDS_BY_RESIDENT_HOUR * hours
    checkpoints = min(CHECKPOINTS, hours // CHECKPOINT_EVERY) * (CHECKPOINT + CHECKPOINT_BY_RESIDENT * residents)
    kept = RESULTS + RESULTS_BY_RESIDENT * residents + RESULTS_BY_SERIES * series
    return Estimate(
        threads=used,
        seconds=START + SECONDS_BY_HOUR * hours + by_resident * residents,
        memory_bytes=round(MEMORY_OF_PYTHON + MEMORY_BY_RESIDENT * residents + MEMORY_BY_SERIES * series),
        disk_bytes=round(kept),
        peak_disk_bytes=round(kept + series + EVENTS_BY_RESIDENT * residents + checkpoints),
    )


def series_bytes(scenario: Scenario, residents: int, hours: float) -> float:
    """The journal writes numbers as they are, for each hour, community and cell."""
    sizes: dict[str, int] = {
        name: scenario[f"district.{name}"]
        for name in ("least_communities", "residents_per_community", "cells_per_community_side")
    }
    communities = max(sizes["least_communities"], ceil(residents / sizes["residents_per_community"]))
    cells = communities * sizes["cells_per_community_side"] ** 2
    return hours * (SERIES_BY_HOUR + SERIES_BY_COMMUNITY_HOUR * communities + SERIES_BY_CELL_HOUR * cells)
