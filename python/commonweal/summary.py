# SPDX-License-Identifier: Apache-2.0
"""A run in ten lines of plain words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from commonweal import _core
from commonweal.results import community_names

if TYPE_CHECKING:
    from commonweal.results import Array, Results

#: Water at the lowest ground of a cell from which walking is unsafe, m.
DEEP = 0.3
#: Function that counts as normal life, share of the first hour's.
NORMAL = 0.98


class Words:
    """Dates and counts as people say them."""

    def __init__(self, results: Results) -> None:
        self.start = results.start
        self.hours = results.read("time")

    def day(self, row: int) -> str:
        moment = self.start + timedelta(hours=float(self.hours[row]))
        return f"{moment.day} {moment:%B %Y}"

    def hour(self, row: int) -> str:
        moment = self.start + timedelta(hours=float(self.hours[row]))
        return f"{moment.day} {moment:%B, %H:%M}"


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
    left = "and some still does" if last == deep.size - 1 else f"and the last of it left on {words.day(last or 0)}"
    return (
        f"Water stood {DEEP} m or deeper in {deep.max()} of {depth.shape[1]} cells on {words.hour(worst)}, "
        f"{depth.max():.1f} m in the deepest, {left}."
    )


def power(results: Results, words: Words) -> str:
    dark = results.read("households_without_power")
    if not dark.any():
        return "No household lost power."
    last = last_row(dark > 0)
    back = "not all have it back" if last == dark.size - 1 else f"the last had it back on {words.day((last or 0) + 1)}"
    worst = int(dark.argmax())
    of_all = ""
    if results.complete:
        households = int(results.read("communities/households").sum())
        of_all = f" of {households:,} ({percent(dark.max() / households)})"
    return f"At the worst, {words.hour(worst)}, {many(dark.max(), 'household')}{of_all} had no power; {back}."


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
        return "Life in the communities never fell below its normal level."
    back = (
        f"had not regained {percent(NORMAL)} of it by the end"
        if below == mean.size - 1
        else f"stayed above {percent(NORMAL)} of it from {words.day(below + 1)} on"
    )
    return (
        f"The communities' function fell to {percent(mean[low] / mean[0])} of normal on {words.hour(low)} and {back}."
    )


def hardest_hit(results: Results) -> str:
    mean = results.read("function").mean(axis=2)
    names = community_names(results)
    loss = (mean[0] - mean).clip(0).sum(axis=0) / 24
    if loss.max() < 0.05:
        return "No community lost function worth telling."
    most, least = int(loss.argmax()), int(loss.argmin())
    return (
        f"{names[most].capitalize()} lost most, as much as {loss[most]:.1f} days without any function; "
        f"{names[least]} lost least, {loss[least]:.1f} days."
    )


def phases(results: Results) -> str:
    codes, names = results.read("phase"), results.labels("phase")
    count = codes.shape[1]
    left = int((codes > 0).any(axis=0).sum())
    if not left:
        return f"All {count} communities stayed in {names[0]}."
    spans = [
        f"{names[code]} {(codes == code).sum() / 24 / left:.1f}"
        for code in range(1, len(names))
        if (codes == code).any()
    ]
    back = int(((codes > 0).any(axis=0) & (codes[-1] == 0)).sum())
    return (
        f"{left} of {count} communities left {names[0]}; their mean days in each phase: {', '.join(spans)}; "
        f"{back} came back to {names[0]}."
    )


def requests(results: Results, words: Words) -> str:
    created = results.read("requests_created").sum()
    opened = results.read("requests_open").sum(axis=1)
    abandoned = results.read("requests_abandoned")[-1].sum()
    return (
        f"Residents made {many(created, 'request')}; at most {opened.max():,.0f} were open at once, on "
        f"{words.hour(int(opened.argmax()))}; {many(abandoned, 'was', 'were')} given up."
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
        hardest_hit(results),
        phases(results),
        requests(results, words),
        repairs(results, words),
    ]
