# SPDX-License-Identifier: Apache-2.0
"""A small run of the flood, and one that was stopped on its way, made once for all tests."""

import commonweal as cw
import pytest
from flood import FLOOD, SMALL


@pytest.fixture(scope="session")
def small_flood():
    return cw.Scenario(FLOOD, set=SMALL)


@pytest.fixture(scope="session")
def flood_run(small_flood, tmp_path_factory):
    return small_flood.run(seed=3, out=tmp_path_factory.mktemp("runs") / "whole")


@pytest.fixture(scope="session")
def stopped_run(small_flood, tmp_path_factory):
    """Stopped after 200 of 288 hours or soon after."""
    out = tmp_path_factory.mktemp("runs") / "stopped"
    return small_flood.run(seed=3, out=out, progress=lambda hour, hours: hour < 200)
