# SPDX-License-Identifier: Apache-2.0
"""Which bar shows how far a run is, and a first run."""

import io
import sys
from types import SimpleNamespace

import commonweal as cw
import pytest
from commonweal.progress import HourCounter, NotebookBar, bar_here


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def notebook(monkeypatch):
    shell = SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))


def test_nobody_looking_on_sees_no_bar(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert bar_here() is None


def test_a_terminal_has_a_bar_of_rich(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert isinstance(bar_here(), HourCounter)


def test_a_shell_of_ipython_is_no_notebook(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=SimpleNamespace))
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert isinstance(bar_here(), HourCounter)


def test_a_notebook_has_a_bar_of_tqdm_that_counts_to_the_end(notebook, capsys):
    with bar_here() as bar:
        assert isinstance(bar, NotebookBar)
        bar(10, 40)
        bar(40, 40)
    shown = capsys.readouterr().err
    assert "simulating" in shown
    assert "40/40" in shown


def test_a_notebook_without_tqdm_has_no_bar(notebook, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert bar_here() is None


def test_a_run_draws_a_bar_where_a_person_looks_on(small_flood, monkeypatch, tmp_path):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    small_flood.run(progress=None)
    small_flood.run(progress=False)
    assert terminal.getvalue() == ""
    small_flood.run()
    assert "simulating" in terminal.getvalue()
    stopped = small_flood.run(out=tmp_path / "run", progress=lambda hour, hours: hour < 50)
    terminal.truncate(0)
    assert cw.resume(stopped.folder).complete
    assert "simulating" in terminal.getvalue()


@pytest.mark.parametrize("wrong", ["bar", 3, True])
def test_another_progress_is_a_mistake(small_flood, wrong):
    with pytest.raises(cw.ConfigError, match='must be "auto", None or a function of the hours'):
        small_flood.run(progress=wrong)


def test_the_demo_runs_a_flood_and_says_what_to_try_next(capsys):
    run = cw.demo()
    printed = capsys.readouterr().out
    assert run.complete
    assert "20,000 residents" in printed
    assert run.summary() in printed
    for line in ('run.plot("function")', "cw.compare(", "run.to_xarray()"):
        assert line in printed


def test_what_the_demo_tells_to_try_works(capsys):
    run = cw.demo()
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    code = "\n".join(line.split("   ")[0] for line in lines if not line.startswith("run = "))
    small = 'cw.load("zhengzhou_720"'
    code = code.replace(f"{small}, set={{", f'{small}, set={{"residents.count": 20000, ')
    code = code.replace(f"{small})", f'{small}, set={{"residents.count": 20000}})')
    exec(code, {"cw": cw, "run": run})
    assert "offices.staff_per_10k" in capsys.readouterr().out
