# SPDX-License-Identifier: Apache-2.0
"""Cities in files: a folder with one table for residents, households and organisations each, and one for each layer."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from commonweal import _core
from commonweal.core.arguments import needed
from commonweal.core.files import read_graph, refuse_unreadable, replacing, write_graph
from commonweal.core.graph import Graph
from commonweal.model.city import NO_ROW, City, Table

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

Columns: TypeAlias = "dict[str, NDArray[np.int64]]"

FORMATS = ("csv", "parquet")
MOST_MISTAKES = 10
#: File, line, column, path, rule, value and the nearest right value of a mistake; all empty where it is only counted.
Found: TypeAlias = "tuple[str, int, int, str, str, str, str]"
UNTOLD: Found = ("", 0, 0, "", "", "", "")
MOST_ID = 2**32 - 2

#: Columns of each table: the largest number, or a list of names.
COLUMNS: dict[str, dict[str, Any]] = {
    "residents": {
        "id": MOST_ID,
        "household": MOST_ID,
        "age": 120,
        "sex": _core.code_names["sex"],
        "role": _core.code_names["role"],
        "activity": _core.code_names["activity"],
        "online": 1,
        "organisation": MOST_ID,
    },
    "households": {
        "id": MOST_ID,
        "community": MOST_ID,
        "building": MOST_ID,
        "type": _core.code_names["type"],
        "tenure": _core.code_names["tenure"],
        "registration": _core.code_names["registration"],
    },
    "organisations": {"id": MOST_ID, "kind": _core.code_names["kind"], "community": MOST_ID, "people": MOST_ID},
}


def write_city(city: City, folder: str | PathLike[str], *, format: Literal["csv", "parquet"] = "csv") -> None:  # noqa: A002
    """Writes a city such that :func:`read_city` reads back the same.

    Ids name residents, households and organisations; codes are written as names.

    Args:
        city: The city.
        folder: Made where it is missing; files of the same names are replaced.
        format: ``"csv"`` or ``"parquet"``.

    Raises:
        Error: Where a file cannot be written.
    """
    if format not in FORMATS:
        raise _core.Error(f"format is {format!r}; it must be 'csv' or 'parquet'")
    place = Path(fspath(folder))
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _core.Error(f"cannot make {place}: {problem.strerror or problem}") from problem
    for name, table in tables_to_write(city).items():
        with replacing(place / f"{name}.{format}") as partial:
            if format == "csv":
                table.to_csv(partial, index=False)
            else:
                needed("pyarrow", extra="parquet")
                table.to_parquet(partial, engine="pyarrow", index=False)
    ids, organisations = city.residents["id"], city.organisations["id"]
    for name, graph in city.layers.items():
        write_graph(
            graph, place / f"{name}.{format}", ids=ids, target_ids=organisations if graph.is_bipartite else None
        )


def tables_to_write(city: City) -> dict[str, pd.DataFrame]:
    import numpy as np

    residents = city.residents.to_dataframe()
    residents["household"] = city.households["id"][city.residents["household"]]
    rows = city.residents["organisation"]
    known = rows != NO_ROW
    organisation = np.full(len(rows), -1, np.int64)
    organisation[known] = city.organisations["id"][rows[known]]
    residents["organisation"] = organisation
    residents["organisation"] = residents["organisation"].astype("Int64").mask(~known)
    households = city.households.to_dataframe()
    households.insert(1, "community", city.buildings["community"][city.households["building"]])
    return {"residents": residents, "households": households, "organisations": city.organisations.to_dataframe()}


def read_city(folder: str | PathLike[str]) -> City:
    """Reads a city of your own or one that :func:`write_city` wrote.

    The folder holds ``residents``, ``households`` and ``organisations``, each as ``.csv`` or ``.parquet``, with the
    columns that :func:`write_city` writes; ``organisation`` may be empty. Every other such file is a layer, named after
    the file: an edge list between ids of residents, or from residents to organisations in ``associations``. Rows are
    numbered anew by community, building and household; ids stay.

    Args:
        folder: Where the files are.

    Returns:
        The city.

    Raises:
        ConfigError: With the first ten mistakes of all files, and how many more there are.
    """
    place = Path(fspath(folder))
    mistakes = Mistakes()
    find_folder(place, mistakes)
    mistakes.refuse()
    files = {name: find(place, name, mistakes) for name in COLUMNS}
    mistakes.refuse()
    columns = {name: read_columns(file, COLUMNS[name], mistakes) for name, file in files.items() if file}
    mistakes.refuse()
    for name, table in columns.items():
        refuse_repeated(files[name], table["id"], mistakes)
    tables = join(columns, files, mistakes)
    mistakes.refuse()
    return City(tables, read_layers(place, set(files.values()), tables, mistakes))


class Mistakes:
    """What is wrong with the files, all of it."""

    def __init__(self) -> None:
        self.found: list[Found] = []

    def add(self, file: Path, rule: str, *, line: int = 0, path: str = "", value: str = "", near: str = "") -> None:
        self.found.append((str(file), line, 0, path, rule, value, near))

    def add_rows(self, file: Path, wrong: NDArray[np.bool_], path: str, rule: str, values: Any) -> None:
        """One for each row of a table that is wrong."""
        import numpy as np

        rows = np.flatnonzero(wrong)
        for row in rows[:MOST_MISTAKES]:
            self.add(file, rule, line=line_of(file, int(row)), path=path, value=str(values[row]))
        self.found.extend([UNTOLD] * max(0, len(rows) - MOST_MISTAKES))

    def refuse(self) -> None:
        if not self.found:
            return
        told = [placed(mistake) for mistake in [one for one in self.found if one[0]][:MOST_MISTAKES]]
        more = len(self.found) - len(told)
        if more > 0:
            told.append((told[-1][0], 0, 0, "", f"and {more} more mistakes in these files", "", ""))
        _core.refuse_files(told)


def placed(mistake: Found) -> Found:
    """With the column in which the value of a table stands."""
    file, line, column, path, rule, value, near = mistake
    if line and not column:
        column = column_of(Path(file), line, path) if file.endswith(".csv") else 1
    return file, line, column, path, rule, value, near


def line_of(file: Path, row: int) -> int:
    """The line of a text, below its line of names; of a table its row from 1."""
    return row + (2 if file.suffix == ".csv" else 1)


def separator_of(names: str) -> str:
    """What parts the fields of a table, as its line of names shows."""
    return max(",;\t", key=names.count)


def column_of(file: Path, line: int, name: str) -> int:
    """Where the value of a column begins on a line, in bytes from 1; 1 where quotes or a missing field hide it."""
    with file.open(encoding="utf-8-sig") as text:
        names = text.readline().rstrip("\n")
        below = next(islice(text, max(0, line - 2), None), "")
    separator = separator_of(names)
    fields, columns = below.split(separator), [one.strip(' "') for one in names.split(separator)]
    if line < 2 or '"' in below or name not in columns[: len(fields)]:
        return 1
    before = separator.join([*fields[: columns.index(name)], ""])
    value = fields[columns.index(name)]
    return 1 + len(before.encode()) + len(value) - len(value.lstrip(" "))


def find_folder(place: Path, mistakes: Mistakes) -> None:
    if place.is_dir():
        return
    beside = [other.name for other in place.parent.iterdir() if other.is_dir()] if place.parent.is_dir() else []
    near = get_close_matches(place.name, beside, n=1)
    mistakes.add(place, "must be a folder with tables", near=str(place.parent / near[0]) if near else "")


def find(place: Path, name: str, mistakes: Mistakes) -> Path | None:
    found = [file for file in (place / f"{name}.{suffix}" for suffix in FORMATS) if file.exists()]
    if len(found) == 1:
        return found[0]
    if found:
        mistakes.add(found[0], f"must not stand beside {found[1].name}, which holds the same")
    else:
        near = get_close_matches(f"{name}.csv", [file.name for file in place.iterdir()], n=1, cutoff=0.8)
        mistakes.add(
            place / f"{name}.csv",
            f"must exist, or be a .parquet file, with the columns {', '.join(COLUMNS[name])}",
            near="".join(near),
        )
    return None


def read_table(file: Path) -> pd.DataFrame:
    import pandas as pd

    refuse_unreadable(file)
    try:
        if file.suffix == ".csv":
            return read_text(file)
        needed("pyarrow", extra="parquet")
        return pd.read_parquet(file, engine="pyarrow")
    except UnicodeDecodeError as problem:
        raise _core.Error("must be text in UTF-8; save it so") from problem
    except (OSError, ValueError, pd.errors.ParserWarning) as problem:
        raise _core.Error(f"must be a table: {problem}") from problem


def read_text(file: Path) -> pd.DataFrame:
    import warnings

    import pandas as pd

    with file.open(encoding="utf-8-sig") as text, warnings.catch_warnings():
        separator = separator_of(text.readline())
        # Lines longer than the line of names: pandas would take the first column for names of rows, or drop the last.
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return pd.read_csv(
            file,
            sep=separator,
            dtype=str,
            keep_default_na=False,
            na_values=[""],
            skipinitialspace=True,
            index_col=False,
        )


def read_columns(file: Path, wanted: dict[str, Any], mistakes: Mistakes) -> Columns:
    try:
        table = read_table(file)
    except _core.Error as problem:
        mistakes.add(file, str(problem))
        return {}
    columns: Columns = {}
    for name, rule in wanted.items():
        if name not in table.columns:
            near = get_close_matches(name, [str(column) for column in table.columns], n=1)
            mistakes.add(file, f"must have a column {name!r}", line=1, near=f"{name} for {near[0]}" if near else "")
        elif isinstance(rule, list):
            columns[name] = codes(file, name, table[name], rule, mistakes)
        else:
            columns[name] = numbers(file, name, table[name], rule, mistakes)
    return columns


def codes(file: Path, name: str, values: pd.Series[Any], names: list[str], mistakes: Mistakes) -> NDArray[np.int64]:
    import numpy as np
    import pandas as pd

    found = pd.Index(names).get_indexer_for(pd.Index(values.astype(object)))
    texts = values.astype(object).to_numpy()
    for row in np.flatnonzero(found < 0)[:MOST_MISTAKES]:
        near = get_close_matches(str(texts[row]), names, n=1)
        rule = f"must be one of {', '.join(names)}"
        mistakes.add(file, rule, line=line_of(file, int(row)), path=name, value=shown(texts[row]), near="".join(near))
    mistakes.found.extend([UNTOLD] * max(0, int((found < 0).sum()) - MOST_MISTAKES))
    return found.astype(np.int64)


def numbers(file: Path, name: str, values: pd.Series[Any], most: int, mistakes: Mistakes) -> NDArray[np.int64]:
    """Whole numbers from 0 to most; -1 for an empty organisation."""
    import numpy as np
    import pandas as pd

    parsed = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    empty = values.isna().to_numpy() & (name == "organisation")
    wrong = ~empty & ~((parsed >= 0) & (parsed <= most) & (parsed == np.floor(parsed)))
    texts = [shown(value) for value in values.astype(object).to_numpy()] if wrong.any() else []
    mistakes.add_rows(file, wrong, name, f"must be a whole number from 0 to {most}", texts)
    return np.where(empty | wrong, -1, np.nan_to_num(parsed, nan=-1)).astype(np.int64)


def shown(value: Any) -> str:
    import pandas as pd

    return "empty" if pd.isna(value) else repr(value)


def refuse_repeated(file: Path | None, ids: NDArray[np.int64], mistakes: Mistakes) -> None:
    import pandas as pd

    if file:
        mistakes.add_rows(file, pd.Series(ids).duplicated().to_numpy(), "id", "must not come twice", ids)


def rows_of(
    file: Path, name: str, values: NDArray[np.int64], ids: NDArray[np.int64], mistakes: Mistakes
) -> NDArray[np.int64]:
    """The rows of ids; -1 stays."""
    import numpy as np

    order = np.argsort(ids, kind="stable")
    places = np.minimum(np.searchsorted(ids, values, sorter=order), len(ids) - 1)
    rows = order[places] if len(ids) else np.full(len(values), -1)
    known = (ids[rows] == values) if len(ids) else np.zeros(len(values), bool)
    mistakes.add_rows(file, ~known & (values >= 0), name, f"must be the id of one of the {name}s", values)
    return np.where(values < 0, -1, rows)


def join(columns: dict[str, Columns], files: dict[str, Path | None], mistakes: Mistakes) -> dict[str, Table]:
    residents, households, organisations = (columns[name] for name in COLUMNS)
    file = files["residents"] or Path()
    household = rows_of(file, "household", residents["household"], households["id"], mistakes)
    organisation = rows_of(file, "organisation", residents["organisation"], organisations["id"], mistakes)
    check_households(files["households"] or Path(), households, household, residents["age"], mistakes)
    mistakes.refuse()
    return number(residents, households, organisations, household, organisation)


def check_households(
    file: Path, households: Columns, household: NDArray[np.int64], age: NDArray[np.int64], mistakes: Mistakes
) -> None:
    import numpy as np
    import pandas as pd

    first = pd.Series(households["community"]).groupby(households["building"]).transform("first").to_numpy()
    rule = "must be that of the building's other households"
    mistakes.add_rows(file, first != households["community"], "community", rule, households["community"])
    if mistakes.found:
        return
    eldest = np.full(len(households["id"]), -1)
    np.maximum.at(eldest, household, age)
    mistakes.add_rows(file, eldest < 0, "id", "must have a resident", households["id"])
    minors = (eldest >= 0) & (eldest < 18)
    mistakes.add_rows(file, minors, "id", "must have a resident of 18 or older", households["id"])


def number(
    residents: Columns,
    households: Columns,
    organisations: Columns,
    household: NDArray[np.int64],
    organisation: NDArray[np.int64],
) -> dict[str, Table]:
    """Rows by community, building and household; households and residents of one keep their order."""
    import numpy as np

    order = np.lexsort((households["building"], households["community"]))
    new_row = np.argsort(order)
    people = np.argsort(new_row[household], kind="stable")
    home = new_row[household][people]
    building = numbered(households["building"][order])
    first = np.flatnonzero(np.diff(building, prepend=-1))
    community = np.unique(np.concatenate([households["community"], organisations["community"]]))
    columns: dict[str, dict[str, NDArray[Any]]] = {
        "residents": {
            "id": residents["id"][people],
            "household": home,
            **{name: residents[name][people] for name in ("age", "sex", "role", "activity", "online")},
            "organisation": np.where(organisation < 0, NO_ROW, organisation)[people],
        },
        "households": {
            "id": households["id"][order],
            "first_resident": np.searchsorted(home, np.arange(len(order) + 1)),
            "building": building,
            **{name: households[name][order] for name in ("type", "tenure", "registration")},
        },
        "buildings": {
            "first_household": np.append(first, len(order)),
            "community": np.searchsorted(community, households["community"][order][first]),
        },
        "organisations": {
            **organisations,
            "community": np.searchsorted(community, organisations["community"]),
        },
    }
    return {kind: Table({name: narrowed(name, values) for name, values in of.items()}) for kind, of in columns.items()}


def narrowed(name: str, values: NDArray[Any]) -> NDArray[Any]:
    """In the type that a synthesised city has."""
    import numpy as np

    return values.astype(np.uint8 if name in _core.code_names or name in ("age", "online") else np.uint32)


def numbered(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, 2 ... for runs of equal values."""
    import numpy as np

    return np.cumsum(np.diff(values, prepend=values[:1]) != 0)


def read_layers(
    place: Path, used: Iterable[Path | None], tables: dict[str, Table], mistakes: Mistakes
) -> dict[str, Graph]:
    ids, organisations = tables["residents"]["id"], tables["organisations"]["id"]
    known = {file.name for file in used if file}
    layers: dict[str, Graph] = {}
    for file in sorted(place.iterdir()):
        if file.suffix not in (".csv", ".parquet") or file.name in known:
            continue
        try:
            if file.stem == "associations":
                layers[file.stem] = read_graph(file, kind="bipartite", ids=ids, target_ids=organisations).graph
            else:
                layers[file.stem] = read_graph(file, kind="undirected", ids=ids).graph
        except _core.ConfigError as problem:
            for found in problem.mistakes:
                place_of = (found.file, found.line, found.column)
                mistakes.found.append((*place_of, found.path, found.rule, found.value, found.suggestion))
        except _core.Error as problem:
            mistakes.add(file, str(problem))
    mistakes.refuse()
    return layers
