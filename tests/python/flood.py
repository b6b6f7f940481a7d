# SPDX-License-Identifier: Apache-2.0
"""The scenario that the tests run, and how they make it small."""

from pathlib import Path

FLOOD = Path(__file__).resolve().parents[2] / "scenarios/zhengzhou_720"
SMALL = {"residents.count": 5000, "time.duration": "12 d"}
