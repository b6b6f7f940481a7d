# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import (
    allocation,
    belonging,
    cooperation,
    data_sharing,
    detection,
    diffusion,
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
    stock,
    trust,
    volunteering,
    warning,
)
from validation.case import Case

CASES: tuple[Case, ...] = (
    *allocation.CASES,
    *belonging.CASES,
    *cooperation.CASES,
    *data_sharing.CASES,
    *detection.CASES,
    *diffusion.CASES,
    *emotion.CASES,
    *grievance.CASES,
    *mind.CASES,
    *mutual_aid.CASES,
    *opinion.CASES,
    *panic_buying.CASES,
    *participation.CASES,
    *protective_action.CASES,
    *reporting_chain.CASES,
    *rumour.CASES,
    *stock.CASES,
    *trust.CASES,
    *volunteering.CASES,
    *warning.CASES,
)
