# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import (
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
from validation.case import Case

CASES: tuple[Case, ...] = (
    *cooperation.CASES,
    *data_sharing.CASES,
    *detection.CASES,
    *opinion.CASES,
    *participation.CASES,
    *protective_action.CASES,
    *reporting_chain.CASES,
    *rumour.CASES,
    *warning.CASES,
)
