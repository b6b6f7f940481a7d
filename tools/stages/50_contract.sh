#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: tests
# Same bits from every compiler, level of optimisation and instruction set.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

if [[ -f tools/cross_build.sh ]]; then
    bash tools/cross_build.sh
else
    say "there is nothing to compare between builds yet"
fi
