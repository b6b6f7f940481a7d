#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: lint
# clang-tidy over what is linked into the library (.clang-tidy lists the checks), in the unity files of the preset asan, which
# take a third as long as one translation unit after the other; mypy over the package.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

cmake --preset asan --log-level=WARNING >/dev/null
log="$root/build/lint.log"
if ! run-clang-tidy-14 -quiet -p build/asan -j "$jobs" -checks=-bugprone-suspicious-include \
    "^$root/(build/asan/src/CMakeFiles/.*\.cxx|src/.*\.cpp)$" >"$log" 2>&1; then
    grep -vE '^clang-tidy-14 |warnings? (generated|treated)|^Suppressed|^Use -' "$log"
    fail "clang-tidy found the above"
fi
say "clang-tidy read $(grep -c '^clang-tidy-14 ' "$log") files"
python -m mypy
