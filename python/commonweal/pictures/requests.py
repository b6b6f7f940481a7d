# SPDX-License-Identifier: Apache-2.0
"""Requests open and waiting over time, what they ask for, and who works on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal.pictures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from commonweal.results import Array, Results

KIND_COLOURS = [style.GREY, style.ORANGE, style.SKY, style.RED, style.PURPLE]


class Desk:
    """The series that the picture shows, added up over the communities."""

    def __init__(self, results: Results) -> None:
        clock = style.Clock.of(results)
        self.dates, self.ends = clock.dates, clock.ends
        self.kinds = [str(kind) for kind in results.read("request_kind")]
        self.created = results.read("requests_created")
        self.open = self.total(results, "requests_open")
        self.waiting = self.total(results, "requests_waiting")
        self.abandoned = self.total(results, "requests_abandoned")
        self.staff = self.total(results, "staff_on_duty")
        self.repairs = results.read("repairs_open")
        self.crews = results.read("crews_busy")

    @staticmethod
    def total(results: Results, name: str) -> Array:
        values: Array = results.read(name).sum(axis=1, dtype=float)
        return values


def shown(values: Array, window: style.Window) -> Array:
    """The window's values; where it is long, means of 24 h."""
    return (style.daily_mean(values) if window.smooth else values)[window.rows]


def draw_created(axes: Axes, desk: Desk, window: style.Window) -> None:
    created = shown(desk.created, window).T
    axes.stackplot(desk.dates[window.rows], created, colors=KIND_COLOURS, linewidth=0, labels=desk.kinds)
    axes.set_ylim(0, max(1.0, 1.05 * float(desk.created.sum(axis=1).max())))


def draw_open(axes: Axes, desk: Desk, window: style.Window) -> None:
    ends = desk.ends[window.rows]
    axes.fill_between(ends, shown(desk.open, window), color=style.SKY, linewidth=0, label="a worker is on it")
    axes.fill_between(ends, shown(desk.waiting, window), color=style.BLUE, linewidth=0, label="waiting for a worker")
    axes.plot(ends, desk.abandoned[window.rows], color=style.RED, linewidth=1.3, label="given up since the start")
    axes.set_ylim(0, max(1.0, 1.08 * float(max(desk.open.max(), desk.abandoned.max()))))


def draw_staff(axes: Axes, desk: Desk, window: style.Window) -> None:
    axes.fill_between(desk.dates[window.rows], shown(desk.staff, window), step="post", color="#bbbbbb", linewidth=0)
    axes.set_ylim(0, max(1.0, 1.08 * float(desk.staff.max())))


def draw_repairs(axes: Axes, desk: Desk, window: style.Window) -> None:
    ends = desk.ends[window.rows]
    for values, colour, name in [
        (desk.repairs, style.ORANGE, "repairs reported and not finished"),
        (desk.crews, style.GREEN, "repair crews under way or at work"),
    ]:
        axes.step(ends, values[window.rows], where="post", color=colour, linewidth=1.4, label=name)
    axes.set_ylim(0, max(1.0, 1.08 * float(max(desk.repairs.max(), desk.crews.max()))))


def draw(results: Results) -> style.Picture:
    """Requests created by kind; open, waiting and given up; staff on duty; repairs and crews."""
    desk = Desk(results)
    heading = "What residents ask of their community offices, what waits, and who is there to do it"
    figure = style.new_figure(results, heading, size=(11, 8.0))
    outer = figure.add_gridspec(1, 1, left=0.07, right=0.985, top=0.895, bottom=0.095)
    panels = [
        style.Panel("created", "new requests, 1 / h", 1.2, lambda axes, window: draw_created(axes, desk, window)),
        style.Panel("requests", "requests, count", 1.6, lambda axes, window: draw_open(axes, desk, window)),
        style.Panel("staff", "staff, people", 1.0, lambda axes, window: draw_staff(axes, desk, window)),
        style.Panel("repairs", "repairs, count", 1.0, lambda axes, window: draw_repairs(axes, desk, window)),
    ]
    created, waiting, _, repairs = style.draw_panels(figure, outer[0], results, style.Clock.of(results), panels)
    if len(figure.axes) > len(panels):
        created.set_title("the whole run, requests and staff as means of 24 h")
    for axes in (created, repairs):
        axes.legend(loc="upper right")
    waiting.legend(loc="center right")
    return figure
