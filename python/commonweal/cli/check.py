# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from dataclasses import asdict
from typing import Annotated

import typer

import commonweal
from commonweal.cli.answer import answering
from commonweal.cli.options import AsJson, Profiles, ScenarioPath, Settings, Threads, parsed, size_text
from commonweal.estimate import Estimate, estimate


def check(
    scenario: ScenarioPath,
    profiles: Profiles = None,
    settings: Settings = None,
    list_: Annotated[bool, typer.Option("--list", help="List every parameter with its value and meaning.")] = False,
    threads: Threads = 0,
    as_json: AsJson = False,
) -> None:
    """Find every mistake in a scenario without running it, then estimate time, memory and disk of a run."""
    with answering("check", as_json=as_json) as answer:
        overrides = dict(parsed(settings, profiles, scenario))
        found = commonweal.Scenario(scenario, profiles=profiles or (), set=overrides)
        known = found.available_profiles
        for name in known:  # What holds between parameters may hold without a profile and not with it.
            commonweal.Scenario(scenario, profiles=[*found.profiles, name], set=overrides)
        parameters = list(found.parameters.values())
        if list_:
            for row in parameters:
                notes = "; ".join(note for note in (row.meaning, row.range, *basis(row, found)) if note)
                answer.say(f"{row.path} = {row.text}  # {notes}")
            answer.fields["parameters"] = [asdict(row) for row in parameters]
        changed = sum(row.text != row.default for row in parameters)
        answer.say(
            f"{scenario}: no mistakes. {found.title}: {len(parameters)} parameters, "
            f"{changed} of them other than their defaults." + (f" Profiles: {', '.join(known)}." if known else "")
        )
        cost = estimate(found, threads=threads)
        answer.say(cost_text(cost))
        answer.fields |= {
            "scenario": str(found.path),
            "title": found.title,
            "profiles": list(known),
            "parameter_count": len(parameters),
            "changed_count": changed,
            "estimate": asdict(cost),
        }


def basis(row: commonweal.Parameter, scenario: commonweal.Scenario) -> list[str]:
    """What a value rests on: evidence and source are the default's, and say nothing of another value."""
    if row.text == row.default:
        return [row.evidence, row.source]
    given = any(re.fullmatch(rf"{re.escape(path)}(?:[.[].*)?", row.path) for path in scenario.overrides)
    return ["set by --set" if given else "set by the scenario"]


def cost_text(cost: Estimate) -> str:
    """One line; that it is an estimate, it says."""
    threads = f"{cost.threads} {'thread' if cost.threads == 1 else 'threads'}"
    return (
        f"Estimate of a run on {threads}: {duration_text(cost.seconds)}, {size_text(cost.memory_bytes)} of memory, "
        f"{size_text(cost.peak_disk_bytes)} of disk, of which {size_text(cost.disk_bytes)} stay."
    )


def duration_text(seconds: float) -> str:
    """Two figures are more than an estimate is worth."""
    for unit, size in (("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.2g} {unit}" if seconds < 100 * size else f"{seconds / size:,.0f} {unit}"
    return f"{seconds:.2g} seconds" if seconds < 100 else f"{seconds:.0f} seconds"
