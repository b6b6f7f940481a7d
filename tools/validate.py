# SPDX-License-Identifier: Apache-2.0
"""Runs the cases of tests/validation at full size and writes what they gave into the documentation."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from validation.case import Case, Result  # noqa: E402
from validation.cases import CASES  # noqa: E402

RESULTS = ROOT / "docs" / "validation" / "results.json"
PAGE = ROOT / "docs" / "validation.md"
HEAD = """# Validation

Published and derived results beside what the mechanisms gave, measured at full size by `bash tools/validate.sh`; each
run of the tests measures them at a smaller size. A number passes if it is no further from the reference than four
standard errors of the measured mean and the bias that is allowed for: of a finite crowd, or of the figures of the
reference. A case that fails stands here as failing.
"""

#: What only tells mistakes or holds results: a change of it moves no number.
CHECKS = {"dataset", "experiment", "experiment_check", "counted"}


#: Modules of Python that stand for more than the files of their name.
PARTS = {"metrics": ("four_resiliences", "inequality", "recovery_curve", "resilience", "tail")}

#: What is tried besides mechanisms: how files of the core that it is about begin.
OF_CORE = {"graphs": "graph"}


def sources(mechanism: str) -> list[Path]:
    """The files whose change asks for a new measurement."""
    if mechanism in OF_CORE:
        return [
            *sorted((ROOT / "include/commonweal/core").glob(f"{OF_CORE[mechanism]}*.hpp")),
            *sorted((ROOT / "src/core").glob(f"{OF_CORE[mechanism]}*.cpp")),
            ROOT / f"tests/validation/{mechanism}.py",
            ROOT / "tests/validation/case.py",
        ]
    found: set[Path] = set()
    for stem in PARTS.get(mechanism, (mechanism,)):
        parts_of(stem, found)
    return [
        *sorted(found),
        *(
            path
            for stem in PARTS.get(mechanism, ())
            if (path := ROOT / f"python/commonweal/process/{stem}.py").exists()
        ),
        ROOT / f"python/commonweal/process/{mechanism}.py",
        ROOT / f"tests/validation/{mechanism}.py",
        ROOT / "tests/validation/case.py",
    ]


def parts_of(stem: str, found: set[Path]) -> set[Path]:
    """The files of the layer process of one name, and of all names that these include."""
    files = [
        ROOT / f"include/commonweal/process/{stem}.hpp",
        ROOT / f"src/process/detail/{stem}.hpp",
        *(ROOT / "src/process").glob(f"{stem}.cpp"),
        *(ROOT / "src/process").glob(f"{stem}_*.cpp"),
    ]
    new = {file for file in files if file.exists()} - found
    found |= new
    for file in new:
        for included in re.findall(r"#include [<\"](?:commonweal/)?process/(?:detail/)?(\w+)\.hpp", file.read_text()):
            if included not in CHECKS:
                parts_of(included, found)
    return found


def fingerprint(mechanism: str) -> str:
    """The hash of these files."""
    found = hashlib.sha256()
    for part in sources(mechanism):
        found.update(part.read_bytes())
    return found.hexdigest()[:16]


def measure(case: Case) -> dict[str, Any]:
    """Runs a case at full size, draws its picture and tells what it gave."""
    began = time.monotonic()
    result = case.run(True)
    draw(case, result)
    rows = [
        {
            "what": row.what,
            "reference": float(row.reference),
            "measured": float(row.measured),
            "standard_error": float(row.standard_error),
            "allowed": float(row.allowed),
            "passed": row.passed,
        }
        for row in result.rows
    ]
    print(f"{case.number} {case.title}: {time.monotonic() - began:.1f} s")
    for row in rows:
        verdict = "passes" if row["passed"] else "FAILS"
        print(f"  {verdict} {row['what']}: {row['measured']:.7g}, reference {row['reference']:.7g}")
    return {
        "mechanism": case.mechanism,
        "title": case.title,
        "source": case.source,
        "sources_sha256": fingerprint(case.mechanism),
        "picture": result.draw is not None,
        "rows": rows,
    }


def draw(case: Case, result: Result) -> None:
    """The picture of a case, if it has one."""
    if result.draw is None:
        return
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5.2, 3.2), layout="constrained")
    result.draw(axes)
    # A title is centred over the axes; where long labels push these aside, less of it has room.
    figure.draw_without_rendering()
    box = axes.get_position()
    room = min(box.x0 + box.x1, 2 - box.x0 - box.x1)
    columns = min(66, int(70 * room))
    axes.set_title("\n".join(textwrap.wrap(f"{case.number}  {case.title}", columns)), fontsize=9)
    figure.savefig(RESULTS.parent / f"{case.number}.png", dpi=110, metadata={"Software": None})
    pyplot.close(figure)


def number(value: float) -> str:
    """At most seven figures."""
    return f"{value:.7g}"


def page(results: dict[str, Any]) -> str:
    """The page of the documentation."""
    parts = [HEAD]
    mechanism = ""
    for name, found in sorted(results.items(), key=lambda item: (item[1]["mechanism"], item[0])):
        if found["mechanism"] != mechanism:
            mechanism = found["mechanism"]
            parts.append(f"\n## {mechanism.replace('_', ' ').capitalize()}\n")
        parts.append(f"\n### {name}: {found['title']}\n\n{found['source']}. Sources `{found['sources_sha256']}`.\n\n")
        parts.append(
            "| number | reference | measured | standard error | allowed | verdict |\n|---|---|---|---|---|---|\n"
        )
        for row in found["rows"]:
            error = number(row["standard_error"]) if row["standard_error"] else "none"
            verdict = "passes" if row["passed"] else "**fails**"
            cells = [row["what"], number(row["reference"]), number(row["measured"]), error, f"{row['allowed']:.2g}"]
            parts.append(f"| {' | '.join(cells)} | {verdict} |\n")
        if found["picture"]:
            parts.append(f"\n![{found['title']}](validation/{name}.png)\n")
    return "".join(parts)


def read() -> dict[str, Any]:
    """What was measured before."""
    return dict(json.loads(RESULTS.read_text())) if RESULTS.exists() else {}


def main(wanted: list[str]) -> int:
    """Measures the cases that are wanted, or all."""
    known = {case.number for case in CASES} | {case.mechanism for case in CASES}
    if unknown := [name for name in wanted if name not in known]:
        print(f"no case or mechanism {', '.join(unknown)}; there are {', '.join(sorted(known))}", file=sys.stderr)
        return 2
    chosen = [case for case in CASES if not wanted or case.number in wanted or case.mechanism in wanted]
    RESULTS.parent.mkdir(exist_ok=True)
    results = {name: found for name, found in read().items() if name in {case.number for case in CASES}}
    for case in chosen:
        results[case.number] = measure(case)
    RESULTS.write_text(json.dumps(dict(sorted(results.items())), indent=1) + "\n")
    PAGE.write_text(page(results))
    failed = [case.number for case in chosen if not all(row["passed"] for row in results[case.number]["rows"])]
    print(
        f"{len(chosen) - len(failed)} of {len(chosen)} cases pass"
        + (f"; failing: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
