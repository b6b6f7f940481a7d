# SPDX-License-Identifier: Apache-2.0
"""A synthetic city as columns and layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, NamedTuple

from commonweal import _core
from commonweal.card import Card, Grid, Shown, number_text
from commonweal.core.arguments import near
from commonweal.core.graph import Graph
from commonweal.scenario import Parameter, Setting, parameters_of, setting_text, whole_number

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

#: What stands for no organisation in the column ``organisation``.
NO_ROW = 2**32 - 1


class Table(Shown, Mapping[str, "NDArray[Any]"]):
    """The columns of one kind of thing by name, each one value per row; made by :func:`synthesise` for a :class:`City`.

    Columns are read-only views of the city's own memory. Those with few values hold codes; ``names`` says what they
    mean, and :meth:`to_dataframe` writes it out.
    """

    def __init__(self, columns: Mapping[str, NDArray[Any]]) -> None:
        self._columns = dict(columns)

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._columns:
            raise KeyError(f"no column {name!r}{near(name, self._columns)}; there are {', '.join(self._columns)}")
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return f"<Table: {self.rows} rows of {', '.join(self)}>"

    def _card(self) -> Card:
        columns = [[name, str(values.dtype), *self._first_values(name)] for name, values in self.items()]
        return Card(
            "Table", [("rows", f"{self.rows:,}")], [Grid("Columns", ["name", "type", "row 0", "1", "2"], columns)]
        )

    def _first_values(self, name: str) -> list[str]:
        """The values of three rows, codes as names; empty texts where there are fewer rows."""
        names = self.names.get(name)
        values = [names[value] if names else str(value) for value in self[name][:3]]
        if name == "organisation":
            values = ["none" if value == str(NO_ROW) else value for value in values]
        return values + [""] * (3 - len(values))

    @property
    def names(self) -> Mapping[str, list[str]]:
        """What codes mean by column, with the name of code k at place k."""
        return {name: _core.code_names[name] for name in self if name in _core.code_names}

    @property
    def rows(self) -> int:
        """How many there are; columns that begin with ``first_`` have one entry more."""
        return next(len(values) for name, values in self.items() if not name.startswith("first_"))

    def to_dataframe(self) -> pd.DataFrame:
        """A copy with one row each, codes as names and no organisation as a missing value.

        Columns that begin with ``first_`` are left out.
        """
        import pandas as pd

        columns: dict[str, Any] = {}
        for name, values in self.items():
            if name.startswith("first_"):
                continue
            named = self.names.get(name)
            if name == "organisation":
                columns[name] = pd.arrays.IntegerArray(values.copy(), values == NO_ROW)
            elif named is None:
                columns[name] = values
            else:
                columns[name] = pd.Categorical.from_codes(values, dtype=pd.CategoricalDtype(named))
        return pd.DataFrame(columns)


class Layers(dict[str, Graph]):
    """The layers of a city by name."""

    def __missing__(self, name: str) -> Graph:
        raise KeyError(f"no layer {name!r}{near(name, self)}; there are {', '.join(self)}")


class City(Shown):
    """People, where they live, what they do, and the layers of their ties.

    Made by :func:`synthesise` or :func:`read_city`. Rows of every kind are numbered by community, building and
    household.

    Attributes:
        residents: id, household (row), age, sex, role, activity, online, organisation (row, or 2**32 - 1 for none).
        households: id, first_resident, building (row), type, tenure, registration.
        buildings: first_household, community (row).
        organisations: id, kind, community (row), people.
        layers: Graphs of residents by name; ``associations`` leads from residents to organisations.
        from_cache: Whether it was read from the cache.
    """

    def __init__(self, tables: Mapping[str, Table], layers: Mapping[str, Graph], *, from_cache: bool = False) -> None:
        self.residents = tables["residents"]
        self.households = tables["households"]
        self.buildings = tables["buildings"]
        self.organisations = tables["organisations"]
        self.layers = Layers(layers)
        self.from_cache = from_cache

    @property
    def communities(self) -> int:
        """How many there are."""
        community = self.buildings["community"]
        return int(community[-1]) + 1 if len(community) else 0

    def _card(self) -> Card:
        kinds = {kind: getattr(self, kind).rows for kind in ("residents", "households", "buildings", "organisations")}
        facts = [*((kind, f"{rows:,}") for kind, rows in kinds.items()), ("communities", f"{self.communities:,}")]
        layers = [
            [name, f"{graph.ties:,}", number_text(graph.arcs / max(1, graph.size))]
            for name, graph in self.layers.items()
        ]
        return Card("City", facts, [Grid("Layers", ["name", "ties", "mean degree"], layers)])

    def __repr__(self) -> str:
        word = "community" if self.communities == 1 else "communities"
        return f"<City: {self.residents.rows} residents, {self.communities} {word}, {len(self.layers)} layers>"


def synthesise(
    *,
    residents: int = 100_000,
    seed: int = 1,
    replicate: int = 0,
    set: Mapping[str, Setting] | None = None,  # noqa: A002
    threads: int = 0,
    cache: str | PathLike[str] | None = None,
) -> City:
    """Makes a city whose people and households meet published margins, and ties its residents in seven layers.

    Margins are Zhengzhou's at the census of 2020, with proxies where nothing is published; :func:`parameters` says
    which. The same arguments and version give the same city on any machine and for any number of threads.

    Args:
        residents: How many people, from 1,000 to 20,000,000.
        seed: From 0 to 2**32 - 1.
        replicate: Another draw of the same seed.
        set: Other margins and parameters by path, such as ``{"census.male_share": 0.5}``.
        threads: How many to use; 0 for one on each processor.
        cache: A folder where the city is kept and found again by the hash of all that decides it.

    Returns:
        The city.

    Raises:
        ConfigError: With every mistake in ``set``.
        Error: Where margins contradict each other.
    """
    if set is not None and not isinstance(set, Mapping):
        _core.refuse_keyword("set", value=repr(set), rule='must be a mapping such as {"census.male_share": 0.5}')
    settings = {"residents": residents, **(set or {})}
    made = _core.make_city(
        [(path, setting_text(value)) for path, value in settings.items()],
        seed=whole_number("seed", seed),
        replicate=whole_number("replicate", replicate),
        threads=whole_number("threads", threads),
        cache=None if cache is None else fspath(cache),
    )
    tables = {kind: Table(columns) for kind, columns in made.columns.items()}
    layers = {name: Graph(graph) for name, graph in made.layers.items()}
    return City(tables, layers, from_cache=made.from_cache)


def parameters(set: Mapping[str, Setting] | None = None) -> Mapping[str, Parameter]:  # noqa: A002
    """Every margin and parameter of a synthetic city by path, with meaning, source and evidence.

    Args:
        set: Changed values, as :func:`synthesise` takes them.

    Returns:
        Parameters by dotted path.

    Raises:
        ConfigError: With every mistake in ``set``.
    """
    rows = _core.city_parameters([(path, setting_text(value)) for path, value in (set or {}).items()])
    return parameters_of(rows)


class LayerNorm(NamedTuple):
    """What is documented about a layer, and how far a generated one may be from it.

    Attributes:
        name: Of the layer.
        degree: Documented mean number of neighbours.
        degrees: Least and largest mean degree that a generated layer may have.
        clustering: The same for the mean share of neighbours who know each other.
        assortativity: The same for the correlation of degrees, from -1 to 1.
        evidence: How far the norm can be trusted: sourced, computed, literature or assumed.
        source: Where it comes from.
    """

    name: str
    degree: float
    degrees: tuple[float, float]
    clustering: tuple[float, float]
    assortativity: tuple[float, float]
    evidence: str
    source: str


def layer_norms() -> list[LayerNorm]:
    """The norms of the layers between residents."""
    return [LayerNorm(*row) for row in _core.layer_norms()]
