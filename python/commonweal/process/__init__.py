# SPDX-License-Identifier: Apache-2.0
"""Mechanisms, each alone: parameters, a run on a graph or in a mixed crowd, and what its equations say."""

from commonweal.process import (
    cooperation,
    detection,
    emotion,
    mind,
    mutual_aid,
    opinion,
    panic_buying,
    participation,
    reporting_chain,
    rumour,
    trust,
    volunteering,
)

__all__ = [
    "cooperation",
    "detection",
    "emotion",
    "mind",
    "mutual_aid",
    "opinion",
    "panic_buying",
    "participation",
    "reporting_chain",
    "rumour",
    "trust",
    "volunteering",
]
