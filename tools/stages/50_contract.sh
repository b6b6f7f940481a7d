#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: tests
# Same bits from every compiler, level of optimisation and instruction set; no libm in core, process and model.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

bash tools/check_symbols.sh --self-test
bash tools/check_symbols.sh build/dev
bash tools/cross_build.sh
