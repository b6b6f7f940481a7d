# SPDX-License-Identifier: Apache-2.0
"""Pictures: what they show is what the results hold, and every axis says what it measures."""

import threading

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
