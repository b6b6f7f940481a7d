#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: sanitizers
# The unit tests that know threads under the thread sanitizer, with the std::thread backend, but those with the label long.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

build_preset tsan
ctest --preset tsan -LE '^long$'
