# SPDX-License-Identifier: Apache-2.0
"""How the documentation is built: bash tools/test.sh docs writes it to build/docs."""

import logging as python_logging
import os
import sys
from pathlib import Path

import commonweal
import xarray as xr
from commonweal import _core
from commonweal.cli.listing import SMALL_RUN
from commonweal.process.parameters import Parameters
from docutils import nodes
from docutils.utils.math import MathError, latex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging

sys.path.insert(0, str(Path(__file__).parent))
from cpp_reference import write_reference  # docs/cpp_reference.py

project = "commonweal"
author = "The commonweal maintainers"
copyright = author
version = release = commonweal.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton", "sphinx_design"]
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
napoleon_use_ivar = True
exclude_patterns = ["_build", "reference/generated"]

# Tutorials are notebooks. What one of them writes to the standard error is a mistake in it, like an exception; bars
# that move, and what tqdm says where it cannot draw one, are for who sits in front of it.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_in_temp = True
nb_execution_timeout = 120  # s for a cell
nb_output_stderr = "warn"
os.environ |= {"TQDM_DISABLE": "1", "PYTHONWARNINGS": "ignore:IProgress not found"}

root = Path(__file__).parents[1]
# Kernels with settings of their own, not those of who builds; what they say of their transport is no concern of a page.
kernels = root / "build/ipython/profile_default"
kernels.mkdir(parents=True, exist_ok=True)
(kernels / "ipython_kernel_config.py").write_text("get_config().IPKernelApp.log_level = 'ERROR'\n", encoding="utf-8")
os.environ["IPYTHONDIR"] = str(kernels.parent)
python_logging.getLogger("traitlets").setLevel(python_logging.WARNING)

html_theme = "furo"
html_title = f"commonweal {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_math_renderer = "mathml"
toc_object_entries_show_parents = "hide"

# Types of other libraries, whose documentation is not ours to link.
others = r"(os|collections|datetime|pathlib|numpy|pd|xr|np|nx|ig|scipy|_core)\..*"
nitpick_ignore_regex = [("py:class", rf"{others}|PathLike|Figure|Axes|Picture|ArrayLike|NDArray|Initial|Ties")]
# What a signature in C++ names was checked by a compiler; not all of it is public.
nitpick_ignore_regex += [("cpp:identifier", r".*")]

generated = root / "docs/reference/generated"
generated.mkdir(exist_ok=True)


def variables_of_a_run() -> str:
    """What a short run's results say about their variables: those of the hourly series, then of each table."""
    district = root / "scenarios/zhengzhou_720"
    run = commonweal.Scenario(district, set=SMALL_RUN).run()
    series = run.to_xarray()
    text = "## The hourly series\n\nOne row for each hour. "
    for axis in ("dimension", "request_kind"):
        text += f"The axis `{axis}` is {', '.join(series[axis].values)}. "
    text += (
        "Those by `group` and by `organisation` are there where the scenario lists some.\n\n"
        + variables_of_a_table(series)
    )
    for table in run.tables:
        columns = run.to_xarray(table)
        (row,) = columns.sizes
        text += f"## {table}\n\nOne row for each `{row}`.\n\n{variables_of_a_table(columns)}"
    return text


def variables_of_a_table(dataset: xr.Dataset) -> str:
    rows = "| variable | type | unit | meaning |\n| --- | --- | --- | --- |\n"
    for name, variable in dataset.data_vars.items():
        axes = " by " + " and ".join(variable.dims[1:]) if variable.dims[1:] else ""
        unit = variable.attrs.get("units", "date")
        unit = "" if unit == "1" else unit
        names = variable.attrs.get("flag_meanings", "").split()
        codes = "".join(f"; {code} {meant}" for code, meant in enumerate(names))
        stored = str(variable.encoding.get("dtype", variable.dtype)).replace("object", "text")
        rows += f"| `{name}`{axes} | {stored} | {unit} | {variable.attrs['long_name']}{codes} |\n"
    return rows + "\n"


def parameters_of_a_mechanism(name: str) -> str:
    """The parameters of every class of a mechanism's module."""
    text = ""
    module = getattr(commonweal.process, name)
    for kind in vars(module).values():
        if not (isinstance(kind, type) and issubclass(kind, Parameters) and kind.__module__ == module.__name__):
            continue
        text += f"`{kind.__name__}`:\n\n| parameter | default | range | meaning | evidence |\n"
        text += "| --- | --- | --- | --- | --- |\n"
        for row in kind().parameters.values():
            evidence = f"{row.evidence}; {row.source}" if row.source else row.evidence
            default = row.text.strip('"')
            text += f"| `{row.path}` | `{default}` | {row.range} | {row.meaning} | {evidence} |\n"
        text += "\n"
    return text


(generated / "parameters.md").write_text(_core.parameter_reference(), encoding="utf-8")
(generated / "city_parameters.md").write_text(_core.city_reference(), encoding="utf-8")
(generated / "variables.md").write_text(variables_of_a_run(), encoding="utf-8")
(generated / "mechanisms").mkdir(exist_ok=True)
for name in commonweal.process.__all__:
    (generated / f"mechanisms/{name}.md").write_text(parameters_of_a_mechanism(name), encoding="utf-8")
write_reference(root, sorted((root / "docs/reference/cpp").glob("*.md")), generated / "cpp")


def write_formula(translator: nodes.NodeVisitor, node: nodes.Element) -> None:
    """A formula as MathML, which a browser shows without a script from the network."""
    displayed = isinstance(node, nodes.math_block)
    try:
        formula = latex2mathml.tex2mathml(node.astext(), as_block=displayed)
    except MathError as problem:
        formula = ""
        logging.getLogger(__name__).warning("%s: %s", problem, node.astext(), location=node)
    translator.body.append(f'<div class="math">{formula}</div>\n' if displayed else formula)
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    formula = (write_formula, None)
    app.add_html_math_renderer("mathml", inline_renderers=formula, block_renderers=formula)
