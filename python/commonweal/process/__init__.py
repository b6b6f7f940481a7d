# SPDX-License-Identifier: Apache-2.0
"""Mechanisms, each alone: parameters, a run on a graph or in a mixed crowd, and what its equations say."""

from commonweal.process import (
    belonging,
    cooperation,
    detection,
    grievance,
    mind,
    opinion,
    participation,
    reporting_chain,
    rumour,
)

__all__ = [
    "belonging",
    "cooperation",
    "detection",
    "grievance",
    "mind",
    "opinion",
    "participation",
    "reporting_chain",
    "rumour",
]
