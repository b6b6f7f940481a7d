# SPDX-License-Identifier: Apache-2.0
"""How the documentation is built: bash tools/test.sh docs writes it to build/docs."""

from pathlib import Path

import commonweal
from commonweal import _core

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

# Types of other libraries, whose documentation is not ours to link.
others = r"(os|collections|datetime|pathlib|pd|xr|np|nx|ig|scipy|_core)\..*"
nitpick_ignore_regex = [("py:class", rf"{others}|PathLike|Figure|ArrayLike|NDArray")]

generated = Path(__file__).parent / "reference/generated"
generated.mkdir(exist_ok=True)
(generated / "parameters.md").write_text("# Parameters\n\n" + _core.parameter_reference(), encoding="utf-8")
