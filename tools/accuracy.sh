#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures core::math against 50 digits and writes docs/accuracy.md. Takes about half a minute.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${CXX:-g++}" -std=c++20 -O2 -ffp-contract=off -fno-trapping-math -fno-math-errno -I include \
  tools/accuracy.cpp -o "$work/accuracy"
"$work/accuracy" "${1:-20000}" > "$work/accuracy.md"
mv "$work/accuracy.md" docs/accuracy.md
echo "wrote docs/accuracy.md"
