# SPDX-License-Identifier: Apache-2.0
"""The page of benchmarks tells of all of them, from the figures kept beside it."""

import json

import pytest
from tool import tool

benchmarks = tool("benchmarks")


def test_every_benchmark_has_been_measured():
    results = json.loads(benchmarks.RESULTS.read_text())
    assert sorted(results) == benchmarks.all_benchmarks()
    for stem, entry in results.items():
        assert entry["runs"], stem


def test_the_page_is_made_of_the_figures():
    assert benchmarks.PAGE.read_text() == benchmarks.page(json.loads(benchmarks.RESULTS.read_text()))


def test_a_run_keeps_its_name_its_time_and_the_counters_of_speed():
    run = {
        "name": "alone/people:1000/iterations:3",
        "real_time": 2.5,
        "time_unit": "ms",
        "per_person_day": 3.1e-9,
        "attacked": 0.79,
    }
    assert benchmarks.measured(run) == {
        "name": "alone/people:1000",
        "seconds": pytest.approx(0.0025),
        "counters": {"per_person_day": 3.1e-9},
    }


@pytest.mark.parametrize(
    ("seconds", "text"), [(1.234, "1.23 s"), (0.0123, "12.3 ms"), (4.5e-5, "45 us"), (3.1e-9, "3.1 ns")]
)
def test_durations_have_units(seconds: float, text: str):
    assert benchmarks.duration(seconds) == text
