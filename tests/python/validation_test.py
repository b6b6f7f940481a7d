# SPDX-License-Identifier: Apache-2.0
"""The cases of the validation at a reduced size, and the page that tells of them at full size."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from validation.case import Case
from validation.cases import CASES

ROOT = Path(__file__).resolve().parents[2]


def validate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("validate", ROOT / "tools" / "validate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_the_reference_is_met(case: Case):
    for row in case.run(False).rows:
        assert row.passed, f"{row.what}: {row.measured} is further than {row.allowed} from {row.reference}"


def test_numbers_are_given_once():
    assert len({case.number for case in CASES}) == len(CASES)


def test_the_page_tells_of_every_case_as_the_sources_are_now():
    tool = validate()
    measured = tool.read()
    stale = [
        case.number
        for case in CASES
        if measured.get(case.number, {}).get("sources_sha256") != tool.fingerprint(case.mechanism)
    ]
    assert not stale, f"measure again: bash tools/validate.sh {' '.join(stale)}"
    assert tool.PAGE.read_text() == tool.page(measured)
