#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: tests
# The Python tests, warnings as errors.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

python -m pytest -q tests/python
