# SPDX-License-Identifier: Apache-2.0
"""Models that make graphs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commonweal import _core
from commonweal.core.arguments import as_array, real, text, type_words, vector, whole
from commonweal.core.graph import Graph

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class Generator(ABC):
    """What all models have in common."""

    def generate(
        self, size: int, *, seed: int = 1, replicate: int = 0, layer: str = "contacts", threads: int = 0
    ) -> Graph:
        """Makes the ties among ``size`` agents.

        Args:
            size: How many agents there are.
            seed: From 0 to 2**32 - 1; the same seed gives the same ties on any machine.
            replicate: Another draw of the same seed, from 0 to 2**32 - 1.
            layer: Name of the layer; the same model draws other ties for another layer.
            threads: How many to use; 0 for one on each processor. The ties do not depend on it.

        Returns:
            The graph.

        Raises:
            Error: If a parameter is out of range.
        """
        made = self._model().generate(
            whole("size", size),
            text("layer", layer),
            whole("seed", seed),
            whole("replicate", replicate),
            whole("threads", threads),
        )
        return Graph(made)

    @abstractmethod
    def _model(self) -> _core.GraphModel: ...


@dataclass(frozen=True, kw_only=True)
class Complete(Generator):
    """Everybody knows everybody; takes 4 bytes times the square of the number of agents, when made four times that."""

    def _model(self) -> _core.GraphModel:
        return _core.complete()


@dataclass(frozen=True, kw_only=True)
class Lattice(Generator):
    """A rectangle of agents, numbered row by row, each tied to those beside, above and below.

    Attributes:
        width: Agents in a row, at least 1; the number of agents is a multiple of it.
        diagonal: Also ties to the four across the corners (Moore's neighbourhood).
        periodic: The last row and column are beside the first (a torus); both are then at least 3 long.
    """

    width: int = 100
    diagonal: bool = False
    periodic: bool = False

    def _model(self) -> _core.GraphModel:
        return _core.lattice(whole("width", self.width), bool(self.diagonal), bool(self.periodic))


@dataclass(frozen=True, kw_only=True)
class ErdosRenyi(Generator):
    """Each pair is tied with the same probability (Gilbert 1959, doi:10.1214/aoms/1177706098).

    Attributes:
        mean_degree: Mean number of neighbours, from 0 to the number of agents less 1.
    """

    mean_degree: float = 10.0

    def _model(self) -> _core.GraphModel:
        return _core.erdos_renyi(real("mean_degree", self.mean_degree))


@dataclass(frozen=True, kw_only=True)
class SmallWorld(Generator):
    """A ring of near ties, some of them bent to random agents (Watts and Strogatz 1998, doi:10.1038/30918).

    Agents are numbered along the ring. The end of a bent tie that comes first on the ring becomes one of all other
    agents. Bent ties that meet an existing tie are dropped.

    Attributes:
        degree: Mean number of neighbours, even, below the number of agents.
        rewiring: Probability that a tie is bent, from 0 to 1.
    """

    degree: int = 10
    rewiring: float = 0.05

    def _model(self) -> _core.GraphModel:
        return _core.small_world(whole("degree", self.degree), real("rewiring", self.rewiring))


@dataclass(frozen=True, kw_only=True)
class ScaleFree(Generator):
    """Growth by preferential attachment (Barabási and Albert 1999, doi:10.1126/science.286.5439.509).

    Agents come in the order of their rows; each tie leads to an end drawn from all ends before it (Sanders and Schulz
    2016, doi:10.1016/j.ipl.2016.02.004). Ties of an agent to itself and repeated ones count as ends and are then
    dropped.

    Attributes:
        ties: Those that each newcomer brings, from 1 to the number of agents less 1.
    """

    ties: int = 5

    def _model(self) -> _core.GraphModel:
        return _core.scale_free(whole("ties", self.ties))


@dataclass(frozen=True, kw_only=True, eq=False)
class ConfigurationModel(Generator):
    """Every agent has a wanted number of ties, paired at random (Bollobás 1980, doi:10.1016/S0195-6698(80)80030-8).

    Ties of an agent to itself and repeated ones are dropped.

    Attributes:
        degrees: The wanted numbers, one for each agent, below the number of agents.
    """

    degrees: ArrayLike | Iterable[int]

    def _model(self) -> _core.GraphModel:
        return _core.configuration_model(vector("degrees", self.degrees).tolist())


@dataclass(frozen=True, kw_only=True, eq=False)
class BlockModel(Generator):
    """Blocks of consecutive agents; a pair's probability depends on the two blocks alone.

    Holland, Laskey and Leinhardt 1983 (doi:10.1016/0378-8733(83)90021-7).

    Attributes:
        sizes: Agents in each block; their sum is the number of agents.
        probabilities: Of a tie, (blocks, blocks), symmetric, from 0 to 1.
    """

    sizes: ArrayLike | Iterable[int]
    probabilities: Sequence[Sequence[float]] | ArrayLike

    def _model(self) -> _core.GraphModel:
        sizes = vector("sizes", self.sizes)
        probabilities = as_array("probabilities", self.probabilities)
        if probabilities.shape != (len(sizes), len(sizes)):
            raise _core.Error(
                f"probabilities must have the shape {(len(sizes), len(sizes))}, not {probabilities.shape}"
            )
        return _core.block_model(sizes.tolist(), numbers("probabilities", probabilities.ravel()))


@dataclass(frozen=True, kw_only=True, eq=False)
class Cliques(Generator):
    """All members of a group know each other: households. Groups are runs of consecutive agents.

    Attributes:
        sizes: Members of each group; their sum is the number of agents.
    """

    sizes: ArrayLike | Iterable[int]

    def _model(self) -> _core.GraphModel:
        return _core.cliques(vector("sizes", self.sizes).tolist())


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups(Generator):
    """Teams, classes or circles of any agents: two members of a group are tied with its probability.

    An agent may be in several groups or in none; pairs that several groups tie are tied once.

    Attributes:
        sizes: Of the groups; their sum is the number of members.
        members: Of the first group, then of the second, and so on: rows.
        probabilities: One for each group, from 0 to 1.
    """

    sizes: ArrayLike | Iterable[int]
    members: ArrayLike | Iterable[int]
    probabilities: ArrayLike | Iterable[float]

    def _model(self) -> _core.GraphModel:
        sizes, members = (vector(name, getattr(self, name)).tolist() for name in ("sizes", "members"))
        return _core.groups(sizes, members, numbers("probabilities", self.probabilities))


@dataclass(frozen=True, kw_only=True, eq=False)
class NestedCommunities(Generator):
    """Groups within groups, such as buildings within grid cells within communities.

    Attributes:
        levels: From the smallest groups to the largest, each with the number of agents in a group, a multiple of the
            one before, and the mean number of ties of an agent to those of its group who are in another group at the
            level before, at most as many as there are. The last group may be smaller; it has the same mean, or all
            the ties that it can have.
    """

    levels: Sequence[tuple[int, float]]

    def _model(self) -> _core.GraphModel:
        return _core.nested_communities([level(pair) for pair in self.levels])


@dataclass(frozen=True, kw_only=True, eq=False)
class BipartiteMembership(Generator):
    """Residents and the organisations they belong to; the graph is bipartite.

    How many is drawn for each resident from Poisson's distribution, which ones in proportion to the organisations'
    attractions. Repeated ones are dropped.

    Attributes:
        mean_memberships: Of each resident, from 0 to 1000, before repeated ones are dropped.
        attraction: One number for each organisation, none negative, not all 0.
    """

    mean_memberships: float = 1.0
    attraction: ArrayLike | Iterable[float]

    def _model(self) -> _core.GraphModel:
        mean = real("mean_memberships", self.mean_memberships)
        return _core.bipartite_membership(mean, numbers("attraction", self.attraction))


def numbers(name: str, values: ArrayLike | Iterable[float]) -> list[float]:
    """A row of numbers."""
    array = as_array(name, values)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iuf"):
        raise _core.Error(
            f"{name} must be numbers in one dimension, not {type_words(array)} of the shape {array.shape}"
        )
    return list(map(float, array))


def level(pair: Any) -> tuple[int, float]:
    """Agents in a group, and the ties of this level for each."""
    try:
        group_size, mean_degree = pair
    except (TypeError, ValueError):
        raise _core.Error(f"a level is {pair!r}; it must be a pair of group size and mean degree") from None
    return whole("the group size of a level", group_size), real("the mean degree of a level", mean_degree)
