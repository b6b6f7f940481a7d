# SPDX-License-Identifier: Apache-2.0
"""The programs that the documentation gives to new users print numbers that must hold whatever the draws are."""

import os
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
from commonweal import core

EXAMPLES = Path(__file__).resolve().parents[2] / "examples/python"


def printed(name):
    """All numbers that the program prints, line by line."""
    program = [sys.executable, "-W", "error", EXAMPLES / f"{name}.py"]
    output = subprocess.run(program, check=True, capture_output=True, text=True, env=os.environ).stdout
    return [[int(number) for number in re.findall(r"\d+", line)] for line in output.splitlines()]


def test_the_cascade_is_that_of_a_loop_over_neighbours():
    """Written again with networkx, agent by agent."""
    ties = core.to_networkx(core.ErdosRenyi(mean_degree=4.0).generate(10_000, seed=1, layer="ties"))
    active = set(range(10))
    counts = []
    for _ in range(50):
        joining = {
            agent
            for agent in ties
            if ties.degree(agent) and len(active & set(ties[agent])) / ties.degree(agent) >= 0.18
        }
        active |= joining
        counts.append(len(active))
    assert printed("watts_cascade") == [[1, counts[0]], [10, counts[9]], [50, counts[49]]]
    assert counts == sorted(counts)
    assert counts[49] <= 10 + len(set().union(*(c for c in nx.connected_components(ties) if len(c) > 1)))


def test_opinions_of_the_voter_model_wander_without_drift():
    """The expected share stays one half on a graph where all have nearly equal degree; after 200 ticks of 10,000 agents
    the standard deviation of the count is below 50 sqrt(200) (that of independent fair choices, added up)."""
    rows = printed("voter")
    assert [row[0] for row in rows] == [1, 100, 200]
    first, middle, last = (row[1] for row in rows)
    assert abs(first - 5000) < 5 * 50
    assert abs(middle - 5000) < 5 * 50 * np.sqrt(100)
    assert abs(last - 5000) < 5 * 50 * np.sqrt(200)
    assert 0 < last < 10_000


def test_the_epidemic_keeps_everybody():
    ticks, susceptible, infected, recovered = zip(*printed("sir"), strict=True)
    assert ticks == (10, 50, 100)
    assert np.add(susceptible, np.add(infected, recovered)).tolist() == [100_000] * 3
    assert list(susceptible) == sorted(susceptible, reverse=True)
    assert list(recovered) == sorted(recovered)
    assert recovered[-1] > 10
