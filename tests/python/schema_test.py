# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of scenario files against the library's own checker and a validator that we did not write."""

import re
import tomllib
from datetime import date, datetime

import commonweal as cw
import pytest
from flood import FLOOD
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator
from jsonschema.exceptions import ValidationError

SCHEMA = cw.schema()
VALIDATOR = Draft7Validator(SCHEMA)

# A scenario by paths, in TOML.
TOWN = {
    "schema": "1",
    "title": '"Town"',
    "time.start": "2021-07-17T00:00:00",
    "storm.start": '"2021-07-20T20:00"',
    "storm.rain": '{ unit = "mm / h", values = [0, 12.5] }',
}


def keys_below(path):
    for held in cw.explain_key(path).holds:
        yield held
        yield from keys_below(held)


def top_level_keys():
    for path in SCHEMA["properties"]:
        yield path
        yield from keys_below(path)


KEYS = [cw.explain_key(path) for path in top_level_keys() if path not in ("schema", "extends", "profiles")]
PARAMETERS = [key for key in KEYS if key.kind != "table"]
QUANTITIES = [key for key in PARAMETERS if key.unit and key.kind == "number"]
parameters = st.sampled_from(PARAMETERS)


def file_with(values):
    return "".join(f"{path} = {value}\n" for path, value in values.items())


def value_in_example(key):
    """The value that an example line gives, behind the headers of lists."""
    return key.example.split(" = ", 1)[1]


def town_with(path, value):
    """The town with another value; an element of a list comes with what it requires."""
    if "[]." not in path:
        return file_with(TOWN | {path: value})
    outer, own = path.split("[].")
    element = {
        held.split("[].")[1]: value_in_example(cw.explain_key(held))
        for held in cw.explain_key(outer).holds
        if cw.explain_key(held).required
    }
    entries = ", ".join(f"{name} = {given}" for name, given in (element | {own: value}).items())
    return file_with(TOWN | {outer: f"[{{ {entries} }}]"})


def as_json(value):
    """What a validator of TOML is given: dates are texts."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def path_text(steps):
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def path_of(error: ValidationError):
    return path_text(error.absolute_path)


def places(error: ValidationError):
    """The paths that an error is about: keys that are missing or unknown stand in no path."""
    keys = {
        "required": lambda: [key for key in error.validator_value if key not in error.instance],
        "additionalProperties": lambda: [key for key in error.instance if key not in error.schema["properties"]],
    }.get(error.validator, lambda: [None])()
    return {path_text([*error.absolute_path, *([key] if key else [])]) for key in keys}


def refused_by_schema(text):
    """The paths of what the schema refuses."""
    return set().union(*map(places, VALIDATOR.iter_errors(as_json(tomllib.loads(text)))))


@pytest.fixture(scope="module")
def mistakes(tmp_path_factory):
    """What the library says about a text, as mistakes."""
    file = tmp_path_factory.mktemp("schema") / "town.toml"

    def found(text):
        file.write_text(text, encoding="utf-8")
        try:
            cw.Scenario(file)
        except cw.ConfigError as error:
            return error.mistakes
        return []

    return found


def test_the_schema_is_one_of_old_and_of_new_drafts():
    Draft7Validator.check_schema(SCHEMA)
    Draft202012Validator.check_schema(SCHEMA)
    wrong = as_json(tomllib.loads("schema = 2\ntitle = 3\n[time]\n[profiles.small.residents]\ncuont = 1\n"))
    by_draft = [
        set(map(path_of, draft(SCHEMA).iter_errors(wrong))) for draft in (Draft7Validator, Draft202012Validator)
    ]
    assert by_draft[0] == by_draft[1] == {"", "schema", "title", "time", "profiles.small.residents"}


def test_the_scenario_of_zhengzhou_is_right():
    assert not refused_by_schema((FLOOD / "scenario.toml").read_text(encoding="utf-8"))


def test_every_parameter_of_a_scenario_is_in_the_schema():
    in_schema = {key.path for key in PARAMETERS}
    of_scenario = {re.sub(r"\[\d+\]", "[]", path) for path in cw.load(FLOOD).parameters}
    lists = {"warnings", "orders", "agents", "layers", "organisations", "shocks", "metrics", "interventions"}
    assert {path for path in in_schema - of_scenario if "[]" not in path} == lists
    assert {path.partition("[]")[0] for path in in_schema if "[]" in path} == lists
    assert of_scenario <= in_schema


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("residents.cuont", "5", "residents.cuont"),
        ("residnets.count", "5000", "residnets"),
        ("title", "3", "title"),
        ("residents.count", '"many"', "residents.count"),
        ("time", "3", "time"),
        ("residents.count", "-5", "residents.count"),
        ("residents.elderly_share", "1.5", "residents.elderly_share"),
        ("time.duration", '"20 m"', "time.duration"),
        ("time.duration", "20", "time.duration"),
        ("warning.contagion_rate", '"-1 / d"', "warning.contagion_rate"),
        ("storm.rain", '{ unit = "mm", values = [1] }', "storm.rain.unit"),
        ("storm.rain", '{ unit = "mm / h", values = [1, 501] }', "storm.rain.values[1]"),
        ("storm.rain", '{ unit = "mm / d", values = [-1] }', "storm.rain.values[0]"),
        ("storm.start", '"2021-13-17"', "storm.start"),
        ("storm.start", "16:00:00", "storm.start"),
        ("warnings[].issud", "1", "warnings[0].issud"),
        ("warnings[].in_force", '"6 m"', "warnings[0].in_force"),
        ("orders[].level", "5", "orders[0].level"),
        ("warnings", "[{ in_force = '6 h' }]", "warnings[0].issued"),
        ("warnings", "[3]", "warnings[0]"),
        ("warnings", "{ issued = '2021-07-20' }", "warnings"),
    ],
)
def test_schema_and_library_refuse_the_same_place(mistakes, path, value, place):
    text = town_with(path, value)
    if path == "time":
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("time.start"))
    assert refused_by_schema(text) == {place}
    assert place in {mistake.path for mistake in mistakes(text)}


@pytest.mark.parametrize("path", TOWN)
def test_schema_and_library_miss_what_is_required(mistakes, path):
    text = file_with({"storm.shift": '"0 h"'} | {key: value for key, value in TOWN.items() if key != path})
    place = "time" if path == "time.start" else path
    assert refused_by_schema(text) == {place}
    assert {mistake.path for mistake in mistakes(text)} == {path}


def test_a_file_that_extends_another_may_leave_out_what_is_required(mistakes):
    whole = f'schema = 1\nextends = "{FLOOD}"\nresidents.count = 5000\n'
    assert not refused_by_schema(whole)
    assert not mistakes(whole)
    assert not refused_by_schema('schema = 1\nextends = "base.toml"\n[residents]\ncount = 5000\n')
    assert not refused_by_schema('schema = 1\nextends = ["base.toml", "more.toml"]\n')
    assert refused_by_schema('extends = "base.toml"\n') == {"schema"}
    assert refused_by_schema("schema = 1\nextends = 3\n") == {"extends"}
    assert refused_by_schema("schema = 1\nextends = [3]\n") == {"extends[0]"}


def test_profiles_have_the_form_of_the_file_and_require_nothing(mistakes):
    town = file_with(TOWN)
    right = '[profiles.small]\nresidents.count = 5000\n[profiles."with cranes"]\ntime.duration = "9 d"\n'
    assert not refused_by_schema(town + right)
    assert not mistakes(town + right)
    wrong = '[profiles.small]\ncount = 1\nresidents.count = 1\ntime.duration = "9 m"\nprofiles = {}\n'
    inside = {"count", "residents.count", "time.duration", "profiles"}
    assert refused_by_schema(town + wrong) == {f"profiles.small.{path}" for path in inside}
    assert {mistake.path for mistake in mistakes(town + wrong)} == {f"profiles.small.{path}" for path in inside}
    # A list replaces that of the file, so nothing else can give what its elements lack.
    assert refused_by_schema(town + "[[profiles.small.orders]]\nlevel = 1\n") == {"profiles.small.orders[0].issued"}


@pytest.mark.parametrize("key", PARAMETERS, ids=lambda key: key.path)
def test_schema_and_library_take_every_default_and_example(mistakes, key):
    values = [] if key.kind == "list" else [key.default, value_in_example(key)]
    for value in filter(None, values):
        text = town_with(key.path, value)
        assert not refused_by_schema(text)
        assert not mistakes(text)


def wrong_values(key):
    """TOML that is wrong for a parameter, whatever its neighbours are."""
    of_kind = {
        "number": ["true", '"many"', "[1]", '"5 household / kW"', '"1,000 h"'],
        "whole number": ["true", '"many"', "1.5", '"5 m"'],
        "true or false": ['"yes"', "1"],
        "text": ["3", "true"],
        "texts": ["3", '["a", 3]'],
        "date": ["3", '"soon"', '"2021-13-01"', "2021-07-20T16:00:00Z"],
        "series": ["3", '["a"]', '{ unit = "kW", values = [1] }', "{ values = [1] }"],
        "distribution": ["true", '"many"', "[1]", "5", '"5 kW"'],
        "settings": ["3", '"text"', "[1]"],
        "choice": ['"no such name"', "3"],
        "list": ["3", "{}", "[3]", "[{ no_such_key = 1 }]"],
    }[key.kind]
    bounds = [float(bound.replace(",", "")) for bound in re.findall(r"-?[\d,]*\.?\d+", key.allowed)]
    low = bounds[:1] if re.match("between|at least|above", key.allowed) else []
    high = bounds[-1:] if re.search("between|at most|below", key.allowed) else []
    if key.kind not in ("number", "whole number"):
        return of_kind
    if key.unit:
        return [*of_kind, "5", '"5 kW"', *(f'"-1 {key.unit}"' for bound in low if bound >= 0)]
    return [*of_kind, *(f"{bound - 1:.0f}" for bound in low), *(f"{bound + 1:.0f}" for bound in high)]


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_schema_and_library_refuse_the_same_wrong_value(mistakes, data):
    key = data.draw(parameters)
    text = town_with(key.path, data.draw(st.sampled_from(wrong_values(key))))
    place = key.path.replace("[]", "[0]")
    refused, told = refused_by_schema(text), {mistake.path for mistake in mistakes(text)}
    assert refused
    assert told
    assert {found[: len(place)] for found in refused} == {place}
    assert place in {found[: len(place)] for found in told}


@given(key=parameters, slip=st.sampled_from(["_", "x", "-2"]))
@settings(deadline=None)
def test_schema_and_library_refuse_unknown_keys_everywhere(mistakes, key, slip):
    text = town_with(key.path + slip, "1")
    place = key.path.replace("[]", "[0]") + slip
    assert refused_by_schema(text) == {place}
    assert {mistake.path for mistake in mistakes(text)} == {place}


NUMBERS = ["0", "-0", "7", "+1.5", ".5", "2.", "1e2", "-3E-1", "1.5.2", "1,000", "e5", "", "0x1", "--1", "1_0"]
SYMBOLS = ["min", "h", "d", "a", "mm", "m", "km", "m2", "ha", "m3", "kW", "person", "persons", "households", "%"]
WORDS = ["", "hours", "H", "metres", "1", "kg"]


@given(
    key=st.sampled_from(QUANTITIES),
    number=st.sampled_from(NUMBERS),
    blanks=st.lists(st.sampled_from(["", " ", "  "]), min_size=5, max_size=5),
    upper=st.sampled_from([*SYMBOLS, *WORDS]),
    stroke=st.sampled_from(["", "/", "//"]),
    lower=st.sampled_from([*SYMBOLS, *WORDS]),
)
@settings(max_examples=600, deadline=None)
def test_the_pattern_takes_the_quantities_that_the_library_reads(mistakes, key, number, blanks, upper, stroke, lower):
    unit = blanks[2] + upper + blanks[3] + (stroke + blanks[4] + lower if stroke else "")
    text = town_with(key.path, f'"{blanks[0]}{number}{blanks[1]}{unit}"')
    place = key.path.replace("[]", "[0]")
    rules = [mistake.rule for mistake in mistakes(text) if mistake.path == place]
    is_read = not any(" such as " in rule for rule in rules)
    # Bounds are for the library alone, unless they are zero.
    if is_read and number.startswith("-"):
        assert rules or not refused_by_schema(text)
    else:
        assert is_read != bool(refused_by_schema(text))


@given(key=st.sampled_from(QUANTITIES), text=st.text("0123456789.+-eE/ %hdmskW", max_size=8))
@settings(max_examples=300, deadline=None)
def test_the_schema_refuses_nothing_that_the_library_takes(mistakes, key, text):
    town = town_with(key.path, f'"{text}"')
    assert mistakes(town) or not refused_by_schema(town)


@pytest.mark.parametrize("path", ["warnings.issued", "warnings[].issued", "warnings[3].issued"])
def test_keys_of_elements_are_explained_however_they_are_written(path):
    assert cw.explain_key(path).path == "warnings[].issued"


def test_an_explanation_has_all_that_the_table_says():
    share = cw.explain_key("storm.drains_blocked")
    listed = cw.load(FLOOD).parameters["storm.drains_blocked"]
    assert (share.meaning, share.allowed, share.default) == (listed.meaning, listed.range, listed.default)
    assert (share.evidence, share.source, share.required) == (listed.evidence, listed.source, False)
    assert share.example == f"storm.drains_blocked = {listed.default}"
    assert cw.explain_key("time.start").required
    assert not cw.explain_key("time.start").live
    assert cw.explain_key("offices.staff_per_10k").live
    assert cw.explain_key("orders").holds == ("orders[].issued", "orders[].level")
    assert "time.duration" in cw.explain_key("time").holds


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("residents.cuont", "residents.count"),
        ("count", "residents.count"),
        ("warnings.isued", "warnings[].issued"),
        ("extend", "extends"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest(path, near):
    with pytest.raises(cw.UnknownParameterError) as caught:
        cw.explain_key(path)
    assert str(caught.value) == f"there is no parameter {path!r}. Did you mean {near!r}?"


def test_an_unknown_key_that_is_like_no_other_is_told_where_all_are():
    with pytest.raises(
        cw.UnknownParameterError, match=r"there is no parameter 'zzz'; commonweal\.schema\(\) lists all"
    ):
        cw.explain_key("zzz")
