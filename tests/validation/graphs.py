# SPDX-License-Identifier: Apache-2.0
"""Graphs: the clustering of small worlds, and what is published of a small club."""

from __future__ import annotations

from typing import TYPE_CHECKING

import commonweal as cw
import networkx as nx
import numpy as np

from validation.case import Result, Row, case, exact

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@case("V26", mechanism="graphs", title="Clustering of small worlds", source="Barrat and Weigt 2000")
def small_worlds(full: bool) -> Result:
    size, samples = (20_000, 10) if full else (4_000, 4)
    shares = (0.0, 0.05, 0.1, 0.2, 0.4)
    found = {
        share: np.mean(
            [
                cw.core.mean_clustering(cw.core.SmallWorld(degree=6, rewiring=share).generate(size, seed=seed))
                for seed in range(1 if share == 0 else samples)
            ]
        )
        for share in shares
    }
    rows = [exact("nobody rewired", 0.6, found[0.0], within=1e-9)]
    # The formula is approximate: it neglects ties that close a triangle by chance.
    rows += [exact(f"a share {share} rewired", 0.6 * (1 - share) ** 3, found[share], within=0.02) for share in shares]

    def draw(axes: Axes) -> None:
        at = np.linspace(0, 0.5, 100)
        axes.plot(at, 0.6 * (1 - at) ** 3, color="black", label="0.6 (1 - p)^3")
        axes.plot(shares, [found[share] for share in shares], "o", label="measured")
        axes.set_xlabel("share of ties rewired, p")
        axes.set_ylabel("mean clustering")
        axes.legend()

    return Result(rows, draw)


@case("V27", mechanism="graphs", title="A karate club", source="Zachary 1977; the ties from networkx")
def karate(full: bool) -> Result:
    club = cw.core.from_networkx(nx.karate_club_graph()).graph
    distances = np.array([cw.core.shortest_paths(club, member).distance for member in range(club.size)])
    pairs = distances[np.triu_indices(club.size, 1)]
    open_or_closed = club.degrees * (club.degrees - 1.0)
    closed = (cw.core.clustering(club) * open_or_closed).sum() / open_or_closed.sum()
    rows: list[Row] = [
        exact("members", 34, club.size, within=0),
        exact("ties", 78, club.arcs / 2, within=0),
        exact("diameter", 5, pairs.max(), within=0),
        exact("mean clustering", 0.5706, cw.core.mean_clustering(club), within=1e-4),
        exact("transitivity", 0.2557, closed, within=1e-4),
        exact("mean distance", 2.4082, pairs.mean(), within=1e-4),
    ]

    def draw(axes: Axes) -> None:
        numbers, counts = np.unique(pairs, return_counts=True)
        axes.bar(numbers, counts)
        axes.set_xlabel("distance (ties)")
        axes.set_ylabel("pairs of members")

    return Result(rows, draw)


CASES = (small_worlds, karate)
