# SPDX-License-Identifier: Apache-2.0
"""A first run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal.scenario import Scenario
from commonweal.shipped import scenario

if TYPE_CHECKING:
    from commonweal.run import Run

#: The scenario that is shown, and the size that makes it one of seconds.
NAME, RESIDENTS = "zhengzhou_720", 20_000

NEXT = """\
What to try next, with the run that demo() returned:
  run = cw.demo()
  print(run)                          its key numbers
  run.plot("function")                a picture; also "requests" and "maps"
  run.to_xarray()                     hourly series with units
  run.to_dataframe("requests")        a table, one row each
And with a value of your own:
  town = cw.load("{name}", set={{"offices.staff_per_10k": 6}})
  few = town.run(seed=1)
  print(cw.compare({{"as it is": cw.load("{name}").run(seed=1), "few staff": few}}))"""


def demo() -> Run:
    """Runs a shipped flood with a small town in a few seconds, and prints what happens and what to try next.

    Returns:
        The run, whose temporary folder is removed with it.
    """
    flood = Scenario(scenario(NAME), set={"residents.count": RESIDENTS})
    print(f"Running {flood.title!r}: {RESIDENTS:,} residents, {flood['time.duration']}, seed 1.\n")  # noqa: T201
    run = flood.run(seed=1)
    print(f"{run.summary()}\n\n{NEXT.format(name=NAME)}")  # noqa: T201
    return run
