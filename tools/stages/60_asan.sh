#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: sanitizers
# The unit tests under the address and undefined-behaviour sanitizers. Left out here, but not by the preset: long
# computations whose code shorter tests run too.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

build_preset asan
ctest --preset asan -E '^MathAccuracy|^Simulation\.moving_the_storm'
