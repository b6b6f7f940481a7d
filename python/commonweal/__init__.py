# SPDX-License-Identifier: Apache-2.0
"""Agent-based simulation of community resilience.

>>> import commonweal as cw                                         # doctest: +SKIP
>>> run = cw.load("scenarios/zhengzhou_720").run(seed=1)            # doctest: +SKIP
>>> print(run.summary())                                            # doctest: +SKIP

Importing this package is quick: numpy, h5py, xarray, pandas and matplotlib are imported
by the calls that need them, never here.
"""

from commonweal import core, model, process
from commonweal._core import ConfigError, Error, Mistake, __version__
from commonweal.compare import Comparison, compare
from commonweal.core import Graph, Simulation, neighbour_mean, neighbour_sum, rule
from commonweal.demo import demo
from commonweal.indicators import Indicator
from commonweal.keys import KeyExplanation, explain_key, schema
from commonweal.run import Run, load, resume
from commonweal.scenario import Parameter, Scenario, UnknownParameterError

__all__ = [
    "Comparison",
    "ConfigError",
    "Error",
    "Graph",
    "Indicator",
    "KeyExplanation",
    "Mistake",
    "Parameter",
    "Run",
    "Scenario",
    "Simulation",
    "UnknownParameterError",
    "__version__",
    "compare",
    "core",
    "demo",
    "explain_key",
    "load",
    "model",
    "neighbour_mean",
    "neighbour_sum",
    "process",
    "resume",
    "rule",
    "schema",
]
