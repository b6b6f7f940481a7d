# SPDX-License-Identifier: Apache-2.0
"""Lets ``python -m commonweal`` do what the command ``commonweal`` does."""

from commonweal.cli import app

app(prog_name="commonweal")
