# SPDX-License-Identifier: Apache-2.0
"""Runs the benchmarks that are built and writes what they measured into the documentation."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "build/bench/benchmarks"
RESULTS = ROOT / "docs/benchmarks/results.json"
PAGE = ROOT / "docs/benchmarks.md"
HEAD = """# Benchmarks

Written by `bash tools/benchmarks.sh`, which builds for the processor at hand and runs one benchmark after the other.
What each one does is told at the head of its file. Times are of a whole run by the wall; those for each person, ticket
or tie are of the processor. Machines differ and are noisy: compare figures of one run of the command.
"""
LAYERS = {
    "core": "Engine",
    "model": "Model",
    "process": "Mechanisms",
    "study": "Studies",
    "io": "Files",
}
#: Counters of speed that are no times; the rest tell what a run came to, which tests hold to.
PLAIN = {
    "api_over_gather",
    "api_over_hand",
    "apart_over_one",
    "bytes_per_resident",
    "fused_over_one",
    "one_over_two",
    "processor_over_wall",
    "with_over_without",
}
#: Seconds in the units of Google Benchmark.
UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}


def all_benchmarks() -> list[str]:
    """The names of all benchmarks, without their folders."""
    return sorted(path.stem for path in (ROOT / "benchmarks").glob("*/*_bench.cpp"))


def layer_of(stem: str) -> str:
    """The folder of a benchmark."""
    return next((ROOT / "benchmarks").glob(f"*/{stem}.cpp")).parent.name


def duration(seconds: float) -> str:
    """A time with three digits and its unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def words(name: str) -> str:
    """An identifier of the benchmarks as words."""
    return name.replace("_", " ").strip()


def counter_text(name: str, value: float) -> str | None:
    """What a counter says, or None if it is no measure of speed."""
    if name.startswith("per_"):
        return f"{duration(value)} {words(name)}"
    if name.endswith("ns_per_agent") or name in ("ns_per_agent_day", "two_threads_ns"):
        return f"{words(name)}: {value:.3g}"
    if name.endswith("seconds"):
        return f"{words(name.removesuffix('seconds')) or 'fastest'}: {duration(value)}"
    if name in PLAIN:
        return f"{words(name)}: {value:.3g}"
    return None


def measured(run: dict[str, Any]) -> dict[str, Any]:
    """What is kept of one run: its name, its time in seconds and its counters of speed."""
    name = re.sub(r"/(iterations|real_time|process_time|min_time):?[^/]*", "", run["name"])
    known = {key: value for key, value in run.items() if isinstance(value, float)}
    return {
        "name": name,
        "seconds": run["real_time"] * UNITS[run["time_unit"]],
        "counters": {key: value for key, value in sorted(known.items()) if counter_text(key, value)},
    }


def run(program: Path) -> list[dict[str, Any]]:
    """The runs of one program; raises if one of them failed."""
    done = subprocess.run([program, "--benchmark_format=json"], check=True, stdout=subprocess.PIPE, cwd=ROOT)
    runs = json.loads(done.stdout)["benchmarks"]
    failed = [one for one in runs if one.get("error_occurred")]
    if failed:
        raise RuntimeError(f"{failed[0]['name']}: {failed[0]['error_message']}")
    return [measured(one) for one in runs]


def processor() -> str:
    """The name of the processor and how many threads it runs at once."""
    text = Path("/proc/cpuinfo").read_text()
    names = re.findall(r"^model name\s*: (.*)$", text, re.MULTILINE)
    return f"{names[0].strip()}, {len(names)} threads" if names else "unknown processor"


def row(stem: str, one: dict[str, Any], first: bool) -> str:
    """A line of the table."""
    texts = [counter_text(key, value) for key, value in one["counters"].items()]
    case = re.sub(r"<(?:\w+::)*(\w+)>", r" \1", one["name"]).replace("/", " ").replace(":", " ")
    title = words(stem.removesuffix("_bench")) if first else ""
    time = duration(one["seconds"]).replace(" ", "&nbsp;")  # stays in one line where the page is narrow
    return f"| {title} | {words(case)} | {time} | {'; '.join(t for t in texts if t)} |"


def page(results: dict[str, Any]) -> str:
    """The page of what has been measured."""
    lines = [HEAD]
    for layer, title in LAYERS.items():
        stems = [stem for stem in sorted(results) if layer_of(stem) == layer]
        if not stems:
            continue
        lines += [f"## {title}", "", f"`benchmarks/{layer}/`", ""]
        lines += ["| what | case | one run | for each, and ratios |", "| --- | --- | ---: | --- |"]
        for stem in stems:
            lines += [row(stem, one, k == 0) for k, one in enumerate(results[stem]["runs"])]
        lines.append("")
    machines = sorted({entry["machine"] for entry in results.values()})
    return "\n".join([*lines, f"Measured on: {'; '.join(machines)}.", ""])


def main(names: list[str]) -> None:
    """Runs the named benchmarks, or all, and writes after each what there is."""
    sources = all_benchmarks()
    chosen = [f"{name.removesuffix('_bench')}_bench" for name in names] or sources
    unknown = [stem for stem in chosen if stem not in sources]
    if unknown:
        sys.exit(f"benchmarks: there is no {unknown[0]}; there are {', '.join(sources)}")
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results = {stem: entry for stem, entry in results.items() if stem in sources}
    for stem in chosen:
        print(stem, flush=True)
        results[stem] = {"machine": processor(), "runs": run(BUILT / stem)}
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
        PAGE.write_text(page(results))


if __name__ == "__main__":
    main(sys.argv[1:])
