#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures published results at full size and writes docs/validation.md: tools/validate.sh [CASE | MECHANISM]...
# Without an argument all cases; otherwise those, and the rest of the page stays as it is. Exit code 1 if a case fails.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash tools/install.sh test
bash tools/build_package.sh
.venv/bin/python tools/validate.py "$@"
