# SPDX-License-Identifier: Apache-2.0
"""A program of a user who has types checked: what the public names take and give; mypy --strict reads it."""

from pathlib import Path
from typing import assert_type

import commonweal as cw
import numpy as np
import pandas as pd
import xarray as xr
from commonweal.process import rumour
from matplotlib.axes import Axes
from numpy.typing import NDArray


def look(run: cw.Run) -> None:
    assert_type(run.folder, Path)
    assert_type(run.summary(), str)
    assert_type(run.to_xarray(), xr.Dataset)
    assert_type(run.to_dataframe("requests"), pd.DataFrame)
    assert_type(run.indicators["depth_most"].value, float)
    assert_type(run.plot("function").panels["function/run"], Axes)
    assert_type(run.plot_series("rain"), Axes)
    assert_type(run.to_parquet("tables"), list[Path])
    for name, figure in run.plot().items():
        figure.savefig(f"{name}.png")


def stop_early(hour: int, hours: int) -> bool:
    return hour < hours // 2


def vary(scenario: cw.Scenario) -> cw.Comparison:
    wide = cw.Scenario(scenario.path, set={"rain_depth.drain_capacity": "60 mm / h"})
    runs = {"as it is": [scenario.run(seed=1, progress=None)], "wide drains": [wide.run(seed=1, progress="auto")]}
    stopped = scenario.run(seed=1, out="runs/a", progress=stop_early)
    assert_type(cw.resume(stopped.folder), cw.Run)
    comparison = cw.compare(runs, confidence=0.9)
    assert_type(comparison.to_dataframe("function"), pd.DataFrame)
    return comparison


@cw.rule(write=["ill"], neighbours={"near": cw.neighbour_sum("contacts", "ill")}, draws=["luck"])
def infect(ill: NDArray[np.uint8], near: NDArray[np.float32], luck: NDArray[np.float32], *, beta: float = 0.02) -> None:
    ill[luck >= cw.core.math.pow(1 - np.float32(beta), near)] = 1


def spread() -> xr.Dataset:
    params = rumour.Rumour(contact_rate=5.0)
    assert_type(params.contact_rate, float)
    assert_type(params.replace(stifle_chance=0.5), rumour.Rumour)
    return rumour.simulate(params, size=100)


def simulate() -> pd.DataFrame:
    sim = cw.Simulation(seed=1, start="2021-07-20", tick="1 h")
    people = sim.add_agents("resident", 100, columns={"ill": np.uint8(0)})
    people["ill"][:10] = 1
    contacts = cw.core.SmallWorld(degree=4, rewiring=0.1).generate(100, seed=1)
    assert_type(contacts.degrees, NDArray[np.uint32])
    sim.add_layer("contacts", contacts, of="resident")
    sim.add(infect, of="resident", beta=0.03)
    sim.observe("ill", cw.core.sum("resident", "ill"))
    assert_type(sim.run(48), bool)
    assert_type(sim.fork().series["ill"], NDArray[np.float64])
    return sim.to_dataframe()


try:
    look(cw.demo())
    print(vary(cw.Scenario("zhengzhou_720")), simulate(), cw.model.synthesise(residents=1000))
except cw.ConfigError as error:
    print([mistake.suggestion for mistake in error.mistakes])
