#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: sanitizers
# The unit tests under the address and undefined-behaviour sanitizers, but those with the label long.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

build_preset asan
ctest --preset asan -LE '^long$'
