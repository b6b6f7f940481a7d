# SPDX-License-Identifier: Apache-2.0
"""Mechanisms, each alone: parameters, a run on a graph or in a mixed crowd, and what its equations say."""

from commonweal.process import (
    cooperation,
    data_sharing,
    detection,
    opinion,
    participation,
    protective_action,
    reporting_chain,
    rumour,
    warning,
)

__all__ = [
    "cooperation",
    "data_sharing",
    "detection",
    "opinion",
    "participation",
    "protective_action",
    "reporting_chain",
    "rumour",
    "warning",
]
