# SPDX-License-Identifier: Apache-2.0
"""The package as a user meets it: what it is called, what it brings along, what the command says."""

import importlib.metadata
import subprocess
import sys

import commonweal
import pytest
from commonweal import _core
from commonweal.cli import app
from typer.testing import CliRunner


def test_the_extension_and_the_installed_package_have_one_version():
    assert _core.__version__ == commonweal.__version__ == importlib.metadata.version("commonweal")


@pytest.mark.parametrize("package", [commonweal, commonweal.core])
def test_every_listed_name_exists(package):
    assert [name for name in package.__all__ if not hasattr(package, name)] == []


@pytest.mark.parametrize("module", ["commonweal", "commonweal.cli"])
def test_importing_loads_none_of_the_heavy_libraries(module):
    heavy = {
        "xarray",
        "pandas",
        "matplotlib",
        "h5netcdf",
        "h5py",
        "numpy",
        "networkx",
        "igraph",
        "scipy",
        "pyarrow",
        "yaml",
    }
    code = f"import sys, {module}; print(*({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == []


def test_the_command_tells_its_version():
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"commonweal {commonweal.__version__}\n")


def test_the_module_runs_as_the_command_does():
    result = subprocess.run(
        [sys.executable, "-m", "commonweal", "--version"], capture_output=True, text=True, check=True
    )
    assert result.stdout == f"commonweal {commonweal.__version__}\n"


def test_an_unknown_option_is_one_clear_error():
    result = CliRunner().invoke(app, ["--versoin"])
    assert result.exit_code == 2
    assert "No such option" in result.output
    assert "Traceback" not in result.output
