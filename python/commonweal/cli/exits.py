# SPDX-License-Identifier: Apache-2.0
"""How a command ends: the codes that a shell or a batch system sees."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """One way to end; ``meaning`` is what the documentation says of it."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> ExitCode:
        made = int.__new__(cls, code)
        made._value_ = code
        made.meaning = meaning
        return made

    DONE = 0, "done"
    FAILED = 1, "something failed; one message says what"
    WRONG_INPUT = 2, "the command, the scenario, a `--set` or the path of a key is wrong; every mistake is listed"
    STOPPED = 75, "stopped by SIGTERM, SIGHUP or `--max-walltime`; `commonweal resume` goes on"
    INTERRUPTED = 130, "stopped with Ctrl-C; `commonweal resume` goes on"
