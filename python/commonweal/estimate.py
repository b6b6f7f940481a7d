# SPDX-License-Identifier: Apache-2.0
"""What a run is going to cost: an estimate, made without running anything.

Each figure is a sum of products with the coefficients below. They were fitted to runs of ``zhengzhou_720`` with 5,000
to 1,000,000 residents, 10 and 60 days, at several seeds, each as ``commonweal run`` makes it, with pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, takewhile
from math import ceil
from typing import TYPE_CHECKING

from commonweal import _core

if TYPE_CHECKING:
    from commonweal.scenario import Scenario

MIB = 2.0**20

#: s, to start, and to draw and write pictures and report.
START = 2.8
#: s for each resident, for the city before the first hour and for the storm: by one thread, and by all together.
SECONDS_BY_RESIDENT = 5.0e-6
SHARED_SECONDS_BY_RESIDENT = 7.5e-6
#: s for each hour of the scenario, and for each hour and resident: most hours are quiet.
SECONDS_BY_HOUR = 1.3e-4
SECONDS_BY_RESIDENT_HOUR = 1.5e-9

#: Bytes of Python with its libraries; for each resident, and each resident and hour; for each byte of the series.
MEMORY_OF_PYTHON = 117.5 * MIB
MEMORY_BY_RESIDENT = 212.0
MEMORY_BY_RESIDENT_HOUR = 0.027
MEMORY_BY_SERIES = 2.65

#: s and bytes for each tie of the scenario's layers, fitted to three million ties of each kind among 100,000 residents.
SECONDS_BY_TIE = 0.8e-6
MEMORY_BY_TIE = 36.0

#: Bytes of the series in the journal for each hour, for what is one number, a community with its reports and a cell.
SERIES_BY_HOUR = 80.0
SERIES_BY_COMMUNITY_HOUR = 63.0
SERIES_BY_CELL_HOUR = 8.0
#: Bytes of events and requests in the journal, for each resident, and each resident and hour.
JOURNAL_BY_RESIDENT = 7.5
JOURNAL_BY_RESIDENT_HOUR = 0.0035

#: Bytes of a checkpoint; for each resident; for each hour that has been run, of a community and of a resident.
CHECKPOINT = 0.04 * MIB
CHECKPOINT_BY_RESIDENT = 60.0
CHECKPOINT_BY_COMMUNITY_HOUR = 43.0
CHECKPOINT_BY_RESIDENT_HOUR = 0.005

#: Bytes of the results; for each resident, and each resident and hour; for each byte of the series.
RESULTS = 0.28 * MIB
RESULTS_BY_RESIDENT = 16.0
RESULTS_BY_RESIDENT_HOUR = 0.0055
RESULTS_BY_SERIES = 0.145
#: Bytes of pictures and report.
PICTURES = 0.37 * MIB


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run is likely to take: what the fate in the middle does. A worse one may take twice as much disk.

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
    communities = communities_of(scenario, residents)
    used: int = threads or _core.build_info()["threads"]
    series = series_bytes(scenario, communities, hours)
    resident_hours = residents * hours
    by_resident = SECONDS_BY_RESIDENT + SHARED_SECONDS_BY_RESIDENT / used
    ties = ties_of_layers(scenario, residents)
    memory = (
        MEMORY_BY_TIE * ties
        + MEMORY_BY_RESIDENT * residents
        + MEMORY_BY_RESIDENT_HOUR * resident_hours
        + MEMORY_BY_SERIES * series
    )
    results = RESULTS_BY_RESIDENT * residents + RESULTS_BY_RESIDENT_HOUR * resident_hours + RESULTS_BY_SERIES * series
    results += RESULTS
    journal = series + JOURNAL_BY_RESIDENT * residents + JOURNAL_BY_RESIDENT_HOUR * resident_hours
    made, checkpoint = checkpoint_bytes(residents, communities, hours)
    kept = _core.kept_checkpoints
    # While one more is written, the oldest is there still; when the results are written, those that are kept.
    beside_journal = max(min(made, kept + 1) * checkpoint, min(made, kept) * checkpoint + results)
    return Estimate(
        threads=used,
        seconds=START
        + SECONDS_BY_HOUR * hours
        + by_resident * residents
        + SECONDS_BY_RESIDENT_HOUR * resident_hours
        + SECONDS_BY_TIE * ties,
        memory_bytes=round(MEMORY_OF_PYTHON + memory),
        disk_bytes=round(results + PICTURES),
        peak_disk_bytes=round(max(journal + beside_journal, results + PICTURES)),
    )


def communities_of(scenario: Scenario, residents: int) -> int:
    """How many communities the district has."""
    least: int = scenario["district.least_communities"]
    each: float = scenario["district.residents_per_community"]
    return max(least, ceil(residents / each))


def ties_of_layers(scenario: Scenario, residents: int) -> float:
    """How many ties the layers add, at most: who is in a group of agents is not looked into."""
    known = scenario.parameters
    degrees = takewhile(known.__contains__, (f"layers[{number}].mean_degree" for number in count()))
    return sum(residents * float(known[path].value) / 2 for path in degrees)


def series_bytes(scenario: Scenario, communities: int, hours: float) -> float:
    """The journal writes numbers as they are, for each hour, community and cell."""
    side: int = scenario["district.cells_per_community_side"]
    cells = communities * side**2
    return hours * (SERIES_BY_HOUR + SERIES_BY_COMMUNITY_HOUR * communities + SERIES_BY_CELL_HOUR * cells)


def checkpoint_bytes(residents: int, communities: int, hours: float) -> tuple[int, float]:
    """How many checkpoints a run makes, and the size of the last; there is none at the run's end."""
    made = max(0, ceil(hours) - 1) // _core.usual_checkpoint_every
    run = made * _core.usual_checkpoint_every
    by_hour = CHECKPOINT_BY_COMMUNITY_HOUR * communities + CHECKPOINT_BY_RESIDENT_HOUR * residents
    return made, CHECKPOINT + CHECKPOINT_BY_RESIDENT * residents + by_hour * run
