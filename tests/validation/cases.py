# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import detection, reporting_chain, rumour
from validation.case import Case

CASES: tuple[Case, ...] = (*detection.CASES, *reporting_chain.CASES, *rumour.CASES)
from validation import participation, rumour
from validation.case import Case

CASES: tuple[Case, ...] = (*participation.CASES, *rumour.CASES)
from validation import opinion, rumour
from validation.case import Case

CASES: tuple[Case, ...] = opinion.CASES + rumour.CASES
from validation import cooperation, rumour
from validation.case import Case

CASES: tuple[Case, ...] = cooperation.CASES + rumour.CASES
