# SPDX-License-Identifier: Apache-2.0
"""This tree keeps the rules of its layout, and each rule finds the fault that is planted for it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LICENCE = "// SPDX-License-Identifier: Apache-2.0\n"


def check(root):
    return subprocess.run(
        [sys.executable, str(ROOT / "tests/layout/rules.py"), str(root)], capture_output=True, text=True, check=False
    )


def plant(root, place, text):
    file = root / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def tree(tmp_path):
    plant(tmp_path, "include/commonweal/core/graph.hpp", LICENCE + "#pragma once\n#include <vector>\n")
    plant(tmp_path, "include/commonweal/core/detail/csr.hpp", LICENCE + "#pragma once\n")
    plant(tmp_path, "include/commonweal/process/rumour.hpp", LICENCE + "#include <commonweal/core/graph.hpp>\n")
    plant(tmp_path, "src/core/graph.cpp", LICENCE + "#include <commonweal/core/detail/csr.hpp>\n")
    plant(tmp_path, "tests/core/graph_test.cpp", LICENCE)
    plant(tmp_path, "tests/process/rumour_test.cpp", LICENCE)
    return tmp_path


def test_this_tree_keeps_the_rules():
    result = check(ROOT)
    assert result.returncode == 0, result.stdout


def test_a_clean_tree_has_no_fault(tree):
    result = check(tree)
    assert (result.returncode, result.stdout) == (0, "layout: ok\n")


INCLUDE = LICENCE + "#include <{}>\n"
RUMOUR = "commonweal/process/rumour.hpp"
CSR = "commonweal/core/detail/csr.hpp"


@pytest.mark.parametrize(
    ("place", "text", "line", "words"),
    [
        ("include/commonweal/core/graph.hpp", INCLUDE.format(RUMOUR), 2, "core may not look up at process"),
        ("src/core/graph.cpp", INCLUDE.format(RUMOUR), 2, "core may not look up at process"),
        ("include/commonweal/process/rumour.hpp", INCLUDE.format(CSR), 2, "private to core"),
        ("python/bindings/core.cpp", INCLUDE.format(CSR), 2, "private to core"),
        ("include/commonweal/core/detail/csr.hpp", INCLUDE.format(CSR), 2, "circle"),
        ("include/commonweal/core/graph.hpp", INCLUDE.format("hdf5.h"), 2, "hdf5 belongs in src/io/"),
        ("src/core/graph.cpp", INCLUDE.format("toml++/toml.h"), 2, "toml belongs in src/io/"),
        ("src/io/town.cpp", INCLUDE.format("pybind11/numpy.h"), 2, "pybind11 belongs in python/bindings/"),
        ("include/commonweal/core/graph.hpp", INCLUDE.format("tbb/parallel_for.h"), 2, "oneTBB belongs in"),
        ("include/commonweal/core/graph.hpp", INCLUDE.format("Eigen/Dense"), 2, "eigen belongs in"),
        ("include/commonweal/core/graph.hpp", INCLUDE.format("boost/graph/graph_traits.hpp"), 2, "boost belongs in"),
        ("include/commonweal/core/graph.hpp", INCLUDE.format("commonweal/core/graph_boost.hpp"), 2, "opt-in"),
        ("include/commonweal/core/parallel.hpp", LICENCE, 1, "has no tests/core/parallel_test.cpp"),
        ("include/commonweal/commonweal.hpp", LICENCE, 1, "does not include <commonweal/core/graph.hpp>"),
        ("trace.json", "{}\n", 1, "does not belong at the root"),
        ("src/core/graph.cpp", "int x;\n", 1, "the first line must be SPDX"),
        ("include/commonweal/core/graph.hpp", LICENCE + "\n" * 400, 401, "at most 400"),
        ("docs/index.md", "# Town\n\nsee /home/ann/town\n", 3, "a path of one machine"),
        ("src/core/graph.cpp", LICENCE + "// TODO\n", 2, "an unfinished thought"),
        ("src/core/graph.cpp", LICENCE + "int größe;\n", 2, "a name that is not ASCII"),
        ("tools/town.py", "# SPDX-License-Identifier: Apache-2.0\ngröße = 1\n", 2, "a name that is not ASCII"),
    ],
)
def test_a_planted_fault_is_found_with_its_file_and_line(tree, place, text, line, words):
    plant(tree, place, text)
    result = check(tree)
    assert result.returncode == 1
    assert any(fault.startswith(f"{place}:{line}: ") and words in fault for fault in result.stdout.splitlines()), (
        result.stdout
    )


def test_text_and_comments_may_use_any_script(tree):
    plant(tree, "src/core/graph.cpp", LICENCE + '// 郑州\nconst char* city = "郑州";\n')
    assert check(tree).returncode == 0
