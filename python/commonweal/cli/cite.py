# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from commonweal.cli.answer import answering
from commonweal.cli.options import AsJson


class Form(StrEnum):
    """A way to write the citation."""

    TEXT = "text"
    BIBTEX = "bibtex"
    CFF = "cff"


def cite(
    form: Annotated[
        Optional[Form],  # noqa: UP045 - typer reads it
        typer.Option("--format", help="One form alone.", show_default="text and BibTeX"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say how to cite commonweal: as text, as BibTeX, or as the CITATION.cff that both are made of."""
    from commonweal import citation

    with answering("cite", as_json=as_json) as answer:
        forms = {Form.TEXT: citation.text(), Form.BIBTEX: citation.bibtex(), Form.CFF: citation.cff()}
        wanted = [form] if form else [Form.TEXT, Form.BIBTEX]
        answer.say("\n\n".join(forms[one].rstrip("\n") for one in wanted))
        answer.fields |= {one.value: written for one, written in forms.items()}
