#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: packages
# The Python package, built and installed into .venv.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

bash tools/build_package.sh
