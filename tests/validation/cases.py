# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import participation, rumour
from validation.case import Case

CASES: tuple[Case, ...] = (*participation.CASES, *rumour.CASES)
