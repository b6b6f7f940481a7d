# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import Annotated

import typer

import commonweal
from commonweal.cli.answer import answering
from commonweal.cli.options import AsJson, RunPath, size_text
from commonweal.cli.running import resuming


def show(
    folder: RunPath,
    pictures: Annotated[bool, typer.Option("--pictures", help="Draw pictures and report again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what happened in a run, in plain words, and what its folder holds."""
    with answering("show", as_json=as_json) as answer:
        found = commonweal.Run(folder)
        summary, tables = found.summary(), found.tables
        answer.say(summary)
        resume = None if found.manifest["state"] == "complete" else resuming(folder)
        if resume:
            answer.say(f"\n{resume}\ngoes on with the run")
        if pictures:
            found.save_pictures()
        files = [file for file in sorted(found.folder.rglob("*")) if file.is_file() and file.name != "lock"]
        sizes = {str(file.relative_to(found.folder)): file.stat().st_size for file in files}
        answer.say(f"\n{folder} holds:")
        for name, size in sizes.items():
            answer.say(f"  {name}  ({size_text(size)})")
        answer.say(f"The results hold hourly series, and tables: {', '.join(tables)}.")
        answer.fields |= {
            "folder": str(found.folder),
            "state": found.manifest["state"],
            "seed": found.manifest["seed"],
            "made_by_version": found.manifest["version"],
            "results_sha256": found.manifest["results_sha256"] or None,
            "summary": summary.splitlines(),
            "files": [{"path": name, "bytes": size} for name, size in sizes.items()],
            "tables": tables,
            "resume": resume,
        }
