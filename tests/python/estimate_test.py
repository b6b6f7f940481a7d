# SPDX-License-Identifier: Apache-2.0
"""The estimate of what a run costs, against runs."""

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


def test_the_measured_runs_are_estimated_within_a_factor_of_two():
    page = (FLOOD.parents[1] / "docs/reference/command_line.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\d,]+) \| (\d+) \| ([\d.]+) s" + r" \| ([\d.]+) MiB" * 3 + r" \|$", page, re.M)
    assert len(rows) == 6
    for residents, days, seconds, *mebibytes in rows:
        told = cost(int(residents.replace(",", "")), f"{days} d")
        measured = [float(seconds), *(float(size) * 2**20 for size in mebibytes)]
        for figure, value in zip(FIGURES, measured, strict=True):
            assert 0.5 < getattr(told, figure) / value < 2, (residents, days, figure)


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


def test_a_small_run_takes_what_is_estimated(tmp_path):
    """Memory and disk; time is the machine's."""
    out, disk, memory = tmp_path / "run", 0, 0
    words = ["run", FLOOD, "--out", out, "--set", "residents.count=20000", "--threads", "1", "--quiet"]
    process = subprocess.Popen([sys.executable, "-m", "commonweal", *map(str, words)])
    while process.poll() is None:
        disk, memory = max(disk, size_of(out)), max(memory, peak_memory(process.pid))
        time.sleep(0.005)
    assert process.returncode == 0
    told = cost(20_000, "60 d")
    assert 0.5 < told.memory_bytes / memory < 2
    assert 0.5 < told.disk_bytes / size_of(out) < 2
    assert told.peak_disk_bytes / disk > 0.5  # what was seen; a slow look may miss the most


def peak_memory(pid):
    """Bytes. What ``wait4`` tells of a child begins with the memory of its parent."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"^VmHWM:\s*(\d+) kB$", status, re.M)  # gone once the process has ended
    return int(found[1]) * 1024 if found else 0


def size_of(folder):
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size
        except FileNotFoundError:  # A checkpoint that has just been replaced.
            continue
    return total
