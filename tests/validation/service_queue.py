# SPDX-License-Identifier: Apache-2.0
"""Queues: Erlang's formulas, Cobham, Pollaczek and Khinchine, impatience, Little's law, joint jobs, the whistle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from commonweal.process import service_queue

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

#: Chance to wait by servers and load.
ERLANG_C = {
    (1, 0.8): 0.8,
    (2, 1.5): 0.6428571,
    (3, 2.0): 0.4444444,
    (5, 4.0): 0.5541126,
    (10, 8.0): 0.4091802,
    (10, 9.0): 0.6687315,
    (20, 18.0): 0.5507690,
    (100, 95.0): 0.5064569,
}
WARM_UP = 500.0
RUNS = 20


def desk(servers: int, load: float) -> service_queue.ServiceDesk:
    """A desk whose work takes an hour on average."""
    return service_queue.ServiceDesk(servers=servers, arrival_rate=load)


def run(params: service_queue.ServiceDesk, *, customers: float, seed: int, **initial: object) -> xr.Dataset:
    """Replicates with so many customers together, after which the beginning is forgotten."""
    warm_up = WARM_UP * params.work_mean
    until = warm_up + customers / RUNS / params.arrival_rate
    start = {"warm_up": warm_up, **initial}
    return service_queue.simulate(params, initial=start, until=until, replicates=RUNS, seed=seed)


@case("V37", mechanism="service_queue", title="How many have to wait", source="Erlang 1917, formula C")
def erlang_c(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    for (servers, load), reference in ERLANG_C.items():
        params = desk(servers, load)
        rows += [exact(f"{servers} servers, load {load}", reference, service_queue.erlang_c(params), within=1e-7)]
        waited = run(params, customers=2e6 if full else 2e5, seed=servers).waited.sel(rank=0)
        rows += [mean_of(f"{servers} servers, load {load}, simulated", reference, waited)]
        shown.append(float(waited.mean()))

    def draw(axes: Axes) -> None:
        loads = np.linspace(0.05, 0.99, 100)
        for servers in (1, 2, 3, 5, 10, 20, 100):
            axes.plot(
                loads, [service_queue.erlang_c(desk(servers, servers * load)) for load in loads], label=f"{servers}"
            )
        axes.plot([load / servers for servers, load in ERLANG_C], shown, "o", color="#333333", label="simulated")
        axes.set_xlabel("load of each server")
        axes.set_ylabel("chance to wait")
        axes.legend(title="servers", fontsize=7)

    return Result(rows, draw)


@case("V38", mechanism="service_queue", title="Waits of M/M/c", source="Erlang 1917; Kleinrock 1975")
def waits(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    customers = 1e7 if full else 3e5
    for servers, load, reference in ((3, 2.0, 0.4444444), (10, 8.0, 0.2045901), (10, 9.0, 0.6687315)):
        params = desk(servers, load)
        rows += [
            exact(f"wait, {servers} servers, load {load}", reference, service_queue.mean_wait(params), within=1e-7)
        ]
        wait = run(params, customers=customers, seed=int(load)).wait.sel(rank=0)
        rows += [mean_of(f"wait, {servers} servers, load {load}, simulated", reference, wait)]
        shown.append((f"{servers}, {load}", reference, wait))
    one = run(desk(1, 0.8), customers=customers, seed=1)
    rows += [exact("wait, 1 server, load .8", 4.0, service_queue.mean_wait(desk(1, 0.8)), within=1e-9)]
    rows += [mean_of("wait, 1 server, load .8, simulated", 4.0, one.wait.sel(rank=0))]
    rows += [mean_of("in line, 1 server, load .8, simulated", 3.2, one.queue_length)]
    rows += [mean_of("present, 1 server, load .8, simulated", 4.0, one.queue_length + one.utilisation)]
    shown.append(("1, 0.8", 4.0, one.wait.sel(rank=0)))

    def draw(axes: Axes) -> None:
        axes.boxplot([wait for _, _, wait in shown], showfliers=False)
        places = range(1, len(shown) + 1)
        axes.plot(places, [reference for _, reference, _ in shown], "r_", markersize=24, label="Erlang")
        axes.set_yscale("log")
        axes.set_xticks(places, [label for label, _, _ in shown])
        axes.set_xlabel("servers, load")
        axes.set_ylabel("mean wait (h of mean work 1 h)")
        axes.legend()

    return Result(rows, draw)


@case("V39", mechanism="service_queue", title="How many are lost", source="Erlang 1917, formula B")
def erlang_b(full: bool) -> Result:
    rows: list[Row] = []
    simulated = []
    cases = ((10, 8.0, 0.1216611), (3, 2.0, 0.2105263))
    for servers, load, reference in cases:
        params = desk(servers, load)
        rows += [exact(f"{servers} servers, load {load}", reference, service_queue.erlang_b(params), within=1e-7)]
        # Who waits gives up after a millionth of the mean work, and is as good as lost at once; the formula holds for
        # work of any spread.
        hasty = params.replace(
            work_mean=1000.0, arrival_rate=load / 1000.0, abandon_rate=1000.0, work_spread="lognormal"
        )
        lost = run(hasty, customers=2e6 if full else 2e5, seed=servers).abandoned.sel(rank=0)
        rows += [mean_of(f"{servers} servers, load {load}, simulated", reference, lost, bias=1e-4 * reference)]
        simulated.append(float(lost.mean()))

    def draw(axes: Axes) -> None:
        loads = np.linspace(0.1, 15, 100)
        for (servers, load, _), lost in zip(cases, simulated, strict=True):
            axes.plot(
                loads, [service_queue.erlang_b(desk(servers, each)) for each in loads], label=f"{servers} servers"
            )
            axes.plot(load, lost, "o", color="#333333")
        axes.set_xlabel("load (arrivals per mean work)")
        axes.set_ylabel("chance to be lost")
        axes.legend()

    return Result(rows, draw)


@case("V40", mechanism="service_queue", title="Any work, and classes", source="Pollaczek 1930; Cobham 1954")
def classes(full: bool) -> Result:
    customers = 1e7 if full else 3e5
    constant = desk(1, 0.8).replace(work_spread="constant")
    rows = [exact("constant work, load .8", 2.0, service_queue.pollaczek_khinchine_wait(constant), within=1e-9)]
    rows += [mean_of("constant work, simulated", 2.0, run(constant, customers=customers, seed=1).wait.sel(rank=0))]
    # E[S^2] of two phases is 1.5, of a lognormal with variation 2 it is 5.
    for spread, reference in (("erlang", 3.0), ("lognormal", 10.0)):
        params = constant.replace(work_spread=spread, work_phases=2, work_variation=2.0)
        rows += [exact(f"{spread} work", reference, service_queue.pollaczek_khinchine_wait(params), within=1e-9)]
        wait = run(params, customers=customers / 2, seed=2).wait.sel(rank=0)
        rows += [mean_of(f"{spread} work, simulated", reference, wait)]
    # One server: W0 = .7, loads .3 and .4. Three servers, load 2.4: the wait in hand is C / 3 by Erlang.
    in_hand = service_queue.erlang_c(desk(3, 2.4)) / 3
    cases = [(desk(1, 0.7), [3.0, 4.0], [0.7 / 0.7, 0.7 / (0.7 * 0.3)])]
    cases += [(desk(3, 2.4), [1.0, 1.0], [in_hand / 0.6, in_hand / (0.6 * 0.2)])]
    shown = []
    for params, weights, references in cases:
        solved = service_queue.cobham_waits(params, classes=weights)
        wait = run(params, customers=customers, seed=3, classes=weights).wait
        for rank, reference in enumerate(references):
            what = f"{params.servers} servers, class {rank}"
            rows += [exact(what, reference, solved[rank], within=1e-9)]
            rows += [mean_of(f"{what}, simulated", reference, wait.sel(rank=rank))]
            shown.append((f"{params.servers}, {rank}", reference, wait.sel(rank=rank)))

    def draw(axes: Axes) -> None:
        axes.boxplot([wait for _, _, wait in shown], showfliers=False)
        places = range(1, len(shown) + 1)
        axes.plot(places, [reference for _, reference, _ in shown], "r_", markersize=24, label="Cobham")
        axes.set_xticks(places, [label for label, _, _ in shown])
        axes.set_xlabel("servers, class")
        axes.set_ylabel("mean wait (h of mean work 1 h)")
        axes.legend()

    return Result(rows, draw)


@case("V43", mechanism="service_queue", title="Little's law", source="Little 1961; an identity from empty to empty")
def little(full: bool) -> Result:
    everything = service_queue.ServiceDesk(
        arrival_rate=9.0, desks=3, servers=4, joint_share=0.2, levels=4, escalation_wait=3.0, abandon_rate=0.1
    )
    queues = {
        "M/M/3": (desk(3, 2.0), {}),
        "two classes": (desk(1, 0.9), {"classes": [1.0, 1.0]}),
        "impatient, overloaded": (desk(4, 6.0).replace(abandon_rate=0.2), {}),
        "overloaded": (desk(2, 3.0), {}),
        "all at once": (everything, {"classes": [0.2, 0.8], "skill": 0.9, "speed": "uniform(low=0.8, high=1.2)"}),
        "whistle": (everything.replace(joint_route="whistle", false_whistle_chance=0.1), {}),
    }
    rows: list[Row] = []
    shown = []
    for seed, (what, (params, initial)) in enumerate(queues.items()):
        found = service_queue.simulate(
            params, initial=initial, until=2e4 if full else 1e3, replicates=4 if full else 2, seed=seed
        )
        waits = (found.wait * found.parts).sum("rank")
        ratio = found.waiting_hours / waits
        rows += [exact(f"{what}, run {k}", 1.0, value, within=1e-9) for k, value in enumerate(ratio.to_numpy())]
        shown.append((what, found.waiting_hours, waits))

    def draw(axes: Axes) -> None:
        for what, hours, waits in shown:
            axes.plot(waits, hours, "o", label=what)
        low, high = axes.get_xlim()
        axes.plot([max(low, 1e2), high], [max(low, 1e2), high], color="#333333", linewidth=0.8)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("sum of all waits (h)")
        axes.set_ylabel("integral of the line's length (h)")
        axes.legend(fontsize=7)

    return Result(rows, draw)


@case("V63", mechanism="service_queue", title="Who waits and who gives up", source="Palm 1957; Garnett et al. 2002")
def impatience(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    cases = (
        (10, 12.0, 0.5, (0.8503849, 0.1956559, 0.3913119)),
        (6, 5.0, 0.25, (0.4751016, 0.0545064, 0.2180255)),
    )
    for servers, load, rate, references in cases:
        params = desk(servers, load).replace(abandon_rate=rate)
        found = run(params, customers=1e7 if full else 3e5, seed=servers)
        samples = [found[name].sel(rank=0) for name in ("waited", "abandoned", "wait")]
        for name, reference, solved, sample in zip(
            ("chance to wait", "chance to give up", "wait"),
            references,
            service_queue.erlang_a(params),
            samples,
            strict=True,
        ):
            what = f"{servers} servers, load {load}: {name}"
            rows += [exact(what, reference, solved, within=1e-7), mean_of(f"{what}, simulated", reference, sample)]
        shown.append((servers, load, rate, float(samples[1].mean())))

    def draw(axes: Axes) -> None:
        loads = np.linspace(0.5, 20, 100)
        for servers, load, rate, abandoned in shown:
            solved = [service_queue.erlang_a(desk(servers, each).replace(abandon_rate=rate)) for each in loads]
            axes.plot(
                loads, [each.abandon_chance for each in solved], label=f"{servers} servers, patience {1 / rate} h"
            )
            axes.plot(load, abandoned, "o", color="#333333")
        axes.set_xlabel("load (arrivals per mean work)")
        axes.set_ylabel("chance to give up")
        axes.legend()

    return Result(rows, draw)


@case("V64", mechanism="service_queue", title="Joint tickets end with the last part", source="Renyi 1953")
def joint(full: bool) -> Result:
    rows: list[Row] = []
    shown = []
    for parts, reference in ((2, 1.5), (3, 1.8333333), (5, 2.2833333)):
        # So many staff that nobody waits.
        params = service_queue.ServiceDesk(desks=parts, parts=parts, servers=100, arrival_rate=5.0, joint_share=1.0)
        rows += [exact(f"{parts} parts", reference, service_queue.joint_job_mean(params), within=1e-7)]
        found = service_queue.simulate(params, until=2e4 if full else 1e3, replicates=RUNS, seed=parts).joint_time
        rows += [mean_of(f"{parts} parts, simulated", reference, found)]
        shown.append((parts, float(found.mean())))

    def draw(axes: Axes) -> None:
        parts = np.arange(1, 9)
        axes.plot(parts, np.cumsum(1 / parts), "_", markersize=20, color="#c04030", label="1 + 1/2 + ... + 1/k")
        axes.plot(*zip(*shown, strict=True), "o", color="#3b6ea5", label="simulated")
        axes.set_xlabel("parts k")
        axes.set_ylabel("hours to the last part (mean work 1 h)")
        axes.legend()

    return Result(rows, draw)


def chain(speeds: list[float], load: float) -> tuple[float, float]:
    """Chance to wait and mean line where the fastest free server starts, from the balance of all states.

    A state is which of the servers are at work, or how many are in line with all at work.
    """
    servers, line = len(speeds), 400
    everybody = 2**servers - 1
    size = everybody + 1 + line
    rates = np.zeros((size, size))
    for state in range(everybody):
        idle = [k for k in range(servers) if not state >> k & 1]
        rates[state, state | 1 << max(idle, key=lambda k: speeds[k])] += load
    for state in range(everybody + 1):
        for k in range(servers):
            if state >> k & 1:
                rates[state, state & ~(1 << k)] += speeds[k]
    for state in range(everybody, size - 1):
        rates[state, state + 1] = load
        rates[state + 1, state] = sum(speeds)
    balance = rates.T - np.diag(rates.sum(axis=1))
    balance[0] = 1.0
    chances = np.linalg.solve(balance, np.eye(size)[0])
    return float(chances[everybody:].sum()), float(chances[everybody:] @ np.arange(line + 1))


@case("Service-queue-1", mechanism="service_queue", title="Fast, slow and careless staff", source="Gumbel 1960")
def staff(full: bool) -> Result:
    customers = 4e6 if full else 3e5
    speeds = [0.5, 2.0, 1.0]
    params = desk(3, 2.5)
    found = run(params, customers=customers, seed=1, speed=speeds)
    waited, line = chain(speeds, 2.5)
    rows = [mean_of("speeds .5, 2 and 1, load 2.5: chance to wait", waited, found.waited.sel(rank=0))]
    rows += [mean_of("the same: mean line", line, found.queue_length)]
    # Work that comes back with the chance .2 is exponential work that is 1.25 times as long.
    careless = run(desk(1, 0.6), customers=customers, seed=2, skill=0.8)
    rows += [mean_of("skill .8, load .6: duration", 1 / (0.8 - 0.6), careless.duration.sel(rank=0))]
    rows += [mean_of("the same: at work", 0.75, careless.utilisation)]
    loads = [1.0, 1.5, 2.0, 2.5, 3.0]

    def draw(axes: Axes) -> None:
        dense = np.linspace(0.3, 3.2, 30)
        axes.plot(dense, [chain(speeds, load)[0] for load in dense], label="balance of all states")
        for load in loads:
            some = run(desk(3, load), customers=1e5, seed=3, speed=speeds)
            axes.plot(load, some.waited.mean(), "o", color="#3b6ea5")
        axes.set_xlabel("tickets per hour; staff do .5, 2 and 1")
        axes.set_ylabel("chance to wait")
        axes.legend()

    return Result(rows, draw)


@case(
    "Service-queue-2",
    mechanism="service_queue",
    title="What the whistle saves",
    source="Means of uniform and geometric times, in the case",
)
def whistle(full: bool) -> Result:
    until = 1e4 if full else 1e3
    slow = service_queue.ServiceDesk(
        desks=4, servers=50, arrival_rate=2.0, joint_share=1.0, parts=2, cycle=6.0, misroute_chance=0.2, load_effect=0.0
    )
    rows: list[Row] = []
    ways = []
    for levels in (1, 2, 3, 5):
        ordinary = slow.replace(levels=levels)
        reference = 3.0 * (levels - 1) / 0.8
        found = service_queue.simulate(ordinary, until=until, replicates=RUNS, seed=levels).route_time
        rows += [mean_of(f"{levels} levels: way", reference, found)]
        blown = service_queue.simulate(
            ordinary.replace(joint_route="whistle"), until=until, replicates=RUNS, seed=levels
        ).route_time
        ways.append((levels, reference, float(found.mean()), float(blown.mean())))
    rows += [exact("whistle without levels: way", 0.0, ways[0][3], within=0.0)]
    # Levels so slow that the whistle is always first: calls an hour apart, each heard with the chance p.
    for compliance in (-1.0, 0.0, 1.0):
        params = slow.replace(levels=2, cycle=1e4, misroute_chance=0.0, joint_route="whistle", report_time=1.0)
        params = params.replace(compliance=compliance, evaluation=0.0, attention=0.0, whistle_wait=3.0)
        chance = 1 / (1 + np.exp(-compliance))
        found = service_queue.simulate(params, until=until, replicates=RUNS, seed=9).route_time
        reference = 3.0 + (1 - chance) / chance + 0.5
        # The levels are first once in a thousand times.
        rows += [mean_of(f"compliance {chance:.3f}: way", reference, found, bias=1e-3 * reference)]

    def draw(axes: Axes) -> None:
        levels, expected, found, blown = zip(*ways, strict=True)
        axes.plot(levels, expected, "_", markersize=20, color="#c04030", label="closed form")
        axes.plot(levels, found, "o", color="#3b6ea5", label="by the levels")
        axes.plot(levels, blown, "^", color="#3b8f5a", label="by the whistle")
        axes.set_xticks(levels)
        axes.set_xlabel("levels")
        axes.set_ylabel("hours on the way")
        axes.legend()

    return Result(rows, draw)


CASES = (erlang_c, waits, erlang_b, classes, little, impatience, joint, staff, whistle)
