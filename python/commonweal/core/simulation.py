# SPDX-License-Identifier: Apache-2.0
"""Agents of any kinds on any layers, the rules they live by, and what is observed of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from commonweal import _core
from commonweal.card import Card, Grid, Shown
from commonweal.core.active_set import ActiveSet, refuse_foreign
from commonweal.core.agents import Agents, add_agents
from commonweal.core.arguments import names_of, near, text, whole
from commonweal.core.clock import Clock, Duration, Moment
from commonweal.core.graph import Graph, inner
from commonweal.core.observe import Observer, observe
from commonweal.core.overlay import LayerOverlay, Overlay
from commonweal.core.rule import Rule, rule_of
from commonweal.core.series import Series, events_table, latest, series_table
from commonweal.core.trigger import add_trigger

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from commonweal.core.event_log import Entry

TickProgress: TypeAlias = Callable[[int, int], "bool | None"]
"""Called between ticks with the ticks that have been run and those that the run goes to; False stops."""


class Simulation(Shown):
    """Agents of any kinds on any layers, the rules they live by, and what is observed of them.

    It is described first, then run tick by tick. A tick undoes ties whose time is up, runs the rules that are due,
    observes, and turns triggers, which act from the next tick on. The same description and seed give the same bits on
    any number of threads.

    Args:
        seed: From 0 to 2**32 - 1.
        replicate: Another draw of the same seed, from 0 to 2**32 - 1.
        start: The beginning of tick 0, as for a :class:`Clock`.
        tick: How long a tick lasts, as for a :class:`Clock`.

    Raises:
        Error: For a seed, start or tick that is out of range. Every method raises it for names that are unknown, with
            the nearest one, and, but for those that only look, while the simulation runs.
    """

    def __init__(
        self, *, seed: int = 1, replicate: int = 0, start: Moment = "1970-01-01", tick: Duration = "1 h"
    ) -> None:
        self._clock = Clock(start, tick)
        self._engine = _core.Engine(
            seed=whole("seed", seed), replicate=whole("replicate", replicate), clock=self._clock._clock
        )
        self._seeds = (seed, replicate)
        self._kinds: list[str] = []
        self._graphs: dict[tuple[str, str], Graph] = {}
        self._rules: list[tuple[Rule, str, dict[str, Any]]] = []
        self._conditions: list[Callable[[int], bool]] = []
        self._observers: list[Callable[[Simulation], float]] = []

    def add_agents(
        self,
        kind: str,
        size: int,
        *,
        columns: Mapping[str, ArrayLike],
        ids: ArrayLike | Iterable[int] | None = None,
        segments: ArrayLike | Iterable[int] | None = None,
        rows: Iterable[Iterable[str]] = (),
    ) -> Agents:
        """Adds all agents of one kind.

        Args:
            kind: What they are called, such as ``"resident"``.
            size: How many there are.
            columns: One value for all, or an array of one value for each, (size,), by name. The type is that of the
                value: a 32-bit float or a whole number of 32, 16 or 8 bits without sign, or of 32 bits with one.
            ids: Persistent ids, which key random draws, (size,); from 0 on if not given.
            segments: How many agents each run of consecutive ones has that belong together; one for all if not given.
            rows: Names of columns that rules see together at neighbours, 16 bytes at most: they share a row in memory,
                which makes gathering faster.

        Returns:
            The agents, whose columns can be read and assigned.

        Raises:
            Error: One for all columns of another type or shape; if there is such a kind already; and for ids that are
                not distinct.
        """
        add_agents(self._engine, text("kind", kind), size, columns, ids, segments, rows)
        self._kinds.append(kind)
        return self.agents(kind)

    def agents(self, kind: str) -> Agents:
        """The agents of one kind.

        Args:
            kind: What they are called.

        Returns:
            The agents, whose columns can be read and assigned.

        Raises:
            Error: For an unknown kind, with the nearest name.
        """
        return Agents(self._engine, text("kind", kind))

    def add_layer(self, name: str, graph: Graph, *, of: str, to: str | None = None) -> None:
        """Adds ties that lead from the agents of one kind: to each other, or to those of another.

        The graph is shared, not copied.

        Args:
            name: What rules call the layer.
            graph: As many agents as there are of the kind ``of``.
            of: The kind whose neighbours rules see.
            to: The kind that the ties lead to, for a bipartite graph.

        Raises:
            Error: If the name is taken or the numbers of agents differ.
        """
        ties = inner(graph)
        if graph.is_bipartite and to is None:
            raise _core.Error(f"layer {name!r}: its ties lead to another kind; say which, as in to='organisation'")
        if to is not None and not graph.is_bipartite:
            raise _core.Error(f"layer {name!r}: its ties stay within one kind, so that `to` has no meaning")
        self._engine.add_layer(text("of", of), text("name", name), ties, to)
        self._graphs[of, name] = graph

    def join_layers(self, name: str, layers: Iterable[str], *, of: str) -> None:
        """Gives several layers a name together: rules see the neighbours of all, one who is in two of them twice.

        Args:
            name: What rules call them together.
            layers: Names of layers of this kind.
            of: The kind whose neighbours rules see.

        Raises:
            Error: If the name is taken, a layer is unknown, joined itself or named twice, or they lead to different
                kinds.
        """
        self._engine.join_layers(text("of", of), text("name", name), names_of("layers", layers))

    def overlay(self, layer: str, *, of: str) -> Overlay:
        """The ties of a layer that come and go; rules see them. Terms end by themselves as the simulation runs.

        Args:
            layer: Name of the layer.
            of: The kind that its ties lead from.

        Returns:
            The changes, which last as long as the simulation.

        Raises:
            Error: In the middle of a tick, and for joined layers.
        """
        self._engine.overlay(text("of", of), text("layer", layer))
        return LayerOverlay(self._engine, of, layer, self._graphs[of, layer])

    def active_set(self, kind: str, name: str = "active") -> ActiveSet:
        """A set of agents of one kind for the ``active`` of rules; nobody is in it at first.

        The same name gives the same set. A fork has its own, which is found in the fork under the same name.

        Args:
            kind: Whose agents it holds.
            name: Which of the sets of this kind.

        Returns:
            The set.

        Raises:
            Error: In the middle of a tick; and for a new one after the first step, with the nearest name.
        """
        return ActiveSet(self._engine, text("kind", kind), text("name", name))

    def add(
        self,
        rule: Rule,
        *,
        of: str,
        every: int = 1,
        phase: int = 0,
        after: Iterable[str | Rule] = (),
        active: ActiveSet | None = None,
        trigger: str | None = None,
        only_if: Callable[[int], bool] | None = None,
        **parameters: Any,
    ) -> None:
        """Adds a rule for the agents of one kind.

        Args:
            rule: A function under :func:`rule`.
            of: The kind whose columns it is given.
            every: Ticks from one run to the next, at least 1.
            phase: The first tick at which it runs, below ``every``.
            after: Rules whose writes it sees at a tick at which both run.
            active: The agents for whom it runs, as they are at each tick: one of :meth:`active_set`. Its arrays hold
                their values alone, in row order, and it is not called while there are none. All if not given.
            trigger: It runs only while the trigger of this name is on, or while a condition over the series that are
                observed by now holds, such as ``"mean_trust < 0.4 for 12 h"``.
            only_if: A condition of a :class:`Calendar` or a function of the tick, asked once at each tick at which it
                is due. It runs if the answer is true.
            **parameters: Of the rule, in place of the defaults.

        Raises:
            Error: If a column, layer or parameter is unknown, if the kind has a rule of this name already or one whose
                draws would be the same, if ``every`` or ``phase`` is out of range, if ``active`` is a set of another
                kind or simulation, for all mistakes in a condition, and after the first step.
        """
        checked = rule_of(rule)
        given = checked.with_parameters(parameters)
        if isinstance(after, (str, Rule)):
            raise _core.Error(f"rule {checked.name}: after is {after!r}; it must be a list of rules or their names")
        if active is not None:
            refuse_foreign(checked.name, active, self._engine)
        condition = self._condition_of(checked, only_if)
        self._engine.add_rule(
            kind=text("of", of),
            number=len(self._rules),
            name=checked.name,
            columns=checked.columns,
            neighbours=[(one.layer, one.column, one.weight, one.mean) for one in checked.neighbours.values()],
            draws=len(checked.draws),
            every=whole("every", every),
            phase=whole("phase", phase),
            after=names_of("after", [one.name if isinstance(one, Rule) else one for one in after]),
            active=None if active is None else (active.kind, active.name),
            trigger=text("trigger", trigger or ""),
            only_if=condition,
        )
        self._rules.append((checked, of, given))
        if isinstance(condition, int) and callable(only_if):
            self._conditions.append(only_if)

    def _condition_of(self, rule: Rule, only_if: Callable[[int], bool] | None) -> _core.Condition | int | None:
        if only_if is None or isinstance(only_if, _core.Condition):
            return only_if
        if not callable(only_if):
            raise _core.Error(f"rule {rule.name}: only_if is {only_if!r}; it must be a function of the tick")
        return len(self._conditions)

    def parameters(self, rule: Rule | str, *, of: str) -> dict[str, Any]:
        """The parameters of a rule as they are now; a copy.

        Args:
            rule: The rule or its name.
            of: The kind that it was added for.

        Returns:
            Values by name.

        Raises:
            Error: For a rule that was not added, with the nearest name.
        """
        return dict(self._added(rule, of)[2])

    def set_parameters(self, rule: Rule | str, *, of: str, **parameters: Any) -> None:
        """Changes parameters of a rule from the next tick on. A state that is loaded leaves them as they are.

        Args:
            rule: The rule or its name.
            of: The kind that it was added for.
            **parameters: New values by name.

        Raises:
            Error: For a parameter that the rule does not have; none is then changed.
        """
        added, _, given = self._added(rule, of)
        added.with_parameters(parameters)
        given.update(parameters)

    def _added(self, rule: Rule | str, of: str) -> tuple[Rule, str, dict[str, Any]]:
        name = rule.name if isinstance(rule, Rule) else text("rule", rule)
        for entry in self._rules:
            if (entry[0].name, entry[1]) == (name, of):
                return entry
        names = [entry[0].name for entry in self._rules if entry[1] == of]
        raise _core.Error(f"simulation: no rule {name!r} of kind {of}{near(name, names)}")

    def observe(
        self,
        name: str,
        observer: Observer | Callable[[Simulation], float],
        *,
        every: int = 1,
        phase: int = 0,
        unit: str = "1",
    ) -> None:
        """Observes a number at ticks phase, phase + every and so on, after the rules.

        A function of one's own is asked once more before the first tick, so that its mistakes show early.

        Args:
            name: Of the series.
            observer: :func:`sum`, :func:`mean`, :func:`count`, or a function of the simulation that returns a number.
            every: Ticks from one observation to the next, at least 1.
            phase: The first tick, below ``every``.
            unit: Of the number, such as ``"m"`` or ``"mm / h"``: what conditions may compare it with.

        Raises:
            Error: If there is a series of this name, if the unit is unknown, and after the first step.
        """
        ticks = {"every": whole("every", every), "phase": whole("phase", phase)}
        unit = text("unit", unit)
        if isinstance(observer, Observer):
            observe(self._engine, text("name", name), observer, unit=unit, **ticks)
        elif callable(observer):
            self._engine.observe(text("name", name), number=len(self._observers), unit=unit, **ticks)
            self._observers.append(observer)
        else:
            raise _core.Error(
                f"series {name!r}: {observer!r} is no observer; "
                "give core.sum, core.mean, core.count or a function of the simulation"
            )

    def add_trigger(
        self,
        name: str,
        *,
        start: str | None = None,
        end: str | None = None,
        series: str | None = None,
        above: float | None = None,
        below: float | None = None,
        off: float | None = None,
        hold: int = 1,
        release_hold: int = 1,
    ) -> None:
        """Adds a switch that conditions or an observed value turn, off at first; rules name it in ``trigger``.

        Args:
            name: Of the trigger.
            start: A condition over the series that are observed by now, such as ``"depth >= 2 m for 3 h"``: it is on
                from when it holds.
            end: Another condition: it is on until this holds. Until ``start`` does not hold, if not given.
            series: In place of ``start``: whose observations turn it.
            above: It is turned on by values of at least this, off again by values less than ``off``.
            below: In place of ``above``: on by values of at most this, off again by values of more than ``off``.
            off: On the safe side of ``above`` or ``below``; the same level if not given, never if infinite.
            hold: Observations in a row that it takes to turn on, at least 1.
            release_hold: Observations in a row that it takes to turn off, at least 1.

        Raises:
            Error: If the name is taken, not one of ``start`` and ``series`` or of ``above`` and ``below`` is given, a
                level or hold is out of range, and for all mistakes in the conditions. The ``series`` of levels that is
                unknown still at the first step is told then.
        """
        add_trigger(
            self._engine,
            name,
            start=start,
            end=end,
            series=series,
            above=above,
            below=below,
            off=off,
            hold=hold,
            release_hold=release_hold,
        )

    def check(self) -> None:
        """Looks at everything that is described, as the first step does; no rule can be added afterwards.

        Raises:
            Error: One that tells every unknown name in ``after``, ``trigger`` and triggers, every circle of rules that
                wait for each other, and every two rules of which one writes what the other writes or reads at one
                tick, but whose order ``after`` leaves open.
        """
        self._engine.check()

    def sweeps(self, tick: int) -> list[list[str]]:
        """The rules that run at a tick if no trigger or condition forbids it, in order; those in one list share a pass.

        Args:
            tick: The tick, from 0 on.

        Returns:
            Names of rules, one list for each pass over the agents.

        Raises:
            Error: As :meth:`check`.
        """
        return self._engine.sweeps(whole("tick", tick))

    def run(
        self,
        ticks: int,
        *,
        threads: int = 0,
        progress: TickProgress | None = None,
        log: Callable[[str], None] | None = None,
    ) -> bool:
        """Runs so many ticks, or until the progress callback says stop.

        Ctrl-C stops it after a whole tick with KeyboardInterrupt; the simulation can be run on. What a rule, a
        condition or an observer raises is the cause of an Error that names it and the tick; the simulation is then as
        it was before the tick.

        Args:
            ticks: How many.
            threads: How many to use; 0 for one on each processor. Results do not depend on it. Functions of Python
                run one at a time.
            progress: Called between ticks with the ticks that have been run and those that it goes to; False stops.
                It may look, assign to columns, save and fork.
            log: Told what is worth a line in a log, such as a trigger that was turned, with its date.

        Returns:
            False if the progress callback stopped it before the end.

        Raises:
            Error: As :meth:`check`; naming rule and tick, if a rule raises.
        """
        return self._engine.run(
            whole("ticks", ticks), threads=whole("threads", threads), calls=self, progress=progress, log=log
        )

    def step(self, *, threads: int = 0) -> None:
        """Runs one tick; see :meth:`run`.

        Args:
            threads: How many to use; 0 for one on each processor.

        Raises:
            Error: As :meth:`run`.
        """
        self.run(1, threads=threads)

    def _call_rule(
        self,
        number: int,
        agents: int,
        columns: list[NDArray[Any]],
        neighbours: list[NDArray[Any]],
        draws: list[NDArray[Any]],
    ) -> list[Entry]:
        rule, _, parameters = self._rules[number]
        return rule.run(agents, columns, neighbours, draws, parameters)

    def _ask_condition(self, number: int, tick: int) -> bool:
        return bool(self._conditions[number](tick))

    def _observe(self, number: int) -> float:
        return float(self._observers[number](self))

    @property
    def now(self) -> int:
        """Ticks that have been run."""
        return self._engine.now

    @property
    def date(self) -> datetime.datetime:
        """The beginning of the tick that runs next."""
        return self._clock.at(self.now)

    @property
    def clock(self) -> Clock:
        """What moment of the calendar a tick stands for."""
        return self._clock

    @property
    def series(self) -> Series:
        """What has been observed, by name."""
        return Series(self._engine)

    @property
    def triggers(self) -> dict[str, bool]:
        """Whether each trigger is on."""
        return self._engine.triggers

    def to_dataframe(self) -> pd.DataFrame:
        """All series as a table, one column each, by the date at which the tick of the observation begins.

        Where one is observed more seldom than another, the rest of its column is not a number.
        """
        return series_table(self.series, self._clock)

    def events(self) -> pd.DataFrame:
        """What rules have logged: tick, date, rule, agent (its id), what (a code of the rule's own) and value.

        A rule logs through the argument that it names in ``log``, see :func:`rule`. The table is in the order of tick,
        rule, agent, what and value.
        """
        return events_table(self._engine, self._clock)

    def save(self) -> bytes:
        """Everything that changes while it runs; parameters of rules belong to the description.

        Raises:
            Error: In the middle of a tick.
        """
        return self._engine.save()

    def load(self, state: bytes) -> None:
        """Goes back, or on, to a state that was saved by a simulation of the same description.

        Args:
            state: What :meth:`save` returned.

        Raises:
            Error: If it is the state of another one; the simulation then runs on only after a load that succeeds.
        """
        if not isinstance(state, bytes):
            raise _core.Error(f"state is of type {type(state).__name__}; it must be bytes that save() returned")
        self._engine.load(state)

    def fork(self) -> Simulation:
        """Another simulation that stands at the same tick and goes on by itself: the same bits, if nothing is changed.

        Graphs are shared; columns, parameters, active sets, series and triggers are its own.

        Raises:
            Error: In the middle of a tick.
        """
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._engine = self._engine.fork()
        copy._kinds = list(self._kinds)
        copy._graphs = dict(self._graphs)
        copy._rules = [(rule, of, dict(parameters)) for rule, of, parameters in self._rules]
        copy._conditions = list(self._conditions)
        copy._observers = list(self._observers)
        return copy

    def _card(self) -> Card:
        seed, replicate = self._seeds
        facts = [
            ("now", f"tick {self.now:,}, {self.date:%Y-%m-%d %H:%M}"),
            ("tick", str(self._clock.tick)),
            ("seed", f"{seed}, replicate {replicate}" if replicate else str(seed)),
            ("triggers", ", ".join(f"{name}: {'on' if on else 'off'}" for name, on in self.triggers.items())),
        ]
        kinds = [self.agents(kind) for kind in self._kinds]
        series = self.series
        grids = [
            Grid("Agents", ["kind", "count", "columns"], [[one.kind, f"{len(one):,}", listed(one)] for one in kinds]),
            Grid("Layers", ["name", "of", "ties"], [[n, of, f"{g.ties:,}"] for (of, n), g in self._graphs.items()]),
            Grid("Rules", ["name", "of", "parameters"], [[r.name, of, settings(g)] for r, of, g in self._rules]),
            Grid("Series", ["name", "observed", "latest"], [[name, *latest(series[name])] for name in series]),
        ]
        return Card("Simulation", facts, grids)

    def __repr__(self) -> str:
        rules = ", ".join(rule.name for rule, _, _ in self._rules) or "none"
        return f"<Simulation: {self.now} ticks to {self.date:%Y-%m-%d %H:%M}, rules {rules}>"


def listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def settings(parameters: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in parameters.items())
