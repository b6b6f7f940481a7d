# SPDX-License-Identifier: Apache-2.0
"""The estimate of what a run costs, against runs."""

import contextlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import commonweal as cw
import pytest
from commonweal.estimate import estimate
from flood import FLOOD

FIGURES = ["seconds", "memory_bytes", "disk_bytes", "peak_disk_bytes"]


def cost(residents, duration, threads=1):
    return estimate(cw.Scenario(FLOOD, set={"residents.count": residents, "time.duration": duration}), threads=threads)


def test_layers_take_memory_and_time_for_each_of_their_ties():
    layers = [{"name": "one", "mean_degree": 8}, {"name": "other", "kind": "random", "mean_degree": 52}]
    with_layers = estimate(cw.Scenario(FLOOD, set={"layers": layers}), threads=1)
    without = estimate(cw.Scenario(FLOOD), threads=1)
    assert 90 < (with_layers.memory_bytes - without.memory_bytes) / 2**20 < 120  # 100 MiB measured
    assert with_layers.seconds > without.seconds + 1


def test_the_measured_runs_are_estimated_within_a_quarter():
    page = (FLOOD.parents[1] / "docs/reference/command_line.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\d,]+) \| (\d+) \| ([\d.]+) s" + r" \| ([\d.]+) MiB" * 3 + r" \|$", page, re.M)
    assert len(rows) == 10
    for residents, days, seconds, *mebibytes in rows:
        told = cost(int(residents.replace(",", "")), f"{days} d")
        measured = [float(seconds), *(float(size) * 2**20 for size in mebibytes)]
        for figure, value in zip(FIGURES, measured, strict=True):
            assert 1 / 1.25 < getattr(told, figure) / value < 1.25, (residents, days, figure)


@pytest.mark.parametrize("figure", FIGURES)
def test_more_residents_and_more_hours_cost_no_less(figure):
    sizes = [5_000, 50_000, 100_000, 130_000, 1_000_000, 20_000_000]
    by_size = [getattr(cost(size, "60 d"), figure) for size in sizes]
    assert by_size == sorted(set(by_size))
    by_hours = [getattr(cost(100_000, f"{days} d"), figure) for days in (8, 30, 60, 365)]
    assert by_hours == sorted(by_hours)


def test_more_threads_never_take_longer():
    by_threads = [cost(1_000_000, "60 d", threads).seconds for threads in (1, 2, 4, 64)]
    assert by_threads == sorted(by_threads, reverse=True)
    assert cost(5_000, "60 d", threads=0).threads == len(os.sched_getaffinity(0))


@pytest.mark.parametrize("residents", [5_000, 20_000])
def test_a_run_takes_what_is_estimated_within_a_quarter(residents, tmp_path):
    """Memory and disk; time is the machine's. Twelve days have one checkpoint, beside the results at last."""
    out, largest, memory = tmp_path / "run", {}, 0
    words = ["run", FLOOD, "--out", out, "--threads", "1", "--quiet"]
    words += ["--set", f"residents.count={residents}", "--set", "time.duration=12 d"]
    with subprocess.Popen([sys.executable, "-m", "commonweal", *map(str, words)]) as process:
        while process.poll() is None:
            for name, size in sizes_in(out).items():
                largest[name] = max(largest.get(name, 0), size)
            memory = max(memory, peak_memory(process.pid))
            time.sleep(0.002)
    assert process.returncode == 0
    told = cost(residents, "12 d")
    together = [
        size for name, size in largest.items() if name in ("journal.h5", "results.h5") or name.endswith(".ckpt")
    ]
    assert len(together) == 3, largest
    assert 1 / 1.25 < told.memory_bytes / memory < 1.25
    assert 1 / 1.25 < told.disk_bytes / sum(sizes_in(out).values()) < 1.25
    assert 1 / 1.25 < told.peak_disk_bytes / sum(together) < 1.25


def peak_memory(pid):
    """Bytes. What ``wait4`` tells of a child begins with the memory of its parent."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"^VmHWM:\s*(\d+) kB$", status, re.M)  # gone once the process has ended
    return int(found[1]) * 1024 if found else 0


def sizes_in(folder):
    """Bytes of each file, by name. What was just listed may be gone, its folder too, while the run goes on."""
    sizes = {}
    for above, _, names in os.walk(folder):  # passes over a folder that is gone
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                sizes[name] = (Path(above) / name).stat().st_size
    return sizes
