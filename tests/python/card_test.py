# SPDX-License-Identifier: Apache-2.0
"""What objects say of themselves, as text and as HTML."""

from html.parser import HTMLParser

import commonweal as cw
import numpy as np
import pandas as pd
import pytest
from commonweal.card import Card, Grid

HOSTILE = "<script>alert('x')</script> & \"co\""


class Page(HTMLParser):
    """The tags of a page, which must close, and its text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.words = [], set(), []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.add(tag)
        assert not [name for name, _ in attributes if name.startswith("on") or name in ("href", "src")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        self.words.append(text)


def html_of(thing):
    return Page(thing._repr_html_())


@pytest.fixture
def hostile(small_flood, tmp_path):
    file = tmp_path / "hostile.toml"
    file.write_text(
        f"schema = 1\nextends = '{small_flood.path}'\ntitle = '''{HOSTILE}'''\nquestion = '''{HOSTILE}'''\n"
        "[profiles.small]\nresidents.count = 5000\ntime.duration = '8 d'\n",
        encoding="utf-8",
    )
    return cw.Scenario(file, profiles=["small"])


def test_a_scenario_prints_title_question_period_size_and_what_differs(small_flood):
    text = str(small_flood)
    assert text.startswith("Scenario: A Zhengzhou district in the rainstorm of 20 July 2021\n")
    assert "question    When did warning, power and help reach the residents" in text
    assert "period      288 h from 2021-07-14T00:00" in text
    rows = {line.split()[0]: line.split() for line in text.splitlines() if line.startswith("  ")}
    assert rows["residents"] == ["residents", "5,000"]
    assert rows["residents.count"] == ["residents.count", "5000", "100000", "program"]
    assert rows["warning.broadcast_rate"][-1] == "file"


def test_profiles_are_told_whether_taken_or_not(hostile):
    assert "profiles    small\n" in str(hostile)
    assert "profiles    none of small\n" in str(cw.Scenario(hostile.path))


def test_texts_of_the_user_are_escaped(hostile):
    page = html_of(hostile)
    assert page.tags == {"div", "strong", "table", "tr", "th", "td", "details", "summary"}
    assert f"Scenario: {HOSTILE}" in page.words
    run = hostile.run(seed=1)
    assert f"Run: {HOSTILE}" in html_of(run).words
    assert "script" not in html_of(cw.compare({HOSTILE: run, "<b>": run})).tags


def test_a_parameter_prints_value_default_range_and_source(small_flood):
    share = small_flood.parameters["residents.elderly_share"]
    lines = str(share).splitlines()
    assert lines[0] == "residents.elderly_share: Share of residents of 65 years and older"
    assert lines[1].split() == ["value", "0.0898"]
    assert "  range     between 0 and 1" in lines
    assert "between 0 and 1" in html_of(share).words


def test_a_run_prints_folder_seed_hours_state_and_indicators(flood_run, stopped_run):
    text = str(flood_run)
    for said in (str(flood_run.folder), "seed       3", "complete", "288 h, 2021-07-14 00:00 to 2021-07-26 00:00"):
        assert said in text
    assert f"no_power_most       {int(flood_run.to_xarray()['households_without_power'].max()):,}" in text
    assert "interrupted" in str(stopped_run)
    assert " of 288 h, 2021-07-14 00:00 to " in str(stopped_run)
    assert "deepest water in any cell" in html_of(flood_run).words


def test_a_run_without_results_prints_why(tmp_path):
    (tmp_path / "manifest.json").write_text('{"seed": 1}', encoding="utf-8")
    run = cw.Run(tmp_path)
    assert "holds no results yet" in str(run)
    (tmp_path / "results.h5").write_bytes(b"no HDF5")
    assert "cannot be read" in str(run)


def test_indicators_are_those_worked_from_the_series(flood_run):
    series, found = flood_run.to_xarray(), flood_run.indicators
    assert found["rain_total"].value == pytest.approx(820.5, abs=0.1)
    assert found["depth_most"].value == pytest.approx(flood_run.to_xarray("cells")["peak_depth"].max().item())
    assert found["requests_made"].value == len(flood_run.to_dataframe("requests"))
    assert found["no_power_time"].value == series["households_without_power"].sum().item() / 24
    people = flood_run.to_xarray("communities")["residents"].to_numpy()
    informed = series["informed"].to_numpy()[-1]
    assert found["informed_share"].value == pytest.approx((informed * people).sum() / people.sum())
    assert (found["depth_most"].unit, found["no_power_time"].unit) == ("m", "d")
    assert str(found["depth_most"]).splitlines()[0] == "depth_most"


def test_a_simulation_and_its_parts_print_what_they_hold():
    @cw.rule(write=["ill"])
    def heal(ill, *, share=0.5):
        ill[:] = 0

    sim = cw.Simulation(seed=7, start="2021-07-20", tick="1 h")
    people = sim.add_agents("resident", 6, columns={"ill": np.uint8(1)})
    ring = cw.Graph.undirected(6, [(i, (i + 1) % 6) for i in range(6)])
    sim.add_layer("contacts", ring, of="resident")
    sim.add(heal, of="resident", share=0.25)
    sim.observe("ill", cw.core.sum("resident", "ill"))
    sim.run(2)
    lines = [line.split() for line in str(sim).splitlines()]
    for row in (
        ["now", "tick", "2,", "2021-07-20", "02:00"],
        ["seed", "7"],
        ["resident", "6", "ill"],
        ["contacts", "resident", "6"],
        ["heal", "resident", "share=0.25"],
        ["ill", "2", "0"],
    ):
        assert row in lines
    assert str(sim.fork()) == str(sim)
    assert ["ill", "uint8", "0", "0", "0"] in [line.split() for line in str(people).splitlines()]
    assert str(ring).splitlines()[1:] == ["  agents       6", "  ties         6", "  mean degree  2"]
    for thing in (sim, people, ring):
        assert "strong" in html_of(thing).tags


def test_a_city_prints_how_many_of_each_kind_and_its_layers():
    city = cw.model.synthesise(residents=1000)
    lines = [line.split() for line in str(city).splitlines()]
    assert ["residents", "1,000"] in lines
    assert {line[0] for line in lines} >= set(city.layers)
    assert "household" in html_of(city).words


def test_a_table_of_a_city_prints_its_columns_with_codes_as_names():
    residents = cw.model.synthesise(residents=1000, seed=1).residents
    lines = [line.split() for line in str(residents).splitlines()]
    first = residents.to_dataframe().iloc[:3]
    assert ["rows", "1,000"] in lines
    assert ["sex", "uint8", *first.sex] in lines
    assert ["organisation", "uint32", *("none" if row is pd.NA else str(row) for row in first.organisation)] in lines
    assert repr(residents).startswith("<Table: 1000 rows of id, household, age")
    assert "household" in html_of(residents).words


def test_long_texts_and_tables_are_cut_and_say_so():
    rows = [[str(i), "x" * 100] for i in range(40)]
    card = Card("y" * 500, [("empty", ""), ("long", "a\nb " + "z" * 500)], [Grid("T", ["n", "x"], rows, "there")])
    lines = card.text().splitlines()
    assert max(map(len, lines)) <= 210
    assert lines[-1] == "  ... and 24 more: there"
    assert "empty" not in card.text()
    assert "... and 24 more: there" in html_of_card(card).words


def html_of_card(card):
    return Page(card.html())


def test_no_colour_is_fixed_that_a_dark_page_would_swallow(flood_run):
    html = flood_run._repr_html_()
    assert "color:inherit" in html
    assert not any(f"color:{word}" in html for word in ("#", "black", "white"))
