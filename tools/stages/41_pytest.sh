#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: tests
# The Python tests, warnings as errors; each file by one of as many processes as there are jobs.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

python -m pytest -q --numprocesses="$jobs" --dist=loadfile tests/python
