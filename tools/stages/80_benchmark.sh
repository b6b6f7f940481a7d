#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: packages
# One benchmark builds and runs; its time is no matter here.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

first="$(git ls-files 'benchmarks/core/*_bench.cpp' | head -n 1)"
if [[ -z "$first" ]]; then
    say "there is no benchmark yet"
    exit 0
fi
name="$(basename "$first" .cpp)"
build_preset bench "$name"
"build/bench/benchmarks/$name" --benchmark_min_time=0.01
