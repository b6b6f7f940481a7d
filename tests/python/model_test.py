# SPDX-License-Identifier: Apache-2.0
"""Synthetic cities in Python: no copies, the margins that were asked for, and the same city back from files."""

import gc

import commonweal as cw
import networkx as nx
import numpy as np
import pandas as pd
import pytest

SMALL = {"candidates": 10_000}


@pytest.fixture(scope="module")
def city():
    return cw.model.synthesise(residents=3_000, seed=3, set=SMALL)


def assert_same(one, other):
    for kind in ("residents", "households", "buildings", "organisations"):
        first, second = getattr(one, kind), getattr(other, kind)
        assert list(first) == list(second)
        for name in first:
            assert first[name].dtype == second[name].dtype, name
            assert np.array_equal(first[name], second[name]), (kind, name)
    assert set(one.layers) == set(other.layers)
    for name, graph in one.layers.items():
        assert (graph.kind, graph.size, graph.target_size) == (
            other.layers[name].kind,
            other.layers[name].size,
            other.layers[name].target_size,
        )
        assert np.array_equal(graph.targets, other.layers[name].targets), name


def test_columns_are_views_that_outlive_the_city():
    made = cw.model.synthesise(residents=3_000, set=SMALL)
    age, targets = made.residents["age"], made.layers["online"].targets
    assert not age.flags.owndata
    assert not age.flags.writeable
    expected = age.copy(), targets.copy()
    del made
    gc.collect()
    cw.model.synthesise(residents=3_000, seed=9, set=SMALL)
    assert np.array_equal(age, expected[0])
    assert np.array_equal(targets, expected[1])


def test_a_city_is_the_same_for_any_number_of_threads_and_another_for_another_seed(city):
    assert_same(city, cw.model.synthesise(residents=3_000, seed=3, set=SMALL, threads=1))
    other = cw.model.synthesise(residents=3_000, seed=3, replicate=1, set=SMALL)
    assert not np.array_equal(city.residents["age"], other.residents["age"])


def test_rows_lead_from_residents_to_communities(city):
    assert repr(city) == "<City: 3000 residents, 1 community, 7 layers>"
    first = city.households["first_resident"]
    assert np.array_equal(np.repeat(np.arange(len(first) - 1), np.diff(first)), city.residents["household"])
    homes = nx.from_edgelist(city.layers["household"].edges().tolist())
    assert all(city.residents["household"][a] == city.residents["household"][b] for a, b in homes.edges)


def test_tables_write_out_what_codes_mean(city):
    table = city.households.to_dataframe()
    shares = table[table.type != "collective"].tenure.value_counts(normalize=True)
    assert shares["rented"] == pytest.approx(0.2557, abs=0.05)
    people = city.residents.to_dataframe()
    assert set(people.activity[people.age < 3]) == {"at_home"}
    assert set(people.sex.cat.categories) == {"male", "female"}
    assert people.organisation.isna().equals(people.activity == "at_home")


def test_unknown_columns_and_layers_are_told_with_the_nearest(city):
    with pytest.raises(KeyError, match=r"no column 'agge'. Did you mean 'age'\?"):
        city.residents["agge"]
    with pytest.raises(KeyError, match=r"no layer 'houshold'. Did you mean 'household'\?"):
        city.layers["houshold"]
    assert "agge" not in city.residents
    assert "houshold" not in city.layers


def test_other_margins_make_another_city():
    other = cw.model.synthesise(
        residents=3_000, set={**SMALL, "census.tenure": [1, 0, 0, 0, 0, 0], "census.male_share": 0.4}
    )
    assert set(other.households["tenure"]) == {0}
    assert (other.residents["sex"] == 0).mean() == pytest.approx(0.4, abs=0.03)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(cw.ConfigError) as caught:
        cw.model.synthesise(residents=10, set={"census.male_shar": 0.5, "social.team_size": 0})
    paths = {mistake.path: mistake.suggestion for mistake in caught.value.mistakes}
    assert paths["census.male_shar"] == "census.male_share"
    assert {"residents", "social.team_size"} <= set(paths)
    assert str(caught.value).startswith("residents is 10; must be ")


def test_every_margin_has_a_source_or_is_assumed():
    known = cw.model.parameters()
    assert "Henan" in known["census.generations"].source
    assert known["census.generations"].evidence == "sourced"
    assert all(row.source or row.evidence == "assumed" for path, row in known.items() if path.startswith("census."))


def test_layers_have_their_norms(city):
    for norm in cw.model.layer_norms():
        degree = city.layers[norm.name].degrees.mean()
        assert norm.degrees[0] <= degree <= norm.degrees[1], norm.name
    assert sum(city.layers[norm.name].degrees.mean() for norm in cw.model.layer_norms()) >= 30


def test_the_cache_gives_the_same_city(tmp_path):
    arguments = {"residents": 2_000, "set": SMALL, "cache": tmp_path / "cities"}
    made, read = cw.model.synthesise(**arguments), cw.model.synthesise(**arguments)
    assert (made.from_cache, read.from_cache) == (False, True)
    assert_same(made, read)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_city_comes_back_from_its_files(city, tmp_path, form):
    cw.model.write_city(city, tmp_path / "city", format=form)
    assert_same(city, cw.model.read_city(tmp_path / "city"))


def write(folder, **tables):
    folder.mkdir()
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


RESIDENTS = "id,household,age,sex,role,activity,online,organisation\n"
HOUSEHOLDS = "id,community,building,type,tenure,registration\n"
ORGANISATIONS = "id,kind,community,people\n"


def test_a_city_of_ones_own_is_numbered_by_community_building_and_household(tmp_path):
    write(
        tmp_path / "own",
        residents=RESIDENTS
        + "7,20,40,female,head,employed,1,5\n8,10,30,male,head,at_home,0,\n9,20,9,male,child,primary_school,1,\n",
        households=HOUSEHOLDS + "10,2,100,alone,rented,elsewhere\n20,1,300,one_parent,self_built,here\n",
        organisations=ORGANISATIONS + "5,workplace,2,1\n",
        friends="source,target\n7,8\n",
    )
    own = cw.model.read_city(tmp_path / "own")
    assert own.residents["id"].tolist() == [7, 9, 8]
    assert own.residents["household"].tolist() == [0, 0, 1]
    assert own.households["first_resident"].tolist() == [0, 2, 3]
    assert own.buildings["community"].tolist() == [0, 1]
    assert own.residents["organisation"].tolist() == [0, 2**32 - 1, 2**32 - 1]
    assert own.layers["friends"].edges().tolist() == [[0, 2]]


def test_all_mistakes_of_all_files_are_told_with_their_lines(tmp_path):
    write(
        tmp_path / "wrong",
        residents=RESIDENTS + "7,20,140,female,head,employed,1,5\n8,10,x,woman,head,at_home,0,\n",
        households=HOUSEHOLDS.replace("tenure", "tenur") + "10,2,100,alone,rented,elsewhere\n",
        organisations=ORGANISATIONS + "5,shop,2,1\n",
    )
    with pytest.raises(cw.ConfigError) as caught:
        cw.model.read_city(tmp_path / "wrong")
    told = [
        (mistake.file.rsplit("/", 1)[-1], mistake.line, mistake.column, mistake.path, mistake.value)
        for mistake in caught.value.mistakes
    ]
    assert told == [
        ("residents.csv", 2, 6, "age", "'140'"),
        ("residents.csv", 3, 6, "age", "'x'"),
        ("residents.csv", 3, 8, "sex", "'woman'"),
        ("households.csv", 1, 1, "", ""),
        ("organisations.csv", 2, 3, "kind", "'shop'"),
    ]


@pytest.mark.parametrize(
    ("residents", "words"),
    [
        ("7,20,40,female,head,employed,1,5\n7,20,30,male,head,at_home,0,\n", "must not come twice"),
        ("7,21,40,female,head,employed,1,5\n", "must be the id of one of the households"),
        ("7,20,40,female,head,employed,1,6\n", "must be the id of one of the organisations"),
        ("7,20,17,female,head,employed,1,5\n", "must have a resident of 18 or older"),
        ("", "must have a resident"),
    ],
)
def test_what_does_not_fit_together_is_refused(tmp_path, residents, words):
    write(
        tmp_path / "wrong",
        residents=RESIDENTS + residents,
        households=HOUSEHOLDS + "20,1,300,alone,self_built,here\n",
        organisations=ORGANISATIONS + "5,workplace,1,1\n",
    )
    with pytest.raises(cw.ConfigError, match=words):
        cw.model.read_city(tmp_path / "wrong")


def test_many_mistakes_are_counted_and_edges_of_strangers_refused(city, tmp_path):
    cw.model.write_city(city, tmp_path / "city")
    file = tmp_path / "city/residents.csv"
    table = pd.read_csv(file)
    table["age"] = 200
    table.to_csv(file, index=False)
    with pytest.raises(cw.ConfigError, match="and 2990 more mistakes"):
        cw.model.read_city(tmp_path / "city")
    cw.model.write_city(city, tmp_path / "city")
    with (tmp_path / "city/online.csv").open("a") as edges:
        edges.write("1,999999\n")
    with pytest.raises(cw.ConfigError, match=r"online\.csv"):
        cw.model.read_city(tmp_path / "city")


def refusal_of(folder):
    with pytest.raises(cw.ConfigError) as caught:
        cw.model.read_city(folder)
    return str(caught.value).replace(f"{folder.parent}/", "")


def test_a_folder_or_file_that_is_not_there_is_told_with_the_nearest_name(city, tmp_path):
    cw.model.write_city(city, tmp_path / "town")
    assert refusal_of(tmp_path / "towm") == "towm: must be a folder with tables. Did you mean town?"
    (tmp_path / "town/residents.csv").rename(tmp_path / "town/resident.csv")
    assert (
        refusal_of(tmp_path / "town")
        == "town/residents.csv: must exist, or be a .parquet file, with the columns id, household, age, sex, role, "
        "activity, online, organisation. Did you mean resident.csv?"
    )


@pytest.mark.parametrize("separator", [";", "\t", ", "])
def test_tables_may_be_parted_as_edge_lists_may(city, tmp_path, separator):
    cw.model.write_city(city, tmp_path / "city")
    for name in ("residents", "households", "organisations"):
        file = tmp_path / f"city/{name}.csv"
        file.write_text(file.read_text().replace(",", separator))
    assert_same(city, cw.model.read_city(tmp_path / "city"))
    file = tmp_path / "city/residents.csv"
    names, first, *others = file.read_text().splitlines()
    cells = first.split(separator)
    cells[3] = "man"
    file.write_text("\n".join([names, separator.join(cells), *others]))
    column = len(separator.join(cells[:3]) + separator) + 1
    assert refusal_of(tmp_path / "city").startswith(f"city/residents.csv:2:{column}: sex is 'man'; must be one of male")


def test_lines_longer_than_the_names_and_other_encodings_are_refused(city, tmp_path):
    cw.model.write_city(city, tmp_path / "city")
    file = tmp_path / "city/residents.csv"
    names, *lines = file.read_text().splitlines()
    file.write_text("\n".join([names, *(f"{line},9" for line in lines)]))
    assert refusal_of(tmp_path / "city").startswith("city/residents.csv: must be a table: ")
    file.write_text("\n".join([names, *lines]), encoding="utf-16")
    assert refusal_of(tmp_path / "city") == "city/residents.csv: must be text in UTF-8; save it so."
