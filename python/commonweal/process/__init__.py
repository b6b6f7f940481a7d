# SPDX-License-Identifier: Apache-2.0
"""Mechanisms, each alone: parameters, a run on a graph or in a mixed crowd, and what its equations say."""

from commonweal.process import (
    allocation,
    belonging,
    cooperation,
    data_sharing,
    detection,
    emotion,
    grievance,
    mind,
    mutual_aid,
    opinion,
    panic_buying,
    participation,
    protective_action,
    reporting_chain,
    rumour,
    trust,
    volunteering,
    warning,
)

__all__ = [
    "allocation",
    "belonging",
    "cooperation",
    "data_sharing",
    "detection",
    "emotion",
    "grievance",
    "mind",
    "mutual_aid",
    "opinion",
    "panic_buying",
    "participation",
    "protective_action",
    "reporting_chain",
    "rumour",
    "trust",
    "volunteering",
    "warning",
]
