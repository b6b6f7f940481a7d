# SPDX-License-Identifier: Apache-2.0
"""How the documentation is built: bash tools/test.sh docs writes it to build/docs."""

import commonweal

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
