#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: packages
# The reference tick runs and gives the bits of the kernel written by hand; its time is no matter here, so the library is
# compiled as the package's is, and the compiler cache has it. Figures to compare are those of the preset bench.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

build=build/benchmark-check
cmake -S . -B "$build" -G Ninja --log-level=WARNING -DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON \
    -DCMAKE_CXX_COMPILER="$(package_compiler)" -DCOMMONWEAL_BUILD_TESTS=OFF -DCOMMONWEAL_BUILD_BENCHMARKS=ON >/dev/null
cmake --build "$build" --parallel "$jobs" --target sweep_bench
output="$("$build/benchmarks/sweep_bench" 2>&1)"
printf '%s\n' "$output"
[[ "$output" == *api_over_hand* && "$output" != *"ERROR OCCURRED"* ]]
