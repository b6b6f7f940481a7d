#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: lint
# All code is accepted by clang as well, warnings as errors; in the unity files of the preset asan, which take half as long
# as one translation unit after the other.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

cmake --preset asan --log-level=WARNING >/dev/null
python tools/check_with_clang.py build/asan/compile_commands.json clang++-14
