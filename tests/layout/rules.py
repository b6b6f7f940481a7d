# SPDX-License-Identifier: Apache-2.0
"""The rules of the source tree that no compiler holds.

Run ``python tests/layout/rules.py ROOT``: it prints one line for each fault, as
file:line: what is wrong and what would be right, and exits with 1 if there are any.
"""

import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LAYERS = ["core", "process", "model", "study", "io"]
TREES = ["include", "src", "python", "benchmarks", "tests", "examples", "scenarios", "tools", "docs", ".ci"]
HEADER_LINES = 400

# What tools and readers look for at the root; all else has a folder.
ROOT_FILES = {
    *(".clang-format", ".clang-tidy", ".git", ".gitignore", ".pre-commit-config.yaml", "pyproject.toml"),
    *("CMakeLists.txt", "CMakePresets.json", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md"),
    *("LICENSE", "NOTICE", "README.md", "README.zh-CN.md"),
}

# Headers of heavy libraries that users include one by one; neither the umbrella nor another header may.
OPT_IN = {"core/graph_boost.hpp": "boost", "core/column_eigen.hpp": "eigen"}

# Parts of the run folder and of the flood model: for who builds on them, at the price of their includes.
PARTS = {
    *(f"io/{part}.hpp" for part in ("checkpoint", "hash", "journal", "json_schema", "key_explanation", "manifest")),
    *(f"io/{part}.hpp" for part in ("libraries", "parameter_reference", "results", "run_folder")),
    *(
        f"model/{part}.hpp"
        for part in ("agent_groups", "community_function", "contact_layers", "flood", "interventions", "lifelines")
    ),
    *(
        f"model/{part}.hpp"
        for part in ("metrics", "offices", "organisations", "people", "phase", "reports", "request_kind", "requests")
    ),
    *(f"model/{part}.hpp" for part in ("series_condition", "shift", "shocks", "spells", "timeline")),
}

# Public headers without a test of their own, and why.
TESTED_ELSEWHERE = {
    "model/request_kind.hpp": "names of an enumeration only; requests_test.cpp sees each kind asked for",
    "core/types.hpp": "names of integer types only; nothing in it can go wrong at run time",
}

# Which includes belong to which third party, and the files (path prefixes) that may have them.
THIRD_PARTIES = {
    "hdf5": (r"hdf5|H5|highfive/", ["src/io/"]),
    "toml": (r"toml", ["src/io/"]),
    "json": (r"nlohmann/", ["src/io/"]),
    "openssl": (r"openssl/", ["src/"]),
    "pybind11": (r"pybind11/", ["python/bindings/"]),
    "oneTBB": (r"tbb/|oneapi/", ["include/commonweal/core/detail/", "src/core/"]),
    "boost": (r"boost/", ["include/commonweal/core/graph_boost.hpp", "src/", "examples/"]),
    "eigen": (r"Eigen/|unsupported/Eigen", ["include/commonweal/core/column_eigen.hpp", "src/", "examples/"]),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
CPP_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|R"\(.*?\)"|"(?:\\.|[^"\\\n])*"', re.DOTALL)
UNWANTED = [
    (re.compile(r"(?<![\w.$}])/(?:work|root|home|Users)/"), "a path of one machine"),
    (re.compile(r"\b(?:TODO|FIXME)\b"), "an unfinished thought"),
]


class Fault(NamedTuple):
    place: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.place}:{self.line}: {self.text}"


class Include(NamedTuple):
    place: str
    line: int
    path: str


def source_files(root: Path, *suffixes: str) -> Iterator[tuple[str, str]]:
    """Path below root and text of each source file, in a fixed order."""
    for tree in TREES:
        for file in sorted((root / tree).rglob("*")):
            place = file.relative_to(root).as_posix()
            hidden = {"_build", "generated", "__pycache__", "broken"} & set(file.parts)
            if file.is_file() and not hidden and (file.suffix in suffixes or file.name in suffixes):
                yield place, file.read_text(encoding="utf-8")


def includes(root: Path) -> list[Include]:
    return [
        Include(place, number, found[1])
        for place, text in source_files(root, ".hpp", ".cpp", ".h", ".cc", ".inl")
        for number, line in enumerate(text.splitlines(), 1)
        if (found := INCLUDE.match(line))
    ]


def public_headers(root: Path) -> list[str]:
    """As users write them after commonweal/: no private ones, nor the umbrella and the names-only header."""
    base = root / "include/commonweal"
    headers = (file.relative_to(base).as_posix() for file in sorted(base.rglob("*.hpp")))
    return [header for header in headers if "/" in header and "/detail/" not in header]


def layer_of(place: str) -> str | None:
    """The layer whose rules a file obeys; the bindings stand above all of them, tests and tools outside."""
    parts = place.split("/")
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    if parts[:2] == ["include", "commonweal"] and len(parts) > 3:
        return parts[2]
    return "above" if parts[0] in ("python", "examples") or parts[:2] == ["include", "commonweal"] else None


def layer_faults(root: Path) -> Iterator[Fault]:
    """A layer includes itself and those below it, and no other layer's private headers."""
    order = [*LAYERS, "above"]
    for place, line, path in includes(root):
        own = layer_of(place)
        parts = path.removeprefix("commonweal/").split("/")
        if own is None or parts[0] not in LAYERS or len(parts) < 2:
            continue
        if own not in order:
            yield Fault(place, line, f"{own} is not a layer; the layers are {', '.join(LAYERS)}")
        elif order.index(parts[0]) > order.index(own):
            yield Fault(place, line, f"{own} may not look up at {parts[0]} ({path})")
        elif "detail" in parts and parts[0] != own:
            yield Fault(place, line, f"{path} is private to {parts[0]}")


def circle_faults(root: Path) -> Iterator[Fault]:
    """No header includes itself by way of others."""
    edges: dict[str, list[Include]] = {}
    for found in includes(root):
        if found.place.startswith("include/"):
            edges.setdefault(found.place.removeprefix("include/"), []).append(found)
    done: set[str] = set()

    def walk(header: str, way: list[str]) -> Iterator[Fault]:
        for place, line, path in edges.get(header, []):
            if path in way:
                yield Fault(place, line, f"circle: {' -> '.join([*way[way.index(path) :], path])}")
            elif path not in done:
                yield from walk(path, [*way, path])
        done.add(header)

    for header in sorted(edges):
        if header not in done:
            yield from walk(header, [header])


def third_party_faults(root: Path) -> Iterator[Fault]:
    """Heavy libraries stay where users do not pay for them."""
    for place, line, path in includes(root):
        if place.startswith(("tests/", "benchmarks/")):
            continue
        for name, (pattern, homes) in THIRD_PARTIES.items():
            if re.match(pattern, path) and not place.startswith(tuple(homes)):
                yield Fault(place, line, f"{path}: {name} belongs in {' or '.join(homes)}")
        opt_in = path.removeprefix("commonweal/")
        if place.startswith("include/") and opt_in in OPT_IN:
            yield Fault(place, line, f"{path} is opt-in: no other header includes it")


def mirror_faults(root: Path) -> Iterator[Fault]:
    """One name in every place: each public header has its test; each source and test has its header."""
    headers = public_headers(root)
    for header in headers:
        test = f"tests/{header.removesuffix('.hpp')}_test.cpp"
        if header not in TESTED_ELSEWHERE and not (root / test).exists():
            yield Fault(f"include/commonweal/{header}", 1, f"has no {test}, nor a reason in tests/layout/rules.py")
    for header in TESTED_ELSEWHERE:
        if header not in headers and (root / "include/commonweal/commonweal.hpp").exists():
            yield Fault("tests/layout/rules.py", 1, f"gives a reason for {header}, which does not exist")


def umbrella_faults(root: Path) -> Iterator[Fault]:
    """The umbrella is the whole library but the opt-in headers and the parts."""
    umbrella = root / "include/commonweal/commonweal.hpp"
    if not umbrella.exists():
        return
    text = umbrella.read_text(encoding="utf-8")
    for header in public_headers(root):
        if header not in {*OPT_IN, *PARTS} and f"#include <commonweal/{header}>" not in text:
            yield Fault("include/commonweal/commonweal.hpp", 1, f"does not include <commonweal/{header}>")


def root_faults(root: Path) -> Iterator[Fault]:
    """No file at the root but those that belong there: a compiler's trace or an output is soon committed by mistake."""
    for file in sorted(root.iterdir()):
        if file.is_file() and file.name not in ROOT_FILES:
            yield Fault(file.name, 1, "does not belong at the root")


def text_faults(root: Path) -> Iterator[Fault]:
    """Licence line first, headers short, nothing about one machine, nothing unfinished."""
    kinds = (".hpp", ".cpp", ".h", ".py", ".pyi", ".sh", ".cmake", ".in", "CMakeLists.txt", "run")
    for place, text in source_files(root, *kinds):
        lines = text.splitlines() or [""]
        first = lines[1] if lines[0].startswith("#!") and len(lines) > 1 else lines[0]
        if "SPDX-License-Identifier: Apache-2.0" not in first:
            yield Fault(place, 1, "the first line must be SPDX-License-Identifier: Apache-2.0")
        if place.endswith(".hpp") and len(lines) > HEADER_LINES:
            yield Fault(place, HEADER_LINES + 1, f"{len(lines)} lines; a header has at most {HEADER_LINES}")
    for place, text in source_files(root, *kinds, ".md", ".toml", ".yaml", ".json"):
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, meaning in UNWANTED:
                if pattern.search(line) and not place.startswith("tests/layout/"):
                    yield Fault(place, number, f"{meaning}: {line.strip()}")


def identifier_faults(root: Path) -> Iterator[Fault]:
    """Names are ASCII; comments and text may be anything."""
    for place, text in source_files(root, ".hpp", ".cpp", ".h"):
        bare = CPP_TEXT.sub(lambda found: "\n" * found[0].count("\n"), text)
        for number, line in enumerate(bare.splitlines(), 1):
            if not line.isascii():
                yield Fault(place, number, f"a name that is not ASCII: {line.strip()}")
    for place, text in source_files(root, ".py"):
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME and not token.string.isascii():
                yield Fault(place, token.start[0], f"a name that is not ASCII: {token.string}")


RULES = [
    layer_faults,
    circle_faults,
    third_party_faults,
    mirror_faults,
    umbrella_faults,
    root_faults,
    text_faults,
    identifier_faults,
]


def faults(root: Path) -> list[Fault]:
    return [fault for rule in RULES for fault in rule(root)]


if __name__ == "__main__":
    found = faults(Path(sys.argv[1]))
    print("\n".join(map(str, found)) or "layout: ok")
    sys.exit(bool(found))
