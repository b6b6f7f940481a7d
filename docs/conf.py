# SPDX-License-Identifier: Apache-2.0
"""How the documentation is built: bash tools/test.sh docs writes it to build/docs."""

from pathlib import Path

import commonweal
from commonweal import _core
from docutils import nodes
from docutils.utils.math import latex2mathml
from sphinx.application import Sphinx

project = "commonweal"
author = "The commonweal maintainers"
copyright = author
version = release = commonweal.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton", "sphinx_design"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3
autodoc_typehints = "description"
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"commonweal {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_math_renderer = "mathml"

# Types of other libraries, whose documentation is not ours to link.
nitpick_ignore_regex = [("py:class", r"(os|collections|datetime|pathlib|pd|xr)\..*|PathLike|Figure")]

generated = Path(__file__).parent / "reference/generated"
generated.mkdir(exist_ok=True)
(generated / "parameters.md").write_text("# Parameters\n\n" + _core.parameter_reference(), encoding="utf-8")


def write_formula(translator: nodes.NodeVisitor, node: nodes.Element) -> None:
    """A formula as MathML, which a browser shows without a script from the network."""
    displayed = isinstance(node, nodes.math_block)
    formula = latex2mathml.tex2mathml(node.astext(), as_block=displayed)
    translator.body.append(f'<div class="math">{formula}</div>\n' if displayed else formula)
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    formula = (write_formula, None)
    app.add_html_math_renderer("mathml", inline_renderers=formula, block_renderers=formula)
