#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: packages
# The reference tick runs and gives the bits of the kernel written by hand; its time is no matter here.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

build_preset bench sweep_bench
output="$(build/bench/benchmarks/sweep_bench 2>&1)"
printf '%s\n' "$output"
[[ "$output" == *api_over_hand* && "$output" != *"ERROR OCCURRED"* ]]
