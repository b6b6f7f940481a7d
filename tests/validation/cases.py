# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import cooperation, rumour
from validation.case import Case

CASES: tuple[Case, ...] = cooperation.CASES + rumour.CASES
