# SPDX-License-Identifier: Apache-2.0
"""Comparisons of runs, seed by seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from commonweal import _core
from commonweal.card import Card, Grid, Shown, number_text
from commonweal.run import Run, parameters_of

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commonweal.results import Array, Results
    from commonweal.student import PairedMean

#: A run, or the folder of one.
RunOrFolder: TypeAlias = Run | str | PathLike[str]


@dataclass(frozen=True)
class Quantity:
    """Something that is compared: a series or an indicator.

    Attributes:
        name: Such as ``"function"``.
        unit: Of its differences.
        meaning: One phrase.
        values: One row for each pair, by label; (pairs, hours) for a series, (pairs,) for an indicator.
    """

    name: str
    unit: str
    meaning: str
    values: dict[str, Array]


@dataclass(frozen=True)
class Course:
    """One run, as far as a comparison needs it."""

    run: Run
    key: tuple[int, int]
    complete: bool
    version: str
    start: datetime
    hours: int
    parameters: dict[str, Any]


class Comparison(Shown):
    """What changes from one scenario to others, estimated from pairs of runs with the same seed.

    Runs of one seed and replicate draw the same random numbers for the same agent, time and rule; what chance does to
    both falls out of their difference. Made by :func:`compare`.

    Attributes:
        baseline: Label of the runs that all others are compared with.
        labels: Labels of the others.
        pairs: Seed and replicate of each pair; the same for all labels.
        left_out: Seeds and replicates by label that have no counterpart under every other label.
        confidence: That of the intervals, such as 0.95.
    """

    def __init__(self, courses: Mapping[str, Sequence[Course]], baseline: str, confidence: float) -> None:
        self.baseline = baseline
        self.labels = tuple(label for label in courses if label != baseline)
        self.pairs = shared_keys(courses)
        self.left_out = {
            label: [course.key for course in runs if course.key not in self.pairs]
            for label, runs in courses.items()
            if len(runs) > len(self.pairs)
        }
        self.confidence = confidence
        self._parameters = {label: runs[0].parameters for label, runs in courses.items()}
        by_key = {label: {course.key: course for course in runs} for label, runs in courses.items()}
        self._runs = {label: [of[key].run for key in self.pairs] for label, of in by_key.items()}
        self._series, self._indicators = read_quantities(self._runs)

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """Values by label, by path, of the parameters that are not the same everywhere; None where there is none."""
        paths = dict.fromkeys(path for values in self._parameters.values() for path in values)
        table = {path: {label: values.get(path) for label, values in self._parameters.items()} for path in paths}
        return {path: row for path, row in table.items() if len({repr(value) for value in row.values()}) > 1}

    @property
    def series(self) -> list[str]:
        """Names of the hourly series that are compared.

        Variables by place are means over the places, or sums where they count something.
        """
        return list(self._series)

    @property
    def indicators(self) -> list[str]:
        """Names of the indicators that are compared; :attr:`Run.indicators` has their meanings."""
        return list(self._indicators)

    def to_dataframe(self, series: str | None = None) -> pd.DataFrame:
        """Mean differences with their confidence.

        Args:
            series: One of :attr:`series`; None for the indicators.

        Returns:
            For the indicators, one row for each label and indicator with the columns label, indicator, unit, baseline
            (mean over its runs), value (mean of the label's), difference (value less baseline), standard_error, low
            and high (ends of the interval). For a series, one row for each label and hour with label, time (beginning
            of the hour, local time) and the same columns from baseline on; in the series' unit.

        Raises:
            Error: Where there is no such series.
        """
        import pandas as pd

        if series is not None:
            quantity, times = self._one(series), self._times()
            tables = [
                pd.DataFrame({"label": label, "time": times, **self._columns(quantity, label)}) for label in self.labels
            ]
            return pd.concat(tables, ignore_index=True)
        rows = [
            {"label": label, "indicator": quantity.name, "unit": quantity.unit}
            | {name: float(value) for name, value in self._columns(quantity, label).items()}
            for label in self.labels
            for quantity in self._indicators.values()
        ]
        return pd.DataFrame(rows)

    def to_xarray(self) -> xr.Dataset:
        """The differences of every pair, for statistics of one's own.

        Returns:
            One variable for each series, (label, pair, time), and for each indicator, (label, pair). They hold the
            label's value less the baseline's, with ``units`` and ``long_name``. ``seed`` and ``replicate`` go along the
            pairs, ``time`` holds the beginnings of the hours.
        """
        import numpy as np
        import xarray as xr

        variables = {}
        for dimensions, quantities in (
            (("label", "pair", "time"), self._series),
            (("label", "pair"), self._indicators),
        ):
            for name, quantity in quantities.items():
                stacked = np.stack([self._difference(quantity, label) for label in self.labels])
                variables[name] = (dimensions, stacked, {"units": quantity.unit, "long_name": quantity.meaning})
        coordinates = {
            "label": list(self.labels),
            "time": self._times(),
            "seed": ("pair", [seed for seed, _ in self.pairs]),
            "replicate": ("pair", [replicate for _, replicate in self.pairs]),
        }
        attributes = {"baseline": self.baseline, "confidence": self.confidence}
        return xr.Dataset(variables, coords=coordinates, attrs=attributes)

    @overload
    def plot(
        self, series: str = "function", *, ax: Axes | None = None, engine: Literal["matplotlib"] = "matplotlib"
    ) -> Figure: ...
    @overload
    def plot(self, series: str = "function", *, engine: Literal["plotly"]) -> Any: ...
    def plot(self, series: str = "function", *, ax: Axes | None = None, engine: str = "matplotlib") -> Any:
        """The mean difference over time for each label, with the confidence interval as a band.

        Args:
            series: One of :attr:`series`.
            ax: Matplotlib axes to draw into; a new figure if not given.
            engine: ``"matplotlib"``, or ``"plotly"`` for a figure with every value under the pointer (extra
                ``notebook``), which is drawn into no axes.

        Returns:
            A figure of matplotlib, whose axes are ``figure.axes``, or a ``plotly.graph_objects.Figure``.

        Raises:
            Error: Where there is no such series or engine, ``ax`` is given to Plotly, or Plotly is not installed.
        """
        from commonweal.pictures import is_interactive
        from commonweal.results import Results

        quantity = self._one(series)
        statistics = {label: self._statistics(quantity, label) for label in self.labels}
        plotly = is_interactive(engine)
        if plotly and ax is not None:
            raise _core.Error("ax belongs to matplotlib; engine='plotly' cannot draw into it")
        with Results(self._runs[self.baseline][0].folder) as results:
            if plotly:
                from commonweal.pictures.interactive import difference

                return difference(results, quantity, statistics, self)
            from commonweal.pictures.difference import draw

            return draw(results, quantity, statistics, self, ax)

    def _one(self, series: str) -> Quantity:
        if series not in self._series:
            near = _core.nearest(str(series), self.series)
            meant = f"Did you mean {near!r}?" if near else f"They are {', '.join(self.series)}."
            raise _core.Error(f"the comparison has no series {series!r}. {meant}")
        return self._series[series]

    def _difference(self, quantity: Quantity, label: str) -> Array:
        difference: Array = quantity.values[label] - quantity.values[self.baseline]
        return difference

    def _statistics(self, quantity: Quantity, label: str) -> PairedMean:
        from commonweal.student import paired_mean

        return paired_mean(self._difference(quantity, label), self.confidence)

    def _columns(self, quantity: Quantity, label: str) -> dict[str, Array]:
        found = self._statistics(quantity, label)
        return {
            "baseline": quantity.values[self.baseline].mean(axis=0),
            "value": quantity.values[label].mean(axis=0),
            "difference": found.mean,
            "standard_error": found.standard_error,
            "low": found.low,
            "high": found.high,
        }

    def _times(self) -> Array:
        from commonweal.results import Results

        with Results(self._runs[self.baseline][0].folder) as results:
            return hours_of(results)

    def _card(self) -> Card:
        left = [f"{label}: {keys_text(keys)}" for label, keys in self.left_out.items()]
        facts = [
            ("baseline", self.baseline),
            ("pairs", f"{len(self.pairs)}, {keys_text(self.pairs)}"),
            ("left out", "; ".join(left)),
            ("interval", f"{self.confidence:.4g} of the mean" if len(self.pairs) > 1 else "none for a single pair"),
        ]
        facts += [] if self.parameters else [("parameters", "the same for all labels")]
        names = [self.baseline, *self.labels]
        changed = [[path, *(value_text(row[label]) for label in names)] for path, row in self.parameters.items()]
        header = ["indicator", "unit", self.baseline, "difference", "standard error", "low", "high"]
        grids = [Grid("Scenarios differ in", ["parameter", *names], changed, "Comparison.parameters")]
        for label in self.labels:
            rows = []
            for quantity in self._indicators.values():
                columns = self._columns(quantity, label)
                shown = [columns[name] for name in ("baseline", "difference", "standard_error", "low", "high")]
                rows.append([quantity.name, quantity.unit, *(number_text(float(value)) for value in shown)])
            grids.append(Grid(f"{label} less {self.baseline}", header, rows))
        return Card(f"Comparison: {', '.join(self.labels)} with {self.baseline}", facts, grids)

    def __repr__(self) -> str:
        return f"<Comparison: {', '.join(self.labels)} with {self.baseline}, {len(self.pairs)} pairs>"


def compare(
    runs: Mapping[str, RunOrFolder | Sequence[RunOrFolder]], *, baseline: str | None = None, confidence: float = 0.95
) -> Comparison:
    """Compares runs of scenarios in pairs of the same seed and replicate.

    Args:
        runs: A complete run, or a list of those of one scenario with distinct seeds, by a label for each scenario;
            folders of runs stand for these.
        baseline: Label that the others are compared with; the first one if not given.
        confidence: Of the intervals, between 0 and 1.

    Returns:
        The differences of series and indicators; seeds that not all labels have are left out.

    Raises:
        Error: With every reason why the runs cannot be compared.
        ConfigError: Where ``confidence`` or ``baseline`` is none.
    """
    if isinstance(confidence, bool) or not isinstance(confidence, (int, float)) or not 0 < confidence < 1:
        _core.refuse_keyword("confidence", value=repr(confidence), rule="must be a number between 0 and 1")
    if not isinstance(runs, Mapping) or len(runs) < 2 or not all(isinstance(label, str) for label in runs):
        rule = 'must be a mapping of two or more labels to runs such as {"as it is": [run], "more staff": [other]}'
        _core.refuse_keyword("runs", value=repr(runs), rule=rule)
    if baseline is not None and baseline not in runs:
        rule = f"must be a label of runs: {', '.join(map(repr, runs))}"
        _core.refuse_keyword("baseline", value=repr(baseline), rule=rule)
    reasons: list[str] = []
    courses = {label: courses_of(label, given, reasons) for label, given in runs.items()}
    reasons += clashes(courses)
    if reasons:
        raise _core.Error("the runs cannot be compared:" + "".join(f"\n- {reason}" for reason in reasons))
    return Comparison(courses, next(iter(runs)) if baseline is None else baseline, float(confidence))


def courses_of(label: str, given: RunOrFolder | Sequence[RunOrFolder], reasons: list[str]) -> list[Course]:
    """The runs of one label; why they cannot be read is added to the reasons."""
    some: Sequence[Any] = given if isinstance(given, Sequence) and not isinstance(given, str) else [given]
    if not some:
        reasons.append(f"{label!r} has no run")
    courses = []
    for one in some:
        if not isinstance(one, (Run, str, PathLike)):
            reasons.append(f"{label!r}: {one!r} is no run and no folder of one")
            continue
        try:
            courses.append(course_of(one if isinstance(one, Run) else Run(fspath(one))))
        except _core.Error as problem:
            reasons.append(f"{label!r}: {problem}")
    return courses


def course_of(run: Run) -> Course:
    from commonweal.results import Results

    with Results(run.folder) as results:
        return Course(
            run=run,
            key=(int(run.manifest["seed"]), int(run.manifest.get("replicate", 0))),
            complete=results.complete,
            version=str(run.manifest.get("version", "")),
            start=results.start,
            hours=len(results.read("time")),
            parameters=parameters_of(results),
        )


def clashes(courses: Mapping[str, Sequence[Course]]) -> list[str]:
    """Why runs that can be read cannot be compared."""
    every = [(label, course) for label, some in courses.items() for course in some]
    if not every:
        return []
    first_label, first = every[0]
    reasons = [f"{label!r}: the run in {one.run.folder} has not ended" for label, one in every if not one.complete]
    for label, some in courses.items():
        reasons += clashes_within(label, some)
    for label, one in every[1:]:
        named = f"the run of {label!r} in {one.run.folder}"
        if one.version != first.version:
            reasons.append(f"{named} is of version {one.version}, that of {first_label!r} of {first.version}")
        if (one.start, one.hours) != (first.start, first.hours) and one.complete and first.complete:
            reasons.append(
                f"{named} has {one.hours} hours from {one.start:%Y-%m-%d %H:%M}, "
                f"that of {first_label!r} {first.hours} from {first.start:%Y-%m-%d %H:%M}"
            )
    if all(courses.values()) and not shared_keys(courses):
        seeds = "; ".join(f"{label!r} has {keys_text([one.key for one in some])}" for label, some in courses.items())
        reasons.append(f"no seed is that of a run of every label: {seeds}")
    return reasons


def clashes_within(label: str, some: Sequence[Course]) -> list[str]:
    """Why runs do not belong under one label."""
    reasons = []
    seen: dict[tuple[int, int], Course] = {}
    for one in some:
        if one.key in seen:
            folders = f"{seen[one.key].run.folder} and {one.run.folder}"
            reasons.append(f"{label!r} has {keys_text([one.key])} twice, in {folders}")
        seen.setdefault(one.key, one)
        other = some[0].parameters
        differ = [path for path in {**other, **one.parameters} if other.get(path) != one.parameters.get(path)]
        if differ:
            shown = ", ".join(differ[:5]) + (", ..." if len(differ) > 5 else "")
            reasons.append(f"{label!r}: the runs in {some[0].run.folder} and {one.run.folder} differ in {shown}")
    return reasons


def shared_keys(courses: Mapping[str, Sequence[Course]]) -> list[tuple[int, int]]:
    """Seeds and replicates that every label has, ascending."""
    return sorted(set.intersection(*({course.key for course in some} for some in courses.values())))


def keys_text(keys: Sequence[tuple[int, int]]) -> str:
    """Seeds, with their replicates where these are not 0."""
    words = [f"{seed}/{replicate}" if replicate else str(seed) for seed, replicate in keys]
    return ("seed " if len(words) == 1 else "seeds ") + ", ".join(words)


def value_text(value: Any) -> str:
    return "none" if value is None else str(value)


def hours_of(results: Results) -> Array:
    """The beginnings of the hours, local time."""
    import numpy as np

    return np.datetime64(results.start, "ns") + results.read("time") * np.timedelta64(3_600_000_000_000, "ns")


def read_quantities(runs: Mapping[str, Sequence[Run]]) -> tuple[dict[str, Quantity], dict[str, Quantity]]:
    """Series and indicators that all runs have; one run is in memory at a time."""
    import numpy as np

    from commonweal.indicators import indicators_of
    from commonweal.results import Results

    series: dict[str, dict[str, list[Array]]] = {}
    numbers: dict[str, dict[str, list[Array]]] = {}
    notes: dict[str, tuple[str, str]] = {}
    for label, some in runs.items():
        for run in some:
            with Results(run.folder) as results:
                for name in comparable(results):
                    series.setdefault(name, {}).setdefault(label, []).append(over_places(results, name))
                    notes[name] = (results.unit(name), str(results.attributes(name).get("long_name", name)))
                for indicator in indicators_of(results).values():
                    numbers.setdefault(indicator.name, {}).setdefault(label, []).append(np.array(indicator.value))
                    notes[indicator.name] = (indicator.unit, indicator.meaning)

    def gathered(found: dict[str, dict[str, list[Array]]]) -> dict[str, Quantity]:
        return {
            name: Quantity(name, *notes[name], {label: np.stack(values) for label, values in of.items()})
            for name, of in found.items()
            if all(len(of.get(label, ())) == len(some) for label, some in runs.items())
        }

    return gathered(series), gathered(numbers)


def comparable(results: Results) -> list[str]:
    """Hourly variables whose differences mean something: no coordinates, texts or codes."""
    names = []
    for name in results.variables():
        dimensions, attributes = results.dimensions(name), results.attributes(name)
        if dimensions[0] == "time" and name != "time" and "flag_meanings" not in attributes:
            names.append(name)
    return names


def over_places(results: Results, name: str) -> Array:
    """An hourly variable, (hours,): the mean over its places, or the sum where it counts whole things."""
    values = results.read(name)
    flat = values.reshape(len(values), -1).astype(float)
    hourly: Array = flat.mean(axis=1) if values.dtype.kind == "f" else flat.sum(axis=1)
    return hourly
