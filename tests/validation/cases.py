# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import cooperation, detection, mind, opinion, participation, reporting_chain, rumour
from validation.case import Case

CASES: tuple[Case, ...] = (
    *cooperation.CASES,
    *detection.CASES,
    *mind.CASES,
    *opinion.CASES,
    *participation.CASES,
    *reporting_chain.CASES,
    *rumour.CASES,
)
