# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from commonweal import _core
from commonweal.cli.answer import answering
from commonweal.cli.options import AsJson

if TYPE_CHECKING:
    from commonweal.results import Results
    from commonweal.scenario import Setting


class Listed(StrEnum):
    """What can be listed."""

    SCENARIOS = "scenarios"
    TEMPLATES = "templates"
    PARAMETERS = "parameters"
    VARIABLES = "variables"
    PICTURES = "pictures"


Row = dict[str, Any]

MEANINGS = {
    Listed.SCENARIOS: "come with the package; their names stand for their folders",
    Listed.TEMPLATES: "what `commonweal new` begins with",
    Listed.PARAMETERS: "what scenario files and --set say",
    Listed.VARIABLES: "what the results of a run hold, by table",
    Listed.PICTURES: "what is drawn of a run",
}


def scenario_rows() -> list[Row]:
    from commonweal.scenario import Scenario
    from commonweal.shipped import scenarios

    return [
        {"name": name, "meaning": Scenario(folder).title, "folder": str(folder)} for name, folder in scenarios().items()
    ]


def template_rows() -> list[Row]:
    from commonweal.scenario import Scenario
    from commonweal.templates import templates

    return [{"name": name, "meaning": Scenario(file).title, "file": str(file)} for name, file in templates().items()]


def parameter_rows() -> list[Row]:
    """Tables are left out: what is in them says more."""
    return [
        {"name": key.path, "meaning": key.meaning, "kind": key.kind, "unit": key.unit}
        for key in _core.explain_keys()
        if key.kind != "table"
    ]


#: Of a run that has whatever a run can have, and takes a second.
SMALL_RUN: Mapping[str, Setting] = {
    "residents.count": 5000,
    "time.duration": "8 d",
    "agents": [{"name": "group"}],
    "organisations": [{"name": "organisation"}],
}


def variable_rows() -> list[Row]:
    """What a small run has written; the library cannot tell before a run."""
    from commonweal.results import Results
    from commonweal.scenario import Scenario
    from commonweal.shipped import scenario

    run = Scenario(scenario("zhengzhou_720"), set=SMALL_RUN).run()
    with Results(run.folder) as results:
        paths = results.variables()
        for table in results.tables():
            paths += [f"{table}/{name}" for name in results.variables(table)]
        return [variable_row(results, path) for path in paths if not results.file[path].is_scale]


def variable_row(results: Results, path: str) -> Row:
    says = results.attributes(path)
    axes = results.dimensions(path)
    return {"name": path, "meaning": says["long_name"], "unit": says["units"], "axes": axes}


def picture_rows() -> list[Row]:
    from commonweal.pictures import PICTURES

    return [{"name": name, "meaning": meaning} for name, meaning in PICTURES.items()]


ROWS: dict[Listed, Callable[[], list[Row]]] = {
    Listed.SCENARIOS: scenario_rows,
    Listed.TEMPLATES: template_rows,
    Listed.PARAMETERS: parameter_rows,
    Listed.VARIABLES: variable_rows,
    Listed.PICTURES: picture_rows,
}


def list_(
    what: Annotated[
        Optional[Listed],  # noqa: UP045 - typer reads it
        typer.Argument(metavar="KIND", help="Kind of names; without it, the kinds are listed."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what comes along or can be named: scenarios, templates, parameters, variables of the results, pictures."""
    with answering("list", as_json=as_json) as answer:
        rows = ROWS[what]() if what else [{"name": kind.value, "meaning": MEANINGS[kind]} for kind in Listed]
        width = max((len(str(row["name"])) for row in rows), default=0)
        for row in rows:
            answer.say(f"{row['name']:<{width}}  {row['meaning']}")
        answer.fields |= {"what": what.value if what else None, "items": rows}
