# SPDX-License-Identifier: Apache-2.0
"""Plotly's pictures show what those of matplotlib show."""

import sys
from datetime import datetime, timedelta

import commonweal as cw
import numpy as np
import pytest
from made_up_run import write_run


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    return cw.Run(write_run(tmp_path_factory.mktemp("runs") / "flood", hours=400, communities=6))


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def titles(figure):
    return {axis.title.text for axis in figure.select_yaxes() if axis.title.text}


def test_all_pictures_come_by_name(made_up, stopped_run):
    assert list(made_up.plot(engine="plotly")) == ["function", "requests", "maps"]
    assert list(stopped_run.plot(engine="plotly")) == ["function", "requests"]
    with pytest.raises(cw.Error, match="has not ended"):
        stopped_run.plot("maps", engine="plotly")


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("function", {"rain, mm / h", "function, share of normal", "communities, %", "share of normal"}),
        ("requests", {"new requests, 1 / h", "requests, count", "staff, people", "repairs, count"}),
        ("maps", {"km from the north"}),
    ],
)
def test_axes_have_units_and_pages_title_zone_and_source(made_up, name, labels):
    figure = made_up.plot(name, engine="plotly")
    assert titles(figure) == labels
    assert figure.layout.title.text.startswith("<b>A made-up flood</b>")
    assert "UTC+08:00" in figure.to_json()
    assert any("assumptions" in note.text for note in figure.layout.annotations)


def test_each_community_has_its_line_with_its_phase_under_the_pointer(made_up):
    figure, series = made_up.plot("function", engine="plotly"), made_up.to_xarray()
    lines = [one for one in figure.data if "community" in one.name]
    assert len(lines) == 6
    for line in lines:
        place = int(line.name.rpartition(" ")[2])
        expected = series["function"].isel(community=place).mean("dimension")
        np.testing.assert_allclose(line.y, expected, atol=1e-5)
        assert line.text[0] == "prevention"
        assert "%{text}" in line.hovertemplate
    np.testing.assert_allclose(
        trace(figure, "mean of all communities").y, series["function"].mean(["community", "dimension"]), atol=1e-5
    )
    assert trace(figure, "mean of all communities").x[0] == np.datetime64("2021-07-17T09:00:00")
    assert trace(figure, "rain").x[0] == np.datetime64("2021-07-17T08:00:00")


def test_requests_are_those_of_the_results(made_up):
    figure, series = made_up.plot("requests", engine="plotly"), made_up.to_xarray()
    np.testing.assert_allclose(trace(figure, "open").y, series["requests_open"].sum("community"))
    np.testing.assert_allclose(trace(figure, "drainage").y, series["requests_created"].isel(request_kind=2))


def test_maps_show_depth_and_outage_where_the_cells_lie(made_up):
    figure, cells = made_up.plot("maps", engine="plotly"), made_up.to_xarray("cells")
    row, column = cells["row"].to_numpy(), cells["column"].to_numpy()
    np.testing.assert_allclose(np.array(figure.data[0].z)[row, column], cells["peak_depth"], rtol=1e-6)
    (slider,) = figure.layout.sliders
    moment = slider.steps[slider.active]
    end = datetime.strptime(moment.label, "%d %b %Y %H:%M")
    series = made_up.to_xarray()
    hour = series["time"].to_index().get_loc(end - timedelta(hours=1))
    assert series["depth"].mean("cell")[hour] > 0.9 * series["depth"].mean("cell").max()
    water, lost = (np.array(image, dtype=float)[row, column] for image in moment.args[0]["z"])
    np.testing.assert_allclose(water, series["depth"][hour], atol=6e-4)
    np.testing.assert_allclose(lost, 100 * (1 - series["powered"][hour]), atol=0.06)


def test_texts_of_the_user_are_escaped(made_up, tmp_path):
    import h5py

    run = cw.Run(write_run(tmp_path / "run", hours=100, communities=2))
    with h5py.File(run.folder / "results.h5", "a") as file:
        file.attrs["title"] = "<script>alert(1)</script>"
    figure = run.plot("requests", engine="plotly")
    assert "&lt;script&gt;" in figure.layout.title.text
    assert "<script>alert" not in figure.to_html(include_plotlyjs=False)


def test_an_unknown_engine_or_picture_is_refused(made_up):
    with pytest.raises(cw.Error, match="engine is 'bokeh'; it must be 'matplotlib' or 'plotly'"):
        made_up.plot("function", engine="bokeh")
    with pytest.raises(cw.Error, match="there is no picture 'map'; the pictures are function, requests, maps"):
        made_up.plot("map", engine="plotly")


def test_without_plotly_the_error_says_what_to_install(made_up, monkeypatch):
    monkeypatch.setitem(sys.modules, "plotly", None)
    with pytest.raises(cw.Error, match=r"needs plotly, which is not installed: pip install 'commonweal\[notebook\]'"):
        made_up.plot("function", engine="plotly")
