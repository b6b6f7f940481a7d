# SPDX-License-Identifier: Apache-2.0
"""Progress bars, with rate and remaining time: rich's on a terminal, tqdm's in a notebook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from commonweal import _core

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

#: Called with the hours that have been run and all hours, about 50 times a second and at every twentieth of the run;
#: answering False stops the run.
Progress: TypeAlias = Callable[[int, int], "bool | None"]
#: How a run shows its progress, ``"auto"`` for a bar where a person may look on, None or False for none, or a function.
Shows: TypeAlias = Progress | Literal["auto", False] | None


class HourCounter:
    """Shows how far a run is; call it with the hours that have been run and all hours.

    Args:
        draw: Whether to draw a bar on the standard error.
    """

    def __init__(self, *, draw: bool) -> None:
        self.hour = 0
        self.hours = 0
        self._update: Callable[[], None] = lambda: None
        self._bar: Bar | None = self._make_bar() if draw else None

    def _make_bar(self) -> Bar:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("h  {task.fields[rate]}"),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            transient=True,
        )
        task = bar.add_task("simulating", total=None, rate="")
        self._update = lambda: self._show(bar, task)
        return bar

    def _show(self, bar: Bar, task: TaskID) -> None:
        speed = bar.tasks[0].speed
        bar.update(task, completed=self.hour, total=self.hours, rate=f"{speed:,.0f} h/s" if speed else "")

    def __enter__(self) -> HourCounter:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, hour: int, hours: int) -> None:
        self.hour, self.hours = hour, hours
        self._update()


class NotebookBar:
    """Shows in a notebook how far a run is; call it with the hours that have been run and all hours."""

    def __init__(self) -> None:
        from tqdm.auto import tqdm

        self._bar = tqdm(desc="simulating", unit="h", leave=False)

    def __enter__(self) -> NotebookBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        self._bar.close()

    def __call__(self, hour: int, hours: int) -> None:
        self._bar.total = hours
        self._bar.update(hour - self._bar.n)
        if hour == hours:
            self._bar.refresh()  # A short run ends before tqdm's first look at the clock.


def in_notebook() -> bool:
    """Whether a kernel of Jupyter runs this program."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and hasattr(shell, "kernel")


def bar_here() -> HourCounter | NotebookBar | None:
    """The bar that fits where the program runs; none where nobody looks on, or where a notebook lacks tqdm."""
    from importlib.util import find_spec

    if in_notebook():
        return NotebookBar() if find_spec("tqdm") else None
    return HourCounter(draw=True) if sys.stderr.isatty() else None


@contextmanager
def reporting(progress: Shows) -> Iterator[Progress | None]:
    """What the library is to call, and the bar around it."""
    given: Any = progress  # Whatever a program without type checks may hand in.
    if given is None or given is False:
        yield None
    elif given == "auto":
        bar = bar_here()
        with bar or nullcontext():
            yield bar
    elif callable(given):
        yield given
    else:
        rule = 'must be "auto", None or a function of the hours that have been run and all hours'
        _core.refuse_keyword("progress", value=repr(progress), rule=rule)
