# SPDX-License-Identifier: Apache-2.0
"""Epidemics: Kermack and McKendrick, Newman's networks, growth, households, and two engines of one model."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import commonweal as cw
import numpy as np
from commonweal.process import epidemic
from commonweal.process.participation import poisson_degrees

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    import xarray as xr
    from commonweal.core.graph_generate import Generator
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

#: Without latent time, deaths and reports; infectious times exponential, of mean 1.
SIR = epidemic.Epidemic(
    latent_time=0.0, infectious_time=1.0, infectious_stages=1, death_share=0.0, report_share=0.0, r0=2.0
)
FINAL_SIZES = {1.5: 0.5828116, 2.0: 0.7968121, 2.5: 0.8926448, 3.0: 0.9404798, 4.0: 0.9801726}


def attacked(course: xr.Dataset) -> NDArray[np.float64]:
    """Share ever infected in each replicate."""
    last = course.isel(time=-1)
    return np.asarray(1.0 - last.susceptible - last.immune)


def size_from(r0: float, infected: float) -> float:
    """The root of z = i + (1 - i) (1 - exp(-r0 z)) by going round."""
    size = 1.0
    for _ in range(2000):
        size = infected + (1.0 - infected) * (1.0 - np.exp(-r0 * size))
    return float(size)


@case(
    "V16",
    mechanism="epidemic",
    title="Final size where everybody meets everybody",
    source="Kermack and McKendrick 1927",
)
def final_sizes(full: bool) -> Result:
    rows = []
    for r0, reference in FINAL_SIZES.items():
        few = {"infectious": 1e-9}
        end = epidemic.mean_field(SIR.replace(r0=r0), initial=few, until=400.0, every=400.0).susceptible[-1]
        rows += [exact(f"closed form, R0 {r0}", reference, epidemic.final_size(r0), within=1e-7)]
        rows += [exact(f"equations, R0 {r0}", reference, 1.0 - float(end), within=1e-6)]
    rows += [exact("closed form, R0 1.5 from 1 %", 0.5936, epidemic.final_size(1.5, initial=0.01), within=5e-5)]
    rows += [exact("closed form, R0 2 from 1 %", 0.8002, epidemic.final_size(2.0, initial=0.01), within=5e-5)]
    size, runs = (100_000, 16) if full else (10_000, 16)
    start = {"infectious_share": 0.01}
    found = []
    for r0 in FINAL_SIZES:
        shares = attacked(epidemic.simulate(SIR.replace(r0=r0), size=size, initial=start, replicates=runs, seed=1))
        rows += [mean_of(f"{size:,} people, R0 {r0} from 1 %", size_from(r0, 0.01), shares, bias=2e-4)]
        found.append(shares.mean())
    swept = epidemic.simulate(
        SIR.replace(engine="sweep"), size=10_000, step=0.1, initial=start, replicates=8 if full else 2, seed=2
    )
    rows += [mean_of("10,000 people, R0 2 from 1 %, sweep", size_from(2.0, 0.01), attacked(swept), bias=1e-3)]

    def draw(axes: Axes) -> None:
        numbers = np.linspace(0.5, 4.5, 200)
        axes.plot(numbers, [epidemic.final_size(each) for each in numbers], color="#b3412e", label="from very few")
        axes.plot(numbers, [size_from(each, 0.01) for each in numbers], color="#888888", label="from 1 %")
        axes.plot(list(FINAL_SIZES), found, "o", color="#3b6ea5", label=f"{size:,} people from 1 %")
        axes.set_xlabel("R0 (infections by one)")
        axes.set_ylabel("share of people ever infected")
        axes.legend()

    return Result(rows, draw)


@case("V17", mechanism="epidemic", title="Peak of the infectious", source="Kermack and McKendrick 1927")
def peaks(full: bool) -> Result:
    references = {1.5: 0.0630233, 2.0: 0.1534264, 3.0: 0.3004626}
    few = {"infectious": 1e-8}
    courses = {
        r0: epidemic.mean_field(SIR.replace(r0=r0), initial=few, until=80.0, every=0.02).infectious for r0 in references
    }
    rows = []
    for r0, reference in references.items():
        rows += [exact(f"closed form, R0 {r0}", reference, epidemic.peak_prevalence(r0), within=1e-7)]
        rows += [exact(f"equations, R0 {r0}", reference, float(courses[r0].max()), within=1e-4)]

    def draw(axes: Axes) -> None:
        for r0, reference in references.items():
            line = axes.plot(courses[r0].time, courses[r0], label=f"equations, R0 {r0}")[0]
            axes.axhline(reference, color=line.get_color(), linestyle=":")
        axes.set_xlabel("time (mean infectious times)")
        axes.set_ylabel("share of people who are infectious")
        axes.legend(title="dotted: closed form")

    return Result(rows, draw)


def spread(what: str, reference: float, samples: NDArray[np.float64], *, bias: float) -> Row:
    """The standard deviation of samples that are nearly normal."""
    error = float(samples.std(ddof=1)) / np.sqrt(2 * (len(samples) - 1))
    return Row(what, reference, float(samples.std(ddof=1)), standard_error=error, bias=bias)


def on_network(graph: Generator, chance: float, *, size: int, runs: int, stages: int = 0) -> NDArray[np.float64]:
    """Share infected in the runs with an epidemic, where a tie passes it on with this chance."""
    rate = -np.log1p(-chance) if stages == 0 else chance / (1.0 - chance)
    params = SIR.replace(tie_rate=rate, infectious_stages=stages)
    shares = attacked(
        epidemic.simulate(params, graph=graph, size=size, initial={"infectious": 3}, replicates=runs, seed=4)
    )
    return shares[shares > 0.1]


def bars(references: list[float], found: list[float], labels: list[str]) -> Result:
    def draw(axes: Axes) -> None:
        places = np.arange(len(labels))
        axes.bar(places - 0.2, references, 0.4, color="#b3412e", label="theory")
        axes.bar(places + 0.2, found, 0.4, color="#3b6ea5", label="measured")
        axes.set_xticks(places, labels)
        axes.set_xlabel("network, and chance that a tie passes it on")
        axes.set_ylabel("share of people infected in an epidemic")
        axes.set_ylim(0.0, 1.1)
        axes.legend(loc="upper left", ncols=2)

    return Result([], draw)


@case("V18", mechanism="epidemic", title="Networks with equal degrees: bond percolation", source="Newman 2002")
def regular_networks(full: bool) -> Result:
    cases = [(4, 0.4, 0.5415026, 0.5410, 0.0157), (4, 0.5, 0.8541020, 0.8550, 0.0048)]
    cases += [(3, 0.6, 0.7037037, 0.7031, 0.0135)]
    size, runs = (20_000, 200) if full else (20_000, 24)
    rows = []
    found = []
    for degree, chance, limit, mean, sd in cases:
        shares = [0.0] * degree + [1.0]
        name = f"{degree} ties, T {chance}"
        graph = cw.core.ConfigurationModel(degrees=[degree] * size)
        rows += [
            exact(
                f"closed form, {name}",
                limit,
                epidemic.percolation_final_size(shares, transmissibility=chance),
                within=1e-7,
            )
        ]
        largest = epidemic.percolate(chance, graph=graph, size=size, replicates=runs, seed=3).largest.to_numpy()
        epidemics = on_network(graph, chance, size=size, runs=runs)
        # The limit and the mean that was simulated for this size differ by as much as the size is finite.
        bias = abs(limit - mean) + 0.001
        rows += [mean_of(f"percolation, {name}", limit, largest, bias=bias)]
        rows += [mean_of(f"epidemics, {name}", limit, epidemics, bias=bias)]
        rows += [spread(f"standard deviation, {name}", sd, epidemics, bias=0.1 * sd)]
        found.append(float(epidemics.mean()))
    rows += [exact("critical T, 4 ties", 1 / 3, epidemic.critical_transmissibility([0, 0, 0, 0, 1]), within=1e-12)]
    rows += [exact("critical T, 3 ties", 1 / 2, epidemic.critical_transmissibility([0, 0, 0, 1]), within=1e-12)]
    labels = [f"{degree} ties, {chance}" for degree, chance, *_ in cases]
    return Result(rows, bars([each[2] for each in cases], found, labels).draw)


@case("V19", mechanism="epidemic", title="Random graphs: mean degree times transmissibility", source="Newman 2002")
def random_graphs(full: bool) -> Result:
    cases = [(4.0, 0.5, 0.7968121), (5.0, 0.3, 0.5828116)]
    size, runs = (50_000, 40) if full else (20_000, 12)
    rows = []
    found = []
    for degree, chance, reference in cases:
        name = f"mean degree {degree:.0f}, T {chance}"
        graph = cw.core.ErdosRenyi(mean_degree=degree)
        formula = epidemic.percolation_final_size(poisson_degrees(degree), transmissibility=chance)
        rows += [exact(f"closed form, {name}", reference, formula, within=1e-7)]
        largest = epidemic.percolate(chance, graph=graph, size=size, replicates=runs, seed=5).largest
        epidemics = on_network(graph, chance, size=size, runs=runs)
        rows += [mean_of(f"percolation, {name}", reference, largest, bias=0.002)]
        rows += [mean_of(f"epidemics, {name}", reference, epidemics, bias=0.002)]
        found.append(float(epidemics.mean()))
    return Result(rows, bars([each[2] for each in cases], found, ["4 ties, 0.5", "5 ties, 0.3"]).draw)


@case(
    "V21",
    mechanism="epidemic",
    title="Random graphs with random infectious times: the size alone",
    source="Kenah and Robins 2007",
)
def random_times(full: bool) -> Result:
    size, runs = (50_000, 40) if full else (20_000, 12)
    graph = cw.core.ErdosRenyi(mean_degree=4.0)
    fixed = on_network(graph, 0.5, size=size, runs=runs)
    varying = on_network(graph, 0.5, size=size, runs=runs, stages=1)
    # That epidemics are as large does not say that they are as frequent: the count of runs without one differs.
    rows = [mean_of("exponential times, T 0.5 on average", 0.7968121, varying, bias=0.002)]
    rows += [mean_of("times that are the same, T 0.5", 0.7968121, fixed, bias=0.002)]
    found = [float(fixed.mean()), float(varying.mean())]
    return Result(rows, bars([0.7968121] * 2, found, ["same times, 0.5", "exponential, 0.5"]).draw)


@case("V23", mechanism="epidemic", title="Growth with a latent time", source="The larger eigenvalue")
def growth(full: bool) -> Result:
    reference = 0.1701562
    one = epidemic.Epidemic(
        r0=5.0, latent_time=5.0, latent_stages=1, infectious_time=10.0, infectious_stages=1, death_share=0.0
    )
    course = epidemic.mean_field(one, initial={"infectious": 1e-10}, until=90.0, every=1.0)
    slope = np.polyfit(course.time[40:], np.log(course.infectious[40:]), 1)[0]
    rows = [exact("closed form", reference, epidemic.growth_rate(beta=0.5, sigma=0.2, gamma=0.1), within=1e-7)]
    rows += [exact("from the parameters", reference, epidemic.initial_growth(one), within=1e-7)]
    rows += [exact("slope of the equations", reference, slope, within=1e-4)]
    rows += [exact("R0 back from the growth", 5.0, epidemic.r0_from_growth(one, growth=reference), within=1e-5)]

    def draw(axes: Axes) -> None:
        axes.semilogy(course.time, course.infectious, color="#3b6ea5", label="equations")
        line = float(course.infectious[40]) * np.exp(reference * (course.time - 40.0))
        axes.semilogy(course.time, line, color="#b3412e", linestyle=":", label=f"rate {reference} / d")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("share of people who are infectious")
        axes.legend()

    return Result(rows, draw)


@case("V24", mechanism="epidemic", title="Giant component of a random graph", source="Erdos and Renyi 1960")
def giant_component(full: bool) -> Result:
    size, runs = (100_000, 16) if full else (20_000, 8)
    rows = []
    for degree, reference in ((1.5, 0.5828116), (2.0, 0.7968121)):
        graph = cw.core.ErdosRenyi(mean_degree=degree)
        largest = epidemic.percolate(1.0, graph=graph, size=size, replicates=runs, seed=6).largest
        rows += [mean_of(f"all ties pass it on, mean degree {degree}", reference, largest, bias=0.001)]
        made = graph.generate(size, seed=7)
        lowest = np.asarray(cw.core.components(made))
        share = np.bincount(lowest).max() / size
        rows += [exact(f"components, mean degree {degree}", reference, share, within=0.005 if full else 0.02)]
    below = epidemic.percolate(1.0, graph=cw.core.ErdosRenyi(mean_degree=0.8), size=size, replicates=runs).largest
    rows += [exact("below the threshold, mean degree 0.8", 0.0, float(below.max()), within=0.005 if full else 0.02)]
    rows += [
        exact(
            "threshold: critical T for mean degree 1",
            1.0,
            epidemic.critical_transmissibility(poisson_degrees(1.0)),
            within=1e-12,
        )
    ]
    degrees = np.linspace(0.2, 3.0, 15)
    found = [
        float(epidemic.percolate(1.0, graph=cw.core.ErdosRenyi(mean_degree=each), size=size, seed=8).largest[0])
        for each in degrees
    ]

    def draw(axes: Axes) -> None:
        fine = np.linspace(0.2, 3.0, 200)
        axes.plot(fine, [epidemic.final_size(each) for each in fine], color="#b3412e", label="theory")
        axes.plot(degrees, found, "o", color="#3b6ea5", label=f"{size:,} people")
        axes.set_xlabel("mean degree (ties)")
        axes.set_ylabel("share of people in the largest component")
        axes.legend()

    return Result(rows, draw)


def reed_frost(others: int, escape: float) -> NDArray[np.float64]:
    """Chances that 0, 1, 2, ... of the others are infected by one: generation after generation (not the recursion)."""
    chances = np.zeros(others + 1)
    states = {(others, 1): 1.0}
    while states:
        after: dict[tuple[int, int], float] = {}
        for (left, infectious), weight in states.items():
            spared = escape**infectious
            for fresh in range(left + 1):
                share = weight * comb(left, fresh) * (1 - spared) ** fresh * spared ** (left - fresh)
                if fresh == 0:
                    chances[others - left] += share
                else:
                    after[left - fresh, fresh] = after.get((left - fresh, fresh), 0.0) + share
        states = after
    return chances


@case(
    "Epidemic-1",
    mechanism="epidemic",
    title="Households: how many are infected in the end",
    source="Reed and Frost 1928; Longini and Koopman 1982",
)
def households(full: bool) -> Result:
    size, escape = 5, 0.8
    params = SIR.replace(tie_rate=-np.log(escape), infectious_stages=0)
    reference = reed_frost(size - 1, escape)
    formula = epidemic.household_sizes(params, size=size)
    count = 40_000 if full else 8_000
    graph = cw.core.Cliques(sizes=[size] * count).generate(size * count, seed=1)
    listed = epidemic.line_list(params, graph=graph, initial={"infectious": list(range(0, size * count, size))}, seed=2)
    infected = np.isfinite(listed.infected_at.to_numpy()[0]).reshape(count, size).sum(axis=1) - 1
    found = np.bincount(infected, minlength=size) / count
    rows = []
    for number, chance in enumerate(reference):
        error = float(np.sqrt(chance * (1 - chance) / count))
        rows += [exact(f"recursion, {number} of 4", chance, formula[number], within=1e-12)]
        rows += [Row(f"{count:,} households, {number} of 4", chance, float(found[number]), standard_error=error)]
    rate = epidemic.household_attack_rate(params, size=size)
    rows += [exact("share infected", float(reference @ np.arange(size)) / (size - 1), rate, within=1e-12)]

    def draw(axes: Axes) -> None:
        places = np.arange(size)
        axes.bar(places - 0.2, reference, 0.4, color="#b3412e", label="chain of generations")
        axes.bar(places + 0.2, found, 0.4, color="#3b6ea5", label="simulated")
        axes.set_xlabel("others infected in a household of 5 (people)")
        axes.set_ylabel("share of households")
        axes.legend()

    return Result(rows, draw)


def apart(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Largest distance of two distributions, over what one in a thousand exceeds if they are equal."""
    values = np.concatenate([one, other])
    shares = [np.searchsorted(np.sort(each), values, side="right") / len(each) for each in (one, other)]
    distance = float(np.abs(shares[0] - shares[1]).max())
    return distance / (1.95 * float(np.sqrt(1 / len(one) + 1 / len(other))))


@case("Epidemic-2", mechanism="epidemic", title="Events and sweeps are one model", source="Kolmogorov and Smirnov")
def two_engines(full: bool) -> Result:
    runs = 400 if full else 60
    params = epidemic.Epidemic(r0=1.6, community_r0=0.5, death_share=0.1)
    graph = cw.core.SmallWorld(degree=6, rewiring=0.1).generate(400, seed=1)
    start = {"infectious": 3, "immune_share": 0.1}
    ends = []
    peaks_found = []
    for engine, step in (("event", None), ("sweep", 0.15)):
        course = epidemic.simulate(
            params.replace(engine=engine), graph=graph, initial=start, step=step, replicates=runs, seed=3
        )
        ends.append(np.round(attacked(course), 9))
        peaks_found.append(np.round(course.infectious.max("time").to_numpy(), 9))
    rows = [exact("final sizes, distance over its bound", 0.0, apart(*ends), within=1.0)]
    rows += [exact("peaks, distance over its bound", 0.0, apart(*peaks_found), within=1.0)]

    def draw(axes: Axes) -> None:
        for shares, label, color in zip(ends, ("events", "sweeps"), ("#3b6ea5", "#b3412e"), strict=True):
            axes.plot(np.sort(shares), np.linspace(0, 1, runs), label=label, color=color)
        axes.set_xlabel("share of people ever infected")
        axes.set_ylabel("share of runs with at most as many")
        axes.legend()

    return Result(rows, draw)


@case(
    "Epidemic-3",
    mechanism="epidemic",
    title="Growth with stages of the latent and infectious time",
    source="Wearing, Rohani and Keeling 2005",
)
def growth_with_stages(full: bool) -> Result:
    rows = []
    stages = [1, 2, 3, 5, 10]
    references = []
    for count in stages:
        params = epidemic.Epidemic(r0=3.0, latent_stages=count, infectious_stages=count)
        matrix = np.zeros((2 * count, 2 * count))
        sigma, gamma = count / params.latent_time, count / params.infectious_time
        for k in range(2 * count):
            rate = sigma if k < count else gamma
            matrix[k, k] -= rate
            if k + 1 < 2 * count:
                matrix[k + 1, k] += rate
        matrix[0, count:] += params.r0 / params.infectious_time
        references.append(float(np.linalg.eigvals(matrix).real.max()))
        rows += [exact(f"{count} stages", references[-1], epidemic.initial_growth(params), within=1e-9)]
    found = [
        epidemic.initial_growth(epidemic.Epidemic(r0=3.0, latent_stages=count, infectious_stages=count))
        for count in stages
    ]

    def draw(axes: Axes) -> None:
        axes.plot(stages, references, "o", color="#b3412e", label="largest eigenvalue")
        axes.plot(stages, found, color="#3b6ea5", label="initial_growth")
        axes.set_xlabel("stages of each time")
        axes.set_ylabel("growth (1 / d)")
        axes.legend()

    return Result(rows, draw)


CASES = (
    final_sizes,
    peaks,
    regular_networks,
    random_graphs,
    random_times,
    growth,
    giant_component,
    households,
    two_engines,
    growth_with_stages,
)
