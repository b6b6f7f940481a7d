# SPDX-License-Identifier: Apache-2.0
"""Requests open and waiting over time, what they ask for, and who works on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from commonweal.pictures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commonweal.results import Array, Results

KIND_COLOURS = [style.GREY, style.ORANGE, style.SKY, style.RED, style.PURPLE]


class Desk:
    """The series that the picture shows, added up over the communities."""

    def __init__(self, results: Results) -> None:
        self.dates = style.Clock.of(results).dates
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


def daily_mean(values: Array) -> Array:
    """Each hour's mean with the 23 before it."""
    sums = np.cumsum(np.vstack([np.zeros((1, values.shape[1])), values]), axis=0)
    hours = np.arange(1, values.shape[0] + 1)
    first = np.maximum(hours - 24, 0)
    means: Array = (sums[hours] - sums[first]) / (hours - first)[:, None]
    return means


def draw_created(axes: Axes, desk: Desk, rows: slice) -> None:
    smoothed = daily_mean(desk.created) if rows.stop - rows.start > 240 else desk.created
    shown = smoothed[rows].T
    axes.stackplot(desk.dates[rows], shown, colors=KIND_COLOURS, linewidth=0, labels=desk.kinds)
    axes.set_ylim(0, max(1.0, 1.05 * float(desk.created.sum(axis=1).max())))


def draw_open(axes: Axes, desk: Desk, rows: slice) -> None:
    dates = desk.dates[rows]
    axes.fill_between(dates, desk.open[rows], color=style.SKY, linewidth=0, label="open: a worker is on it")
    axes.fill_between(dates, desk.waiting[rows], color=style.BLUE, linewidth=0, label="waiting for a worker")
    axes.plot(dates, desk.abandoned[rows], color=style.RED, linewidth=1.3, label="given up since the start")
    axes.set_ylim(0, max(1.0, 1.08 * float(max(desk.open.max(), desk.abandoned.max()))))


def draw_people(axes: Axes, desk: Desk, rows: slice) -> None:
    dates = desk.dates[rows]
    axes.step(dates, desk.staff[rows], where="post", color=style.BLACK, linewidth=1, label="community staff on duty")
    axes.step(dates, desk.crews[rows], where="post", color=style.GREEN, linewidth=1.4, label="repair crews at work")
    axes.step(dates, desk.repairs[rows], where="post", color=style.ORANGE, linewidth=1.4, label="repairs not finished")
    axes.set_ylim(0, max(1.0, 1.08 * float(max(desk.staff.max(), desk.repairs.max()))))


def draw(results: Results) -> Figure:
    """Requests created by kind; open, waiting and given up; staff on duty and repair crews."""
    desk = Desk(results)
    heading = "What residents ask of their community offices, what waits, and who is there to do it"
    figure = style.new_figure(results, heading, size=(11, 7.2))
    outer = figure.add_gridspec(1, 1, left=0.07, right=0.985, top=0.885, bottom=0.105)
    rows = style.draw_panels(
        figure,
        outer[0],
        results,
        style.Clock.of(results),
        [
            style.Panel("new requests, 1 / h", 1.0, lambda axes, span: draw_created(axes, desk, span)),
            style.Panel("requests, count", 1.4, lambda axes, span: draw_open(axes, desk, span)),
            style.Panel("count", 1.0, lambda axes, span: draw_people(axes, desk, span)),
        ],
    )
    title = "what for (whole run: mean of 24 h)" if len(rows[0]) > 1 else "what for"
    style.legend(rows[0][-1], loc="upper right", title=title, title_fontsize=style.FONT_SIZES["tick"])
    style.legend(rows[1][-1], loc="upper right")
    style.legend(rows[2][-1], loc="upper right")
    return figure
