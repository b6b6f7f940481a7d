# SPDX-License-Identifier: Apache-2.0
"""The pictures of runs as Plotly figures: the same content, with every value under the pointer."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from commonweal.core.arguments import needed
from commonweal.pictures import style
from commonweal.pictures.difference import COLOURS, band_text, unit_text
from commonweal.pictures.function import Town
from commonweal.pictures.maps import DEPTHS, Raster
from commonweal.pictures.requests import KIND_COLOURS, Desk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commonweal.compare import Comparison, Quantity
    from commonweal.results import Array, Results
    from commonweal.student import PairedMean

#: Hours between two moments of the maps.
MAP_STEP = 6
GRID = "rgba(128,128,128,0.25)"
BAND = "rgba(128,128,128,0.35)"


class Page:
    """Rows of panels over one axis of dates."""

    def __init__(self, results: Results, heading: str, panels: dict[str, float]) -> None:
        self.graphs = needed("plotly.graph_objects", extra="notebook")
        clock = style.Clock.of(results)
        hours = np.timedelta64(1, "h")
        self.begins = np.datetime64(results.start, "s") + clock.hours.astype(int) * hours
        self.ends = self.begins + hours
        self.figure = needed("plotly.subplots", extra="notebook").make_subplots(
            rows=len(panels),
            cols=1,
            shared_xaxes=True,
            vertical_spacing=0.035,
            row_heights=[height / sum(panels.values()) for height in panels.values()],
        )
        for row, label in enumerate(panels, 1):
            self.figure.update_yaxes(title_text=label, row=row, col=1, gridcolor=GRID, zeroline=False)
        self.figure.update_xaxes(gridcolor=GRID)
        self.figure.update_xaxes(title_text=f"local time ({clock.zone})", row=len(panels), col=1)
        title_page(self.figure, results, heading)
        self.figure.update_layout(height=170 * sum(panels.values()) ** 0.85, hovermode="closest")
        self.add_windows(results, clock)

    def add_windows(self, results: Results, clock: style.Clock) -> None:
        """Buttons for the windows of time that the printed picture has."""
        buttons = []
        for window in reversed(style.windows(results, clock)):
            first, last = self.begins[window.rows][[0, -1]]
            buttons.append(
                {"label": window.title, "method": "relayout", "args": [{"xaxis.range": [str(first), str(last)]}]}
            )
        menu = {"type": "buttons", "direction": "right", "x": 0, "xanchor": "left", "y": 1.01, "yanchor": "bottom"}
        self.figure.update_layout(updatemenus=[{**menu, "buttons": buttons, "font": {"size": 11}}])

    def line(self, row: int, x: Array, y: Array, name: str, **options: Any) -> None:
        """A line, whose options are those of ``plotly.graph_objects.Scatter``."""
        self.figure.add_trace(self.graphs.Scatter(x=x, y=np.asarray(y, float).round(5), name=name, **options), row, 1)


def title_page(figure: Any, results: Results, heading: str) -> None:
    """The scenario's title, what is shown, and where the numbers come from."""
    text = f"<b>{escape(results.title)}</b><br><sup>{escape(heading)}</sup>"
    note = {"text": style.NOTE, "x": 0, "y": 0, "yshift": -64, "xref": "paper", "yref": "paper", "showarrow": False}
    figure.add_annotation({**note, "xanchor": "left", "font": {"size": 10}})
    figure.update_layout(
        title={"text": text, "x": 0.02, "xanchor": "left"},
        template="plotly_white",
        margin={"t": 110, "b": 80, "l": 70, "r": 20},
        legend={"groupclick": "togglegroup", "font": {"size": 11}},
    )


def function(results: Results) -> Any:
    """Rain; function of every community with its phase under the pointer; phases; the dimensions of function."""
    town = Town(results)
    panels = {"rain, mm / h": 1.0, "function, share of normal": 3.0, "communities, %": 1.0, "share of normal": 1.4}
    page = Page(
        results, "How well the communities work, and the phase that most of their offices think they are in", panels
    )
    rain = {"line": {"shape": "hv", "color": style.BLUE, "width": 1}, "fill": "tozeroy"}
    page.line(1, page.begins, town.rain, "rain", hovertemplate="%{y:.1f} mm / h", **rain)
    warned = np.where(town.warned, max(10.0, 1.15 * float(town.rain.max())), np.nan)
    page.line(1, page.begins, warned, "warning in force", line={"color": style.PURPLE, "width": 5}, hoverinfo="name")
    add_communities(page, results, town)
    for code, name in enumerate(town.phases):
        share = {"stackgroup": "phases", "line": {"width": 0}, "fillcolor": style.PHASE_COLOURS[code]}
        page.line(3, page.ends, 100 * town.phase_shares[code], name, hovertemplate="%{y:.0f} %", **share)
    for i, name in enumerate(town.dimensions):
        mean = town.by_dimension.mean(axis=1)[:, i]
        colour = {"width": 1.4, "color": [style.BLUE, style.ORANGE, style.GREEN, style.RED, style.PURPLE][i % 5]}
        page.line(4, page.ends, mean, f"mean {name}", line=colour, hovertemplate="%{y:.3f}")
    return page.figure


def add_communities(page: Page, results: Results, town: Town) -> None:
    low, high = np.quantile(town.function, [0.1, 0.9], axis=1)
    band = {"legendgroup": "band", "hoverinfo": "skip", "line": {"width": 0}}
    page.line(2, page.ends, low, "8 of 10 communities", showlegend=False, **band)
    page.line(2, page.ends, high, "8 of 10 communities", fill="tonexty", fillcolor=BAND, **band)
    labels = np.array(town.phases, dtype=object)[results.read("phase")]
    ranked = town.ranked()
    ends = {ranked[-1]: ("least hit", style.GREEN), ranked[0]: ("hardest hit", style.RED)} if town.lost.any() else {}
    for place in ranked:
        rank, colour = ends.get(place, ("", "rgba(90,90,90,0.35)"))
        options: dict[str, Any] = {"line": {"width": 1.4 if rank else 0.7, "color": colour}}
        if not rank:
            options |= {"legendgroup": "each", "showlegend": place == next(k for k in ranked if k not in ends)}
            options |= {"legendgrouptitle": {"text": "each community"}}
        name = f"{rank}: {town.communities[place]}" if rank else town.communities[place]
        shown = "%{y:.3f}, %{text}<extra>" + escape(name) + "</extra>"
        page.line(2, page.ends, town.function[:, place], name, text=labels[:, place], hovertemplate=shown, **options)
    means = [(town.function, "mean of all communities", "solid"), (town.perceived, "perceived by offices", "dot")]
    for values, name, dash in means:
        line = {"width": 2, "color": style.BLACK, "dash": dash}
        page.line(2, page.ends, values.mean(axis=1), name, line=line, hovertemplate="%{y:.3f}")


def requests(results: Results) -> Any:
    """Requests created by kind; open, waiting and given up; staff on duty; repairs and crews."""
    desk = Desk(results)
    panels = {"new requests, 1 / h": 1.2, "requests, count": 1.6, "staff, people": 1.0, "repairs, count": 1.0}
    heading = "What residents ask of their community offices, what waits, and who is there to do it"
    page = Page(results, heading, panels)
    for i, kind in enumerate(desk.kinds):
        share = {
            "stackgroup": "kinds",
            "line": {"width": 0, "shape": "hv"},
            "fillcolor": KIND_COLOURS[i % len(KIND_COLOURS)],
        }
        page.line(1, page.begins, desk.created[:, i], kind, hovertemplate="%{y:.0f} / h", **share)
    for values, name, colour in [
        (desk.open, "open", style.SKY),
        (desk.waiting, "waiting for a worker", style.BLUE),
        (desk.abandoned, "given up since the start", style.RED),
    ]:
        page.line(2, page.ends, values, name, line={"color": colour, "width": 1.5}, hovertemplate="%{y:,.0f}")
    staff = {"line": {"shape": "hv", "color": style.GREY, "width": 1}, "fill": "tozeroy"}
    page.line(3, page.begins, desk.staff, "staff on duty", hovertemplate="%{y:,.0f}", **staff)
    for values, name, colour in [
        (desk.repairs, "repairs reported and not finished", style.ORANGE),
        (desk.crews, "repair crews under way or at work", style.GREEN),
    ]:
        line = {"color": colour, "width": 1.5, "shape": "hv"}
        page.line(4, page.ends, values, name, line=line, hovertemplate="%{y:,.0f}")
    return page.figure


def maps(results: Results) -> Any:
    """Deepest water and time without power by cell, and both at moments of the storm's week, with a slider."""
    raster, clock = Raster(results), style.Clock.of(results)
    depth, out = results.read("depth"), 1 - results.read("powered")
    week = style.storm_week(results, clock)
    rows = list(range(week.start, min(week.stop, len(depth)), MAP_STEP))
    worst = int(np.argmax([depth[row].mean() for row in rows]))
    figure = map_grid()
    graphs, lost = needed("plotly.graph_objects", extra="notebook"), out.sum(axis=0)
    blues = {"colorscale": "Blues", "zmin": 0, "zmax": DEPTHS[-1]}
    dark = {"colorscale": "YlOrBr", "zmin": 0}
    left, right, upper, lower = 0.44, 1.0, 0.79, 0.21
    for place, values, unit, x, y, scale in [
        ((1, 1), depth.max(axis=0), "m", left, upper, blues),
        ((1, 2), depth[rows[worst]], "m", right, upper, blues),
        ((2, 1), lost, "h", left, lower, {**dark, "zmax": max(24.0, float(lost.max()))}),
        ((2, 2), 100 * out[rows[worst]], "%", right, lower, {**dark, "zmax": 100}),
    ]:
        figure.add_trace(heat(graphs, raster, values, unit, x=x, y=y, **scale), *place)
    # A slider that changes the maps in place: frames would begin to play when a page is opened.
    steps = [
        {
            "label": f"{results.start + timedelta(hours=float(clock.hours[row]) + 1):%d %b %Y %H:%M}",
            "method": "restyle",
            "args": [{"z": [raster.place(depth[row].round(3)), raster.place((100 * out[row]).round(1))]}, [1, 3]],
        }
        for row in rows
    ]
    slider = {"steps": steps, "active": worst, "currentvalue": {"prefix": "moment: "}, "y": -0.06}
    title_page(figure, results, f"Water and power in each of {raster.column.size} cells; times are {clock.zone}")
    figure.update_layout(sliders=[slider], height=860, margin={"b": 170})
    figure.layout.annotations[-1].yshift = -150
    return figure


def map_grid() -> Any:
    """Four empty maps of one scale, with titles and axes."""
    titles = ["deepest water, m", "water at the moment below, m", "time without power, h", "power lost then, %"]
    figure = needed("plotly.subplots", extra="notebook").make_subplots(
        rows=2, cols=2, subplot_titles=titles, horizontal_spacing=0.12, vertical_spacing=0.1
    )
    figure.update_xaxes(constrain="domain", matches="x")
    figure.update_xaxes(title_text="km from the west", row=2)
    for i in range(4):
        anchor = f"x{i + 1}" if i else "x"
        figure.update_yaxes(autorange="reversed", constrain="domain", scaleanchor=anchor, row=i // 2 + 1, col=i % 2 + 1)
    figure.update_yaxes(title_text="km from the north", col=1)
    return figure


def heat(graphs: Any, raster: Raster, values: Array, unit: str, *, x: float, y: float, **scale: Any) -> Any:
    """A map by cell; its scale of colours stands at (x, y) of the page."""
    rows, columns = raster.shape
    return graphs.Heatmap(
        z=raster.place(values),
        x=(np.arange(columns) + 0.5) * raster.side,
        y=(np.arange(rows) + 0.5) * raster.side,
        customdata=raster.place(raster.community),
        hovertemplate="community %{customdata:.0f}<br>%{z:.2f} " + unit + "<extra></extra>",
        colorbar={"title": {"text": unit}, "x": x, "y": y, "len": 0.42, "thickness": 12},
        **scale,
    )


def difference(
    results: Results, quantity: Quantity, statistics: Mapping[str, PairedMean], comparison: Comparison
) -> Any:
    """The mean difference over time for each label, with its interval as a band and under the pointer."""
    heading = f"{quantity.meaning}: difference from {comparison.baseline!r}; {band_text(comparison)}"
    page = Page(results, heading, {f"difference of {quantity.name}, {unit_text(quantity)}": 3.0})
    for i, (label, found) in enumerate(statistics.items()):
        colour = COLOURS[i % len(COLOURS)]
        options: dict[str, Any] = {"hovertemplate": "%{y:.4g}", "line": {"color": colour, "width": 1.6}}
        if np.isfinite(found.low).all():
            band = {"legendgroup": label, "showlegend": False, "hoverinfo": "skip", "line": {"width": 0}}
            page.line(1, page.ends, found.low, f"{label}, low", **band)
            page.line(1, page.ends, found.high, f"{label}, high", fill="tonexty", fillcolor=f"{colour}38", **band)
            options["text"] = [f"{low:.4g} to {high:.4g}" for low, high in zip(found.low, found.high, strict=True)]
            options["hovertemplate"] += " (%{text})"
        page.line(1, page.ends, found.mean, label, legendgroup=label, **options)
    return page.figure


DRAW = {"function": function, "requests": requests, "maps": maps}
