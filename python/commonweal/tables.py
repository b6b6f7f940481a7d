# SPDX-License-Identifier: Apache-2.0
"""Tables of a run as Parquet files, with units and meanings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commonweal import _core
from commonweal.core.arguments import needed
from commonweal.results import Results, to_xarray

if TYPE_CHECKING:
    from commonweal.run import Run


def write_tables(run: Run, folder: Path) -> list[Path]:
    """Writes ``<table>.parquet`` for every table; a file has its name only when it is complete."""
    arrow, parquet = needed("pyarrow", extra="parquet"), needed("pyarrow.parquet", extra="parquet")
    from commonweal.report import write_whole

    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for table in run.tables:
            memory = arrow.BufferOutputStream()
            parquet.write_table(arrow_table(arrow, run, table), memory)
            files.append(write_whole(folder / f"{table}.parquet", memory.getvalue().to_pybytes()))
    except OSError as problem:
        raise _core.Error(f"the tables of {run.folder} cannot be written: {problem}") from problem
    return files


def arrow_table(arrow: Any, run: Run, table: str) -> Any:
    """A table whose columns have their unit and meaning in the metadata, as HDF5 has them in attributes."""
    made = arrow.Table.from_pandas(run.to_dataframe(table), preserve_index=False)
    with Results(run.folder) as results:
        dataset = to_xarray(results, table)
        title = results.title
    fields = []
    for field in made.schema:
        attributes = dataset[field.name].attrs
        notes = {name: str(attributes[name]) for name in ("units", "long_name") if name in attributes}
        fields.append(field.with_metadata(notes))
    circumstances = {name: run.manifest.get(name) for name in ("version", "seed", "replicate", "results_sha256")}
    note = json.dumps({"title": title, "table": table, **circumstances})
    metadata = {**(made.schema.metadata or {}), b"commonweal": note.encode()}
    return made.cast(arrow.schema(fields, metadata=metadata))
