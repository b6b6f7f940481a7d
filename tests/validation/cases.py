# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import (
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
from validation.case import Case

CASES: tuple[Case, ...] = (
    *cooperation.CASES,
    *detection.CASES,
    *emotion.CASES,
    *mind.CASES,
    *mutual_aid.CASES,
    *opinion.CASES,
    *panic_buying.CASES,
    *participation.CASES,
    *reporting_chain.CASES,
    *rumour.CASES,
    *trust.CASES,
    *volunteering.CASES,
)
