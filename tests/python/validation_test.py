# SPDX-License-Identifier: Apache-2.0
"""The cases of the validation at a reduced size, and the page that tells of them at full size."""

import pytest
from tool import tool
from validation.case import Case
from validation.cases import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_the_reference_is_met(case: Case):
    for row in case.run(False).rows:
        assert row.passed, f"{row.what}: {row.measured} is further than {row.allowed} from {row.reference}"


def test_numbers_are_given_once():
    assert len({case.number for case in CASES}) == len(CASES)


def test_the_page_tells_of_every_case_as_the_sources_are_now():
    validate = tool("validate")
    measured = validate.read()
    stale = [
        case.number
        for case in CASES
        if measured.get(case.number, {}).get("sources_sha256") != validate.fingerprint(case.mechanism)
    ]
    assert not stale, f"measure again: bash tools/validate.sh {' '.join(stale)}"
    assert validate.PAGE.read_text() == validate.page(measured)
