# SPDX-License-Identifier: Apache-2.0
"""Mechanisms, each alone: parameters, a run on a graph or in a mixed crowd, and what its equations say."""

from commonweal.process import detection, reporting_chain, rumour

__all__ = ["detection", "reporting_chain", "rumour"]
from commonweal.process import participation, rumour

__all__ = ["participation", "rumour"]
from commonweal.process import opinion, rumour

__all__ = ["opinion", "rumour"]
from commonweal.process import cooperation, rumour

__all__ = ["cooperation", "rumour"]
