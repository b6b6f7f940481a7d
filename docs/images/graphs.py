# SPDX-License-Identifier: Apache-2.0
"""Draws small graphs of all models: python docs/images/graphs.py docs/images/graphs.png."""

import sys

import commonweal as cw
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
from matplotlib.collections import LineCollection

BLOCKS = np.where(np.eye(3, dtype=bool), 0.5, 0.02)
WANTED = [1] * 24 + [2] * 10 + [4] * 4 + [10] * 2
SIZES = [5, 3, 1, 4, 2, 6, 3, 4, 2, 1, 4, 5]
LEVELS = [(5, 3), (20, 1), (40, 0.4)]


def ring(graph):
    angle = np.linspace(0, 2 * np.pi, graph.size, endpoint=False)
    return np.column_stack([np.sin(angle), np.cos(angle)])


def grid(graph):
    row, column = np.divmod(np.arange(graph.size), 8)
    return np.column_stack([column, -row])


def sides(graph):
    left = np.linspace(1, 0, graph.size)
    right = np.linspace(0.9, 0.1, graph.target_size)
    return np.vstack([np.column_stack([0 * left, left]), np.column_stack([0 * right + 1, right])])


def rooms(graph):
    """Each group in a small ring of its own."""
    piece = np.unique(cw.core.components(graph), return_inverse=True)[1]
    row, column = np.divmod(piece, 4)
    angle = 2 * np.pi * np.arange(graph.size) / np.bincount(piece)[piece]
    radius = np.where(graph.degrees > 0, 0.3, 0)
    return np.column_stack([column + radius * np.sin(angle), -row + radius * np.cos(angle)])


def springs(graph):
    found = nx.spring_layout(cw.core.to_networkx(graph), seed=4, k=0.3, iterations=200)
    return np.array([found[v] for v in range(graph.size)])


PANELS = [
    (cw.core.Complete(), 12, ring, "everybody knows everybody"),
    (cw.core.Lattice(width=8), 40, grid, "neighbours in a rectangle"),
    (cw.core.ErdosRenyi(mean_degree=3), 40, ring, "each pair with one probability"),
    (cw.core.SmallWorld(degree=6, rewiring=0.1), 40, ring, "a ring, a tenth of its ties bent"),
    (cw.core.ScaleFree(ties=2), 40, springs, "newcomers prefer the well-known"),
    (cw.core.ConfigurationModel(degrees=WANTED), 40, ring, "numbers of ties as wanted"),
    (cw.core.BlockModel(sizes=[12, 14, 14], probabilities=BLOCKS), 40, springs, "dense within three blocks"),
    (cw.core.Cliques(sizes=SIZES), 40, rooms, "households"),
    (cw.core.NestedCommunities(levels=LEVELS), 40, springs, "groups within groups"),
    (cw.core.BipartiteMembership(mean_memberships=1.5, attraction=[4, 2, 1, 1]), 24, sides, "residents, organisations"),
]


def draw_panel(axes, model, size, place, meaning):
    graph = model.generate(size, seed=3)
    position = place(graph)
    ends = graph.edges().astype(int)
    ends[:, 1] += graph.size if graph.is_bipartite else 0
    axes.add_collection(LineCollection(position[ends], colors="#8a8a8a", linewidths=0.6))
    colours = ["#1f5a8a"] * graph.size + ["#c8641e"] * (graph.target_size if graph.is_bipartite else 0)
    degrees = np.bincount(ends.ravel(), minlength=len(position))
    axes.scatter(*position.T, s=10 + 5 * degrees, c=colours, zorder=2, linewidths=0)
    axes.set_title(f"{type(model).__name__}\n", fontsize=10, fontweight="bold")
    axes.text(0.5, 1.02, meaning, transform=axes.transAxes, ha="center", fontsize=8.5)
    axes.margins(0.08)
    axes.set_axis_off()


def main(path):
    figure, panels = plt.subplots(2, 5, figsize=(13, 5.8), layout="constrained")
    for axes, panel in zip(panels.flat, PANELS, strict=True):
        draw_panel(axes, *panel)
    figure.savefig(path, dpi=100)


if __name__ == "__main__":
    main(sys.argv[1])
