# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import (
    belonging,
    cooperation,
    data_sharing,
    decision,
    detection,
    emotion,
    grievance,
    mind,
    mode_switch,
    mutual_aid,
    opinion,
    panic_buying,
    participation,
    protective_action,
    reporting_chain,
    responsibility,
    rumour,
    trust,
    volunteering,
    warning,
)
from validation.case import Case

CASES: tuple[Case, ...] = (
    *belonging.CASES,
    *cooperation.CASES,
    *data_sharing.CASES,
    *decision.CASES,
    *detection.CASES,
    *emotion.CASES,
    *grievance.CASES,
    *mind.CASES,
    *mode_switch.CASES,
    *mutual_aid.CASES,
    *opinion.CASES,
    *panic_buying.CASES,
    *participation.CASES,
    *protective_action.CASES,
    *reporting_chain.CASES,
    *responsibility.CASES,
    *rumour.CASES,
    *trust.CASES,
    *volunteering.CASES,
    *warning.CASES,
)
