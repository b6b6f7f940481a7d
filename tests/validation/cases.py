# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import (
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
from validation.case import Case

CASES: tuple[Case, ...] = (
    *belonging.CASES,
    *cooperation.CASES,
    *detection.CASES,
    *grievance.CASES,
    *mind.CASES,
    *opinion.CASES,
    *participation.CASES,
    *reporting_chain.CASES,
    *rumour.CASES,
)
