# SPDX-License-Identifier: Apache-2.0
"""Runs that a batch system stops, and that go on to the same bytes."""

import functools
import json
import os
import signal
import subprocess
import sys
import threading
import time

import commonweal as cw
import pytest
from commonweal import _core
from commonweal.cli import app
from commonweal.cli.stopping import Stopped, stopping_on_signals, until
from flood import FLOOD
from typer.testing import CliRunner

SETTINGS = ["--set", "residents.count=100000", "--no-pictures", "--quiet"]


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def start(out, *words, ignore=(), heed=(signal.SIGTERM, signal.SIGHUP)):
    """A process of its own; what it ignores or heeds does not depend on who started the tests."""

    def prepare():
        for one in heed:
            signal.signal(one, signal.SIG_DFL)
        for one in ignore:
            signal.signal(one, signal.SIG_IGN)

    command = [sys.executable, "-m", "commonweal", "run", str(FLOOD), "--out", str(out), *SETTINGS, *words]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=functools.partial(prepare)
    )


def wait_until_it_runs(process, out):
    while not (out / "journal.h5").exists():
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "whole"
    assert call("run", FLOOD, "--out", out, *SETTINGS).exit_code == 0
    return (out / "results.h5").read_bytes()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_a_run_that_resumes_to_the_same_bytes(number, whole, tmp_path):
    out = tmp_path / "run"
    process = start(out, "--json")
    wait_until_it_runs(process, out)
    process.send_signal(number)
    process.send_signal(number)  # Batch systems repeat themselves.
    told, said = process.communicate(timeout=60)
    assert process.returncode == 75, said
    assert "Traceback" not in said
    document = json.loads(told)
    assert (document["exit_code"], document["stopped_by"], document["state"]) == (75, number.name, "interrupted")
    assert document["resume"] == f"commonweal resume {out}"
    assert f"stopped by {number.name} after {document['hour']}" in said
    assert 0 < document["hour"] < 1440
    assert cw.load(out).to_xarray().sizes["time"] == document["hour"]
    assert any(f"{document['hour']:06}" in file.name for file in (out / "checkpoints").iterdir())
    assert call("resume", out, "--no-pictures").exit_code == 0
    assert (out / "results.h5").read_bytes() == whole


def test_a_run_stops_when_its_time_is_over_again_and_again(whole, tmp_path):
    out = tmp_path / "run"
    first = call("run", FLOOD, "--out", out, *SETTINGS, "--max-walltime", "0.1 s", "--json")
    assert first.exit_code == 75
    hour = json.loads(first.stdout)["hour"]
    second = call("resume", out, "--no-pictures", "--max-walltime", "0.001 s", "--json")
    assert second.exit_code == 75
    assert hour < json.loads(second.stdout)["hour"] < 1440
    assert f"commonweal resume {out}" in second.stderr
    assert call("resume", out, "--no-pictures", "--max-walltime", "2 h").exit_code == 0
    assert (out / "results.h5").read_bytes() == whole


def test_a_run_that_ends_in_time_is_complete(whole, tmp_path):
    assert call("run", FLOOD, "--out", tmp_path / "run", *SETTINGS, "--max-walltime", "1 d").exit_code == 0
    assert (tmp_path / "run/results.h5").read_bytes() == whole


def test_a_signal_that_was_ignored_stays_ignored(whole, tmp_path):
    out = tmp_path / "run"
    process = start(out, ignore=[signal.SIGHUP], heed=[signal.SIGTERM])
    wait_until_it_runs(process, out)
    process.send_signal(signal.SIGHUP)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert (out / "results.h5").read_bytes() == whole


def test_after_a_command_signals_do_what_they_did(tmp_path):
    before = [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)]
    call("run", FLOOD, "--out", tmp_path / "run", *SETTINGS, "--max-walltime", "0.001 s")
    assert [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)] == before


@pytest.mark.parametrize("time_", ["2", "2 kg", "-1 h", "0 s", "soon", "nan s"])
def test_a_time_without_unit_or_length_is_refused(time_, tmp_path):
    result = call("run", FLOOD, "--out", tmp_path / "run", "--max-walltime", time_)
    assert result.exit_code == 2
    assert "--max-walltime" in result.stderr
    assert not (tmp_path / "run").exists()


def test_a_signal_while_pictures_are_drawn_leaves_a_complete_run(tmp_path, monkeypatch):
    monkeypatch.setattr(cw.Run, "save_pictures", lambda run: os.kill(os.getpid(), signal.SIGTERM))
    small = ["--set", "residents.count=5000", "--set", "time.duration=8 d"]
    result = call("run", FLOOD, "--out", tmp_path / "run", *small)
    assert result.exit_code == 75
    assert "stopped when the run was complete" in result.stderr
    assert cw.load(tmp_path / "run").complete


def test_a_signal_before_the_run_begins_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(_core, "run", lambda *words, **options: os.kill(os.getpid(), signal.SIGTERM))
    result = call("run", FLOOD, "--out", tmp_path / "run", "--no-pictures")
    assert result.exit_code == 75
    assert "stopped by SIGTERM before anything was written" in result.stderr
    assert not (tmp_path / "run").exists()


def test_time_that_is_over_at_the_last_hour_stops_nothing():
    heard = []
    report = until(0.0, lambda hour, hours: heard.append(hour))
    with pytest.raises(Stopped, match="--max-walltime"):
        report(4, 5)
    report(5, 5)
    assert heard == [4, 5]


def test_threads_besides_the_main_one_heed_no_signals():
    raised = []

    def work():
        try:
            with stopping_on_signals():
                pass
        except ValueError as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert raised == []
