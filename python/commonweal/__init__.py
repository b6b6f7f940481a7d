# SPDX-License-Identifier: Apache-2.0
"""Agent-based simulation of community resilience.

Importing this package is quick: xarray, pandas and matplotlib are imported by the
calls that need them, never here.
"""

from commonweal._core import __version__

__all__ = ["__version__"]
