#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: sanitizers
# The unit tests under the thread sanitizer.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

build_preset tsan
ctest --preset tsan
