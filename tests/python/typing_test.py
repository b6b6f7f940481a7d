# SPDX-License-Identifier: Apache-2.0
"""The declared types are the true ones, and a user's program can rely on them."""

import os
import subprocess
import sys
from pathlib import Path

import commonweal
import pytest

ROOT = Path(__file__).resolve().parents[2]


def mypy(*arguments, module="mypy", folder):
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "MYPY_CACHE_DIR": str(ROOT / ".mypy_cache")}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment)


def test_a_users_program_passes_mypy_strict(tmp_path):
    done = mypy("--strict", "--config-file", "", ROOT / "tests/python/typed_user.py", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_wrong_program_does_not(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("import commonweal as cw\ncw.Scenario('x').run(seed='one', progress=3)\n", encoding="utf-8")
    assert mypy("--strict", "--config-file", "", wrong, folder=tmp_path).stdout.count("[arg-type]") == 2


#: What pybind11 makes of every class, and the name of a type that the stub alone has.
KNOWN = ("metaclass differs", 'stub does not have *args parameter "args"', "_core.Request is not present at runtime")


def test_the_stub_of_the_extension_has_its_names_and_no_others(tmp_path):
    done = mypy("commonweal._core", "--concise", module="mypy.stubtest", folder=tmp_path)
    assert "metaclass differs" in done.stdout, done.stderr
    assert [line for line in done.stdout.splitlines() if not line.endswith(KNOWN)] == []


def test_the_package_says_that_it_is_typed():
    assert (Path(commonweal.__file__).parent / "py.typed").exists()


@pytest.mark.parametrize("name", ["numpy", "h5py", "pandas", "xarray", "matplotlib", "plotly", "tqdm", "scipy", "rich"])
def test_importing_the_package_imports_no(name, tmp_path):
    code = f"import sys, commonweal; sys.exit({name!r} in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
