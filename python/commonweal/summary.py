# SPDX-License-Identifier: Apache-2.0
"""A run in ten lines of plain words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from commonweal import _core
from commonweal.results import community_names, days_lost

if TYPE_CHECKING:
    from commonweal.results import Array, Results

#: Water at the lowest ground of a cell from which walking is unsafe, m.
DEEP = 0.3
#: Function that counts as normal life, share of the first hour's.
NORMAL = 0.98


class Words:
    """Dates and counts as people say them. A row stands for one hour: rain falls in the hour, all else is how things
    are at its end."""

    def __init__(self, results: Results) -> None:
        self.start = results.start
        self.hours = results.read("time")
        self.so_far = "" if results.complete else " so far"

    def day(self, row: int) -> str:
        """The day of a row's hour."""
        return f"{self._day(row)} {self._moment(row):%Y}"

    def hour(self, row: int) -> str:
        """A row's hour, from its beginning to its end."""
        return f"{self._day(row)}, {self._moment(row):%H:%M} to {self._moment(row + 1):%H:%M}"

    def end(self, row: int) -> str:
        """The end of a row's hour."""
        return f"{self._day(row + 1)}, {self._moment(row + 1):%H:%M}"

    def _moment(self, row: int) -> datetime:
        """When a row's hour begins; the row after the last one has none, but begins where that one ends."""
        return self.start + timedelta(hours=float(self.hours[0]) + row)

    def _day(self, row: int) -> str:
        return f"{self._moment(row).day} {self._moment(row):%B}"


def many(count: float, thing: str, things: str = "") -> str:
    return f"{count:,.0f} {thing if round(count) == 1 else things or thing + 's'}"


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def last_row(condition: Array) -> int | None:
    """The last row where the condition holds."""
    rows = np.flatnonzero(condition)
    return int(rows[-1]) if rows.size else None


def who_and_when(results: Results, words: Words, manifest: Mapping[str, Any]) -> str:
    span = f"{words.day(0)} to {words.day(words.hours.size - 1)}"
    if not results.complete:
        return (
            f"{results.title}, seed {manifest['seed']}: a run that has not ended; {words.hours.size:,} hours of it, "
            f"{span}, are safe."
        )
    residents = many(results.read("communities/residents").sum(), "resident")
    communities = many(results.read("community").size, "community", "communities")
    subdistricts = many(np.unique(results.read("communities/subdistrict")).size, "subdistrict")
    return f"{results.title}: {residents} in {communities} of {subdistricts}, {span}, seed {manifest['seed']}."


def rain(results: Results, words: Words) -> str:
    values = results.read("rain")
    if not values.any():
        return "No rain fell."
    worst = int(values.argmax())
    return (
        f"Where it rained most, {values.sum():,.0f} mm fell in all and {values.max():,.0f} mm in the worst hour, "
        f"{words.hour(worst)}."
    )


def water(results: Results, words: Words) -> str:
    depth = results.read("depth")
    deep = (depth >= DEEP).sum(axis=1)
    if not deep.any():
        return f"Water stood nowhere deeper than {depth.max():.2f} m."
    worst, last = int(deep.argmax()), last_row(deep > 0)
    left = "some still does" if last == deep.size - 1 else f"the last of it left on {words.day((last or 0) + 1)}"
    return (
        f"Water stood {DEEP} m or deeper in {deep.max()} of {depth.shape[1]} cells on {words.end(worst)}, "
        f"{depth.max():.1f} m in the deepest, and {left}."
    )


def power(results: Results, words: Words) -> str:
    dark = results.read("households_without_power")
    if not dark.any():
        return "No household lost power."
    last = last_row(dark > 0)
    back = f"the last had it back on {words.day((last or 0) + 1)}"
    if last == dark.size - 1:
        back = f"not all have it back{words.so_far}"
    worst = int(dark.argmax())
    of_all = ""
    if results.complete:
        households = int(results.read("communities/households").sum())
        of_all = f" of {households:,} ({percent(dark.max() / households)})"
    return f"At the worst, {words.end(worst)}, {many(dark.max(), 'household')}{of_all} had no power; {back}."


def warning(results: Results) -> str:
    residents = results.read("communities/residents") if results.complete else None
    informed = float(np.average(results.read("informed")[-1], weights=residents))
    protected = float(np.average(results.read("protected")[-1], weights=residents))
    return f"The warning reached {percent(informed)} of residents, and {percent(protected)} took protective action."


def function(results: Results, words: Words) -> str:
    mean = results.read("function").mean(axis=(1, 2))
    low = int(mean.argmin())
    below = last_row(mean < NORMAL * mean[0])
    if below is None:
        return f"Life in the communities never fell below its normal level{words.so_far}."
    if below < mean.size - 1:
        back = f"stayed above {percent(NORMAL)} of it from {words.day(below + 1)} on"
    elif results.complete:
        back = f"had not regained {percent(NORMAL)} of it by the end"
    else:
        back = f"has not regained {percent(NORMAL)} of it so far"
    return f"The communities' function fell to {percent(mean[low] / mean[0])} of normal by {words.end(low)} and {back}."


def hardest_hit(results: Results, words: Words) -> str:
    values = results.read("function")
    loss, mean = days_lost(values), values.mean(axis=(1, 2))
    if round(24 * loss.max()) == 0 and mean.min() >= NORMAL * mean[0]:
        return f"No community lost function worth telling{words.so_far}."
    names = community_names(results)
    most, least = int(loss.argmax()), int(loss.argmin())
    return (
        f"{names[most].capitalize()} lost most{words.so_far}, a loss equal to {span(loss[most])} without any function; "
        f"{names[least]} lost least, {span(loss[least])}."
    )


def span(days: float) -> str:
    """Days, or hours where there are few."""
    if days >= 1:
        return f"{days:.1f} days"
    return many(24 * days, "hour") if round(24 * days) else "less than an hour"


def phases(results: Results, words: Words) -> str:
    codes, names = results.read("phase"), results.labels("phase")
    count = codes.shape[1]
    left = int((codes > 0).any(axis=0).sum())
    if not left:
        return f"All {count} communities stayed in {names[0]}{words.so_far}."
    spans = [
        f"{names[code]} {(codes == code).sum() / 24 / left:.1f}"
        for code in range(1, len(names))
        if (codes == code).any()
    ]
    back = int(((codes > 0).any(axis=0) & (codes[-1] == 0)).sum())
    return (
        f"{left} of {count} communities left {names[0]}; their mean days in each phase: {', '.join(spans)}; "
        f"{back} came back to {names[0]}{words.so_far}."
    )


def requests(results: Results, words: Words) -> str:
    created = results.read("requests_created").sum()
    opened = results.read("requests_open").sum(axis=1)
    abandoned = results.read("requests_abandoned")[-1].sum()
    return (
        f"Residents made {many(created, 'request')}; at most {opened.max():,.0f} were open at once, on "
        f"{words.end(int(opened.argmax()))}; {many(abandoned, 'was', 'were')} given up."
    )


def repairs(results: Results, words: Words) -> str:
    crews, waiting = results.read("crews_busy"), results.read("repairs_open")
    if not waiting.any():
        return "Nothing had to be repaired."
    last = last_row(waiting > 0)
    end = "are not done yet" if last == waiting.size - 1 else f"ended on {words.day((last or 0) + 1)}"
    work = many(waiting.max(), "open repair")
    return f"Up to {many(crews.max(), 'crew')} worked at once on at most {work}; repairs {end}."


def summary_lines(results: Results, manifest: Mapping[str, Any]) -> list[str]:
    """Ten sentences, each a line; of an unfinished run, about its safe part."""
    words = Words(results)
    if not words.hours.size:
        raise _core.Error(f"no hour of the run in {results.folder} is safe yet; commonweal resume goes on with it")
    return [
        who_and_when(results, words, manifest),
        rain(results, words),
        water(results, words),
        power(results, words),
        warning(results),
        function(results, words),
        hardest_hit(results, words),
        phases(results, words),
        requests(results, words),
        repairs(results, words),
    ]
