# SPDX-License-Identifier: Apache-2.0
"""Runs: making, reading, stopping, resuming."""

import gc
import re
from datetime import datetime, timedelta

import commonweal as cw
import numpy as np
import pytest
import xarray as xr


def test_the_series_have_named_dimensions_dates_and_units(flood_run):
    series = flood_run.to_xarray()
    assert series["function"].dims == ("time", "community", "dimension")
    assert series["depth"].dims == ("time", "cell")
    assert (series["depth"].attrs["units"], series["rain"].attrs["units"]) == ("m", "mm / h")
    assert series["time"].dtype.kind == "M"
    assert np.array_equal(np.diff(series["time"]), np.full(287, np.timedelta64(1, "h")))


def test_the_series_are_what_xarray_reads_by_itself(flood_run):
    with xr.open_dataset(flood_run.folder / "results.h5", engine="h5netcdf", decode_timedelta=False) as opened:
        xr.testing.assert_equal(opened.load(), flood_run.to_xarray())


def test_the_heaviest_hour_of_rain_has_its_true_date(flood_run):
    rain = flood_run.to_xarray()["rain"].to_series()
    assert rain.idxmax() == datetime(2021, 7, 20, 16)
    assert rain.max() == pytest.approx(201.9)


def test_tables_have_one_row_for_each_thing_and_names_for_codes(flood_run):
    requests = flood_run.to_dataframe("requests")
    assert set(requests["kind"].cat.categories) == {"everyday", "power", "drainage", "rescue", "care"}
    assert requests["created"].dtype.kind == "M"
    assert (requests["ended"].isna() | (requests["ended"] >= requests["created"])).all()


def test_totals_of_the_series_are_those_of_the_rows(flood_run):
    created = flood_run.to_xarray()["requests_created"].sum().item()
    assert created == len(flood_run.to_dataframe("requests"))


def test_a_series_becomes_a_tidy_table(flood_run):
    phases = flood_run.to_dataframe("phase")
    assert list(phases.columns) == ["time", "community", "phase"]
    assert phases["phase"].iloc[0] == "prevention"


def test_an_unknown_table_is_refused_with_those_that_exist(flood_run):
    with pytest.raises(cw.Error, match=r"has no table 'ticket'; its tables are .*requests"):
        flood_run.to_xarray("ticket")
    with pytest.raises(cw.Error, match="has no table or series 'ticket'"):
        flood_run.to_dataframe("ticket")


def test_the_summary_has_ten_lines(flood_run):
    lines = flood_run.summary().splitlines()
    assert len(lines) == 10
    assert "5,000 residents" in lines[0]
    assert "202 mm in the worst hour, 20 July, 16:00 to 17:00" in lines[1]


def test_the_summary_names_the_end_of_the_hour_for_how_things_are(flood_run):
    series = flood_run.to_xarray()
    lines = flood_run.summary().splitlines()

    def end(values):
        row = int(values.to_numpy().argmax())
        moment = series["time"].to_pandas().iloc[row] + timedelta(hours=1)
        return f"{moment.day} {moment:%B, %H:%M}"

    assert f"on {end((series['depth'] >= 0.3).sum('cell'))}," in lines[2]
    assert lines[3].startswith(f"At the worst, {end(series['households_without_power'])}, ")
    assert f"by {end(-series['function'].mean(['community', 'dimension']))} " in lines[5]
    assert f"on {end(series['requests_open'].sum('community'))};" in lines[8]


def test_the_manifest_names_seed_version_and_hash(flood_run):
    assert flood_run.manifest["seed"] == 3
    assert flood_run.manifest["version"] == cw.__version__
    assert len(flood_run.manifest["results_sha256"]) == 64


def test_a_temporary_run_lives_as_long_as_its_object(small_flood):
    run = small_flood.run(progress=lambda hour, hours: hour < 3)
    folder = run.folder
    assert folder.exists()
    del run
    gc.collect()
    assert not folder.parent.exists()


def test_an_existing_run_is_not_replaced_without_force(small_flood, flood_run):
    with pytest.raises(cw.Error, match=r"holds a run already; give force=True to replace it, or another out$"):
        small_flood.run(out=flood_run.folder)


def test_an_unfinished_run_is_not_replaced_without_force(small_flood, stopped_run):
    ways = re.escape(f"give force=True to replace it, or commonweal.resume({str(stopped_run.folder)!r}) to go on")
    with pytest.raises(cw.Error, match=ways):
        small_flood.run(out=stopped_run.folder)


def test_numbers_of_numpy_are_whole_numbers(small_flood):
    run = small_flood.run(seed=np.int64(3), progress=lambda hour, hours: hour < 3)
    assert run.manifest["seed"] == 3


def test_threads_and_stopping_do_not_change_a_bit(small_flood, flood_run, tmp_path):
    folder = small_flood.run(seed=3, threads=1, out=tmp_path / "run", progress=lambda hour, hours: hour < 100).folder
    assert not cw.load(folder).complete
    resumed = cw.resume(folder, threads=3)
    assert resumed.complete
    assert resumed.manifest["results_sha256"] == flood_run.manifest["results_sha256"]


def test_another_seed_changes_the_results(small_flood, flood_run):
    assert small_flood.run(seed=4).manifest["results_sha256"] != flood_run.manifest["results_sha256"]


def test_an_unfinished_run_shows_what_is_safe(stopped_run, flood_run):
    safe = stopped_run.to_xarray()
    hours = safe.sizes["time"]
    assert 200 <= hours < 288
    whole = flood_run.to_xarray().isel(time=slice(hours))
    xr.testing.assert_equal(safe, whole)
    assert "has not ended" in stopped_run.summary()


def test_the_summary_of_an_unfinished_run_speaks_of_what_is_so_far(small_flood, tmp_path):
    just_hit = small_flood.run(seed=3, out=tmp_path / "run", progress=lambda hour, hours: hour < 162)
    lines = just_hit.summary().splitlines()
    assert lines[5].endswith("and has not regained 98 % of it so far.")
    assert re.search(r"lost most so far, a loss equal to [0-9.]+ (hours?|days) without any function;", lines[6])
    assert "by the end" not in just_hit.summary()


def test_texts_of_an_unfinished_run_are_read_from_its_journal(stopped_run, flood_run):
    safe, whole = stopped_run.to_dataframe("events"), flood_run.to_dataframe("events")
    assert len(safe) > 0
    assert safe["kind"].tolist() == whole["kind"].tolist()[: len(safe)]
    assert safe["rule"].tolist() == whole["rule"].tolist()[: len(safe)]


def test_progress_counts_to_the_last_hour(small_flood, tmp_path):
    seen = []
    small_flood.run(out=tmp_path / "run", progress=lambda hour, hours: seen.append((hour, hours)))
    assert seen[-1] == (288, 288)
    assert seen == sorted(seen)


def test_an_exception_in_the_progress_stops_the_run_and_is_raised(small_flood, tmp_path):
    def fail(hour, hours):
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        small_flood.run(out=tmp_path / "run", progress=fail)
    assert cw.resume(tmp_path / "run").complete


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(cw.Error, match=r"there is no run in .*no manifest\.json"):
        cw.Run(tmp_path)


@pytest.mark.parametrize("manifest", ["", "[]", "{", '{"seed": 1}'])
def test_a_damaged_run_is_one_clear_error(tmp_path, manifest):
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(cw.Error, match=str(tmp_path)):
        print(cw.load(tmp_path).summary())


def test_random_bytes_for_results_are_one_clear_error(tmp_path):
    (tmp_path / "manifest.json").write_text('{"seed": 1}', encoding="utf-8")
    (tmp_path / "results.h5").write_bytes(bytes(range(256)) * 40)
    with pytest.raises(cw.Error, match="cannot be read"):
        cw.load(tmp_path).to_xarray()


def test_a_run_says_what_it_is(flood_run, stopped_run):
    assert repr(flood_run) == f"<Run in {str(flood_run.folder)!r}, seed 3, complete>"
    assert "unfinished" in repr(stopped_run)
