# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import opinion, rumour
from validation.case import Case

CASES: tuple[Case, ...] = opinion.CASES + rumour.CASES
