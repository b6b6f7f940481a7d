# SPDX-License-Identifier: Apache-2.0
"""A made-up run in the layout of a flood's results, written with h5py in milliseconds."""

import json

import h5py
import numpy as np

DIMENSIONS = ["power", "housing", "mobility", "communication", "service"]
KINDS = ["everyday", "power", "drainage", "rescue", "care"]
PHASES = "prevention resistance adaptation recovery innovation"
TEXT = h5py.string_dtype()


def make_scale(group, name, values, unit="1"):
    scale = group.create_dataset(name, data=values, dtype=TEXT if isinstance(values[0], str) else None)
    scale.make_scale(name)
    scale.attrs["units"] = unit


def add(group, name, values, unit, *dimensions, **attributes):
    variable = group.create_dataset(name, data=values)
    for axis, dimension in enumerate(dimensions):
        variable.dims[axis].attach_scale(group[dimension])
    variable.attrs.update({"units": unit, "long_name": name.replace("_", " "), **attributes})


def course(hours, onset, depth, fall, rise):
    """1 until the onset, then down to `depth` and back."""
    since = np.maximum(hours[:, None] - onset, 0.0)
    return 1 - depth * (1 - np.exp(-since / fall)) * np.exp(-since / rise)


def write_series(file, hours, communities, side, storm):
    cells = communities * side * side
    community = np.repeat(np.arange(communities), side * side)
    draw = np.random.default_rng(5)
    make_scale(file, "time", hours, "hours since 2021-07-17 08:00:00")
    make_scale(file, "community", np.arange(communities))
    make_scale(file, "cell", np.arange(cells))
    make_scale(file, "dimension", DIMENSIONS)
    make_scale(file, "request_kind", KINDS)
    rain = storm * 200 * np.exp(-(((hours - 80) / 4.0) ** 2))
    low = draw.random(cells) * storm
    depth = 2.2 * low * np.maximum(course(hours, 78, 1, 3, 30) * -1 + 1, 0)
    hit = np.array([low[community == i].mean() for i in range(communities)])
    powered = course(hours, 80, np.minimum(2.0 * low, 1.3), 2, 60).clip(0, 1)
    function = np.stack(
        [course(hours, 80, hit * w, 4, r) for w, r in [(2, 60), (1, 200), (1.5, 40), (1.6, 50), (1, 90)]], 2
    )
    function = function.clip(0, 1)
    mean = function.mean(2)
    lost = 1 - mean
    falling = np.gradient(mean, axis=0) < -1e-4
    phase = np.select([lost < 0.02, falling, mean.argmin(0) + 24 > hours[:, None], lost < 0.1], [0, 1, 2, 4], 3)
    created = draw.poisson(storm * 400 * np.outer(lost.mean(1), [0.1, 1, 0.5, 0.2, 0.3]) + 2)
    open_ = np.cumsum(created.sum(1)[:, None] / communities * hit / max(hit.mean(), 1e-9), 0) * lost
    add(file, "rain", rain, "mm / h", "time")
    add(file, "depth", depth.astype("f4"), "m", "time", "cell")
    add(file, "powered", powered.astype("f4"), "1", "time", "cell")
    add(file, "households_without_power", (1 - powered).sum(1).round().astype("u4"), "1", "time")
    add(file, "function", function.astype("f4"), "1", "time", "community", "dimension")
    add(file, "perceived_function", np.roll(mean, 4, 0).astype("f4"), "1", "time", "community")
    add(file, "phase", phase.astype("u1"), "1", "time", "community", flag_values=np.arange(5), flag_meanings=PHASES)
    warned = np.clip((hours[:, None] - 60) / 30, 0, 0.8) * np.ones(communities)
    add(file, "informed", warned.astype("f4"), "1", "time", "community")
    add(file, "protected", (0.5 * warned).astype("f4"), "1", "time", "community")
    add(file, "requests_created", created.astype("u4"), "1", "time", "request_kind")
    add(file, "requests_waiting", (0.8 * open_).astype("u4"), "1", "time", "community")
    add(file, "requests_open", open_.astype("u4"), "1", "time", "community")
    add(file, "requests_abandoned", (0.1 * np.maximum.accumulate(open_, 0)).astype("u4"), "1", "time", "community")
    add(
        file,
        "staff_on_duty",
        np.where(phase == 0, 3 * (hours[:, None] % 24 < 10), 6).astype("u4"),
        "1",
        "time",
        "community",
    )
    add(file, "repairs_open", (20 * lost.mean(1)).astype("u4"), "1", "time")
    add(file, "crews_busy", np.minimum(8, 20 * lost.mean(1)).astype("u4"), "1", "time")
    add(file, "warning_in_force", ((hours > 60) & (hours < 100)).astype("u1"), "1", "time")
    add(file, "response_level", np.where((hours > 66) & (hours < 200), 2, 0).astype("u1"), "1", "time")
    return community, depth


def write_tables(file, communities, community, side, depth):
    cells = community.size
    grid = int(np.ceil(np.sqrt(communities)))
    place, own = np.arange(cells) // (side * side), np.arange(cells) % (side * side)
    table = file.create_group("cells")
    make_scale(table, "cell_id", np.arange(cells))
    for name, values, unit in [
        ("community", community.astype("u4"), "1"),
        ("column", (place % grid * side + own % side).astype("u4"), "1"),
        ("row", (place // grid * side + own // side).astype("u4"), "1"),
        ("area", np.full(cells, 46000.0), "m2"),
        ("ground", 100 - np.arange(cells) / 50, "m"),
        ("residents", np.full(cells, 50, "u4"), "1"),
        ("households", np.full(cells, 20, "u4"), "1"),
        ("peak_depth", depth.max(0).astype("f4"), "m"),
    ]:
        add(table, name, values, unit, "cell_id")
    table = file.create_group("communities")
    make_scale(table, "community_id", np.arange(communities))
    add(table, "residents", np.full(communities, 50 * side * side, "u4"), "1", "community_id")
    add(table, "households", np.full(communities, 20 * side * side, "u4"), "1", "community_id")
    add(table, "subdistrict", (np.arange(communities) * 3 // communities).astype("u4"), "1", "community_id")
    table = file.create_group("requests")
    make_scale(table, "request", np.arange(4))
    add(
        table,
        "kind",
        np.array([0, 1, 1, 3], "u1"),
        "1",
        "request",
        flag_values=np.arange(5),
        flag_meanings=" ".join(KINDS),
    )
    since = "hours since 2021-07-17 08:00:00"
    add(table, "created", np.array([3, 81, 82, 90], "i4"), since, "request")
    add(table, "ended", np.array([9, 95, -1, 99], "i4"), since, "request", _FillValue=np.int32(-1))
    table = file.create_group("repairs")
    make_scale(table, "repair", np.arange(2))
    add(table, "ended", np.array([120, -1], "i4"), since, "repair", _FillValue=np.int32(-1))


def write_run(folder, *, hours=1440, communities=24, side=3, storm=1.0):
    """Writes a folder that looks like a complete run; a storm of 0 leaves the district calm."""
    folder.mkdir(parents=True)
    manifest = {"state": "complete", "version": "0.1.0", "seed": 1, "replicate": 0, "scenario": "", "configuration": ""}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with h5py.File(folder / "results.h5", "w") as file:
        file.attrs.update({"Conventions": "CF-1.8", "title": "A made-up flood", "start": "2021-07-17 08:00:00",
                           "utc_offset_minutes": 480, "residents.count": 10800})  # fmt: skip
        clock = np.arange(hours)
        community, depth = write_series(file, clock, communities, side, storm)
        write_tables(file, communities, community, side, depth)
    return folder
