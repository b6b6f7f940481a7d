# SPDX-License-Identifier: Apache-2.0
"""All cases."""

from validation import rumour
from validation.case import Case

CASES: tuple[Case, ...] = rumour.CASES
