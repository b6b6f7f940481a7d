#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the benchmarks for this processor, runs them one after the other and writes docs/benchmarks.md:
# tools/benchmarks.sh [NAME]... Without a name all, of which each takes seconds; otherwise those, and the rest of the page
# stays as it is. Figures are good for comparison only where nothing else runs.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash tools/install.sh test
build_preset bench
.venv/bin/python tools/benchmarks.py "$@"
