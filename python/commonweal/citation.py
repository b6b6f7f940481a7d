# SPDX-License-Identifier: Apache-2.0
"""How to cite commonweal: everything is read from ``CITATION.cff``, which comes with the package."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def cff() -> str:
    """The file in the Citation File Format."""
    return (Path(__file__).parent / "CITATION.cff").read_text(encoding="utf-8")


def text() -> str:
    """One sentence for a list of references."""
    entry = fields()
    parts = [authors(entry, between=", "), f"{entry['title']}, version {entry['version']}"]
    return ". ".join([*parts, *(str(entry[key]) for key in ("date-released", "doi", "url") if key in entry)]) + "."


def bibtex() -> str:
    """An entry of type software, as biblatex knows it; BibTeX alone takes it for misc."""
    entry = fields()
    values = {
        "author": authors(entry, between=" and "),
        "title": f"{{{escaped(entry['title'])}}}",
        "version": str(entry["version"]),
        "license": str(entry["license"]),
        "date": str(entry.get("date-released", "")),
        "doi": str(entry.get("doi", "")),
        "url": str(entry.get("url", "")),
    }
    lines = [f"  {key} = {{{value}}}" for key, value in values.items() if value]
    return "@software{commonweal,\n" + ",\n".join(lines) + ",\n}\n"


def fields() -> dict[str, Any]:
    import yaml

    entry: dict[str, Any] = yaml.safe_load(cff())
    return entry


def authors(entry: dict[str, Any], *, between: str) -> str:
    """People as "Family, Given"; groups in braces for BibTeX, which would take their names apart."""
    names = []
    for author in entry["authors"]:
        if "name" in author:
            names.append(f"{{{author['name']}}}" if between == " and " else author["name"])
        else:
            names.append(f"{author['family-names']}, {author['given-names']}")
    return between.join(names)


def escaped(title: str) -> str:
    """What TeX reads as a sign of its own."""
    return re.sub(r"[&%$#_]", r"\\\g<0>", title)
