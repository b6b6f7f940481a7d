# SPDX-License-Identifier: Apache-2.0
"""What a scenario file may say: for editors, and for people who ask about one key."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from commonweal import _core
from commonweal.scenario import UnknownParameterError


@dataclass(frozen=True, slots=True)
class KeyExplanation:
    """What there is to know of one key of a scenario file.

    Attributes:
        path: Dotted path; elements of lists stand as ``"warnings[].issued"``.
        kind: ``"number"``, ``"whole number"``, ``"true or false"``, ``"text"``, ``"texts"``, ``"date"``,
            ``"series"``, ``"distribution"``, ``"settings"``, ``"choice"``, ``"list"`` or ``"table"``.
        meaning: One phrase.
        unit: Unit of ranges and results; any other that measures the same may be written. Empty for plain numbers.
        allowed: Range or names, such as ``"between 0 m and 5 m"``; empty where nothing is excluded.
        default: The default as a scenario file writes it; empty where there is none.
        evidence: How far the default can be trusted: sourced, computed, literature or assumed; empty where there is
            nothing to trust.
        source: Where the default comes from.
        example: Right TOML that gives the key a value.
        required: Whether there is no default.
        live: Whether an intervention may change it while a run goes on.
        holds: Paths of what stands directly in a table, or in each element of a list.
    """

    path: str
    kind: str
    meaning: str
    unit: str
    allowed: str
    default: str
    evidence: str
    source: str
    example: str
    required: bool
    live: bool
    holds: tuple[str, ...]


def schema() -> dict[str, Any]:
    """The JSON Schema (draft-07) of scenario files, for editors and other programs.

    It refuses nothing that :class:`Scenario` accepts but counts written with a unit, such as ``"300 %"``. What no
    schema can say, Scenario alone finds, such as a quantity above its largest value, or two parameters that do not
    go together.
    """
    described: dict[str, Any] = json.loads(_core.json_schema())
    return described


def explain_key(path: str) -> KeyExplanation:
    """What there is to know of a parameter, a table or a list of scenario files.

    Args:
        path: Dotted path. Elements of lists may be written ``"warnings[].issued"``, ``"warnings[0].issued"`` or
            ``"warnings.issued"``.

    Returns:
        What there is to know, as :class:`KeyExplanation`.

    Raises:
        UnknownParameterError: Where there is no such key; it names the nearest one.
    """
    keys = {without_brackets(key.path): key for key in _core.explain_keys()}
    if without_brackets(str(path)) not in keys:
        raise UnknownParameterError(path, [key.path for key in keys.values()], listed_by="commonweal.schema()")
    key = keys[without_brackets(str(path))]
    return KeyExplanation(
        path=key.path,
        kind=key.kind,
        meaning=key.meaning,
        unit=key.unit,
        allowed=key.allowed,
        default=key.default_text,
        evidence=key.evidence,
        source=key.source,
        example=key.example,
        required=key.required,
        live=key.live,
        holds=tuple(key.holds),
    )


def without_brackets(path: str) -> str:
    """``"warnings.issued"`` for ``"warnings[0].issued"``."""
    return re.sub(r"\[\d*\]", "", path)
