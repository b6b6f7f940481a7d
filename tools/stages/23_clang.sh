#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: lint
# Every translation unit is accepted by clang as well, warnings as errors.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

python tools/check_with_clang.py build/dev/compile_commands.json clang++-14
