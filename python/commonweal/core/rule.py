# SPDX-License-Identifier: Apache-2.0
"""Rules on whole columns."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commonweal._core import Error
from commonweal.core.arguments import names_of, near, text
from commonweal.core.event_log import Log

# What Simulation.add takes itself, so that no parameter can have the name.
TAKEN = ("rule", "of", "every", "phase", "after", "active", "trigger", "only_if")

if TYPE_CHECKING:
    from inspect import Parameter

    from numpy.typing import NDArray

    from commonweal.core.event_log import Entry


@dataclass(frozen=True)
class Neighbours:
    """What a rule sees of its agents' neighbours; made by :func:`neighbour_sum` and :func:`neighbour_mean`.

    Attributes:
        layer: Of ties that lead from the rule's agents.
        column: Of those whom the ties lead to.
        weight: A column of 32-bit floats that the ties carry, or empty.
        mean: Whether the sum is divided, by the number of neighbours or the sum of weights.
    """

    layer: str
    column: str
    weight: str = ""
    mean: bool = False


def neighbour_sum(layer: str, column: str, *, weight: str | None = None) -> Neighbours:
    """The sum of a column over each agent's neighbours, before the rule writes; 0 without neighbours.

    Args:
        layer: Of ties that lead from the rule's agents.
        column: Of those whom the ties lead to; the sum has its unit.
        weight: A column of 32-bit floats that the ties carry: each value counts as often as it says.

    Returns:
        What a rule takes in its ``neighbours``.
    """
    return Neighbours(text("layer", layer), text("column", column), text("weight", weight or ""))


def neighbour_mean(layer: str, column: str, *, weight: str | None = None) -> Neighbours:
    """The mean of a column over each agent's neighbours, before the rule writes; 0 without neighbours.

    Args:
        layer: Of ties that lead from the rule's agents.
        column: Of those whom the ties lead to; the mean has its unit.
        weight: A column of 32-bit floats that the ties carry: the weighted sum is divided by the sum of weights, or
            not at all where that is not above 0.

    Returns:
        What a rule takes in its ``neighbours``.
    """
    return Neighbours(text("layer", layer), text("column", column), text("weight", weight or ""), True)


class Rule:
    """A function on whole columns, and what it reads and writes; made by :func:`rule`.

    Called, it is still the plain function, so that it can be tested with arrays of one's own and no simulation.

    Attributes:
        name: What ``after``, errors and random draws call it.
        write: Columns that it changes in place.
        read: Columns that it reads.
        neighbours: What it sees of neighbours, by argument.
        draws: Arguments that are random numbers.
        log: The argument that adds to the event log, or None.
        parameters: Its keyword-only arguments and their defaults.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        name: str,
        write: list[str],
        read: list[str],
        neighbours: dict[str, Neighbours],
        draws: list[str],
        log: str | None,
    ) -> None:
        functools.update_wrapper(self, function)
        self.name = name
        self.write, self.read, self.neighbours, self.draws = tuple(write), tuple(read), neighbours, tuple(draws)
        self.log = log
        arguments = signature(function)
        mistakes = [*self._wrong_kinds(arguments), *self._wrong_names(arguments), *self._lost(function)]
        if mistakes:
            raise Error(f"rule {name}: " + "; ".join(mistakes))
        self.parameters = {key: one.default for key, one in arguments.items() if one.kind is one.KEYWORD_ONLY}
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<rule {self.name}: writes {', '.join(self.write) or 'nothing'}>"

    def _lists(self) -> dict[str, tuple[str, ...]]:
        log = () if self.log is None else (self.log,)
        neighbours = tuple(self.neighbours)
        return {"write": self.write, "read": self.read, "neighbours": neighbours, "draws": self.draws, "log": log}

    def _wrong_kinds(self, arguments: Mapping[str, Parameter]) -> Iterable[str]:
        for name, one in arguments.items():
            if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
                yield f"it takes {one}; its arguments must have names"
            elif one.kind is one.POSITIONAL_ONLY:
                yield f"{name!r} can be given by position only; take the '/' away"
            elif one.kind is one.KEYWORD_ONLY and one.default is one.empty:
                yield f"the parameter {name!r} needs a default"
            elif one.kind is one.KEYWORD_ONLY and name in TAKEN:
                yield f"the parameter {name!r} has the name of an argument of Simulation.add; choose another"
            elif one.kind is one.POSITIONAL_OR_KEYWORD and one.default is not one.empty:
                yield f"{name!r} has a default; parameters stand behind a '*'"

    def _wrong_names(self, arguments: Mapping[str, Parameter]) -> Iterable[str]:
        columns = [name for name, one in arguments.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
        lists = self._lists()
        listed = [name for names in lists.values() for name in names]
        unlisted = [name for name in columns if name not in listed]
        strays = [name for name in listed if name not in columns]
        for name in dict.fromkeys(listed):
            places = [where for where, names in lists.items() for one in names if one == name]
            if name in strays:
                yield f"{name!r} in {places[0]} is no argument of the function{near(name, unlisted)}"
            elif len(places) > 1:
                yield f"{name!r} is named in {' and in '.join(places)}"
        for name in unlisted:
            yield f"the argument {name!r} is named in none of {', '.join(lists)}{near(name, strays)}"

    def _lost(self, function: Callable[..., Any]) -> Iterable[str]:
        for name in lost_names(function, self.write):
            yield (
                f"{name!r} is made the name of something else, which changes nobody; write {name}[:] = ..., or "
                f"return {{{name!r}: ...}}, or choose another name for it"
            )

    def with_parameters(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """All parameters, those given instead of the defaults.

        Args:
            given: Values by name.

        Returns:
            Values of all parameters by name.

        Raises:
            Error: With the nearest name, for one that the rule does not have.
        """
        unknown = [name for name in given if name not in self.parameters]
        if unknown:
            told = "; ".join(f"no parameter {name!r}{near(name, self.parameters)}" for name in unknown)
            known = ", ".join(self.parameters) or "none"
            raise Error(f"rule {self.name}: {told}; its parameters: {known}")
        return {**self.parameters, **given}

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """The names of own columns in the order in which :meth:`run` takes them, and whether each is written."""
        return [*((name, True) for name in self.write), *((name, False) for name in self.read)]

    def run(
        self,
        agents: int,
        columns: list[NDArray[Any]],
        neighbours: list[NDArray[Any]],
        draws: list[NDArray[Any]],
        parameters: Mapping[str, Any],
    ) -> list[Entry]:
        """Calls the function with the arrays of one tick for so many agents, and copies in what it returns.

        Args:
            agents: How many.
            columns: Arrays of own columns, in the order of ``columns``, (agents,) each.
            neighbours: Arrays of what is seen of neighbours, in the order of ``neighbours``.
            draws: Arrays of random numbers, in the order of ``draws``.
            parameters: Values of all parameters by name.

        Returns:
            What it has logged.

        Raises:
            Error: If it returns something else than None or a dict of written columns with their shape and type.
        """
        names = [*self.write, *self.read, *self.neighbours, *self.draws]
        given = dict(zip(names, [*columns, *neighbours, *draws], strict=True))
        log = Log(agents)
        logs = {} if self.log is None else {self.log: log}
        try:
            returned = self._function(**given, **logs, **parameters)
        finally:
            logged = log.finish()
        if returned is not None:
            self._copy_in(returned, given)
        return logged

    def _copy_in(self, returned: Any, given: Mapping[str, NDArray[Any]]) -> None:
        import numpy as np

        if not isinstance(returned, Mapping):
            raise Error(
                f"it returned {type(returned).__name__}; a rule changes its written columns in place "
                "and returns None, or returns a dict of them"
            )
        mistakes, values = [], {}
        for name, value in returned.items():
            if name not in self.write:
                mistakes.append(f"it returned {name!r}, which it does not write{near(str(name), self.write)}")
                continue
            values[name] = array = np.asarray(value)
            wanted = given[name]
            if array.shape != wanted.shape or array.dtype != wanted.dtype:
                mistakes.append(
                    f"it returned {name!r} as {array.dtype} of the shape {array.shape}; "
                    f"it must be {wanted.dtype} of the shape {wanted.shape}"
                )
        if mistakes:
            raise Error("; ".join(mistakes))
        for name, value in values.items():
            given[name][...] = value


def rule(
    function: None = None,
    /,
    *,
    write: Iterable[str] = (),
    read: Iterable[str] = (),
    neighbours: Mapping[str, Neighbours] | None = None,
    draws: Iterable[str] = (),
    log: str | None = None,
    name: str | None = None,
) -> Callable[[Callable[..., Any]], Rule]:
    """Makes a rule of a function that is called once a tick with whole columns.

    >>> import commonweal as cw
    >>> @cw.rule(write=["trust"], read=["outages"])
    ... def lose_trust(trust, outages, *, loss=0.05):
    ...     trust -= loss * outages

    Each positional argument of the function is the array of one name below; keyword-only arguments are parameters and
    have defaults. Arrays are one-dimensional, with one value for each agent in row order. They are the simulation's own
    memory, without a copy, and read-only unless the rule writes them. A rule that writes its columns only in part
    leaves the others as they were. It may also return a dict of written columns, which are then copied in. A rule with
    an active set is given the values of the set's agents alone, as copies of which those written are copied back.

    Args:
        write: Columns that the function changes in place.
        read: Columns that it reads.
        neighbours: What it sees of neighbours, by argument: :func:`neighbour_sum` or :func:`neighbour_mean`, as 32-bit
            floats from before the rule writes.
        draws: Arguments that are independent random numbers from [0, 1), 32-bit floats; they depend on seed, rule,
            kind, agent's id and tick alone.
        log: An argument that is no array but a :class:`Log`: ``log(rows, what, value)`` adds to the event log.
        name: What ``after``, errors and random draws call the rule; that of the function if not given.
        function: Nothing: the decorator is called with its columns before it meets the function.

    Returns:
        A decorator that makes a :class:`Rule` of the function.

    Raises:
        Error: One for all mistakes: an argument that is in none of the lists or in two, a name that is no argument, a
            parameter without a default.
    """
    if function is not None:
        raise Error("@commonweal.rule stands above the function with its columns: @commonweal.rule(write=[...])")
    written, is_read, drawn = names_of("write", write), names_of("read", read), names_of("draws", draws)
    logged = None if log is None else text("log", log)
    seen = dict(neighbours or {})
    for argument, asked in seen.items():
        if not isinstance(asked, Neighbours):
            raise Error(f"neighbours: {argument!r} is {asked!r}; it must be neighbour_sum(...) or neighbour_mean(...)")

    def decorate(function: Callable[..., Any]) -> Rule:
        if not callable(function):
            raise Error(f"{function!r} is no function; write @rule(write=[...]) above one")
        named = getattr(function, "__name__", "") if name is None else name
        return Rule(
            function, name=text("name", named), write=written, read=is_read, neighbours=seen, draws=drawn, log=logged
        )

    return decorate


def signature(function: Callable[..., Any]) -> dict[str, Parameter]:
    """The arguments of a function."""
    import inspect

    return dict(inspect.signature(function).parameters)


def lost_names(function: Callable[..., Any], written: Iterable[str]) -> list[str]:
    """The written arguments to whose names the function gives another value, ``trust = trust - loss``, and loses it.

    It looks at the byte code, which is there where the source is not. A function that returns something may be meant.
    """
    import dis

    code = getattr(function, "__code__", None)
    lost: dict[str, None] = {}
    before = None
    for step in dis.get_instructions(code) if code else ():
        if step.opname in ("RETURN_VALUE", "RETURN_CONST"):
            given = before if step.opname == "RETURN_VALUE" else step
            if given is None or given.opname not in ("LOAD_CONST", "RETURN_CONST") or given.argval is not None:
                return []
        # `trust -= loss` works in place, and is a binary operation as well: "-=".
        in_place = before is not None and before.opname == "BINARY_OP" and before.argrepr.endswith("=")
        if step.opname.startswith(("STORE_FAST", "STORE_DEREF")) and not in_place:
            stored = step.argval if isinstance(step.argval, tuple) else (step.argval,)
            count = 1 if "LOAD" in step.opname else len(stored)
            lost |= dict.fromkeys(name for name in stored[:count] if name in written)
        before = step
    return list(lost)


def rule_of(rule: Rule) -> Rule:
    """A rule, and no bare function."""
    if not isinstance(rule, Rule):
        raise Error(f"{rule!r} is no rule; write @commonweal.rule(...) above the function")
    return rule
