#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: sanitizers
# The unit tests under the thread sanitizer, with the std::thread backend. Left out here, but not by the preset: two
# long computations that use no threads beyond what the other tests do.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

build_preset tsan
ctest --preset tsan -E '^(MathAccuracy|Simulation\.moving_the_storm)'
