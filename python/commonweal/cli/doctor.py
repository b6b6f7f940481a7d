# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import asdict

import typer

from commonweal.cli.answer import CommandError, answering
from commonweal.cli.exits import ExitCode
from commonweal.cli.options import AsJson


def doctor(as_json: AsJson = False) -> None:
    """Look whether the installation works: versions, libraries, files, and a computation whose outcome is known."""
    from commonweal.doctor import findings

    with answering("doctor", as_json=as_json) as answer:
        answer.fields["findings"] = []
        broken = 0
        for finding in findings():
            broken += not finding.ok
            answer.fields["findings"].append(asdict(finding))
            mark = "ok " if finding.ok else typer.style("bad", fg="red", bold=True)
            answer.say(f"{mark}  {finding.name:<20}  {finding.found}")
            if finding.advice:
                answer.say(f"{'':27}{finding.advice}")
        if broken:
            raise CommandError(ExitCode.FAILED, f"{broken} of these {'is' if broken == 1 else 'are'} broken")
