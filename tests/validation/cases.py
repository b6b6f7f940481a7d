# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import detection, rumour
from validation.case import Case

CASES: tuple[Case, ...] = (*detection.CASES, *rumour.CASES)
