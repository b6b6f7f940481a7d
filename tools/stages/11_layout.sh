#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: lint
# Layers, circles, third parties, mirror, licence lines; and that each rule finds a planted fault.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

python tests/layout/rules.py .
python -m pytest -q tests/layout
