# SPDX-License-Identifier: Apache-2.0
"""Pictures: what they show is what the results hold, and every axis says what it measures."""

import re
import threading
from datetime import timedelta

import commonweal as cw
import numpy as np
import pytest
from commonweal.pictures.style import daily_mean
from made_up_run import write_run

PICTURES = ["function", "requests", "maps"]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    return cw.Run(write_run(tmp_path_factory.mktemp("runs") / "flood"))


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    return cw.Run(write_run(tmp_path_factory.mktemp("runs") / "calm", hours=100, communities=5, storm=0.0))


def panel(figure, label):
    return next(axes for axes in figure.axes if axes.get_ylabel() == label)


def test_all_pictures_come_by_name(made_up):
    assert list(made_up.plot()) == PICTURES


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_has_title_source_and_the_offset_of_its_dates(made_up, name):
    figure = made_up.plot(name)
    texts = [text.get_text() for text in figure.texts]
    assert texts[0] == "A made-up flood"
    assert any("assumptions" in text for text in texts)
    labels = [axes.get_xlabel() for axes in figure.axes]
    assert any("UTC+08:00" in text for text in [*texts, *labels])


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("function", {"rain, mm / h", "function, share of normal", "communities, %"}),
        ("requests", {"new requests, 1 / h", "requests, count", "staff, people", "repairs, count"}),
        ("maps", {"km from the north", "depth, m", "power lost, %", "m", "h"}),
    ],
)
def test_axes_and_colour_bars_have_units(made_up, name, labels):
    assert {axes.get_ylabel() for axes in made_up.plot(name).axes} - {""} == labels


def test_the_black_line_is_the_mean_over_communities_and_dimensions(made_up):
    axes = panel(made_up.plot("function"), "function, share of normal")
    line = next(line for line in axes.lines if line.get_label() == "mean of all communities")
    expected = made_up.to_xarray()["function"].mean(["community", "dimension"]).to_numpy()
    shown = line.get_ydata()
    first = 80 - 24
    np.testing.assert_allclose(shown, expected[first : first + shown.size], rtol=1e-6)


def test_the_first_map_shows_each_cell_where_it_lies(made_up):
    cells = made_up.to_xarray("cells")
    image = np.asarray(made_up.plot("maps").axes[0].images[0].get_array())
    shown = image[cells["row"].to_numpy(), cells["column"].to_numpy()]
    np.testing.assert_allclose(shown, cells["peak_depth"], rtol=1e-6)


def test_each_community_has_its_number_in_its_middle(made_up):
    cells = made_up.to_xarray("cells")
    side = np.sqrt(cells["area"].to_numpy().mean()) / 1000
    for axes in (axes for axes in made_up.plot("maps").axes if axes.get_ylabel() == "km from the north"):
        assert [text.get_text() for text in axes.texts] == [str(community) for community in range(24)]
        own = cells["community"].to_numpy() == 9
        middle = (cells["column"].to_numpy()[own].mean() + 0.5, cells["row"].to_numpy()[own].mean() + 0.5)
        np.testing.assert_allclose(axes.texts[9].get_position(), np.array(middle) * side)


def test_maps_show_an_unfilled_last_row(tmp_path):
    run = cw.Run(write_run(tmp_path / "run", hours=300, communities=7))
    image = np.asarray(run.plot("maps").axes[0].images[0].get_array().filled(np.nan))
    assert image.shape == (9, 9)
    assert np.isnan(image[6:, 3:]).all()
    assert np.isfinite(image[:6]).all()
    assert np.isfinite(image[6:, :3]).all()


def test_states_are_drawn_at_the_end_of_their_hour_and_rain_in_its_hour(made_up):
    series = made_up.to_xarray()
    peak = series["time"].to_pandas().iloc[int(series["depth"].mean("cell").to_numpy().argmax())]
    titles = [axes.get_title(loc="left") for axes in made_up.plot("maps").axes]
    assert f"water, {peak + timedelta(hours=1):%d %b %Y %H:%M}" in titles
    figure = made_up.plot("function")
    first = 80 - 24
    begins = style_dates(series)[first:]
    line = panel(figure, "function, share of normal").lines[0]
    np.testing.assert_allclose(line.get_xdata()[:10], begins[:10] + 1 / 24, rtol=0, atol=1e-6)
    rain = panel(figure, "rain, mm / h").collections[0].get_paths()[0].vertices
    np.testing.assert_allclose(rain[:, 0].min(), begins[0], rtol=0, atol=1e-6)
    waiting = panel(made_up.plot("requests"), "requests, count").collections[0].get_paths()[0].vertices
    np.testing.assert_allclose(waiting[:, 0].min(), begins[0] + 1 / 24, rtol=0, atol=1e-6)


def style_dates(series):
    return (series["time"].to_numpy() - np.datetime64("1970-01-01")) / np.timedelta64(1, "D")


def test_the_subtitle_says_what_the_background_means(made_up):
    texts = [text.get_text() for text in made_up.plot("function").texts]
    assert any("background: the phase that most of their offices think" in text for text in texts)


def test_nobody_is_hardest_hit_where_nothing_was_lost(made_up, calm):
    def names(run):
        return panel(run.plot("function"), "function, share of normal").get_legend_handles_labels()[1]

    assert any(name.startswith("hardest hit: community ") for name in names(made_up))
    assert not any("hit" in name for name in names(calm))
    assert "No community lost function worth telling." in calm.summary()


def test_a_fall_in_the_last_hour_is_told_of_a_community_too(tmp_path):
    lines = cw.Run(write_run(tmp_path / "run", hours=82)).summary().splitlines()
    assert "function fell to 85 % of normal" in lines[5]
    assert re.search(r"Community \d+ lost most, a loss equal to less than an hour without any function;", lines[6])


def test_pictures_and_report_of_a_calm_town_can_be_drawn(calm):
    files = calm.save_pictures()
    assert [file.name for file in files] == ["function.png", "requests.png", "maps.png", "report.md"]
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in files[:3])
    assert "never fell below its normal level" in files[3].read_text(encoding="utf-8")


def test_pictures_are_the_same_drawn_at_once_or_one_after_another(made_up):
    def contents():
        return [file.read_bytes() for file in made_up.save_pictures()]

    alone = contents()
    stay = threading.Event()
    other = threading.Thread(target=stay.wait)
    other.start()
    try:
        assert contents() == alone
    finally:
        stay.set()
        other.join()


def test_daily_means_keep_the_total_of_a_day_and_the_place_of_a_peak():
    pulse = np.zeros((101, 1))
    pulse[50] = 24.0
    smooth = daily_mean(pulse)[:, 0]
    assert smooth.sum() == 24.0
    assert np.flatnonzero(smooth).tolist() == list(range(39, 63))


def test_figures_give_their_axes_by_name(made_up):
    figure = made_up.plot("function")
    assert list(figure.panels)[:4] == ["rain/storm", "rain/run", "function/storm", "function/run"]
    assert figure.panels["function/storm"] is panel(figure, "function, share of normal")
    assert "dimension/power" in figure.panels
    assert "deepest water" in made_up.plot("maps").panels
    assert set(figure.panels.values()) == set(figure.axes)


def test_a_figure_shows_itself_in_a_notebook(made_up):
    assert made_up.plot("requests")._repr_png_().startswith(b"\x89PNG")


def test_a_series_is_drawn_with_meaning_and_unit_into_axes_of_ones_own(made_up):
    from matplotlib.figure import Figure

    figure = Figure()
    upper, lower = figure.subplots(2)
    assert made_up.plot_series("depth", ax=upper) is upper
    assert (upper.get_ylabel(), upper.get_title(loc="left")) == ("depth, m", "depth; mean and range of places")
    np.testing.assert_allclose(upper.lines[0].get_ydata(), made_up.to_xarray()["depth"].mean("cell"), rtol=1e-5)
    assert not lower.lines
    assert made_up.plot_series("rain").figure.axes[0].get_ylabel() == "rain, mm / h"


def test_a_series_of_codes_or_of_no_name_is_refused_with_the_nearest(made_up):
    with pytest.raises(cw.Error, match=r"no series of numbers 'dpeth'\. Did you mean 'depth'"):
        made_up.plot_series("dpeth")
    with pytest.raises(cw.Error, match="no series of numbers 'phase'"):
        made_up.plot_series("phase")


def test_an_unknown_picture_is_refused_with_those_that_exist(made_up):
    with pytest.raises(cw.Error, match="there is no picture 'map'; the pictures are function, requests, maps"):
        made_up.plot("map")


def test_an_unfinished_run_has_all_pictures_but_maps(stopped_run):
    assert list(stopped_run.plot()) == ["function", "requests"]
    with pytest.raises(cw.Error, match="has not ended"):
        stopped_run.plot("maps")


def test_the_global_style_of_matplotlib_stays_as_it_was(made_up):
    import matplotlib

    before = dict(matplotlib.rcParams)
    made_up.plot("requests")
    assert dict(matplotlib.rcParams) == before
