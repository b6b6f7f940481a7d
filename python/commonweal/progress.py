# SPDX-License-Identifier: Apache-2.0
"""A progress bar on the terminal, with rate and remaining time."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class HourCounter:
    """Shows how far a run is; call it with the hours that have been run and all hours.

    Args:
        draw: Whether to draw a bar on the standard error.
    """

    def __init__(self, *, draw: bool) -> None:
        self.hour = 0
        self.hours = 0
        self._update: Callable[[], None] = lambda: None
        self._bar: Progress | None = self._make_bar() if draw else None

    def _make_bar(self) -> Progress:
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

    def _show(self, bar: Progress, task: TaskID) -> None:
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
