#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: lint
# Formatting and spelling, with pinned tools; no file may opt out.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

if git grep -nE 'clang-format o(ff)|# fmt: o(ff)|# ruff: n(oqa)' -- ':!LICENSE'; then
    fail "no file may opt out of formatting"
fi
git ls-files -co --exclude-standard '*.hpp' '*.cpp' | xargs -r clang-format-14 --dry-run --Werror
ruff format --check .
ruff check .
git ls-files -co --exclude-standard | grep -vE '\.(csv|h5|png)$' | xargs codespell
for script in $(git ls-files '*.sh' .ci/run); do bash -n "$script"; done
