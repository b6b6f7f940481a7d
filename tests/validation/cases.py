# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import (
    cooperation,
    detection,
    mutual_aid,
    opinion,
    participation,
    reporting_chain,
    rumour,
    volunteering,
)
from validation.case import Case

CASES: tuple[Case, ...] = (
    *cooperation.CASES,
    *detection.CASES,
    *mutual_aid.CASES,
    *opinion.CASES,
    *participation.CASES,
    *reporting_chain.CASES,
    *rumour.CASES,
    *volunteering.CASES,
)
