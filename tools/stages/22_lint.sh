#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: lint
# clang-tidy over what is linked into the library (.clang-tidy lists the checks), mypy over the package.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

cmake --preset dev --log-level=WARNING >/dev/null
log="$root/build/lint.log"
if ! run-clang-tidy-14 -quiet -p build/dev -j "$jobs" "^$root/src/.*\.cpp$" >"$log" 2>&1; then
    grep -vE '^clang-tidy-14 |warnings? (generated|treated)|^Suppressed|^Use -' "$log"
    fail "clang-tidy found the above"
fi
say "clang-tidy read $(grep -c '^clang-tidy-14 ' "$log") files"
python -m mypy
