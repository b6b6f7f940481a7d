# SPDX-License-Identifier: Apache-2.0
"""Tables as Parquet files."""

import json
import sys

import commonweal as cw
import pandas as pd
import pyarrow.parquet as parquet
import pytest


@pytest.fixture(scope="module")
def files(flood_run, tmp_path_factory):
    return flood_run.to_parquet(tmp_path_factory.mktemp("tables") / "new")


def test_every_table_comes_back_as_it_went(flood_run, files):
    assert [file.stem for file in files] == flood_run.tables
    assert "events" in flood_run.tables
    for file in files:
        pd.testing.assert_frame_equal(pd.read_parquet(file), flood_run.to_dataframe(file.stem))


def test_columns_tell_their_units_and_the_file_its_run(files, flood_run):
    schema = parquet.read_schema(next(file for file in files if file.stem == "cells"))
    assert schema.field("peak_depth").metadata[b"units"] == b"m"
    assert schema.field("peak_depth").metadata[b"long_name"] == b"Deepest water at the lowest ground"
    note = json.loads(schema.metadata[b"commonweal"])
    assert (note["seed"], note["results_sha256"]) == (3, flood_run.manifest["results_sha256"])


def test_files_of_the_same_name_are_replaced_and_others_stay(flood_run, tmp_path):
    (tmp_path / "cells.parquet").write_bytes(b"old")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    flood_run.to_parquet(tmp_path)
    assert len(pd.read_parquet(tmp_path / "cells.parquet")) == 216
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_one_error(flood_run, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(cw.Error, match=r"the tables of .* cannot be written"):
        flood_run.to_parquet(tmp_path / "file" / "folder")


def test_without_pyarrow_the_error_says_what_to_install(flood_run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(cw.Error, match=r"needs pyarrow, which is not installed: pip install 'commonweal\[parquet\]'"):
        flood_run.to_parquet(tmp_path)
    assert not list(tmp_path.iterdir())
