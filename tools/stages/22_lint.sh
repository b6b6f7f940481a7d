#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: tests
# clang-tidy over the sources that are linked, mypy over the package.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

cmake --preset dev --log-level=WARNING
run-clang-tidy-14 -quiet -p build/dev -j "$jobs" "^$root/src/.*\.cpp$" 2>&1 | grep -vE '^clang-tidy|warnings? generated|^Suppressed|^$|^Use -' || true
[[ "${PIPESTATUS[0]}" == 0 ]]
python -m mypy
