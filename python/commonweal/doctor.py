# SPDX-License-Identifier: Apache-2.0
"""Whether the installation works: versions, libraries, and a small computation whose outcome is known."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from commonweal import _core

#: Packages that pictures and results need, and the extra that brings each of those that are optional.
REQUIRED = ("h5netcdf", "h5py", "matplotlib", "numpy", "pandas", "rich", "typer", "xarray", "yaml")
OPTIONAL = {
    "igraph": "graphs",
    "ipywidgets": "notebook",
    "networkx": "graphs",
    "plotly": "notebook",
    "pyarrow": "parquet",
    "scipy": "graphs",
    "tqdm": "notebook",
}

#: SHA-256 of what `computed` gives on every machine; a change that alters bits changes it.
KNOWN = "c643c4ae87e0b7830eeaa5b221c65590a72236f64791a7ceb6efd29ee3c00741"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What was looked at.
        ok: False where something is broken.
        found: What is there.
        advice: What to do where something is broken or missing; else empty.
    """

    name: str
    ok: bool
    found: str
    advice: str = ""


def findings() -> Iterator[Finding]:
    """Looks at one thing after the other; nothing that is broken keeps it from the next."""
    info = _core.build_info()
    yield Finding("commonweal", ok=True, found=f"{_core.__version__} in {os.path.dirname(__file__)}")
    yield Finding("python", ok=True, found=f"{platform.python_version()} at {sys.executable}")
    yield Finding("platform", ok=True, found=platform.platform())
    yield Finding("compiler", ok=True, found=info["compiler"])
    yield Finding("instruction set", ok=True, found=info["instruction_set"])
    yield Finding("threads", ok=True, found=f"{info['threads']} by {info['thread_library']}")
    for name, built_with, running in info["libraries"]:
        yield library(name, built_with, running)
    for package in REQUIRED:
        yield attempt(f"package {package}", partial(version_of, package), REINSTALL)
    for package, extra in OPTIONAL.items():
        yield optional(package, extra)
    yield attempt("shipped files", shipped_files, REINSTALL)
    yield attempt("temporary folder", writable_folder, "Set TMPDIR to a folder that can be written and has room.")
    yield attempt(
        "self test", self_test, "Results would be wrong. Install again, and tell the maintainers what this says."
    )
    yield attempt(
        "results file", results_file, "Install again, with the HDF5 of the line above and h5py from one source."
    )


REINSTALL = "Install its wheel again with pip install --force-reinstall; in the source tree, bash tools/quickstart.sh."


def attempt(name: str, look: Callable[[], str], advice: str) -> Finding:
    """Whatever goes wrong while looking is what was found: an installation can be broken in any way."""
    try:
        return Finding(name, ok=True, found=look())
    except Exception as problem:
        return Finding(name, ok=False, found=f"{type(problem).__name__}: {problem}", advice=advice)


def library(name: str, built_with: str, running: str) -> Finding:
    """HDF5 refuses to work with another release than that of its headers."""
    told = f"{built_with}, running {running}" if running and running != built_with else built_with
    broken = name == "HDF5" and running.split(".")[:2] != built_with.split(".")[:2]
    advice = f"Build commonweal again, or let the loader find {name} {built_with}." if broken else ""
    return Finding(name, ok=not broken, found=told, advice=advice)


def version_of(package: str) -> str:
    """Imports it: a package may be listed and not load."""
    from importlib import import_module
    from importlib.metadata import packages_distributions, version

    import_module(package)
    return version(packages_distributions()[package][0])


def optional(package: str, extra: str) -> Finding:
    from importlib.util import find_spec

    if find_spec(package) is None:
        advice = f"Optional; pip install 'commonweal[{extra}]'."
        return Finding(f"package {package}", ok=True, found="not installed", advice=advice)
    return attempt(f"package {package}", lambda: version_of(package), f"pip install --force-reinstall {package}")


def shipped_files() -> str:
    from commonweal import citation, shipped
    from commonweal.scenario import Scenario

    names = [name for name, folder in shipped.scenarios().items() if Scenario(folder).title]
    if not names or not citation.fields():
        raise _core.Error("scenarios or the citation are missing")
    return ", ".join(names)


def writable_folder() -> str:
    import shutil
    import tempfile

    with tempfile.TemporaryFile() as file:
        file.write(bytes(2**16))
        file.flush()
        os.fsync(file.fileno())
    free = shutil.disk_usage(tempfile.gettempdir()).free
    return f"{tempfile.gettempdir()}, {free / 2**30:.1f} GiB free"


def self_test() -> str:
    """By one thread and by all."""
    for threads in (1, 0):
        found = computed(threads)
        if found != KNOWN:
            raise _core.Error(f"{'one thread' if threads else 'all threads'} computed {found[:12]}, not {KNOWN[:12]}")
    return f"bits as they should be ({KNOWN[:12]})"


def computed(threads: int) -> str:
    """Hash of a rumour among 2,000 people: a graph, neighbours' sums, draws, elementary functions, a distribution."""
    import hashlib

    import numpy as np

    from commonweal import core

    @core.rule(write=["ill"], neighbours={"near": core.neighbour_sum("ties", "ill")}, draws=["luck"])
    def infect(ill: Any, near: Any, luck: Any) -> None:
        ill[luck >= core.math.pow(np.float32(0.95), near)] = 1

    town = core.Simulation(seed=1)
    people = town.add_agents("resident", 2000, columns={"ill": np.uint8(0)})
    people["ill"][:10] = 1
    town.add_layer("ties", core.SmallWorld(degree=10, rewiring=0.1).generate(2000, seed=1), of="resident")
    town.add(infect, of="resident")
    town.run(12, threads=threads)
    drawn = core.Distribution("lognormal(median=3 d, sigma=0.5)", unit="h").draw(seed=1, size=100)
    return hashlib.sha256(people["ill"].values.tobytes() + drawn.tobytes()).hexdigest()


def results_file() -> str:
    """A run of eight days, written by the library and read by h5py, which may bring another HDF5."""
    import h5py

    from commonweal.scenario import Scenario
    from commonweal.shipped import scenario

    run = Scenario(scenario("zhengzhou_720"), set={"residents.count": 5000, "time.duration": "8 d"}).run()
    with h5py.File(run.folder / "results.h5") as file:
        hours = len(file["time"])
    if hours != 192:
        raise _core.Error(f"a run of 192 hours has {hours} in its results")
    return f"written, and read by h5py with HDF5 {h5py.version.hdf5_version}"
