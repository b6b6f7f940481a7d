# SPDX-License-Identifier: Apache-2.0
"""Stops a run from outside as Ctrl-C does: by a signal of the batch system, or when its time is over."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from commonweal import _core

#: What batch systems and closed terminals send.
SIGNALS = (signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A run is asked to stop, and to leave a checkpoint.

    Args:
        reason: Name of the signal, or of the option.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Raises Stopped at the first of SIGNALS; later ones change nothing, for a checkpoint is being written.

    A signal that the command was started to ignore, as ``nohup`` does, stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():  # Python lets no other heed signals.
        yield
        return
    before = {one: signal.getsignal(one) for one in SIGNALS}
    heeded = [one for one in SIGNALS if before[one] is not signal.SIG_IGN]

    def heed(number: int, frame: FrameType | None) -> None:
        for one in heeded:
            signal.signal(one, signal.SIG_IGN)
        raise Stopped(signal.Signals(number).name)

    try:
        for one in heeded:
            signal.signal(one, heed)
        yield
    finally:
        for one in heeded:
            signal.signal(one, before[one] or signal.SIG_DFL)


def until(walltime: float | None, progress: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """The progress callback, which raises Stopped when so many seconds from now have gone by."""
    if walltime is None:
        return progress
    end = time.monotonic() + walltime

    def call(hour: int, hours: int) -> None:
        progress(hour, hours)
        if hour < hours and time.monotonic() >= end:
            raise Stopped("--max-walltime")

    return call


def seconds(text: str) -> float:
    """What ``--max-walltime`` means."""
    value, reason, near = _core.read_quantity(text, "s")
    if value is None or not value > 0:
        told = "; ".join(part for part in ('must be a time above 0 with its unit, such as "2 h"', reason) if part)
        raise typer.BadParameter(f"is {text}; {told}." + (f" Did you mean {near}?" if near else ""))
    return value
