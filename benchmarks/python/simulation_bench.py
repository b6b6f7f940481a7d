# SPDX-License-Identifier: Apache-2.0
"""What Python costs: a rule on whole columns against its NumPy expression alone, and forks.

Run ``python benchmarks/python/simulation_bench.py``; it prints minima and medians over interleaved rounds,
and the median of the ratios within a round.
"""

import time

import commonweal as cw
import numpy as np

AGENTS = 1_000_000
ROUNDS = 200


@cw.rule(write=["trust"], read=["outages"])
def lose_trust(trust, outages):
    trust -= 0.05 * outages


@cw.rule(read=["trust", "outages"])
def do_nothing(trust, outages):
    pass


@cw.rule(write=["trust"])
def write_nothing(trust):
    pass


def simulation(rule, outages):
    sim = cw.Simulation()
    more = {f"column_{k}": np.float32(k) for k in range(8)}
    sim.add_agents("resident", AGENTS, columns={"trust": np.float32(0.6), "outages": outages, **more})
    sim.add_layer("contacts", cw.core.SmallWorld(degree=12).generate(AGENTS), of="resident")
    sim.add(rule, of="resident")
    return sim


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(outages, threads):
    """The rule and its parts, with outages of one type."""
    trust, seen = np.full(AGENTS, 0.6, np.float32), np.full(AGENTS, outages)
    works = {"numpy alone": lambda: lose_trust(trust, seen)}
    for rule in (lose_trust, do_nothing, write_nothing):
        sim = simulation(rule, outages)
        works[rule.name] = lambda sim=sim: sim.step(threads=threads)
    times = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            times[name].append(seconds(work))
    alone = np.array(times["numpy alone"])
    for name, measured in times.items():
        low, middle, ratio = min(measured), np.median(measured), np.median(np.array(measured) / alone)
        how = f"{outages.dtype}, {threads} threads"
        print(f"{name:>14}, {how}: {low * 1e6:6.0f} us, median {middle * 1e6:6.0f} us, {ratio:.2f} of numpy's")


if __name__ == "__main__":
    for threads in (1, 2):
        compare(np.float32(1), threads)
        compare(np.int32(1), threads)
    sim = simulation(lose_trust, np.float32(1))
    sim.step()
    print(f"fork: {min(seconds(sim.fork) for _ in range(10)) * 1e3:.1f} ms")
    print(f"save: {min(seconds(sim.save) for _ in range(10)) * 1e3:.1f} ms")
